"""In what way a unit or person asked for comes into a result. Presence must not read as guilt."""

import sqlite3
from collections.abc import Mapping

from app.domain.search.views import Question, Why
from app.records.case_vocabularies import DEGREES

OF_DEGREE: Mapping[str | None, Why] = dict.fromkeys((None, *DEGREES.codes), Why.involved) | {
    "present_did_not_stop": Why.present,
    "refused_to_take_part": Why.refused_to_take_part,
    "tried_to_stop": Why.tried_to_stop,
    "helped": Why.helped,
}
OF_KIND: Mapping[str, Why] = {"posting": Why.posting, "relation": Why.relation, "incident": Why.present}

OF_INVOLVEMENT = "SELECT degree FROM involved WHERE item = :n AND {asked}"
OF_EVENT = """
SELECT degree FROM temp.met JOIN involved ON target = met.record AND involved."case" = met."case"
WHERE met.item = :n AND {asked}
"""
OF_INDIVIDUAL = """
SELECT degree FROM item i JOIN belongs b ON b.item = i.n JOIN belongs w ON w.individual = b.individual
JOIN temp.met ON met.item = w.item AND met."case" = i."case"
JOIN involved ON target = met.record AND involved."case" = met."case"
WHERE i.n = :n AND {asked}
"""
DEGREES_OF = {
    "involvement": OF_INVOLVEMENT,
    "act": OF_EVENT,
    "detention": OF_EVENT,
}
ASKED = "(party IN (SELECT unit FROM temp.under) OR party IN (SELECT n FROM term WHERE text = :person))"
CLASS = "SELECT content ->> '$.class' FROM claim WHERE item = :n AND kind = 'positioning'"
NAMES = """
SELECT 1 FROM facet WHERE item = :n
AND (value IN (SELECT unit FROM temp.under) OR value IN (SELECT n FROM term WHERE text = :person))
"""


def why(connection: sqlite3.Connection, question: Question, n: int, kind: str) -> tuple[Why, ...]:
    """Why item `n` of this kind answers a question for a unit or a person; nothing for other questions.

    Uses what `Asked` left in its temporary tables.
    """
    if question.unit is None and question.person is None:
        return ()
    bound = {"n": n, "person": question.person}
    if kind == "positioning":
        return tuple(Why(row[0]) for row in connection.execute(CLASS, bound))
    if kind in OF_KIND:
        return (OF_KIND[kind],)
    query = DEGREES_OF.get(kind, OF_INDIVIDUAL).format(asked=ASKED)
    found = {OF_DEGREE[row[0]] for row in connection.execute(query, bound)}
    if not found and connection.execute(NAMES, bound).fetchone():
        found = {Why.named}
    return tuple(sorted(found))
