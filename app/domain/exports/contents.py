"""What stands in a bundle, and under which paths. The verifier derives the same paths from the index.

Everything but the original files is text and small, and is kept in memory; a file is read twice as a stream, once for
the checksum that stands before it in the ZIP and once to write it.
"""

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.custody.deeds import Leaf, parse_leaf
from app.vault.canonical import canonical
from app.vault.statements import presentation

FORMAT = "testimonia-bundle/1"
INDEX_FIELDS = (
    *("exhibit", "part", "kind", "record", "version", "sequence"),
    *("author", "recorded_at", "released", "file"),
)
WITHHELD_FIELDS = ("exhibit", "what", "reasons")


@dataclass(frozen=True)
class Payload:
    """A file of the bundle: its path in it, its measures, and a way to read its bytes, which are those measured."""

    path: str
    size: int
    crc: int
    sha256: str
    chunks: Callable[[], Iterable[bytes]] = field(repr=False)

    @classmethod
    def of(cls, path: str, data: bytes | str) -> "Payload":
        """A file that is in memory."""
        content = data.encode() if isinstance(data, str) else data
        return cls(
            path, len(content), zlib.crc32(content), hashlib.sha256(content).hexdigest(), lambda: [content]
        )


@dataclass(frozen=True)
class Line:
    """A line of the custody log and the proof that it is in the log."""

    leaf: Leaf
    proof: str

    @property
    def sequence(self) -> int:
        """Its place in the log."""
        return self.leaf.sequence


@dataclass(frozen=True)
class Earlier:
    """An earlier version of an exported record: the statement without any disclosure, and its line."""

    version: int
    jwt: str
    line: Line


@dataclass(frozen=True)
class Exhibit:
    """A record of a case or claim of the register that leaves, in its latest version, as far as it leaves."""

    exhibit: str
    part: str  # records or register
    kind: str
    record: str
    version: int
    author: str
    recorded_at: str
    whole: bool
    jwt: str = field(repr=False)
    disclosures: list[str] = field(repr=False)
    content: dict[str, Any] = field(repr=False)
    line: Line = field(repr=False)
    earlier: tuple[Earlier, ...] = field(default=(), repr=False)
    original: Payload | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Withheld:
    """Something that stays: an exhibit as a whole, or a part of it, and the codes why."""

    exhibit: str
    what: str  # whole or part
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """All that a bundle says, before it is packed. `facts` is export.json."""

    facts: dict[str, Any]
    exhibits: Sequence[Exhibit]
    withheld: Sequence[Withheld]
    lines: Sequence[
        Line
    ]  # lines of the log on cases, records, certificates and this export, but no statements'
    checkpoint: str
    schemas: dict[str, str]
    pictures: Sequence[Payload] = ()


def payloads(contents: Contents) -> Iterator[Payload]:
    """The files under data/, in no order."""
    yield Payload.of("data/export.json", pretty(contents.facts))
    yield Payload.of("data/index.csv", index(contents.exhibits))
    yield Payload.of("data/withheld.csv", withheld(contents.withheld))
    yield Payload.of("data/custody/checkpoint", contents.checkpoint)
    yield Payload.of("data/custody/events.jsonl", events(contents))
    for name, text in contents.schemas.items():
        yield Payload.of(f"data/schemas/{name}", text)
    yield from contents.pictures
    for line in contents.lines:
        yield Payload.of(line_path(line.sequence), line.proof)
    for exhibit in contents.exhibits:
        yield from _of_exhibit(exhibit)


