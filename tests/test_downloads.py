"""Bytes out: with the type that was kept, to the letter."""

from collections.abc import Iterator

import pytest
from fastapi import Request

from app.downloads import ranged


def asked(method: str = "GET", **headers: str) -> Request:
    """A request with these headers."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": method, "path": "/", "query_string": b"", "headers": raw})


def nothing(start: int, end: int) -> Iterator[bytes]:
    yield bytes(end - start)


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=2-3"}])
@pytest.mark.parametrize("type_", ["text/plain", "text/csv", "application/pdf"])
def test_no_charset_is_made_up_for_a_text(type_: str, headers: dict[str, str]) -> None:
    """A statement typed in a Windows encoding, served as UTF-8, is shown as signs that nobody wrote."""
    answer = ranged(asked(**headers), 9, nothing, {"ETag": '"x"'}, type_)
    assert answer.headers.getlist("content-type") == [type_]
    assert answer.headers["content-length"] == ("2" if headers else "9")
