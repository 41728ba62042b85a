"""A disk that failed: what cannot be read is named, and the rest is read all the same."""

import pytest
from sqlalchemy import text

from app.domain.custody import damage
from app.domain.custody.verify import verify_log
from app.domain.custody.views import LogReport
from app.errors import NotReady
from app.runtime import Runtime, create_runtime, open_runtime
from app.settings import Settings
from tests.domain.custody.spoiling import spoil
from tests.people import found, join

EMBEDDED = ("sqlcipher", "sqlite")


def verified(settings: Settings) -> LogReport:
    runtime = open_runtime(settings)
    try:
        with runtime.work(reads_only=True) as work:
            return verify_log(work)
    finally:
        runtime.close()


@pytest.fixture
def closed(settings: Settings) -> Settings:
    """An archive with two members whose process has ended."""
    runtime = create_runtime(settings)
    join(runtime, found(runtime), "documenter")
    runtime.close()
    return settings


@pytest.mark.parametrize("settings", EMBEDDED, indirect=True)
@pytest.mark.parametrize("table", ["certificate", "grant", "log_entry", "log_node", "token"])
def test_the_table_is_named(closed: Settings, table: str) -> None:
    assert verified(closed).ok
    spoil(closed, table)
    report = verified(closed)
    # no line of the log depends on a token's row, and nothing else reads it
    assert report.ok == (table == "token")
    assert report.ok or any(one.startswith(f"{table}: this table cannot be read") for one in report.problems)
    runtime = open_runtime(closed)
    with runtime.work(reads_only=True) as work:
        assert not damage.is_sound(work)
        assert damage.unreadable(work) == [table]
    runtime.close()


def test_the_rest_is_compared_all_the_same(closed: Settings) -> None:
    runtime = open_runtime(closed)
    with runtime.engine.begin() as connection:
        connection.execute(text("UPDATE holder SET active = false"))
    runtime.close()
    spoil(closed, "grant")
    problems = verified(closed).problems
    assert any(one.startswith("holder ") for one in problems)
    assert any(one.startswith("grant: not compared to its end") for one in problems)
    assert not any("it is missing" in one for one in problems), "nothing is said of what was not read"


def test_a_value_of_another_type_is_told_like_damage(closed: Settings) -> None:
    """SQLite keeps bytes where text was: whoever has the database can put them there."""
    runtime = open_runtime(closed)
    with runtime.engine.begin() as connection:
        connection.execute(text("UPDATE log_entry SET leaf = x'ff00' WHERE sequence = 2"))
    runtime.close()
    report = verified(closed)
    assert not report.ok
    assert any("log_entry" in one for one in report.problems)


@pytest.mark.parametrize("settings", ("sqlcipher", "sqlite", "postgresql"), indirect=True)
def test_a_whole_database_has_no_faults(runtime: Runtime) -> None:
    found(runtime)
    with runtime.work(reads_only=True) as work:
        assert damage.is_sound(work) and damage.unreadable(work) == []


def test_every_door_is_told_in_words(closed: Settings) -> None:
    spoil(closed, "setting")
    runtime = open_runtime(closed)
    try:
        with pytest.raises(NotReady, match="damaged") as refused, runtime.work() as work:
            work.setting("archive_id")
        assert "SELECT" not in refused.value.detail and refused.value.__cause__ is None
    finally:
        runtime.close()


def test_looking_writes_nothing(closed: Settings) -> None:
    before = (closed.folder / "testimonia.db").read_bytes()
    runtime = open_runtime(closed)
    with runtime.work(reads_only=True) as work:
        damage.is_sound(work)
        damage.unreadable(work)
    runtime.close()
    assert (closed.folder / "testimonia.db").read_bytes() == before
