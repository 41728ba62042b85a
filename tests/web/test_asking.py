"""Search and register as people use them, in the demo's world: what answers, what is said of it, and what is not shown."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser
SECRET = "Mill Street facility"
"""The title of a case that the field documenter does not hold."""


@pytest.fixture(params=[(True, LAPTOP), (False, PHONE)], ids=["scripts-laptop", "plain-phone"])
def visitor(request: pytest.FixtureRequest, browser: Browser, world: World) -> Iterator[Visitor]:
    """Somebody at the door of the demo."""
    scripts, width = request.param
    with visiting(browser, world.address, scripts=scripts, width=width) as here:
        yield here


def search(visitor: Visitor, **fields: str) -> str:
    """What the search page says to these fields, by their ids."""
    visitor.go("/search")
    for name, value in fields.items():
        field = visitor.page.locator(f"#{name}")
        if name in {"kind", "type", "method"}:
            field.select_option(value)
        else:
            field.fill(value)
    visitor.press("Search")
    return visitor.text


def test_a_unit_is_found_by_typing_and_its_cases_with_why(visitor: Visitor, world: World) -> None:
    world.sign_in(visitor, "investigator")
    told = search(visitor, unit="Second Patrol")
    assert "Choose one" in told
    visitor.page.get_by_label("Second Patrol Company", exact=True).check()
    visitor.press("Search")
    told = visitor.text
    assert "of the unit “Second Patrol Company”" in told and "said to be involved" in told
    assert visitor.page.locator("#unit").input_value() == "Second Patrol Company"
    assert visitor.page.url == f"{world.address}/search", "nothing that was asked stands in the address"
    visitor.page.locator("#unit").fill("")
    visitor.page.locator("#q").fill("night")
    visitor.press("Search")
    assert "of the unit" not in visitor.text, "a field that was emptied no longer counts"


def test_no_answer_says_what_to_leave_out(visitor: Visitor, world: World) -> None:
    world.sign_in(visitor, "investigator")
    told = search(visitor, q="night zzzyyy", kind="account")
    assert "Nothing that you may open" in told and "without “with the words “night zzzyyy””" in told
    assert "no name like" not in search(visitor, person="Xqwzk"), "said in its own words"
    assert "The register holds nothing with a name like this" in visitor.text


def test_what_does_not_fit_is_said_beside_the_field(visitor: Visitor, world: World) -> None:
    world.sign_in(visitor, "investigator")
    told = search(visitor, **{"from": "2021-08-20", "to": "2021-08-10"})
    assert "The first day is after the last day" in told
    assert "at least one criterion" in search(visitor)


def test_the_register_is_browsed_and_searched_across_scripts(visitor: Visitor, world: World) -> None:
    world.sign_in(visitor, "auditor")
    visitor.go("/register?kind=unit")
    assert "Second Patrol Company" in visitor.text
    visitor.page.get_by_label("Name").fill("Другая патрульная рота")
    visitor.press("Find")
    assert "Second Patrol Company" in visitor.text and "Fourth Patrol Company" not in visitor.text
    visitor.page.get_by_role("link", name="Second Patrol Company", exact=True).click()
    assert visitor.heading == "Second Patrol Company"
    assert "Cases that you may open" not in visitor.text, "auditors open no case"


def test_a_unit_shows_its_commanders_of_a_day(visitor: Visitor, world: World) -> None:
    world.sign_in(visitor, "investigator")
    visitor.go(f"/register/{world.id('unit')}")
    visitor.page.locator("#on").fill("2021-08-14")
    visitor.press("Show")
    told = visitor.text
    assert "Trajan Karshtan, Commander, major" in told and "Level 1 above, over Second Patrol Company" in told
    assert "No commander is shown." in told, "a gap is said, not left out"
    assert SECRET in told, "the cases that this investigator may open"
    assert "2021-08-14" not in visitor.page.url


def test_the_superior_responsibility_file_is_read_and_added_to(visitor: Visitor, world: World) -> None:
    world.sign_in(visitor, "investigator")
    visitor.go("/register?kind=person")
    visitor.page.get_by_label("Name").fill("Karshtan")
    visitor.press("Find")
    visitor.page.get_by_role("link", name="Trajan Karshtan", exact=True).click()
    visitor.follow("Responsibility")
    row = visitor.page.locator("li").filter(has_text="Second Patrol Company").first
    row.get_by_role("link", name="superior responsibility").click()
    told = visitor.text
    assert visitor.heading == "Superior responsibility of Trajan Karshtan"
    for words in (
        "Position",
        "Effective control",
        "Knowledge",
        "Measures",
        "Contradicts",
        "Order no. 4",
        "By day",
    ):
        assert words in told, words
    visitor.follow("Add to the superior responsibility file")
    assert "Trajan Karshtan" in visitor.page.content() and "Second Patrol Company" in visitor.page.content()
    world.sign_in(visitor, "auditor")
    visitor.page.go_back()
    assert SECRET not in visitor.text


def test_who_holds_no_case_learns_of_none(visitor: Visitor, world: World) -> None:
    world.sign_in(visitor, "field-documenter")
    assert SECRET not in search(visitor, q="night")
    visitor.go(f"/register/{world.id('unit')}")
    assert SECRET not in visitor.text
    world.sign_in(visitor, "write-only")
    visitor.go("/register")
    assert "Second Patrol Company" in visitor.text, "names, and nothing more"
    assert visitor.page.locator("main ul.entries a").count() == 0
    assert visitor.go(f"/register/{world.id('unit')}") == 403
    assert "Who commanded" not in visitor.page.content() and SECRET not in visitor.page.content()
    assert visitor.go("/search") == 403
    assert visitor.go(f"/register/{world.id('account')}") == 404, (
        "a record of a case is no entry of the register"
    )
    assert visitor.go(f"/register/{'0' * 32}") == 404
