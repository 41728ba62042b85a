"""A consent taken back."""

from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive.queries import read_record
from app.domain.consent.actions import withdraw_consent
from app.errors import Conflict, Invalid, NotFound, Problem, TestimoniaError
from app.i18n import gettext as _
from app.records.kinds import parse
from app.web.visit import Form, Posted, problems_by_field, see_other, visiting

router = APIRouter()


@router.get("/records/{record}/withdrawal")
def withdrawal_page(request: Request, record: str) -> Response:
    """What follows when somebody takes their consent back, and the form for it."""
    return _page(request, record, Posted())


@router.post("/records/{record}/withdrawal")
def withdraw(request: Request, record: str, form: Form) -> Response:
    """Records the withdrawal. It restricts at once."""
    try:
        with visiting(request) as visit:
            day = _day(form.text("from"))
            withdraw_consent(
                work=visit.work, actor=visit.actor, consent=record, reason=form.text("reason"), from_=day
            )
    except (Invalid, Conflict) as error:
        return _page(request, record, form, error)
    return see_other(f"/records/{record}")


def _page(request: Request, record: str, form: Posted, error: TestimoniaError | None = None) -> Response:
    with visiting(request) as visit:
        view = read_record(work=visit.work, actor=visit.actor, record=record)
        if view.kind != "consent":
            raise NotFound
        return visit.page(
            "records/withdrawal.html",
            error.status if error else 200,
            view=view,
            title=parse(view.kind, dict(view.content)).heading(),
            reason=form.text("reason"),
            day=form.text("from"),
            problems=problems_by_field(error) if error else {},
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = _("Write the day as year-month-day, such as 2021-09-30.")
        raise Invalid([Problem("from", message)]) from None
