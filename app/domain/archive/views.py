"""Answers of this area."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Founded:
    """A new archive. `anchor` is the founding member's fingerprint; the recovery code is shown once, on paper."""

    archive: str
    member: str
    anchor: str
    recovery_code: str = field(repr=False)


@dataclass(frozen=True)
class CaseOpened:
    """A new case: its id, and the code that people call it by."""

    id: str
    code: str


@dataclass(frozen=True)
class Written:
    """A version was added: of which record, of which kind, with which number."""

    id: str
    kind: str
    version: int


@dataclass(frozen=True)
class CaseItem:
    """A case in a list. `title` is None where the actor may not open it."""

    id: str
    code: str
    title: str | None = field(repr=False)


@dataclass(frozen=True)
class CaseList:
    """The cases that an actor may know of, newest first: how many in all, and those of the page asked for."""

    total: int
    results: tuple[CaseItem, ...]


@dataclass(frozen=True)
class GrantView:
    """Who holds which compartments. `kind` is member, team or token; a token's name is its owner's alone: empty."""

    holder: str
    kind: str
    name: str = field(repr=False)
    compartments: tuple[str, ...]


@dataclass(frozen=True)
class CaseView:
    """A case as one actor may see it. `compartments` are those that the actor opens: none for a write-only author.

    `edit_until` is the end of the edit window of a case that a write-only member opened.
    """

    id: str
    code: str
    title: str | None = field(repr=False)
    compartments: tuple[str, ...]
    edit_until: datetime | None
    grants: tuple[GrantView, ...]


@dataclass(frozen=True)
class Author:
    """Who signed a version: the holder's id, its display name (empty for a token), and the key."""

    holder: str
    name: str = field(repr=False)
    key: str


@dataclass(frozen=True)
class RecordView:
    """One version of a record, verified. `on` is what its author's statement says; `sequence` its line in the log."""

    id: str
    case: str | None
    kind: str
    compartment: str
    version: int
    latest: int
    content: Mapping[str, Any] = field(repr=False)
    reason: str | None = field(repr=False)
    author: Author
    on: datetime
    sequence: int


@dataclass(frozen=True)
class VersionList:
    """Every version of a record, oldest first."""

    total: int
    results: tuple[RecordView, ...]


@dataclass(frozen=True)
class DraftView:
    """A draft of the actor. `expires_at` is when its key is destroyed, for a write-only author."""

    id: str
    case: str
    kind: str
    version: int
    content: Mapping[str, Any] = field(repr=False)
    expires_at: datetime | None


@dataclass(frozen=True)
class DraftList:
    """The actor's drafts in a case."""

    total: int
    results: tuple[DraftView, ...]


@dataclass(frozen=True)
class CaseDefaults:
    """The teams that new cases are granted to, and those that receive the cases of write-only members."""

    new_case_teams: tuple[str, ...]
    intake_teams: tuple[str, ...]
