"""Teams: members who share a key."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.accounts import actions, queries
from app.domain.accounts.rules import ADMINISTRATOR, require_administrator
from app.domain.accounts.views import MemberView, TeamView
from app.domain.once import fresh_id
from app.errors import Conflict, Invalid, NotAllowed, NotFound, TestimoniaError
from app.web.visit import Form, Posted, Visit, problems_by_field, see_other, visiting

router = APIRouter(prefix="/teams")


@router.get("")
def list_teams(request: Request) -> Response:
    """The teams and who is in them."""
    with visiting(request, reads_only=True) as visit:
        return visit.page(
            "teams/list.html",
            teams=queries.list_teams(work=visit.work, actor=visit.actor).results,
            administers=ADMINISTRATOR in visit.actor.roles,
        )


@router.get("/new")
def new_team(request: Request) -> Response:
    """The form for a new team."""
    with visiting(request, reads_only=True) as visit:
        return _new_page(visit, Posted())


@router.post("/new")
def make_team(request: Request, form: Form) -> Response:
    """Makes a team with oneself as its first member."""
    try:
        with visiting(request) as visit:
            made = actions.make_team(
                work=visit.work, actor=visit.actor, name=form.text("name"), once=form.optional("once")
            )
    except Conflict:  # the same was sent twice: the team is there
        return see_other("/teams")
    except Invalid as error:
        with visiting(request, reads_only=True) as visit:
            return _new_page(visit, form, error)
    return see_other(f"/teams/{made.id}")


@router.get("/{team}")
def show_team(request: Request, team: str) -> Response:
    """Who is in a team."""
    with visiting(request, reads_only=True) as visit:
        return _team_page(visit, team)


@router.post("/{team}/members")
def add_to_team(request: Request, team: str, form: Form) -> Response:
    """Gives the team's key to another member."""
    member = form.text("member")
    try:
        with visiting(request) as visit:
            actions.add_to_team(work=visit.work, actor=visit.actor, team=team, member=member)
    except (Conflict, NotFound) as error:
        with visiting(request, reads_only=True) as visit:
            return _team_page(visit, team, error)
    return see_other(f"/teams/{team}")


@router.get("/{team}/members/{member}/end")
def ask_to_leave(request: Request, team: str, member: str) -> Response:
    """What follows when somebody leaves a team, before it is done."""
    with visiting(request, reads_only=True) as visit:
        return _leave_page(visit, team, member)


@router.post("/{team}/members/{member}/end")
def leave_team(request: Request, team: str, member: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Takes a member, or oneself, out of a team."""
    try:
        with visiting(request) as visit:
            actions.leave_team(work=visit.work, actor=visit.actor, team=team, member=member)
    except Conflict as error:
        with visiting(request, reads_only=True) as visit:
            return _leave_page(visit, team, member, error)
    return see_other("/teams")


def _new_page(visit: Visit, form: Posted, error: TestimoniaError | None = None) -> Response:
    require_administrator(visit.actor)
    return visit.page(
        "teams/new.html",
        error.status if error else 200,
        name=form.text("name"),
        once=fresh_id(),
        problems=problems_by_field(error) if error else {},
    )


def _team_page(visit: Visit, team: str, error: TestimoniaError | None = None) -> Response:
    view = queries.read_team(work=visit.work, actor=visit.actor, team=team)
    members = _active(visit)
    return visit.page(
        "teams/team.html",
        error.status if error else 200,
        team=view,
        inside=[one for one in members if one.id in view.members],
        outside=[one for one in members if one.id not in view.members],
        may_add=view.mine and not view.builtin,
        may_end=[one.id for one in members if _may_end(visit, view, one.id)],
        problems={"member": problems_by_field(error)["form"]} if error else {},
    )


def _leave_page(visit: Visit, team: str, member: str, error: TestimoniaError | None = None) -> Response:
    view = queries.read_team(work=visit.work, actor=visit.actor, team=team)
    found = next((one for one in _active(visit) if one.id == member and member in view.members), None)
    if found is None:
        raise NotFound
    if not _may_end(visit, view, member):
        raise NotAllowed("Only an administrator takes somebody else out of a team.")
    return visit.page(
        "teams/leave.html",
        error.status if error else 200,
        team=view,
        member=found,
        own=member == visit.actor.id,
        problems=problems_by_field(error) if error else {},
    )


def _active(visit: Visit) -> list[MemberView]:
    members = queries.list_members(work=visit.work, actor=visit.actor).results
    return [one for one in members if one.state == "active"]


def _may_end(visit: Visit, team: TeamView, member: str) -> bool:
    """Whether the page offers to take a member out: oneself, or as an administrator anybody; nobody from *everyone*."""
    return not team.builtin and (member == visit.actor.id or ADMINISTRATOR in visit.actor.roles)
