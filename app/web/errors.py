"""A refusal as a page: what happened, what to do, and a way on. What was typed is kept when a session has ended."""

import re
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from app.errors import Invalid, NotSignedIn, TestimoniaError, Throttled, WrongSignIn
from app.http import SAFE_METHODS
from app.i18n import gettext as _
from app.web.visit import Posted, problems_by_field, public_page, see_other

KEPT = "kept:"
"""Before the name of a field that waits in the sign-in page until somebody has signed in again."""

_OWN_PATH = re.compile(r"/[A-Za-z0-9/_-]*")


def error_page(request: Request, error: TestimoniaError) -> Response:
    """The page for a refusal. Who is not signed in gets the sign-in page."""
    if isinstance(error, NotSignedIn) and not isinstance(error, WrongSignIn):
        return _sign_in_first(request)
    response = public_page(
        request,
        "error.html",
        error.status,
        title=_(error.title),
        detail=_(error.detail) if error.detail != error.title else "",
        problems=problems_by_field(error) if isinstance(error, Invalid) else {},
        back=_came_from(request),
    )
    if isinstance(error, Throttled):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def own_path(path: str) -> str:
    """A path of this archive to go on to after signing in; anything else becomes the front page."""
    return path if _OWN_PATH.fullmatch(path) and not path.startswith("//") else "/"


def _sign_in_first(request: Request) -> Response:
    """On to the sign-in page; from a form that was sent, the sign-in page itself with all that was typed."""
    path = own_path(request.url.path)
    if request.method in SAFE_METHODS:
        return see_other("/sign-in" if path == "/" else f"/sign-in?{urlencode({'next': path})}")
    posted: Posted = getattr(request.state, "posted", Posted())
    return public_page(request, "session/sign_in.html", 401, next=path, kept=posted.kept, login="")


def _came_from(request: Request) -> str:
    """The path of the page that led here, if it was one of ours."""
    own = f"{request.url.scheme}://{request.headers.get('host', '')}/"
    referer = request.headers.get("referer", "")
    return own_path(f"/{referer.removeprefix(own)}") if referer.startswith(own) else "/"
