"""The register given out on pages: a lawyer finds the page, reads what leaves, and gets the file."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("scripts", "width"), [(True, LAPTOP), (False, PHONE)])
def test_a_lawyer_gives_the_register_out(
    browser: Browser, world: World, tmp_path: Path, scripts: bool, width: int
) -> None:
    with visiting(browser, world.address, scripts=scripts, width=width) as lawyer:
        world.sign_in(lawyer, "lawyer")
        lawyer.go("/register")
        lawyer.follow("Give the register out")
        assert "unidentified persons, restricted sources and recipients stay here" in lawyer.text
        assert not scripts or lawyer.problems() == []
        lawyer.page.get_by_label("FollowTheMoney").check()
        with lawyer.page.expect_download() as coming:
            lawyer.press("Download")
        assert coming.value.suggested_filename == "NVR-register.ftm.json"
        path = tmp_path / "register.ftm.json"
        coming.value.save_as(path)
    entities = [json.loads(line) for line in path.read_text().splitlines()]
    names = {name for entity in entities for name in entity["properties"].get("name", ())}
    assert {"Trajan Karshtan", "Second Patrol Company"} <= names


def test_who_prepares_no_exports_finds_no_way_there(browser: Browser, world: World) -> None:
    with visiting(browser, world.address) as investigator:
        world.sign_in(investigator, "investigator")
        investigator.go("/register")
        assert "Give the register out" not in investigator.text
        assert investigator.go("/register/export") == 403
