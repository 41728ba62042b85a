"""Errors of the database say which statement failed, and nothing of what was asked or written."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db import make_engine
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
