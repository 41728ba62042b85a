# ruff: noqa: S608 - SQL is put together from the fragments in this file; whatever was typed is bound
"""The SQL of a question. It depends on which criteria are asked, never on what was typed: that is bound.

One statement finds, counts and shows, since each more has its price. Its steps: `under`, the units asked for, each
while it stands for the one asked for; `pair`, what other catalogues told; `met`, the events that meet every fact asked
for; `found`, the records that meet them of themselves or by such an event of their individual; `hit`, those with the
words and the name as well; and the best of them.

CROSS JOIN keeps the order in which tables are written: from the few that were found to what belongs to them.
"""

from functools import lru_cache
from typing import NamedTuple

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY, certain, shown

EVENTS = ("act", "detention")
"""Kinds that stand for themselves: another event of the same person does not answer for one of them."""


class Shape(NamedTuple):
    """Which criteria a question has, and of which kind records must be. `facts` are facets; the unit is apart.

    `told`: another catalogue told of individuals. `doubles`: another catalogue answers for some compartments.
    """

    words: bool = False
    name: bool = False
    kind: str | None = None
    case: bool = False
    unit: bool = False
    facts: tuple[str, ...] = ()
    dated: bool = False
    told: bool = False
    doubles: bool = False

    @property
    def of_facts(self) -> bool:
        """Whether an event may meet it in place of the record itself."""
        return self.unit or self.dated or bool(self.facts)

    def may_be(self, *kinds: str) -> bool:
        """Whether records of one of these kinds can answer."""
        return self.kind is None or self.kind in kinds


def bound(name: str) -> str:
    """The SQL number of the id or code that is bound under this name."""
    return f"(SELECT n FROM term WHERE text = :{name})"


def code(text: str) -> str:
    """The SQL number of a code of ours."""
    return f"(SELECT n FROM term WHERE text = '{text}')"


UNDER = """under(unit, first, last, sure_first, sure_last) AS MATERIALIZED (
    SELECT term.n, value ->> 1, value ->> 2, value ->> 3, value ->> 4
    FROM json_each(:units) CROSS JOIN term ON term.text = value ->> 0
)"""
PAIR = """pair(individual, "case", possible) AS MATERIALIZED (
    SELECT individual.n, dossier.n, value ->> 2 FROM json_each(:pairs)
    CROSS JOIN term individual ON individual.text = value ->> 0 CROSS JOIN term dossier ON dossier.text = value ->> 1
)"""

PAIRS = """
SELECT individual.text, dossier.text, MIN(possible)
FROM met JOIN belongs ON belongs.item = met.item
JOIN term individual ON individual.n = belongs.individual JOIN term dossier ON dossier.n = met."case"
WHERE dossier.text IN (SELECT value FROM json_each(:cases)) GROUP BY 1, 2
"""

WORDS = "(SELECT rowid AS n, rank FROM fulltext WHERE fulltext MATCH :words) w"
NAMED = "(SELECT value ->> 0 AS n, value ->> 1 AS score FROM json_each(:named)) m"
TOLD_ELSEWHERE = (
    "i.compartment NOT IN (SELECT n FROM json_each(:answered) CROSS JOIN term ON term.text = value)"
)

COUNT = "SELECT COUNT(*) FROM hit"
COUNT_WORDS = (
    "SELECT COUNT(*) FROM fulltext WHERE fulltext MATCH :words AND rowid NOT IN (SELECT n FROM dead)"
)
BEST = """
SELECT best.possible, best.name, best.words, best.indirect, best.tie, total,
       record.text, dossier.text, kind.text, item.title, item.dates, {why}
FROM (SELECT *, ({count}) AS total FROM hit ORDER BY {order} LIMIT :most) best
CROSS JOIN item ON item.n = best.n
CROSS JOIN term record ON record.n = item.record CROSS JOIN term kind ON kind.n = item.kind
LEFT JOIN term dossier ON dossier.n = item."case"
"""

WHY = """coalesce(best.degrees, CASE kind.text
    WHEN 'posting' THEN 'posting'
    WHEN 'relation' THEN 'relation'
    WHEN 'positioning' THEN (SELECT class FROM claim WHERE claim.item = best.n)
    ELSE coalesce(
        (SELECT group_concat(ifnull(v.degree, '')) FROM involved v WHERE v.item = best.n AND {is_asked_for_in_v}),
        CASE kind.text WHEN 'incident' THEN 'present' END,
        (SELECT 'named' FROM facet WHERE facet.item = best.n AND {is_asked_for_in_facet} LIMIT 1)
    ) END)"""
