"""Padding: sizes tell what a sealed text may be, so all are rounded up.

Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019)
leaks O(log log n) bits of a size and adds at most 12 per cent. Below `FLOOR` everything is one size.
"""

from app.vault import VaultError

FLOOR = 256
_MARK = b"\x80"


class PaddingError(VaultError):
    """The bytes do not end in padding."""


def padme(size: int) -> int:
    """The padded size for `size` bytes: at least `FLOOR`, else rounded up so that few leading bits remain."""
    if size <= FLOOR:
        return FLOOR
    exponent = size.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (size + mask) & ~mask


def pad(data: bytes) -> bytes:
    """`data`, a mark byte and zeros up to a Padmé size (ISO/IEC 7816-4), which `unpad` takes off."""
    return data + _MARK + bytes(padme(len(data) + 1) - len(data) - 1)


def unpad(padded: bytes) -> bytes:
    """What `pad` was given; raises `PaddingError` for anything that `pad` does not write."""
    data = padded.rstrip(b"\x00")
    if not data.endswith(_MARK) or len(padded) != padme(len(data)):
        raise PaddingError("these bytes are not padded")
    return data[:-1]
