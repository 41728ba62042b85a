"""Answers of this area: never one bare name."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Shown = Literal["certain", "possible"]
Citations = tuple[dict[str, Any], ...]
"""Citations as the claim has them; one that the reader may not open is its id alone, with `restricted`."""


@dataclass(frozen=True)
class Commander:
    """A person who commanded by a posting, in a role that means command; `status` tells of conflicts."""

    person: str
    posting: str
    roles: tuple[str, ...]
    grade: Shown
    rank: str | None = field(repr=False)
    status: str | None
    citations: Citations = field(repr=False)


@dataclass(frozen=True)
class Superior:
    """A unit above, by one relation: `level` links up, `grade` as sure as the weakest link of the path."""

    unit: str
    relation: str
    level: int
    grade: Shown
    control: str | None
    status: str | None
    citations: Citations = field(repr=False)
    commanders: tuple[Commander, ...]


@dataclass(frozen=True)
class Gap:
    """Something that no source shows, said instead of left out."""

    unit: str
    reason: str


@dataclass(frozen=True)
class CommandView:
    """Who commanded `unit` on a day: its own commanders, all parallel superiors and theirs, and the gaps."""

    unit: str
    on: date
    commanders: tuple[Commander, ...]
    superiors: tuple[Superior, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Connection:
    """A claim that connects two entries of the register, with its whole content.

    `kind` says which: posting (`one` a person, `other` a unit), relation (the subordinate, the superior), positioning
    (a unit, a place).
    """

    record: str
    kind: str
    one: str
    other: str
    content: dict[str, Any] = field(repr=False)
