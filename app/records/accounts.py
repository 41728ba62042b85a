"""The testimony: what one person said or wrote, in the original language, paragraph by paragraph."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.records.base import OfIndividual
from app.records.case_vocabularies import ACCOUNT_TYPES, PARAGRAPH_MANNERS, RECORDING_MANNERS
from app.records.dates import Dates, exactly_on
from app.records.part import (
    AccountId,
    Day,
    EvidenceId,
    IndividualId,
    Language,
    Line,
    LocalTime,
    Paragraph,
    Part,
    PersonId,
    PlaceId,
    Shape,
    Text,
    TimeZone,
    UnitId,
    optional,
    refuse,
    required,
    several,
)

TimeCode = Annotated[
    str,
    Shape(
        "[0-9]{1,3}:[0-5][0-9]:[0-5][0-9]", "Write the time code as hours:minutes:seconds, such as 0:14:05."
    ),
]


class Break(Part):
    """A pause in the interview."""

    start: LocalTime | None = optional("Start", "Local time.")
    end: LocalTime | None = optional("End", "Local time.")
    reason: Line | None = optional("Reason", "Why the interview paused.")


class PriorAccount(Part):
    """An earlier telling. A second interview can harm the witness and the case: ask for these first."""

    to: Line | None = optional("To whom", "The organisation, authority or journalist.")
    dates: Dates | None = optional("When", "As precisely as the person knows.")
    recorded: Line | None = optional("How recorded", "Notes, sound, video, signed statement, not at all.")
    account: AccountId | None = optional("Account", "If that account is in this archive.")
    notes: Text | None = optional("Notes", "Where it is now, and whether it can be had.")


class NarrativeParagraph(Part):
    """One paragraph of a narrative."""

    text: Text = required("Text", "In the original language, with pseudonyms in the place of names.")
    speaker: Line | None = optional("Speaker", "A code: whose words these are.")
    manner: Annotated[str, PARAGRAPH_MANNERS] | None = optional("Wording", "Word for word, or a summary.")


class TranslatedParagraph(Part):
    """The translation of one paragraph."""

    paragraph: Paragraph = required("Paragraph", "The number of the paragraph, counted from 1.")
    text: Text = required("Text", "The translation of that paragraph.")


class Translation(Part):
    """A translation of the narrative, paragraph by paragraph."""

    language: Language = required("Language", "The language translated into.")
    translator: Line | None = optional("Translator", "A code.")
    date: Day | None = optional("Date", "The day of the translation.")
    paragraphs: list[TranslatedParagraph] = several(
        "Paragraphs", "Each with the number of its original.", least=1
    )


class Utterance(Part):
    """A time-coded line of a recording's transcript."""

    at: TimeCode = required("At", "Time from the beginning of the recording.")
    until: TimeCode | None = optional("Until", "Time from the beginning of the recording.")
    speaker: Line | None = optional("Speaker", "A code.")
    text: Text = required("Text", "What is said.")
    recording: EvidenceId | None = optional("Recording", "The file, where there are several.")


class Mention(Part):
    """A mark on words of a paragraph: whom or what they mean. Characters count from 0, without `end`."""

    one_of = ("individual", "person", "unit", "place")

    paragraph: Paragraph = required("Paragraph", "The number of the paragraph, counted from 1.")
    start: Annotated[int, Field(ge=0)] = required("From character", "Counted from 0.")
    end: Annotated[int, Field(ge=1)] = required("To character", "The first character after the marked words.")
    individual: IndividualId | None = optional("Individual", "An individual of this case.")
    person: PersonId | None = optional("Person", "A person of the register.")
    unit: UnitId | None = optional("Unit", "A unit of the register.")
    place: PlaceId | None = optional("Place", "A place of the register.")


class Correction(Part):
    """Which earlier account this one corrects. That one stays as it was: courts compare statements."""

    account: AccountId = required("Account", "The account that is corrected.")
    paragraphs: list[Paragraph] = several("Paragraphs", "The paragraphs that are corrected, counted from 1.")
    reason: Text | None = optional("Reason", "Why the memory changed.")


