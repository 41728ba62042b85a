"""The log's tree in the database, read: `log_node` keeps the hash of every complete subtree.

A line is never believed for what its row says: `lines` compares each with its columns and with its hash in
the tree.
"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, select

from app.domain.custody import merkle
from app.domain.custody.deeds import Leaf, LeafError, parse_leaf
from app.domain.work import Work
from app.errors import Tampered
from app.models import LogEntry, LogNode, LogState

STATE_ID = 1
_BATCH = 500  # nodes in one question
_LINES = (
    select(LogEntry.sequence, LogEntry.subject_id, LogEntry.deed, LogEntry.leaf, LogNode.hash)
    .outerjoin(LogNode, and_(LogNode.level == 0, LogNode.position == LogEntry.sequence))
    .order_by(LogEntry.sequence)
)


def size(work: Work) -> int:
    """How many leaves the log has."""
    return work.session.scalar(select(LogState.size).where(LogState.id == STATE_ID)) or 0


def root(work: Work, size: int) -> bytes:
    """The root hash of the first `size` leaves."""
    return merkle.root(size, _nodes(work))


def inclusion(work: Work, index: int, size: int) -> list[bytes]:
    """The inclusion proof of leaf `index` in the tree of `size` leaves. Raises ProofError when there is
    none.
    """
    return merkle.inclusion_proof(index, size, _nodes(work))


def inclusions(work: Work, indexes: Collection[int], size: int) -> dict[int, list[bytes]]:
    """The inclusion proofs of many leaves; the nodes that they need are asked for together.

    Raises ProofError when there is none, Tampered when a node is missing.
    """
    wanted: set[tuple[int, int]] = set()

    def want(level: int, position: int) -> bytes:
        wanted.add((level, position))
        return b""

    for index in indexes:
        merkle.inclusion_proof(index, size, want)
    _fetch(work, wanted)
    return {index: inclusion(work, index, size) for index in indexes}


def consistency(work: Work, first: int, second: int) -> list[bytes]:
    """The proof that the first tree is the beginning of the second. Raises ProofError when there is none."""
    return merkle.consistency_proof(first, second, _nodes(work))


def lines(work: Work, *conditions: ColumnElement[bool]) -> list[Leaf]:
    """The lines that meet the conditions (on `LogEntry`), in order.

    Raises Tampered when one of them is not what its place in the tree says.
    """
    found: list[Leaf] = []
    for sequence, subject, deed, text, hashed in work.session.execute(_LINES.where(*conditions)):
        try:
            leaf = parse_leaf(text)
        except LeafError:
            raise Tampered from None
        columns = (leaf.sequence, leaf.subject, leaf.deed)
        if columns != (sequence, subject, deed) or merkle.leaf_hash(text.encode()) != hashed:
            raise Tampered
        found.append(leaf)
    return found


def node_of(work: Work, level: int, position: int) -> bytes:
    """The hash of a complete subtree. Raises Tampered when it is missing: the log has lost a part."""
    hashed = work.session.scalar(
        select(LogNode.hash).where(LogNode.level == level, LogNode.position == position)
    )
    if hashed is None:
        raise Tampered("The custody log has lost a part of its tree. Restore the last backup.")
    return hashed


def _nodes(work: Work) -> merkle.Node:
    seen = _seen(work)

    def node(level: int, position: int) -> bytes:
        if (level, position) not in seen:
            seen[level, position] = node_of(work, level, position)
        return seen[level, position]

    return node


def _fetch(work: Work, wanted: Collection[tuple[int, int]]) -> None:
    """Notes the hashes of these subtrees as seen. One that is missing is missed when it is asked for."""
    seen = _seen(work)
    by_level: dict[int, list[int]] = defaultdict(list)
    for level, position in wanted:
        if (level, position) not in seen:
            by_level[level].append(position)
    for level, positions in by_level.items():
        for start in range(0, len(positions), _BATCH):
            batch = positions[start : start + _BATCH]
            query = select(LogNode.position, LogNode.hash)
            rows = work.session.execute(query.where(LogNode.level == level, LogNode.position.in_(batch)))
            seen |= {(level, position): hashed for position, hashed in rows}


def _seen(work: Work) -> dict[tuple[int, int], bytes]:
    return work.cache.setdefault("log_nodes", {})
