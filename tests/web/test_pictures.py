"""The chart of a chain and the timelines, in a browser: on a laptop, on a phone, without scripts, on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World

DAY = "2021-08-13"


@pytest.fixture(params=[LAPTOP, PHONE])
def lawyer(request: pytest.FixtureRequest, browser: Browser, world: World) -> Iterator[Visitor]:
    with visiting(browser, world.address, width=request.param) as visitor:
        world.sign_in(visitor, "lawyer")
        yield visitor


def ask(visitor: Visitor, world: World) -> None:
    visitor.go(f"/register/{world.id('unit')}")
    visitor.page.fill("#on", DAY)
    visitor.press("Show")
    visitor.page.wait_for_load_state()


def test_the_chart_says_what_the_table_says_and_its_links_lead_there(lawyer: Visitor, world: World) -> None:
    ask(lawyer, world)
    assert lawyer.problems() == []
    chart = lawyer.page.locator("svg.chart")
    table = lawyer.page.locator("table.chain")
    drawn = "".join("".join(chart.locator("text").all_text_contents()).split())
    for unit in table.locator("tbody th").all_text_contents():
        assert "".join(unit.split()) in drawn
    found = chart.locator("a").evaluate_all("links => links.map(a => a.getAttribute('xlink:href'))")
    assert len(found) > 5
    for link in sorted(set(found)):
        assert lawyer.go(link) == 200


def test_posts_over_time_stand_on_the_pages_of_unit_and_person(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/{world.id('unit')}")
    timeline = lawyer.page.locator("svg.timeline")
    assert "Commander" in timeline.text_content()  # pyright: ignore[reportOperatorIssue]
    posting = timeline.locator("a").first.get_attribute("href") or ""
    assert lawyer.go(posting) == 200
    lawyer.page.locator("main dd a[href^='/register/']").first.click()
    lawyer.page.wait_for_load_state()
    assert lawyer.problems() == []


def test_the_chart_is_there_without_scripts(browser: Browser, world: World) -> None:
    with visiting(browser, world.address, scripts=False) as visitor:
        world.sign_in(visitor, "lawyer")
        ask(visitor, world)
        assert visitor.page.locator("svg.chart").count() == 1
        assert visitor.page.locator("svg.chart text").count() > 5


def test_a_chart_is_not_cut_on_paper(browser: Browser, world: World) -> None:
    with visiting(browser, world.address) as visitor:
        world.sign_in(visitor, "lawyer")
        ask(visitor, world)
        visitor.page.set_viewport_size(
            {"width": 700, "height": 1000}
        )  # A4 in CSS pixels, without its margins
        visitor.page.emulate_media(media="print")
        box = visitor.page.locator("svg.chart").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 700
        assert box["height"] <= 1000
