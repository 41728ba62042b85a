"""Teams: members who share a key. Keys first: whoever adds to a team is in it."""

from sqlalchemy import select

from app.domain.accounts.certificates import add_holder, trusted_key
from app.domain.accounts.keyring import keyring
from app.domain.accounts.memberships import admit, members_of, take_out
from app.domain.accounts.names import seal_name
from app.domain.accounts.rules import (
    ADMINISTRATOR,
    checked_name,
    require_administrator,
)
from app.domain.accounts.views import TeamMade
from app.domain.once import unused_id
from app.domain.work import Actor, Work
from app.errors import Conflict, NotAllowed, NotFound
from app.models import Holder, Team, Token
from app.vault.context import Purpose
from app.vault.keys import HolderKeys


def make_team(
    *, work: Work, actor: Actor, name: str, builtin: str | None = None, once: str | None = None
) -> TeamMade:
    """Makes a team with the actor as its first member. `once` is the id to give it.

    Raises NotAllowed, Invalid for the name, Conflict when `once` was sent before.
    """
    require_administrator(actor)
    name = checked_name(name)
    keys = HolderKeys.generate()
    team = add_holder(work=work, actor=actor, kind="team", keys=keys, holder_id=unused_id(work, once))
    row = Team(id=team, builtin=builtin, sealed_name=b"")
    work.session.add(row)
    work.session.flush()
    row.sealed_name = seal_name(
        work, actor, Purpose.team_name, team, name
    )  # *everyone* seals its own name to itself
    admit(work=work, actor=actor, team=team, seed=keys.seed, holder=actor.id)
    return TeamMade(team)


def add_to_team(*, work: Work, actor: Actor, team: str, member: str) -> None:
    """Seals the team's seed to a member, or to a narrow token of the actor.

    For members of the team who read: keys decide, and an administrator outside the team has no key to give.
    Raises NotFound for an unknown team or member, NotAllowed outside the team, Conflict when the member is
    in it already.
    """
    _existing(work, team)
    keys = keyring(work, actor).get(team)
    if keys is None or actor.kind != "member" or actor.write_only:
        raise NotAllowed(
            "You are not in this team, so you have no key of it to give. Ask one of its members."
        )
    joining = trusted_key(work, member)
    if joining.kind not in {"member", "token"}:
        raise NotFound
    if joining.kind == "token" and _owner_of(work, member) != actor.member_id:
        raise NotFound
    if member in {row.holder_id for row in members_of(work, team)}:
        raise Conflict("This member is in the team already.")
    admit(work=work, actor=actor, team=team, seed=keys.seed, holder=member)


def leave_team(*, work: Work, actor: Actor, team: str, member: str) -> None:
    """Takes oneself, or as an administrator another, out of a team; narrow tokens of who leaves go too.

    The team's seed is rotated at once if the actor is in it, else by the next member who signs in or
    writes. Raises NotFound, NotAllowed, or Conflict for *everyone*, which a member leaves only by being
    revoked.
    """
    row = _existing(work, team)
    present = {seed.holder_id for seed in members_of(work, team)}
    if member not in present:
        raise NotFound
    own = actor.kind == "member" and actor.id in {member, _owner_of(work, member)}
    if not own and (ADMINISTRATOR not in actor.roles or actor.kind != "member"):
        raise NotAllowed("Only an administrator takes somebody else out of a team.")
    if row.builtin and _owner_of(work, member) is None:
        raise Conflict("Every member is in this team. To end a membership, revoke the member.")
    tokens = set(work.session.scalars(select(Token.id).where(Token.member_id == member)))
    take_out(work=work, actor=actor, team=team, holders=[member, *sorted(tokens & present)])


def _existing(work: Work, team: str) -> Team:
    row = work.session.get(Team, team)
    holder = work.session.get(Holder, team)
    if row is None or holder is None or not holder.active:
        raise NotFound
    return row


def _owner_of(work: Work, holder: str) -> str | None:
    """The member whose narrow token this is."""
    token = work.session.get(Token, holder)
    return token.member_id if token else None
