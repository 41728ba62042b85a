"""From bytes that arrive to a sealed object in the store, and back. No database here.

What is sealed is the file followed by zeros up to a Padmé size; the true size stands in the record. The content is
bound to the record alone: bytes arrive, and are sealed, before the form says which compartment they are for. The
key's seal binds the compartment.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.errors import Tampered, TooLarge
from app.storage import ObjectWriter, Storage
from app.vault.base64url import b64url
from app.vault.context import Purpose, context
from app.vault.files import CHUNK_SIZE, FileSealer, SealedFile
from app.vault.padding import padme
from app.vault.seal import SealError, new_key

_PIECE = 64 * CHUNK_SIZE
_ZEROS = bytes(_PIECE)


@dataclass(frozen=True, slots=True)
class Stored:
    """A sealed object: its name and key, and what was measured of the file and of its sealed bytes."""

    object_name: str
    key: bytes = field(repr=False)
    size: int
    sha256: str
    crc32: int
    sealed_size: int
    sealed_sha256: bytes


class _Measured:
    """Writes sealed bytes into the store, counting and hashing them."""

    def __init__(self, writer: ObjectWriter) -> None:
        self._writer = writer
        self.size = 0
        self.sha256 = hashlib.sha256()

    def write(self, sealed: bytes) -> None:
        self._writer.write(sealed)
        self.size += len(sealed)
        self.sha256.update(sealed)


def store(storage: Storage, record: str, chunks: Iterator[bytes], *, most_bytes: int) -> Stored:
    """Seals what arrives into a new object, in constant memory. Raises TooLarge, and then leaves nothing behind."""
    key, size, sha256, crc32 = new_key(), 0, hashlib.sha256(), 0
    sealer = FileSealer(key, _context(record))
    with storage.create() as writer:
        sealed = _Measured(writer)
        for chunk in chunks:
            size += len(chunk)
            if size > most_bytes:
                raise TooLarge
            sha256.update(chunk)
            crc32 = zlib.crc32(chunk, crc32)
            sealed.write(sealer.update(chunk))
        for piece in _padding(size):
            sealed.write(sealer.update(piece))
        sealed.write(sealer.finalize())
        writer.commit()
    return Stored(writer.name, key, size, sha256.hexdigest(), crc32, sealed.size, sealed.sha256.digest())


def fingerprint(record: str, key: bytes) -> str:
    """What the statement of an evidence record says of its file's key.

    Anybody can seal to a compartment, so without it whoever can write to database and store could put another file
    in place of this one. The cipher commits to its key: under the right key, only the right bytes open.
    """
    return b64url(hashlib.sha256(context(Purpose.commitment, table="file", record=record) + key).digest())


class Reader:
    """Random access to a stored file of `size` bytes. Every byte is authenticated before it is given."""

    def __init__(
        self, storage: Storage, record: str, *, name: str, key: bytes, sealed_size: int, size: int
    ) -> None:
        """Raises Tampered when the object is not the one that was stored, NotFound when it is missing."""
        self._size = size
        try:
            self._file = SealedFile(
                key, _context(record), lambda start, end: storage.read(name, start, end), sealed_size
            )
        except SealError:
            raise _changed() from None
        if self._file.size != padme(size):
            raise _changed()

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`, or to the end of the file; raises Tampered."""
        try:
            return self._file.read(start, min(end, self._size))
        except SealError:
            raise _changed() from None

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        """The same in pieces of about a mebibyte, whose bounds suit the sealed chunks."""
        start, end = max(start, 0), min(end, self._size)
        while start < end:
            until = min(end, (start // _PIECE + 1) * _PIECE)
            yield self.read(start, until)
            start = until


def _padding(size: int) -> Iterator[bytes]:
    left = padme(size) - size
    while left:
        piece = _ZEROS[: min(left, _PIECE)]
        left -= len(piece)
        yield piece


def _context(record: str) -> bytes:
    return context(Purpose.file_content, record=record)


def _changed() -> Tampered:
    return Tampered("The sealed bytes of this file are not those that were stored. Tell your administrator.")
