"""Sealing files: Cobblestone-256, the C2SP chunked-encryption of AES-256-GCM and SHA-512.

https://c2sp.org/chunked-encryption: a salt, a commitment to key and context, then chunks of 16 KiB, the last
of them shorter. `FileSealer` writes in one pass and constant memory; `SealedFile` reads any part, since a
player asks for the middle of a video. `cryptography` reads only from the beginning, so reading is our own,
tested against it and against the published vectors. Sizes are hidden by the caller, who appends zeros up to
`padding.padme` before sealing.
"""

import hmac
from collections.abc import Callable

from cryptography.cobblestone import Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from app.vault.seal import KEY_SIZE, SealError

CHUNK_SIZE = 16 * 1024
_TAG_SIZE = 16
_SEALED_CHUNK_SIZE = CHUNK_SIZE + _TAG_SIZE
_SALT_SIZE = 24
_COMMITMENT_SIZE = 32
_HEADER_SIZE = _SALT_SIZE + _COMMITMENT_SIZE
_NONCE_SIZE = 12
_INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
_MAX_CHUNKS = 2**38

ReadBytes = Callable[[int, int], bytes]
"""Reads the sealed bytes from a start up to an end, as a storage does."""


class FileSealer:
    """Seals one file as its bytes arrive: what every `update` and `finalize` answer is, joined, the file."""

    def __init__(self, key: bytes, context: bytes) -> None:
        """`key` is a fresh 32-byte key for this file alone."""
        if len(key) != KEY_SIZE:
            raise SealError
        self._encryptor = Cobblestone256Encryptor(key, context)

    def update(self, data: bytes) -> bytes:
        """Seal the next bytes; what comes back may be empty while a chunk fills up."""
        return self._encryptor.update(data)

    def finalize(self) -> bytes:
        """Seal what is left. Without it the file is truncated and does not open."""
        return self._encryptor.finalize()


def sealed_size(plain_size: int) -> int:
    """How many bytes a file of `plain_size` bytes has when sealed."""
    return _HEADER_SIZE + plain_size + (plain_size // CHUNK_SIZE + 1) * _TAG_SIZE


def plain_size(sealed_size: int) -> int:
    """How many bytes a sealed file holds; raises `SealError` for a size that no sealed file has."""
    chunks, last = divmod(sealed_size - _HEADER_SIZE, _SEALED_CHUNK_SIZE)
    if chunks < 0 or chunks >= _MAX_CHUNKS or last < _TAG_SIZE:
        raise SealError
    return chunks * CHUNK_SIZE + last - _TAG_SIZE


class SealedFile:
    """Random access to a sealed file. Every byte it gives is authenticated, and so is the size it names."""

    size: int
    """Size of the file when open, padding included."""

    def __init__(self, key: bytes, context: bytes, read: ReadBytes, size: int) -> None:
        """Open a sealed file of `size` bytes; raises `SealError` for another key or context, or if cut."""
        self.size = plain_size(size)
        self._read = read
        header = read(0, _HEADER_SIZE)
        salt, commitment = header[:_SALT_SIZE], header[_SALT_SIZE:]
        if len(key) != KEY_SIZE:
            raise SealError
        derive = HKDFExpand(SHA512(), KEY_SIZE + _NONCE_SIZE + _COMMITMENT_SIZE, _INFO + salt + context)
        derived = derive.derive(key)
        if not hmac.compare_digest(commitment, derived[-_COMMITMENT_SIZE:]):
            raise SealError
        self._cipher = AESGCM(derived[:KEY_SIZE])
        self._nonce = int.from_bytes(derived[KEY_SIZE:-_COMMITMENT_SIZE])
        # Only the true last chunk is short and opens at its number, so opening it proves the size
        last = self.size // CHUNK_SIZE
        self._chunks(last, last)

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end` or the end of the file; raises `SealError` if one was changed.

        All of them are in memory at once: read a large file in pieces, best in multiples of 16 KiB.
        """
        start, end = max(start, 0), min(end, self.size)
        if start >= end:
            return b""
        first, last = start // CHUNK_SIZE, (end - 1) // CHUNK_SIZE
        plain = self._chunks(first, last)
        offset = first * CHUNK_SIZE
        return plain[start - offset : end - offset]

    def _chunks(self, first: int, last: int) -> bytes:
        """Open the chunks `first` to `last`, both included, with one read of the storage."""
        start = _HEADER_SIZE + first * _SEALED_CHUNK_SIZE
        end = min(_HEADER_SIZE + (last + 1) * _SEALED_CHUNK_SIZE, sealed_size(self.size))
        sealed = memoryview(self._read(start, end))  # if it is too short, a chunk does not open
        opened: list[bytes] = []
        try:
            for number in range(first, last + 1):
                at = (number - first) * _SEALED_CHUNK_SIZE
                nonce = (self._nonce ^ number).to_bytes(_NONCE_SIZE)
                opened.append(self._cipher.decrypt(nonce, sealed[at : at + _SEALED_CHUNK_SIZE], None))
        except InvalidTag:
            raise SealError from None
        return b"".join(opened)
