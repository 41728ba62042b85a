"""Records: added, read, amended, their versions and custody; drafts; withdrawal of consent."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import Field, StringConstraints

from app.api.bodies import Body, Id, PathId
from app.domain.archive import drafts, queries
from app.domain.archive.records import add_record as add_new_record
from app.domain.archive.records import amend_record as amend_latest
from app.domain.archive.views import DraftList, DraftView, RecordView, VersionList, Written
from app.domain.consent import actions as consent
from app.domain.custody.views import Custody
from app.errors import Invalid, PreconditionRequired, Problem
from app.http import signed_in
from app.i18n import gettext as _
from app.records.part import Day

router = APIRouter(tags=["records"])
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Kind = Annotated[str, StringConstraints(min_length=1, max_length=64)]
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=32)]


class AddRecord(Body):
    """A record of a case kind; `draft` is the draft that it submits."""

    kind: Kind
    content: dict[str, Any]
    draft: Id | None = None


class SaveDraft(Body):
    """Work not yet finished: the content may be incomplete."""

    kind: Kind
    content: dict[str, Any]


class AmendRecord(Body):
    """The whole new content, and why it changes."""

    content: dict[str, Any]
    reason: Reason


class Withdraw(Body):
    """Why, and from which day the consent no longer holds (today unless given)."""

    reason: Reason
    from_: Day | None = Field(default=None, alias="from")


def expected_version(if_match: str | None) -> int:
    """The version number in an If-Match header such as `"3"`. Raises PreconditionRequired or Invalid."""
    if if_match is None:
        raise PreconditionRequired
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit()):
        raise Invalid([Problem("If-Match", _('Give the version that you read, in quotes, such as "3".'))])
    return int(text)


@router.post("/cases/{case}/records", status_code=201)
def add_record(request: Request, case: PathId, body: AddRecord) -> Written:
    """Adds a record to a case: signed, sealed, logged."""
    with signed_in(request) as (work, actor):
        return add_new_record(work=work, actor=actor, case=case, **body.model_dump())


@router.get("/records/{record}")
def read_record(request: Request, response: Response, record: PathId) -> RecordView:
    """The latest version of a record; its ETag is what an amendment sends back in If-Match."""
    with signed_in(request) as (work, actor):
        view = queries.read_record(work=work, actor=actor, record=record)
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.put("/records/{record}")
def amend_record(
    request: Request, response: Response, record: PathId, body: AmendRecord, if_match: IfMatch = None
) -> Written:
    """Writes a new version. A version that somebody wrote in between is never overwritten: 409."""
    expected = expected_version(if_match)
    with signed_in(request) as (work, actor):
        written = amend_latest(
            work=work, actor=actor, record=record, expected=expected, content=body.content, reason=body.reason
        )
    response.headers["ETag"] = f'"{written.version}"'
    return written


@router.get("/records/{record}/versions")
def read_versions(request: Request, record: PathId) -> VersionList:
    """Every version of a record, oldest first, each with its author, day and reason."""
    with signed_in(request) as (work, actor):
        return queries.read_versions(work=work, actor=actor, record=record)


@router.get("/records/{record}/custody")
def read_custody(request: Request, record: PathId) -> Custody:
    """What the custody log holds of a record, with the statement hashes that prove it unchanged."""
    with signed_in(request) as (work, actor):
        return queries.read_custody(work=work, actor=actor, record=record)


@router.post("/records/{record}/withdrawal", status_code=201)
def withdraw_consent(request: Request, record: PathId, body: Withdraw) -> Written:
    """Records that a consent was withdrawn. It restricts at once, and stored bundles of the case are destroyed."""
    with signed_in(request) as (work, actor):
        return consent.withdraw_consent(
            work=work, actor=actor, consent=record, reason=body.reason, from_=body.from_
        )


@router.get("/cases/{case}/drafts")
def list_drafts(request: Request, case: PathId) -> DraftList:
    """The member's own drafts in a case."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_drafts(work=work, actor=actor, case=case)


@router.post("/cases/{case}/drafts", status_code=201)
def save_draft(request: Request, case: PathId, body: SaveDraft) -> DraftView:
    """Keeps unfinished work, sealed to its author alone."""
    with signed_in(request) as (work, actor):
        return drafts.save_draft(work=work, actor=actor, case=case, **body.model_dump())


@router.get("/drafts/{draft}")
def read_draft(request: Request, response: Response, draft: PathId) -> DraftView:
    """One of the member's own drafts."""
    with signed_in(request, reads_only=True) as (work, actor):
        view = queries.read_draft(work=work, actor=actor, draft=draft)
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.put("/drafts/{draft}")
def amend_draft(request: Request, draft: PathId, body: SaveDraft, if_match: IfMatch = None) -> DraftView:
    """Replaces a draft's content."""
    expected = expected_version(if_match)
    with signed_in(request) as (work, actor):
        return drafts.amend_draft(
            work=work, actor=actor, draft=draft, expected=expected, kind=body.kind, content=body.content
        )


@router.delete("/drafts/{draft}", status_code=204)
def delete_draft(request: Request, draft: PathId) -> None:
    """Destroys a draft and its key."""
    with signed_in(request) as (work, actor):
        drafts.delete_draft(work=work, actor=actor, draft=draft)
