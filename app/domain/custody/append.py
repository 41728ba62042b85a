"""The append: the last act of a transaction, under the one lock that puts all lines in order.

`log_state` is the row whose lock that is; it is held for no longer than signing and writing the leaves takes.
"""

from sqlalchemy import insert, select

from app.domain.custody import merkle
from app.domain.custody.certificates import refuse_ended
from app.domain.custody.deeds import PendingDeed, leaf_text
from app.domain.custody.tree import STATE_ID, node_of
from app.domain.work import Work
from app.models import LogEntry, LogNode, LogState


def append_pending(work: Work) -> None:
    """Appends the deeds of `work` to the log, in order, and tells each its place. The caller commits.

    Raises NotSignedIn when somebody ended the signer's certificate, or took roles from it, while this unit of work was
    under way.
    """
    state = _locked_state(work)
    refuse_ended(work, {(deed.signer.key_id, deed.roles) for deed in work.pending})
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


def _locked_state(work: Work) -> LogState:
    """The log's size under its lock: a row lock on PostgreSQL, the transaction's own write lock on SQLite."""
    query = select(LogState).where(LogState.id == STATE_ID)
    state = work.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if state is None:  # the founding of the archive: nobody else is here yet
        state = LogState(id=STATE_ID, size=0)
        work.session.add(state)
    return state
