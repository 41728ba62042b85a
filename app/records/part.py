"""What every record is built from: parts that forbid unknown fields, the kinds of text, and references.

Nothing here knows a single kind of record. A refusal is raised with `refuse`, so that `problems.py` can
turn it into a field path and a sentence. No message ever repeats what was typed: it may be testimony.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

MOST_ELEMENTS = 10_000
"""The longest list a record may hold."""

LONGEST_LINE = 1_000
LONGEST_TEXT = 200_000
"""Characters in a name or title, and in a paragraph."""

FIRST_YEAR, LAST_YEAR = 1000, 2999


def refuse(message: str, field: str = "") -> PydanticCustomError:
    """The error to raise from a validator: what to do, and at which field below the place it is raised."""
    return PydanticCustomError("refused", "{message}", {"message": message, "field": field})


# --- parts ------------------------------------------------------------------------------------------------


class Part(BaseModel):
    """A group of fields. Unknown fields are refused, values are never coerced, an instance never changes."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
        serialize_by_alias=True,
    )

    one_of: ClassVar[tuple[str, ...]] = ()
    """Fields of which exactly one is given."""

    @model_validator(mode="after")
    def _exactly_one(self) -> "Part":
        if self.one_of and sum(getattr(self, name) is not None for name in self.one_of) != 1:
            raise refuse(f"Give exactly one of: {', '.join(self.one_of)}.")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        published = handler(schema)
        if cls.one_of:
            handler.resolve_ref_schema(published)["oneOf"] = [{"required": [name]} for name in cls.one_of]
        return published

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Nothing: a record that is printed, logged or part of a traceback must not show what it holds."""
        yield from ()


def required(title: str, help_text: str, **more: Any) -> Any:
    """A field that must be given."""
    return Field(title=title, description=help_text, **more)


def optional(title: str, help_text: str, **more: Any) -> Any:
    """A field that may be left out."""
    return Field(default=None, title=title, description=help_text, **more)


def several(title: str, help_text: str, *, least: int = 0) -> Any:
    """A list, empty unless given; with `least`, it must be given with so many elements."""
    if least:
        return Field(title=title, description=help_text, min_length=least, max_length=MOST_ELEMENTS)
    return Field(default_factory=list, title=title, description=help_text, max_length=MOST_ELEMENTS)


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROLS_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""The control characters of Unicode (category Cc): all of them, and all but line break and tab."""


# --- text -------------------------------------------------------------------------------------------------


class Prose:
    """Marks words written by people: bounded, without control characters, found by full-text search.

    A paragraph keeps its line breaks (CRLF, as browsers send it, becomes LF) and its spaces as they were
    written. A single line loses the spaces around it.
    """

    def __init__(self, limit: int, *, lines: bool, searchable: bool = True) -> None:
        self.limit = limit
        self.lines = lines
        self.searchable = searchable

    def check(self, text: str) -> str:
        """The text to keep. Refuses blanks and control characters."""
        if self.lines:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if (_CONTROLS_IN_TEXT if self.lines else _CONTROLS).search(text):
            raise refuse(
                "Remove the control characters; line breaks and tabs may stay."
                if self.lines
                else "Write this on one line, without control characters."
            )
        if not text.strip():
            raise refuse("Write something here, or leave the field out.")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(
            strict=True, min_length=1, max_length=self.limit, strip_whitespace=not self.lines
        )
        return core_schema.no_info_after_validator_function(self.check, text)


class Shape:
    """Marks a short text of a fixed form: a whole-match pattern, and the words for one that does not fit."""

    def __init__(self, pattern: str, message: str) -> None:
        self.pattern = pattern
        self.message = message
        self._fits = re.compile(pattern).fullmatch

    def check(self, text: str) -> str:
        """The same text. Refuses another form."""
        if not self._fits(text):
            raise refuse(self.message)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"pattern": f"^(?:{self.pattern})$"}


