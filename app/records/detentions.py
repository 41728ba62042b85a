"""A detention: the arrest, the stays one after the other, transfers, the release (ESF 3110-3120, MT30)."""

from typing import Annotated

from pydantic import Field

from app.records.base import OfIndividual, Reported, reported_in, reports
from app.records.case_vocabularies import ACCESS, CONDITIONS
from app.records.dates import Dates, resolve, sentence, some_time_in, spanning
from app.records.events import WHOLE, Event
from app.records.part import (
    IncidentId,
    IndividualId,
    Line,
    LocalTime,
    Part,
    PlaceId,
    Text,
    TimeZone,
    optional,
    several,
)

People = Annotated[int, Field(ge=0, le=100_000)]


class Arrest(Part):
    """The circumstances of the arrest."""

    dates: Dates | None = optional("Date", "When it happened.")
    time: LocalTime | None = optional("Time", "Local time.")
    time_zone: TimeZone | None = optional("Time zone", "Of the time above.")
    place: PlaceId | None = optional("Place", "A place of the register.")
    place_described: Text | None = optional("Place in words", "Where exactly.")
    who: Text | None = optional("Who", "Who made the arrest, as the person tells it.")
    uniforms: Text | None = optional("Uniforms", "Clothes, badges, masks.")
    vehicles: Text | None = optional("Vehicles", "Types, colours, plates.")
    force_used: Text | None = optional("Force used", "What was done.")
    reason_stated: Text | None = optional("Reason stated", "What was said.")
    documents: Text | None = optional("Documents", "What was shown, signed or taken.")


class Stay(Part):
    """A time in one place."""

    place: PlaceId | None = optional("Place", "A place of the register.")
    place_described: Text | None = optional("Place in words", "What the person could see or hear of it.")
    dates: Dates | None = optional("Dates", "From the day in to the day out.")
    arrived: LocalTime | None = optional("Time in", "Local time.")
    left: LocalTime | None = optional("Time out", "Local time.")
    time_zone: TimeZone | None = optional("Time zone", "Of the times above.")
    cell: Line | None = optional("Cell", "Its number, or where it is.")
    cell_capacity: People | None = optional("Places in the cell", "The number of people it is made for.")
    persons_in_cell: People | None = optional("People in the cell", "The number of people held in it.")
    co_detainees: list[IndividualId] = several(
        "Co-detainees", "Individuals of this case, with role mentioned."
    )
    conditions: list[Annotated[str, CONDITIONS]] = several("Conditions", "What it was like.")
    conditions_described: Text | None = optional("Conditions in words", "What else it was like.")
    lawyer: Annotated[str, ACCESS] | None = optional("Lawyer", "Whether a lawyer was let in.")
    family: Annotated[str, ACCESS] | None = optional("Family", "Whether the family was told or let in.")
    doctor: Annotated[str, ACCESS] | None = optional("Doctor", "Whether a doctor was let in.")
    notes: Text | None = optional("Notes", "What else is known.")


class Transfer(Part):
    """A transfer between two places."""

    from_place: PlaceId | None = optional("From", "A place of the register.")
    to_place: PlaceId | None = optional("To", "A place of the register.")
    dates: Dates | None = optional("Date", "When it happened.")
    description: Text | None = optional("Description", "Vehicle, escort, what was done on the way.")


class Release(Part):
    """The end of the detention."""

    dates: Dates | None = optional("Date", "When it happened.")
    time: LocalTime | None = optional("Time", "Local time.")
    time_zone: TimeZone | None = optional("Time zone", "Of the time above.")
    place: PlaceId | None = optional("Place", "A place of the register.")
    condition: Text | None = optional("Condition", "What was asked, signed or threatened.")


class Disappearance(Part):
    """A time in which nobody was told where the person was."""

    whereabouts_denied: bool | None = optional(
        "Whereabouts denied", "Did the authorities deny holding the person?"
    )
    denied_by: Line | None = optional("Denied by", "Which office.")
    dates: Dates | None = optional("Dates", "From when to when.")
    notes: Text | None = optional("Notes", "Who asked, and what was answered.")


class Detention(OfIndividual):
    """One detention of one individual, from arrest to release."""

    kind = "detention"
    label = "Detention"
    home = "working"

    reported_in: list[Reported] = reported_in()
    dates: Dates | None = optional("Dates", "Of the whole, where the single stays are not known.")
    incident: IncidentId | None = optional("Incident", "The incident it belongs to.")
    arrest: Arrest | None = optional("Arrest", "The circumstances of the arrest.")
    stays: list[Stay] = several("Stays", "One for each place, in the order in which they came.")
    transfers: list[Transfer] = several("Transfers", "Between the stays.")
    release: Release | None = optional("Release", "How it ended.")
    disappearance: Disappearance | None = optional(
        "Enforced disappearance", "If the whereabouts were denied."
    )
    notes: Text | None = optional("Notes", "What else is known.")

    def heading(self) -> str:
        dates = self.when()
        return self.label if dates is None else f"{self.label}, {sentence(dates)}"

    def when(self) -> Dates | None:
        """Its own dates, or else from the first to the last day known of its parts."""
        if self.dates is not None:
            return self.dates.resolved(True)
        parts = [self.arrest, *self.stays, *self.transfers, self.release]
        return spanning(
            part.dates.resolved(True) for part in parts if part is not None and part.dates is not None
        )

    def events(self) -> tuple[Event, ...]:
        """The whole, the arrest, and each stay: a search for a place on a day must be met by one of them."""
        known = self.when()
        within = None if known is None else some_time_in(known)  # a part without dates of its own
        stand = reports(self.reported_in)
        whole = Event(WHOLE, incident=self.incident, dates=known, reports=stand)
        arrest = (
            []
            if self.arrest is None
            else [
                Event(
                    "arrest",
                    place=self.arrest.place,
                    incident=self.incident,
                    dates=resolve(self.arrest.dates, True) or within,
                    reports=stand,
                )
            ]
        )
        stays = [
            Event(
                f"stays.{index}",
                place=stay.place,
                incident=self.incident,
                dates=resolve(stay.dates, True) or within,
                reports=stand,
            )
            for index, stay in enumerate(self.stays)
        ]
        return (whole, *arrest, *stays)
