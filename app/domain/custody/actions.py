"""Recording a deed: queued now, signed and appended as the last act of the unit of work that did it."""

from collections.abc import Callable

from app.domain.custody.deeds import HASH_SIZE, Deed, PendingDeed
from app.domain.work import Actor, Work


def record(
    *,
    work: Work,
    actor: Actor | None,
    deed: Deed,
    subject: str,
    statement: str | None = None,
    commitment: bytes | None = None,
    on_sequence: Callable[[int], None] | None = None,
) -> None:
    """Queues `deed` on `subject` (an opaque id) by `actor`; None means the host, which signs with the log's
    key.

    `statement` is a statement's hash; `commitment` 32 bytes (see `deeds`: grant_commitment,
    membership_commitment, the SHA-256 of a file's sealed bytes). `on_sequence` is called with the deed's
    place in the log before the commit: the row it belongs to keeps it.
    """
    if commitment is not None and len(commitment) != HASH_SIZE:
        raise ValueError("a commitment has 32 bytes")
    signer = actor.keys if actor else work.host.log_key
    roles = actor.roles if actor else frozenset[str]()
    work.pending.append(PendingDeed(deed, subject, signer, statement, commitment, on_sequence, roles))
