"""Pages. For now one: what this address is, and where the JSON is described."""

from pathlib import Path
from typing import Any, cast

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.i18n import gettext

router = APIRouter(include_in_schema=False)
pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
)
pages.globals["gettext"] = cast("Any", gettext)


@router.get("/", response_class=HTMLResponse)
def front() -> str:
    """The front page."""
    return pages.get_template("front.html").render()
