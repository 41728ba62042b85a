"""What the demo's data is made of, and the short words to write it with.

A record is known by a key, such as `unit.second_company`; the part before the dot is its kind. Other records
refer to it as `@unit.second_company`, and the builder puts the id in that place. Steps are taken in the order
in which they are written, so a key is written before it is referred to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.records.kinds import REGISTER_KINDS

Content = dict[str, Any]

FOUNDER, DOCUMENTER, FIELD, WRITE_ONLY = "founder", "documenter", "field-documenter", "write-only"
INVESTIGATOR, LAWYER = "investigator", "lawyer"
"""Who does a step: the sign-in names of members."""

AUTHOR = ""
"""Who does a step, when it is whoever opened the case."""

INTAKE, FIELD_OFFICE, ANALYSIS, LEGAL = "Intake", "Field office", "Analysis", "Legal"
"""The teams."""


@dataclass(frozen=True)
class Entry:
    """A record of the register or of a case, written by the member `by`."""

    key: str
    content: Content
    by: str = AUTHOR

    @property
    def kind(self) -> str:
        """The kind of record: the part of the key before the dot."""
        return self.key.partition(".")[0]

    @property
    def is_claim(self) -> bool:
        """Whether it belongs to the register, wherever it is told."""
        return self.kind in REGISTER_KINDS


@dataclass(frozen=True)
class Upload:
    """A file of a case. `details` are written to its evidence record after the file is in."""

    key: str
    filename: str
    media_type: str
    make: Callable[[], bytes]
    title: str
    details: Content
    compartment: str = "working"
    by: str = AUTHOR


@dataclass(frozen=True)
class Amendment:
    """A second version of a record: `changes` replace its fields of these names."""

    key: str
    changes: Content
    reason: str
    by: str = AUTHOR


@dataclass(frozen=True)
class Withdrawal:
    """The withdrawal of a consent."""

    key: str
    reason: str
    since: date
    by: str = AUTHOR


Step = Entry | Upload | Amendment | Withdrawal


@dataclass(frozen=True)
class CaseStory:
    """A case: its title, all that is done in it, in order, who opens it, and who may open it then.

    `teams` get both compartments, `without_names` the working one alone. No teams: those of the archive's setting.
    """

    key: str
    title: str
    steps: tuple[Step, ...]
    by: str = DOCUMENTER
    teams: tuple[str, ...] | None = (INTAKE, LEGAL)
    without_names: tuple[str, ...] = (ANALYSIS,)


@dataclass
class Keys:
    """The ids behind the keys that are built so far."""

    ids: dict[str, str] = field(default_factory=dict[str, str])

    def resolve(self, value: Any) -> Any:
        """`value` with every `@key` replaced by its id, at every depth. Raises KeyError for an unknown key."""
        match value:
            case str():
                return self.ids[value[1:]] if value.startswith("@") else value
            case list():
                return [self.resolve(element) for element in value]  # pyright: ignore[reportUnknownVariableType]
            case dict():
                return {name: self.resolve(inner) for name, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
            case _:
                return value


# --- short words ------------------------------------------------------------------------------------------


def names(english: str, belarusian: str | None = None) -> list[Content]:
    """A name in English and, where there is one, in Belarusian."""
    english_name = {"text": english, "language": "en"}
    return [english_name] if belarusian is None else [english_name, {"text": belarusian, "language": "be"}]


def on(day: str, **ends: bool) -> Content:
    """Dates: on that day. `starts` and `ends` may be given."""
    return {"first_precise": day, "last_precise": day, **ends}


def span(first: str, last: str, **ends: bool) -> Content:
    """Dates: on every day from first to last."""
    return {"first_precise": first, "last_precise": last, **ends}


def between(first: str, last: str, **ends: bool) -> Content:
    """Dates: on at least one day from first to last."""
    return {"first_imprecise": first, "last_imprecise": last, **ends}


def cite(source: str, passage: str | None = None) -> list[Content]:
    """One citation of a source of the register."""
    citation = {"source": f"@source.{source}"}
    return [citation if passage is None else {**citation, "passage": passage}]


def told(account: str, *paragraphs: int, known: str = "lived", **more: str) -> Content:
    """A link to the account that tells of a fact."""
    return {"account": f"@account.{account}", "paragraphs": list(paragraphs), "known": known, **more}


def permission(purpose: str, identity: str, **to: Any) -> Content:
    """A permission of a consent: `jurisdictions` or `recipients` say for whom."""
    return {"purpose": purpose, "identity": identity, **to}


def consent(individual: str, given_on: str, *permissions: Content, **more: Any) -> Content:
    """A consent as this team records it: explained, signed, on the person's own word unless said otherwise."""
    usual: Mapping[str, Any] = {
        "explained_by": "D-2",
        "explained": ["defence_may_read", "copies_cannot_be_recalled"],
        "manner": "signed",
        "basis": "own",
        "covers": "everything",
        "risk_reviewed_on": given_on,
    }
    return {
        **usual,
        "individual": f"@individual.{individual}",
        "given_on": given_on,
        "permissions": list(permissions),
        **more,
    }
