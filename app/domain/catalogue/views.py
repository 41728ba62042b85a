"""Answers of this area."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CaseRecord:
    """A record of a case in a list: what it is called, and its newest version."""

    record: str
    kind: str
    title: str = field(repr=False)
    version: int