class Reference(Shape):
    """Marks the id of another record. `kinds` are the kinds it may be of; none means any record of a case."""

    def __init__(self, *kinds: str) -> None:
        super().__init__("[0-9a-f]{32}", "Choose a record: its id is 32 lower-case hexadecimal characters.")
        self.kinds = kinds

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        of = " or ".join(self.kinds) or "record of a case"
        return super().__get_pydantic_json_schema__(schema, handler) | {"$comment": f"The id of: {of}."}


Line = Annotated[str, Prose(LONGEST_LINE, lines=False)]
Text = Annotated[str, Prose(LONGEST_TEXT, lines=True)]
KeyLine = Annotated[str, Prose(10_000, lines=False, searchable=False)]
KeyText = Annotated[str, Prose(LONGEST_TEXT, lines=True, searchable=False)]

UnitId = Annotated[str, Reference("unit")]
PersonId = Annotated[str, Reference("person")]
PostingId = Annotated[str, Reference("posting")]
PlaceId = Annotated[str, Reference("place")]
IncidentId = Annotated[str, Reference("incident")]
SourceId = Annotated[str, Reference("source")]
RecipientId = Annotated[str, Reference("recipient")]
IndividualId = Annotated[str, Reference("individual")]
AccountId = Annotated[str, Reference("account")]
DetentionId = Annotated[str, Reference("detention")]
ActId = Annotated[str, Reference("act")]
EvidenceId = Annotated[str, Reference("evidence")]
CaseRecordId = Annotated[str, Reference()]

Country = Annotated[str, Shape("[A-Z]{2}", "Write the two-letter country code in capitals, such as DE.")]
Jurisdiction = Annotated[
    str,
    Shape("[A-Z][A-Z0-9-]{1,19}", "Write a country code in capitals, such as DE, or a court such as ICC."),
]
Language = Annotated[
    str, Shape("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "Write a language code, such as be, ru, uk or en.")
]
Script = Annotated[str, Shape("[A-Z][a-z]{3}", "Write a four-letter script code, such as Cyrl or Latn.")]
WebAddress = Annotated[
    str,
    Shape(r'https?://[^\s<>"]{1,2000}', "Write a web address that begins with https:// or http://."),
]
Sha256 = Annotated[str, Shape("[0-9a-f]{64}", "Write a SHA-256: 64 lower-case hexadecimal characters.")]
FieldName = Annotated[
    str,
    Shape(
        r"[a-z][a-z0-9_]{0,40}(?:\.[a-z0-9_]{1,41}){0,4}",
        "Write the name of a field, such as names or dates.first_precise.",
    ),
]
LocalTime = Annotated[
    str,
    Shape(
        "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?",
        "Write the local time as hours:minutes, such as 23:40.",
    ),
]
TimeZone = Annotated[
    str,
    Shape(
        "UTC|[A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2}|[+-](?:0[0-9]|1[0-4]):[0-5][0-9]",
        "Write a time zone, such as Europe/Minsk or +03:00.",
    ),
]
# Letters of any script, digits, - . _ written as what is left out: no class of letters is common to Python
# and JavaScript, and the published schema must mean the same to both.
Pseudonym = Annotated[
    str,
    Shape(
        r"[^\u0000-,/:-@\[-^`{-\u00bf\u00d7\u00f7\u2000-\u206f\s]{1,40}",
        "Write a pseudonym of up to 40 letters, digits, hyphens, full stops or underscores, such as W-0001.",
    ),
]
Paragraph = Annotated[int, Field(ge=1, le=MOST_ELEMENTS)]
"""A paragraph's number, counted from 1 as a reader counts."""


def _day(value: object) -> date:
    """A day from its ISO form. datetime is refused: a day in one place may be another day elsewhere."""
    if type(value) is date:
        day = value
    else:
        if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise refuse("Write the day as year-month-day, such as 2021-09-30.")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise refuse("There is no such day in the calendar. Check the month and the day.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refuse(f"Write a year between {FIRST_YEAR} and {LAST_YEAR}.")
    return day


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
