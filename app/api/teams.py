"""Teams: members who share a key."""

from fastapi import APIRouter, Request

from app.api.bodies import Body, Id, PathId
from app.api.members import Name
from app.domain.accounts import actions, queries
from app.domain.accounts.views import TeamList, TeamMade, TeamView
from app.http import signed_in

router = APIRouter(prefix="/teams", tags=["teams"])


class MakeTeam(Body):
    """A name that the members of the archive see."""

    name: Name


class AddToTeam(Body):
    """Who joins."""

    member: Id


@router.get("")
def list_teams(request: Request) -> TeamList:
    """The teams of the archive, their members, and which of them the actor is in."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_teams(work=work, actor=actor)


@router.post("", status_code=201)
def make_team(request: Request, body: MakeTeam) -> TeamMade:
    """Makes a team with the actor as its first member."""
    with signed_in(request) as (work, actor):
        return actions.make_team(work=work, actor=actor, name=body.name)


@router.get("/{team}/members")
def list_team_members(request: Request, team: PathId) -> TeamView:
    """One team and who is in it."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.read_team(work=work, actor=actor, team=team)


@router.post("/{team}/members", status_code=201)
def add_to_team(request: Request, team: PathId, body: AddToTeam) -> TeamView:
    """Seals the team's seed to another member."""
    with signed_in(request) as (work, actor):
        actions.add_to_team(work=work, actor=actor, team=team, member=body.member)
        return queries.read_team(work=work, actor=actor, team=team)


@router.delete("/{team}/members/{member}", status_code=204)
def leave_team(request: Request, team: PathId, member: PathId) -> None:
    """Takes a member (or oneself) out of a team: its seed and the compartments it opened are rotated."""
    with signed_in(request) as (work, actor):
        actions.leave_team(work=work, actor=actor, team=team, member=member)
