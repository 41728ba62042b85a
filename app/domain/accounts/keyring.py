"""The keys an actor has: its own, and those of the teams it is in."""

from sqlalchemy import select

from app.domain.custody.certificates import prefetch, trusted_key
from app.domain.work import Actor, Work
from app.errors import NotReady, Tampered
from app.models import Holder, Team, TeamSeed
from app.vault.context import Purpose, context
from app.vault.keys import HolderKeys
from app.vault.seal import SealError

EVERYONE = "everyone"


def keyring(work: Work, actor: Actor) -> dict[str, HolderKeys]:
    """Holder id -> keys, for the actor and each of its teams; opened once in a unit of work.

    Raises Tampered when a team's seed does not open, or is not that of the team's certified keys.
    """
    opened: dict[str, dict[str, HolderKeys]] = work.cache.setdefault("keyrings", {})
    if actor.id not in opened:
        query = select(TeamSeed).where(TeamSeed.holder_id == actor.id, TeamSeed.sealed_seed.is_not(None))
        rows = work.session.scalars(query).all()
        teams = work.session.scalars(select(Holder).where(Holder.id.in_([row.team_id for row in rows]))).all()
        prefetch(work, {team.key_id for team in teams})  # with a few questions, however many teams they are
        opened[actor.id] = {actor.id: actor.keys} | {row.team_id: _open(work, actor, row) for row in rows}
    return opened[actor.id]


def forget_keyrings(work: Work) -> None:
    """Forgets opened keys: a team was joined, left or rotated in this unit of work."""
    work.cache.pop("keyrings", None)


def everyone_id(work: Work) -> str:
    """The id of the built-in team that every member is in. Raises NotReady before `init`."""
    team = work.session.scalar(select(Team.id).where(Team.builtin == EVERYONE))
    if team is None:
        raise NotReady("This database holds no archive. Run 'testimonia init'.")
    return team


def seed_context(team: str, holder: str, epoch: int) -> bytes:
    """What a team's seed is bound to, sealed to one holder."""
    return context(Purpose.team_seed, team=team, holder=holder, epoch=epoch)


def _open(work: Work, actor: Actor, row: TeamSeed) -> HolderKeys:
    try:
        seed = actor.keys.open(row.sealed_seed or b"", seed_context(row.team_id, actor.id, row.epoch))
        keys = HolderKeys.from_seed(seed)
    except (SealError, ValueError):
        raise Tampered("The key of a team that you are in does not open. Tell your administrator.") from None
    if keys.key_id != trusted_key(work, row.team_id).key_id:
        raise Tampered("The key of a team that you are in is not the one that was certified.")
    return keys
