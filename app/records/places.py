"""Kinds of the register about places, and what happened at them."""

from typing import Annotated

from pydantic import Field

from app.records.base import Citation, Claim, Name
from app.records.dates import Dates, resolve
from app.records.events import ALLEGED, Involves
from app.records.part import (
    IncidentId,
    Line,
    Part,
    PersonId,
    PlaceId,
    Text,
    UnitId,
    optional,
    required,
    several,
)
from app.records.vocabularies import INCIDENT_TYPES, PLACE_TYPES


class Coordinates(Part):
    """A point on the earth (WGS 84), and how far the real place may be from it."""

    latitude: Annotated[float, Field(ge=-90, le=90)] = required("Latitude", "Degrees north, such as 53.9.")
    longitude: Annotated[float, Field(ge=-180, le=180)] = required(
        "Longitude", "Degrees east, such as 27.56."
    )
    within_metres: Annotated[int, Field(ge=0, le=20_000_000)] | None = optional(
        "Within", "How many metres the real place may be away."
    )


class Place(Claim):
    """A place or an area."""

    kind = "place"
    label = "Place"

    names: list[Name] = several("Names", "The names, each in its own language and script.", least=1)
    other_names: list[Name] = several("Other names", "Former names, abbreviations, what prisoners call it.")
    type: Annotated[str, PLACE_TYPES] | None = optional("Type", "The kind of place.")
    address: Text | None = optional("Address", "The postal address, or how to find it.")
    coordinates: Coordinates | None = optional("Coordinates", "A point on the map.")
    parent: PlaceId | None = optional("Part of", "The place or area that this one lies in.")
    dates: Dates | None = optional("Dates", "When sources show that the place existed or was used so.")

    def heading(self) -> str:
        return self.names[0].text

    def when(self) -> Dates | None:
        return resolve(self.dates, False)


class UnitPresent(Part):
    """A unit that was there, with citations of its own. Presence is not guilt."""

    unit: UnitId = required("Unit", "The unit that was present.")
    citations: list[Citation] = several("Citations", "Where its presence is found. At least one.", least=1)
    notes: Text | None = optional("Notes", "What is known of its part.")


class Alleged(Part):
    """A person or unit that a source names as having done it. An allegation, with citations of its own."""

    one_of = ("person", "unit")

    person: PersonId | None = optional("Person", "The person whom the source names.")
    unit: UnitId | None = optional("Unit", "The unit that the source names.")
    citations: list[Citation] = several("Citations", "Where it is named. At least one.", least=1)
    notes: Text | None = optional("Notes", "What the source says of its part.")


class Incident(Claim):
    """Something that happened to many at a time and place, and that cases belong to."""

    kind = "incident"
    label = "Incident"

    names: list[Name] = several("Names", "What people call it.", least=1)
    type: Annotated[str, INCIDENT_TYPES] | None = optional("Type", "The kind of incident.")
    dates: Dates | None = optional("Dates", "When it happened.")
    place: PlaceId | None = optional("Place", "Where it happened.")
    part_of: IncidentId | None = optional("Part of", "The larger incident that this one belongs to.")
    description: Text | None = optional("Description", "What happened, without naming victims or witnesses.")
    violations: list[Line] = several("Violations", "What the sources call what was done.")
    units_present: list[UnitPresent] = several("Units present", "Each with its own citations.")
    alleged: list[Alleged] = several(
        "Named as having done it",
        "Whom sources name, each with its own citations. An allegation is no finding.",
    )

    def heading(self) -> str:
        return self.names[0].text

    def when(self) -> Dates | None:
        return resolve(self.dates, True)

    def involves(self) -> Involves | None:
        units = tuple(one.unit for one in self.alleged if one.unit is not None)
        persons = tuple(one.person for one in self.alleged if one.person is not None)
        return Involves(None, units, persons, ALLEGED) if units or persons else None
