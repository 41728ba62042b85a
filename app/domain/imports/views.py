"""Answers of this area: what a table would bring, row by row."""

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["created", "matched", "refused"]


@dataclass(frozen=True)
class Told:
    """One thing that a row says: what becomes of it, of which kind it is, its title, and why. `here` is told of what
    the register held before: it can be looked at."""

    outcome: Outcome
    kind: str
    title: str = field(repr=False)
    record: str | None = None
    reason: str = field(default="", repr=False)
    here: bool = False


@dataclass(frozen=True)
class RowTold:
    """A row of a table, by its number there, and everything that it says."""

    table: str = field(repr=False)
    row: int
    told: tuple[Told, ...]

    @property
    def outcome(self) -> Outcome:
        """The least of what becomes of it: refused where anything in it is, created where anything is new."""
        found = {one.outcome for one in self.told}
        return "refused" if "refused" in found else "created" if "created" in found else "matched"


@dataclass(frozen=True)
class ImportView:
    """What a table brings: how many records of each kind, and what becomes of each row. `written` once it is done."""

    format: str
    written: bool
    creates: dict[str, int]
    refused: int
    rows: tuple[RowTold, ...]
