"""Kinds of the register about where knowledge comes from and where bundles go."""

from typing import Annotated

from app.records.base import Compartment, Content, ExternalId
from app.records.dates import Dates, exactly_on, resolve
from app.records.part import (
    Day,
    Jurisdiction,
    KeyLine,
    KeyText,
    Language,
    Line,
    Sha256,
    Text,
    WebAddress,
    optional,
    required,
    several,
)
from app.records.vocabularies import (
    CLAIM_STATUS,
    RECIPIENT_CONDITIONS,
    RECIPIENT_TYPES,
    RELIABILITY,
    SOURCE_TYPES,
)


class Source(Content):
    """A source that claims cite. A restricted one is sealed to the restricted compartment."""

    kind = "source"
    label = "Source"
    home = "register"

    title: Line = required("Title", "The title, or a few words that tell it from others.")
    type: Annotated[str, SOURCE_TYPES] | None = optional("Type", "The kind of source.")
    author: Line | None = optional("Author", "Who made it.")
    publication: Line | None = optional(
        "Publication", "The newspaper, site, channel or office that published it."
    )
    language: Language | None = optional("Language", "The language it is in.")
    created: Dates | None = optional("Created", "When it was made, as precisely as is known.")
    published_on: Day | None = optional("Published on", "The latest day that it can prove anything about.")
    accessed_on: Day | None = optional("Accessed on", "The day on which it was read or saved.")
    url: WebAddress | None = optional("Web address", "Where it was found.")
    archive_url: WebAddress | None = optional("Archived copy", "The web address of an archived copy.")
    sha256: Sha256 | None = optional("SHA-256", "The hash of the content that was saved.")
    reliability: Annotated[str, RELIABILITY] | None = optional(
        "Reliability", "How reliable the source has been (ESF MT42, Admiralty scale)."
    )
    restricted: bool | None = optional("Restricted", "Yes when not every member may know of this source.")
    status: Annotated[str, CLAIM_STATUS] | None = optional("Status", "Whether anything about it needs work.")
    notes: Text | None = optional("Notes", "Every member reads the register: no victims or witnesses here.")
    external_ids: list[ExternalId] = several("Numbers elsewhere", "Under which others know this source.")

    def compartment(self) -> Compartment:
        return "register_restricted" if self.restricted else "register"

    def heading(self) -> str:
        return self.title

    def when(self) -> Dates | None:
        if self.published_on is not None:
            return exactly_on(self.published_on, starts=True, ends=True)
        return resolve(self.created, True)


class Recipient(Content):
    """An authority or partner that a bundle can be made for. Always restricted."""

    kind = "recipient"
    label = "Recipient"
    home = "register"

    authority: Line = required("Authority", "The office, court or organisation.")
    jurisdiction: Jurisdiction | None = optional(
        "Jurisdiction", "The country code, or the court, such as ICC."
    )
    type: Annotated[str, RECIPIENT_TYPES] | None = optional("Type", "The kind of recipient.")
    contact: Text | None = optional("Contact", "The person and the way to reach them.")
    age_keys: list[KeyLine] = several(
        "age keys", "Public keys to which bundles are encrypted, one in each line."
    )
    openpgp_keys: list[KeyText] = several("OpenPGP keys", "Public keys, in their armoured form.")
    conditions_checked: list[Annotated[str, RECIPIENT_CONDITIONS]] = several(
        "Conditions checked", "What was checked before anything is sent."
    )
    status: Annotated[str, CLAIM_STATUS] | None = optional("Status", "Whether anything about it needs work.")
    notes: Text | None = optional("Notes", "How it was checked, and what was agreed.")

    def compartment(self) -> Compartment:
        return "register_restricted"

    def heading(self) -> str:
        return self.authority
