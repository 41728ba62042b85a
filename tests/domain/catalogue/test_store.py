"""A catalogue lives in memory, and nowhere else."""

import random
import sqlite3
import threading
from pathlib import Path

import pytest

from app.domain.catalogue.store import NOTHING_YET, Catalogue
from app.errors import NotSignedIn
from app.models import new_id
from tests.domain.catalogue.shelves import CITED, Case, Shelf, entry

ROWS = 150_000
"""Enough for SQLite to spill a sort to a temporary file, if it were let."""


def open_files() -> set[str]:
    """The files that this process has open, deleted ones too."""
    found: set[str] = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(descriptor.readlink()))
        except OSError:  # closed meanwhile
            continue
    return {path for path in found if path.startswith("/") and not path.startswith(("/dev", "/proc"))}


class Watch(threading.Thread):
    """Notes every file that is open at any time while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            self.seen |= open_files()

    def stop(self) -> None:
        self._ended.set()
        self.join()


def sort_much(connection: sqlite3.Connection) -> set[str]:
    """Sorts and indexes more than fits into SQLite's cache, and gives the files that were open meanwhile."""
    chance = random.Random(1)
    connection.execute("CREATE TABLE much (a TEXT, b TEXT)")
    rows = ((str(chance.random()) * 4, "word " * 20) for _ in range(ROWS))
    connection.executemany("INSERT INTO much VALUES (?, ?)", rows)
    before = open_files()
    watch = Watch()
    watch.start()
    connection.execute("CREATE INDEX much_a ON much (a)")
    connection.execute(
        "SELECT COUNT(*) FROM (SELECT a, b FROM much ORDER BY b, a DESC LIMIT -1 OFFSET 10)"
    ).fetchall()
    connection.execute("CREATE TEMP TABLE copy AS SELECT DISTINCT b, a FROM much ORDER BY a")
    watch.stop()
    connection.execute("DROP TABLE much")
    return watch.seen - before


def test_the_watch_sees_a_sort_that_spills() -> None:
    """Without temp_store=MEMORY the same work does open files: else the test below would prove nothing."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA temp_store = FILE")
    assert sort_much(connection)
    connection.close()


@pytest.mark.parametrize("from_snapshot", [False, True])
def test_catalogue_work_opens_no_file(from_snapshot: bool) -> None:
    shelf = Shelf()
    Case(shelf)
    catalogue = shelf.catalogue
    if from_snapshot:
        catalogue = Catalogue("a" * 32)
        assert catalogue.load(shelf.catalogue.serialized())
    with catalogue.reading() as connection:
        assert sort_much(connection) == set()


def test_serialized_and_loaded_it_is_the_same() -> None:
    shelf = Shelf()
    case = Case(shelf)
    other = Catalogue("a" * 32)
    assert other.watermark == NOTHING_YET
    assert other.load(shelf.catalogue.serialized())
    assert other.watermark == 0
    assert dict(other.held) == dict(shelf.catalogue.held)
    assert other.holds_any([case.account])
    other.take_in([entry("note", {"text": "after loading"}, case=case.id, compartment=case.working)])


def test_a_loaded_catalogue_is_not_bound_to_the_limit_of_deserialised_ones() -> None:
    shelf = Shelf()
    catalogue = Catalogue("a" * 32)
    assert catalogue.load(shelf.catalogue.serialized())
    with catalogue.reading() as connection:
        # A database that is still the deserialised one would take this, a plain one in memory does not
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("memory",)
        assert connection.execute("PRAGMA temp_store").fetchone() == (2,)


@pytest.mark.parametrize("version", [0, None])
def test_another_schema_is_not_loaded(version: int | None) -> None:
    shelf = Shelf()
    Case(shelf)
    with shelf.catalogue.reading() as connection:
        change = "UPDATE meta SET value = 0 WHERE name = 'schema'" if version == 0 else "DROP TABLE meta"
        connection.execute(change)
        serialized = connection.serialize()
    other = Catalogue("a" * 32)
    assert not other.load(serialized)
    assert other.watermark == NOTHING_YET


def test_a_batch_is_taken_in_wholly_or_not_at_all() -> None:
    shelf = Shelf()
    good = entry("source", {"title": "Gazette 12"})
    broken = entry(
        "relation", {"subordinate": "1" * 32, "superior": "2" * 32, "class": "command", "citations": CITED}
    )
    del broken.content["superior"]  # type: ignore[attr-defined]
    with pytest.raises(KeyError):
        shelf.catalogue.take_in([good, broken])
    assert not shelf.catalogue.holds_any([good.record])
    shelf.catalogue.take_in([good])
    assert shelf.catalogue.holds_any([good.record])


def test_a_newer_version_leaves_no_row_of_the_older() -> None:
    shelf = Shelf()
    case = Case(shelf)
    unit = shelf.unit()
    act = case.act(methods=["beating"], dates={"first_precise": "2021-03-05"})
    involvement = case.involvement(act=act, unit=unit)
    tables = ("item", "facet", "belongs", "event", "event_facet", "involved", "name", "name_key", "claim")

    def counts() -> list[int]:
        with shelf.catalogue.reading() as connection:
            return [connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables]

    before = counts()
    case.put(
        "act",
        {
            "individual": case.individual,
            "type": "torture",
            "reported_in": case.told,
            "methods": ["cold"],
            "dates": {"first_precise": "2021-03-05"},
        },
        record=act,
        version=2,
    )
    case.put(
        "involvement",
        {"act": act, "unit": unit, "degree": "ordered", "reported_in": case.told},
        record=involvement,
        version=2,
    )
    shelf.unit("Another name", **{})
    shelf.put(
        "unit", {"names": [{"text": "First Patrol Company"}], "citations": CITED}, record=unit, version=2
    )
    assert counts()[3:6] == before[3:6]
    with shelf.catalogue.reading() as connection:
        orphans = "SELECT COUNT(*) FROM {} WHERE item NOT IN (SELECT n FROM item)"
        for table in ("facet", "belongs", "event", "involved", "name", "claim"):
            assert connection.execute(orphans.format(table)).fetchone() == (0,)
        assert connection.execute(
            "SELECT COUNT(*) FROM name_key WHERE name NOT IN (SELECT n FROM name)"
        ).fetchone() == (0,)


def test_empty_forgets_everything() -> None:
    shelf = Shelf()
    Case(shelf)
    shelf.catalogue.empty()
    assert shelf.catalogue.watermark == NOTHING_YET
    assert not shelf.catalogue.held
    assert b"batons" not in shelf.catalogue.serialized()


def test_refused_versions_are_named_until_a_sound_one_comes() -> None:
    shelf = Shelf()
    record = new_id()
    shelf.catalogue.take_in([], [(record, 1)])
    assert shelf.catalogue.refused() == [(record, 1)]
    shelf.put("source", {"title": "Gazette 12"}, record=record, version=2)
    assert shelf.catalogue.refused() == []


def test_a_closed_catalogue_says_that_the_session_has_ended() -> None:
    catalogue = Catalogue("a" * 32)
    catalogue.close()
    for use in (lambda: catalogue.watermark, lambda: catalogue.held, lambda: catalogue.take_in([])):
        with pytest.raises(NotSignedIn):
            use()
