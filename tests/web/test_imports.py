"""A table taken in on pages: looked at row by row first, written only then, sent twice it is one."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser
LIST = """Person;Unit;Role;From;To;Source
{name};Lake Guard Post;Commander;2021-03-01;2021-05-31;Lake Gazette 7
{name};Lake Guard Post;Commander;2021-06-01;2021-05-31;Lake Gazette 7
"""


@pytest.mark.parametrize(("scripts", "width"), [(True, LAPTOP), (False, PHONE)])
def test_a_list_of_posts_is_looked_at_then_written(
    browser: Browser, world: World, tmp_path: Path, scripts: bool, width: int
) -> None:
    name = f"Zoran Vadar {scripts}"
    path = tmp_path / "posts.csv"
    path.write_text(LIST.format(name=name))
    with visiting(browser, world.address, scripts=scripts, width=width) as investigator:
        world.sign_in(investigator, "investigator")
        investigator.go("/register?kind=posting")
        investigator.follow("Take in a table")
        investigator.page.get_by_label("File", exact=True).set_input_files(path)
        investigator.press("Look at it")
        told = investigator.text
        assert "It would add to the register" in told and "1 row is refused" in told
        assert "The first day is after the last day" in told
        assert "Posting: " in told and "Posting Posting" not in " ".join(told.split())
        assert not scripts or investigator.problems() == []
        with investigator.page.expect_download() as coming:
            investigator.press("Download all rows of this list, as CSV")
        assert coming.value.suggested_filename == "row-by-row.csv"
        told = coming.value.path().read_text("utf-8-sig")
        assert "posts.csv,3,refused,posting" in told and "posts.csv,2,created,person" in told
        investigator.press("Write this to the register")
        assert "Written to the register" in investigator.text
        investigator.page.get_by_role("link", name=name, exact=True).first.click()
        assert investigator.heading == name and "Lake Guard Post" in investigator.text
        investigator.go("/register/import")
        investigator.page.get_by_label("File", exact=True).set_input_files(path)
        investigator.press("Look at it")
        assert "nothing new" in investigator.text


def test_what_is_no_table_is_said_beside_the_field(browser: Browser, world: World, tmp_path: Path) -> None:
    path = tmp_path / "posts.xlsx"
    path.write_bytes(b"no spreadsheet")
    with visiting(browser, world.address) as investigator:
        world.sign_in(investigator, "investigator")
        investigator.go("/register/import")
        investigator.page.get_by_label("File", exact=True).set_input_files(path)
        investigator.press("Look at it")
        assert "could not be opened" in investigator.text
        world.sign_in(investigator, "auditor")
        assert investigator.go("/register/import") == 403
