"""Claims on the pages of the register: what is wrong with one is said wherever it is shown, and days as they are meant."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World

DAY = "2021-08-14"
"""Two are shown in command of the unit, by claims that contradict each other."""


@pytest.fixture(params=[LAPTOP, PHONE])
def lawyer(request: pytest.FixtureRequest, browser: Browser, world: World) -> Iterator[Visitor]:
    with visiting(browser, world.address, width=request.param) as visitor:
        world.sign_in(visitor, "lawyer")
        yield visitor


def commanders(visitor: Visitor, world: World) -> list[str]:
    """The pages of those whom the unit page lists as posted."""
    visitor.go(f"/register/{world.id('unit')}")
    group = visitor.page.locator("section", has_text="Persons posted here").last
    links = group.locator("ul.entries li", has_text="in conflict").locator("a:first-child")
    return [link.get_attribute("href") or "" for link in links.all()]


def test_a_conflict_is_said_in_the_chain_the_chart_and_the_list(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/{world.id('unit')}")
    assert lawyer.page.locator("ul.entries .tag.mark", has_text="in conflict").count() == 2
    lawyer.page.fill("#on", DAY)
    lawyer.press("Show")
    lawyer.page.wait_for_load_state()
    row = lawyer.page.locator("table.chain tbody tr").first
    assert row.locator(".tag.mark", has_text="in conflict").count() == 2
    drawn = " ".join(lawyer.page.locator("svg.chart text").all_text_contents())
    assert drawn.count("in conflict") == 2
    assert lawyer.problems() == []


def test_a_conflict_is_said_on_the_pages_about_responsibility(lawyer: Visitor, world: World) -> None:
    person = commanders(lawyer, world)[0]
    lawyer.go(f"{person}/responsibility")
    assert lawyer.page.locator(".byline .tag.mark", has_text="in conflict").count() >= 1
    assert lawyer.problems() == []
    lawyer.go(f"{person}/responsibility/{world.id('unit')}")
    assert lawyer.page.locator("li .tag.mark", has_text="in conflict").count() >= 1
    assert lawyer.problems() == []


def test_the_list_says_of_open_days_what_the_timeline_draws(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/{world.id('unit')}")
    open_ = lawyer.page.locator("li", has_text="Deputy, captain").first.inner_text()
    assert "on 2020-11-06, perhaps earlier and later" in open_


def test_acts_are_counted_alone_with_case_and_days(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"{commanders(lawyer, world)[0]}/responsibility")
    heading = lawyer.page.locator("h3", has_text="What was done").first
    listed = heading.locator("xpath=following-sibling::ul[1]").locator(":scope > li")
    acts = listed.filter(has=lawyer.page.locator("> small", has_text="Act"))
    assert heading.locator(".count").inner_text().startswith(f"{acts.count()} act")
    assert acts.filter(has=lawyer.page.locator("a[href^='/cases/']")).count() == acts.count()
    titles = [row.locator("> a").first.get_attribute("href") for row in listed.all()]
    assert len(titles) == len(set(titles))
    assert (
        "2021-08-13 to 2021-08-14" in listed.filter(has_text="The night in the Mill Street yard").inner_text()
    )
