"""What tests share: a fresh archive on each store, and the conformance vectors beside the checkout."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy

from app.clock import Clock
from app.runtime import Runtime, create_runtime
from app.settings import Settings

REPOSITORY = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
WEB = REPOSITORY / "tests" / "web"
STORES = ("sqlcipher", "sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--torture` runs what takes long, too."""
    parser.addoption("--torture", action="store_true", help="run the tests marked torture, which take long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is marked torture, but where `--torture` asks for it, and puts the pages first.

    Files go whole to one of the processes that run side by side: with the long ones first, neither waits at the end.
    """
    if not config.getoption("--torture"):
        long = [item for item in items if item.get_closest_marker("torture")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    items.sort(key=lambda item: not item.path.is_relative_to(WEB))


def missing(what: str) -> None:
    """Skips a test for what this machine lacks; where everything is required, that is a failure."""
    if os.environ.get("TESTIMONIA_TEST_REQUIRE_ALL"):
        pytest.fail(f"required here, and missing: {what}")
    pytest.skip(f"not on this machine: {what}")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of conformance vectors that nobody here wrote."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        missing("the conformance vectors in ../shared/data")
    return folder


class TestClock(Clock):
    """A clock that tests set. It starts at noon on 2026-03-02 and stands still."""

    __test__ = False

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
        super().__init__(lambda: self.at)


@pytest.fixture
def clock() -> TestClock:
    """The clock of the archive under test."""
    return TestClock()


@contextmanager
def settings_on(store: str, data: Path) -> Iterator[Settings]:
    """Settings of a fresh archive on one of STORES; a database of its own on the PostgreSQL server is dropped after."""
    if store != "postgresql":
        yield Settings(data=data, sqlcipher=store == "sqlcipher")
        return
    name = f"testimonia_test_{secrets.token_hex(6)}"
    server = postgres_server()
    with server.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    try:
        url = sqlalchemy.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
        yield Settings(data=data, database_url=url)
    finally:
        with server.connect() as connection:
            connection.execute(sqlalchemy.text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh archive; `@pytest.mark.parametrize("settings", STORES, indirect=True)` tries each store."""
    with settings_on(getattr(request, "param", "sqlcipher"), tmp_path / "archive") as fresh:
        yield fresh


def postgres_server() -> sqlalchemy.Engine:
    """The PostgreSQL server for tests, or a skip that says so."""
    server = sqlalchemy.create_engine(
        POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3}
    )
    try:
        server.connect().close()
    except sqlalchemy.exc.OperationalError:
        missing("PostgreSQL (TEST_POSTGRES_URL)")
    return server


@pytest.fixture
def runtime(settings: Settings, clock: TestClock) -> Iterator[Runtime]:
    """A fresh archive with tables and host keys; its founding member comes from tests/people.py."""
    opened = create_runtime(settings, clock)
    yield opened
    opened.close()
