"""Reading single things out of catalogues: claims that connect two records, titles, what is known at all.

Several catalogues answer as one: a record that two of them hold is given once.
"""

import json
import sqlite3
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeVar

from app.domain.catalogue.days import Days
from app.domain.catalogue.store import Catalogue
from app.domain.catalogue.views import CaseRecord, Naming
from app.records.kinds import KINDS

Side = Literal["one", "other"]


@dataclass(frozen=True)
class Claim:
    """A claim that connects two entries (see entries.CLAIMS), such as a posting, with its days."""

    record: str
    one: str
    other: str
    class_: str | None
    days: Days
    text: str = field(repr=False, compare=False)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The whole content, read from its text when somebody asks: a walk over thousands of claims asks of few."""
        return json.loads(self.text)

    @cached_property
    def cites(self) -> tuple[str, ...]:
        """The source or record of each of its citations."""
        return tuple(one["source"] if "source" in one else one["record"] for one in self.content["citations"])


_CLAIMS = """
SELECT asked.value, record.text, one.text, other.text, claim.class, claim.content,
       first, last, sure_first, sure_last, range_first, range_last
FROM json_each(?1) asked
CROSS JOIN term ON term.text = asked.value
CROSS JOIN claim ON claim.kind = ?2 AND claim.{side} = term.n AND (?3 IS NULL OR claim.class = ?3)
CROSS JOIN item ON item.n = claim.item
CROSS JOIN term record ON record.n = item.record
CROSS JOIN term one ON one.n = claim.one CROSS JOIN term other ON other.n = claim.other
"""
# CROSS JOIN keeps the order in which the tables are written: from the few who are asked about to what is said of them
_CLAIMS_BY = {"one": _CLAIMS.format(side="one"), "other": _CLAIMS.format(side="other")}

_KNOWN = """
SELECT asked.value, item.title, kind.text, dossier.text, item.dates
FROM json_each(?) asked CROSS JOIN term record ON record.text = asked.value
CROSS JOIN item ON item.record = record.n CROSS JOIN term kind ON kind.n = item.kind
LEFT JOIN term dossier ON dossier.n = item."case"
"""

_OF_CASE = """
SELECT record.text, kind.text, item.title, item.version,
       (SELECT group_concat(whose.text) FROM belongs JOIN term whose ON whose.n = belongs.individual
        WHERE belongs.item = item.n)
