"""What the custody log answers."""

from dataclasses import dataclass


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
class LogReport:
    """What `verify_log` found. `problems` name the table, the id or line, and what does not match."""

    ok: bool
    size: int
    problems: list[str]
