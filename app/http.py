"""What pages and JSON share: the unit of work of a request, who is signed in, the error table, headers, limits."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.accounts import queries as accounts
from app.domain.work import Actor, Work
from app.errors import (
    Invalid,
    NotAllowed,
    NotSignedIn,
    Problem,
    TestimoniaError,
    Throttled,
    TooLarge,
    Unforeseen,
)
from app.i18n import gettext as _
from app.records.kinds import problems_of
from app.runtime import Runtime

COOKIE = "__Host-testimonia"
FORM_TOKEN_HEADER = "X-Form-Token"  # noqa: S105
UPLOAD_PATH = re.compile(r"(/api/v1)?/cases/[^/]+/files")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PROBLEM_TYPE = "application/problem+json"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers name no origin when a form is sent
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

SIGN_INS, UPLOADS = "sign_ins", "uploads"
AT_ONCE = {SIGN_INS: 4, UPLOADS: 64}
"""What is slow by nature, and how much of it a process does at once: see `apart`."""

TITLES = {404: "There is nothing at this address", 405: "This address does not take that method"}
NOT_JSON = Problem("body", "This is not valid JSON. Send a JSON object with Content-Type: application/json.")

log = structlog.get_logger("testimonia")

T = TypeVar("T")


def runtime_of(request: Request) -> Runtime:
    """The process's open archive."""
    return request.app.state.runtime


@contextmanager
def signed_in(request: Request, *, reads_only: bool = False) -> Generator[tuple[Work, Actor]]:
    """One unit of work and its actor, committed at the end of the block: before the answer goes out.

    Raises NotSignedIn when there is no valid session or token, NotAllowed when a write with a cookie comes from
    another page (its Origin) or without the form token.
    """
    with runtime_of(request).work(reads_only=reads_only) as work:
        yield work, current_actor(request, work)


def current_actor(request: Request, work: Work) -> Actor:
    """Who acts: by `Authorization: Bearer` token, else by the session cookie. Raises NotSignedIn."""
    scheme, _space, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return accounts.actor_of_token(work, secret.strip())
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        raise NotSignedIn
    if request.method not in SAFE_METHODS:
        refuse_other_origins(request, work.settings.origins)
        sent = request.headers.get(FORM_TOKEN_HEADER) or getattr(request.state, "form_token", "")
        if not hmac.compare_digest(
            sent.encode(), form_token(cookie).encode()
        ):  # bytes: a string must be ASCII
            raise NotAllowed(
                _("This request did not come from a page of this archive. Reload the page and try again.")
            )
    return accounts.actor_of_session(work, cookie)


def thread_limits() -> dict[str, CapacityLimiter]:
    """Fresh limits for one application, by what they are for."""
    return {name: CapacityLimiter(most) for name, most in AT_ONCE.items()}


async def apart(request: Request, name: str, act: Callable[[], T]) -> T:
    """Runs what is slow by nature in threads of its own: deriving keys from passphrases, taking in a file.

    In the threads of all handlers a few strangers who sign in again and again, or a few slow senders, would keep
    everybody else out.
    """
    return await to_thread.run_sync(act, limiter=request.app.state.limits[name])


def form_token(cookie: str) -> str:
    """The token that every write with this cookie must carry: derived from the cookie, which no other page can read."""
    return hmac.new(cookie.encode(), b"testimonia/form-token", hashlib.sha256).hexdigest()


def known_hosts(origins: str) -> list[str]:
    """The names under which this archive answers: those of its configured origins, and this machine's own; all, while
    none is configured. A page of another name that leads here (DNS rebinding) is then refused."""
    named = [urlsplit(origin).hostname or "" for origin in origins.split()]
    return [*named, *LOOPBACK] if named else ["*"]


def refuse_foreign_page(request: Request) -> None:
    """Raises NotAllowed for a request of another site's page, before anybody is signed in. Programs send no Origin."""
    if "origin" in request.headers:
        refuse_other_origins(request, runtime_of(request).settings.origins)


def set_session(response: Response, cookie: str) -> None:
    """Gives the session cookie to the browser, for this host alone and out of reach of scripts."""
    response.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="strict", path="/")


def drop_session(response: Response) -> None:
    """Takes the session cookie from the browser."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict", path="/")


def refuse_other_origins(request: Request, allowed: str) -> None:
    """Raises NotAllowed for a write whose Origin is not this archive's."""
    origin = request.headers.get("origin")
    own = {f"{request.url.scheme}://{request.headers.get('host', '')}", *allowed.split()}
    if origin not in own:
        raise NotAllowed(_("This request came from another site and was refused."))


