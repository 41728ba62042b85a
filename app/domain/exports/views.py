"""Answers of this area."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExportAsked:
    """An export that was asked for; `repeated` when the same had been asked for before, and nothing was done now."""

    id: str
    state: str
    repeated: bool = False


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
class PreviewItem:
    """What would become of one record: `reasons` say why it, or a part of it, would stay.

    A record that the exporter does not open has no title, kind or case here.
    """

    record: str | None
    kind: str | None
    case: str | None
    title: str = field(repr=False)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportPreview:
    """What a bundle would hold today if it were asked for: whole, in part, and what would stay.

    `names_checked` is whether the exporter opens everything in these cases: names that he does not open were not
    looked for in what leaves.
    """

    whole: tuple[PreviewItem, ...]
    part: tuple[PreviewItem, ...]
    stays: tuple[PreviewItem, ...]
    names_checked: bool = True


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
    """An export in a list, without content: `on` is the day on which it was asked for, by the custody log."""

    id: str
    state: str
    member: str
    on: str | None


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
