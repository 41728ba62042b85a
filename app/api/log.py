"""The custody log: its checkpoint, entries, and proofs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from app.api.bodies import Sequence
from app.domain.archive.queries import must_read_log, read_log_entries
from app.domain.custody import queries
from app.domain.custody.views import ConsistencyProof, InclusionProof, LastVerification, LogEntries
from app.http import signed_in

router = APIRouter(prefix="/log", tags=["log"])


@router.get("/checkpoint", response_class=PlainTextResponse)
def checkpoint(request: Request) -> str:
    """The newest checkpoint: a signed note (C2SP tlog-checkpoint)."""
    with signed_in(request) as (work, _actor):
        return queries.checkpoint(work)


@router.get("/entries")
def entries(
    request: Request,
    first: Annotated[int, Query(alias="from", ge=0, le=2**53)] = 0,
    last: Annotated[int | None, Query(alias="to", ge=0, le=2**53)] = None,
) -> LogEntries:
    """Entries `from` to `to` (exclusive), at most 1,000: all for auditors, else those of what the member may open."""
    with signed_in(request, reads_only=True) as (work, actor):
        return read_log_entries(work=work, actor=actor, first=first, last=last)


@router.get("/verification")
def verification(request: Request) -> LastVerification | None:
    """What the last full verification (`testimonia log verify`) found; null before the first."""
    with signed_in(request, reads_only=True) as (work, actor):
        must_read_log(actor)
        return queries.last_verification(work)


@router.get("/inclusion")
def inclusion(request: Request, index: Sequence, size: Sequence) -> InclusionProof:
    """The proof that entry `index` is in the log of `size` entries (RFC 9162)."""
    with signed_in(request, reads_only=True) as (work, _actor):
        return queries.inclusion(work, index=index, size=size)


@router.get("/consistency")
def consistency(
    request: Request,
    first: Annotated[int, Query(alias="from", ge=0, le=2**53)],
    last: Annotated[int, Query(alias="to", ge=0, le=2**53)],
) -> ConsistencyProof:
    """The proof that the log of `to` entries extends the log of `from` entries (RFC 9162)."""
    with signed_in(request, reads_only=True) as (work, _actor):
        return queries.consistency(work, first=first, last=last)
