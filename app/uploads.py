"""A multipart/form-data body read as it arrives (RFC 7578): the file's bytes pass through, never to a disk.

Starlette's own form parser spools a large file to a temporary file in clear, so it is not used here. Pages and JSON
share this:

    return await streaming(request, lambda blocks: add(Upload(blocks, content_type)))
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from typing import TypeVar

from anyio import from_thread
from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.errors import Invalid, Problem
from app.http import UPLOADS, apart
from app.i18n import gettext as _

MAX_FIELD_BYTES = 64 * 1024
MAX_ALL_FIELDS_BYTES = 1024 * 1024
MAX_PARTS = 32

T = TypeVar("T")

Answer = TypeVar("Answer")


async def streaming(request: Request, handle: Callable[[Iterator[bytes]], Answer]) -> Answer:
    """What `handle` makes of the request's body, which it reads block by block, in a thread, as it arrives."""
    stream = request.stream()

    async def next_block() -> bytes | None:
        return await anext(stream, None)

    def blocks() -> Iterator[bytes]:
        while (block := from_thread.run(next_block)) is not None:
            yield block

    return await apart(request, UPLOADS, lambda: handle(blocks()))


class Upload:
    """One form with one part named `file` and small text fields in any order around it.

    In: the body's blocks and its Content-Type. Read `chunks()` to the end, then `pairs`, `filename` and
    `media_type` are complete; after `begin()` the fields that stand before the file are known. Raises Invalid when the
    body is no such form.
    """

    def __init__(self, blocks: Iterator[bytes], content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise Invalid(
                [Problem("body", _("Send the file as multipart/form-data with a part named 'file'."))]
            )
        self.pairs: list[tuple[str, str]] = []
        self.filename = ""
        self.media_type = "application/octet-stream"
        self._blocks = blocks
        self._received: list[bytes] = []
        self._headers: dict[str, str] = {}
        self._header_name = self._header_value = b""
        self._part = ""
        self._value = b""
        self._field_bytes = 0
        self._parts = 0
        self._has_file = False
        self._finished = False
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._add_header_name,
                "on_header_value": self._add_header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._add_data,
                "on_part_end": self._end_part,
                "on_end": self._end,
            },
        )

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields that have come so far by their names; of a name that came twice, the last."""
        return dict(self.pairs)

    def begin(self) -> None:
        """Reads up to the file, and no more of it than came in the same block."""
        while not self._has_file and self._read_block():
            pass

    def chunks(self) -> Generator[bytes]:
        """The bytes of the file part, as they arrive."""
        yield from self._taken()
        while self._read_block():
            yield from self._taken()
        if not (self._finished and self._has_file):
            raise Invalid([Problem("file", _("The file did not arrive whole. Send it again."))])

    def _read_block(self) -> bool:
        block = next(self._blocks, None)
        if block is None:
            return False
        try:
            self._parser.write(block)
        except FormParserError as error:
            raise Invalid([Problem("body", _("The form could not be read. Send the file again."))]) from error
        return True

    def _taken(self) -> list[bytes]:
        received, self._received = self._received, []
        return received

    def _begin_part(self) -> None:
        self._headers, self._value = {}, b""
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise FormParserError("too many parts")

    def _add_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _add_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._header_name.decode("latin-1").lower()] = self._header_value.decode("latin-1")
        self._header_name = self._header_value = b""

    def _end_headers(self) -> None:
        # latin-1 keeps every byte as it came; names are UTF-8 (RFC 7578, section 5.1.3)
        _kind, options = parse_options_header(self._headers.get("content-disposition", ""))
        self._part = options.get(b"name", b"").decode("utf-8", "replace")
        if self._part != "file":
            return
        if self._has_file:
            raise FormParserError("two files in one form")
        self._has_file = True
        self.filename = options.get(b"filename", b"").decode("utf-8", "replace")
        self.media_type = self._headers.get("content-type", self.media_type)

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        if self._part == "file":
            self._received.append(data[start:end])
            return
        self._value += data[start:end]
        self._field_bytes += end - start
        if len(self._value) > MAX_FIELD_BYTES or self._field_bytes > MAX_ALL_FIELDS_BYTES:
            raise FormParserError("a field is too long")

    def _end_part(self) -> None:
        if self._part != "file":
            self.pairs.append((self._part, self._value.decode("utf-8", "replace")))

    def _end(self) -> None:
        self._finished = True
