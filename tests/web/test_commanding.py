"""Who commanded, asked for a day or a span, and from what happened; and whose file of superior responsibility."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from app.errors import Invalid
from app.web.commanding import Asked, existence
from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World


def test_a_day_is_a_span_of_one_day_and_nothing_is_none() -> None:
    assert Asked(on="2021-08-14").span() == (date(2021, 8, 14), date(2021, 8, 14))
    assert Asked(first="2021-08-01", last="2021-08-14").span() == (date(2021, 8, 1), date(2021, 8, 14))
    assert Asked().span() is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Asked(on="in August"), "on"),
        (Asked(first="2021-08-14"), "to"),
        (Asked(last="2021-08-14"), "from"),
        (Asked(first="2021-08-15", last="2021-08-14"), "from"),
    ],
)
def test_what_is_no_day_or_half_a_span_is_refused_at_its_field(asked: Asked, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked.span()
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(("year", "not_then"), [(2015, True), (2016, False), (2018, False), (2020, False)])
def test_the_unit_itself_is_said_not_to_be_shown_before_it_began(year: int, not_then: bool) -> None:
    dates = {"first_precise": "2016-01-15", "last_precise": "2018-01-15", "starts": True}
    span = Asked(first=f"{year}-01-01", last=f"{year}-12-31").span()
    assert span is not None
    assert existence({"dates": dates}, span) == ("2016-01-15 to 2018-01-15 or later", not_then)
    assert existence({}, span) == ("", False)


@pytest.fixture(params=[LAPTOP, PHONE])
def lawyer(request: pytest.FixtureRequest, browser: Browser, world: World) -> Iterator[Visitor]:
    with visiting(browser, world.address, width=request.param, scripts=request.param == LAPTOP) as visitor:
        world.sign_in(visitor, "lawyer")
        yield visitor


def test_over_a_span_the_chain_says_the_days_of_each_post(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/{world.id('unit')}")
    lawyer.page.fill("#from", "2021-08-01")
    lawyer.page.fill("#to", "2021-09-30")
    lawyer.press("Show these days")
    lawyer.page.wait_for_load_state()
    chain = lawyer.page.locator("table.chain")
    regiment = chain.locator("tbody tr", has_text="Level 1 above").first.inner_text()
    assert "certain 2021-08-09 – 2021-08-29" in regiment
    assert "certain on some days" in regiment
    assert "From 2021-08-01 to 2021-09-30" in lawyer.text
    assert "The unit itself, as its sources show it: 2016-01-15 to 2021-11-12 or later." in lawyer.text
    drawn = " ".join(lawyer.page.locator("svg.chart text").all_text_contents())
    assert "2021-08-09 – 2021-08-29" in drawn


def test_half_a_span_is_asked_for_again_with_what_was_typed(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/{world.id('unit')}")
    lawyer.page.fill("#from", "2021-08-01")
    lawyer.press("Show these days")
    lawyer.page.wait_for_load_state()
    assert lawyer.page.locator("#to-problem").count() == 1
    assert lawyer.page.locator("#from").input_value() == "2021-08-01"


def follow(visitor: Visitor) -> bool:
    """Presses the button that asks who commanded the unit then, where there is one."""
    way = visitor.page.locator("main form button", has_text="Second Patrol Company, 2021-08")
    if way.count() == 0:
        return False
    way.first.click()
    visitor.page.wait_for_load_state()
    assert visitor.heading == "Second Patrol Company"
    assert "2021" not in visitor.page.url  # days stand in no address
    return visitor.page.locator("table.chain").count() == 1


def test_one_press_leads_from_an_incident_to_who_commanded(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/{world.id('unit')}")
    lawyer.follow("Dispersal on Station Square")
    lawyer.page.wait_for_load_state()
    assert follow(lawyer)


def test_one_press_leads_from_an_act_to_who_commanded(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/{world.id('incident')}")
    acts = lawyer.page.locator("section li", has_text="Torture").locator("a[href^='/records/']")
    paths = [link.get_attribute("href") or "" for link in acts.all()]
    assert any(lawyer.go(path) == 200 and follow(lawyer) for path in paths)


def test_any_person_and_unit_lead_to_a_file(lawyer: Visitor, world: World) -> None:
    lawyer.go(f"/register/responsibility?unit={world.id('unit')}")
    assert lawyer.page.locator("#unit").input_value() == "Second Patrol Company"
    lawyer.press("Show")
    lawyer.page.wait_for_load_state()
    assert "Write whose file" in lawyer.text
    assert lawyer.heading == "Superior responsibility of a person for a unit"
    lawyer.page.fill("#person", "Trajan Karshtan")
    lawyer.press("Show")
    lawyer.page.wait_for_load_state()
    assert lawyer.heading == "Superior responsibility of Trajan Karshtan"
    assert lawyer.page.url.endswith(f"/responsibility/{world.id('unit')}")


def test_a_commander_of_the_unit_leads_to_the_file_and_a_deputy_does_not(
    lawyer: Visitor, world: World
) -> None:
    lawyer.go(f"/register/{world.id('unit')}")
    posted = lawyer.page.locator("section", has_text="Persons posted here").last.locator("li")
    file = lawyer.page.get_by_text("superior responsibility", exact=True)
    assert posted.filter(has_text="Deputy").filter(has=file).count() == 0
    posted.filter(has_text="Commander, major").locator("a", has_text="superior responsibility").click()
    lawyer.page.wait_for_load_state()
    assert lawyer.heading == "Superior responsibility of Trajan Karshtan"


def test_what_is_folded_is_open_on_paper(browser: Browser, world: World) -> None:
    with visiting(browser, world.address) as visitor:
        world.sign_in(visitor, "lawyer")
        visitor.go(f"/register/{world.id('unit')}")
        first = (
            visitor.page.locator("section", has_text="What refers to this").last.locator("details li").first
        )
        assert not first.is_visible()
        visitor.page.emulate_media(media="print")
        assert first.is_visible()
