"""The archive's own settings: to which teams new cases are granted."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.accounts.queries import list_teams
from app.domain.accounts.rules import require_administrator
from app.domain.archive import actions, queries
from app.errors import Conflict, Invalid, NotFound, TestimoniaError
from app.web.visit import Form, Posted, Visit, problems_by_field, see_other, visiting

router = APIRouter(prefix="/settings")


@router.get("")
def show_settings(request: Request) -> Response:
    """Which teams new cases are granted to."""
    with visiting(request, reads_only=True) as visit:
        return _page(visit)


@router.post("")
def set_settings(request: Request, form: Form) -> Response:
    """Sets them."""
    try:
        with visiting(request) as visit:
            actions.set_case_defaults(
                work=visit.work,
                actor=visit.actor,
                new_case_teams=form.all("new_case_teams"),
                intake_teams=form.all("intake_teams"),
            )
    except (Invalid, Conflict, NotFound) as error:
        with visiting(request, reads_only=True) as visit:
            return _page(visit, form, error)
    return see_other("/settings")


def _page(visit: Visit, form: Posted | None = None, error: TestimoniaError | None = None) -> Response:
    require_administrator(visit.actor)
    kept = queries.read_case_defaults(work=visit.work, actor=visit.actor)
    return visit.page(
        "settings/settings.html",
        error.status if error else 200,
        teams=[team for team in list_teams(work=visit.work, actor=visit.actor).results if not team.builtin],
        new_cases=form.all("new_case_teams") if form else kept.new_case_teams,
        intake=form.all("intake_teams") if form else kept.intake_teams,
        problems=problems_by_field(error) if error else {},
    )
