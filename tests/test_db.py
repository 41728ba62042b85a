"""Errors of the database say which statement failed, and nothing of what was asked or written."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.db import CLOSED, FULL, failures_in_words, make_engine
from app.errors import NotReady
from app.settings import Settings
from tests.conftest import STORES


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_an_error_does_not_repeat_what_was_bound(settings: Settings) -> None:
    engine = make_engine(settings, b"k" * 32)
    with pytest.raises(DBAPIError) as failed, engine.connect() as connection:
        connection.execute(text("SELECT * FROM nothing WHERE name = :name"), {"name": "Zorana"})
    engine.dispose()
    assert "nothing" in str(failed.value)
    assert "Zorana" not in str(failed.value)


@pytest.mark.parametrize("settings", ["sqlcipher", "sqlite"], indirect=True)
def test_a_full_disk_is_told_in_words(settings: Settings) -> None:
    engine = make_engine(settings, b"k" * 32)
    with pytest.raises(NotReady) as refused, failures_in_words(), engine.begin() as connection:
        connection.execute(text("CREATE TABLE named (name TEXT)"))
        connection.execute(text("PRAGMA max_page_count = 3"))
        connection.execute(text("INSERT INTO named VALUES (:name)"), {"name": "Zorana" * 10_000})
    engine.dispose()
    assert refused.value.detail == FULL
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_server_that_went_away_is_told_in_words(settings: Settings) -> None:
    engine = make_engine(settings, b"")
    with pytest.raises(NotReady) as refused, failures_in_words(), engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    engine.dispose()
    assert refused.value.detail == CLOSED


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_fault_of_the_program_is_not_taken_for_one_of_the_database(settings: Settings) -> None:
    engine = make_engine(settings, b"k" * 32)
    with pytest.raises(IntegrityError), failures_in_words(), engine.begin() as connection:
        connection.execute(text("CREATE TABLE named (name TEXT PRIMARY KEY)"))
        for _turn in range(2):
            connection.execute(text("INSERT INTO named VALUES ('x')"))
    engine.dispose()
