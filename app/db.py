"""The database: SQLite through SQLCipher by default, plain SQLite, or PostgreSQL by one setting."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.errors import NotReady
from app.settings import Settings

BUSY_TIMEOUT_MS = 30_000

MISSING = (
    "The database is missing. Restore it, or check TESTIMONIA_DATABASE_URL. Nothing was made in its place."
)
EMPTY = "The database holds no tables. Restore it, or check TESTIMONIA_DATABASE_URL. Nothing was made in it."
OLDER = (
    "The tables are not those of this version of the program. Any command that opens the archive, such as "
    "'testimonia log checkpoint', brings older ones up to date."
)
CLOSED = "The database does not open. Check that it runs, TESTIMONIA_DATABASE_URL, and that the host folder is its own."
DAMAGED = (
    "The database is damaged: a part of it cannot be read. Stop the archive, keep a copy of the database as it is, "
    "see what 'testimonia doctor' finds, and restore the last backup."
)
BUSY = "Another process keeps the database busy. Nothing was changed. Try again later."
FULL = "There is no room left for the database. Nothing was changed. Make room on its disk, and try again."
READ_ONLY = "The database cannot be written. Check owner and mode of its file and folder."
_SQLITE_CODES = {5: BUSY, 6: BUSY, 8: READ_ONLY, 10: DAMAGED, 11: DAMAGED, 13: FULL, 14: CLOSED, 26: CLOSED}
_SPOILT = frozenset(code for code, words in _SQLITE_CODES.items() if words == DAMAGED)
_SQL_STATES = {
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "58": DAMAGED,
    "53": FULL,
    "55": BUSY,
    "08": CLOSED,
    "57": CLOSED,
}
_NOT_TEXT = "Could not decode to UTF-8"


@contextmanager
def failures_in_words(otherwise: str | None = None) -> Generator[None]:
    """The one place where a failure of the database becomes words for whoever stands at a door: NotReady.

    A fault of the program, such as a constraint that was not kept, passes through, unless `otherwise` is given. What
    the driver said is dropped: it may hold what was stored.
    """
    try:
        yield
    except DBAPIError as error:
        words = _words(error) or otherwise
        if words is None:
            raise
        raise NotReady(words) from None


def _words(error: DBAPIError) -> str | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE_CODES.get(code & 0xFF)  # what is above says more of the same
    if _NOT_TEXT in str(error.orig):
        return DAMAGED
    if error.connection_invalidated:
        return CLOSED
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return _SQL_STATES.get(state) or _SQL_STATES.get(state[:2])


def is_missing(settings: Settings) -> bool:
    """Whether the embedded database's file is not there, or empty: connecting would make another without a word."""
    path = Path(make_url(settings.url).database or "") if settings.is_sqlite else None
    return path is not None and not (path.is_file() and path.stat().st_size)


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
    event.listen(engine, "handle_error", _drop_spoilt)
    return engine


def _drop_spoilt(context: ExceptionContext) -> None:
    """On a connection that met a damaged page SQLCipher answers nothing more: the next question gets a fresh one."""
    if getattr(context.original_exception, "sqlite_errorcode", 0) & 0xFF in _SPOILT:
        context.is_disconnect, context.invalidate_pool_on_disconnect = True, False


def _connector(module: Any, path: str, key: bytes | None) -> Callable[[], Any]:
    def connect() -> Any:
        connection = module.connect(path, check_same_thread=False, isolation_level=None)
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute(
                "PRAGMA cipher_log_level = NONE"
            )  # else it prints a damaged page's error, again and again
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


def migrate(engine: Engine, *, fresh: bool = True) -> None:
    """Brings the tables to the newest revision. The migrations travel inside the package.

    Raises NotReady for a database without tables that is not to be a `fresh` one.
    """
    config = _migrations()
    with engine.begin() as connection:
        if not fresh and _revision(connection) is None:
            raise NotReady(EMPTY)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check_revision(engine: Engine) -> None:
    """Raises NotReady unless the tables are of the newest revision. Changes nothing."""
    with engine.connect() as connection:
        revision = _revision(connection)
    if revision is None:
        raise NotReady(EMPTY)
    if revision != ScriptDirectory.from_config(_migrations()).get_current_head():
        raise NotReady(OLDER)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    return config


def migrations_folder() -> Path:
    """`migrations/`: at the top of a checkout, inside the package of an installed wheel."""
    packaged = Path(str(files("app"))) / "migrations"
    return packaged if packaged.is_dir() else packaged.parent.parent / "migrations"
