"""Kinds of the register about units: the unit, what it belongs to, and where it was."""

from typing import Annotated, Self

from pydantic import model_validator

from app.records.base import Claim, Name
from app.records.dates import Dates, resolve, sentence
from app.records.part import Country, Line, PlaceId, Text, UnitId, optional, refuse, required, several
from app.records.vocabularies import CONTROL, POSITIONING_CLASSES, RELATION_CLASSES, UNIT_TYPES


class Unit(Claim):
    """A unit of a force, or any body that acts: who is who, part one."""

    kind = "unit"
    label = "Unit"

    names: list[Name] = several("Names", "The names in use, each in its own language and script.", least=1)
    other_names: list[Name] = several("Other names", "Former names, abbreviations, numbers, nicknames.")
    type: Annotated[str, UNIT_TYPES] | None = optional("Type", "The kind of force or office.")
    classifications: list[Line] = several(
        "Called", "What sources call it, in their own words, such as infantry battalion."
    )
    country: Country | None = optional("Country", "The state it belongs to.")
    insignia: Text | None = optional(
        "Insignia", "Badges, colours, uniforms and vehicles by which people know it."
    )
    dates: Dates | None = optional("Dates", "When sources show that the unit existed.")

    def heading(self) -> str:
        return self.names[0].text

    def when(self) -> Dates | None:
        return resolve(self.dates, False)


class Relation(Claim):
    """One unit under another. Several superiors may overlap; only class `command` is ever read as command."""

    kind = "relation"
    label = "Relation between units"

    subordinate: UnitId = required("Subordinate unit", "The unit below.")
    superior: UnitId = required("Superior unit", "The unit above.")
    class_: Annotated[str, RELATION_CLASSES] = required(
        "Class", "Command is only what the source shows as command.", alias="class"
    )
    control: Annotated[str, CONTROL] | None = optional("Control", "Whether it is control in law or in fact.")
    dates: Dates | None = optional("Dates", "When sources show the relation.")

    @model_validator(mode="after")
    def _two_units(self) -> Self:
        if self.subordinate == self.superior:
            raise refuse("A unit cannot be above itself. Choose another unit.", "superior")
        return self

    def heading(self) -> str:
        label = f"Relation: {RELATION_CLASSES.label(self.class_).lower()}"
        return label if self.dates is None else f"{label}, {sentence(self.dates.resolved(False))}"

    def when(self) -> Dates | None:
        return resolve(self.dates, False)


class Positioning(Claim):
    """A unit at a place or area. Presence is not guilt: the class says which of the two was meant."""

    kind = "positioning"
    label = "Unit at a place"

    unit: UnitId = required("Unit", "The unit that was there.")
    place: PlaceId = required("Place", "The place or area.")
    class_: Annotated[str, POSITIONING_CLASSES] = required(
        "Class", "Whether it runs the place, guards it, escorts people, or was only present.", alias="class"
    )
    dates: Dates | None = optional("Dates", "When sources show the unit there.")

    def heading(self) -> str:
        label = f"Unit at a place: {POSITIONING_CLASSES.label(self.class_).lower()}"
        return label if self.dates is None else f"{label}, {sentence(self.dates.resolved(False))}"

    def when(self) -> Dates | None:
        return resolve(self.dates, False)
