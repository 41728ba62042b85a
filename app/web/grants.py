"""Who opens a case: given to members and teams, and taken back."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.accounts import queries as accounts
from app.domain.archive import grants, queries, rules
from app.domain.archive.views import CaseView, GrantView
from app.errors import Conflict, Invalid, NotAllowed, NotFound, TestimoniaError
from app.web.visit import Form, Posted, Visit, problems_by_field, see_other, visiting

router = APIRouter(prefix="/cases/{case}/grants")


@router.get("")
def show_grants(request: Request, case: str) -> Response:
    """Who opens which part of the case, and to whom it can be given."""
    with visiting(request) as visit:
        return _page(visit, case, Posted())


@router.post("")
def give(request: Request, case: str, form: Form) -> Response:
    """Gives parts of the case to a member or a team."""
    try:
        with visiting(request) as visit:
            grants.grant_case(
                work=visit.work,
                actor=visit.actor,
                case=case,
                holder=form.text("holder"),
                compartments=form.all("compartments"),
            )
    except (Invalid, Conflict, NotFound, NotAllowed) as error:
        with visiting(request) as visit:
            return _page(visit, case, form, error)
    return see_other(f"/cases/{case}/grants")


@router.get("/{holder}/end")
def ask_to_end(request: Request, case: str, holder: str) -> Response:
    """What follows when the case is taken back, before it is done."""
    with visiting(request) as visit:
        view = queries.read_case(work=visit.work, actor=visit.actor, case=case)
        return _end_page(visit, view, _of(view.grants, holder))


@router.post("/{holder}/end")
def take_back(request: Request, case: str, holder: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Takes the case back from a holder, at once."""
    try:
        with visiting(request) as visit:
            grants.revoke_grant(work=visit.work, actor=visit.actor, case=case, holder=holder)
            still = visit.actor.id != holder
    except Conflict as error:
        with visiting(request) as visit:
            view = queries.read_case(work=visit.work, actor=visit.actor, case=case)
            return _end_page(visit, view, _of(view.grants, holder), error)
    return see_other(f"/cases/{case}/grants" if still else "/cases")


def _page(visit: Visit, case: str, form: Posted, error: TestimoniaError | None = None) -> Response:
    view = queries.read_case(work=visit.work, actor=visit.actor, case=case)
    rules.must_read(visit.actor.roles)
    members = accounts.list_members(work=visit.work, actor=visit.actor).results
    teams = accounts.list_teams(work=visit.work, actor=visit.actor).results
    return visit.page(
        "grants/grants.html",
        error.status if error else 200,
        case=view,
        members=[one for one in members if one.state == "active" and not rules.READERS.isdisjoint(one.roles)],
        teams=[team for team in teams if not team.builtin],
        chosen=form.text("holder"),
        ticked=form.all("compartments") or ["working"],
        problems=_at_fields(error) if error else {},
    )


def _at_fields(error: TestimoniaError) -> dict[str, list[str]]:
    """A holder that is not there is a holder who was not chosen."""
    found = problems_by_field(error)
    return {"holder": found["form"]} if isinstance(error, NotFound) else found


def _end_page(visit: Visit, view: CaseView, grant: GrantView, error: Conflict | None = None) -> Response:
    return visit.page(
        "grants/end.html",
        error.status if error else 200,
        case=view,
        grant=grant,
        own=grant.holder == visit.actor.id,
        problems=problems_by_field(error) if error else {},
    )


def _of(held: Iterable[GrantView], holder: str) -> GrantView:
    found = next((grant for grant in held if grant.holder == holder), None)
    if found is None:
        raise NotFound
    return found