"""In what way a unit or person asked for comes into an answer: by events, or as the record itself tells."""


@lru_cache(maxsize=1000)
def best(shape: Shape) -> str:
    """The best answers to a question of this shape, each with how many there are."""
    possible, indirect = ("f.possible", "f.indirect") if shape.of_facts else ("0", "0")
    columns = {
        "possible": possible,
        "name": "-m.score" if shape.name else "0",
        "words": "w.rank" if shape.words else "0",
        "indirect": indirect,
        "tie": "n" if shape.words else "-n",
    }
    order = ", ".join(name for name, column in columns.items() if column != "0")
    selected = ", ".join(f"{column} AS {name}" for name, column in columns.items())
    alone = shape == Shape(words=True)  # the full-text index sorts and counts without a look at the records
    hit = f"""hit AS {"NOT" if alone else ""} MATERIALIZED (
        SELECT {selected}, n, {"f.degrees" if shape.of_facts else "NULL AS degrees"} {_of_hits(shape)}
    )"""
    why = "NULL"
    if _parties(shape):
        why = WHY.format(
            is_asked_for_in_v=_is_asked_for(shape, "v.party"),
            is_asked_for_in_facet=_is_asked_for(shape, "facet.value"),
        )
    found = [*_events(shape), _found(shape)] if shape.of_facts else []
    return f"WITH {', '.join([*found, hit])}" + BEST.format(
        why=why, count=COUNT_WORDS if alone else COUNT, order="words" if alone else order
    )


@lru_cache(maxsize=1000)
def pairs(shape: Shape) -> str:
    """The individuals of `:cases` who have an event that meets a question of this shape."""
    return f"WITH {', '.join(_events(shape))} {PAIRS}"


def _of_hits(shape: Shape) -> str:
    """From what hits are selected: the first source is read through, in the others it is looked up."""
    sources = {
        WORDS: shape.words,
        "found f": shape.of_facts,
        NAMED: shape.name,
        "item i": shape.doubles or not shape.of_facts,  # what was found is of the kind and case asked for
    }
    conditions = {
        "TRUE": True,
        f"i.kind = {bound('kind')}": shape.kind is not None and not shape.of_facts,
        f'i."case" = {bound("case")}': shape.case and not shape.of_facts,
        TOLD_ELSEWHERE: shape.doubles,
    }
    joined = " NATURAL CROSS JOIN ".join(source for source, wanted in sources.items() if wanted)
    return f"FROM {joined} WHERE {' AND '.join(each for each, wanted in conditions.items() if wanted)}"


def _parties(shape: Shape) -> list[str]:
    """The rows of `involved` through which `met` came from the units and from the person asked for."""
    return ["v"] * shape.unit + ["p"] * ("person" in shape.facts)


def _is_asked_for(shape: Shape, party: str) -> str:
    """The condition that this is a unit or person asked for; if none is, that of everybody."""
    asked = [f"{party} IN (SELECT unit FROM under)"] * shape.unit
    asked += [f"{party} = {bound('person')}"] * ("person" in shape.facts)
    return f"({' OR '.join(asked) or 'TRUE'})"


def _degrees(*parties: str) -> str:
    """The degrees of involvement in these rows, in one text; "" for one that is not given."""
    return " || ',' || ".join(f"ifnull({party}.degree, '')" for party in parties)


