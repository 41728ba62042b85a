"""The custody log on pages: an auditor follows a line to its proof; others see what they may know of."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.domain.custody import merkle
from app.domain.custody.queries import origin
from app.domain.custody.tlog_proof import verify_proof
from app.domain.custody.verify import verify_log
from tests.web.browser import LAPTOP, PHONE, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("scripts", "width"), [(True, PHONE), (False, LAPTOP)])
def test_an_auditor_follows_a_line_to_its_proof(
    browser: Browser, world: World, scripts: bool, width: int
) -> None:
    with visiting(browser, world.address, scripts=scripts, width=width) as auditor:
        world.sign_in(auditor, "auditor")
        auditor.page.get_by_role("link", name="Custody log").click()
        assert auditor.heading == "Custody log"
        auditor.page.locator("table.log tbody tr a[href^='/log/']").first.click()
        leaf, proof = auditor.page.locator("pre code").all_text_contents()
        with world.runtime.work(reads_only=True) as work:
            public, name = work.host.log_key.public, origin(work)
        index, checkpoint = verify_proof(proof, merkle.leaf_hash(leaf.encode()), name, public)
        assert auditor.page.url.endswith(f"/log/{index}")
        assert index < checkpoint.size
        auditor.page.locator("dl.facts a[href^='/log/on/']").click()
        assert auditor.heading.startswith("Custody of ")
        assert str(index) in auditor.page.locator("table.log tbody").inner_text()


def test_growth_is_proved_between_two_sizes_and_a_wrong_size_is_told(browser: Browser, world: World) -> None:
    with visiting(browser, world.address, scripts=False) as auditor:
        world.sign_in(auditor, "auditor")
        auditor.go("/log/growth")
        auditor.page.get_by_label("Lines in the older checkpoint").fill("many")
        auditor.press("Show the proof")
        assert "Give a size from 1 up" in auditor.text
        auditor.page.get_by_label("Lines in the older checkpoint").fill("7")
        auditor.press("Show the proof")
        assert "The log of 7 lines is the beginning" in auditor.text


def test_the_last_full_verification_is_told_with_what_differed(browser: Browser, world: World) -> None:
    with visiting(browser, world.address) as auditor:
        world.sign_in(auditor, "auditor")
        kept = Path(world.runtime.settings.host_folder) / "verification.json"
        kept.unlink(missing_ok=True)
        auditor.go("/log")
        assert "not yet read in full" in auditor.text
        with world.runtime.work(reads_only=True) as work:
            report = verify_log(work)
        auditor.page.reload()
        assert f"{report.size} lines" in auditor.text
        assert "Everything agreed" in auditor.text
        kept.write_text(
            re.sub(
                '"ok":true,"problems":\\[\\]', '"ok":false,"problems":["version 12: gone"]', kept.read_text()
            )
        )
        auditor.page.reload()
        assert "version 12: gone" in auditor.page.locator("[role=alert]").inner_text()
        assert not auditor.problems()


def test_others_see_the_lines_of_what_they_open_and_no_others(browser: Browser, world: World) -> None:
    account, unit = world.id("account"), world.id("unit")
    with visiting(browser, world.address) as owner, visiting(browser, world.address) as stranger:
        world.sign_in(owner, "documenter")
        owner.go(f"/records/{account}/custody")
        assert "Wrote a version" in owner.text
        assert "Documenter" in owner.text, "the name of who signed"
        assert owner.go(f"/log/on/{account}") == 200
        world.sign_in(stranger, "field-documenter")
        assert stranger.go(f"/log/on/{account}") == 404
        assert stranger.go(f"/log/on/{unit}") == 200
        assert stranger.go("/log/0") == 404
        assert account not in stranger.page.content()
