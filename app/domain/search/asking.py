"""One question put to one catalogue.

The design says what a question means: words, name, kind and case test the record itself; unit, incident, place,
person, type, method and date test it, or an act, arrest or stay of the same individual in the same case with its
involvements, and one and the same event must meet them all. Acts, detentions and involvements stand for
themselves: another act of the same person does not answer for them.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY
from app.domain.catalogue.names import needed, parts, rank
from app.domain.catalogue.text import matching
from app.domain.forces.rules import Window
from app.domain.search import statements
from app.domain.search.statements import Shape
from app.domain.search.views import Question

BY_KEYS = """
SELECT name.item, name.text FROM (
    SELECT name_key.name AS n FROM json_each(?) asked JOIN name_key ON name_key.key = asked.value ->> 0
    GROUP BY name_key.name HAVING COUNT(DISTINCT asked.value ->> 1) = ?
) JOIN name USING (n)
"""


class Hit(NamedTuple):
    """A record that answers. Answers are ordered by the first five: sure first, by name, by words, direct ones."""

    possible: int
    name: float
    words: float
    indirect: int
    tie: int
    total: int
    record: str
    case: str | None
    kind: str
    title: str
    dates: str | None
    why: str | None


class Pair(NamedTuple):
    """An individual of a case with an event that meets the question: told to another catalogue."""

    individual: str
    case: str
    possible: int


class Asked:
    """A question put to one catalogue: perhaps `learn` and `leave_out`, then `hits`."""

    def __init__(
        self, connection: sqlite3.Connection, question: Question, units: Mapping[str, Sequence[Window]]
    ) -> None:
        """`units` are the unit asked for and those that stand for it, with the windows in which they do."""
        self._connection = connection
        self._question = question
        facts = question.facts
        self._shape = Shape(
            words=question.q is not None,
            name=question.name is not None,
            kind=question.kind,
            case=question.case is not None,
            unit=question.unit is not None,
            facts=tuple(facts),
            dated=question.dated,
        )
        self._bound: dict[str, Any] = {
            "from": FIRST_DAY if question.first is None else question.first.toordinal(),
            "to": LAST_DAY if question.last is None else question.last.toordinal(),
            "kind": question.kind,
            "case": question.case,
            "words": question.q and matching(question.q),
            "units": json.dumps([(unit, *window) for unit, windows in units.items() for window in windows]),
            **facts,
        }

    def pairs(self, cases: Iterable[str]) -> list[Pair]:
        """The individuals of these cases who have an event that meets the question."""
        bound = self._bound | {"cases": json.dumps(sorted(cases))}
        return [Pair(*row) for row in self._connection.execute(statements.pairs(self._shape), bound)]

    def learn(self, pairs: Sequence[Pair]) -> None:
        """Takes what other catalogues found about individuals of cases that this one holds only in part."""
        self._bound["pairs"] = json.dumps(pairs)
        self._shape = self._shape._replace(told=bool(pairs))

    def leave_out(self, compartments: Set[str]) -> None:
        """Another catalogue answers for what is in these compartments."""
        self._bound["answered"] = json.dumps(sorted(compartments))
        self._shape = self._shape._replace(doubles=bool(compartments))

    def hits(self, most: int) -> list[Hit]:
        """The best of the records that answer, each with how many there are."""
        if self._question.q is not None and self._bound["words"] is None:
            return []
        if self._question.name is not None:
            self._bound["named"] = json.dumps(list(named(self._connection, self._question.name).items()))
        bound = self._bound | {"most": most}
        return [Hit(*row) for row in self._connection.execute(statements.best(self._shape), bound)]


def named(connection: sqlite3.Connection, question: str) -> dict[int, float]:
    """The items with a name that meets the one asked for, in any script, each with its rank."""
    asked = needed(parts(question))
    keys = [(key, at) for at, part in enumerate(asked) for key in part.asked]
    scores: dict[int, float] = {}
    for item, text in connection.execute(BY_KEYS, (json.dumps(keys), len(asked))):
        scores[item] = max(scores.get(item, 0.0), rank(question, [text]))
    return {item: score for item, score in scores.items() if score}
