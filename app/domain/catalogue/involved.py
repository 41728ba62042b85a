# ruff: noqa: S608 - SQL is put together from the fragments in this file
"""What catalogues hold of acts, detentions and incidents in which units or persons were involved, or present."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.catalogue.days import COLUMNS, Days
from app.domain.catalogue.store import Catalogue

_PARTIES = "json_each(?) asked CROSS JOIN term party ON party.text = asked.value"
_EVENTS = f"""{_PARTIES}
CROSS JOIN involved v ON v.party = party.n
CROSS JOIN event timed ON timed.record = v.target AND timed."case" = v."case"
CROSS JOIN item told ON told.n = v.item CROSS JOIN term involvement ON involvement.n = told.record"""
_TIMES = ", ".join(f"timed.{column}" for column in COLUMNS.split(", "))

# CROSS JOIN keeps the order in which the tables are written: from the few who are asked about to what they did
_QUERIES = (
    f"""SELECT party.text, record.text, involvement.text, v.degree, v.certainty, {_TIMES}
    FROM {_EVENTS} JOIN term record ON record.n = timed.record""",
    f"""SELECT party.text, record.text, involvement.text, v.degree, v.certainty, {_TIMES}
    FROM {_EVENTS}
    CROSS JOIN event_facet ON event = timed.n AND field = (SELECT n FROM term WHERE text = 'incident')
    JOIN term record ON record.n = event_facet.value""",
    f"""SELECT party.text, record.text, NULL, NULL, NULL, {_TIMES}
    FROM {_PARTIES}
    CROSS JOIN facet ON field = (SELECT n FROM term WHERE text = 'unit') AND facet.value = party.n
    CROSS JOIN item timed ON timed.n = facet.item
    AND timed.kind = (SELECT n FROM term WHERE text = 'incident')
    JOIN term record ON record.n = timed.record""",
)
"""Acts and detentions; the incidents that these belong to; incidents at which a unit was present."""


@dataclass(frozen=True)
class Deed:
    """An act, detention or incident, and a unit or person in it.

    `involvement` is the record that tells so, to what `degree` and how certainly it was they; all three are absent for
    presence at an incident alone. `days` are those of one event: a detention has several.
    """

    party: str
    record: str
    involvement: str | None
    degree: str | None
    certainty: str | None
    days: Days


def deeds_of(catalogues: Sequence[Catalogue], parties: Iterable[str]) -> list[Deed]:
    """Every deed with one of these units or persons in it; one that two catalogues hold is given once."""
    asked = (json.dumps(sorted(set(parties))),)
    found: dict[Deed, None] = {}
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            for query in _QUERIES:
                for party, record, involvement, degree, certainty, *days in connection.execute(query, asked):
                    found[Deed(party, record, involvement, degree, certainty, Days(*days))] = None
    return list(found)
