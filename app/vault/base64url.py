"""Base64url without padding (RFC 4648 section 5), the alphabet of JOSE, of secrets and of the custody log."""

import binascii

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")


def b64url(data: bytes) -> str:
    """Encode `data`, leaving out the padding."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=").translate(_TO_URL).decode("ascii")


def from_b64url(text: str) -> bytes:
    """Decode `text`; raises `ValueError` unless it is exactly what `b64url` writes.

    Python's decoder skips characters it does not know and ignores left-over bits: one value would have many
    spellings, and a hash over the text would no longer name the value.
    """
    encoded = text.encode("ascii", "replace") + b"=" * (-len(text) % 4)
    data = binascii.a2b_base64(encoded.translate(_FROM_URL))
    if b64url(data) != text:
        raise ValueError("not base64url")
    return data
