"""Files: added to a case, streamed and sealed as they arrive; and saved from it."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive import queries as archive
from app.domain.evidence import actions, queries
from app.domain.evidence.views import Described
from app.domain.once import fresh_id
from app.downloads import file_headers, ranged
from app.errors import Conflict, Invalid, Problem, TooLarge
from app.http import runtime_of, signed_in
from app.i18n import gettext as _
from app.uploads import Upload, streaming
from app.web.forms.page import added_in
from app.web.reading import size_in_words
from app.web.visit import TOKEN_FIELD, Visit, problems_by_field, see_other, visiting

router = APIRouter()


@router.get("/cases/{case}/files")
def upload_page(request: Request, case: str) -> Response:
    """The form for a file."""
    with visiting(request) as visit:
        queries.takes_files(work=visit.work, actor=visit.actor, case=case)
        return _page(visit, case)


@router.post("/cases/{case}/files")
async def add_file(request: Request, case: str) -> Response:
    """Takes a file in as it arrives, and goes on to saying what it is."""
    return await streaming(request, lambda blocks: _add(request, case, blocks))


@router.get("/files/{record}/content")
def download(request: Request, record: str) -> Response:
    """The bytes of a file, to be saved."""
    with signed_in(request) as (work, actor):
        file = queries.open_file(work=work, actor=actor, record=record)
    return ranged(request, file.size, file.chunks, file_headers(file), file.media_type)


def _add(request: Request, case: str, blocks: Iterator[bytes]) -> Response:
    upload = Upload(blocks, request.headers.get("content-type", ""))
    upload.begin()
    request.state.form_token = upload.fields.get(TOKEN_FIELD, "")
    once = upload.fields.get("once") or None
    with visiting(request) as visit:
        free = queries.takes_files(work=visit.work, actor=visit.actor, case=case, once=once)
    try:
        if free:
            with runtime_of(request).work() as work:  # asks the database nothing until the last byte is there
                once = actions.add_file(
                    work=work,
                    actor=visit.actor,
                    case=case,
                    chunks=_chosen(upload),
                    describe=lambda: _described(upload),
                    once=once,
                ).record
    except (Invalid, TooLarge, Conflict) as error:
        with visiting(request) as visit:
            return _page(visit, case, upload, _problems(error, request), error.status)
    if visit.actor.write_only:
        known = [(kind, one) for kind, ids in added_in(request).items() for one in ids]
        pairs = dict.fromkeys([*known, ("evidence", once)])
        return see_other(f"/cases/{case}/added?" + "&".join(f"{kind}={one}" for kind, one in pairs))
    return see_other(f"/records/{once}/edit")


def _chosen(upload: Upload) -> Iterator[bytes]:
    """The bytes of the file. Raises Invalid when no file was chosen: browsers then send an empty one without a name."""
    yield from upload.chunks()
    if not upload.filename:
        raise Invalid([Problem("file", _("Choose a file."))])


def _described(upload: Upload) -> Described:
    compartment = upload.fields.get("compartment") or None
    title = upload.fields.get("title", "").strip() or None
    return Described(upload.filename, upload.media_type, compartment, title, {})


def _problems(error: Invalid | TooLarge | Conflict, request: Request) -> dict[str, list[str]]:
    if isinstance(error, TooLarge):
        most = size_in_words(runtime_of(request).settings.max_file_bytes)
        return {"file": [_("This file is too large: at most %(size)s.") % {"size": most}]}
    return problems_by_field(error)


def _page(
    visit: Visit,
    case: str,
    upload: Upload | None = None,
    problems: dict[str, list[str]] | None = None,
    status: int = 200,
) -> Response:
    """The form, with what was typed. A browser never keeps the chosen file: it has to be chosen again."""
    told = dict(upload.fields) if upload else {}
    query = f"?{visit.request.url.query}" if added_in(visit.request) else ""
    return visit.page(
        "files/add.html",
        status,
        case=archive.read_case(work=visit.work, actor=visit.actor, case=case),
        action=f"/cases/{case}/files{query}",
        once=fresh_id(),
        told={"title": told.get("title", ""), "compartment": told.get("compartment", "")},
        most=size_in_words(visit.work.settings.max_file_bytes),
        problems=problems or {},
    )
