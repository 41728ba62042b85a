"""Recording a deed: queued now, signed and appended as the last act of the unit of work that did it."""

from collections.abc import Callable, Mapping

from app.domain.custody.deeds import HASH_SIZE, Deed, PendingDeed, commitment_to
from app.domain.work import Actor, Work
from app.vault.canonical import canonical
from app.vault.context import Purpose, context
from app.vault.hpke import seal_to
from app.vault.keys import HolderKeys
from app.vault.padding import pad, unpad


def record(
    *,
    work: Work,
    actor: Actor | None,
    deed: Deed,
    subject: str,
    statement: str | None = None,
    commitment: bytes | None = None,
    detail: Mapping[str, object] | None = None,
    seal_detail_to: bytes | None = None,
    on_sequence: Callable[[int], None] | None = None,
) -> None:
    """Queues `deed` on `subject` (an opaque id) by `actor`; None means the host, which signs with the log's
    key.

    `statement` is a statement's hash; `commitment` 32 bytes (see `deeds`: grant_commitment,
    membership_commitment, the SHA-256 of a file's sealed bytes). `detail` is JSON, sealed to the public key
    `seal_detail_to` and committed to, so a deed has either a commitment or a detail. `on_sequence` is
    called with the deed's place in the log before the commit: the row it belongs to keeps it.
    """
    sealed_detail = None
    if detail is not None:
        if seal_detail_to is None or commitment is not None:
            raise ValueError("a detail needs a key to seal it to, and is itself what the deed commits to")
        sealed_detail = seal_to(seal_detail_to, pad(canonical(dict(detail))), _detail_context(deed, subject))
        commitment = commitment_to(sealed_detail)
    if commitment is not None and len(commitment) != HASH_SIZE:
        raise ValueError("a commitment has 32 bytes")
    signer = actor.keys if actor else work.host.log_key
    roles = actor.roles if actor else frozenset[str]()
    work.pending.append(
        PendingDeed(deed, subject, signer, statement, commitment, sealed_detail, on_sequence, roles)
    )


def open_detail(keys: HolderKeys, deed: str, subject: str, sealed_detail: bytes) -> bytes:
    """The JSON of a sealed detail. Raises SealError unless `keys` are those it was sealed to."""
    return unpad(keys.open(sealed_detail, _detail_context(deed, subject)))


def _detail_context(deed: str, subject: str) -> bytes:
    return context(Purpose.log_detail, deed=str(deed), subject=subject)
