"""Every page, seen by every member of the demo: accessible, quiet, and without a word to another host.

The pages are found as a person finds them: by following links from the first one. Of each address with an id in it
some are looked at, not all. A route that nobody's links lead to fails the last test.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser

from app.domain.accounts.signing_in import sign_in
from app.domain.archive.actions import open_case
from app.domain.archive.drafts import save_draft
from app.domain.archive.records import add_record
from app.domain.exports.actions import request_export
from app.domain.search.queries import search_register
from app.domain.search.views import RegisterQuestion
from app.web import router
from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World

LAPTOP_BY_DAY, PHONE_BY_NIGHT = (LAPTOP, "light"), (PHONE, "dark")
LOOKING = (
    ("founder", LAPTOP_BY_DAY),
    ("founder", PHONE_BY_NIGHT),
    ("write-only", PHONE_BY_NIGHT),
    ("investigator", LAPTOP_BY_DAY),
    ("auditor", PHONE_BY_NIGHT),
    *(
        pytest.param(*looking, marks=pytest.mark.torture)
        for looking in (
            ("write-only", LAPTOP_BY_DAY),
            ("investigator", PHONE_BY_NIGHT),
            ("auditor", LAPTOP_BY_DAY),
        )
    ),
)
"""Who looks, and on what: the founding member, who sees most pages, on both each time; all where it may take long."""
OF_EACH, OF_EACH_WITH_TIME = 1, 4
"""How many pages of one address with an id are looked at, for each member; and in `make torture`."""
ID = re.compile("[0-9a-f]{32}|(?<=/log/)[0-9]+")
FILES = re.compile(r"/(content|bundle)$")
seen: set[str] = set()
"""The addresses that were looked at in this module, ids replaced."""


def _added(world: World) -> list[str]:
    """Where a write-only member comes after adding something."""
    case = acting(world, "write-only", open_case, title="A new case").id
    note = acting(world, "write-only", add_record, case=case, kind="note", content={"text": "Ask again."}).id
    return [f"/cases/{case}/added?note={note}"]


def _begun(world: World) -> list[str]:
    """A draft, and an export that has just been asked for."""
    case = world.id("case")
    draft = acting(world, "founder", save_draft, case=case, kind="note", content={"text": "Ask again."}).id
    asked = {"recipient": world.id("recipient"), "profile": "full", "purpose": "national_prosecution"}
    export = acting(world, "founder", request_export, cases=[case], **asked).id
    return [f"/drafts/{draft}", f"/exports/{export}"]


def _named(world: World) -> list[str]:
    """A person of the register: the walk looks at two of its entries, and units come first."""
    question = RegisterQuestion(kind="person", name="Karshtan")
    person = acting(world, "investigator", search_register, question=question).results[0].record
    return [f"/register/{person}", "/register/duplicates"]


LED_TO: dict[str, Callable[[World], list[str]]] = {
    "write-only": _added,
    "founder": _begun,
    "investigator": _named,
}
"""Pages that no link leads to: one comes to them by doing something."""


def acting(world: World, login: str, deed: Callable[..., Any], **inputs: Any) -> Any:
    """Does a deed as a member of the demo."""
    passphrase = next(member.passphrase for member in world.demo.members if member.login == login)
    actor = sign_in(world.runtime.work, login=login, passphrase=passphrase).actor
    with world.runtime.work() as work:
        return deed(work=work, actor=actor, **inputs)


def form_of(path: str) -> str:
    """An address without its ids and its query."""
    return ID.sub("{}", re.split("[?#]", path, maxsplit=1)[0])


def links(visitor: Visitor) -> list[str]:
    """Every address of the archive that the page leads to, files left out."""
    found = visitor.page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return [path for path in dict.fromkeys(found) if not FILES.search(path)]


def walk(visitor: Visitor, starts: list[str], most: int) -> list[str]:
    """Looks at pages from `starts` on, and answers what is wrong with them."""
    waiting, looked, wrong = list(starts), dict[str, int](), list[str]()
    while waiting:
        path = waiting.pop(0)
        form = form_of(path)
        if looked.get(form, 0) >= most:
            continue
        looked[form] = looked.get(form, 0) + 1
        seen.add(form)
        status = visitor.go(path)
        if status != 200:
            wrong.append(f"{form}: a link that answers {status}")
            continue
        wrong += [f"{form}: {problem}" for problem in visitor.problems()]
        wrong += [f"{form}: {words}" for words in too_wide(visitor)]
        waiting += links(visitor)
    return wrong


def too_wide(visitor: Visitor) -> list[str]:
    """Whether the page has to be pushed sideways to be read."""
    width = visitor.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return [f"wider than the screen by {width} px"] if width > 0 else []


@pytest.mark.browser
@pytest.mark.parametrize(("login", "screen"), LOOKING, ids=str)
def test_the_pages_of_each_member(
    browser: Browser, world: World, login: str, screen: tuple[int, str], pytestconfig: pytest.Config
) -> None:
    width, scheme = screen
    most = OF_EACH_WITH_TIME if pytestconfig.getoption("--torture") else OF_EACH
    with visiting(browser, world.address, width=width, scheme=scheme) as visitor:
        world.sign_in(visitor, login)
        first = visitor.page.url.removeprefix(world.address)
        assert not walk(visitor, [first, *LED_TO.get(login, lambda _world: ())(world)], most)


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/sign-in", "/recover", "/join", "/nowhere"])
def test_the_pages_before_signing_in(browser: Browser, world: World, path: str) -> None:
    with visiting(browser, world.address, width=PHONE) as visitor:
        visitor.go(path)
        seen.add(path)
        assert not visitor.problems() + too_wide(visitor)


@pytest.mark.browser
def test_every_page_that_there_is_was_looked_at() -> None:
    pages = {
        re.sub(r"\{[^}]*\}", "{}", route.path)
        for route in iter_route_contexts(router.routes)
        if "GET" in route.methods and not FILES.search(route.path)
    }
    kinds = {
        re.sub("/(?:new|kinds)/[a-z]+$", lambda found: found[0].rsplit("/", 1)[0] + "/{}", path)
        for path in seen
    }
    assert pages - kinds - {"/"} == set()
