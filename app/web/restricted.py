"""Who opens the restricted part of the register: unidentified persons, restricted sources, recipients."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.accounts import queries as accounts
from app.domain.archive import grants, rules
from app.errors import Conflict, NotAllowed, NotFound, TestimoniaError
from app.web.visit import Form, Visit, problems_by_field, see_other, visiting

router = APIRouter(prefix="/restricted")


@router.get("")
def show_holders(request: Request) -> Response:
    """Who holds it, and to whom it can be given."""
    with visiting(request, reads_only=True) as visit:
        return _page(visit)


@router.post("")
def give(request: Request, form: Form) -> Response:
    """Gives it to a member or a team."""
    try:
        with visiting(request) as visit:
            grants.grant_register(work=visit.work, actor=visit.actor, holder=form.text("holder"))
    except (Conflict, NotFound) as error:
        with visiting(request, reads_only=True) as visit:
            return _page(visit, form.text("holder"), error)
    return see_other("/restricted")


@router.post("/{holder}/end")
def take_back(request: Request, holder: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Takes it back from a holder, at once."""
    try:
        with visiting(request) as visit:
            grants.revoke_register_grant(work=visit.work, actor=visit.actor, holder=holder)
    except Conflict as error:
        with visiting(request, reads_only=True) as visit:
            return _page(visit, "", error)
    return see_other("/register")


def _page(visit: Visit, chosen: str = "", error: TestimoniaError | None = None) -> Response:
    held = grants.list_register_grants(work=visit.work, actor=visit.actor)
    members = accounts.list_members(work=visit.work, actor=visit.actor).results
    teams = accounts.list_teams(work=visit.work, actor=visit.actor).results
    return visit.page(
        "grants/restricted.html",
        error.status if error else 200,
        held=held,
        members=[one for one in members if one.state == "active" and not rules.READERS.isdisjoint(one.roles)],
        teams=[team for team in teams if not team.builtin],
        chosen=chosen,
        may_give=_may_give(visit),
        problems={"holder": problems_by_field(error)["form"]} if error else {},
    )


def _may_give(visit: Visit) -> bool:
    """Whether the member's roles pass on what they hold; that they hold it, the action asks."""
    try:
        rules.must_grant(visit.actor.roles)
    except NotAllowed:
        return False
    return True
