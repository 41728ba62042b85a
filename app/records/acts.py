"""An act: one victim and one act (ESF 2101-2172). And who was involved in it."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.records.base import (
    CaseCitation,
    Content,
    CountRange,
    OfIndividual,
    Reported,
    reported_in,
    reports,
    shortened,
)
from app.records.case_vocabularies import (
    ACT_TYPES,
    BODY_VIEWS,
    CERTAINTY,
    DEGREES,
    GROUNDS,
    IDENTIFICATION_BASES,
    LIABILITY,
    METHODS,
    STATED_PURPOSES,
)
from app.records.dates import Dates, resolve, sentence
from app.records.events import Event, Involves
from app.records.part import (
    ActId,
    Country,
    DetentionId,
    IncidentId,
    IndividualId,
    Line,
    LocalTime,
    Part,
    PersonId,
    PlaceId,
    Text,
    TimeZone,
    UnitId,
    optional,
    refuse,
    required,
    several,
)

Fraction = Annotated[float, Field(ge=0, le=1)]


class Injury(Part):
    """An injury, marked on the body diagram."""

    view: Annotated[str, BODY_VIEWS] | None = optional("Diagram", "Front, back, head, hands or feet.")
    x: Fraction | None = optional("Across", "From the left edge of the diagram (0) to the right edge (1).")
    y: Fraction | None = optional("Down", "From the top edge of the diagram (0) to the bottom edge (1).")
    description: Text | None = optional("Description", "What it was, and how it healed.")


class Act(OfIndividual):
    """One act against one victim. What one person tells as a whole becomes as many acts as there were."""

    kind = "act"
    label = "Act"
    home = "working"

    reported_in: list[Reported] = reported_in()
    type: Annotated[str, ACT_TYPES] = required("Type", "What was done.")
    methods: list[Annotated[str, METHODS]] = several("Methods", "How it was done: as many as there were.")
    dates: Dates | None = optional("Dates", "When it happened.")
    time: LocalTime | None = optional("Time", "Local time.")
    time_zone: TimeZone | None = optional("Time zone", "Of the time above.")
    duration: Line | None = optional("Duration", "How long it lasted, in the person's words.")
    place: PlaceId | None = optional("Place", "A place of the register.")
    place_described: Text | None = optional("Exact place", "The room, the corridor, the vehicle.")
    detention: DetentionId | None = optional("Detention", "The detention during which it happened.")
    incident: IncidentId | None = optional("Incident", "The incident it belongs to.")
    stated_purposes: list[Annotated[str, STATED_PURPOSES]] = several(
        "Stated purpose", "What they said it was for."
    )
    grounds: list[Annotated[str, GROUNDS]] = several("Grounds", "What the person was singled out for.")
    said: Text | None = optional("What was said", "The words, as remembered.")
    asked: Text | None = optional("What was asked", "The questions, as remembered.")
    objects: list[Line] = several("Objects and weapons", "What was used.")
    injuries: list[Injury] = several("Injuries", "Marked on the body diagram.")
    physical_consequences: Text | None = optional("Consequences for the body", "Then and now.")
    psychological_consequences: Text | None = optional("Consequences for the mind", "Then and now.")
    witnesses: list[IndividualId] = several("Witnesses", "Individuals of this case.")
    medical_help: Text | None = optional("Medical help", "What was asked for, given or refused.")
    description: Text | None = optional("Description", "What else is known.")

    def heading(self) -> str:
        label = ACT_TYPES.label(self.type)
        return label if self.dates is None else f"{label}, {sentence(self.dates.resolved(True))}"

    def when(self) -> Dates | None:
        return resolve(self.dates, True)

    def events(self) -> tuple[Event, ...]:
        stand = reports(self.reported_in)
        return (Event("act", self.type, tuple(self.methods), self.place, self.incident, self.when(), stand),)


class Presence(Part):
    """Where a suspect is now. It is kept in a case: the register is read by every member."""

    country: Country = required("Country", "The country code.")
    dates: Dates | None = optional("Dates", "When sources show the person there.")
    citations: list[CaseCitation] = several("Citations", "Where it is found.")
    notes: Text | None = optional("Notes", "What else is known.")


class Involvement(Content):
    """A person or a unit in an act or a detention. Never without an account or file that tells of it.

    The witness's own first words come before any name, since a name heard later changes what is remembered.
    """

    kind = "involvement"
    label = "Involvement"
    home = "working"
    one_of = ("act", "detention")

    first_description: Text | None = optional(
        "First description", "In the witness's own words, before any name. Show no photographs."
    )
    reported_in: list[Reported] = reported_in()
    act: ActId | None = optional("Act", "The act.")
    detention: DetentionId | None = optional("Detention", "The detention.")
    person: PersonId | None = optional("Person", "A person of the register, known or unidentified.")
    unit: UnitId | None = optional("Unit", "A unit of the register.")
    degree: Annotated[str, DEGREES] | None = optional(
        "Degree", "What the person or unit did, or refused to do."
    )
    basis: list[Annotated[str, IDENTIFICATION_BASES]] = several("Basis", "How the witness knows who it was.")
    seen_before: Text | None = optional(
        "Seen before", "Photographs, channels or talk that may have shaped the recognition."
    )
    masked: bool | None = optional("Masked", "Was the face covered?")
    participants: CountRange | None = optional("How many took part", "At least and at most.")
    witness_certainty: Annotated[str, CERTAINTY] | None = optional("Certainty", "How sure the witness is.")
    assessment: Annotated[str, CERTAINTY] | None = optional("Assessment", "How sure the analyst is.")
    assessment_reason: Text | None = optional("Reason", "Why the analyst thinks so.")
    presence: list[Presence] = several(
        "Presence", "Where the person is now, for those who could try the case."
    )
    citations: list[CaseCitation] = several("Citations", "Where else it is found.")
    liability: list[Annotated[str, LIABILITY]] = several(
        "Mode of liability", "Rome Statute, articles 25 and 28."
    )
    notes: Text | None = optional("Notes", "What else is known.")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.person is None and self.unit is None and self.first_description is None:
            raise refuse("Choose a person or a unit, or write the first description.", "first_description")
        return self

    def heading(self) -> str:
        if self.degree is not None:
            return f"Involvement: {DEGREES.label(self.degree).lower()}"
        if self.first_description is not None:
            return f"Involvement: {shortened(self.first_description)}"
        return self.label

    def involves(self) -> Involves | None:
        target = self.act or self.detention
        if target is None:
            return None
        units = () if self.unit is None else (self.unit,)
        persons = () if self.person is None else (self.person,)
        certainty = self.assessment or self.witness_certainty
        return Involves(target, units, persons, self.degree, certainty, reports(self.reported_in))
