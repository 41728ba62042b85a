"""Signing in and out in a real browser, with scripts and without: nothing that was typed is lost, nothing sent twice."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from app.domain.accounts.actions import invite
from app.domain.accounts.signing_in import sign_in
from app.domain.archive.queries import list_cases
from app.http import COOKIE
from app.runtime import Runtime, create_runtime
from app.settings import Settings
from tests.api.server import serving
from tests.people import FOUNDER_LOGIN, PASSPHRASE, found
from tests.web.browser import WAYS, Visitor, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """An archive with its founding member."""
    opened = create_runtime(Settings(data=tmp_path_factory.mktemp("pages") / "archive"))
    found(opened)
    yield opened


@pytest.fixture(scope="module")
def address(runtime: Runtime) -> Iterator[str]:
    """Where it is served."""
    with serving(runtime) as at:
        yield at


@pytest.fixture(params=WAYS, ids=str)
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody at the door."""
    scripts, width = request.param
    with visiting(browser, address, scripts=scripts, width=width) as here:
        yield here


def titles(runtime: Runtime) -> list[str | None]:
    """The titles of all cases, newest first, as the founding member reads them."""

    actor = sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE).actor
    with runtime.work() as work:
        return [case.title for case in list_cases(work=work, actor=actor).results]


def test_signing_in_leads_to_the_page_that_was_asked_for(visitor: Visitor) -> None:
    visitor.go("/cases/new")
    assert visitor.heading == "Sign in"
    visitor.sign_in(FOUNDER_LOGIN, "not the passphrase")
    assert "do not match" in visitor.text
    assert visitor.page.get_by_label("Sign-in name").input_value() == FOUNDER_LOGIN, "what was typed is kept"
    visitor.sign_in(FOUNDER_LOGIN, PASSPHRASE)
    assert visitor.heading == "Open a case"


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    visitor: Visitor, runtime: Runtime
) -> None:
    visitor.sign_in(FOUNDER_LOGIN, PASSPHRASE)
    title = f'Two lines? & <b>"quotes"</b> {visitor.scripts} {visitor.page.viewport_size}'
    visitor.go("/cases/new")
    visitor.page.get_by_label("Title").fill(title)
    visitor.context.clear_cookies()
    visitor.press("Open the case")
    assert "Nothing that you typed is lost" in visitor.text
    visitor.sign_in(FOUNDER_LOGIN, "not the passphrase")
    visitor.sign_in(FOUNDER_LOGIN, PASSPHRASE)
    visitor.press("Continue")
    assert titles(runtime).count(title) == 1
    visitor.page.reload()
    visitor.go("/cases")
    visitor.page.go_back()
    assert titles(runtime).count(title) == 1


def test_signing_out_and_leaving_end_the_session(visitor: Visitor) -> None:
    for button in ("Sign out", "Leave at once"):
        visitor.go("/sign-in")
        visitor.sign_in(FOUNDER_LOGIN, PASSPHRASE)
        cookies: Any = {cookie["name"]: cookie["value"] for cookie in visitor.context.cookies()}
        visitor.page.get_by_role("button", name=button).click()
        visitor.page.wait_for_load_state()
        assert COOKIE not in {cookie["name"] for cookie in visitor.context.cookies()}
        answer = httpx.get(f"{visitor.address}/cases", headers={"Cookie": f"{COOKIE}={cookies[COOKIE]}"})
        assert answer.status_code == 303, "the cookie opens nothing any more"
    assert "Testimonia" not in visitor.page.content()
    visitor.page.go_back()
    assert visitor.heading == "Sign in"


def test_an_invited_person_joins_and_recovers(visitor: Visitor, runtime: Runtime) -> None:

    founder = sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE).actor
    with runtime.work() as work:
        invited = invite(work=work, actor=founder, name="Guest", roles=["documenter"])
    visitor.go(f"/join#{invited.invitation}")
    if not visitor.scripts:
        visitor.page.get_by_label("Invitation").fill(invited.invitation)
    assert invited.invitation not in visitor.page.url or not visitor.scripts
    visitor.page.get_by_label("Or choose your own").fill("short")
    visitor.press("Join")
    assert "12 characters" in visitor.text
    words = visitor.page.locator(".secret").inner_text()
    visitor.page.get_by_label("Use these words").check()
    visitor.press("Join")
    login, code = visitor.page.locator("dd.secret").all_inner_texts()
    visitor.go("/sign-in")
    visitor.sign_in(login, words)
    assert visitor.heading == "Cases"
    visitor.go("/recover")
    visitor.page.get_by_label("Sign-in name").fill(login)
    visitor.page.get_by_label("Recovery code").fill(code)
    visitor.page.get_by_label("Or choose your own").fill("another seven words of my own")
    visitor.press("Set the new passphrase")
    assert visitor.heading == "Your passphrase is set"
    visitor.go("/sign-in")
    visitor.sign_in(login, words)
    assert "do not match" in visitor.text
    visitor.sign_in(login, "another seven words of my own")
    assert visitor.heading == "Cases"


def test_a_form_of_another_page_is_refused(visitor: Visitor, runtime: Runtime) -> None:
    visitor.sign_in(FOUNDER_LOGIN, PASSPHRASE)
    before = titles(runtime)
    cookies: Any = {cookie["name"]: cookie["value"] for cookie in visitor.context.cookies()}
    own = {"Cookie": f"{COOKIE}={cookies[COOKIE]}", "Origin": visitor.address}
    for headers, fields in (
        (own, {"title": "Without the token"}),
        (own, {"title": "A token that is none", "form_token": "0" * 64}),
        (own | {"Origin": "https://other.example"}, {"title": "From elsewhere"}),
        ({"Cookie": own["Cookie"]}, {"title": "From nowhere"}),
    ):
        answer = httpx.post(f"{visitor.address}/cases/new", data=fields, headers=headers)
        assert answer.status_code == 403 and fields["title"] not in answer.text
    assert titles(runtime) == before
