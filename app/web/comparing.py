"""Two versions side by side: what was taken out and what was put in, field by field, word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from app.web.reading import Fact

LONGEST = 4000
"""Words of a field up to which single words are compared; beyond, its lines are."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it stands in one version alone."""

    text: str = field(repr=False)
    changed: bool


@dataclass(frozen=True)
class Row:
    """A field of the record in the older and in the newer version; a side without it is empty."""

    label: str
    older: tuple[Piece, ...]
    newer: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return any(piece.changed for piece in (*self.older, *self.newer))


def compared(older: Iterable[Fact], newer: Iterable[Fact]) -> list[Row]:
    """Every field of either version, in the order of the newer, those that only the older has at their place."""
    before, after = _texts(older), _texts(newer)
    rows: list[Row] = []
    for label in _merged(list(before), list(after)):
        left, right = _pieces(before.get(label, ""), after.get(label, ""))
        rows.append(Row(label, left, right))
    return rows


def _texts(told: Iterable[Fact]) -> dict[str, str]:
    return {fact.label: "\n".join(fact.lines()) for fact in told}


def _merged(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The labels of both, each once: the order of the newer, and before it what stood there in the older."""
    found: list[str] = []
    for _tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        found += [*before[first:last], *after[start:end]]
    return list(dict.fromkeys(found))


def _pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    pattern = r"\S+\s*|\s+" if len(before) + len(after) <= LONGEST * 8 else r".*\n?"
    one, other = re.findall(pattern, before), re.findall(pattern, after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left += _piece(one[first:last], tag != "equal")
        right += _piece(other[start:end], tag != "equal")
    return tuple(left), tuple(right)


def _piece(words: Sequence[str], changed: bool) -> list[Piece]:
    text = "".join(words)
    return [Piece(text, changed)] if text else []
