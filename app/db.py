"""The database: SQLite through SQLCipher by default, plain SQLite, or PostgreSQL by one setting."""

import sqlite3
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

from app.settings import Settings

BUSY_TIMEOUT_MS = 30_000


def make_engine(settings: Settings, database_key: bytes) -> Engine:
    """The engine of the archive. `database_key` (32 bytes) opens the SQLCipher file; PostgreSQL ignores it."""
    if settings.is_sqlite:
        return _sqlite_engine(settings, database_key)
    return create_engine(
        settings.url, pool_size=20, max_overflow=20, pool_pre_ping=True, hide_parameters=True
    )


def _sqlite_engine(settings: Settings, database_key: bytes) -> Engine:
    path = make_url(settings.url).database
    if not path:
        raise ValueError("TESTIMONIA_DATABASE_URL names no SQLite file")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    module: Any = sqlite3
    if settings.sqlcipher:
        import sqlcipher3.dbapi2 as module  # pyright: ignore[reportMissingTypeStubs]
    engine = create_engine(
        "sqlite://",
        creator=_connector(module, path, database_key if settings.sqlcipher else None),
        module=module,
        poolclass=QueuePool,
        pool_size=20,
        max_overflow=20,
        hide_parameters=True,  # an error names the statement, never what was asked or written
    )
    # pysqlite's own transaction control hides BEGIN; we begin explicitly and at once, so that a read
    # which turns into a write never fails half-way for a lock.
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _connector(module: Any, path: str, key: bytes | None) -> Callable[[], Any]:
    def connect() -> Any:
        connection = module.connect(path, check_same_thread=False, isolation_level=None)
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    return connect


def _begin_immediate(connection: Any) -> None:
    if connection.get_execution_options().get("reads_only"):
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate(engine: Engine) -> None:
    """Brings the tables to the newest revision. The migrations travel inside the package."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def migrations_folder() -> Path:
    """`migrations/`: at the top of a checkout, inside the package of an installed wheel."""
    packaged = Path(str(files("app"))) / "migrations"
    return packaged if packaged.is_dir() else packaged.parent.parent / "migrations"
