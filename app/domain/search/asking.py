# ruff: noqa: S608 - SQL is put together from the fragments in this file; whatever was typed is bound
"""One question put to one catalogue.

The design says what a question means: words, name, kind and case test the record itself; unit, incident, place,
person, type, method and date test it, or an act, arrest or stay of the same individual in the same case with its
involvements, and one and the same event must meet them all. Acts, detentions and involvements stand for
themselves: another act of the same person does not answer for them.

The steps fill temporary tables, in memory like everything here, so the catalogue must be held throughout.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY, certain, shown
from app.domain.catalogue.lookups import number, numbers
from app.domain.catalogue.names import needed, parts, rank
from app.domain.catalogue.text import matching
from app.domain.forces.rules import Window
from app.domain.search.views import Question

SCRATCH = """
CREATE TEMP TABLE under (
    unit INTEGER, first INTEGER, last INTEGER, sure_first INTEGER, sure_last INTEGER
);
CREATE TEMP TABLE met (item INTEGER, record INTEGER, "case" INTEGER, possible INTEGER);
CREATE INDEX temp.met_item ON met (item);
CREATE TEMP TABLE pair (individual INTEGER, "case" INTEGER, possible INTEGER);
CREATE TEMP TABLE found (n INTEGER PRIMARY KEY, possible INTEGER, indirect INTEGER);
CREATE TEMP TABLE named (n INTEGER PRIMARY KEY, score REAL);
"""
SCRATCHED = "SELECT 1 FROM sqlite_temp_master"
CLEARED = [f"DELETE FROM temp.{table}" for table in ("under", "met", "pair", "found", "named")]

KINDS_OF_EVENTS = ("act", "detention")

OF_ITSELF = "i.kind IS NOT :act AND i.kind IS NOT :detention"
"""Records that may answer by their own facets, or by an event of their individual: all but the events."""

PAIRS = """
SELECT individual.text, dossier.text, MIN(met.possible)
FROM temp.met JOIN belongs ON belongs.item = met.item
JOIN term individual ON individual.n = belongs.individual JOIN term dossier ON dossier.n = met."case"
WHERE dossier.text IN (SELECT value FROM json_each(?)) GROUP BY 1, 2
"""

BY_KEYS = """
SELECT name.item, name.text FROM (
    SELECT name_key.name AS n FROM json_each(?) asked JOIN name_key ON name_key.key = asked.value ->> 0
    GROUP BY name_key.name HAVING COUNT(DISTINCT asked.value ->> 1) = ?
) JOIN name USING (n)
"""

WORDS = "(SELECT rowid AS n, rank FROM fulltext WHERE fulltext MATCH :words) w"

COUNT_WORDS = """
SELECT COUNT(*) FROM fulltext WHERE fulltext MATCH :words AND rowid NOT IN (SELECT n FROM dead)
"""

ANSWERED = "(SELECT n FROM json_each(:answered) JOIN term ON term.text = value)"

# CROSS JOIN keeps the order in which the tables are written: from what was found to what belongs to it
FIND = """
INSERT INTO temp.found SELECT n, MIN(possible), MIN(indirect) FROM (
    SELECT item AS n, possible, 0 AS indirect FROM temp.met
    UNION ALL
    SELECT v.item, met.possible, 0 FROM temp.met
        CROSS JOIN involved v ON v.target = met.record AND v."case" = met."case" AND {names_who_is_asked_for}
    UNION ALL
    SELECT i.n, met.possible, 1 FROM temp.met
        CROSS JOIN belongs w ON w.item = met.item CROSS JOIN belongs b ON b.individual = w.individual
        CROSS JOIN item i ON i.n = b.item AND i."case" = met."case" AND {of_itself}
    UNION ALL
    SELECT i.n, pair.possible, 1 FROM temp.pair
        CROSS JOIN belongs b ON b.individual = pair.individual
        CROSS JOIN item i ON i.n = b.item AND i."case" = pair."case" AND {of_itself}
    UNION ALL
    SELECT i.n, {own_possible}, 0 FROM {own_joins} WHERE {own_conditions}
) GROUP BY n
"""


class Hit(NamedTuple):
    """A record that answers. Hits compare as answers are ordered: sure first, by name, by words, direct ones."""

    possible: int
    name: float
    words: float
    indirect: int
    tie: int
    n: int


class Pair(NamedTuple):
    """An individual of a case with an event that meets the question: told to another catalogue."""

    individual: str
    case: str
    possible: int


class Asked:
    """A question in the numbers of one catalogue. `meet`, then perhaps `learn`, then `hits`."""

    def __init__(
        self, connection: sqlite3.Connection, question: Question, units: Mapping[str, Sequence[Window]]
    ) -> None:
        """`units` are the unit asked for and those that stand for it, with the windows in which they do."""
        self._connection = connection
        self._question = question
        self._facts = question.facts
        fields = ("unit", *self._facts)
        texts = {question.kind, question.case, *KINDS_OF_EVENTS, *fields, *self._facts.values(), *units}
        self._numbers = numbers(connection, [text for text in texts if text])
        self._bound: dict[str, Any] = {
            "from": FIRST_DAY if question.first is None else question.first.toordinal(),
            "to": LAST_DAY if question.last is None else question.last.toordinal(),
            "kind": question.kind and self._number(question.kind),
            "case": question.case and self._number(question.case),
            "words": question.q and matching(question.q),
            "answered": None,
            **{kind: self._number(kind) for kind in KINDS_OF_EVENTS},
            **{f"{field}_field": self._number(field) for field in fields},
            **{field: self._number(value) for field, value in self._facts.items()},
        }
        if not question.of_facts and question.name is None:
            return
        if connection.execute(SCRATCHED).fetchone() is None:
            connection.executescript(SCRATCH)
        for clear in CLEARED:
            connection.execute(clear)
        connection.executemany(
            "INSERT INTO temp.under VALUES (?, ?, ?, ?, ?)",
            [(self._number(unit), *window) for unit, windows in units.items() for window in windows],
        )

    def meet(self) -> None:
        """Finds the events that meet every fact asked for."""
        joins, conditions, possible = ["event e"], ["TRUE"], ["FALSE"]
        if self._question.unit:  # the units come first: they are few
            joins = [
                "temp.under u CROSS JOIN involved v ON v.party = u.unit "
                'CROSS JOIN event e ON e.record = v.target AND e."case" = v."case"'
            ]
            conditions.append("e.first <= u.last AND e.last >= u.first")
            possible.append("NOT (e.first >= u.sure_first AND e.last <= u.sure_last)")
        if "person" in self._facts:
            joins.append('involved p ON p.party = :person AND p.target = e.record AND p."case" = e."case"')
        if self._question.dated:
            conditions.append(shown("e"))
            possible.append(f"NOT {certain('e')}")
        conditions += [
            f"e.n IN (SELECT event FROM event_facet WHERE field = :{field}_field AND value = :{field})"
            for field in self._facts
            if field != "person"
        ]
        if self._question.case:
            conditions.append('e."case" = :case')
        self._run(
            f'INSERT INTO temp.met SELECT e.item, e.record, e."case", {" OR ".join(possible)} '
            f"FROM {' JOIN '.join(joins)} WHERE {' AND '.join(conditions)}"
        )

    def pairs(self, cases: Iterable[str]) -> list[Pair]:
        """The individuals of these cases who have an event that meets the question."""
        return [Pair(*row) for row in self._connection.execute(PAIRS, (json.dumps(sorted(cases)),))]

    def learn(self, pairs: Iterable[Pair]) -> None:
        """Takes what another catalogue found about individuals of cases that this one holds only in part."""
        self._connection.executemany(
            "INSERT INTO temp.pair VALUES (?, ?, ?)",
            [(self._number(pair.individual), self._number(pair.case), pair.possible) for pair in pairs],
        )

    def leave_out(self, compartments: Set[str]) -> None:
        """Another catalogue answers for what is in these compartments."""
        self._bound["answered"] = json.dumps(sorted(compartments)) if compartments else None

    def hits(self, most: int) -> tuple[int, list[Hit]]:
        """How many records answer, and the best of them."""
        asked = self._question
        if asked.q is not None and self._bound["words"] is None:
            return 0, []
        if asked.of_facts:
            self._find()
        if asked.name is not None:
            scores = named(self._connection, asked.name)
            self._connection.executemany("INSERT INTO temp.named VALUES (?, ?)", scores.items())
        columns = [
            "f.possible" if asked.of_facts else "0",
            "-m.score" if asked.name is not None else "0",
            "w.rank" if asked.q is not None else "0",
            "f.indirect" if asked.of_facts else "0",
            "i.n" if asked.q is not None else "-i.n",
        ]
        order = [column for column in columns if column != "0"]
        if order[0] == "w.rank":  # then alone: the full-text index sorts, and only the best are looked up
            order = order[:1]
        body = self._of_hits()
        best = self._run(
            f"SELECT {', '.join(columns)}, i.n {body} ORDER BY {', '.join(order)} LIMIT {most:d}"
        ).fetchall()
        total = self._run(self._count(body)).fetchone()[0] if len(best) == most else len(best)
        return total, [Hit(*row) for row in best]

    def _of_hits(self) -> str:
        """The SQL from which hits are selected: the first source is read through, in the others it is looked up."""
        sources = [
            (WORDS, self._question.q is not None),
            ("temp.found f", self._question.of_facts),
            ("temp.named m", self._question.name is not None),
            ("item i", True),
        ]
        conditions = ["TRUE", *self._of_record()]
        if self._bound["answered"]:
            conditions.append(f"i.compartment NOT IN {ANSWERED}")
        joined = " NATURAL CROSS JOIN ".join(source for source, wanted in sources if wanted)
        return f"FROM {joined} WHERE {' AND '.join(conditions)}"

    def _count(self, body: str) -> str:
        """The SQL that counts hits: of words alone without looking at the records."""
        return (
            COUNT_WORDS
            if body == f"FROM {WORDS} NATURAL CROSS JOIN item i WHERE TRUE"
            else f"SELECT COUNT(*) {body}"
        )

    def _of_record(self) -> list[str]:
        """What the record itself must be."""
        asked = {"i.kind = :kind": self._question.kind, 'i."case" = :case': self._question.case}
        return [condition for condition, value in asked.items() if value is not None]

    def _find(self) -> None:
        """Finds the records that meet the facts asked for, of themselves or by an event of their individual."""
        first, last = f"coalesce(i.first, {FIRST_DAY})", f"coalesce(i.last, {LAST_DAY})"
        joins, conditions, possible = ["item i"], [OF_ITSELF, *self._of_record()], ["FALSE"]
        who: list[str] = []
        if self._question.unit:
            joins = [
                "temp.under u CROSS JOIN facet o ON o.field = :unit_field AND o.value = u.unit "
                "CROSS JOIN item i ON i.n = o.item"
            ]
            conditions.append(f"{first} <= u.last AND {last} >= u.first")
            possible.append(f"NOT ({first} >= u.sure_first AND {last} <= u.sure_last)")
            who.append("v.party IN (SELECT unit FROM temp.under)")
        if "person" in self._facts:
            who.append("v.party = :person")
        if self._question.dated:
            conditions.append(shown("i"))
            possible.append(f"NOT {certain('i')}")
        conditions += [
            f"i.n IN (SELECT item FROM facet WHERE field = :{field}_field AND value = :{field})"
            for field in self._facts
        ]
        self._run(
            FIND.format(
                names_who_is_asked_for=f"({' OR '.join(who) or 'TRUE'})",
                of_itself=" AND ".join([OF_ITSELF, *self._of_record()]),
                own_possible=" OR ".join(possible),
                own_joins=" JOIN ".join(joins),
                own_conditions=" AND ".join(conditions),
            )
        )

    def _number(self, text: str) -> int | None:
        return self._numbers[text] if text in self._numbers else number(self._connection, text)

    def _run(self, sql: str) -> sqlite3.Cursor:
        """Runs SQL put together from the fragments above; what was typed is bound, never part of it."""
        return self._connection.execute(sql, self._bound)


def named(connection: sqlite3.Connection, question: str) -> dict[int, float]:
    """The items with a name that meets the one asked for, in any script, each with its rank."""
    asked = needed(parts(question))
    keys = [(key, at) for at, part in enumerate(asked) for key in part.asked]
    scores: dict[int, float] = {}
    for item, text in connection.execute(BY_KEYS, (json.dumps(keys), len(asked))):
        scores[item] = max(scores.get(item, 0.0), rank(question, [text]))
    return {item: score for item, score in scores.items() if score}
