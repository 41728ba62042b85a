"""Answers of this area."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RegisterExport:
    """A file with what leaves of the register: how many records of each kind, and how many claims stay.

    `unfinished` of those that stay do because work on them is not done (status issue or work needed). `unsettled`
    counts the claims that leave marked, by their status.
    """

    format: str
    filename: str
    media_type: str
    data: bytes = field(repr=False)
    leaves: dict[str, int]
    stays: int
    unfinished: int
    unsettled: dict[str, int]
