"""In what way a unit or person asked for comes into a result. Presence must not read as guilt."""

import json
import sqlite3
from collections.abc import Iterable, Mapping

from app.domain.search.views import Question, Why
from app.records.case_vocabularies import DEGREES
from app.records.events import ALLEGED

OF_DEGREE: Mapping[str | None, Why] = dict.fromkeys((None, *DEGREES.codes), Why.involved) | {
    "present_did_not_stop": Why.present,
    "refused_to_take_part": Why.refused_to_take_part,
    "tried_to_stop": Why.tried_to_stop,
    "helped": Why.helped,
    ALLEGED: Why.alleged,
}
OF_KIND: Mapping[str, Why] = {"posting": Why.posting, "relation": Why.relation}

_WHO = "(party IN (SELECT unit FROM temp.under) OR party IN (SELECT n FROM term WHERE text = :person))"
_INVOLVED = f"""
SELECT item, degree FROM json_each(:items) CROSS JOIN involved ON involved.item = value WHERE {_WHO}
"""  # noqa: S608 # the fragment is ours
_EVENT = f"""
SELECT met.item, degree FROM json_each(:items) CROSS JOIN temp.met ON met.item = value
CROSS JOIN involved ON target = met.record AND involved."case" = met."case" WHERE {_WHO}
"""  # noqa: S608
_INDIVIDUAL = f"""
SELECT i.n, degree FROM json_each(:items) CROSS JOIN item i ON i.n = value
CROSS JOIN belongs b ON b.item = i.n CROSS JOIN belongs w ON w.individual = b.individual
CROSS JOIN temp.met ON met.item = w.item AND met."case" = i."case"
CROSS JOIN involved ON target = met.record AND involved."case" = met."case" WHERE {_WHO}
"""  # noqa: S608
DEGREES_OF = {"involvement": _INVOLVED, "incident": _INVOLVED, "act": _EVENT, "detention": _EVENT}
CLASS = """
SELECT item, class FROM json_each(:items) CROSS JOIN claim ON item = value
"""
NAMES = """
SELECT item FROM json_each(:items) CROSS JOIN facet ON item = json_each.value
WHERE facet.value IN (SELECT unit FROM temp.under) OR facet.value IN (SELECT n FROM term WHERE text = :person)
"""


def why(
    connection: sqlite3.Connection, question: Question, kinds: Mapping[int, str]
) -> dict[int, tuple[Why, ...]]:
    """Why each of these items answers a question for a unit or a person; `kinds` says of which kind each is.

    Nothing for other questions. Uses what `Asked` left in its temporary tables.
    """
    if question.unit is None and question.person is None:
        return {}

    def asked(query: str, items: Iterable[int]) -> sqlite3.Cursor:
        return connection.execute(query, {"items": json.dumps(list(items)), "person": question.person})

    found: dict[int, set[Why]] = {n: {OF_KIND[kind]} for n, kind in kinds.items() if kind in OF_KIND}
    by_query: dict[str, list[int]] = {}
    for n, kind in kinds.items():
        if kind == "positioning":
            by_query.setdefault(CLASS, []).append(n)
        elif kind not in OF_KIND:
            by_query.setdefault(DEGREES_OF.get(kind, _INDIVIDUAL), []).append(n)
    for query, items in by_query.items():
        for n, said in asked(query, items):
            found.setdefault(n, set()).add(Why(said) if query == CLASS else OF_DEGREE[said])
    found = {n: {Why.present} for n, kind in kinds.items() if kind == "incident"} | found
    unknown = kinds.keys() - found.keys()
    if unknown:
        found |= {n: {Why.named} for (n,) in asked(NAMES, unknown)}
    return {n: tuple(sorted(reasons)) for n, reasons in found.items()}
