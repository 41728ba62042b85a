"""The opened bundle, and what the steps have found in it so far."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, cast

from app.domain.custody.deeds import Leaf
from app.domain.exports.bagit import Measured
from app.domain.exports.contents import INDEX_FIELDS
from app.domain.exports.verifier.roles import Chain
from app.domain.exports.zip_framing import Entry
from app.vault.notes import Checkpoint
from app.vault.statements import Statement

CHUNK = 1 << 20
_NUMBER = re.compile("0|[1-9][0-9]{0,18}", re.ASCII)
LARGEST_TEXT = 256 * 1024 * 1024
"""A text file of a bundle is read as a whole: more than this is refused. Original files are only streamed."""


class Failed(Exception):
    """A step failed: why, and at which file."""

    def __init__(self, message: str, file: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.file = file


class OtherArchive(Failed):
    """The bundle is by another archive than the one whose fingerprint was given. Nothing is said against the bundle."""


@dataclass(frozen=True)
class Row:
    """A line of index.csv, and the paths that follow from it."""

    exhibit: str
    part: str
    kind: str
    record: str
    version: int
    sequence: int
    author: str
    recorded_at: str
    whole: bool
    file: str

    @property
    def stem(self) -> str:
        """Where the record stands, without its suffix."""
        return f"data/{self.part}/{self.kind}/{self.exhibit}"


@dataclass
class Reading:
    """One bundle being verified. Each step fills in what later ones rely on."""

    file: IO[bytes]
    size: int
    anchor: str | None
    base: str = ""
    current: str = ""  # the file looked at last: the one to name when a parser breaks
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    measured: dict[str, Measured] = field(default_factory=dict[str, Measured])
    crcs: dict[str, int] = field(default_factory=dict[str, int])
    exporter: bytes = b""
    chain: Chain = field(default_factory=Chain)
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    rows: list[Row] = field(default_factory=list[Row])
    statements: dict[str, Statement] = field(default_factory=dict[str, Statement])
    earlier: dict[str, tuple[Row, int, str]] = field(default_factory=dict[str, tuple[Row, int, str]])
    jwts: dict[str, str] = field(default_factory=dict[str, str])
    checkpoint: Checkpoint | None = None
    leaves: dict[int, Leaf] = field(default_factory=dict[int, Leaf])

    def at(self, start: int, end: int) -> bytes:
        """Bytes of the archive."""
        self.file.seek(max(start, 0))
        return self.file.read(max(end - max(start, 0), 0))

    def chunks(self, path: str) -> Iterator[bytes]:
        """A file's bytes, in pieces."""
        entry = self.entry(path)
        for start in range(entry.start, entry.end, CHUNK):
            yield self.at(start, min(start + CHUNK, entry.end))

    def entry(self, path: str) -> Entry:
        """Where a file stands; notes that it is looked at. Raises Failed when it is missing."""
        self.current = path
        if path not in self.entries:
            raise Failed("a file that must be there is missing", path)
        return self.entries[path]

    def read(self, path: str) -> bytes:
        """A text file as a whole. Raises Failed when it is missing, or too large for one."""
        entry = self.entry(path)
        if entry.size > LARGEST_TEXT:
            raise Failed("this file is too large for what it should be", path)
        return self.at(entry.start, entry.end)

    def text(self, path: str) -> str:
        """A text file as text. Raises Failed when it is not UTF-8."""
        try:
            return self.read(path).decode()
        except UnicodeDecodeError:
            raise Failed("this file is not UTF-8", path) from None

    def json(self, path: str) -> dict[str, Any]:
        """A JSON object. Raises Failed for anything else."""
        try:
            value = json.loads(self.text(path))
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise Failed("this file is not a JSON object", path)
        return cast("dict[str, Any]", value)

    def table(self, path: str, fields: tuple[str, ...]) -> list[dict[str, str]]:
        """The lines of a CSV file with these columns. Raises Failed for others."""
        reader = csv.DictReader(io.StringIO(self.text(path), newline=""), strict=True)
        try:
            columns = tuple(reader.fieldnames or ())  # reads the first line
            rows = list(reader)
        except csv.Error:
            raise Failed("this table has a line that cannot be read", path) from None
        if columns != fields or any(set(row) != set(fields) for row in rows):
            raise Failed("this table has not the columns that it should have", path)
        if any(value is None for row in rows for value in row.values()):  # pyright: ignore[reportUnnecessaryComparison]
            raise Failed("a line of this table is too short", path)
        return rows


def read_index(reading: Reading) -> list[Row]:
    """The lines of index.csv. Raises Failed for a line that is none, or a record or exhibit that is there twice."""
    path = "data/index.csv"
    rows: list[Row] = []
    for line in reading.table(path, INDEX_FIELDS):
        if line["part"] not in {"records", "register"} or line["released"] not in {"whole", "part"}:
            raise Failed("a line of the index is not in its one form", path)
        if not _NUMBER.fullmatch(line["version"]) or not _NUMBER.fullmatch(line["sequence"]):
            raise Failed("a line of the index is not in its one form", path)
        version, sequence = int(line["version"]), int(line["sequence"])
        plain = {name: line[name] for name in ("exhibit", "part", "kind", "record", "author", "recorded_at")}
        rows.append(
            Row(
                **plain,
                version=version,
                sequence=sequence,
                whole=line["released"] == "whole",
                file=line["file"],
            )
        )
    for name in ("exhibit", "record", "sequence"):
        if len({getattr(row, name) for row in rows}) != len(rows):
            raise Failed(f"the index lists the same {name} twice", path)
    return rows
