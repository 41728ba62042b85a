"""A file, and what is known of it (Berkeley Protocol)."""

from typing import Annotated

from pydantic import Field

from app.records.base import Content
from app.records.case_vocabularies import DERIVATIONS, EVIDENCE_TYPES, OBTAINED, ORIGINALITY
from app.records.dates import Dates, resolve
from app.records.part import (
    CaseRecordId,
    Day,
    EvidenceId,
    IndividualId,
    KeyText,
    Line,
    LocalTime,
    Part,
    PlaceId,
    Sha256,
    Shape,
    Text,
    TimeZone,
    optional,
    required,
    several,
)

MediaType = Annotated[
    str,
    Shape(
        "[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}", "Write a media type, such as image/jpeg."
    ),
]


class StoredFile(Part):
    """The file itself, as the server measured it. No form offers these fields."""

    sha256: Sha256 = required("SHA-256", "Of the original bytes.")
    size: Annotated[int, Field(ge=0, le=2**53 - 1)] = required("Size", "In bytes.")
    media_type: MediaType = required("Media type", "As found when it was added.")
    name: Line | None = optional("File name", "As it was given.")
    crc32: Annotated[int, Field(ge=0, le=2**32 - 1)] | None = optional(
        "CRC-32", "The checksum that a ZIP archive states before a file. It proves nothing; the SHA-256 does."
    )


class Capture(Part):
    """How the original came to be."""

    dates: Dates | None = optional("Date", "When it was captured.")
    time: LocalTime | None = optional("Time", "Local time.")
    time_zone: TimeZone | None = optional("Time zone", "Of the time above.")
    place: PlaceId | None = optional("Place", "A place of the register.")
    place_described: Text | None = optional("Place in words", "Where exactly, and how that is known.")
    by: Line | None = optional("By", "A code: who captured it.")
    device: Line | None = optional("Device", "What it was captured with.")


class Receipt(Part):
    """How it came to the team."""

    on: Day | None = optional("On", "The day it was received.")
    by: Line | None = optional("By", "A code: who received it.")
    from_whom: Line | None = optional("From", "A code: who gave it.")
    place: Line | None = optional("Where", "In words, as roughly as safety asks.")


class Metadatum(Part):
    """One line of the metadata found inside the file."""

    name: Line = required("Name", "The tag.")
    value: KeyText = required("Value", "What it says.")


class Derivation(Part):
    """What this file was made from. The original is never altered."""

    original: EvidenceId = required("Original", "The file it was made from.")
    type: Annotated[str, DERIVATIONS] = required("Type", "Preview, transcript, translation or redaction.")
    how: Text | None = optional("How", "With what, and by whom.")


class Evidence(Content):
    """A file of a case. All individuals shown are named, so that the strictest consent wins."""

    kind = "evidence"
    label = "Evidence"
    home = "working"

    file: StoredFile = required("File", "What the server measured.")
    title: Line | None = optional("Title", "A few words that tell it from others.")
    shows: Text | None = optional("What it shows", "Without names.")
    type: Annotated[str, EVIDENCE_TYPES] | None = optional("Type", "The kind of evidence.")
    individuals: list[IndividualId] = several(
        "Individuals", "Everybody shown or heard: the strictest consent wins."
    )
    captured: Capture | None = optional("Captured", "When, where and by whom.")
    received: Receipt | None = optional("Received", "When, from whom and by whom.")
    obtained: Annotated[str, OBTAINED] | None = optional("How obtained", "Given, public, leaked or hacked.")
    originality: Annotated[str, ORIGINALITY] | None = optional(
        "Original or copy", "Which of the two this file is."
    )
    physical_item: Text | None = optional("Physical item", "The object, if there is one.")
    kept_at: Text | None = optional("Kept at", "Where the object is.")
    embedded: list[Metadatum] = several("Embedded metadata", "What stands inside the file.")
    related: list[CaseRecordId] = several("Related records", "Records of this case that it belongs to.")
    derived_from: Derivation | None = optional("Made from", "For a derivative: its original.")
    exhibit: Line | None = optional("Exhibit number", "The same in every export.")
    notes: Text | None = optional("Notes", "What else is known.")

    def heading(self) -> str:
        return self.title or self.file.name or self.label

    def when(self) -> Dates | None:
        return None if self.captured is None else resolve(self.captured.dates, True)

    def whose(self) -> tuple[str, ...]:
        return tuple(self.individuals)
