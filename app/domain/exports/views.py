"""Answers of this area."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExportAsked:
    """An export that was asked for."""

    id: str
    state: str


@dataclass(frozen=True)
class Progress:
    """How far a bundle is, in records and files."""

    done: int
    total: int


@dataclass(frozen=True)
class WithheldItem:
    """Something that stays, for whoever asked for the export: which record (None: the exporter does not open it)."""

    exhibit: str
    what: str  # whole or part
    record: str | None
    kind: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ExportView:
    """An export as who asked for it sees it: `state` is building, ready or refused, `reason` why it was refused."""

    id: str
    state: str
    progress: Progress
    cases: tuple[str, ...]
    recipient: str | None
    profile: str | None
    purpose: str | None
    released: int
    withheld: tuple[WithheldItem, ...]
    reason: str | None = None


@dataclass(frozen=True)
class ExportItem:
    """An export in a list, without content."""

    id: str
    state: str
    member: str


@dataclass(frozen=True)
class ExportList:
    """Exports: the actor's own, or for auditors all."""

    total: int
    results: tuple[ExportItem, ...]


@dataclass(frozen=True)
class OpenBundle:
    """A stored bundle: `chunks(start, end)` opens its bytes piece by piece, the same each time."""

    filename: str
    size: int
    chunks: Callable[[int, int], Iterator[bytes]] = field(repr=False)
