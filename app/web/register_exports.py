"""The register given out in the forms that others read: a page that says what leaves, and the file."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.exports.actions import must_export
from app.domain.register_exports.actions import export_register
from app.errors import Invalid
from app.web.visit import Form, problems_by_field, visiting

router = APIRouter(prefix="/register/export")


@router.get("")
def choose(request: Request) -> Response:
    """The formats, and what leaves."""
    with visiting(request, reads_only=True) as visit:
        must_export(visit.actor)
        return visit.page("register/export.html", problems={})


@router.post("")
def download(request: Request, form: Form) -> Response:
    """The file."""
    try:
        with visiting(request) as visit:
            view = export_register(work=visit.work, actor=visit.actor, format_=form.text("format"))
    except Invalid as error:
        with visiting(request) as visit:
            return visit.page("register/export.html", error.status, problems=problems_by_field(error))
    headers = {"Content-Disposition": f'attachment; filename="{view.filename}"'}
    return Response(view.data, media_type=view.media_type, headers=headers)
