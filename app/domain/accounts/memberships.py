"""A team's seed, sealed to each of its members; and its rotation when somebody leaves.

Rotation makes a new key pair for the team, certified for a new epoch, and seals its seed to who remains.
What was sealed to the old keys (grants; for *everyone*, names) is opened by the rotating actor, who has the
old seed, and sealed to the new ones. The compartments that the team opened go to `renewing`, since who left
knew their keys too.

When an administrator who is not in the team takes somebody out, the rotation is due: the next member who
signs in, or who writes to one of the team's compartments, makes it.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.domain.accounts.certificates import certify, hold, trusted_key, uncertify
from app.domain.accounts.derived import drop_snapshot, start_renewing
from app.domain.accounts.keyring import EVERYONE, everyone_id, forget_keyrings, keyring, seed_context
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed, grant_commitment, membership_commitment
from app.domain.custody.rules import WRITE_ONLY
from app.domain.work import Actor, Work
from app.errors import Conflict, Tampered
from app.models import Grant, Holder, Invitation, Member, Team, TeamSeed, new_id
from app.vault.context import Purpose, context
from app.vault.hpke import seal_to
from app.vault.keys import HolderKeys
from app.vault.seal import SealError


def admit(*, work: Work, actor: Actor, team: str, seed: bytes, holder: str) -> None:
    """Seals the team's seed to a holder, with a line in the log.

    Raises NotFound for a holder that is revoked, Conflict when the team was rotated meanwhile: `seed` is
    the old one; and for a write-only holder, unless the team is *everyone*: keys, not only rules, keep such
    a member from reading back.
    """
    hold(
        work, holder, shared=True
    )  # members before teams, everywhere: two who wait for each other would be stuck
    _hold_team(work, team, HolderKeys.from_seed(seed))
    epoch = trusted_key(work, team).epoch
    joining = trusted_key(work, holder)
    if WRITE_ONLY in joining.roles and team != everyone_id(work):
        raise Conflict("A write-only member reads nothing back, and so joins no team but everyone.")
    row = TeamSeed(
        id=new_id(),
        team_id=team,
        holder_id=holder,
        epoch=epoch,
        sealed_seed=seal_to(joining.seal_public, seed, seed_context(team, holder, epoch)),
    )
    work.session.add(row)
    work.session.flush()
    forget_keyrings(work)

    def keep(sequence: int) -> None:
        row.joined_sequence = sequence

    commitment = membership_commitment(team, holder)
    record(work=work, actor=actor, deed=Deed.granted, subject=team, commitment=commitment, on_sequence=keep)


def members_of(work: Work, team: str) -> list[TeamSeed]:
    """The memberships of a team as they are now."""
    query = select(TeamSeed).where(TeamSeed.team_id == team, TeamSeed.sealed_seed.is_not(None))
    return list(work.session.scalars(query.order_by(TeamSeed.holder_id)))


def teams_of(work: Work, holder: str) -> list[str]:
    """The ids of the teams that a holder is in."""
    query = select(TeamSeed.team_id).where(TeamSeed.holder_id == holder, TeamSeed.sealed_seed.is_not(None))
    return list(work.session.scalars(query.order_by(TeamSeed.team_id)))


def take_out(*, work: Work, actor: Actor | None, team: str, holders: Collection[str]) -> None:
    """Ends memberships at once, with lines in the log, and rotates the team's seed if the actor has it.

    `actor` None is the host, when something expired. An invitation that goes is no reason to rotate: nobody
    has used its seeds, or the member who accepted it has them now.
    """
    hold(work, team)
    old = keyring(work, actor).get(team) if actor else None
    leaving = [row for row in members_of(work, team) if row.holder_id in holders]
    for row in leaving:
        _end_membership(work, actor, row)
    work.session.flush()
    forget_keyrings(work)
    if not rotation_due(work, team):
        return
    start_renewing(work, team)
    if not members_of(work, team):
        _dissolve(work, actor, team)
    elif old is not None and actor is not None:
        rotate(work=work, actor=actor, team=team, old=old)


def rotation_due(work: Work, team: str) -> bool:
    """Whether somebody has left the team who still knows its seed. Seal nothing new to it until it is
    rotated.
    """
    leaver, holder = aliased(Holder), aliased(Holder)
    query = (
        select(TeamSeed.id)
        .join(holder, holder.id == TeamSeed.team_id)
        .join(leaver, leaver.id == TeamSeed.holder_id)
        .where(TeamSeed.team_id == team, TeamSeed.sealed_seed.is_(None), TeamSeed.epoch == holder.epoch)
        .where(holder.active, leaver.kind != "invitation")
    )
    return work.session.scalar(query.limit(1)) is not None


def rotate_due(work: Work, actor: Actor) -> None:
    """Rotates the teams of the actor that are due. Signing in does this, and so must renewing a
    compartment.
    """
    if actor.kind != "member":
        return
    for team in teams_of(work, actor.id):
        if not rotation_due(work, team):
            continue
        hold(work, team)
        forget_keyrings(work)
        if rotation_due(work, team):  # nobody else has done it meanwhile
            rotate(work=work, actor=actor, team=team, old=keyring(work, actor)[team])


def rotate(*, work: Work, actor: Actor, team: str, old: HolderKeys) -> None:
    """Gives the team a new seed, known to its present members only. `old` are its keys until now."""
    holder = _hold_team(work, team, old)
    new = HolderKeys.generate()
    holder.epoch += 1
    holder.seal_public, holder.sign_public, holder.key_id = new.seal_public, new.sign_public, new.key_id
    certify(
        work=work,
        actor=actor,
        subject=team,
        kind="team",
        seal_public=new.seal_public,
        sign_public=new.sign_public,
        epoch=holder.epoch,
    )
    for row in members_of(work, team):
        public = trusted_key(work, row.holder_id).seal_public
        row.epoch = holder.epoch
        row.sealed_seed = seal_to(public, new.seed, seed_context(team, row.holder_id, holder.epoch))
    _reseal_grants(work, team, old, new)
    _reseal_names(work, team, old, new)
    start_renewing(work, team)
    drop_snapshot(work, team)
    record(work=work, actor=actor, deed=Deed.renewed, subject=team)
    work.session.flush()
    forget_keyrings(work)


def end_grant(work: Work, actor: Actor | None, row: Grant) -> None:
    """Takes a grant back: its seal is removed at once, with a line in the log. The row stays as history."""
    row.sealed_key = None

    def keep(sequence: int) -> None:
        row.revoked_sequence = sequence

    commitment = grant_commitment(row.compartment_id, row.holder_id)
    record(
        work=work,
        actor=actor,
        deed=Deed.revoked,
        subject=row.compartment_id,
        commitment=commitment,
        on_sequence=keep,
    )


def grants_of(work: Work, holder: str) -> list[Grant]:
    """What is granted to a holder now."""
    query = select(Grant).where(Grant.holder_id == holder, Grant.sealed_key.is_not(None))
    return list(work.session.scalars(query.order_by(Grant.compartment_id)))


def _hold_team(work: Work, team: str, keys: HolderKeys) -> Holder:
    """The team's row, kept as it is. Raises Conflict when `keys` are no longer the team's."""
    holder = hold(work, team)
    if holder.key_id != keys.key_id:
        raise Conflict("This team has just been given new keys. Try again.")
    return holder


def _end_membership(work: Work, actor: Actor | None, row: TeamSeed) -> None:
    row.sealed_seed = None

    def keep(sequence: int) -> None:
        row.left_sequence = sequence

    commitment = membership_commitment(row.team_id, row.holder_id)
    record(
        work=work,
        actor=actor,
        deed=Deed.revoked,
        subject=row.team_id,
        commitment=commitment,
        on_sequence=keep,
    )


def _dissolve(work: Work, actor: Actor | None, team: str) -> None:
    """Nobody is left who has the team's seed: the team ends, and so do its grants."""
    for row in grants_of(work, team):
        end_grant(work, actor, row)
    drop_snapshot(work, team)
    holder = work.session.get(Holder, team)
    if holder is not None:
        holder.active = False
    uncertify(work=work, actor=actor, subject=team)


