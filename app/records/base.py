"""What all kinds of record share: `Content`, names, citations, and the link to the account that tells of
it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from app.records import case_vocabularies, vocabularies
from app.records.dates import Dates
from app.records.events import Event, Involves, Reports
from app.records.part import (
    AccountId,
    CaseRecordId,
    Day,
    EvidenceId,
    FieldName,
    IndividualId,
    Language,
    Line,
    Paragraph,
    Part,
    Script,
    SourceId,
    Text,
    WebAddress,
    optional,
    refuse,
    required,
    several,
)

Compartment = Literal["working", "identity", "register", "register_restricted"]
JsonObject = dict[str, Any]
HEADING_LENGTH = 60


class Content(Part):
    """The content of one version of a record. A kind is one subclass, declared once.

    A kind says its `kind`, its `label` for people and its `home`: the compartment it is sealed to.
    `heading`, `when`, `whose`, `events` and `involves` are what a catalogue shows and compares; a kind
    overrides those that say something about it. `upgrades[n]` turns the JSON of schema version n into that
    of n + 1.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    home: ClassVar[Literal["working", "identity", "register"]]
    schema_version: ClassVar[int] = 1
    upgrades: ClassVar[Mapping[int, Callable[[JsonObject], JsonObject]]] = {}

    def compartment(self) -> Compartment:
        """The compartment this content is sealed to."""
        return self.home

    def heading(self) -> str:
        """A short title for lists."""
        return self.label

    def when(self) -> Dates | None:
        """The dates of the fact, with `starts` and `ends` spelled out as this kind means them."""
        return None

    def whose(self) -> tuple[str, ...]:
        """The individuals whose record this is: their consent counts."""
        return ()

    def events(self) -> tuple[Event, ...]:
        """The acts, stays and arrests that it tells of."""
        return ()

    def involves(self) -> Involves | None:
        """Who was involved in which act or detention."""
        return None


class OfIndividual(Content):
    """A record about one individual of the case."""

    individual: IndividualId = required("Individual", "The person of this case whom the record is about.")

    def whose(self) -> tuple[str, ...]:
        return (self.individual,)


def shortened(text: str) -> str:
    """The beginning of a text, on one line, for a heading."""
    line = " ".join(text.split())
    return line if len(line) <= HEADING_LENGTH else line[: HEADING_LENGTH - 1].rstrip() + "…"


class Name(Part):
    """A name as it is written in one language and script."""

    text: Line = required("Name", "As it is written, in its own script.")
    language: Language | None = optional("Language", "The language code, such as be, ru, uk or en.")
    script: Script | None = optional("Script", "The script code, such as Cyrl or Latn.")


class ExternalId(Part):
    """The number under which another organisation knows this."""

    organisation: Line = required("Organisation", "The organisation that gave the number.")
    number: Line = required("Number", "The number, as that organisation writes it.")


class CountRange(Part):
    """How many, at least and at most."""

    minimum: Annotated[int, Field(ge=0, le=10_000_000)] | None = optional(
        "At least", "The lowest number given."
    )
    maximum: Annotated[int, Field(ge=0, le=10_000_000)] | None = optional(
        "At most", "The highest number given."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise refuse("The lowest number is above the highest. Please check both.", "minimum")
        return self


class CaseCitation(Part):
    """Where a fact is found: a source of the register, or a record of a case."""

    one_of = ("source", "record")

    source: SourceId | None = optional("Source", "A source of the register.")
    record: CaseRecordId | None = optional("Sealed record", "A record of a case, such as an account.")
    page: Line | None = optional("Page", "The page, or the minute of a recording.")
    passage: Text | None = optional("Passage", "The words, or where they stand.")
    accessed_on: Day | None = optional("Seen on", "The day on which somebody last looked at the source.")
    archive_url: WebAddress | None = optional("Archived copy", "The web address of an archived copy.")


class Citation(CaseCitation):
    """A citation in the register. Of a sealed record it holds the id alone: the passage stays in the case."""

    supports: list[FieldName] = several(
        "Supports",
        "The fields that it supports, such as names or dates.first_precise. Empty: the whole claim.",
    )
    confidence: Annotated[int, Field(ge=1, le=3)] | None = optional(
        "Confidence", "How sure the researcher was: 1 low, 2 medium, 3 high."
    )

    @model_validator(mode="after")
    def _sealed_passages_stay_sealed(self) -> Self:
        told = (self.page, self.passage, self.accessed_on, self.archive_url)
        if self.record is not None and any(detail is not None for detail in told):
            raise refuse(
                "Every member reads the register. Leave only the record's id here; the passage stays there."
            )
        return self


class Claim(Content):
    """A claim of the register. Contradicting claims stand side by side; none is overwritten to agree."""

    home = "register"

    citations: list[Citation] = several("Citations", "Where this is found. At least one.", least=1)
    status: Annotated[str, vocabularies.CLAIM_STATUS] | None = optional(
        "Status", "Whether the claim is accepted, in conflict with another, or needs work."
    )
    notes: Text | None = optional("Notes", "Every member reads the register: no victims or witnesses here.")
    external_ids: list[ExternalId] = several("Numbers elsewhere", "Under which others know this.")


class Reported(Part):
    """Who tells of a fact, and how they know. It says whose consent counts; contradictions may coexist."""

    one_of = ("account", "evidence")

    account: AccountId | None = optional("Account", "The account that tells of it.")
    evidence: EvidenceId | None = optional("Evidence", "The file that shows it.")
    paragraphs: list[Paragraph] = several("Paragraphs", "The paragraphs of the account, counted from 1.")
    known: Annotated[str, case_vocabularies.KNOWN] | None = optional(
        "How known", "How the person knows of it."
    )
    stance: Annotated[str, case_vocabularies.STANCES] | None = optional(
        "Supports or contradicts", "Absent means that it supports the fact."
    )


def reports(reported: Iterable[Reported]) -> Reports:
    """How those who tell of a fact stand to it. Their number decides nothing."""
    contradicting = {one.stance == "contradicts" for one in reported}
    if contradicting == {True}:
        return Reports.contradicted
    return Reports.disputed if True in contradicting else Reports.supported


def reported_in() -> Any:
    """The `reported_in` field of acts, detentions and involvements: required, repeatable."""
    return several("Reported in", "The account or file that tells of it. At least one.", least=1)