FROM term "case" JOIN item ON item."case" = "case".n
JOIN term record ON record.n = item.record JOIN term kind ON kind.n = item.kind
WHERE "case".text = ? ORDER BY item.n
"""


_NAMING = """
SELECT DISTINCT record.text, kind.text, item.title, "case".text
FROM json_each(?) asked CROSS JOIN term field ON field.text = asked.value
CROSS JOIN term target ON target.text = ?
CROSS JOIN facet ON facet.field = field.n AND facet.value = target.n
JOIN item ON item.n = facet.item
JOIN term record ON record.n = item.record JOIN term kind ON kind.n = item.kind
LEFT JOIN term "case" ON "case".n = item."case"
WHERE record.text <> ? ORDER BY item.n
"""
"""A reference is a facet under the kind that its field takes, or under `record` (see records.projection)."""


_NAMED_BY = """
SELECT target.text FROM json_each(?1) asked CROSS JOIN term record ON record.text = asked.value
CROSS JOIN item ON item.record = record.n AND item.kind = (SELECT n FROM term WHERE text = ?2)
CROSS JOIN facet ON facet.item = item.n AND facet.field = item.kind
CROSS JOIN term target ON target.n = facet.value
"""
_JOINED = """
SELECT asked.value, target.text FROM json_each(?1) asked CROSS JOIN term record ON record.text = asked.value
CROSS JOIN item ON item.record = record.n AND item.kind = (SELECT n FROM term WHERE text = ?2)
CROSS JOIN facet ON facet.item = item.n AND facet.field = item.kind
CROSS JOIN term target ON target.n = facet.value
UNION
SELECT asked.value, record.text FROM json_each(?1) asked CROSS JOIN term target ON target.text = asked.value
CROSS JOIN facet ON facet.field = (SELECT n FROM term WHERE text = ?2) AND facet.value = target.n
CROSS JOIN item ON item.n = facet.item AND item.kind = facet.field
CROSS JOIN term record ON record.n = item.record
"""
_NAMES = """
SELECT record.text, name.text FROM json_each(?) asked CROSS JOIN term record ON record.text = asked.value
CROSS JOIN item ON item.record = record.n CROSS JOIN name ON name.item = item.n
"""
_BY_EXTERNAL_ID = """
SELECT asked.value, record.text FROM json_each(?1) asked CROSS JOIN term key ON key.text = asked.value
CROSS JOIN facet ON facet.field = (SELECT n FROM term WHERE text = 'external_id') AND facet.value = key.n
JOIN item ON item.n = facet.item AND item.kind = (SELECT n FROM term WHERE text = ?2)
JOIN term record ON record.n = item.record
ORDER BY record.text
"""
_NAMES_OF_KIND = """
SELECT record.text, name.text FROM item JOIN name ON name.item = item.n JOIN term record ON record.n = item.record
WHERE item.kind = (SELECT n FROM term WHERE text = ?)
"""
_OF_KIND = """
SELECT record.text FROM item JOIN term record ON record.n = item.record
WHERE item.kind = (SELECT n FROM term WHERE text = ?)
"""


@dataclass(frozen=True)
class Known:
    """A record that the catalogues hold. `case` is absent for an entry of the register; `dates` are resolved."""

    title: str = field(repr=False)
    kind: str
    case: str | None
    dates: dict[str, Any] | None = field(repr=False)


MOST_KEPT = 50_000
"""So much of what was read is kept: as claims, some 40 MiB of memory."""

T = TypeVar("T")


@dataclass
class _Read:
    """What was read out of one catalogue about ids, so that the next question finds it: those about command ask of the
    same relations and posts again and again."""

    told: dict[Hashable, dict[str, list[Any]]] = field(
        default_factory=dict[Hashable, dict[str, list[Any]]], repr=False
    )
    size: int = 0


def _about(
    catalogues: Iterable[Catalogue],
    ids: Set[str],
    query: str,
    bound: tuple[str | None, ...],
    make: Callable[..., T],
) -> list[Mapping[str, list[T]]]:
    """What each catalogue tells of each id: as it was read before, and that of new ids read now.

    `query` takes the ids as a JSON list, then `bound`, and gives rows of an id and what `make` takes.
    """
    found: list[Mapping[str, list[T]]] = []
    for catalogue in catalogues:
        read = catalogue.kept(_Read)
        told: dict[str, list[T]] = read.told.setdefault((query, bound), {})
        if not told.keys() >= ids:
            new: dict[str, list[T]] = {id_: [] for id_ in ids if id_ not in told}
            with catalogue.reading() as connection:
                rows = connection.execute(query, (json.dumps(list(new)), *bound)).fetchall()
            for id_, *row in rows:
                new[id_].append(make(*row))
            told.update(new)
            read.size += len(new) + len(rows)
            if read.size > MOST_KEPT:
                catalogue.forget()
        found.append(told)
    return found


def claims(
    catalogues: Sequence[Catalogue], kind: str, side: Side, ids: Iterable[str], *, class_: str | None = None
) -> list[Claim]:
    """The claims of a kind with one of `ids` on that side (see entries.CLAIMS), each once; of one class alone, where
    the kind has classes."""
    found: dict[str, Claim] = {}
    wanted = set(ids)
    in_order = sorted(wanted)
    for told in _about(catalogues, wanted, _CLAIMS_BY[side], (kind, class_), _claim):
        for id_ in in_order:
            for claim in told[id_]:
                found.setdefault(claim.record, claim)
    return list(found.values())


def _claim(record: str, one: str, other: str, class_: str | None, text: str, *days: int | None) -> Claim:
    return Claim(record, one, other, class_, Days(*days), text)


def leading_on(
    catalogues: Sequence[Catalogue],
    kind: str,
    side: Side,
    ids: Iterable[str],
    *,
    class_: str,
    days: tuple[int, int],
) -> list[Claim]:
    """The claims of a kind and class that lead on from `ids`, on that side, to the other, from there to the next, and
    so on; those alone that may hold on one of `days`, from the first to the last. Each once."""
    found: list[Claim] = []
    waiting = reached = set(ids)
    while waiting:
        holding = [
            claim
            for claim in claims(catalogues, kind, side, waiting, class_=class_)
            if claim.days.meet(*days)
        ]
        found += holding
        waiting = {claim.other if side == "one" else claim.one for claim in holding} - reached
        reached = reached | waiting
    return found


def known(catalogues: Sequence[Catalogue], ids: Iterable[str]) -> dict[str, Known]:
    """Those of `ids` that the catalogues hold."""
    found: dict[str, Known] = {}
    wanted = set(ids)
    for told in _about(catalogues, wanted, _KNOWN, (), _known):
        for id_ in wanted:
            for entry in told[id_]:
                found.setdefault(id_, entry)
    return found


def _known(title: str, kind: str, case: str | None, dates: str | None) -> Known:
    return Known(title, kind, case, json.loads(dates) if dates else None)


def of_case(catalogues: Sequence[Catalogue], case: str) -> list[CaseRecord]:
    """The records of a case, in the order in which they were last written."""
    found: dict[str, CaseRecord] = {}
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            for row in connection.execute(_OF_CASE, (case,)):
                record, kind, title, version, individuals = row
                whose = tuple(sorted(individuals.split(","))) if individuals else ()
                found.setdefault(record, CaseRecord(record, kind, title, version, whose))
    return list(found.values())


def naming(catalogues: Sequence[Catalogue], record: str) -> list[Naming]:
    """The records that name this one in any of their fields, in the order in which they were last written."""
    found: dict[str, Naming] = {}
    asked = (json.dumps([*KINDS, "record"]), record, record)
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            for row in connection.execute(_NAMING, asked):
                found.setdefault(row[0], Naming(*row))
    return list(found.values())


def named_by(catalogues: Sequence[Catalogue], kind: str, ids: Iterable[str]) -> set[str]:
    """The records of a kind that records of the same kind among `ids` name: the same person, a larger incident."""
    return texts_of(catalogues, _NAMED_BY, json.dumps(sorted(ids)), kind)


def joined_with(catalogues: Sequence[Catalogue], kind: str, ids: Iterable[str]) -> set[str]:
    """The records of a kind that name one of `ids` of the same kind, or are named by it."""
    wanted = set(ids)
    found: set[str] = set()
    for told in _about(catalogues, wanted, _JOINED, (kind,), str):
        found.update(*(told[id_] for id_ in wanted))
    return found


def names_of(catalogues: Sequence[Catalogue], ids: Iterable[str]) -> dict[str, list[str]]:
    """Every name of these records, in any script, each once."""
    found: dict[str, list[str]] = {}
    asked = json.dumps(sorted(set(ids)))
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            for record, name in connection.execute(_NAMES, (asked,)):
                names = found.setdefault(record, [])
                if name not in names:
                    names.append(name)
    return found


def by_external_id(catalogues: Sequence[Catalogue], kind: str, keys: Iterable[str]) -> dict[str, str]:
    """Records of a kind by the keys (see projection.external_key) of the numbers that others gave them."""
    found: dict[str, str] = {}
    asked = json.dumps(sorted(set(keys)))
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            for key, record in connection.execute(_BY_EXTERNAL_ID, (asked, kind)):
                found.setdefault(key, record)
    return found


def names_of_kind(catalogues: Sequence[Catalogue], kind: str) -> set[tuple[str, str]]:
    """Every record of a kind with each of its names."""
    found: set[tuple[str, str]] = set()
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            found |= set(connection.execute(_NAMES_OF_KIND, (kind,)).fetchall())
    return found


def ids_of_kind(catalogues: Sequence[Catalogue], kind: str) -> set[str]:
    """The records of a kind."""
    return texts_of(catalogues, _OF_KIND, kind)


def texts_of(catalogues: Sequence[Catalogue], query: str, *bound: str) -> set[str]:
    """The first column of a query to all catalogues."""
    found: set[str] = set()
    for catalogue in catalogues:
        with catalogue.reading() as connection:
            found |= {text for (text,) in connection.execute(query, bound)}
    return found


def number(connection: sqlite3.Connection, text: str) -> int | None:
    """The number of an id or code in this catalogue; None if nothing here mentions it."""
    row = connection.execute("SELECT n FROM term WHERE text = ?", (text,)).fetchone()
    return None if row is None else row[0]
