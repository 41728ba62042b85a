"""The whole story on pages: a documenter enters a testimony, an investigator finds it by incident and by unit, a lawyer
exports it, and the bundle that was downloaded verifies.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.domain.custody.queries import anchor
from app.domain.exports.verify import verify_bundle
from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser
WAYS = (
    ("sqlcipher", True, LAPTOP),
    ("postgresql", False, PHONE),  # pages do not know where the archive lies: each store sees one way
    pytest.param("sqlcipher", True, PHONE, marks=pytest.mark.torture),
    pytest.param("sqlcipher", False, LAPTOP, marks=pytest.mark.torture),
)
TOLD = "They made us kneel in the yard until it was light. A man in black counted us."


def fill(visitor: Visitor, **values: str) -> None:
    """Fills fields in, by the names that they post; `__` stands for a dot."""
    for name, value in values.items():
        visitor.page.locator(f'[name="{name.replace("__", ".")}"]').first.fill(value)


def choose(visitor: Visitor, **values: str) -> None:
    """Chooses in lists, and ticks boxes and dots."""
    for name, value in values.items():
        path = name.replace("__", ".")
        listed = visitor.page.locator(f'select[name="{path}"]')
        if listed.count():
            listed.first.select_option(value)
        else:
            visitor.page.locator(f'[name="{path}"][value="{value}"]').first.check()


def unfold(visitor: Visitor, title: str) -> None:
    """Opens a section of a form."""
    heading = visitor.page.get_by_role("heading", name=title, exact=True)
    section = visitor.page.locator("details.section", has=heading)
    if section.get_attribute("open") is None:
        section.locator("summary").first.click()


def find(visitor: Visitor, field: str, words: str) -> None:
    """Finds an entry of the register by typing, and takes the first."""
    visitor.page.locator(f'[name="find:{field}"]').fill(words)
    if not visitor.scripts:
        visitor.page.locator(f'button[value="find {field}"]').click()
    visitor.page.locator(f'.found input[name="{field}"]').first.check()


def save(visitor: Visitor) -> None:
    """Saves the form; what does not fit fails with what the page says."""
    visitor.press("Save")
    assert "/records/" in visitor.page.url, visitor.text


def enter(visitor: Visitor, title: str, recipient_kind: str) -> None:
    """A testimony: the person, their consent, what they told, what was done, and by whom."""
    visitor.page.get_by_role("link", name="Cases", exact=True).first.click()
    visitor.follow("Open a case")
    fill(visitor, title=title)
    visitor.press("Open the case")
    visitor.page.locator(".gap a").first.click()
    fill(visitor, pseudonym="W-0900")
    save(visitor)
    person = visitor.page.url
    visitor.follow("Record consent")
    fill(visitor, given_on="2021-09-01")
    unfold(visitor, "Whose word it is")
    choose(visitor, basis="own")
    choose(visitor, covers__word="everything")
    visitor.page.locator('button[value="add permissions"]').click()
    choose(visitor, permissions__0__purpose="national_prosecution", permissions__0__identity="confidential")
    fill(visitor, permissions__0__jurisdictions=recipient_kind)
    save(visitor)
    visitor.page.goto(person)
    visitor.follow("Record an account")
    choose(visitor, type="first_contact")
    fill(visitor, date="2021-09-01", language="en", narrative__paste=TOLD)
    save(visitor)
    visitor.follow("Record an act")
    choose(visitor, type="torture")
    choose(visitor, methods="forced_kneeling")
    fill(visitor, dates__first="2021-08-14")
    unfold(visitor, "Where, and in which event")
    find(visitor, "incident", "night in the Mill Street yard")
    save(visitor)
    visitor.follow("Say who was involved")
    unfold(visitor, "Who, in the witness's own words first")
    find(visitor, "unit", "Second Patrol Company")
    choose(visitor, degree="carried_out")
    save(visitor)


@pytest.mark.parametrize(("world", "scripts", "width"), WAYS, indirect=["world"], scope="module")
def test_a_testimony_goes_in_is_found_and_leaves_in_a_bundle_that_verifies(
    browser: Browser, world: World, tmp_path: Path, scripts: bool, width: int
) -> None:
    title = f"The kneeling in the yard, {'scripts' if scripts else 'plain'} {width}"
    with visiting(browser, world.address, scripts=scripts, width=width) as documenter:
        world.sign_in(documenter, "documenter")
        enter(documenter, title, "DE")
    with visiting(browser, world.address, scripts=scripts, width=width) as investigator:
        world.sign_in(investigator, "investigator")
        investigator.page.get_by_role("link", name="Search", exact=True).first.click()
        for field, words in (
            ("unit", "Second Patrol Company"),
            ("incident", "night in the Mill Street yard"),
        ):
            investigator.go("/search")
            fill(investigator, q="kneel yard")
            investigator.page.locator(f'[name="{field}-typed"]').fill(words)
            investigator.press("Search")
            assert "First contact" in investigator.text, investigator.text
    with visiting(browser, world.address, scripts=scripts, width=width) as lawyer:
        world.sign_in(lawyer, "lawyer")
        lawyer.page.get_by_role("link", name="Exports", exact=True).first.click()
        lawyer.follow("Prepare an export")
        lawyer.page.locator("fieldset#cases label", has_text=title).locator("input").check()
        choose(lawyer, recipient=world.id("recipient"), purpose="national_prosecution")
        lawyer.press("See what would leave")
        lawyer.press("Build the bundle")
        lawyer.page.get_by_text("Download the bundle").wait_for(timeout=120_000)
        with lawyer.page.expect_download() as waiting:
            lawyer.follow("Download the bundle")
        bundle = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(bundle)
    with world.runtime.work(reads_only=True) as work:
        fingerprint = anchor(work)
    verdict = verify_bundle(bundle, anchor=fingerprint)
    assert verdict.ok, verdict.as_text()
    assert verdict.signer_known
    assert TOLD.split(".", maxsplit=1)[0].encode() in bundle.read_bytes(), (
        "a bundle is stored, not packed: its words are there"
    )
