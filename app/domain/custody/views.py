"""What the custody log answers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log as it may be shown. `leaf` is the text that is hashed; nothing of it is content."""

    sequence: int
    day: str
    deed: str
    subject: str
    actor: str
    statement: str | None
    commitment: str | None
    leaf: str


@dataclass(frozen=True, slots=True)
class LogEntries:
    """Lines of the log that the actor may see, oldest first; `total` is the size of the whole log."""

    total: int
    results: list[LogLine]


@dataclass(frozen=True, slots=True)
class Custody:
    """All lines on one id, oldest first."""

    total: int
    results: list[LogLine]


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That line `index`, whose hash is `leaf_hash`, is in the log of `size` lines with this `root` (all
    base64).
    """

    index: int
    size: int
    leaf_hash: str
    root: str
    proof: list[str]


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the log of `first` lines is the beginning of that of `last` (roots and proof in base64)."""

    first: int
    last: int
    first_root: str
    last_root: str
    proof: list[str]


@dataclass(frozen=True, slots=True)
class LogReport:
    """What `verify_log` found. `problems` name the table, the id or line, and what does not match."""

    ok: bool
    size: int
    problems: list[str]


@dataclass(frozen=True, slots=True)
class LastVerification:
    """When the whole archive was last read again, how many lines its log had, and what differed, if anything did."""

    at: datetime
    size: int
    ok: bool
    problems: list[str]
