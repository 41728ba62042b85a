"""Opening an archive: where its database is gone, nothing is made in its place."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app.db import EMPTY, MISSING, OLDER
from app.errors import NotReady
from app.runtime import create_runtime, look_at_runtime, open_runtime
from app.settings import Settings
from tests.people import found


@pytest.fixture
def founded(settings: Settings) -> Settings:
    """An archive whose process has ended."""
    runtime = create_runtime(settings)
    found(runtime)
    runtime.close()
    return settings


OPENING = pytest.mark.parametrize("opening", [open_runtime, look_at_runtime])


@OPENING
def test_a_missing_or_empty_file_is_not_replaced(founded: Settings, opening: type) -> None:
    path = founded.folder / "testimonia.db"
    path.unlink()
    for _turn in range(2):
        with pytest.raises(NotReady) as refused:
            opening(founded)
        assert refused.value.detail == MISSING
        assert not path.exists() or path.stat().st_size == 0
        path.touch()


@OPENING
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_database_of_something_else_gets_no_tables(
    founded: Settings, opening: type, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    elsewhere = founded.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'other.db'}"})
    with pytest.raises(NotReady) as refused:
        opening(elsewhere)
    assert refused.value.detail == EMPTY
    other = sqlite3.connect(tmp_path / "other.db")
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    other.close()


@OPENING
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_an_empty_database_of_a_server_gets_no_tables(founded: Settings, opening: type) -> None:
    runtime = open_runtime(founded)
    with runtime.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    with pytest.raises(NotReady) as refused:
        opening(founded)
    assert refused.value.detail == EMPTY
    assert inspect(runtime.engine).get_table_names() == []
    runtime.close()


def test_looking_brings_no_table_up_to_date(founded: Settings) -> None:
    runtime = open_runtime(founded)
    with runtime.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    runtime.close()
    with pytest.raises(NotReady) as refused:
        look_at_runtime(founded)
    assert refused.value.detail == OLDER


def test_before_init_looking_says_so(settings: Settings) -> None:
    create_runtime(settings).close()
    with pytest.raises(NotReady, match="testimonia init"):
        look_at_runtime(settings)
