"""A ZIP with one possible form: stored, names sorted, one fixed date, nothing that need not be there.

Written (APPNOTE 6.3.10): per file a local header with its true sizes and checksum, then its bytes; then the central
directory and the end record. UTF-8 names, Unix mode 0644, no comments, no data descriptors, and ZIP64 fields only
where a number does not fit otherwise. So names, sizes and checksums determine every other byte, and
`check_framing` re-derives them all: a flipped framing byte is a change like any other.
"""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST_FILES = 1_000_000
LONGEST_NAME = 512
LARGEST_DIRECTORY = 256 * 1024 * 1024
"""Limits of what `check_framing` reads: a hostile directory must not fill the memory."""

_LIMIT_16, _LIMIT_32 = 0xFFFF, 0xFFFFFFFF
_VERSION, _VERSION_64 = 20, 45
_UNIX = 3 << 8
_UTF8 = 0x0800
_DATE = 0x0021  # 1980-01-01, the first day that the format knows
_MODE = 0o100644 << 16
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END_64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR = struct.Struct("<4sIQI")


class FramingError(ValueError):
    """The bytes are not the one form of a ZIP that is written here. `file` is where, if it is in one."""

    def __init__(self, message: str, file: str = "") -> None:
        super().__init__(message)
        self.file = file


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive. `offset` is where its local header begins."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def start(self) -> int:
        """Where its bytes begin."""
        return self.offset + len(_local_header(self))

    @property
    def end(self) -> int:
        """Where its bytes end."""
        return self.start + self.size


