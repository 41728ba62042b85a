"""A disk that failed, made by hand."""

import os

from sqlalchemy import text

from app.runtime import open_runtime
from app.settings import Settings


def spoil(settings: Settings, table: str) -> None:
    """Noise over the first page of a table, in the file of a closed database."""
    runtime = open_runtime(settings)
    with runtime.engine.connect() as connection:
        page = connection.scalar(
            text("SELECT rootpage FROM sqlite_master WHERE name = :name"), {"name": table}
        )
        size = int(connection.scalar(text("PRAGMA page_size")) or 0)
    runtime.close()
    assert page and size
    with (settings.folder / "testimonia.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
