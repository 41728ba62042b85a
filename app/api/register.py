"""The register: claims added, found by name, taken from tables and given out, and who may see the restricted part."""

from base64 import b64decode
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import StringConstraints

from app.api.bodies import Body, Id, PathId
from app.api.records import Kind
from app.domain.archive import grants
from app.domain.archive.records import add_claim as add_new_claim
from app.domain.archive.views import GrantView, Written
from app.domain.imports.actions import import_tables
from app.domain.imports.queries import preview_import
from app.domain.imports.views import ImportView
from app.domain.register_exports.actions import export_register as export_open_register
from app.domain.search import queries
from app.domain.search.views import RegisterQuestion, SearchResults
from app.errors import Invalid, Problem
from app.http import signed_in

router = APIRouter(prefix="/register", tags=["register"])
EXPORTED: dict[str, Any] = {"application/zip": {}, "application/json+ftm": {}}


class AddClaim(Body):
    """A claim about who is who and what is where, with its citations."""

    kind: Kind
    content: dict[str, Any]


class ImportTables(Body):
    """A file with tables: its name (the ending says what it is), and its bytes in base64. `preview` writes nothing."""

    format: Literal["posts", "sfm"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    content: str
    preview: bool = True


class ExportRegister(Body):
    """In which format the register is given out."""

    format: Literal["sfm", "followthemoney"]


class GrantRegister(Body):
    """Who may read the restricted part of the register."""

    holder: Id


@router.post("", status_code=201)
def add_claim(request: Request, body: AddClaim) -> Written:
    """Adds a claim to the register. Contradicting claims stand side by side."""
    with signed_in(request) as (work, actor):
        return add_new_claim(work=work, actor=actor, **body.model_dump())


@router.post("/search")
def search_register(request: Request, body: RegisterQuestion) -> SearchResults:
    """Register entries of a kind, by name across scripts and spellings, best first."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.search_register(work=work, actor=actor, question=body)


@router.post("/imports")
def import_register(request: Request, body: ImportTables) -> ImportView:
    """What a list of posts, or Security Force Monitor's tables, would bring, row by row; writes it unless `preview`."""
    try:
        data = b64decode(body.content, validate=True)
    except ValueError:
        raise Invalid([Problem("content", "Give the bytes of the file in base64.")]) from None
    deed = preview_import if body.preview else import_tables
    with signed_in(request) as (work, actor):
        return deed(work=work, actor=actor, format_=body.format, name=body.name, data=data)


@router.post("/exports", response_class=Response, responses={200: {"content": EXPORTED}})
def export_register(request: Request, body: ExportRegister) -> Response:
    """The open register as far as open sources show it: Security Force Monitor's tables in a ZIP, or FollowTheMoney
    entities as JSON lines. Nothing sealed is in it."""
    with signed_in(request) as (work, actor):
        view = export_open_register(work=work, actor=actor, format_=body.format)
    headers = {"Content-Disposition": f'attachment; filename="{view.filename}"'}
    return Response(view.data, media_type=view.media_type, headers=headers)


@router.get("/grants")
def list_register_grants(request: Request) -> list[GrantView]:
    """Who holds the restricted part of the register. For its holders and administrators."""
    with signed_in(request, reads_only=True) as (work, actor):
        return grants.list_register_grants(work=work, actor=actor)


@router.post("/grants", status_code=201)
def grant_register(request: Request, body: GrantRegister) -> list[GrantView]:
    """Grants the restricted part: unidentified persons, restricted sources, recipients."""
    with signed_in(request) as (work, actor):
        return grants.grant_register(work=work, actor=actor, holder=body.holder)


@router.delete("/grants/{holder}", status_code=204)
def revoke_register_grant(request: Request, holder: PathId) -> None:
    """Takes the restricted part away from a holder."""
    with signed_in(request) as (work, actor):
        grants.revoke_register_grant(work=work, actor=actor, holder=holder)
