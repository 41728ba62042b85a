"""From an invitation to the end of a membership, on pages: invited, joined, in a team, and out at once."""

import re

import pytest
from playwright.sync_api import Browser

from tests.web.browser import LAPTOP, PHONE, Visitor, visiting
from tests.web.conftest import World

pytestmark = pytest.mark.browser


def invited(founder: Visitor, name: str) -> str:
    """The one-time link of an investigator."""
    founder.page.get_by_role("link", name="Members", exact=True).first.click()
    founder.follow("Invite somebody")
    founder.page.get_by_label("Name that other members see").fill(name)
    founder.press("Make the invitation")
    assert "Choose at least one role" in founder.text
    assert founder.page.get_by_label("Name that other members see").input_value() == name
    founder.page.locator('[name="roles"][value="investigator"]').check()
    founder.press("Make the invitation")
    link = founder.page.locator(".secret").first.inner_text()
    founder.page.reload()  # sends the form again: nothing more is made, and the secret is not shown twice
    assert link not in founder.page.content()
    founder.go("/members")
    assert founder.text.count(name) == 1
    return link


@pytest.mark.parametrize(("scripts", "width"), [(True, LAPTOP), (False, PHONE)])
def test_a_membership_from_its_invitation_to_its_end(
    browser: Browser, world: World, scripts: bool, width: int
) -> None:
    name = f"Investigator {width}"
    with (
        visiting(browser, world.address, scripts=scripts, width=width) as founder,
        visiting(browser, world.address, scripts=scripts, width=width) as guest,
    ):
        world.sign_in(founder, "founder")
        link = invited(founder, name)
        guest.go("/join")
        guest.page.get_by_label("Invitation").fill(link.partition("#")[2])
        guest.page.get_by_label("Or choose your own").fill("seven plain words from a list")
        guest.press("Join")
        login = guest.page.locator("dd.secret").first.inner_text()
        guest.go("/sign-in")
        guest.sign_in(login, "seven plain words from a list")
        assert guest.go(f"/cases/{world.id('case')}") == 404
        founder.go("/teams")
        founder.follow("Analysis")
        founder.page.get_by_label("Member", exact=True).select_option(label=name)
        founder.press("Add to the team")
        assert guest.go(f"/cases/{world.id('case')}") == 200
        founder.go("/members")
        founder.follow(name)
        founder.page.locator("main a[role=button]", has_text="End the membership").click()
        founder.press("End the membership")
        assert re.search(f"{name}.*ended", founder.text, re.DOTALL)
        guest.go(f"/cases/{world.id('case')}")
        assert guest.heading == "Sign in"


def test_ones_sessions_and_passphrase(browser: Browser, world: World) -> None:
    with (
        visiting(browser, world.address) as here,
        visiting(browser, world.address, scripts=False) as elsewhere,
    ):
        for visitor in (here, elsewhere):
            world.sign_in(visitor, "auditor")
        here.page.get_by_role("link", name="Auditor").click()
        assert here.page.locator("main table").first.locator("tbody tr").count() >= 2
        here.press("End all others")
        elsewhere.go("/log")
        assert elsewhere.heading == "Sign in"
        here.follow("Change the passphrase")
        here.page.get_by_label("Present passphrase").fill("not this one at all")
        here.page.get_by_label("Or choose your own").fill("eight other words in a row")
        here.press("Change it")
        assert "not your present passphrase" in here.text
        here.page.get_by_label("Present passphrase").fill(
            next(member.passphrase for member in world.demo.members if member.login == "auditor")
        )
        here.page.get_by_label("Or choose your own").fill("eight other words in a row")
        here.press("Change it")
        assert here.page.url.endswith("/account")
        elsewhere.sign_in("auditor", "eight other words in a row")
        assert elsewhere.heading == "Custody log"


def test_a_token_is_shown_once_and_ended(browser: Browser, world: World) -> None:
    with visiting(browser, world.address, scripts=False, width=PHONE) as lawyer:
        world.sign_in(lawyer, "lawyer")
        lawyer.go("/account")
        lawyer.follow("Make a token")
        lawyer.page.get_by_label("What it is for").fill("Nightly export")
        lawyer.page.get_by_label("Days until it ends").fill("a week")
        lawyer.press("Make the token")
        assert "number of days" in lawyer.text
        lawyer.page.get_by_label("Days until it ends").fill("7")
        lawyer.press("Make the token")
        secret = lawyer.page.locator(".secret").inner_text()
        lawyer.page.reload()
        assert secret not in lawyer.page.content()
        lawyer.go("/account")
        assert lawyer.text.count("Nightly export") == 1
        lawyer.page.get_by_role("button", name="End the token Nightly export").click()
        assert lawyer.page.get_by_role("button", name="End the token Nightly export").count() == 0
