"""Every page, seen by every member of the demo: accessible, quiet, and without a word to another host.

The pages are found as a person finds them: by following links from the first one. Of each address with an id in it
some are looked at, not all. A route that nobody's links lead to fails the last test.
"""

import re

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser

from app.web import router
from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World

LOGINS = ("founder", "write-only", "investigator", "auditor")
OF_EACH = 2
"""How many pages of one address with an id are looked at, for each member."""
ID = re.compile("[0-9a-f]{32}")
FILES = re.compile(r"/(content|bundle)$")
seen: set[str] = set()
"""The addresses that were looked at in this module, ids replaced."""


def form_of(path: str) -> str:
    """An address without its ids and its query."""
    return ID.sub("{}", re.split("[?#]", path, maxsplit=1)[0])


def links(visitor: Visitor) -> list[str]:
    """Every address of the archive that the page leads to, files left out."""
    found = visitor.page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return [path for path in dict.fromkeys(found) if not FILES.search(path)]


def walk(visitor: Visitor, start: str) -> list[str]:
    """Looks at pages from `start` on, and answers what is wrong with them."""
    waiting, looked, wrong = [start], dict[str, int](), list[str]()
    while waiting:
        path = waiting.pop(0)
        form = form_of(path)
        if looked.get(form, 0) >= OF_EACH:
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
@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize(("width", "scheme"), [(LAPTOP, "light"), (PHONE, "dark")])
def test_the_pages_of_each_member(
    browser: Browser, world: World, login: str, width: int, scheme: str
) -> None:
    with visiting(browser, world.address, width=width, scheme=scheme) as visitor:
        world.sign_in(visitor, login)
        assert not walk(visitor, visitor.page.url.removeprefix(world.address))


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
