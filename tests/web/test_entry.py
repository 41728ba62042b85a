"""Entering on pages, in a real browser: what was typed is kept, nothing is sent twice, every kind can be entered."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from app.domain.accounts.signing_in import sign_in
from app.domain.archive.actions import open_case
from app.domain.archive.queries import list_drafts, read_record
from app.domain.archive.records import add_claim, add_record
from app.domain.catalogue.queries import case_records
from app.domain.work import Actor
from app.records.kinds import CASE_KINDS, KINDS
from app.runtime import Runtime, create_runtime
from app.settings import Settings
from tests.api.server import serving
from tests.people import FOUNDER_LOGIN, PASSPHRASE, found
from tests.web.browser import PHONE, WAYS, Visitor, visiting

pytestmark = pytest.mark.browser
ENTERED = sorted(set(KINDS) - {"evidence"})


class Archive:
    """A served archive with its founding member, a case, and a place in the register."""

    def __init__(self, runtime: Runtime, address: str) -> None:
        self.runtime = runtime
        self.address = address
        self.founder = self.signed_in()
        source = self.do(add_claim, kind="source", content={"title": "A list", "type": "document"}).id
        names = [{"text": "Mill Street facility", "script": "Latn"}]
        content = {"names": names, "type": "police_station", "citations": [{"source": source}]}
        self.place = self.do(add_claim, kind="place", content=content).id
        self.case = self.do(open_case, title="The yard").id
        self.individual = self.do(
            add_record, case=self.case, kind="individual", content={"pseudonym": "W-0001"}
        ).id

    def signed_in(self) -> Actor:
        return sign_in(self.runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE).actor

    def do(self, deed: Any, **inputs: Any) -> Any:
        with self.runtime.work() as work:
            return deed(work=work, actor=self.founder, **inputs)

    def records(self, kind: str) -> list[Any]:
        """The contents of all records of this kind in the case."""
        known = [one for one in self.do(case_records, case=self.case) if one.kind == kind]
        return [self.do(read_record, record=one.record).content for one in known]

    def drafts(self) -> list[Any]:
        """The contents of the founding member's drafts in the case."""
        return [draft.content for draft in self.do(list_drafts, case=self.case).results]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive of this module, served."""
    runtime = create_runtime(Settings(data=tmp_path_factory.mktemp("entry") / "archive"))
    found(runtime)
    with serving(runtime) as address:
        yield Archive(runtime, address)


@pytest.fixture(params=WAYS, ids=str)
def visitor(request: pytest.FixtureRequest, browser: Browser, archive: Archive) -> Iterator[Visitor]:
    """The founding member, signed in."""
    scripts, width = request.param
    with visiting(browser, archive.address, scripts=scripts, width=width) as here:
        here.sign_in(FOUNDER_LOGIN, PASSPHRASE)
        yield here


def choose(visitor: Visitor, field: str, words: str, title: str) -> None:
    """Finds a record by typing into a field: at once where scripts run, by a button where not."""
    box = visitor.page.locator(f'[name="find:{field}"]')
    box.fill(words)
    if not visitor.scripts:
        visitor.page.locator(f'button[value="find {field}"]').click()
    visitor.page.locator(".found label", has_text=title).first.click()


def open_section(visitor: Visitor, title: str) -> None:
    """Opens a section of the form, if it is closed."""
    section = visitor.page.locator("details.section", has=visitor.page.get_by_role("heading", name=title))
    if section.get_attribute("open") is None:
        section.locator("summary").first.click()


def test_an_account_goes_from_a_mistake_over_a_draft_to_a_record(visitor: Visitor, archive: Archive) -> None:
    before, words = (
        len(archive.records("account")),
        f"They led us out. {visitor.scripts} {visitor.page.viewport_size}",
    )
    visitor.go(f"/cases/{archive.case}/new/account")
    paste = visitor.page.locator('[name="narrative.paste"]')
    paste.fill(f"{words}\n\nThen it <b>rained</b> & was 'cold'.")
    visitor.press("Save")
    assert "Please look again at this" in visitor.text
    visitor.page.locator("#problems a", has_text="Type").click()
    assert visitor.page.locator('[name="narrative.0.text"]').input_value() == words
    visitor.page.get_by_label("Individual", exact=False).first.select_option(archive.individual)
    visitor.press("Keep as a draft")
    assert visitor.heading == "Draft: Account"
    assert [draft["narrative"][0]["text"] for draft in archive.drafts()] == [words]
    visitor.page.get_by_label("First contact").check()
    visitor.page.locator('[name="date"]').fill("2021-09-30")
    visitor.press("Save")
    assert "/records/" in visitor.page.url
    assert words in visitor.text
    assert not archive.drafts()
    visitor.page.reload()
    visitor.page.go_back()
    visitor.page.go_forward()
    after = archive.records("account")
    assert len(after) == before + 1
    texts = [[paragraph["text"] for paragraph in one["narrative"]] for one in after]
    assert [words, "Then it <b>rained</b> & was 'cold'."] in texts


def test_save_pressed_twice_writes_once_and_back_shows_a_blank_form(
    visitor: Visitor, archive: Archive
) -> None:
    before = len(archive.records("note"))
    visitor.go(f"/cases/{archive.case}/new/note")
    visitor.page.locator('[name="text"]').fill("Ask again.")
    visitor.page.locator("main").get_by_role("button", name="Save", exact=True).dblclick(no_wait_after=True)
    visitor.comes_to("/records/[0-9a-f]+$")
    visitor.page.go_back()
    assert visitor.page.locator('[name="text"]').input_value() == ""
    assert len(archive.records("note")) == before + 1


def test_a_session_that_ends_in_the_middle_of_a_record_loses_nothing(
    visitor: Visitor, archive: Archive
) -> None:
    before = len(archive.records("individual"))
    visitor.go(f"/cases/{archive.case}/new/individual")
    visitor.page.locator('[name="pseudonym"]').fill("W-0002")
    visitor.page.locator('[name="protection_risks"]').fill('At the "border" <i>\n\nAnd after.')
    visitor.context.clear_cookies()
    visitor.press("Save")
    assert "Nothing that you typed is lost" in visitor.text
    visitor.sign_in(FOUNDER_LOGIN, PASSPHRASE)
    visitor.press("Continue")
    assert "/records/" in visitor.page.url, visitor.text
    after = archive.records("individual")
    assert len(after) == before + 1
    assert any(one["pseudonym"] == "W-0002" for one in after)
    assert any(one.get("protection_risks") == 'At the "border" <i>\n\nAnd after.' for one in after)


def test_dates_say_what_will_be_stored_and_places_are_found_by_typing(
    visitor: Visitor, archive: Archive
) -> None:
    before = len(archive.records("group"))
    visitor.go(f"/cases/{archive.case}/new/group")
    visitor.page.locator('[name="counted"]').fill("People in the yard")
    visitor.page.locator('[name="minimum"]').fill("30")
    open_section(visitor, "When and where")
    when = visitor.page.locator(".when")
    when.locator("select").first.select_option("between")
    when.locator('[name="dates.first"]').fill("2021-08-13")
    when.locator('[name="dates.last"]').fill("2021-08-14")
    choose(visitor, "place", "mill street", "Mill Street facility")
    visitor.press("Check")
    told = visitor.page.locator(".when .sentence q").inner_text()
    assert "2021-08-13" in told or "13 August 2021" in told
    visitor.press("Save")
    found = archive.records("group") if "/records/" in visitor.page.url else visitor.text
    assert len(found) == before + 1, found
    assert found[-1]["place"] == archive.place
    dates = {name: found[-1]["dates"][name] for name in ("first_imprecise", "last_imprecise")}
    assert dates == {"first_imprecise": "2021-08-13", "last_imprecise": "2021-08-14"}


@pytest.mark.parametrize("kind", ENTERED)
def test_each_kind_says_at_each_field_what_is_missing(browser: Browser, archive: Archive, kind: str) -> None:
    path = f"/cases/{archive.case}/new/{kind}" if kind in CASE_KINDS else f"/register/new/{kind}"
    with visiting(browser, archive.address, width=PHONE) as visitor:
        visitor.sign_in(FOUNDER_LOGIN, PASSPHRASE)
        assert visitor.go(path) == 200
        assert not visitor.problems()
        visitor.press("Save")
        assert "Please look again at this" in visitor.text
        links = visitor.page.eval_on_selector_all(
            "#problems a", "all => all.map(a => a.getAttribute('href'))"
        )
        assert links, "each problem leads to its field"
        for link in links:
            assert visitor.page.locator(f'[id="{link[1:]}"]').is_visible(), link
        assert not visitor.problems()
