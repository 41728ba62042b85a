"""Members as administrators make and end them: invitations, roles, revocation."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select

from app.domain.accounts.certificates import add_holder, certify, entitled, hold, trusted_key
from app.domain.accounts.ending import close, end_invitation, end_token, take_back
from app.domain.accounts.keyring import everyone_id, keyring
from app.domain.accounts.memberships import admit, grants_of, teams_of
from app.domain.accounts.names import seal_name
from app.domain.accounts.rules import ADMINISTRATOR, checked_name, checked_roles, require_administrator
from app.domain.accounts.sessions import end_sessions_of
from app.domain.accounts.views import Invited
from app.domain.custody.rules import WRITE_ONLY
from app.domain.once import unused_id
from app.domain.work import Actor, Work
from app.errors import Conflict, Invalid, NotFound, Problem
from app.models import Certificate, Holder, Invitation, Member, Token
from app.vault.context import Purpose
from app.vault.keys import HolderKeys
from app.vault.tokens import new_secret, secret_id, secret_key


def invite(
    *,
    work: Work,
    actor: Actor,
    name: str,
    roles: Iterable[str],
    teams: Sequence[str] = (),
    once: str | None = None,
) -> Invited:
    """Makes a one-time link for a person with these roles, in *everyone* and in `teams` that the actor is in.

    The link's secret is the seed of a holder of its own, certified to certify one member; the teams' seeds
    are sealed to it. `once` is the id to give it. Raises NotAllowed, Invalid for roles that do not go
    together, no name, a team the actor is not in, Conflict when `once` was sent before.
    """
    require_administrator(actor)
    wanted = checked_roles(roles)
    name = checked_name(name)
    keys = keyring(work, actor)
    everyone = everyone_id(work)
    chosen = list(dict.fromkeys([everyone, *teams]))
    if actor.id in chosen or not keys.keys() >= set(chosen):
        raise Invalid([Problem("teams", "Choose teams that you are in yourself.")])
    secret = new_secret()
    invited = invitation_keys(work, secret)
    id_ = unused_id(work, once)
    holder = add_holder(work=work, actor=actor, kind="invitation", keys=invited, roles=wanted, holder_id=id_)
    expires = work.clock.now() + timedelta(days=work.settings.invitation_days)
    work.session.add(
        Invitation(
            id=holder,
            secret_id=secret_id(secret),
            sealed_name=seal_name(work, actor, Purpose.display_name, holder, name),
            expires_at=expires,
        )
    )
    for team in chosen:
        admit(work=work, actor=actor, team=team, seed=keys[team].seed, holder=holder)
    return Invited(holder, secret, expires.date())


def invitation_keys(work: Work, secret: str) -> HolderKeys:
    """The keys of an invitation's holder, from the secret in the link and the host's pepper."""
    return HolderKeys.from_seed(secret_key(secret, work.host.pepper, Purpose.invitation_key))


def cancel_invitation(*, work: Work, actor: Actor, invitation: str) -> None:
    """Makes a link useless. Raises NotFound when it is none, or was accepted."""
    require_administrator(actor)
    row = work.session.get(Invitation, invitation)
    if row is None or row.accepted_by or not _is_active(work, invitation):
        raise NotFound
    end_invitation(work=work, actor=actor, invitation=row)


def set_roles(*, work: Work, actor: Actor, member: str, roles: Iterable[str]) -> None:
    """Certifies a member's roles anew.

    Raises NotAllowed, NotFound, Invalid, or Conflict for the last administrator, and for a member who becomes
    write-only and still holds keys to what was written.
    """
    require_administrator(actor)
    wanted = checked_roles(roles)
    _one_at_a_time(work)
    _active_member(work, member)
    trusted = trusted_key(work, member)
    if trusted.roles == wanted:
        return
    if ADMINISTRATOR not in wanted:
        _refuse_last_administrator(work, member)
    if WRITE_ONLY in wanted:
        _refuse_holding(work, member)
    certify(
        work=work,
        actor=actor,
        subject=member,
        kind="member",
        seal_public=trusted.seal_public,
        sign_public=trusted.sign_public,
        roles=wanted,
    )


def rename_member(*, work: Work, actor: Actor, member: str, name: str) -> None:
    """Changes a member's display name: one's own, or as an administrator anybody's."""
    if member != actor.id:
        require_administrator(actor)
    row = _active_member(work, member)
    row.sealed_name = seal_name(work, actor, Purpose.display_name, member, checked_name(name))


def revoke_member(*, work: Work, actor: Actor, member: str) -> None:
    """Ends a membership at once: grants, sessions, tokens, memberships, and invitations that it made.

    Teams get new keys, now where the actor is in them; compartments take no writes until a remaining holder
    has renewed them. Raises NotAllowed, NotFound, or Conflict for the last administrator.
    """
    require_administrator(actor)
    _one_at_a_time(work)
    row = _active_member(work, member)
    _refuse_last_administrator(work, member)
    end_sessions_of(work, member)
    for invitation in _open_invitations_by(work, member):
        end_invitation(work=work, actor=actor, invitation=invitation)
    tokens = list(work.session.scalars(select(Token).where(Token.member_id == member, Token.active)))
    narrow = [token.id for token in tokens if token.kind == "narrow"]
    take_back(work=work, actor=actor, holders=[member, *narrow])  # together: their teams are rotated once
    for token in tokens:
        end_token(work=work, actor=actor, token=token)
    row.sealed_seed = row.sealed_recovery_seed = row.auth_hash = b""
    close(work=work, actor=actor, holder=member)  # last: it may be the actor


def is_last_administrator(work: Work, member: str) -> bool:
    """Whether no other active member is an administrator, by the certificates."""
    others = select(Holder).where(Holder.kind == "member", Holder.active, Holder.id != member)
    return not any(
        ADMINISTRATOR in entitled(work, other.key_id, None) for other in work.session.scalars(others)
    )


def _one_at_a_time(work: Work) -> None:
    """Two administrators who end each other's role at once would leave nobody: one waits for the other."""
    hold(work, everyone_id(work))


def _refuse_last_administrator(work: Work, member: str) -> None:
    if is_last_administrator(work, member):
        raise Conflict("This is the last administrator. Make another member an administrator first.")


def _active_member(work: Work, member: str) -> Member:
    row = work.session.get(Member, member)
    if row is None or not _is_active(work, member):
        raise NotFound
    return row


def _refuse_holding(work: Work, member: str) -> None:
    """Whoever could open cases until now could still be made to: first what opens them is taken back."""
    hold(work, member)  # nobody grants something meanwhile
    narrow = select(Token.id).where(Token.member_id == member, Token.active, Token.kind == "narrow")
    holders = [member, *work.session.scalars(narrow)]
    teams = {team for holder in holders for team in teams_of(work, holder)} - {everyone_id(work)}
    if teams or any(grants_of(work, holder) for holder in holders):
        raise Conflict(
            "Before this member becomes write-only, take back their grants, and take them out of teams."
        )


def _is_active(work: Work, holder: str) -> bool:
    row = work.session.get(Holder, holder)
    return row is not None and row.active


def _open_invitations_by(work: Work, member: str) -> list[Invitation]:
    """Invitations that nobody has accepted yet and that a key of the member's certified."""
    keys = select(Certificate.key_id).where(Certificate.subject_id == member)
    certified = select(Certificate.subject_id).where(Certificate.issuer_key_id.in_(keys))
    query = (
        select(Invitation)
        .join(Holder, Holder.id == Invitation.id)
        .where(Holder.active, Invitation.id.in_(certified))
    )
    return list(work.session.scalars(query))