def _reseal_grants(work: Work, team: str, old: HolderKeys, new: HolderKeys) -> None:
    for row in grants_of(work, team):
        bound = context(Purpose.compartment_key, compartment=row.compartment_id, holder=team, epoch=row.epoch)
        row.sealed_key = _resealed(row.sealed_key or b"", bound, old, new)


def _reseal_names(work: Work, team: str, old: HolderKeys, new: HolderKeys) -> None:
    """Names are sealed to *everyone*; its rotation seals them anew."""
    row = work.session.get(Team, team)
    if row is None or row.builtin != EVERYONE:
        return
    for member in work.session.scalars(select(Member)):
        bound = context(Purpose.display_name, holder=member.id)
        member.sealed_name = _resealed(member.sealed_name, bound, old, new)
    open_invitations = select(Invitation).join(Holder, Holder.id == Invitation.id).where(Holder.active)
    for invitation in work.session.scalars(open_invitations):
        bound = context(Purpose.display_name, holder=invitation.id)
        invitation.sealed_name = _resealed(invitation.sealed_name, bound, old, new)
    for named in work.session.scalars(select(Team)):
        bound = context(Purpose.team_name, holder=named.id)
        named.sealed_name = _resealed(named.sealed_name, bound, old, new)


def _resealed(sealed: bytes, bound: bytes, old: HolderKeys, new: HolderKeys) -> bytes:
    try:
        return seal_to(new.seal_public, old.open(sealed, bound), bound)
    except SealError:
        raise Tampered("Something sealed to a team does not open: it was changed.") from None
