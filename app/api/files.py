"""Files: streamed in, sealed before they touch a disk; streamed out, with Range."""

from collections.abc import Iterator
from typing import Literal

from anyio import from_thread
from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from app.api.bodies import PathId
from app.api.multipart import Upload
from app.api.ranges import ranged
from app.domain.evidence import actions, queries
from app.domain.evidence.views import Described, FileAdded, OpenFile
from app.errors import Invalid, Problem
from app.http import signed_in
from app.i18n import gettext as _

router = APIRouter(tags=["files"])
UPLOAD_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "compartment": {"type": "string", "enum": ["working", "identity"]},
                        "title": {"type": "string", "maxLength": 500},
                    },
                }
            }
        },
    }
}
_compartments = TypeAdapter[Literal["working", "identity"] | None](Literal["working", "identity"] | None)


@router.post("/cases/{case}/files", status_code=201, openapi_extra=UPLOAD_FORM)
async def add_file(request: Request, case: PathId) -> FileAdded:
    """Adds a file to a case as an evidence record. Its bytes are sealed as they arrive."""
    stream = request.stream()

    async def next_block() -> bytes | None:
        return await anext(stream, None)

    def blocks() -> Iterator[bytes]:
        while (block := from_thread.run(next_block)) is not None:
            yield block

    return await run_in_threadpool(_add_file, request, case, blocks())


def _add_file(request: Request, case: str, blocks: Iterator[bytes]) -> FileAdded:
    with signed_in(request) as (work, actor):
        upload = Upload(blocks, request.headers.get("content-type", ""))
        return actions.add_file(
            work=work, actor=actor, case=case, chunks=upload.chunks(), describe=lambda: _described(upload)
        )


def _described(upload: Upload) -> Described:
    """What the form says of its file. Raises Invalid for a field that does not fit."""
    if set(upload.fields) - {"compartment", "title"}:
        raise Invalid([Problem("body", _("The form has an unknown field. Known: file, compartment, title."))])
    try:
        compartment = _compartments.validate_python(upload.fields.get("compartment"))
    except ValidationError as error:
        raise Invalid([Problem("compartment", _("Choose one of: working, identity."))]) from error
    title = upload.fields.get("title")
    if title is not None and not 1 <= len(title) <= 500:
        raise Invalid([Problem("title", _("Give a title of 1 to 500 characters, or leave it out."))])
    return Described(upload.filename, upload.media_type, compartment, title)


@router.api_route("/files/{record}/content", methods=["GET", "HEAD"], response_class=StreamingResponse)
def read_file(request: Request, record: PathId) -> Response:
    """The file's bytes, whole or a Range of them (RFC 9110, one range)."""
    with signed_in(request) as (work, actor):
        file = queries.open_file(work=work, actor=actor, record=record)
    return ranged(request, file.size, file.chunks, file_headers(file), file.media_type)


def file_headers(file: OpenFile) -> dict[str, str]:
    """Headers that make a browser save the file and never run it. The name stays out: it may be testimony."""
    return {
        "ETag": f'"{file.sha256}"',
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
    }
