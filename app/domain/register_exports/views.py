"""Answers of this area."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RegisterExport:
    """A file with what leaves of the register: how many records of each kind, and how many stay."""

    format: str
    filename: str
    media_type: str
    data: bytes = field(repr=False)
    leaves: dict[str, int]
    stays: int
