"""A browser for the session, and the demo archive served: what people see is tested in a world, not in a stub."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.cli.demo import sign_ins
from app.cli.demo.build import build_demo
from app.cli.demo.sign_ins import Demo
from app.runtime import Runtime, open_runtime
from app.settings import Settings
from tests.api.server import serving
from tests.conftest import settings_on
from tests.web.browser import Visitor, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as opened:
        yield opened


@dataclass
class World:
    """The served demo archive, and how its people sign in."""

    runtime: Runtime
    address: str
    demo: Demo

    def id(self, what: str) -> str:
        """The id of something that the demo points at."""
        return next(shown.id for shown in self.demo.shown if shown.what == what)

    def sign_in(self, visitor: Visitor, login: str) -> None:
        """Signs a member of the demo in."""
        visitor.go("/sign-in")
        visitor.sign_in(
            login, next(member.passphrase for member in self.demo.members if member.login == login)
        )
        visitor.page.wait_for_load_state()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo archive, closed, to be copied and never opened: building one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("built") / "demo"
    assert build_demo(Settings(data=folder))
    return folder


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo archive, new for each module that changes it or looks at it, on the store that a test asks for."""
    folder = tmp_path_factory.mktemp("world") / "demo"
    store: str = getattr(request, "param", "sqlcipher")
    if store == "sqlcipher":
        shutil.copytree(request.getfixturevalue("built"), folder)
    with settings_on(store, folder) as settings:
        assert build_demo(settings), "in a copy there is nothing to build"
        demo = sign_ins.read(settings.folder)
        assert demo is not None
        runtime = open_runtime(settings)
        with serving(runtime) as address:
            yield World(runtime, address, demo)
