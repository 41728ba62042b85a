"""What every door needs to begin: settings -> engine, storage, host keys; and from these, units of work."""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db import CLOSED, MISSING, check_revision, failures_in_words, is_missing, make_engine, migrate
from app.domain.custody.append import append_pending
from app.domain.work import Shelf, Work, unit_of
from app.errors import NotReady
from app.hostkeys import HostKeys, load_host_keys, make_host_keys
from app.settings import Settings
from app.storage import Storage, make_storage

GARBAGE_AFTER = 50_000
"""So many new objects come between two looks of the collector of garbage."""


@dataclass
class Runtime:
    """One process's open archive."""

    settings: Settings
    engine: Engine
    storage: Storage
    host: HostKeys
    clock: Clock = field(default_factory=Clock)
    shelf: Shelf = field(default_factory=Shelf)

    @contextmanager
    def work(self, *, reads_only: bool = False) -> Generator[Work]:
        """One unit of work: committed at the end of the block, rolled back when it raises.

        `reads_only` takes no write lock on SQLite, so that readers do not wait for writers; a deed recorded in it
        may fail for a newer commit. Raises NotReady, saying what to do, when the database fails.
        """
        with failures_in_words(), unit_of(self.new_work(reads_only=reads_only)) as work:
            yield work

    def new_work(self, *, reads_only: bool = False) -> Work:
        """A Work that its caller commits or rolls back (streams do; everything else uses `work()`)."""
        engine = self.engine.execution_options(reads_only=True) if reads_only else self.engine
        session = Session(engine, expire_on_commit=False, autoflush=False)
        return Work(session, self.storage, self.host, self.clock, self.settings, self.shelf, append_pending)

    def close(self) -> None:
        """Drops what is open in memory and the connections."""
        self.shelf.close()
        self.engine.dispose()


def spare_the_collector() -> None:
    """Has the collector of garbage look less often, and pass by what was imported.

    Questions make tens of thousands of objects beside thousands that are kept; 700 new ones, the interpreter's habit,
    are soon made, and looking through all takes a tenth of an answer.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER)


def open_runtime(settings: Settings, clock: Clock | None = None) -> Runtime:
    """Opens an existing archive, and brings its tables up to date. Raises NotReady saying what is missing."""
    return _runtime(settings, load_host_keys(settings), clock)


def look_at_runtime(settings: Settings) -> Runtime:
    """Opens an existing archive and changes nothing: no folder is made, no table brought up to date.

    Raises NotReady saying what is missing.
    """
    host = load_host_keys(settings)
    if host.anchor is None:
        raise NotReady("This archive has no founding member yet. Run 'testimonia init'.")
    return _runtime(settings, host, None, looks_only=True)


def create_runtime(settings: Settings, clock: Clock | None = None) -> Runtime:
    """Makes host keys and tables for a new archive (its founding member follows). Raises NotReady if one is there."""
    return _runtime(settings, make_host_keys(settings), clock)


def _runtime(settings: Settings, host: HostKeys, clock: Clock | None, *, looks_only: bool = False) -> Runtime:
    founded = host.anchor is not None  # then there was a database, and another must not stand in for it
    try:
        if founded and is_missing(settings):
            raise NotReady(MISSING)
        storage = make_storage(settings, make_folder=not looks_only)
        engine = make_engine(settings, host.database_key)
    except (ValueError, ArgumentError, ModuleNotFoundError):
        raise NotReady(
            "A URL in the settings does not fit. See TESTIMONIA_DATABASE_URL and TESTIMONIA_STORAGE_URL in the README."
        ) from None
    try:
        with failures_in_words(otherwise=CLOSED):
            if looks_only:
                check_revision(engine)
            else:
                migrate(engine, fresh=not founded)
    except NotReady:
        engine.dispose()
        raise
    return Runtime(settings, engine, storage, host, clock or Clock())
