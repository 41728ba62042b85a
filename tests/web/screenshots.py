"""`make screenshots`: the ten main pages of the demo, as pictures for the documentation.

Everything in them is invented: the country, its forces, every name. The demo is made anew in a temporary folder.
"""

import tempfile
from pathlib import Path

from app.cli.demo import sign_ins
from app.cli.demo.build import build_demo
from app.cli.demo.sign_ins import Demo
from app.runtime import open_runtime
from app.settings import Settings
from tests.api.server import serving
from tests.conftest import REPOSITORY
from tests.web.browser import LAPTOP, PHONE, Visitor, chromium, visiting

FOLDER = REPOSITORY / "docs" / "screenshots"
HEIGHT = 1000


def main() -> None:
    """Takes all pictures, in place of those that were there."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "demo")
        build_demo(settings)
        demo = sign_ins.read(settings.folder)
        if demo is None:
            raise RuntimeError("the demo was not built")
        with chromium() as browser, serving(open_runtime(settings)) as address:
            for login, width in (
                ("documenter", LAPTOP),
                ("documenter", PHONE),
                ("lawyer", LAPTOP),
                ("founder", LAPTOP),
            ):
                with visiting(browser, address, width=width) as visitor:
                    passphrase = next(one.passphrase for one in demo.members if one.login == login)
                    visitor.go("/sign-in")
                    if (login, width) == ("documenter", LAPTOP):
                        _take(visitor, "sign-in")
                    visitor.sign_in(login, passphrase)
                    visitor.page.wait_for_load_state()
                    _pages(visitor, demo, login, width)


def _pages(visitor: Visitor, demo: Demo, login: str, width: int) -> None:
    """What this member shows, at this width."""
    shown = {one.what: one.id for one in demo.shown}
    case = f"/cases/{shown['case']}"
    pages: dict[tuple[str, int], dict[str, str]] = {
        ("documenter", LAPTOP): {
            "cases": "/cases",
            "case": case,
            "account": f"/records/{shown['account']}",
            "form": f"{case}/new/account",
        },
        ("documenter", PHONE): {"phone": case},
        ("founder", LAPTOP): {"log": "/log", "members": "/members"},
    }
    for name, path in pages.get((login, width), {}).items():
        visitor.go(path)
        _take(visitor, name)
    if login == "documenter" and width == LAPTOP:
        _command(visitor, shown["unit"])
        _search(visitor)
    if login == "lawyer":
        _export(visitor, shown)


def _command(visitor: Visitor, unit: str) -> None:
    visitor.go(f"/register/{unit}")
    visitor.page.locator('[name="on"]').fill("2021-08-14")
    visitor.press("Show")
    _take(visitor, "command")


def _search(visitor: Visitor) -> None:
    visitor.go("/search")
    visitor.page.locator('[name="q"]').fill("yard")
    visitor.page.locator('[name="unit-typed"]').fill("Second Patrol Company")
    visitor.press("Search")
    _take(visitor, "search")


def _export(visitor: Visitor, shown: dict[str, str]) -> None:
    visitor.go("/exports/new")
    visitor.page.locator(f'input[value="{shown["case"]}"]').check()
    visitor.page.locator('[name="recipient"]').select_option(shown["recipient"])
    visitor.page.locator('[name="purpose"]').select_option("national_prosecution")
    visitor.press("See what would leave")
    _take(visitor, "export")


def _take(visitor: Visitor, name: str) -> None:
    """The top of the page, as somebody sees it first."""
    visitor.page.evaluate("document.activeElement?.blur()")
    size = visitor.page.viewport_size
    if size is not None:
        visitor.page.set_viewport_size({"width": size["width"], "height": HEIGHT})
    visitor.page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
