"""Two records that may tell of one person: proposed on a page, joined with a reason, parted again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser
LIST = """person,unit,role,from,to,source
{name},Second Patrol Company,commander,2021-01-01,2021-03-31,Lake Gazette 9
{name},Second Patrol Company,commander,2021-04-01,2021-06-30,Lake Gazette 9
"""
"""Two postings to one unit: both match, and the unit is named once."""


@pytest.mark.parametrize(
    ("scripts", "width", "name"), [(True, LAPTOP, "Trayan Karshtan"), (False, PHONE, "Трайан Карштан")]
)
def test_a_pair_is_proposed_joined_and_parted(
    browser: Browser, world: World, tmp_path: Path, scripts: bool, width: int, name: str
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(LIST.format(name=name))
    with visiting(browser, world.address, scripts=scripts, width=width) as investigator:
        world.sign_in(investigator, "investigator")
        investigator.go("/register/import")
        investigator.page.get_by_label("File", exact=True).set_input_files(path)
        investigator.press("Look at it")
        investigator.press("Write this to the register")
        investigator.go("/register/duplicates")
        pair = investigator.page.locator("li", has_text=name).first.inner_text()
        assert pair.count("Second Patrol Company") == 1
        investigator.go("/register?kind=person")
        investigator.follow(name)
        investigator.follow("Same person?")
        assert "Trajan Karshtan" in investigator.text
        assert not scripts or investigator.problems() == []
        proposed = investigator.page.locator("section[aria-labelledby=proposed] form").first
        proposed.get_by_label("Reason").fill("The same post, the same months, one name in two spellings.")
        proposed.get_by_role("button").click()
        investigator.page.wait_for_load_state()
        assert "is the same person as" in investigator.text
        decided = investigator.page.locator("section[aria-labelledby=decided] form").first
        decided.get_by_label("Reason").fill("Another order names both.")
        decided.get_by_role("button").click()
        investigator.page.wait_for_load_state()
        assert "No decision joins another record with this one." in investigator.text
