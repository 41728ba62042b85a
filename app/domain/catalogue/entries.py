"""Putting records into a catalogue's tables, and taking them out."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.catalogue.days import ANY_DAY, NO_DAYS, days_of
from app.domain.catalogue.names import parts
from app.domain.catalogue.schema import PARTS_OF_ITEM
from app.domain.catalogue.text import folded
from app.records.projection import Event, Projection
from app.records.vocabularies import command_class

CLAIMS: Mapping[str, tuple[str, str]] = {
    "posting": ("person", "unit"),
    "relation": ("subordinate", "superior"),
    "positioning": ("unit", "place"),
    "superior_responsibility": ("person", "unit"),
}
"""Kinds kept in full, with the two fields that they connect."""

ADD_ITEM = """
INSERT INTO item (record, version, compartment, "case", kind, title, dates,
                  first, last, sure_first, sure_last, range_first, range_last)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ADD_EVENT = """
INSERT INTO event (item, record, "case", key, reports,
                   first, last, sure_first, sure_last, range_first, range_last)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True)
class Entry:
    """The newest version of a record, verified, as a catalogue takes it in."""

    record: str
    version: int
    compartment: str
    case: str | None
    kind: str
    content: Mapping[str, Any] = field(repr=False)
    projection: Projection = field(repr=False)


class Terms:
    """Ids and codes as numbers; remembers those of one batch."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, int] = {}

    def __getitem__(self, text: str) -> int:
        """The number of a text, given to it now if it has none."""
        if text not in self._known:
            self._connection.execute("INSERT OR IGNORE INTO term (text) VALUES (?)", (text,))
            row = self._connection.execute("SELECT n FROM term WHERE text = ?", (text,)).fetchone()
            self._known[text] = row[0]
        return self._known[text]


def add(connection: sqlite3.Connection, terms: Terms, entry: Entry) -> None:
    """Takes an entry in, in place of an older version of the same record."""
    drop(connection, terms, entry.record)
    connection.execute("DELETE FROM refused WHERE record = ?", (terms[entry.record],))
    projection = entry.projection
    undated = ANY_DAY if entry.kind in CLAIMS else NO_DAYS
    dates = projection.dates
    item = connection.execute(
        ADD_ITEM,
        (
            terms[entry.record],
            entry.version,
            terms[entry.compartment],
            terms[entry.case] if entry.case else None,
            terms[entry.kind],
            projection.title,
            dates.model_dump_json(exclude_none=True) if dates else None,
            *days_of(dates, undated),
        ),
    ).lastrowid
    assert item is not None
    connection.execute("INSERT INTO fulltext (rowid, words) VALUES (?, ?)", (item, folded(projection.words)))
    connection.executemany(
        "INSERT INTO facet VALUES (?, ?, ?, ?)",
        [(terms[name], terms[value], terms[entry.kind], item) for name, value in projection.facets],
    )
    itself = (entry.record,) if entry.kind == "individual" else ()
    connection.executemany(
        "INSERT OR IGNORE INTO belongs VALUES (?, ?, ?, ?)",
        [
            (terms[individual], terms[entry.case or ""], terms[entry.kind], item)
            for individual in (*projection.individuals, *itself)
        ],
    )
    _add_names(connection, item, projection.names)
    for event in projection.events:
        _add_event(connection, terms, item, entry, event)
    _add_involvement(connection, terms, item, entry)
    if entry.kind in CLAIMS:
        one, other = (terms[entry.content[name]] for name in CLAIMS[entry.kind])
        connection.execute(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)",
            (item, entry.kind, one, other, _class_of(entry), json.dumps(entry.content)),
        )


def _class_of(entry: Entry) -> str | None:
    """What claims of a kind are chosen by: the class of a relation or positioning, what a posting means for command."""
    if entry.kind == "posting":
        return command_class(entry.content.get("roles", ()))
    return entry.content.get("class")


def drop(connection: sqlite3.Connection, terms: Terms, record: str) -> None:
    """Takes a record out. Its words stay in the full-text index, without a row that they lead to."""
    row = connection.execute("SELECT n FROM item WHERE record = ?", (terms[record],)).fetchone()
    if row is None:
        return
    connection.execute("DELETE FROM event_facet WHERE event IN (SELECT n FROM event WHERE item = ?)", row)
    connection.execute("DELETE FROM event WHERE item = ?", row)
    connection.execute("DELETE FROM name_key WHERE name IN (SELECT n FROM name WHERE item = ?)", row)
    for table in PARTS_OF_ITEM:
        connection.execute(f"DELETE FROM {table} WHERE item = ?", row)  # noqa: S608 # the names are ours
    connection.execute("DELETE FROM item WHERE n = ?", row)
    connection.execute("INSERT INTO dead VALUES (?)", row)


def _add_names(connection: sqlite3.Connection, item: int, names: Iterable[str]) -> None:
    for text in names:
        name = connection.execute("INSERT INTO name (item, text) VALUES (?, ?)", (item, text)).lastrowid
        keys = frozenset[str]().union(*(part.stored for part in parts(text)))
        connection.executemany("INSERT INTO name_key VALUES (?, ?)", [(key, name) for key in keys])


def _add_event(connection: sqlite3.Connection, terms: Terms, item: int, entry: Entry, event: Event) -> None:
    number = connection.execute(
        ADD_EVENT,
        (
            item,
            terms[entry.record],
            terms[entry.case or ""],
            event.key,
            event.reports,
            *days_of(event.dates, ANY_DAY),
        ),
    ).lastrowid
    told = [("type", event.type), ("place", event.place), ("incident", event.incident)]
    told += [("method", method) for method in event.methods]
    connection.executemany(
        "INSERT OR IGNORE INTO event_facet VALUES (?, ?, ?)",
        [(terms[name], terms[value], number) for name, value in told if value],
    )


def _add_involvement(connection: sqlite3.Connection, terms: Terms, item: int, entry: Entry) -> None:
    involves = entry.projection.involves
    if involves is None:
        return
    how = involves.degree, involves.certainty, involves.reports
    connection.executemany(
        'INSERT INTO involved (target, party, item, "case", degree, certainty, reports) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [
            (terms[involves.target or entry.record], terms[party], item, terms[entry.case or ""], *how)
            for party in dict.fromkeys((*involves.units, *involves.persons))
        ],
    )
