# ruff: noqa: S608 - SQL is put together from the fragments in this file
"""What catalogues hold of acts, detentions and incidents in which units or persons were involved, or present."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.catalogue.days import COLUMNS, Days
from app.domain.catalogue.lookups import texts_of
from app.domain.catalogue.store import Catalogue
from app.records.events import WHOLE, Reports

_PARTIES = "json_each(?) asked CROSS JOIN term party ON party.text = asked.value"
_EVENTS = f"""{_PARTIES}
CROSS JOIN involved v ON v.party = party.n
CROSS JOIN event timed ON timed.record = v.target AND timed."case" = v."case"
CROSS JOIN item told ON told.n = v.item CROSS JOIN term involvement ON involvement.n = told.record"""
_TIMES = ", ".join(f"timed.{column}" for column in COLUMNS.split(", "))

_INVOLVED = "SELECT text FROM (SELECT DISTINCT party FROM involved) CROSS JOIN term ON term.n = party"
_PRESENT = """
SELECT DISTINCT text FROM item CROSS JOIN facet ON facet.item = item.n CROSS JOIN term ON term.n = facet.value
WHERE item.kind = (SELECT n FROM term WHERE text = 'incident') AND field = (SELECT n FROM term WHERE text = 'unit')
"""

# CROSS JOIN keeps the order in which the tables are written: from the few who are asked about to what they did
_QUERIES = {
    _INVOLVED: (
        f"""SELECT party.text, record.text, involvement.text, v.degree, v.certainty, v.reports, timed.reports, {_TIMES}
        FROM {_EVENTS} JOIN term record ON record.n = timed.record""",
        f"""SELECT party.text, record.text, involvement.text, v.degree, v.certainty, v.reports, timed.reports, {_TIMES}
        FROM {_EVENTS}
        CROSS JOIN event_facet ON event = timed.n AND field = (SELECT n FROM term WHERE text = 'incident')
        JOIN term record ON record.n = event_facet.value""",
        f"""SELECT party.text, record.text, record.text, v.degree, v.certainty, v.reports, v.reports, {_TIMES}
        FROM {_PARTIES} CROSS JOIN involved v ON v.party = party.n
        CROSS JOIN item timed ON timed.n = v.item AND timed.record = v.target
        JOIN term record ON record.n = timed.record""",
    ),
    _PRESENT: (
        f"""SELECT party.text, record.text, NULL, NULL, NULL,
        '{Reports.supported}', '{Reports.supported}', {_TIMES}
        FROM {_PARTIES}
        CROSS JOIN facet ON field = (SELECT n FROM term WHERE text = 'unit') AND facet.value = party.n
        CROSS JOIN item timed ON timed.n = facet.item
        AND timed.kind = (SELECT n FROM term WHERE text = 'incident')
        JOIN term record ON record.n = timed.record
        WHERE NOT EXISTS (SELECT 1 FROM involved v WHERE v.party = party.n AND v.item = timed.n)""",
    ),
}
"""By who can be found by them. Acts and detentions; the incidents that these belong to; incidents of which a source
names the unit or person as having done it. And incidents at which a unit was present."""


MANY = 1000
"""So many parties are looked up after those of whom nothing is told were left out."""


@dataclass(frozen=True)
class Deed:
    """An act, detention or incident, and a unit or person in it.

    `involvement` is the record that tells so (an incident tells itself whom sources name), to what `degree` and how
    certainly it was they; all three are absent for presence at an incident alone. `reports` says how those who tell
    of the deed and of the involvement stand to them. `days` are those of one event: a detention has several.
    """

    party: str
    record: str
    involvement: str | None
    degree: str | None
    certainty: str | None
    reports: Reports
    days: Days


def deeds_of(catalogues: Sequence[Catalogue], parties: Iterable[str]) -> list[Deed]:
    """Every deed with one of these units or persons in it; one that two catalogues hold is given once."""
    wanted = set(parties)
    found: dict[Deed, None] = {}
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            for named, queries in _QUERIES.items():
                among = (
                    wanted & {text for (text,) in connection.execute(named)} if len(wanted) > MANY else wanted
                )
                asked = (json.dumps(sorted(among)),)
                for query in queries:
                    found.update((_deed(row), None) for row in connection.execute(query, asked))
    return list(found)


def _deed(row: Sequence[Any]) -> Deed:
    """A fact that rests on two others stands no better than the one of them that stands worse."""
    party, record, involvement, degree, certainty, of_party, of_deed, *days = row
    reports = max(Reports(of_party), Reports(of_deed), key=_STANDING.index)
    return Deed(party, record, involvement, degree, certainty, reports, Days(*days))


_STANDING = list(Reports)

_CIRCUMSTANCES = f"""
SELECT record.text, timed.key, field.text, value.text, {_TIMES}
FROM json_each(?) asked CROSS JOIN term record ON record.text = asked.value
CROSS JOIN event timed ON timed.record = record.n
LEFT JOIN event_facet ON event_facet.event = timed.n
LEFT JOIN term field ON field.n = event_facet.field LEFT JOIN term value ON value.n = event_facet.value
"""
_COMPLAINTS = """
SELECT DISTINCT record.text FROM json_each(?) asked CROSS JOIN term act ON act.text = asked.value
CROSS JOIN term field ON field.text IN ('act', 'detention')
CROSS JOIN facet ON facet.field = field.n AND facet.value = act.n
CROSS JOIN item ON item.n = facet.item AND item.kind = (SELECT n FROM term WHERE text = 'complaint')
JOIN term record ON record.n = item.record
"""
_REFUSED = """
SELECT DISTINCT record.text FROM json_each(?) asked CROSS JOIN term complaint ON complaint.text = asked.value
CROSS JOIN item ON item.record = complaint.n CROSS JOIN facet ON facet.item = item.n
AND facet.field = (SELECT n FROM term WHERE text = 'complaint_outcome')
AND facet.value = (SELECT n FROM term WHERE text = 'refused')
JOIN term record ON record.n = item.record
"""
_REFUSALS = """
SELECT DISTINCT record.text FROM json_each(?) asked CROSS JOIN term act ON act.text = asked.value
CROSS JOIN involved ON involved.target = act.n AND involved.degree = 'refused_the_complaint'
CROSS JOIN item ON item.n = involved.item JOIN term record ON record.n = item.record
"""


@dataclass(frozen=True)
class Circumstance:
    """One act, or one stay of a detention or its arrest: when, where, by which methods."""

    record: str
    days: Days
    place: str | None
    methods: tuple[str, ...]


def circumstances_of(catalogues: Sequence[Catalogue], records: Iterable[str]) -> list[Circumstance]:
    """When, where and how each of these acts and stays was; one that two catalogues hold is given once. Of a detention
    the parts, and the whole only where no parts are told."""
    asked = (json.dumps(sorted(set(records))),)
    found: dict[Circumstance, None] = {}
    for catalogue in catalogues:
        told: dict[str, dict[str, tuple[Days, list[tuple[str, str]]]]] = {}
        with catalogue.reading() as connection:
            for record, key, name, value, *days in connection.execute(_CIRCUMSTANCES, asked):
                facets = told.setdefault(record, {}).setdefault(key, (Days(*days), []))[1]
                if name is not None:
                    facets.append((name, value))
        for record, events in told.items():
            if len(events) > 1:
                events.pop(WHOLE, None)
            for days, facets in events.values():
                places = [value for name, value in facets if name == "place"]
                methods = tuple(sorted(value for name, value in facets if name == "method"))
                found[Circumstance(record, days, places[0] if places else None, methods)] = None
    return list(found)


def complaints_about(catalogues: Sequence[Catalogue], records: Iterable[str]) -> set[str]:
    """The complaints about these acts and detentions."""
    return texts_of(catalogues, _COMPLAINTS, json.dumps(sorted(set(records))))


def refused_among(catalogues: Sequence[Catalogue], complaints: Iterable[str]) -> set[str]:
    """Those of these complaints that were refused, at first or on appeal."""
    return texts_of(catalogues, _REFUSED, json.dumps(sorted(set(complaints))))


def refusals_of(catalogues: Sequence[Catalogue], records: Iterable[str]) -> set[str]:
    """The involvements by which a complaint about these acts and detentions was refused."""
    return texts_of(catalogues, _REFUSALS, json.dumps(sorted(set(records))))
