"""Checkpoints of the custody log: C2SP tlog-checkpoint in a C2SP signed-note, signed with Ed25519.

https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint. A note is a text, an empty line, and signature
lines; a checkpoint's text is the log's origin, its size and its root hash. Signatures of keys we do not know
are kept and ignored: witnesses add theirs.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from app.vault import VaultError
from app.vault.signing import SignatureError, Signer, verify

_ED25519 = b"\x01"
_MAX_NOTE = 1 << 20
_MAX_SIGNATURES = 100
_HASH_SIZE = 32
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_NAME = re.compile(r"[^\s+]+")
_SIGNATURE_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<blob>\S+)")


class NoteError(VaultError):
    """The text is not a signed note or not a checkpoint."""


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who, the first four bytes of the key's hash, the signature."""

    name: str
    key_hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's size and root hash, as its origin states them. `text` is what the signatures are over."""

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[NoteSignature, ...]
    extensions: tuple[str, ...] = ()


def sign_checkpoint(origin: str, size: int, root: bytes, key: Signer) -> str:
    """The signed checkpoint of a log of `size` leaves; raises `NoteError` for what cannot stand in one.

    Never sign one that contradicts another: the caller checks consistency first.
    """
    if not _NAME.fullmatch(origin) or size < 0 or len(root) != _HASH_SIZE:
        raise NoteError("a checkpoint needs an origin without spaces, a size and a root of 32 bytes")
    text = f"{origin}\n{size}\n{_b64(root)}\n"
    blob = _key_hash(origin, key.sign_public) + key.sign(text.encode())
    return f"{text}\n— {origin} {_b64(blob)}\n"


def parse_checkpoint(note: str) -> Checkpoint:
    """Read a checkpoint without judging its signatures: trust nothing of it yet. Raises `NoteError`."""
    if len(note) > _MAX_NOTE or any(ord(character) < 0x20 and character != "\n" for character in note):
        raise NoteError("the note is too long or has control characters")
    text, separator, signature_part = note.rpartition("\n\n")
    if not separator or not signature_part.endswith("\n"):
        raise NoteError("a note is a text, an empty line, and signature lines")
    lines = text.split("\n")
    if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise NoteError("a checkpoint is an origin, a size and a root hash, one to a line")
    root = _from_b64(lines[2])
    if len(root) != _HASH_SIZE:
        raise NoteError("a root hash has 32 bytes")
    signatures = tuple(_parse_signature(line) for line in signature_part[:-1].split("\n"))
    if len(signatures) > _MAX_SIGNATURES:
        raise NoteError("the note has too many signatures")
    return Checkpoint(lines[0], int(lines[1]), root, text + "\n", signatures, tuple(lines[3:]))


def verify_checkpoint(note: str, origin: str, public: bytes) -> Checkpoint:
    """The checkpoint of `note`, if it is by `origin` and signed with the key of `public`.

    Raises `NoteError` when it is no checkpoint of this origin, `SignatureError` when that key has not signed
    it.
    """
    checkpoint = parse_checkpoint(note)
    if checkpoint.origin != origin:
        raise NoteError("the checkpoint is of another log")
    verify_note_signature(checkpoint, origin, public)
    return checkpoint


def verify_note_signature(checkpoint: Checkpoint, name: str, public: bytes) -> None:
    """Raise `SignatureError` unless the key of `public`, known as `name`, has signed the checkpoint."""
    key_hash = _key_hash(name, public)
    ours = [line for line in checkpoint.signatures if (line.name, line.key_hash) == (name, key_hash)]
    if not ours:
        raise SignatureError
    for line in ours:
        verify(public, line.signature, checkpoint.text.encode())


def verifier_key(name: str, public: bytes) -> str:
    """The key as other log tools take it: `name+hash+base64`."""
    return f"{name}+{_key_hash(name, public).hex()}+{_b64(_ED25519 + public)}"


def _key_hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _parse_signature(line: str) -> NoteSignature:
    match = _SIGNATURE_LINE.fullmatch(line)
    blob = _from_b64(match["blob"]) if match else b""
    if not match or len(blob) <= 4:
        raise NoteError("a signature line is an em dash, a name and base64")
    return NoteSignature(match["name"], blob[:4], blob[4:])


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_b64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise NoteError("the note holds something that is not base64") from None
    if _b64(data) != text:  # left-over bits: a second spelling of the same bytes
        raise NoteError("the note holds something that is not base64")
    return data
