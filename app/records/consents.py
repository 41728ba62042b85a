"""What a person agreed to. Nothing is released without it, and silence is never consent."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from app.records.base import OfIndividual
from app.records.case_vocabularies import (
    CONSENT_BASES,
    CONSENT_MANNERS,
    EXPLANATIONS,
    IDENTITY_DEGREES,
    ONWARD,
    Purpose,
)
from app.records.dates import Dates, exactly_on
from app.records.part import (
    MOST_ELEMENTS,
    CaseRecordId,
    Day,
    EvidenceId,
    IndividualId,
    Jurisdiction,
    Language,
    Line,
    Paragraph,
    Part,
    RecipientId,
    Text,
    optional,
    required,
    several,
)


def _word_or_list(value: object) -> str:
    """Which of two shapes was meant. The tags begin with `=`, so that a problem's path can leave them out."""
    return "=word" if isinstance(value, str) else "=list"


AnyOrSome = Discriminator(_word_or_list)
Some = Annotated[list[Jurisdiction], Field(max_length=MOST_ELEMENTS), Tag("=list")]
SomeRecipients = Annotated[list[RecipientId], Field(max_length=MOST_ELEMENTS), Tag("=list")]
All = Annotated[Literal["all"], Tag("=word")]


class Permission(Part):
    """One purpose, for some recipients or jurisdictions, to one degree of identity.

    `recipients` and `jurisdictions` absent mean nobody; that everybody may have it must be written as "all".
    """

    purpose: Purpose = required("Purpose", "What it may be used for.")
    jurisdictions: Annotated[Some | All, AnyOrSome] | None = optional(
        "Jurisdictions", 'Country codes or courts, or the word "all". Left out means none.'
    )
    recipients: Annotated[SomeRecipients | All, AnyOrSome] | None = optional(
        "Recipients", 'Recipients of the register, or the word "all". Left out means none.'
    )
    identity: Annotated[str, IDENTITY_DEGREES] | None = optional(
        "Identity", "Whether the recipient learns who the person is. Left out means withheld."
    )
    may_be_contacted: bool | None = optional("May be contacted", "By the recipient. Left out means no.")
    onward: Annotated[str, ONWARD] | None = optional(
        "May be passed on", "By the recipient. Left out means no."
    )


class Covered(Part):
    """A record that the consent covers, whole or in chosen paragraphs."""

    record: CaseRecordId = required("Record", "A record of this case.")
    paragraphs: list[Paragraph] = several("Paragraphs", "Counted from 1. Left out means the whole record.")


CoveredRecords = Annotated[list[Covered], Field(max_length=MOST_ELEMENTS), Tag("=list")]
Everything = Annotated[Literal["everything"], Tag("=word")]


class Guardian(Part):
    """Who agreed in the place of somebody else, and until when that holds."""

    individual: IndividualId | None = optional("Individual", "If he or she is an individual of this case.")
    relation: Line | None = optional("Relation", "Such as mother, guardian by court, or widow.")
    involved: bool | None = optional(
        "Involved in the events", "Nothing is released on the word of a guardian who is involved."
    )
    majority_on: Day | None = optional(
        "Of age on", "The permission stops on this day until the person confirms it."
    )
    confirmed_on: Day | None = optional(
        "Confirmed on", "The day on which the person, now of age, confirmed it."
    )


class Withdrawal(Part):
    """The end of a consent. It restricts at once what was not yet released."""

    on: Day = required("Withdrawn on", "The day on which the person said so.")
    from_: Day | None = optional("With effect from", "Left out means the same day.", alias="from")
    reason: Text | None = optional("Reason", "If the person wishes to give one.")


class Consent(OfIndividual):
    """What one individual agreed to, on whose word, and for what.

    Without `basis`, `covers` and a permission it allows nothing: what is absent was not agreed to.
    """

    kind = "consent"
    label = "Consent"
    home = "working"

    explained_by: Line | None = optional("Explained by", "The code of the member who explained it.")
    explained: list[Annotated[str, EXPLANATIONS]] = several(
        "Explained", "What the person was told and understood."
    )
    given_on: Day | None = optional("Given on", "The day of the consent.")
    language: Language | None = optional("Language", "The language in which it was explained.")
    manner: Annotated[str, CONSENT_MANNERS] | None = optional("How given", "Signed, recorded, or said.")
    form_file: EvidenceId | None = optional("Form", "The signed form or the recording.")
    basis: Annotated[str, CONSENT_BASES] | None = optional(
        "Whose consent", "The person's own, or given for them."
    )
    guardian: Guardian | None = optional("Given by", "The guardian, kin or mandate holder.")
    assent: bool | None = optional("The child agrees", "Did the child agree, beside the guardian?")
    covers: Annotated[CoveredRecords | Everything, AnyOrSome] | None = optional(
        "Covers", 'The word "everything", or chosen records and paragraphs. Left out means nothing.'
    )
    permissions: list[Permission] = several(
        "Permissions", "Each purpose by itself. None means nothing leaves."
    )
    expires_on: Day | None = optional("Expires on", "The last day on which it holds.")
    conditions: Text | None = optional("Conditions", "What the person asked for in return.")
    risk_reviewed_on: Day | None = optional(
        "Risks reviewed on", "The last day on which the risks were gone through."
    )
    withdrawal: Withdrawal | None = optional("Withdrawal", "If the person took the consent back.")
    notes: Text | None = optional("Notes", "What else the team should know.")

    def heading(self) -> str:
        label = self.label if self.withdrawal is None else "Withdrawn consent"
        return label if self.given_on is None else f"{label}, {self.given_on}"

    def when(self) -> Dates | None:
        return None if self.given_on is None else exactly_on(self.given_on, starts=True, ends=True)
