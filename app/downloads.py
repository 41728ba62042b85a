"""Bytes out: a sealed object opened as it is sent, whole or a range of it (RFC 9110, section 14)."""

import re
from collections.abc import Callable, Iterator

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from app.domain.evidence.views import OpenFile
from app.http import problem

RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


def ranged(
    request: Request,
    size: int,
    chunks: Callable[[int, int], Iterator[bytes]],
    headers: dict[str, str],
    media_type: str,
) -> Response:
    """The answer to a GET or HEAD for `size` bytes that `chunks(start, end)` opens. Several ranges: the whole.

    The type goes out as a header: as an argument, Starlette would add `charset=utf-8` to a text, whatever it is in.
    """
    found = RANGE.fullmatch(request.headers.get("range", "").strip())
    start, end, status = 0, size, 200
    if found and found.groups() != ("", "") and _if_range_holds(request, headers):
        start, end, status = *_bounds(found[1], found[2], size), 206
        if start >= end:
            response = problem(416, "The file has no such range of bytes")
            response.headers["Content-Range"] = f"bytes */{size}"
            return response
        headers = {**headers, "Content-Range": f"bytes {start}-{end - 1}/{size}"}
    headers = {
        **headers,
        "Accept-Ranges": "bytes",
        "Content-Length": str(end - start),
        "Content-Type": media_type,
    }
    body: Iterator[bytes] = iter(()) if request.method == "HEAD" else chunks(start, end)
    return StreamingResponse(body, status_code=status, headers=headers)


def file_headers(file: OpenFile) -> dict[str, str]:
    """Headers that make a browser save the file and never run it. The name stays out: it may be testimony."""
    return {
        "ETag": f'"{file.sha256}"',
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
    }


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Start and end (exclusive) of a range such as `0-99`, `100-` or `-100` (the last hundred)."""
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(int(last) + 1, size) if last else size


def _if_range_holds(request: Request, headers: dict[str, str]) -> bool:
    condition = request.headers.get("if-range")
    return condition is None or condition == headers.get("ETag")
