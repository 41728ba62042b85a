"""Kinds of the register about persons alleged to be involved or holding a post. Never victims or
witnesses."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.records.base import Claim, Compartment, Name, shortened
from app.records.case_vocabularies import SEXES
from app.records.dates import Dates, resolve, sentence
from app.records.part import (
    Country,
    Day,
    EvidenceId,
    Line,
    Part,
    PersonId,
    PostingId,
    Text,
    UnitId,
    optional,
    refuse,
    required,
    several,
)
from app.records.vocabularies import POSTING_ROLES

Age = Annotated[int, Field(ge=0, le=130)]


class AgeRange(Part):
    """An age as it was judged, in years."""

    minimum: Age | None = optional("At least", "The lowest age that fits, in years.")
    maximum: Age | None = optional("At most", "The highest age that fits, in years.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise refuse("The lowest age is above the highest. Please check both.", "minimum")
        return self


class OnlineAccount(Part):
    """An account of the person on a service."""

    service: Line = required("Service", "The network or site.")
    name: Line = required("Name there", "The name or number of the account.")


class SamePerson(Part):
    """The decision that another record tells of the same person. Taking it out undoes it."""

    person: PersonId = required("Other record", "The record that tells of the same person.")
    posting: PostingId | None = optional(
        "Matching posting", "The posting that both hold: a name alone is not enough."
    )
    reason: Text | None = optional("Reason", "Why the two are one: the names compared, and what else agrees.")
    decided_on: Day | None = optional("Decided on", "The day of the decision.")


class Person(Claim):
    """Anyone alleged to be involved, or holding a post. Where a suspect is now is kept in a case, never here.

    An unidentified perpetrator is a full record, sealed to the restricted compartment.
    """

    kind = "person"
    label = "Person"

    unidentified: bool | None = optional("Unidentified", "Yes when nobody could name this person.")
    names: list[Name] = several("Names", "The names, each in its own language and script.")
    other_names: list[Name] = several("Other names", "Nicknames, former names, other spellings.")
    description: Text | None = optional(
        "Description", "Build, height, hair, face, clothes, as they were described."
    )
    age_range: AgeRange | None = optional("Age", "How old the person looked.")
    voice: Text | None = optional("Voice", "How the voice sounded, and words often said.")
    accent: Text | None = optional("Accent", "The accent, and the language spoken.")
    mask: Text | None = optional("Mask", "What covered the face, and what it left open.")
    insignia: Text | None = optional("Insignia", "Badges, patches, rank marks, colours.")
    call_sign: Line | None = optional("Call sign", "The name used by others on the spot or by radio.")
    vehicle_plate: Line | None = optional("Vehicle plate", "The plate, or the part of it that was seen.")
    drawing: EvidenceId | None = optional("Drawing", "A drawing kept in a case.")
    born: Dates | None = optional("Born", "The date of birth, as precisely as the source gives it.")
    citizenship: list[Country] = several("Citizenship", "The states.")
    gender: Annotated[str, SEXES] | None = optional("Gender", "As the source gives it.")
    deceased: bool | None = optional("Dead", "Whether a source says that the person has died.")
    died: Dates | None = optional("Died", "The date of death, as precisely as the source gives it.")
    online_accounts: list[OnlineAccount] = several("Accounts online", "On which services, under which names.")
    same_as: list[SamePerson] = several(
        "Same person as", "Recorded decisions that another record is the same person."
    )

    @model_validator(mode="after")
    def _named_or_described(self) -> Self:
        if not self.unidentified:
            if not self.names:
                raise refuse("Give at least one name, or say that the person is unidentified.", "names")
            return self
        if self.names:
            raise refuse("Leave the names out, or say that the person is not unidentified.", "names")
        described = (
            *(self.description, self.age_range, self.voice, self.accent, self.mask, self.insignia),
            *(self.call_sign, self.vehicle_plate, self.drawing, self.other_names or None),
        )
        if all(detail is None for detail in described):
            raise refuse("Describe the person: whatever somebody noticed.", "description")
        return self

    def compartment(self) -> Compartment:
        return "register_restricted" if self.unidentified else "register"

    def heading(self) -> str:
        if self.names:
            return self.names[0].text
        known = (self.description, self.call_sign, *(name.text for name in self.other_names), self.insignia)
        words = next((text for text in known if text is not None), "see the record")
        return f"Unidentified: {shortened(words)}"


class Posting(Claim):
    """A person in a unit for a time. A return after a gap is a new posting."""

    kind = "posting"
    label = "Posting"

    person: PersonId = required("Person", "The person who held the post.")
    unit: UnitId = required("Unit", "The unit in which the post is.")
    roles: list[Annotated[str, POSTING_ROLES]] = several(
        "Roles", "Only head, commander, acting commander and minister count as command."
    )
    role_stated: Line | None = optional(
        "Role in the source's words", "Where it says more than the roles above."
    )
    title: Line | None = optional("Title", "The title of the post, as the source gives it.")
    rank: Line | None = optional("Rank", "The rank held, as the source gives it.")
    dates: Dates | None = optional("Dates", "When sources show the posting.")

    def heading(self) -> str:
        roles = ", ".join(POSTING_ROLES.label(role).lower() for role in self.roles)
        said = [roles or self.title, self.rank, self.dates and sentence(self.dates.resolved(False))]
        known = ", ".join(words for words in said if words)
        return f"Posting: {known}" if known else self.label

    def when(self) -> Dates | None:
        return resolve(self.dates, False)
