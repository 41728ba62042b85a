"""An inclusion proof with its checkpoint as one text file: C2SP tlog-proof (https://c2sp.org/tlog-proof).

The `extra` line is opaque and not authenticated; we write none and ignore one.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.custody.merkle import HASH_SIZE, ProofError, verify_inclusion
from app.vault.notes import Checkpoint, NoteError, verify_checkpoint
from app.vault.signing import SignatureError

HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)
_MAX_HASHES = 64


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A parsed proof; nothing of it is verified. `checkpoint` is the signed note, verbatim."""

    index: int
    hashes: list[bytes]
    checkpoint: str


def write_proof(index: int, hashes: Sequence[bytes], checkpoint: str) -> str:
    """The text of a `.tlog-proof` file."""
    lines = [HEADER, f"index {index}", *(base64.b64encode(hashed).decode() for hashed in hashes)]
    return "\n".join(lines) + "\n\n" + checkpoint


def parse_proof(text: str) -> TlogProof:
    """Reads a `.tlog-proof` file; raises ProofError when it is none."""
    head, separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if lines.pop(0) != HEADER or not separator:
        raise ProofError("this is not a tlog-proof")
    if lines and lines[0].startswith("extra "):
        _decode(lines.pop(0).removeprefix("extra "))
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None or len(lines) > _MAX_HASHES:
        raise ProofError("the tlog-proof has no index, or more hashes than any log needs")
    hashes = [_decode(line) for line in lines]
    if any(len(hashed) != HASH_SIZE for hashed in hashes):
        raise ProofError("a hash in the tlog-proof has not 32 bytes")
    return TlogProof(int(index[1]), hashes, checkpoint)


def verify_proof(text: str, leaf: bytes, origin: str, public: bytes) -> tuple[int, Checkpoint]:
    """The leaf's index and the checkpoint, if the proof shows that leaf hash `leaf` is in the log.

    Raises ProofError unless the checkpoint is of `origin`, signed with the key of `public`, and the proof
    leads from the leaf to its root.
    """
    proof = parse_proof(text)
    try:
        checkpoint = verify_checkpoint(proof.checkpoint, origin, public)
    except (NoteError, SignatureError):
        raise ProofError("the checkpoint in the tlog-proof is not signed by this log") from None
    verify_inclusion(proof.index, checkpoint.size, leaf, proof.hashes, checkpoint.root)
    return proof.index, checkpoint


def _decode(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise ProofError("the tlog-proof holds something that is not base64") from None
    if base64.b64encode(data).decode() != text:
        raise ProofError("the tlog-proof holds something that is not base64")
    return data
