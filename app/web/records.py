"""Records read: the latest version in words, every version, and what the custody log proves of it."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive.queries import name_cases, read_custody, read_record, read_versions
from app.domain.archive.views import RecordView
from app.domain.catalogue.queries import titles
from app.domain.evidence.queries import open_file
from app.downloads import file_headers, ranged
from app.http import signed_in
from app.records.kinds import parse
from app.web.log import names_of_lines
from app.web.reading import address, facts, ids_named
from app.web.visit import Visit, see_other, visiting

router = APIRouter()


@router.get("/records/{record}")
def read(request: Request, record: str) -> Response:
    """A record of a case in words; a claim of the register has its own page."""
    with visiting(request) as visit:
        view = read_record(work=visit.work, actor=visit.actor, record=record)
        if view.case is None:
            return see_other(address(view.kind, record))
        return _page(visit, "records/record.html", view, facts=_facts(visit, view))


@router.get("/records/{record}/versions")
def versions(request: Request, record: str) -> Response:
    """Every version, the newest first, each with author, day and reason."""
    with visiting(request) as visit:
        found = read_versions(work=visit.work, actor=visit.actor, record=record).results[::-1]
        told = [(view, _facts(visit, view)) for view in found]
        return _page(visit, "records/versions.html", found[0], versions=told)


@router.get("/records/{record}/custody")
def custody(request: Request, record: str) -> Response:
    """The lines of the log on a record, and the statement of each version that they prove unchanged."""
    with visiting(request) as visit:
        view = read_record(work=visit.work, actor=visit.actor, record=record)
        found = read_custody(work=visit.work, actor=visit.actor, record=record)
        names = names_of_lines(visit, found.results)
        return _page(visit, "records/custody.html", view, custody=found, names=names)


@router.get("/files/{record}/content")
def download(request: Request, record: str) -> Response:
    """The bytes of a file, to be saved."""
    with signed_in(request) as (work, actor):
        file = open_file(work=work, actor=actor, record=record)
    return ranged(request, file.size, file.chunks, file_headers(file), file.media_type)


def _facts(visit: Visit, view: RecordView) -> object:
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
