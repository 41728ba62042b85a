"""The register: found by kind and name; a page for each entry, with what it is connected with."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import Response

from app.domain.archive.queries import read_record
from app.domain.archive.rules import may_write
from app.domain.catalogue.queries import naming_records
from app.domain.search.queries import search_register
from app.domain.search.views import RegisterQuestion
from app.errors import Invalid, NotFound
from app.i18n import gettext as _
from app.records.kinds import KINDS
from app.web.commanding import Asked, ways_to_command
from app.web.connected import about
from app.web.next_steps import next_steps
from app.web.reading import address
from app.web.visit import Form, Visit, problems_by_field, visiting

router = APIRouter(prefix="/register")
ON_A_PAGE = 50
BROWSED = (
    *("unit", "person", "place", "incident", "source", "posting", "relation", "positioning"),
    *("superior_responsibility", "recipient"),
)
"""The kinds of the register, in the order in which people look for them."""
KindQuery = Annotated[str, Query(max_length=40)]
Page = Annotated[int, Query(ge=1, le=100_000)]


@router.get("")
def browse(request: Request, kind: KindQuery = BROWSED[0], page: Page = 1) -> Response:
    """The entries of a kind, by title."""
    with visiting(request, reads_only=True) as visit:
        return _list(visit, kind if kind in BROWSED else BROWSED[0], "", page)


@router.post("")
def find(request: Request, form: Form) -> Response:
    """The entries of a kind with a name like the one that was typed, in any script."""
    with visiting(request, reads_only=True) as visit:
        kind = form.text("kind")
        return _list(visit, kind if kind in BROWSED else BROWSED[0], form.text("name"), 1)


@router.get("/{record}")
def entry(request: Request, record: str) -> Response:
    """An entry with what it is connected with."""
    with visiting(request) as visit:  # the opening of a restricted source is a line in the log
        return _entry(visit, record, Asked())


@router.post("/{record}")
def entry_on(request: Request, record: str, form: Form) -> Response:
    """An entry on a chosen day, or in a span of days: who commanded the unit, and the units above it."""
    with visiting(request) as visit:
        return _entry(visit, record, Asked.of(form))


def _list(visit: Visit, kind: str, name: str, page: int) -> Response:
    problems: dict[str, list[str]] = {}
    start = (page - 1) * ON_A_PAGE
    try:
        question = RegisterQuestion(kind=kind, name=name or None, limit=ON_A_PAGE, offset=start)
    except ValidationError:
        problems = {"name": [_("Write a shorter name.")]}
        question = RegisterQuestion(kind=kind, limit=ON_A_PAGE, offset=start)
    found = search_register(work=visit.work, actor=visit.actor, question=question)
    return visit.page(
        "register/list.html",
        422 if problems else 200,
        kind=kind,
        kinds={code: _(KINDS[code].label) for code in BROWSED},
        may_add=may_write(visit.actor.roles, kind),
        name=name,
        found=found,
        page=page,
        pages=1 if name else -(-found.total // ON_A_PAGE),
        problems=problems,
    )


def _entry(visit: Visit, record: str, asked: Asked) -> Response:
    view = read_record(work=visit.work, actor=visit.actor, record=record)
    if view.case is not None:
        raise NotFound
    problems: dict[str, list[str]] = {}
    told: dict[str, Any]
    try:
        told = about(visit, view, asked)
    except Invalid as error:
        problems = problems_by_field(error)
        told = about(visit, view, Asked())
    status = 422 if problems else 200
    named_by = naming_records(work=visit.work, actor=visit.actor, record=record)
    return visit.page(
        "register/entry.html",
        status,
        view=view,
        asked=asked,
        ways=ways_to_command(visit, view, []),
        problems=problems,
        may_change=may_write(visit.actor.roles, view.kind),
        next_steps=next_steps(visit.actor, view),
        named_by=[(one, address(one.kind, one.record)) for one in named_by],
        **told,
    )
