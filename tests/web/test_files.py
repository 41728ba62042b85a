"""A file on pages: chosen, sealed, described; sent twice it is one; who lacks identities sees none of theirs."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A file to add."""
    path = tmp_path / "arm.txt"
    path.write_bytes(b"a bruise, seen from the left " * 100)
    return path


@pytest.mark.parametrize(("scripts", "width"), [(True, PHONE), (False, LAPTOP)])
def test_a_file_is_added_once_described_and_saved_again(
    browser: Browser, world: World, picture: Path, scripts: bool, width: int
) -> None:
    title = f"The left arm, {scripts}"
    with visiting(browser, world.address, scripts=scripts, width=width) as documenter:
        world.sign_in(documenter, "documenter")
        documenter.go(f"/cases/{world.id('case')}")
        documenter.follow("Add: Evidence")
        documenter.page.get_by_label("Title").fill(title)
        documenter.page.get_by_label("File", exact=True).set_input_files(picture)
        button = documenter.page.locator("main").get_by_role("button", name="Add the file")
        button.dblclick(no_wait_after=True)
        documenter.comes_to("/records/[0-9a-f]+/edit$")
        documenter.page.locator('[name="form-reason"]').fill("Said what it is.")
        documenter.page.locator('select[name="type"], [name="type"]').first.wait_for(state="attached")
        documenter.press("Save")
        assert documenter.heading == title
        with documenter.page.expect_download() as waiting:
            documenter.follow("Download the file")
        assert Path(waiting.value.path()).read_bytes() == picture.read_bytes()
        documenter.go(f"/cases/{world.id('case')}")
        assert documenter.page.locator("main").get_by_text(title, exact=True).count() == 1


def test_a_file_of_an_identity_is_not_there_for_who_opens_none(
    browser: Browser, world: World, picture: Path
) -> None:
    with visiting(browser, world.address) as documenter, visiting(browser, world.address) as investigator:
        world.sign_in(documenter, "documenter")
        documenter.go(f"/cases/{world.id('case')}/files")
        documenter.page.get_by_label("Title").fill("Passport, first page")
        documenter.page.locator('[name="compartment"][value="identity"]').check()
        documenter.page.get_by_label("File", exact=True).set_input_files(picture)
        documenter.press("Add the file")
        documenter.comes_to("/records/[0-9a-f]+/edit$")
        record = documenter.page.url.split("/")[-2]
        world.sign_in(investigator, "investigator")
        assert investigator.go(f"/cases/{world.id('case')}") == 200
        assert "Passport" not in investigator.page.content()
        for path in (f"/records/{record}", f"/files/{record}/content", f"/records/{record}/edit"):
            assert investigator.go(path) == 404
        assert investigator.go(f"/cases/{world.id('case')}/files") == 403


def test_a_file_that_is_too_large_says_so_and_keeps_the_title(
    browser: Browser, world: World, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.runtime.settings, "max_file_bytes", 100)
    with visiting(browser, world.address, scripts=False) as documenter:
        world.sign_in(documenter, "documenter")
        documenter.go(f"/cases/{world.id('case')}/files")
        documenter.page.get_by_label("Title").fill("Too much")
        documenter.page.get_by_label("File", exact=True).set_input_files(picture)
        documenter.press("Add the file")
        assert "too large: at most 100 bytes" in documenter.text
        assert documenter.page.get_by_label("Title").input_value() == "Too much"


def test_a_write_only_member_adds_a_file_and_does_not_read_it(
    browser: Browser, world: World, picture: Path
) -> None:
    with visiting(browser, world.address, scripts=False) as writer:
        world.sign_in(writer, "write-only")
        writer.go("/cases/new")
        writer.page.get_by_label("Title").fill("From the road")
        writer.press("Open the case")
        writer.follow("Add: Evidence")
        writer.page.get_by_label("File", exact=True).set_input_files(picture)
        writer.press("Add the file")
        assert "/added?evidence=" in writer.page.url
        record = writer.page.url.split("evidence=")[1]
        assert writer.go(f"/files/{record}/content") == 403
