"""Records read: the latest version in words, every version, and what the custody log proves of it."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.domain.archive.queries import name_cases, read_custody, read_record, read_versions
from app.domain.archive.rules import may_write
from app.domain.archive.views import RecordView
from app.domain.catalogue.queries import naming_records, titles
from app.domain.catalogue.views import Naming
from app.records.kinds import parse
from app.web.commanding import HAPPENED, ways_to_command
from app.web.comparing import compared
from app.web.log import names_of_lines
from app.web.next_steps import consent_state, next_steps
from app.web.reading import Fact, address, facts, ids_named
from app.web.visit import Visit, see_other, visiting

router = APIRouter()
Number = Annotated[int, Query(ge=0, le=10**6)]


@router.get("/records/{record}")
def read(request: Request, record: str) -> Response:
    """A record of a case in words; a claim of the register has its own page."""
    with visiting(request) as visit:
        view = read_record(work=visit.work, actor=visit.actor, record=record)
        if view.case is None:
            return see_other(address(view.kind, record))
        named_by = naming_records(work=visit.work, actor=visit.actor, record=record)
        return _page(
            visit,
            "records/record.html",
            view,
            facts=_facts(visit, view),
            ways=ways_to_command(visit, view, _involvements(visit, view, named_by)),
            named_by=[(one, address(one.kind, one.record)) for one in named_by],
            next_steps=next_steps(visit.actor, view),
            may_change=may_write(visit.actor.roles, view.kind),
            state=consent_state(view, visit.work.clock.today()),
        )


@router.get("/records/{record}/versions")
def versions(request: Request, record: str, older: Number = 0, newer: Number = 0) -> Response:
    """Every version with author, day and reason, and two of them side by side, what changed marked."""
    with visiting(request) as visit:
        found = read_versions(work=visit.work, actor=visit.actor, record=record).results[::-1]
        new = next((view for view in found if view.version == newer), found[0])
        old = next((view for view in found if view.version == (older or new.version - 1)), None)
        rows = [] if old is None else compared(_facts(visit, old), _facts(visit, new))
        told = [(view, _facts(visit, view)) for view in found]
        return _page(visit, "records/versions.html", found[0], versions=told, old=old, new=new, rows=rows)


@router.get("/records/{record}/custody")
def custody(request: Request, record: str) -> Response:
    """The lines of the log on a record, and the statement of each version that they prove unchanged."""
    with visiting(request) as visit:
        view = read_record(work=visit.work, actor=visit.actor, record=record)
        found = read_custody(work=visit.work, actor=visit.actor, record=record)
        names = names_of_lines(visit, found.results)
        return _page(visit, "records/custody.html", view, custody=found, names=names)


def _involvements(visit: Visit, view: RecordView, named_by: Iterable[Naming]) -> list[RecordView]:
    """Who was in an act or detention is said by the involvements in it."""
    if view.kind not in HAPPENED:
        return []
    told = [one.record for one in named_by if one.kind == "involvement"]
    return [read_record(work=visit.work, actor=visit.actor, record=record) for record in told]


def _facts(visit: Visit, view: RecordView) -> tuple[Fact, ...]:
    known = titles(work=visit.work, actor=visit.actor, ids=ids_named(view.kind, view.content))
    return facts(view.kind, view.content, known)


def _page(visit: Visit, template: str, view: RecordView, **told: Any) -> Response:
    """A page about a record, with its title and the case it is in."""
    cases = name_cases(work=visit.work, actor=visit.actor, ids=[view.case] if view.case else [])
    title = parse(view.kind, dict(view.content)).heading()
    return visit.page(
        template,
        view=view,
        title=title,
        case=cases[0] if cases else None,
        page=address(view.kind, view.id),
        **told,
    )
