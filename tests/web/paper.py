"""A browser without a screen: it reads a page's form, fills it in and sends what a browser would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from app.domain.accounts.sessions import open_session
from app.domain.work import Actor
from app.http import COOKIE
from app.main import create_app
from app.runtime import Runtime

ORIGIN = "https://archive.example"


class _Forms(HTMLParser):
    """The fields of every form of a page, as a browser would send them untouched; and the ids that the page has."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self.ids: list[str] = []
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._text: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        name = given.get("name", "")
        if tag == "form":
            self.forms.append((given.get("action", ""), []))
        elif tag == "input" and name and self.forms:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.forms[-1][1].append((name, given.get("value", "")))
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._text = (name, [])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            self.forms[-1][1].extend((name, value) for value in chosen if name)
            self._select = None
        elif tag == "textarea" and self._text:
            name, text = self._text
            if name:
                value = "".join(text).removeprefix("\n")
                self.forms[-1][1].append((name, value.replace("\n", "\r\n")))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)


@dataclass
class Page:
    """An answer: its status, its text, and the form for a record on it."""

    status: int
    html: str = field(repr=False)
    location: str = ""
    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]], repr=False)
    ids: list[str] = field(default_factory=list[str], repr=False)

    def value(self, name: str) -> str:
        """The first value of a field; a field that is not there fails."""
        return next(value for known, value in self.fields if known == name)

    def names(self) -> set[str]:
        """The names of all fields."""
        return {name for name, _value in self.fields}


@dataclass
class Person:
    """Somebody signed in at an application, without a browser."""

    client: TestClient = field(repr=False)
    cookie: str = field(repr=False)

    @classmethod
    def at(cls, runtime: Runtime, actor: Actor) -> "Person":
        """A member in a session of their own."""
        with runtime.work() as work:
            cookie, _actor = open_session(work, actor.member_id, actor.keys.seed)
        client = TestClient(create_app(runtime), base_url=ORIGIN, raise_server_exceptions=False)
        return cls(client, cookie)

    def get(self, path: str) -> Page:
        """Opens a page."""
        return self._page(self.client.get(path, headers=self._headers, follow_redirects=False))

    def send(self, page: Page, deed: str, **changed: Any) -> Page:
        """Presses a button of a page's form, with some fields changed; `__` in a name stands for a dot."""
        told = {name.replace("__", "."): value for name, value in changed.items()}
        return self.send_fields(page, deed, told)

    def send_fields(self, page: Page, deed: str, told: dict[str, Any]) -> Page:
        """`send`, with the names as they are."""
        fields = [(name, value) for name, value in page.fields if name not in told]
        for name, value in told.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return self.post(page.action, [*fields, ("form-do", deed)])

    def post(self, path: str, fields: list[tuple[str, str]]) -> Page:
        """Sends fields as a form."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return self._page(self.client.post(path, data=data, headers=self._headers, follow_redirects=False))

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.cookie}", "Origin": ORIGIN}

    def _page(self, answer: Any) -> Page:
        self.client.cookies.clear()
        parser = _Forms()
        parser.feed(answer.text)
        action, fields = next(
            ((action, fields) for action, fields in parser.forms if any(name == "form_token" for name, _ in fields)
             and not action.startswith(("/sign-out", "/leave"))),
            ("", []),
        )  # fmt: skip
        return Page(
            answer.status_code, answer.text, answer.headers.get("location", ""), action, fields, parser.ids
        )
