"""Kinds of a case about people: the individual under a pseudonym, who it is, and groups without names."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.records.base import CaseCitation, Content, CountRange, ExternalId, Name, OfIndividual, Reported
from app.records.case_vocabularies import (
    DEPARTURE_CAUSES,
    DOCUMENT_TYPES,
    INDIVIDUAL_ROLES,
    INDIVIDUAL_STATUSES,
    REFERRAL_TYPES,
    RELEASE_MANNERS,
    SEXES,
    VULNERABILITY_FACTORS,
    WILLINGNESS,
)
from app.records.dates import Dates, resolve
from app.records.part import (
    Country,
    Day,
    EvidenceId,
    IncidentId,
    IndividualId,
    Language,
    Line,
    Part,
    PersonId,
    PlaceId,
    Pseudonym,
    Text,
    optional,
    refuse,
    required,
    several,
)
from app.records.vocabularies import RELIABILITY


class Referral(Part):
    """Help that the person was sent to."""

    type: Annotated[str, REFERRAL_TYPES] | None = optional("Type", "The kind of help.")
    to: Line | None = optional("To", "The service or professional.")
    on: Day | None = optional("On", "The day of the referral.")
    notes: Text | None = optional("Notes", "What was agreed.")


class SameIndividual(Part):
    """The decision that another record tells of the same individual. Taking it out undoes it."""

    individual: IndividualId = required("Other record", "The record that tells of the same individual.")
    reason: Text | None = optional("Reason", "Why the two are one.")
    decided_on: Day | None = optional("Decided on", "The day of the decision.")


class Status(Part):
    """What the person was recognised, listed, wanted, missing, detained or released as."""

    type: Annotated[str, INDIVIDUAL_STATUSES] = required("Status", "What the person was or is.")
    by: Line | None = optional("By", "Who recognised, listed, looked for, held or released the person.")
    manner: Annotated[str, RELEASE_MANNERS] | None = optional("How released", "For a release alone.")
    dates: Dates | None = optional("Dates", "When it held.")
    citations: list[CaseCitation] = several("Citations", "Where it is found.")
    notes: Text | None = optional("Notes", "What else is known.")


class Departure(Part):
    """How the person left the country."""

    dates: Dates | None = optional("Date", "When the person left.")
    border: Line | None = optional("Border", "The crossing, or how the border was crossed.")
    state_entered: Country | None = optional("State entered", "The country code.")
    cause: Annotated[str, DEPARTURE_CAUSES] | None = optional("Cause", "Why the person left.")
    documents_taken: bool | None = optional("Documents taken", "Were documents taken away?")
    return_barred: bool | None = optional("Return barred", "Is the person kept from coming back?")
    notes: Text | None = optional("Notes", "What else is known.")


class Death(Part):
    """The death of the person."""

    dates: Dates | None = optional("Date", "When the person died.")
    official_cause: Text | None = optional("Official cause", "What the authorities said.")
    autopsy: Text | None = optional("Autopsy", "Whether there was one, by whom, and what it found.")
    body_returned: bool | None = optional("Body returned", "Was the body given to the family?")
    notes: Text | None = optional("Notes", "What else is known.")


class Individual(Content):
    """A person of the case under a pseudonym: victim, witness, relative, source, insider, or only mentioned.

    Names and contacts never stand here: they are an `identity`, in its own compartment (ESF 0901-0972).
    Somebody only mentioned by others is released by no profile without a consent of their own.
    """

    kind = "individual"
    label = "Individual"
    home = "working"

    protection_risks: Text | None = optional(
        "Risks", "What may happen to the person, and from whom. Safety first."
    )
    protection_measures: Text | None = optional(
        "Protection measures", "What was agreed to keep the person safe."
    )
    vulnerability_factors: list[Annotated[str, VULNERABILITY_FACTORS]] = several(
        "Vulnerability", "What the interview and the release must take into account (Méndez Principles)."
    )
    referrals: list[Referral] = several("Referrals", "Medical, psychological and legal help.")
    pseudonym: Pseudonym = required("Pseudonym", "Such as W-0001. Never a name, or initials.")
    roles: list[Annotated[str, INDIVIDUAL_ROLES]] = several("Roles", "What the person is in this case.")
    age_at_time: Annotated[int, Field(ge=0, le=130)] | None = optional(
        "Age at the time", "The age in years when it happened."
    )
    present_country: Country | None = optional("Present country", "Where the person is now.")
    willing_to_testify: Annotated[str, WILLINGNESS] | None = optional(
        "Willing to testify there", "Before an authority of the present country."
    )
    reliability: Annotated[str, RELIABILITY] | None = optional("Reliability", "As a source (ESF 0953).")
    statuses: list[Status] = several(
        "Statuses", "Political prisoner, wanted, missing, released: dated and cited."
    )
    departure: Departure | None = optional("Departure", "How the person left the country.")
    death: Death | None = optional("Death", "If the person died.")
    external_ids: list[ExternalId] = several(
        "Numbers elsewhere", "How other organisations number the person."
    )
    same_as: list[SameIndividual] = several(
        "Same as", "Recorded decisions that another record is the same person."
    )
    notes: Text | None = optional("Notes", "What else the team should know.")

    def heading(self) -> str:
        return self.pseudonym


class IdentityDocument(Part):
    """A paper that shows who somebody is."""

    type: Annotated[str, DOCUMENT_TYPES] | None = optional("Type", "The kind of document.")
    number: Line | None = optional("Number", "As it is printed.")
    country: Country | None = optional("Issued by", "The country code.")
    issued_on: Day | None = optional("Issued on", "As it is printed.")
    expires_on: Day | None = optional("Expires on", "As it is printed.")
    file: EvidenceId | None = optional("File", "A scan, kept in the identity compartment.")


class Relative(Part):
    """A relative, for safety and contact."""

    names: list[Name] = several("Names", "The names of the relative.")
    relation: Line | None = optional("Relation", "Such as mother, brother or partner.")
    individual: IndividualId | None = optional("Individual", "If the relative is an individual of this case.")
    contact: Text | None = optional("Contact", "A safe way to reach the relative.")


class Identity(OfIndividual):
    """Who an individual is (ESF 0901-0972): sealed to the identity compartment, for those granted it
    alone."""

    kind = "identity"
    label = "Identity"
    home = "identity"

    safe_contact: Text | None = optional(
        "Safe contact", "How, when and by what means the person can be reached."
    )
    names: list[Name] = several("Names", "The names, each in its own language and script.")
    other_names: list[Name] = several("Other names", "Former names, nicknames, other spellings.")
    born: Dates | None = optional("Born", "The date of birth, as precisely as the person knows it.")
    sex: Annotated[str, SEXES] | None = optional("Sex", "As the person gives it.")
    gender: Line | None = optional("Gender", "In the person's own words.")
    citizenship: list[Country] = several("Citizenship", "The states; leave it empty for none or unknown.")
    ethnicity: Line | None = optional("Ethnicity", "In the person's own words.")
    languages: list[Language] = several("Languages", "The languages the person speaks.")
    identity_documents: list[IdentityDocument] = several("Identity documents", "What the person could show.")
    relatives: list[Relative] = several("Relatives", "Those who matter for safety and contact.")
    occupation: Line | None = optional("Occupation", "At the time of the events.")
    photograph: EvidenceId | None = optional("Photograph", "A file of the identity compartment.")
    person: PersonId | None = optional(
        "Person in the register", "For an insider: his own record in the register."
    )
    notes: Text | None = optional("Notes", "What else the team should know.")

    def heading(self) -> str:
        return self.label  # never the name: a list of titles must not be an opening of identities


class Group(CountRange, Content):
    """People who were counted and not named. Totals show distinct victims, group ranges and acts apart."""

    kind = "group"
    label = "Group"
    home = "working"

    counted: Line = required(
        "What is counted", "Such as detainees in the cell, or people beaten in the yard."
    )
    description: Text | None = optional("Description", "What is known of them, without names.")
    roles: list[Annotated[str, INDIVIDUAL_ROLES]] = several("Roles", "What they are in this case.")
    dates: Dates | None = optional("Dates", "When they were counted.")
    place: PlaceId | None = optional("Place", "Where they were counted.")
    incident: IncidentId | None = optional("Incident", "The incident they belong to.")
    reported_in: list[Reported] = several("Reported in", "The account or file that tells of them.")

    @model_validator(mode="after")
    def _some_number(self) -> Self:
        if self.minimum is None and self.maximum is None:
            raise refuse("Give the lowest or the highest number, or both.", "minimum")
        return self

    def heading(self) -> str:
        bounds = [str(number) for number in (self.minimum, self.maximum) if number is not None]
        if len(bounds) == 2:
            return f"{' to '.join(dict.fromkeys(bounds))} {self.counted}"
        return f"{'At least' if self.minimum is not None else 'At most'} {bounds[0]} {self.counted}"

    def when(self) -> Dates | None:
        return resolve(self.dates, True)
