"""An export on pages: chosen, looked at, asked for once, downloaded, and accepted by `testimonia verify`."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.domain.accounts.signing_in import sign_in
from app.domain.custody.queries import anchor
from app.domain.exports.queries import list_exports
from app.domain.exports.verify import verify_bundle
from tests.web.browser import PHONE, WAYS, Visitor, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser


def exports_of(world: World, login: str) -> int:
    """How many exports a member has asked for."""
    passphrase = next(member.passphrase for member in world.demo.members if member.login == login)
    actor = sign_in(world.runtime.work, login=login, passphrase=passphrase).actor
    with world.runtime.work(reads_only=True) as work:
        return list_exports(work=work, actor=actor).total


def choose(visitor: Visitor, world: World) -> None:
    """Fills in the form for the demo's largest case."""
    visitor.page.get_by_role("link", name="Exports").click()
    visitor.follow("Prepare an export")
    visitor.page.locator(f'input[value="{world.id("case")}"]').check()
    visitor.page.get_by_label("Recipient", exact=True).select_option(world.id("recipient"))
    visitor.page.get_by_label("Purpose", exact=True).select_option("national_prosecution")
    visitor.page.locator('input[value="full"]').check()
    visitor.press("See what would leave")


def wait(visitor: Visitor) -> None:
    """Until the bundle is there: the page looks again by itself; without scripts by its own refresh."""
    visitor.page.get_by_text("Download the bundle").wait_for(timeout=120_000)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_lawyer_prepares_a_bundle_that_verifies(
    browser: Browser, world: World, tmp_path: Path, way: tuple[bool, int]
) -> None:
    scripts, width = way
    with visiting(browser, world.address, scripts=scripts, width=width) as lawyer:
        world.sign_in(lawyer, "lawyer")
        before = exports_of(world, "lawyer")
        choose(lawyer, world)
        assert lawyer.heading == "What would leave"
        assert "Would stay" in lawyer.text
        assert exports_of(world, "lawyer") == before, "looking asks for nothing"
        button = lawyer.page.get_by_role("button", name="Build the bundle")
        button.dblclick(no_wait_after=True)
        wait(lawyer)
        lawyer.page.reload()
        assert exports_of(world, "lawyer") == before + 1, "pressed twice, asked once"
        with world.runtime.work(reads_only=True) as work:
            fingerprint = anchor(work)
        assert fingerprint in lawyer.text
        with lawyer.page.expect_download() as waiting:
            lawyer.follow("Download the bundle")
        bundle = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(bundle)
        verdict = verify_bundle(bundle, anchor=fingerprint)
        assert verdict.ok, verdict


def test_what_was_not_chosen_is_told_at_its_field(browser: Browser, world: World) -> None:
    with visiting(browser, world.address, scripts=False, width=PHONE) as lawyer:
        world.sign_in(lawyer, "lawyer")
        lawyer.go("/exports/new")
        lawyer.page.eval_on_selector_all(
            "[required]", "all => all.forEach(one => one.removeAttribute('required'))"
        )
        lawyer.press("See what would leave")
        assert "Choose at least one case." in lawyer.text
        assert "Choose a recipient." in lawyer.text


def test_a_teammate_and_others_see_nothing_of_it(browser: Browser, world: World) -> None:
    with visiting(browser, world.address, scripts=False) as lawyer:
        world.sign_in(lawyer, "lawyer")
        choose(lawyer, world)
        lawyer.press("Build the bundle")
        path = lawyer.page.url.removeprefix(world.address)
        wait(lawyer)
    for login, listing, page in (("founder", 200, 404), ("documenter", 403, 404), ("auditor", 200, 404)):
        with visiting(browser, world.address) as other:
            world.sign_in(other, login)
            assert other.go("/exports") == listing
            assert "Federal Prosecutor" not in other.page.content()
            assert other.go(path) == page
            assert other.go(f"{path}/bundle") == page
