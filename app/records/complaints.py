"""What was asked of the authorities, and what they answered: impunity and complementarity (ESF 2601-2672)."""

from typing import Annotated

from app.records.base import Content
from app.records.case_vocabularies import COMPLAINT_OUTCOMES
from app.records.dates import Dates, resolve
from app.records.part import (
    ActId,
    Day,
    DetentionId,
    EvidenceId,
    IndividualId,
    Line,
    Part,
    Text,
    optional,
    required,
    several,
)


class Appeal(Part):
    """An appeal against a decision."""

    authority: Line | None = optional("To", "The office or court.")
    filed: Dates | None = optional("Filed", "When it was filed.")
    registration_number: Line | None = optional("Registration number", "As the authority gave it.")
    outcome: Annotated[str, COMPLAINT_OUTCOMES] | None = optional("Outcome", "What came of it.")
    decision: Text | None = optional("Decision", "What was decided, in the authority's words.")
    decided_on: Day | None = optional("Decided on", "The day of the decision.")
    reason: Text | None = optional("Reason", "What the authority gave as its reason.")
    files: list[EvidenceId] = several("Files", "The papers.")


class Complaint(Content):
    """A complaint to an authority, with its answer."""

    kind = "complaint"
    label = "Complaint"
    home = "working"

    authority: Line = required("To", "The office or court.")
    individuals: list[IndividualId] = several("Individuals", "On whose behalf.")
    acts: list[ActId] = several("Acts", "The acts it is about.")
    detentions: list[DetentionId] = several("Detentions", "The detentions it is about.")
    filed: Dates | None = optional("Filed", "When it was filed.")
    registration_number: Line | None = optional("Registration number", "As the authority gave it.")
    text: Text | None = optional("Complaint", "What was asked.")
    answer: Text | None = optional("Answer", "What the authority answered.")
    outcome: Annotated[str, COMPLAINT_OUTCOMES] | None = optional("Outcome", "What came of it.")
    decision: Text | None = optional("Decision", "What was decided, in the authority's words.")
    decided_on: Day | None = optional("Decided on", "The day of the decision.")
    reason: Text | None = optional("Reason", "What the authority gave as its reason.")
    appeals: list[Appeal] = several("Appeals", "One after the other.")
    files: list[EvidenceId] = several("Files", "The papers.")
    notes: Text | None = optional("Notes", "What else is known.")

    def heading(self) -> str:
        return f"Complaint to {self.authority}"

    def when(self) -> Dates | None:
        return resolve(self.filed, True)

    def whose(self) -> tuple[str, ...]:
        return tuple(self.individuals)
