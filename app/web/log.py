"""The custody log in words: its newest checkpoint, its lines, the proof of each, and that it only ever grew."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.domain.accounts.queries import names_of_keys
from app.domain.archive import queries as archive
from app.domain.custody import queries
from app.domain.custody.views import LogLine
from app.errors import Invalid, NotFound
from app.web.rendering import filters
from app.web.visit import Visit, problems_by_field, visiting
from app.web.words import deed_label

router = APIRouter(prefix="/log")
ON_A_PAGE = 100
SIZES = {"from": "first", "to": "last"}
"""The fields of the page by the names that the proof's problems have."""
Page = Annotated[int, Query(ge=1, le=10**9)]
Size = Annotated[str, Query(max_length=20)]
filters(deed=deed_label)


@router.get("")
def show_log(request: Request, page: Page = 1) -> Response:
    """The newest checkpoint, the last full verification, and lines: all for auditors, else those one may know of."""
    with visiting(request, reads_only=True) as visit:
        lines, pages = _lines_on_page(visit, page)
        return visit.page(
            "log/log.html",
            lines=lines,
            names=names_of_lines(visit, lines),
            page=page,
            pages=pages,
            checkpoint=queries.checkpoint(visit.work),
            size=queries.size(visit.work),
            key=queries.verifier_key_of(visit.work),
            verification=queries.last_verification(visit.work),
            everything="auditor" in visit.actor.roles,
        )


@router.get("/growth")
def show_growth(request: Request, first: Size = "", last: Size = "") -> Response:
    """The proof that the log of one size is the beginning of the log of another (RFC 9162)."""
    with visiting(request, reads_only=True) as visit:
        archive.must_read_log(visit.actor)
        proof, problems = None, dict[str, list[str]]()
        if first or last:
            try:
                proof = queries.consistency(visit.work, _number(first), _number(last))
            except Invalid as error:
                problems = {SIZES[name]: told for name, told in problems_by_field(error).items()}
        status = 422 if problems else 200
        size = queries.size(visit.work)
        return visit.page(
            "log/growth.html", status, proof=proof, problems=problems, first=first, last=last or str(size)
        )


@router.get("/on/{subject}")
def show_subject(request: Request, subject: Annotated[str, Path(max_length=64)]) -> Response:
    """All lines on one id, oldest first."""
    with visiting(request, reads_only=True) as visit:
        found = archive.read_custody(work=visit.work, actor=visit.actor, record=subject).results
        return visit.page(
            "log/subject.html", subject=subject, lines=found, names=names_of_lines(visit, found)
        )


@router.get("/{sequence}")
def show_line(request: Request, sequence: str) -> Response:
    """One line, with the proof that it is in the log under the newest checkpoint."""
    with visiting(request, reads_only=True) as visit:
        line = archive.read_log_line(work=visit.work, actor=visit.actor, sequence=_place(sequence))
        proof = queries.proof_now(visit.work, line.sequence)
        return visit.page(
            "log/line.html",
            line=line,
            proof=proof,
            key=queries.verifier_key_of(visit.work),
            names=names_of_lines(visit, [line]),
        )


def names_of_lines(visit: Visit, lines: Iterable[LogLine]) -> dict[str, str]:
    """Who holds the keys that signed these lines, as far as the member may know."""
    keys = {line.actor for line in lines}
    return names_of_keys(work=visit.work, actor=visit.actor, keys=keys)


def _lines_on_page(visit: Visit, page: int) -> tuple[list[LogLine], int]:
    """The lines of a page, newest first, and how many pages there are."""
    size = queries.size(visit.work)
    last = max(size - (page - 1) * ON_A_PAGE, 0)
    found = archive.read_log_entries(
        work=visit.work, actor=visit.actor, first=max(last - ON_A_PAGE, 0), last=last
    )
    return found.results[::-1], -(-size // ON_A_PAGE)


def _place(sequence: str) -> int:
    """The place of a line. Raises NotFound for what is no number."""
    if not (sequence.isascii() and sequence.isdigit() and len(sequence) < 16):
        raise NotFound
    return int(sequence)


def _number(text: str) -> int:
    """A size as it was typed; 0, which no proof is for, for anything else."""
    try:
        return _place(text.strip())
    except NotFound:
        return 0