def _of_exhibit(exhibit: Exhibit) -> Iterator[Payload]:
    stem = record_path(exhibit.part, exhibit.kind, exhibit.exhibit)
    yield Payload.of(f"{stem}.json", pretty(exhibit.content))
    yield Payload.of(f"{stem}.sd-jwt", presentation(exhibit.jwt, exhibit.disclosures))
    yield Payload.of(f"{custody_path(exhibit.exhibit)}.tlog-proof", exhibit.line.proof)
    for earlier in exhibit.earlier:
        stem = custody_path(exhibit.exhibit, earlier.version)
        yield Payload.of(f"{stem}.sd-jwt", presentation(earlier.jwt, []))
        yield Payload.of(f"{stem}.tlog-proof", earlier.line.proof)
    if exhibit.original is not None:
        yield exhibit.original


def record_path(part: str, kind: str, exhibit: str) -> str:
    """Where a record stands, without its suffix."""
    return f"data/{part}/{kind}/{exhibit}"


def custody_path(exhibit: str, version: int | None = None) -> str:
    """Where the custody of a record's exported version stands, or of an earlier one, without its suffix."""
    return f"data/custody/{exhibit}" + ("" if version is None else f"-v{version}")


def line_path(sequence: int) -> str:
    """Where the proof of a line stands that belongs to no statement."""
    return f"data/custody/lines/{sequence}.tlog-proof"


def chain_path(exhibit: str, part: int) -> str:
    """Where a part of the chart of a unit's chain of command stands."""
    return f"data/pictures/{exhibit}-chain-{part}.svg"


def timeline_path(exhibit: str) -> str:
    """Where the timeline of a unit's commanders or a person's posts stands."""
    return f"data/pictures/{exhibit}-timeline.svg"


def original_path(exhibit: str, extension: str) -> str:
    """Where a file stands."""
    return f"data/files/{exhibit}/original.{extension}"


def pretty(value: object) -> bytes:
    """JSON as people read it, in one form: keys sorted, two spaces, UTF-8, a line end."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def index(exhibits: Sequence[Exhibit]) -> bytes:
    """index.csv: one line for each record that leaves."""
    rows = [
        {
            "exhibit": one.exhibit,
            "part": one.part,
            "kind": one.kind,
            "record": one.record,
            "version": str(one.version),
            "sequence": str(one.line.sequence),
            "author": one.author,
            "recorded_at": one.recorded_at,
            "released": "whole" if one.whole else "part",
            "file": one.original.path if one.original else "",
        }
        for one in sorted(exhibits, key=lambda one: one.exhibit)
    ]
    return table(INDEX_FIELDS, rows)


def withheld(rows: Sequence[Withheld]) -> bytes:
    """withheld.csv: what stays, by number and reason codes alone."""
    return table(
        WITHHELD_FIELDS,
        [
            {"exhibit": row.exhibit, "what": row.what, "reasons": " ".join(row.reasons)}
            for row in sorted(rows, key=lambda row: row.exhibit)
        ],
    )


def table(fields: Sequence[str], rows: Iterable[dict[str, str]]) -> bytes:
    """A CSV file (RFC 4180) of codes, ids and numbers, with a heading."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def events(contents: Contents) -> str:
    """events.jsonl: every line of the log that the bundle speaks of, in the order of the log."""
    lines = {line.sequence: line.leaf.text for line in contents.lines}
    for exhibit in contents.exhibits:
        for line in (exhibit.line, *(earlier.line for earlier in exhibit.earlier)):
            lines[line.sequence] = line.leaf.text
    return "".join(f"{lines[sequence]}\n" for sequence in sorted(lines))


@dataclass(frozen=True)
class Certified:
    """A certificate with its signature, the line by which it began and the line by which it ended, if it did."""

    body: str
    signature: str
    leaf: str
    ended: str | None = None


def certificates_json(anchor: str, certificates: Iterable[Certified]) -> bytes:
    """signature/certificates.json, in canonical form: this folder stands in no manifest."""
    listed = [
        {"body": one.body, "leaf": one.leaf, "signature": one.signature}
        | ({} if one.ended is None else {"ended": one.ended})
        for one in sorted(certificates, key=lambda one: parse_leaf(one.leaf).sequence)
    ]
    return canonical({"anchor": anchor, "certificates": listed})
