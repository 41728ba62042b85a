"""Cases: the list, opening one, and what is in one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.domain.archive import queries, rules
from app.domain.archive.actions import open_case as open_new_case
from app.domain.catalogue.queries import case_records
from app.errors import Invalid
from app.web.checklist import steps_of
from app.web.visit import Form, problems_by_field, see_other, visiting

router = APIRouter(prefix="/cases")
ON_A_PAGE = 50
Page = Annotated[int, Query(ge=1, le=100_000)]


@router.get("")
def list_cases(request: Request, page: Page = 1) -> Response:
    """The cases that the member may open, newest first."""
    with visiting(request, reads_only=True) as visit:
        cases = queries.list_cases(
            work=visit.work, actor=visit.actor, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE
        )
        pages = -(-cases.total // ON_A_PAGE)
        return visit.page("cases/list.html", cases=cases, page=page, pages=pages)


@router.get("/new")
def new_case(request: Request) -> Response:
    """The form for a new case."""
    with visiting(request, reads_only=True) as visit:
        rules.must_open_cases(visit.actor.roles)
        return visit.page("cases/new.html", title="")


@router.post("/new")
def open_case(request: Request, form: Form) -> Response:
    """Opens a case and goes to it."""
    title = form.text("title")
    try:
        with visiting(request) as visit:
            opened = open_new_case(work=visit.work, actor=visit.actor, title=title)
    except Invalid as error:
        with visiting(request, reads_only=True) as visit:
            return visit.page("cases/new.html", 422, title=title, problems=problems_by_field(error))
    return see_other(f"/cases/{opened.id}")


@router.get("/{case}")
def read_case(request: Request, case: str) -> Response:
    """A case as a checklist, and one's drafts in it. The first opening in a session is a line in the log."""
    with visiting(request) as visit:
        view = queries.read_case(work=visit.work, actor=visit.actor, case=case)
        blind = visit.actor.write_only
        records = [] if blind else case_records(work=visit.work, actor=visit.actor, case=case)
        drafts = queries.list_drafts(work=visit.work, actor=visit.actor, case=case).results
        names = {record.record: record.title for record in records if record.kind == "individual"}
        steps = steps_of(visit, view, records)
        return visit.page("cases/case.html", case=view, steps=steps, names=names, drafts=drafts)