def _events(shape: Shape) -> list[str]:
    """The steps up to the events that meet every fact asked for, with the degrees of who is asked for."""
    joins, conditions, possible = ["event e"], ["TRUE"], ["FALSE"]
    if shape.unit:  # the units come first: they are few
        joins = [
            "under u CROSS JOIN involved v ON v.party = u.unit "
            'CROSS JOIN event e ON e.record = v.target AND e."case" = v."case"'
        ]
        conditions.append("e.first <= u.last AND e.last >= u.first")
        possible.append("NOT (e.first >= u.sure_first AND e.last <= u.sure_last)")
    if "person" in shape.facts:
        joins.append(
            f'involved p ON p.party = {bound("person")} AND p.target = e.record AND p."case" = e."case"'
        )
    if shape.dated:
        conditions.append(shown("e"))
        possible.append(f"NOT {certain('e')}")
    conditions += [
        f"e.n IN (SELECT event FROM event_facet WHERE field = {code(fact)} AND value = {bound(fact)})"
        for fact in shape.facts
        if fact != "person"
    ]
    if shape.case:
        conditions.append(f'e."case" = {bound("case")}')
    degrees = _degrees(*_parties(shape)) or "NULL"
    met = f"""met(item, record, "case", possible, degrees) AS MATERIALIZED (
        SELECT e.item, e.record, e."case", {" OR ".join(possible)}, {degrees}
        FROM {" JOIN ".join(joins)} WHERE {" AND ".join(conditions)}
    )"""
    return [*([UNDER] if shape.unit else []), *([PAIR] if shape.told else []), met]


def _found(shape: Shape) -> str:
    """The step to the records that meet the facts, in every way in which records of the kind asked for can."""
    ways: list[str] = []
    if shape.may_be(*EVENTS):
        itself = f"CROSS JOIN item i ON i.n = met.item AND i.kind = {bound('kind')}" if shape.kind else ""
        ways.append(f"SELECT met.item AS n, possible, 0 AS indirect, degrees FROM met {itself}")
    if shape.may_be("involvement"):
        ways.append(
            f"SELECT v.item AS n, possible, 0 AS indirect, {_degrees('v') if _parties(shape) else 'NULL'} AS degrees "
            'FROM met CROSS JOIN involved v ON v.target = met.record AND v."case" = met."case" '
            f"AND {_is_asked_for(shape, 'v.party')}"
        )
    if shape.kind not in EVENTS:
        ways.append(_of_itself(shape))
        ways.append(
            "SELECT b.item AS n, possible, 1 AS indirect, degrees FROM met CROSS JOIN belongs w ON w.item = met.item "
            'CROSS JOIN belongs b ON b.individual = w.individual AND b."case" = met."case" '
            f"AND {_of_kind(shape, 'b')}"
        )
    if shape.kind not in EVENTS and shape.told:
        ways.append(
            "SELECT b.item AS n, possible, 1 AS indirect, NULL AS degrees FROM pair "
            'CROSS JOIN belongs b ON b.individual = pair.individual AND b."case" = pair."case" '
            f"AND {_of_kind(shape, 'b')}"
        )
    return f"""found AS (
        SELECT n, MIN(possible) AS possible, MIN(indirect) AS indirect, group_concat(degrees) AS degrees
        FROM ({" UNION ALL ".join(ways)}) GROUP BY n
    )"""


def _of_itself(shape: Shape) -> str:
    """The records that meet every fact asked for by what they say of themselves."""
    first, last = f"coalesce(i.first, {FIRST_DAY})", f"coalesce(i.last, {LAST_DAY})"
    source, conditions, possible = "item i", [_of_kind(shape, "i")], ["FALSE"]
    if shape.case:
        conditions.append(f'i."case" = {bound("case")}')
    if shape.unit:
        source = (
            f"under u CROSS JOIN facet o ON o.field = {code('unit')} AND o.value = u.unit "
            f"AND {_of_kind(shape, 'o')} CROSS JOIN item i ON i.n = o.item"
        )
        conditions.append(f"{first} <= u.last AND {last} >= u.first")
        possible.append(f"NOT ({first} >= u.sure_first AND {last} <= u.sure_last)")
    if shape.dated:
        conditions.append(shown("i"))
        possible.append(f"NOT {certain('i')}")
    conditions += [
        f"i.n IN (SELECT item FROM facet WHERE field = {code(fact)} AND value = {bound(fact)})"
        for fact in shape.facts
    ]
    return (
        f"SELECT i.n, {' OR '.join(possible)} AS possible, 0 AS indirect, NULL AS degrees "
        f"FROM {source} WHERE {' AND '.join(conditions)}"
    )


def _of_kind(shape: Shape, table: str) -> str:
    """The condition that a row is of the kind asked for, and of none that stands for itself."""
    kinds = [f"{table}.kind IS NOT {code(kind)}" for kind in EVENTS]
    return f"{table}.kind = {bound('kind')}" if shape.kind else " AND ".join(kinds)
