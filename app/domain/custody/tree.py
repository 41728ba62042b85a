"""The log's tree in the database.

`log_node` keeps the hash of every complete subtree; `log_state` is the one row whose lock serialises
appends. An append is the last act of a transaction, so the lock is held for no longer than signing and
writing the leaves takes.
"""

from sqlalchemy import insert, select

from app.domain.custody import merkle
from app.domain.custody.deeds import PendingDeed, leaf_text
from app.domain.work import Work
from app.errors import Tampered
from app.models import LogEntry, LogNode, LogState

STATE_ID = 1


def append_pending(work: Work) -> None:
    """Appends the deeds of `work` to the log, in order, and tells each its place. The caller commits."""
    state = _locked_state(work)
    today = work.clock.today()
    entries: list[dict[str, object]] = []
    nodes: dict[tuple[int, int], bytes] = {}

    def node(level: int, position: int) -> bytes:
        return nodes.get((level, position)) or node_of(work, level, position)

    pending: list[PendingDeed] = work.pending
    for deed in pending:
        sequence = state.size
        leaf = leaf_text(deed, sequence, today)
        entries.append(
            {
                "sequence": sequence,
                "leaf": leaf,
                "subject_id": deed.subject,
                "deed": deed.deed.value,
                "sealed_detail": deed.sealed_detail,
            }
        )
        for level, position, hashed in merkle.completed(sequence, merkle.leaf_hash(leaf.encode()), node):
            nodes[level, position] = hashed
        state.size += 1
        if deed.on_sequence:
            deed.on_sequence(sequence)
    work.session.execute(insert(LogEntry), entries)
    work.session.execute(
        insert(LogNode),
        [
            {"level": level, "position": position, "hash": hashed}
            for (level, position), hashed in nodes.items()
        ],
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


def consistency(work: Work, first: int, second: int) -> list[bytes]:
    """The proof that the first tree is the beginning of the second. Raises ProofError when there is none."""
    return merkle.consistency_proof(first, second, _nodes(work))


def node_of(work: Work, level: int, position: int) -> bytes:
    """The hash of a complete subtree. Raises Tampered when it is missing: the log has lost a part."""
    hashed = work.session.scalar(
        select(LogNode.hash).where(LogNode.level == level, LogNode.position == position)
    )
    if hashed is None:
        raise Tampered("The custody log has lost a part of its tree. Restore the last backup.")
    return hashed


def _nodes(work: Work) -> merkle.Node:
    seen: dict[tuple[int, int], bytes] = work.cache.setdefault("log_nodes", {})

    def node(level: int, position: int) -> bytes:
        if (level, position) not in seen:
            seen[level, position] = node_of(work, level, position)
        return seen[level, position]

    return node


def _locked_state(work: Work) -> LogState:
    """The log's size under its lock: a row lock on PostgreSQL, the transaction's own write lock on SQLite."""
    query = select(LogState).where(LogState.id == STATE_ID)
    state = work.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if state is None:  # the founding of the archive: nobody else is here yet
        state = LogState(id=STATE_ID, size=0)
        work.session.add(state)
    return state
