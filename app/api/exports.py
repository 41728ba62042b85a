"""Exports: asked for, built in a process of their own, downloaded."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints
from starlette.responses import StreamingResponse

from app.api.bodies import Body, Id, PathId
from app.domain.exports import actions, queries
from app.domain.exports.views import ExportAsked, ExportList, ExportView
from app.downloads import ranged
from app.http import runtime_of, signed_in
from app.records.case_vocabularies import Purpose
from app.worker import build_in_child

router = APIRouter(prefix="/exports", tags=["exports"])


class AskExport(Body):
    """Which cases leave, for whom, in which profile and for which purpose."""

    cases: Annotated[list[Id], Field(min_length=1, max_length=10_000)]
    recipient: Id
    profile: Literal["full", "pseudonymised"]
    purpose: Purpose
    once: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = Field(
        default=None, description="An id of your own making: the same sent again asks for nothing more."
    )


@router.post("", status_code=201)
def request_export(request: Request, body: AskExport) -> ExportAsked:
    """Asks for a bundle. It is built in a process of its own; only what its witnesses agreed to is in it."""
    with signed_in(request) as (work, actor):
        asked = actions.request_export(work=work, actor=actor, **body.model_dump())
    if not asked.repeated:
        build_in_child(runtime_of(request), actor, asked.id)
    return asked


@router.get("")
def list_exports(request: Request) -> ExportList:
    """The member's own exports; for auditors all of them, without content."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_exports(work=work, actor=actor)


@router.get("/{export}")
def read_export(request: Request, export: PathId) -> ExportView:
    """How far a bundle is, and what was withheld."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.read_export(work=work, actor=actor, export=export)


@router.get("/{export}/bundle", response_class=StreamingResponse)
def download_bundle(request: Request, export: PathId) -> Response:
    """The bundle: the same bytes each time. 409 until it is ready."""
    with signed_in(request) as (work, actor):
        bundle = queries.open_bundle(work=work, actor=actor, export=export)
    headers = {"Content-Disposition": f'attachment; filename="{bundle.filename}"', "ETag": f'"{export}"'}
    return ranged(request, bundle.size, bundle.chunks, headers, "application/zip")
