"""What a form asks for, read from the annotations of a record kind: its fields, and the shape of each answer."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel

from app.records.accounts import Mention, NarrativeParagraph, TranslatedParagraph
from app.records.dates import Dates
from app.records.evidence import StoredFile
from app.records.part import Part, Prose, Reference
from app.records.vocabulary import Vocabulary
from app.records.walk import declared


@dataclass(frozen=True)
class Words:
    """Text: on one line, or in paragraphs."""

    lines: bool = False


@dataclass(frozen=True)
class Number:
    """A whole number, or one with a fraction."""

    whole: bool


@dataclass(frozen=True)
class Calendar:
    """One day."""


@dataclass(frozen=True)
class YesNo:
    """Yes, no, or not said."""


@dataclass(frozen=True)
class Code:
    """One term of a vocabulary."""

    vocabulary: Vocabulary


@dataclass(frozen=True)
class Codes:
    """As many terms of a vocabulary as fit."""

    vocabulary: Vocabulary


@dataclass(frozen=True)
class Named:
    """Another record, of one of these kinds; of any kind of a case, if there are none."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class When:
    """Dates, as two ranges."""


@dataclass(frozen=True)
class Measured:
    """What the server measured: no form asks for it, and an amendment keeps it."""


@dataclass(frozen=True)
class Box:
    """Several short answers in one box: one in each line, or (`by_comma`) separated by commas."""

    element: "Words | Number"
    by_comma: bool


@dataclass(frozen=True)
class Group:
    """Fields that belong together. `one_of` are those of which exactly one is given."""

    model: type[BaseModel]
    fields: "tuple[Field, ...]"
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Any number of answers of the same shape. `pasting` when a long text can be pasted and becomes rows."""

    element: "Shape"
    least: int = 0

    @property
    def pasting(self) -> bool:
        """Whether each row is a paragraph, so that a text pasted whole can be split."""
        return isinstance(self.element, Group) and self.element.model in PARAGRAPHS


@dataclass(frozen=True)
class Either:
    """One word that means all of them ("all", "everything"), or a list."""

    word: str
    rows: "Rows | Box"


Shape = (
    Words | Number | Calendar | YesNo | Code | Codes | Named | When | Measured | Box | Group | Rows | Either
)
PARAGRAPHS: tuple[type[BaseModel], ...] = (NarrativeParagraph, TranslatedParagraph)


@dataclass(frozen=True)
class Field:
    """One question of a form: its name in the content, what it is called, what helps to answer it."""

    name: str
    label: str
    help: str
    needed: bool
    shape: Shape


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """The questions of a kind or of a part, in the order in which they are declared."""
    found: list[Field] = []
    for one in declared(model):
        told = model.model_fields[one.name]
        shape = shape_of(one.hint)
        least = next((m.min_length for m in told.metadata if hasattr(m, "min_length")), 0)
        if isinstance(shape, Rows) and least:
            shape = Rows(shape.element, least)
        found.append(
            Field(one.alias, told.title or one.alias, told.description or "", told.is_required(), shape)
        )
    return tuple(_with_words(found) if model is Mention else found)


def shape_of(hint: Any) -> Shape:
    """The shape of an answer with this annotation."""
    inner, marks = _bare(hint)
    if get_origin(inner) in {Union, UnionType}:
        return _either(get_args(inner))
    if get_origin(inner) is list:
        return _list_of(shape_of(get_args(inner)[0]))
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return _group(inner)
    for mark in marks:
        if isinstance(mark, Vocabulary):
            return Code(mark)
        if isinstance(mark, Reference):
            return Named(mark.kinds)
        if isinstance(mark, Prose):
            return Words(mark.lines)
    shapes: dict[Any, Shape] = {bool: YesNo(), int: Number(True), float: Number(False), date: Calendar()}
    return shapes.get(inner, Words())


def _group(model: type[BaseModel]) -> Shape:
    if model is Dates:
        return When()
    if model is StoredFile:
        return Measured()
    return Group(model, fields_of(model), cast("type[Part]", model).one_of)


def _list_of(element: Shape) -> Shape:
    if isinstance(element, Code):
        return Codes(element.vocabulary)
    if isinstance(element, Number):
        return Box(element, by_comma=True)
    if isinstance(element, Words) and not element.lines:
        return Box(element, by_comma=False)
    return Rows(element)


def _either(choices: tuple[Any, ...]) -> Shape:
    word, rows = "", None
    for choice in choices:
        inner, _marks = _bare(choice)
        if get_origin(inner) is Literal:
            word = get_args(inner)[0]
        else:
            rows = shape_of(choice)
    assert word and isinstance(rows, Rows | Box), "a union in a record is one word or a list"
    return Either(word, rows)


def _bare(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """An annotation without its metadata and without None, and the metadata."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            marks += tuple(more)
        elif get_origin(hint) in {Union, UnionType} and NoneType in get_args(hint):
            hint = Union[tuple(choice for choice in get_args(hint) if choice is not NoneType)]  # noqa: UP007
        else:
            return hint, marks


def as_dict(value: Any) -> dict[str, Any]:
    """A part of a content; empty for anything else, as a draft may hold."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """A list of a content; empty for anything else."""
    return cast("list[Any]", value) if isinstance(value, list) else []


WORDS = "words"
"""The field of a mention that its form asks for: the marked words, in the place of two counts of characters."""


def _with_words(fields: list[Field]) -> list[Field]:
    asked = Field(
        WORDS,
        "Words",
        "As they stand in the paragraph. Where they stand twice, the first place.",
        True,
        Words(),
    )
    shown = [field for field in fields if field.name not in {"start", "end"}]
    return [shown[0], asked, *shown[1:]]
