"""A real browser for tests: Chromium, scripts on or off, on a phone or a laptop; and what it must never report."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.conftest import REPOSITORY, missing

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
AXE = REPOSITORY / "tests" / "judges" / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
PHONE, LAPTOP = 390, 1280
WAYS = (
    (True, LAPTOP),
    (False, PHONE),
    *(pytest.param(way, marks=pytest.mark.torture) for way in ((True, PHONE), (False, LAPTOP))),
)
"""With or without scripts, how wide: each of both is tried every time, all four where tests may take long."""
REFUSED_FORM = "the server responded with a status of 4"
"""What Chromium notes of any form that was refused: the answer is a page, with its status."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or a skip that says that it is missing."""
    if not CHROMIUM.exists():
        missing(f"Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """One person at a browser of their own, at one archive. `complaints` must be empty at the end."""

    address: str
    context: BrowserContext
    page: Page
    scripts: bool
    complaints: list[str] = field(default_factory=list[str])

    def go(self, path: str) -> int:
        """Opens a page of the archive; its status."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer.status

    def sign_in(self, login: str, passphrase: str) -> None:
        """Signs in by the form, wherever the browser is."""
        if not self.page.url.startswith(self.address):
            self.go("/sign-in")
        self.page.get_by_label("Sign-in name").fill(login)
        self.page.get_by_label("Passphrase").fill(passphrase)
        self.page.get_by_role("button", name="Sign in").click()

    def comes_to(self, form: str) -> None:
        """Waits until the browser shows an address of this form, a regular expression: also where a second press of a
        button took the place of the first."""
        expect(self.page).to_have_url(re.compile(form), timeout=30_000)

    def press(self, name: str) -> None:
        """Presses a button of the page itself, not of its frame."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        """Follows a link or a link that looks like a button."""
        self.page.locator("main").get_by_text(name, exact=True).first.click()

    @property
    def heading(self) -> str:
        """The page's first heading."""
        return self.page.locator("h1").first.inner_text()

    @property
    def text(self) -> str:
        """What a person reads on the page."""
        return self.page.locator("main").inner_text()

    def problems(self) -> list[str]:
        """What axe-core finds against this page: rule, and where. Empty when all is well."""
        if not AXE.exists():
            missing("axe-core (make judges)")
        self.page.evaluate(AXE.read_text())
        found: Any = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]


@contextmanager
def visiting(
    browser: Browser, address: str, *, scripts: bool = True, width: int = LAPTOP, scheme: Any = "light"
) -> Iterator[Visitor]:
    """A visitor; at the end no console error, no report of the content policy, no request to another host."""
    context = browser.new_context(
        java_script_enabled=scripts,
        viewport={"width": width, "height": 844 if width == PHONE else 800},
        color_scheme=scheme,
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    visitor = Visitor(address, context, context.new_page(), scripts)

    def note_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and REFUSED_FORM not in message.text:
            visitor.complaints.append(f"{message.type}: {message.text}")

    def note_error(error: Error) -> None:
        visitor.complaints.append(f"script: {error}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "about:", "blob:")):
            visitor.complaints.append(f"request to another host: {request.url}")

    context.on("request", note_request)
    visitor.page.on("console", note_console)
    visitor.page.on("pageerror", note_error)
    try:
        yield visitor
    finally:
        context.close()
    assert not visitor.complaints, visitor.complaints
