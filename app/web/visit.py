"""What every page begins with: the form that was sent, who is here, and the page that answers.

A page reads and renders inside one unit of work:

    with visiting(request, reads_only=True) as visit:
        cases = queries.list_cases(work=visit.work, actor=visit.actor)
        return visit.page("cases/list.html", cases=cases)

A form that was sent writes in one, and then sends the browser on, so that reload and back send nothing twice.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.accounts import queries as accounts
from app.domain.accounts.views import Me
from app.domain.work import Actor, Work
from app.errors import Invalid, Problem, TestimoniaError
from app.http import COOKIE, form_token, signed_in
from app.i18n import gettext as _
from app.i18n import use_language, wanted_language
from app.web.navigation import links_for
from app.web.rendering import html

TOKEN_FIELD = "form_token"  # noqa: S105
MOST_FIELDS = 50_000


@dataclass(frozen=True)
class Posted:
    """The fields of a form as they were sent, in order; a name may come more than once."""

    pairs: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def text(self, name: str) -> str:
        """The first value of a field without the spaces around it; empty when it was not sent."""
        return next((value.strip() for known, value in self.pairs if known == name), "")

    def raw(self, name: str) -> str:
        """The first value of a field as it is: for passphrases."""
        return next((value for known, value in self.pairs if known == name), "")

    def optional(self, name: str) -> str | None:
        """The first value of a field, or None for a blank."""
        return self.text(name) or None

    def all(self, name: str) -> list[str]:
        """Every value of a field that is not blank: of checkboxes."""
        return [value for known, value in self.pairs if known == name and value.strip()]

    def has(self, name: str) -> bool:
        """Whether the field was sent at all."""
        return any(known == name for known, _value in self.pairs)

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What must not be lost when somebody has to sign in again: everything but the token of the old session."""
        return tuple((name, value) for name, value in self.pairs if name != TOKEN_FIELD)


async def _read_form(request: Request) -> Posted:
    """The urlencoded form of a request, read in memory. Raises Invalid for a body that is none."""
    try:
        body = (await request.body()).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Invalid(
            [Problem("form", _("The form could not be read. Go back and send it again."))]
        ) from None
    posted = Posted(tuple(pairs))
    request.state.form_token = posted.text(TOKEN_FIELD)
    request.state.posted = posted
    return posted


Form = Annotated[Posted, Depends(_read_form)]
"""A handler's parameter: the form that was sent."""


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is signed in."""

    request: Request
    work: Work
    actor: Actor
    me: Me

    @property
    def first_page(self) -> str:
        """The path of the first page that this person works with."""
        return links_for(self.actor)[0].path

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page for this person. `problems` (of Invalid) and `notice` (a sentence) are shown where they belong."""
        told: dict[str, Any] = {
            "me": self.me,
            "roles": self.actor.roles,
            "write_only": self.actor.write_only,
            "links": links_for(self.actor),
            "here": self.request.url.path,
            "token": form_token(self.request.cookies.get(COOKIE, "")),
            "problems": {},
            "notice": "",
        }
        return HTMLResponse(html(template, told | context), status_code=status)


@contextmanager
def visiting(request: Request, *, reads_only: bool = False) -> Generator[Visit]:
    """One unit of work and who acts in it. Raises as `signed_in`: then the error page offers to sign in."""
    speak(request)
    with signed_in(request, reads_only=reads_only) as (work, actor):
        yield Visit(request, work, actor, accounts.me(work=work, actor=actor))


def public_page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for somebody who is not signed in: no name, no navigation."""
    speak(request)
    told: dict[str, Any] = {"here": request.url.path, "problems": {}, "notice": ""}
    return HTMLResponse(html(template, told | context), status_code=status)


def speak(request: Request) -> None:
    """Uses the language that the browser asks for."""
    use_language(wanted_language(request.headers.get("accept-language", "")))


def see_other(path: str) -> Response:
    """Sends the browser on after a form was done (RFC 9110, 15.4.4)."""
    return RedirectResponse(path, status_code=303)


def problems_by_field(error: TestimoniaError) -> dict[str, list[str]]:
    """What to say at each field; of an error without fields, the whole at `form`."""
    if not isinstance(error, Invalid):
        return {"form": [_(error.detail)]}
    found: dict[str, list[str]] = {}
    for problem in error.problems:
        found.setdefault(problem.field, []).append(_(problem.message))
    return found
