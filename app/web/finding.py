"""What the forms' scripts ask for while somebody types: the records of a name, and dates as a sentence."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from app.records.kinds import KINDS
from app.web.forms import dates
from app.web.forms.choices import Choices
from app.web.forms.page import added_in
from app.web.forms.reading import read_dates
from app.web.forms.showing import Node, found_options
from app.web.visit import Form, visiting

router = APIRouter()
LONGEST_NAME = 1000


@router.post("/find")
def find(request: Request, form: Form) -> Response:
    """The records that a typed name finds, as the choices of the field at `path`."""
    kinds = tuple(kind for kind in form.text("kinds").split(",") if kind in KINDS)
    case, name = form.optional("case"), form.text("q")[:LONGEST_NAME]
    with visiting(request, reads_only=True) as visit:
        added = added_in(request) if visit.actor.write_only else {}
        choices = Choices(visit.work, visit.actor, case=case, added=added)
        options = found_options(choices, kinds, name) if name else []
        node = Node("find", form.text("path"), value=name, options=options)
        return visit.page("forms/found.html", node=node)


@router.post("/dates")
def say(request: Request, form: Form) -> Response:
    """The sentence that dates become; empty while they do not fit."""
    with visiting(request, reads_only=True):
        found = read_dates({name: form.text(name) for name in ("how", *dates.BOXES, *dates.FLAGS)})
    return PlainTextResponse(dates.in_words(found, form.text("default") == "yes"))
