"""Questions and answers of this area."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.records.case_vocabularies import METHODS
from app.records.kinds import KINDS, REGISTER_KINDS
from app.records.part import (
    CaseRecordId,
    Country,
    Day,
    IncidentId,
    Part,
    PersonId,
    PlaceId,
    UnitId,
    optional,
    refuse,
    required,
)
from app.records.vocabulary import Vocabulary
from app.records.walk import declared

MOST_RESULTS = 1000
LARGEST_OFFSET = 10_000_000


@cache
def type_codes() -> frozenset[str]:
    """The codes that the `type` of some kind may have."""
    hints = [
        declares.hint for model in KINDS.values() for declares in declared(model) if declares.alias == "type"
    ]
    marks = [mark for hint in hints for mark in _marks(hint)]
    return frozenset(code for mark in marks for code in mark.codes)


def _marks(hint: Any) -> list[Vocabulary]:
    inner = [mark for part in getattr(hint, "__args__", ()) for mark in _marks(part)]
    return [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Vocabulary)] + inner


def _known_type(code: str) -> str:
    if code not in type_codes():
        raise refuse(f"Choose one of the known codes: {', '.join(sorted(type_codes()))}.")
    return code


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise refuse(f"Choose one of the known kinds: {', '.join(KINDS)}.")
    return kind


def _register_kind(kind: str) -> str:
    if kind not in REGISTER_KINDS:
        raise refuse(f"Choose one of the kinds of the register: {', '.join(sorted(REGISTER_KINDS))}.")
    return kind


Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=MOST_RESULTS)]
Offset = Annotated[int, Field(ge=0, le=LARGEST_OFFSET)]
TypeCode = Annotated[str, AfterValidator(_known_type)]


class Question(Part):
    """A question across cases and register: at least one criterion, and all of them must be met.

    `q` (words; in quotation marks a phrase), `kind`, `case` and `name` test the record itself. All others test
    it, or one and the same act, arrest or stay of the same individual in the same case. `subordinates` adds
    the units under `unit` at the time of the act.
    """

    q: Words | None = optional("Words", "Every word must occur. In quotation marks, as a phrase.")
    name: Words | None = optional("Name", "In any script and spelling.")
    kind: Annotated[str, AfterValidator(_known_kind)] | None = optional("Kind", "Records of this kind alone.")
    case: CaseRecordId | None = optional("Case", "Records of this case alone.")
    unit: UnitId | None = optional("Unit", "Involved, posted, placed or present.")
    subordinates: bool = Field(
        default=False, title="Subordinates", description="And the units under it on the day."
    )
    incident: IncidentId | None = optional("Incident", "What the act or detention belongs to.")
    place: PlaceId | None = optional("Place", "Where it happened.")
    person: PersonId | None = optional("Person", "Involved, or holding a post.")
    type: TypeCode | None = optional("Type", "Of the act, or of the record.")
    method: Annotated[str, METHODS] | None = optional("Method", "How it was done.")
    first: Day | None = optional("From", "On this day or later, for certain or possibly.", alias="from")
    last: Day | None = optional("To", "On this day or earlier, for certain or possibly.", alias="to")
    limit: Limit = Field(default=50, title="Results on a page", description="At most a thousand.")
    offset: Offset = Field(
        default=0, title="Left out", description="How many of the best results to pass over."
    )

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise refuse("The first day is after the last day. Please check both.", "from")
        own = (self.q, self.name, self.kind, self.case)
        if all(criterion is None for criterion in own) and not self.of_facts:
            raise refuse("Give at least one criterion.")
        if self.subordinates and self.unit is None:
            raise refuse("Choose the unit whose subordinates are meant.", "unit")
        return self

    @property
    def facts(self) -> dict[str, str]:
        """What a fact must be connected with, by facet; the unit apart, since it may have subordinates."""
        asked = {
            "incident": self.incident,
            "place": self.place,
            "person": self.person,
            "type": self.type,
            "method": self.method,
        }
        return {name: value for name, value in asked.items() if value is not None}

    @property
    def dated(self) -> bool:
        """Whether it asks for a time."""
        return self.first is not None or self.last is not None

    @property
    def of_facts(self) -> bool:
        """Whether it asks for anything that an act or stay may meet in place of the record itself."""
        return bool(self.facts) or self.unit is not None or self.dated


class RegisterQuestion(Part):
    """A question to the register: a kind, perhaps a name, a type, a country."""

    kind: Annotated[str, AfterValidator(_register_kind)] = required("Kind", "Entries of this kind.")
    name: Words | None = optional("Name", "In any script and spelling.")
    type: TypeCode | None = optional("Type", "Entries of this type alone.")
    country: Country | None = optional("Country", "Entries of this country alone.")
    limit: Limit = Field(default=50, title="Results on a page", description="At most a thousand.")
    offset: Offset = Field(
        default=0, title="Left out", description="How many of the best results to pass over."
    )


class Why(StrEnum):
    """In what way a unit or person asked for comes into a result. Presence is not involvement."""

    involved = "involved"
    alleged = "alleged"
    present = "present"
    refused_to_take_part = "refused_to_take_part"
    tried_to_stop = "tried_to_stop"
    helped = "helped"
    runs_the_place = "runs_the_place"
    guards = "guards"
    escorts = "escorts"
    based = "based"
    area_of_operations = "area_of_operations"
    posting = "posting"
    relation = "relation"
    named = "named"


@dataclass(slots=True)
class Result:
    """A record that answers. `possible` marks what the sources allow and do not show for certain.

    Not frozen, since a page makes up to a thousand: to make one that is frozen takes five times as long.
    """

    record: str
    case: str | None
    kind: str
    title: str = field(repr=False)
    dates: dict[str, Any] | None = field(repr=False)
    possible: bool
    why: tuple[Why, ...]


@dataclass(frozen=True)
class SearchResults:
    """How many records answer, and those of the page asked for, best first."""

    total: int
    results: tuple[Result, ...]