class Account(OfIndividual):
    """A testimony. A changed memory is a new account that corrects this one, never a new version of it.

    Circumstances of the interview follow the Istanbul Protocol and the Méndez Principles.
    """

    kind = "account"
    label = "Account"
    home = "working"

    type: Annotated[str, ACCOUNT_TYPES] = required("Type", "What kind of account this is.")
    prior_accounts: list[PriorAccount] = several(
        "Earlier accounts", "To whom the person already told this. Ask before a second interview."
    )
    date: Day | None = optional("Date", "The day of the interview or of the writing.")
    start: LocalTime | None = optional("Start", "Local time.")
    end: LocalTime | None = optional("End", "Local time.")
    time_zone: TimeZone | None = optional("Time zone", "Of the times above.")
    breaks: list[Break] = several("Breaks", "Pauses in the interview.")
    place: Line | None = optional(
        "Place", "In words, as roughly as safety asks: every member reads the places of the register."
    )
    room: Line | None = optional("Room", "The room, and who could overhear.")
    interviewer: Line | None = optional("Interviewer", "A code, never a name.")
    interviewer_trained: bool | None = optional(
        "Trained interviewer", "Trained for children or for sexual violence, where the account asks for it."
    )
    interpreter: Line | None = optional("Interpreter", "A code, never a name.")
    interpreter_ties: Text | None = optional(
        "Ties of the interpreter", "To the person, the place or a party."
    )
    others_present: list[Line] = several("Others present", "Codes, and why they were there.")
    support_person: Line | None = optional("Support person", "A code: who came with the person.")
    lawyer_consulted: bool | None = optional("Lawyer first", "For an insider: was a lawyer asked before?")
    language: Language | None = optional("Language", "The language of the narrative.")
    languages: list[Language] = several("Languages", "All languages that were spoken.")
    recorded: list[Annotated[str, RECORDING_MANNERS]] = several("How recorded", "Notes, sound, video.")
    recordings: list[EvidenceId] = several("Recordings", "The files.")
    read_back: bool | None = optional("Read back", "Was it read back to the person?")
    signed: bool | None = optional("Signed", "Did the person sign it?")
    restrictions: Text | None = optional(
        "Restrictions or pressure", "Anything that kept the person from speaking freely (Istanbul Protocol)."
    )
    narrative: list[NarrativeParagraph] = several("Narrative", "One paragraph for each step of the story.")
    translations: list[Translation] = several("Translations", "Paragraph by paragraph.")
    transcript: list[Utterance] = several("Transcript", "Time-coded words of a recording.")
    mentions: list[Mention] = several("Mentions", "Marks on words: whom or what they mean.")
    corrects: Correction | None = optional("Corrects", "The earlier account, if this one corrects it.")
    notes: Text | None = optional("Notes", "What else the team should know.")

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        if not self.narrative and not self.transcript:
            raise refuse("Write at least one paragraph, or add the transcript of a recording.", "narrative")
        if self.type == "correction" and self.corrects is None:
            raise refuse("Say which earlier account this one corrects.", "corrects")
        return self

    @model_validator(mode="after")
    def _marks_fall_on_words(self) -> Self:
        for index, mention in enumerate(self.mentions):
            if mention.paragraph > len(self.narrative):
                raise refuse("There is no paragraph with this number.", f"mentions.{index}.paragraph")
            if not mention.start < mention.end <= len(self.narrative[mention.paragraph - 1].text):
                raise refuse("Mark words inside the paragraph.", f"mentions.{index}.end")
        for index, translation in enumerate(self.translations):
            for place, translated in enumerate(translation.paragraphs):
                if translated.paragraph > len(self.narrative):
                    raise refuse(
                        "There is no paragraph with this number.",
                        f"translations.{index}.paragraphs.{place}.paragraph",
                    )
        return self

    def heading(self) -> str:
        label = ACCOUNT_TYPES.label(self.type)
        return label if self.date is None else f"{label}, {self.date}"

    def when(self) -> Dates | None:
        return None if self.date is None else exactly_on(self.date, starts=True, ends=True)
