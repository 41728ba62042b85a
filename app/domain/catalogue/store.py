"""One holder's catalogue: an SQLite database that exists in clear only in this process's memory.

`temp_store` is set before anything else: without it SQLite writes large sorts to a temporary file, and
the whole promise is that no word of a case reaches the disk.
"""

import sqlite3
import threading
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from typing import Any, NamedTuple, TypeVar

from app.domain.catalogue import schema
from app.domain.catalogue.entries import Entry, Terms, add, drop
from app.errors import NotSignedIn

NOTHING_YET = -1
"""The watermark of an empty catalogue: the first line of the log is 0."""

T = TypeVar("T")

HELD = """
SELECT compartment.text, dossier.text, name FROM compartment held
JOIN term compartment ON compartment.n = held.id LEFT JOIN term dossier ON dossier.n = held."case"
"""


class Held(NamedTuple):
    """A compartment that is here in full: its case (none for the register) and its name."""

    case: str | None
    name: str


class Catalogue:
    """The records that one holder may read, and the log sequence up to which they are here.

    Sessions of several threads share it: readers and writers take turns on its one connection, and
    `catching_up` lets one of them at a time replay the log while the others go on reading.
    """

    def __init__(self, holder: str) -> None:
        self.holder = holder
        self.catching_up = threading.Lock()
        self.loaded = False  # whether a snapshot was looked for
        self.unsaved = 0  # records taken in since the last snapshot
        self._turn = threading.RLock()
        self._closed = False
        self._held: Mapping[str, Held] | None = None
        self._kept: dict[Callable[[], Any], Any] = {}
        self._connection = _empty()

    def close(self) -> None:
        """Drops everything from memory. Whoever asks afterwards is told that the session has ended."""
        with self._turn:
            self._closed = True
            self.forget()
            self._connection.close()

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """The connection, for one question; nothing changes meanwhile. Raises NotSignedIn after `close`."""
        with self._turn:
            if self._closed:
                raise NotSignedIn
            yield self._connection

    def kept(self, make: Callable[[], T]) -> T:
        """What readers have made of the rows so far, for them to fill: the same until records come or go, then made
        anew. It needs no turn: what is filled after a change is what nobody finds any more."""
        kept = self._kept
        if make not in kept:
            kept[make] = make()
        return kept[make]

    def forget(self) -> None:
        """Drops what readers keep."""
        self._kept = {}

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        with self.reading() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @property
    def watermark(self) -> int:
        """The last line of the custody log that is taken into account."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = 'watermark'").fetchone()
            return int(row[0])

    @property
    def held(self) -> Mapping[str, Held]:
        """The compartments that are here in full, by id."""
        with self.reading() as connection:
            if self._held is None:
                self._held = {id_: Held(case, name) for id_, case, name in connection.execute(HELD)}
            return self._held

    def holds_any(self, records: Iterable[str]) -> bool:
        """Whether one of these records is here."""
        with self.reading() as connection:
            query = "SELECT 1 FROM term JOIN item ON item.record = term.n WHERE term.text = ?"
            return any(connection.execute(query, (record,)).fetchone() for record in records)

    def refused(self) -> list[tuple[str, int]]:
        """Records and version numbers that were kept out because they do not stand up to the log."""
        with self.reading() as connection:
            return connection.execute(
                "SELECT text, version FROM refused JOIN term ON term.n = record ORDER BY text, version"
            ).fetchall()

    def take_in(self, entries: Iterable[Entry], refused: Iterable[tuple[str, int]] = ()) -> None:
        """Adds entries, all or none; an older version of a record gives way. `refused` stay out, named."""
        with self._writing() as connection:
            self.forget()
            terms = Terms(connection)
            for entry in entries:
                add(connection, terms, entry)
                self.unsaved += 1
            for record, version in refused:
                drop(connection, terms, record)
                connection.execute("INSERT OR IGNORE INTO refused VALUES (?, ?)", (terms[record], version))

    def reach(self, watermark: int, granted: Mapping[str, Held]) -> None:
        """Notes that everything up to this line of the log is here, and these compartments in full."""
        with self._writing() as connection:
            terms = Terms(connection)
            connection.executemany(
                "INSERT OR IGNORE INTO compartment VALUES (?, ?, ?)",
                [
                    (terms[id_], terms[held.case] if held.case else None, held.name)
                    for id_, held in granted.items()
                ],
            )
            connection.execute("UPDATE meta SET value = ? WHERE name = 'watermark'", (watermark,))
        if granted:
            self._held = None

    def empty(self) -> None:
        """Forgets everything, words included: what was revoked or erased must leave the memory too."""
        with self.reading() as connection:
            connection.close()
            self._connection = _empty()
            self._held = None
            self.forget()
            self.unsaved = 0

    def serialized(self) -> bytes:
        """The whole database as bytes, in clear: for sealing alone."""
        with self.reading() as connection:
            return connection.serialize()

    def load(self, serialized: bytes) -> bool:
        """Becomes what `serialized` gave; False, and unchanged, if another version of the schema wrote it."""
        with closing(_connect()) as deserialized:
            deserialized.deserialize(serialized)
            if _meta(deserialized, "schema") != schema.VERSION:
                return False
            connection = _connect()
            deserialized.backup(connection)  # since a deserialised database cannot grow past 1 GiB
        with self.reading() as old:
            old.close()
            self._connection = connection
            self._held = None
            self.forget()
            self.unsaved = 0
        return True


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _empty() -> sqlite3.Connection:
    connection = _connect()
    connection.executescript(schema.TABLES)
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)", [("schema", schema.VERSION), ("watermark", NOTHING_YET)]
    )
    return connection


def _meta(connection: sqlite3.Connection, name: str) -> object:
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    except sqlite3.DatabaseError:
        return None
    return row and row[0]
