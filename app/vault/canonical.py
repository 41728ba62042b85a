"""Canonical JSON: one byte string for one value (RFC 8785, JSON Canonicalization Scheme).

What is signed or hashed as JSON goes through here, so that every implementation derives the same bytes.
"""

from typing import Any, TypeAlias, cast

import rfc8785

from app.vault import VaultError

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
"""A value as `json.loads` gives it."""


class CanonicalError(VaultError):
    """The value has no canonical JSON form."""


def canonical(value: object) -> bytes:
    """The canonical UTF-8 JSON of a value made of dict, list, str, int, float, bool and None.

    Raises `CanonicalError` for anything else: other types, keys that are not strings, NaN, infinities,
    integers beyond 2**53 - 1 (other languages would read a different number), lone surrogates, endless
    nesting.
    """
    try:
        return rfc8785.dumps(cast("Any", value))
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError):
        # `from None`: the library's own message repeats the offending number
        raise CanonicalError("this value cannot be written as canonical JSON") from None
