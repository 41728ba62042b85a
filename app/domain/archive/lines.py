"""Lines of the custody log, many at once; each compared with its place in the tree before anything relies on it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from app.domain.custody import tree
from app.domain.custody.deeds import Deed, Leaf
from app.domain.work import Work
from app.errors import Tampered
from app.models import LogEntry

BATCH = 500

T = TypeVar("T")


def batches(items: Collection[T]) -> Iterator[Sequence[T]]:
    """The items in groups that fit into one question to the database."""
    listed = list(items)
    for start in range(0, len(listed), BATCH):
        yield listed[start : start + BATCH]


def lines_at(work: Work, sequences: Collection[int]) -> dict[int, Leaf]:
    """The lines at these places. A place without a line, or with one that is not in the tree, is absent."""
    found: dict[int, Leaf] = {}
    for batch in batches(sequences):
        found |= {leaf.sequence: leaf for leaf in _whole(work, batch)}
    return found


def lines_on(work: Work, subjects: Collection[str], deeds: Collection[Deed]) -> dict[str, list[Leaf]]:
    """The lines of these deeds on each of the subjects, in the order of the log.

    Raises Tampered when one of them is not what the tree says: what it did cannot be left out of account.
    """
    found: dict[str, list[Leaf]] = defaultdict(list)
    of_deeds = LogEntry.deed.in_([str(deed) for deed in deeds])
    for batch in batches(subjects):
        for leaf in tree.lines(work, LogEntry.subject_id.in_(batch), of_deeds):
            found[leaf.subject].append(leaf)
    return found


def _whole(work: Work, sequences: Sequence[int]) -> list[Leaf]:
    """The lines that are in the tree: one that is not must not take the others with it."""
    try:
        return tree.lines(work, LogEntry.sequence.in_(sequences))
    except Tampered:
        if len(sequences) == 1:
            return []
        middle = len(sequences) // 2
        return _whole(work, sequences[:middle]) + _whole(work, sequences[middle:])
