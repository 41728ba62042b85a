"""Answers of this area."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CaseRecord:
    """A record of a case in a list: what it is called, its newest version, and the individuals whose record it is."""

    record: str
    kind: str
    title: str = field(repr=False)
    version: int
    individuals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Naming:
    """A record that names another one. `case` is None for a claim of the register."""

    record: str
    kind: str
    title: str = field(repr=False)
    case: str | None
