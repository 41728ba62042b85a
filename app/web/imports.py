"""Tables taken into the register: chosen, looked at row by row, and only then written."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive.rules import must_write
from app.domain.imports.actions import import_tables
from app.domain.imports.listing import listed
from app.domain.imports.posts import COLUMNS
from app.domain.imports.queries import preview_import
from app.domain.imports.views import ImportView
from app.errors import Invalid, Problem
from app.i18n import gettext as _
from app.records.kinds import KINDS
from app.uploads import Upload, streaming
from app.web.reading import address, size_in_words
from app.web.visit import TOKEN_FIELD, Form, Visit, problems_by_field, visiting

router = APIRouter(prefix="/register/import")
MOST_BYTES = 2 * 1024 * 1024
"""Of a file that is looked at on a page. Larger ones go by the command line."""
MOST_ROWS = 500


@router.get("")
def choose(request: Request) -> Response:
    """The form for a file."""
    with visiting(request, reads_only=True) as visit:
        must_write(visit.actor.roles, "posting")
        return _page(visit)


@router.post("")
async def preview(request: Request) -> Response:
    """What the file would bring. Nothing is written, and nothing of it is kept here."""
    return await streaming(request, lambda blocks: _preview(request, blocks))


@router.post("/write")
def write(request: Request, form: Form) -> Response:
    """Writes what was looked at."""
    try:
        with visiting(request) as visit:
            return _page(visit, _sent(visit, form, import_tables))
    except Invalid as error:
        return _refused(request, error)


@router.post("/rows")
def rows(request: Request, form: Form) -> Response:
    """All that the file would bring, as a CSV file: a page shows the first rows alone. Nothing is written."""
    try:
        with visiting(request) as visit:
            view = _sent(visit, form, preview_import)
    except Invalid as error:
        return _refused(request, error)
    headers = {"Content-Disposition": 'attachment; filename="row-by-row.csv"'}
    return Response(listed(view), media_type="text/csv; charset=utf-8", headers=headers)


def _sent(visit: Visit, form: Form, deed: Callable[..., ImportView]) -> ImportView:
    """What a deed answers on the file that a form brings back. Raises Invalid."""
    try:
        data = b64decode(form.text("content"), validate=True)
    except ValueError:
        raise Invalid([Problem("file", _("The file did not arrive whole. Choose it again."))]) from None
    name, format_ = form.text("name"), form.text("format")
    return deed(work=visit.work, actor=visit.actor, format_=format_, name=name, data=data)


def _refused(request: Request, error: Invalid) -> Response:
    with visiting(request) as visit:
        return _page(visit, error=error)


def _preview(request: Request, blocks: Iterator[bytes]) -> Response:
    upload = Upload(blocks, request.headers.get("content-type", ""))
    upload.begin()
    request.state.form_token = upload.fields.get(TOKEN_FIELD, "")
    with visiting(request) as visit:
        must_write(visit.actor.roles, "posting")
        try:
            data = _read(upload)
            format_ = upload.fields.get("format", "")
            view = preview_import(
                work=visit.work, actor=visit.actor, format_=format_, name=upload.filename, data=data
            )
        except Invalid as error:
            return _page(visit, error=error)
        return _page(visit, view, b64encode(data).decode(), upload.filename)


def _read(upload: Upload) -> bytes:
    data = b""
    for chunk in upload.chunks():
        data += chunk
        if len(data) > MOST_BYTES:
            message = _(
                "This file is too large for a page: at most %(size)s. Use the command `testimonia import`."
            )
            raise Invalid([Problem("file", message % {"size": size_in_words(MOST_BYTES)})])
    if not upload.filename:
        raise Invalid([Problem("file", _("Choose a file."))])
    return data


def _page(
    visit: Visit,
    view: ImportView | None = None,
    content: str = "",
    name: str = "",
    *,
    error: Invalid | None = None,
) -> Response:
    told = sorted(view.rows, key=lambda row: row.outcome != "refused") if view else []
    return visit.page(
        "register/import.html",
        error.status if error else 200,
        view=view,
        rows=told[:MOST_ROWS],
        more=len(told) - MOST_ROWS,
        content=content,
        name=name,
        kinds={kind: _(model.label) for kind, model in KINDS.items()},
        outcomes={"created": _("new"), "matched": _("here already"), "refused": _("refused")},
        columns=", ".join(COLUMNS),
        most=size_in_words(MOST_BYTES),
        address=address,
        problems=problems_by_field(error) if error else {},
    )
