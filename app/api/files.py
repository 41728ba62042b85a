"""Files: streamed in, sealed before they touch a disk; streamed out, with Range."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.responses import StreamingResponse

from app.api.bodies import PathId
from app.domain.evidence import actions, queries
from app.domain.evidence.views import Described, FileAdded
from app.downloads import file_headers, ranged
from app.errors import Invalid, Problem
from app.http import runtime_of, signed_in
from app.i18n import gettext as _
from app.uploads import Upload, streaming

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
                        "content": {
                            "type": "string",
                            "description": "JSON: further fields of the evidence record.",
                        },
                    },
                }
            }
        },
    }
}
_objects = TypeAdapter(dict[str, Any])


@router.post("/cases/{case}/files", status_code=201, openapi_extra=UPLOAD_FORM)
async def add_file(request: Request, case: PathId) -> FileAdded:
    """Adds a file to a case as an evidence record. Its bytes are sealed as they arrive."""
    return await streaming(request, lambda blocks: _add_file(request, case, blocks))


def _add_file(request: Request, case: str, blocks: Iterator[bytes]) -> FileAdded:
    with signed_in(request) as (work, actor):
        queries.takes_files(work=work, actor=actor, case=case)
    upload = Upload(blocks, request.headers.get("content-type", ""))
    with runtime_of(request).work() as work:  # asks the database nothing until the last byte is there
        return actions.add_file(
            work=work, actor=actor, case=case, chunks=upload.chunks(), describe=lambda: _described(upload)
        )


def _described(upload: Upload) -> Described:
    """What the form says of its file. Raises Invalid for a field that does not fit."""
    if set(upload.fields) - {"compartment", "title", "content"}:
        message = _("The form has an unknown field. Known: file, compartment, title, content.")
        raise Invalid([Problem("body", message)])
    return Described(
        upload.filename,
        upload.media_type,
        upload.fields.get("compartment"),
        upload.fields.get("title"),
        _further(upload.fields.get("content")),
    )


def _further(text: str | None) -> dict[str, Any]:
    """Further fields of the evidence record, such as the individuals shown: a JSON object."""
    try:
        return {} if text is None else _objects.validate_json(text)
    except ValidationError as error:
        raise Invalid(
            [Problem("content", _("Give a JSON object with fields of the evidence record."))]
        ) from error


@router.get("/files/{record}/content", response_class=StreamingResponse)
@router.head("/files/{record}/content", response_class=StreamingResponse)
def read_file(request: Request, record: PathId) -> Response:
    """The file's bytes, whole or a Range of them (RFC 9110, one range)."""
    with signed_in(request) as (work, actor):
        file = queries.open_file(work=work, actor=actor, record=record)
    return ranged(request, file.size, file.chunks, file_headers(file), file.media_type)
