"""Reads: who acts, and who there is."""

from collections.abc import Collection

from sqlalchemy import select

from app.domain.accounts.certificates import entitled, prefetch, signer_at
from app.domain.accounts.keyring import keyring
from app.domain.accounts.memberships import members_of
from app.domain.accounts.names import open_name, open_own_name
from app.domain.accounts.rules import require_administrator, require_member
from app.domain.accounts.sessions import actor_of_session, has_ended
from app.domain.accounts.tokens import actor_of_token
from app.domain.accounts.views import (
    InvitationList,
    InvitationView,
    Me,
    MemberList,
    MemberView,
    Offer,
    SessionList,
    SessionView,
    TeamList,
    TeamName,
    TeamView,
    TokenList,
    TokenView,
)
from app.domain.work import Actor, Work
from app.errors import NotFound
from app.models import Holder, Invitation, Member, Session, Team, Token
from app.vault.context import Purpose
from app.vault.passphrase import generate_passphrase

__all__ = [
    "actor_of_session",
    "actor_of_token",
    "list_invitations",
    "list_members",
    "list_sessions",
    "list_teams",
    "list_tokens",
    "me",
    "name_of",
    "offer_passphrase",
    "read_team",
]


def me(*, work: Work, actor: Actor) -> Me:
    """Who is signed in. `id` is the holder's, which for a narrow token is its own."""
    teams = [TeamName(row.id, _team_name(work, actor, row)) for row, _holder in _teams(work)]
    mine = keyring(work, actor)
    return Me(
        id=actor.id,
        name=name_of(work, actor, actor.member_id),
        roles=sorted(actor.roles),
        teams=[team for team in teams if team.id in mine],
    )


def name_of(work: Work, actor: Actor, member: str) -> str:
    """A member's display name, or a team's. Raises NotFound for an unknown one."""
    row = work.session.get(Member, member)
    if row is not None:
        return open_name(work, actor, Purpose.display_name, member, row.sealed_name)
    team = work.session.get(Team, member)
    if team is None:
        raise NotFound
    return _team_name(work, actor, team)


def names_of_keys(*, work: Work, actor: Actor, keys: Collection[str]) -> dict[str, str]:
    """Who holds these signing keys: the names of members, of a narrow token that of its owner. Others are absent."""
    query = select(Holder.key_id, Holder.id).where(
        Holder.key_id.in_(keys), Holder.kind.in_(("member", "token"))
    )
    found: dict[str, str] = {}
    for key, holder in work.session.execute(query):
        token = work.session.get(Token, holder)
        found[key] = name_of(work, actor, holder if token is None else token.member_id)
    return found


def list_members(*, work: Work, actor: Actor) -> MemberList:
    """The members, with names and roles: members need them to grant. By name."""
    query = select(Member, Holder).join(Holder, Holder.id == Member.id)
    found = list(work.session.execute(query))
    prefetch(work, [holder.key_id for _row, holder in found])
    results = [
        MemberView(
            id=row.id,
            name=open_name(work, actor, Purpose.display_name, row.id, row.sealed_name),
            roles=sorted(entitled(work, holder.key_id, None)),
            state="active" if holder.active else "revoked",
        )
        for row, holder in found
    ]
    return MemberList(len(results), sorted(results, key=lambda view: (view.name.casefold(), view.id)))


def list_invitations(*, work: Work, actor: Actor) -> InvitationList:
    """Invitations that can still be accepted. For administrators; raises NotAllowed."""
    require_administrator(actor)
    query = (
        select(Invitation, Holder)
        .join(Holder, Holder.id == Invitation.id)
        .where(Invitation.expires_at > work.clock.now(), Invitation.accepted_by.is_(None), Holder.active)
        .order_by(Invitation.expires_at)
    )
    results = [
        InvitationView(
            id=row.id,
            name=open_name(work, actor, Purpose.display_name, row.id, row.sealed_name),
            roles=sorted(entitled(work, holder.key_id, None)),
            expires_on=row.expires_at.date(),
        )
        for row, holder in work.session.execute(query)
    ]
    return InvitationList(len(results), results)


def list_teams(*, work: Work, actor: Actor) -> TeamList:
    """The teams, with names and members: members need them to grant. By name."""
    results = [_team_view(work, actor, row) for row, _holder in _teams(work)]
    return TeamList(len(results), sorted(results, key=lambda view: (view.name.casefold(), view.id)))


def read_team(*, work: Work, actor: Actor, team: str) -> TeamView:
    """One team. Raises NotFound."""
    row = work.session.get(Team, team)
    if row is None:
        raise NotFound
    return _team_view(work, actor, row)


def list_tokens(*, work: Work, actor: Actor) -> TokenList:
    """The member's own tokens, newest expiry first. A narrow token sees their ids, not their names."""
    rows = work.session.scalars(select(Token).where(Token.member_id == actor.member_id))
    results = [_token_view(work, actor, row) for row in rows]
    return TokenList(len(results), sorted(results, key=lambda view: (view.expires_on, view.id), reverse=True))


def list_sessions(*, work: Work, actor: Actor) -> SessionList:
    """The member's own sessions that have not ended, the last seen first. Raises NotAllowed to a narrow token."""
    require_member(actor)
    query = select(Session).where(Session.member_id == actor.member_id).order_by(Session.seen_at.desc())
    results = [
        SessionView(row.id, row.seen_at, row.expires_at, row.id == actor.session_key)
        for row in work.session.scalars(query)
        if not has_ended(work, row)
    ]
    return SessionList(len(results), results)


def offer_passphrase() -> Offer:
    """A generated passphrase of six words. It is stored nowhere."""
    return Offer(generate_passphrase())


def _teams(work: Work) -> list[tuple[Team, Holder]]:
    query = select(Team, Holder).join(Holder, Holder.id == Team.id).where(Holder.active)
    return list(work.session.execute(query))


def _team_name(work: Work, actor: Actor, row: Team) -> str:
    return open_name(work, actor, Purpose.team_name, row.id, row.sealed_name)


def _team_view(work: Work, actor: Actor, row: Team) -> TeamView:
    """Pending invitations hold the team's seed too, but are nobody's names yet."""
    kinds = ("member", "token")
    holders = [seed.holder_id for seed in members_of(work, row.id)]
    query = select(Holder.id).where(Holder.id.in_(holders), Holder.kind.in_(kinds)).order_by(Holder.id)
    return TeamView(
        id=row.id,
        name=_team_name(work, actor, row),
        builtin=row.builtin,
        members=list(work.session.scalars(query)),
        mine=actor.id in holders,
    )


def _token_view(work: Work, actor: Actor, row: Token) -> TokenView:
    active = row.active and work.clock.now() < row.expires_at
    own = actor.kind == "member"
    return TokenView(
        id=row.id,
        name=open_own_name(actor.keys, Purpose.token_name, row.id, row.sealed_name) if own else "",
        kind=row.kind,
        roles=_token_roles(work, actor, row) if active else [],
        expires_on=row.expires_at.date(),
        active=active,
    )


def _token_roles(work: Work, actor: Actor, row: Token) -> list[str]:
    if row.kind == "full":
        return sorted(actor.roles)
    holder = work.session.get(Holder, row.id)
    return sorted(signer_at(work, holder.key_id, None).roles) if holder else []