class ZipWriter:
    """Writes the archive in order, onto anything that takes bytes; nothing is ever sought or rewritten."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._entries: list[Entry] = []
        self.size = 0

    def add(self, name: str, size: int, crc: int, chunks: Iterable[bytes]) -> None:
        """Writes one file whose size and CRC-32 are known; that the bytes are those is for who gives them to know.

        Raises FramingError for a name that is out of order, or for another size: then the archive is of no use.
        """
        check_name(name)
        if self._entries and name.encode() <= self._entries[-1].name.encode():
            raise FramingError("files are written in the order of their names", name)
        entry = Entry(name, size, crc, self.size)
        self._put(_local_header(entry))
        start = self.size
        for chunk in chunks:
            self._put(chunk)
        if self.size - start != size:
            raise FramingError("a file changed while it was written", name)
        self._entries.append(entry)

    def close(self) -> None:
        """Writes the central directory and the end record."""
        for part in _directory(self._entries, self.size):
            self._put(part)

    def _put(self, data: bytes) -> None:
        self._write(data)
        self.size += len(data)


def check_framing(read: Callable[[int, int], bytes], size: int) -> list[Entry]:
    """The files of an archive of `size` bytes, after re-deriving every byte that is not a file's own.

    `read(start, end)` gives the archive's bytes. Raises FramingError for any other form; checksums are only
    recorded here, since whoever hashes the files reads them anyway.
    """
    count, length, start = _read_end(read, size)
    directory = read(start, start + length)
    entries = _parse_directory(directory, count)
    offset, last = 0, b""
    for entry in entries:
        name = entry.name.encode()
        if entry.offset != offset or name <= last:
            raise FramingError("the files do not follow each other in the order of their names", entry.name)
        header = _local_header(entry)
        if read(offset, offset + len(header)) != header:
            raise FramingError("the local header is not the one that belongs to this file", entry.name)
        offset, last = entry.end, name
    if offset != start:
        raise FramingError("there are bytes that belong to no file")
    expected = b"".join(_directory(entries, start))
    if len(expected) != size - start or read(start, size) != expected:
        raise FramingError("the central directory or the end record is not in its one form")
    return entries


def check_name(name: str) -> None:
    """Raises FramingError for a name that could lead out of the folder it is unpacked in, or differ elsewhere."""
    steps = name.split("/")
    if (
        not 0 < len(name.encode("utf-8", "replace")) <= LONGEST_NAME
        or any(step in {"", ".", ".."} or step != step.strip(" .") for step in steps)
        or any(not sign.isprintable() or sign in '\\:*?"<>|~' for sign in name)
    ):
        raise FramingError("a name in the archive is not a plain path inside it")


def _local_header(entry: Entry) -> bytes:
    large = entry.size >= _LIMIT_32
    name = entry.name.encode()
    size = _LIMIT_32 if large else entry.size
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if large else b""
    version = _VERSION_64 if large else _VERSION
    head = _LOCAL.pack(
        b"PK\x03\x04", version, _UTF8, 0, 0, _DATE, entry.crc, size, size, len(name), len(extra)
    )
    return head + name + extra


def _directory_entry(entry: Entry) -> bytes:
    name = entry.name.encode()
    numbers = [entry.size, entry.size] if entry.size >= _LIMIT_32 else []
    numbers += [entry.offset] if entry.offset >= _LIMIT_32 else []
    extra = struct.pack(f"<HH{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
    version = _VERSION_64 if numbers else _VERSION
    size = min(entry.size, _LIMIT_32)
    head = _CENTRAL.pack(
        *(b"PK\x01\x02", _UNIX | version, version, _UTF8, 0, 0, _DATE, entry.crc, size, size),
        *(len(name), len(extra), 0, 0, 0, _MODE, min(entry.offset, _LIMIT_32)),
    )
    return head + name + extra


def _directory(entries: list[Entry], start: int) -> list[bytes]:
    """The central directory and the end record, in pieces."""
    parts = [_directory_entry(entry) for entry in entries]
    length, count = sum(map(len, parts)), len(entries)
    if count >= _LIMIT_16 or length >= _LIMIT_32 or start >= _LIMIT_32:
        parts.append(
            _END_64.pack(
                *(b"PK\x06\x06", _END_64.size - 12, _UNIX | _VERSION_64, _VERSION_64),
                *(0, 0, count, count, length, start),
            )
        )
        parts.append(_LOCATOR.pack(b"PK\x06\x07", 0, start + length, 1))
    counted = min(count, _LIMIT_16)
    parts.append(
        _END.pack(b"PK\x05\x06", 0, 0, counted, counted, min(length, _LIMIT_32), min(start, _LIMIT_32), 0)
    )
    return parts


def _read_end(read: Callable[[int, int], bytes], size: int) -> tuple[int, int, int]:
    """How many files there are, how long the central directory is and where it begins, within the limits."""
    end = read(max(size - _END.size, 0), size)
    if len(end) != _END.size or not end.startswith(b"PK\x05\x06"):
        raise FramingError("this is not a ZIP archive that ends where it should")
    count, length, start = _END.unpack(end)[4:7]
    if count == _LIMIT_16 or _LIMIT_32 in (length, start):
        at = size - _END.size - _LOCATOR.size - _END_64.size
        record = read(at, at + _END_64.size) if at >= 0 else b""
        if len(record) != _END_64.size or not record.startswith(b"PK\x06\x06"):
            raise FramingError("the ZIP64 end record is missing")
        count, length, start = _END_64.unpack(record)[7:10]
    if count > MOST_FILES or length > LARGEST_DIRECTORY or start + length > size:
        raise FramingError("the central directory is larger than an archive may have")
    return count, length, start


def _parse_directory(directory: bytes, count: int) -> list[Entry]:
    """The entries of a central directory. Whatever else stands in it is compared later, when it is re-derived."""
    entries: list[Entry] = []
    at = 0
    while at < len(directory) and len(entries) < count:
        if len(directory) - at < _CENTRAL.size or not directory.startswith(b"PK\x01\x02", at):
            raise FramingError("the central directory is damaged")
        fields = _CENTRAL.unpack_from(directory, at)
        crc, size, offset = fields[7], fields[9], fields[16]
        name_end = at + _CENTRAL.size + fields[10]
        extra = directory[name_end : name_end + fields[11]]
        try:
            name = directory[at + _CENTRAL.size : name_end].decode()
            wide = list(struct.unpack(f"<HH{(len(extra) - 4) // 8}Q", extra))[2:] if extra else []
            size = wide.pop(0) if size == _LIMIT_32 else size
            wide = wide[1:] if fields[9] == _LIMIT_32 else wide
            offset = wide.pop(0) if offset == _LIMIT_32 else offset
        except (ValueError, IndexError, struct.error):
            raise FramingError("the central directory is damaged") from None
        check_name(name)
        entries.append(Entry(name, size, crc, offset))
        at = name_end + fields[11]
    if len(entries) != count:
        raise FramingError("the central directory names another number of files")
    return entries
