"""What is said of a file, and answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Described:
    """What the sender says of a file. `content` are further fields of the evidence record, such as `individuals`.

    Without `compartment` a consent form or identity document goes to `identity`, all else to `working`.
    """

    filename: str | None = field(repr=False)
    media_type: str | None
    compartment: str | None = None
    title: str | None = field(default=None, repr=False)
    content: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)


@dataclass(frozen=True)
class FileAdded:
    """A file was added as an evidence record: the SHA-256 and size of its bytes as they came."""

    record: str
    sha256: str
    size: int
    version: int


@dataclass(frozen=True)
class OpenFile:
    """A file that stood up, open for reading; it needs no unit of work any more.

    `read(start, end)` gives the bytes from `start` up to `end` at once, `chunks(start, end)` in pieces. Each byte is
    authenticated before it is given; both raise Tampered for one that was changed.
    """

    record: str
    name: str | None = field(repr=False)
    media_type: str
    size: int
    sha256: str
    crc32: int | None
    read: Callable[[int, int], bytes] = field(repr=False)
    chunks: Callable[[int, int], Iterator[bytes]] = field(repr=False)