def problem(status: int, title: str, detail: str = "", **more: Any) -> Response:
    """An RFC 9457 problem document. It never holds what was sent."""
    body = {"type": "about:blank", "title": _(title), "status": status, "detail": _(detail or title), **more}
    return Response(json.dumps(body, ensure_ascii=False), status_code=status, media_type=PROBLEM_TYPE)


def refusal(error: TestimoniaError) -> Response:
    """The answer to a refusal of the domain."""
    more: dict[str, Any] = {}
    if isinstance(error, Invalid):
        more["problems"] = [{"field": p.field, "message": p.message} for p in error.problems]
    response = problem(error.status, error.title, error.detail, **more)
    if isinstance(error, Throttled):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, NotSignedIn):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


Answer = Callable[[Request, TestimoniaError], Response]


def answering(page: Answer) -> Answer:
    """How a refusal is answered: programs, under /api/, get a problem document; people get what `page` makes of it."""

    def answer(request: Request, error: TestimoniaError) -> Response:
        return refusal(error) if request.url.path.startswith("/api/") else page(request, error)

    return answer


def install_errors(app: FastAPI, answer: Answer) -> None:
    """Registers the error table: no default answer of the framework remains, since those echo the input."""

    def domain_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, TestimoniaError)
        if error.status >= 500:  # its operator must hear of it too; its words are safe to show
            log.error("refused", error=type(error).__name__, detail=error.detail)
        return answer(request, error)

    def body_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request, Invalid(request_problems(error, _body_of(request))))

    def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, TestimoniaError):  # raised while the body was read
            return answer(request, error.__cause__)
        if error.status_code == 400:
            return answer(request, Invalid([NOT_JSON]))
        refused = TestimoniaError(_(TITLES.get(error.status_code, "The request was refused")))
        refused.status, refused.title = error.status_code, refused.detail
        response = answer(request, refused)
        response.headers.update(error.headers or {})
        return response

    app.add_exception_handler(TestimoniaError, domain_error)
    app.add_exception_handler(RequestValidationError, body_error)
    app.add_exception_handler(HTTPException, http_error)


def request_problems(error: RequestValidationError, body: type[BaseModel] | None = None) -> list[Problem]:
    """Each field of a request that does not fit, without the value that was sent; `body` is what its route takes."""
    if any(e["type"] == "json_invalid" for e in error.errors()):
        return [NOT_JSON]
    return problems_of(error.errors(), model=body, of_request=True)


def _body_of(request: Request) -> type[BaseModel] | None:
    """What the route of a request takes as its body."""
    route = request.scope.get("route")
    field = route.body_field if isinstance(route, APIRoute) else None
    taken = None if field is None else field.field_info.annotation
    return taken if isinstance(taken, type) and issubclass(taken, BaseModel) else None


class LastResort:
    """ASGI middleware: what nobody foresaw becomes a 500, and one line in the log: where, and of which type.

    Without it the server would log the traceback, and messages in it may be testimony. When the answer is under way
    already it ends short of its Content-Length, so that no part is taken for the whole.
    """

    def __init__(self, app: ASGIApp, answer: Answer) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for an application that raised."""
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except ClientDisconnect:
            return  # foreseen: who broke off hears no answer, and what was taken in was rolled back on the way here
        except Exception as error:
            if scope["type"] != "http":
                raise
            log.error(
                "unexpected", error=type(error).__name__, route=getattr(scope.get("route"), "path", "none")
            )
            if not started:
                await self.answer(Request(scope), Unforeseen())(scope, receive, send_and_note)


class SecurityHeaders:
    """ASGI middleware: the same strict headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers to the start of each response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _value in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in self.headers if h[0] not in present)]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """ASGI middleware: a body over the limit gets 413 before it is read; files have their own limit."""

    def __init__(self, app: ASGIApp, limit: int, answer: Answer) -> None:
        self.app = app
        self.limit = limit
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts the body as it arrives, whatever Content-Length claims."""
        if scope["type"] != "http" or _is_upload(scope):
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise TooLarge
            return message

        if length.isdigit() and int(length) > self.limit:
            await self.answer(Request(scope), TooLarge())(scope, receive, send)
            return
        await self.app(scope, counted, send)


def _is_upload(scope: Scope) -> bool:
    """Whether this is for a route that reads its body as a stream: any other would read it into memory."""
    content_type = dict(scope["headers"]).get(b"content-type", b"")
    to_files = scope["method"] == "POST" and UPLOAD_PATH.fullmatch(scope["path"])
    return bool(to_files) and content_type.startswith(b"multipart/form-data")
