"""The alternative without any sealing: the same records in one plain SQLite database with FTS5.

It is asked what our search is asked and gives what our search gives: how many records answer, and of the fifty best the
id, case, kind, title and dates.
"""

import sqlite3
from pathlib import Path

from benchmarks.world import ACCOUNTS_EACH, CASES, FIRST_DAY, Told, told

SHOWN = 'record.id, record."case", record.kind, record.title, record.dates'
TABLES = """
CREATE VIRTUAL TABLE words USING fts5(text, content='');
CREATE TABLE record (
    n INTEGER PRIMARY KEY, id TEXT, "case" TEXT, kind TEXT, title TEXT, dates TEXT, individual INTEGER
);
CREATE INDEX record_individual ON record(individual, kind);
CREATE TABLE act (n INTEGER PRIMARY KEY, individual INTEGER, "case" TEXT, first TEXT, last TEXT);
CREATE TABLE involvement (act INTEGER, unit INTEGER);
CREATE INDEX involvement_unit ON involvement(unit);
"""
BY_UNIT = """
FROM involvement JOIN act ON act.n = involvement.act
JOIN record ON record.individual = act.individual AND record."case" = act."case" AND record.kind = 'account'
WHERE involvement.unit = ? AND act.first <= ? AND act.last >= ?
"""


def plain_database(path: Path, accounts: int) -> sqlite3.Connection:
    """The accounts, acts and involvements of the first `accounts` that were told."""
    connection = sqlite3.connect(path)
    connection.executescript(TABLES)
    act = Told("", FIRST_DAY, 0)
    for number, one in enumerate(told(accounts)):
        individual = number // ACCOUNTS_EACH
        case = f"{individual % CASES:032x}"
        connection.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (number + 1, one.text))
        connection.execute(
            "INSERT INTO record VALUES (?, ?, ?, 'account', 'Full interview, 2021-10-01', ?, ?)",
            (number + 1, f"{number:032x}", case, '{"first_precise":"2021-10-01"}', individual),
        )
        if number % ACCOUNTS_EACH == 0:  # what the first account reports is of the witness
            act, day = one, one.day.isoformat()
            connection.execute(
                "INSERT INTO act VALUES (?, ?, ?, ?, ?)", (individual, individual, case, day, day)
            )
            connection.execute("INSERT INTO involvement VALUES (?, ?)", (individual, act.unit))
    connection.commit()
    connection.execute("ANALYZE")
    return connection


def of_unit(plain: sqlite3.Connection, unit: int, first: str, last: str) -> tuple[int, list[tuple[str, ...]]]:
    """The accounts of witnesses who have an act by this unit in these days."""
    bound = (unit, last, first)
    total = plain.execute(f"SELECT COUNT(DISTINCT record.n) {BY_UNIT}", bound).fetchone()[0]
    best = plain.execute(f"SELECT DISTINCT {SHOWN} {BY_UNIT} ORDER BY record.n DESC LIMIT 50", bound)
    return total, best.fetchall()


def of_words(plain: sqlite3.Connection, match: str) -> tuple[int, list[tuple[str, ...]]]:
    """The accounts with all of these words, best first."""
    total = plain.execute("SELECT COUNT(*) FROM words WHERE words MATCH ?", (match,)).fetchone()[0]
    best = plain.execute(
        f"SELECT {SHOWN} FROM (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 50) w "
        "JOIN record ON record.n = w.rowid",
        (match,),
    )
    return total, best.fetchall()
