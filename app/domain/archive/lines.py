"""Lines of the custody log, many at once: `custody.certificates.log_lines` asks the database for each.

As there, every line is compared with its columns and with its hash in the tree before anything relies on it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, select

from app.domain.custody import merkle
from app.domain.custody.deeds import Deed, Leaf, LeafError, parse_leaf
from app.domain.work import Work
from app.errors import Tampered
from app.models import LogEntry, LogNode

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
        for sequence, leaf in _lines(work, LogEntry.sequence.in_(batch)):
            if leaf is not None:
                found[sequence] = leaf
    return found


def lines_on(work: Work, subjects: Collection[str], deeds: Collection[Deed]) -> dict[str, list[Leaf]]:
    """The lines of these deeds on each of the subjects, in the order of the log.

    Raises Tampered when one of them is not what the tree says: what it did cannot be left out of account.
    """
    found: dict[str, list[Leaf]] = defaultdict(list)
    for batch in batches(subjects):
        wanted = and_(LogEntry.subject_id.in_(batch), LogEntry.deed.in_([str(deed) for deed in deeds]))
        for _, leaf in _lines(work, wanted):
            if leaf is None:
                raise Tampered(
                    "A line of the custody log is not what its tree says. Restore the last backup."
                )
            found[leaf.subject].append(leaf)
    return found


def _lines(work: Work, wanted: ColumnElement[bool]) -> Iterator[tuple[int, Leaf | None]]:
    at_leaf = and_(LogNode.level == 0, LogNode.position == LogEntry.sequence)
    query = (
        select(LogEntry.sequence, LogEntry.subject_id, LogEntry.deed, LogEntry.leaf, LogNode.hash)
        .outerjoin(LogNode, at_leaf)
        .where(wanted)
        .order_by(LogEntry.sequence)
    )
    for sequence, subject, deed, text, hashed in work.session.execute(query):
        yield sequence, _checked(sequence, subject, deed, text, hashed)


def _checked(sequence: int, subject: str, deed: str, text: str, hashed: bytes | None) -> Leaf | None:
    try:
        leaf = parse_leaf(text)
    except LeafError:
        return None
    matches = (leaf.sequence, leaf.subject, leaf.deed) == (sequence, subject, deed)
    return leaf if matches and merkle.leaf_hash(text.encode()) == hashed else None
