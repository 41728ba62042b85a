"""A record in words: every field that was given, under its label, for any kind.

Pages show what `facts` gives with the macro of `templates/reading.html`. It follows the declared fields of the kind, so
a field added to a kind is shown at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel

from app.i18n import gettext as _
from app.i18n import language, ngettext
from app.records.accounts import Account, Mention
from app.records.base import Content, Name
from app.records.dates import Dates, sentence
from app.records.kinds import REGISTER_KINDS, bounded, parse
from app.records.part import Part, Prose, Reference
from app.records.references import references
from app.records.vocabulary import Vocabulary
from app.records.walk import Declared, declared

SHORT = 120
"""Characters of a text that may stand on one line beside a reference."""


@dataclass(frozen=True)
class Words:
    """One value as people read it. `href` leads to the record it names; `number` is that of a paragraph."""

    text: str = field(repr=False)
    href: str = ""
    note: str = field(default="", repr=False)
    lang: str = ""
    number: int | None = None

    @property
    def line(self) -> str:
        """The value with what is said about it, as one text."""
        return f"{self.text} ({self.note})" if self.note else self.text


@dataclass(frozen=True)
class Fact:
    """A field and what stands in it: values, or parts with fields of their own."""

    name: str
    label: str
    values: tuple[Words, ...] = ()
    parts: tuple[tuple["Fact", ...], ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether the values are paragraphs, which are cited by their number."""
        return any(value.number is not None for value in self.values)

    @property
    def long(self) -> bool:
        """Whether it needs the whole width of a page."""
        return self.numbered or bool(self.parts)

    def lines(self) -> Iterator[str]:
        """Everything in it as lines of text: what two versions are compared by."""
        for value in self.values:
            yield value.line if value.number is None else f"{value.number}. {value.line}"
        for part in self.parts:
            for inner in part:
                yield from (f"{inner.label}: {line}" for line in inner.lines())


def facts(kind: str, content: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Fact, ...]:
    """Every field of a content that was given, in the order of its form; `titles` are those of `ids_named`.

    A reference without a title is said to be closed and leads nowhere. Raises Invalid for a content that is none.
    """
    return _Reader(kind, titles).part(parse(kind, dict(content)))


def ids_named(kind: str, content: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the records that a content names: their titles are to be asked for."""
    return frozenset(reference.id for reference in references(parse(kind, dict(content))))


def address(kind: str, record: str) -> str:
    """The page of a record."""
    return f"/register/{record}" if kind in REGISTER_KINDS else f"/records/{record}"


def size_in_words(size: int) -> str:
    """A number of bytes: `1.5 MB (1,500,000 bytes)`."""
    amount, unit = float(size), ""
    for unit in ("", "kB", "MB", "GB", "TB"):
        if amount < 1000 or unit == "TB":
            break
        amount /= 1000
    exact = ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": f"{size:,}"}
    return exact if not unit else f"{amount:.1f} {unit} ({exact})"


class _Reader:
    """Turns parts into facts, with the titles of the records that they name."""

    def __init__(self, kind: str, titles: Mapping[str, str]) -> None:
        self._kind, self._titles = kind, titles

    def part(self, part: BaseModel) -> tuple[Fact, ...]:
        """The facts of a part: one for each field that was given."""
        found: list[Fact] = []
        for declaration in declared(type(part)):
            value = getattr(part, declaration.name)
            if value is None or value == []:
                continue
            label = _(type(part).model_fields[declaration.name].title or declaration.name)
            found.append(self._fact(part, declaration, label, value))
        return tuple(found)

    def _fact(self, owner: BaseModel, declaration: Declared, label: str, value: Any) -> Fact:
        name = declaration.alias
        hint, marks = _meant(value, declaration.hint)
        given = cast("list[Any]", value) if isinstance(value, list) else [value]
        if isinstance(value, list):
            hint, marks = _meant(given[0], get_args(hint)[0])
        if not isinstance(given[0], BaseModel):
            return Fact(name, label, tuple(self._words(name, element, marks) for element in given))
        if isinstance(owner, Account) and name == "mentions":
            return Fact(name, label, tuple(self._mention(owner, mention) for mention in owner.mentions))
        if _is_paragraph(given[0]):
            spoken = str(getattr(owner, "language", None) or "")
            return Fact(name, label, tuple(self._paragraphs(given, spoken)))
        short = [self._inline(name, element) for element in given]
        if all(short):
            return Fact(name, label, tuple(words for words in short if words))
        return Fact(name, label, parts=tuple(self.part(element) for element in given))

    def _words(self, name: str, value: Any, marks: tuple[Any, ...]) -> Words:
        """One value that is no part."""
        for mark in marks:
            if isinstance(mark, Vocabulary):
                return Words(mark.label(value, language()))
            if isinstance(mark, Reference):
                return self._reference(mark, value)
        if isinstance(value, bool):
            return Words(_("Yes") if value else _("No"))
        if isinstance(value, float):
            return Words(f"{value:.0%}")
        if name == "size":
            return Words(size_in_words(value))
        if value in {"all", "everything"} and not any(isinstance(mark, Prose) for mark in marks):
            return Words(_("All") if value == "all" else _("Everything"))
        return Words(str(value))

    def _reference(self, mark: Reference, record: str) -> Words:
        if record not in self._titles:
            return Words(_("Not open to you"))
        kind = mark.kinds[0] if mark.kinds else ""
        return Words(self._titles[record], address(kind, record))

    def _paragraphs(self, given: list[BaseModel], spoken: str) -> Iterator[Words]:
        """Paragraphs of a narrative, a translation or a transcript, each under the number it is cited by."""
        for place, paragraph in enumerate(given, 1):
            number = getattr(paragraph, "paragraph", place)
            told = self.part(paragraph)
            rest = (fact for fact in told if fact.name not in {"text", "paragraph"})
            text = next(fact for fact in told if fact.name == "text").values[0].text
            yield Words(text, note=_joined(rest), lang=spoken, number=number)

    def _mention(self, account: Account, mention: Mention) -> Words:
        """The words that a mark stands on, and whom or what they mean."""
        text = account.narrative[mention.paragraph - 1].text[mention.start : mention.end]
        meant = next(fact for fact in self.part(mention) if fact.name in Mention.one_of)
        where = _("“%(words)s”, paragraph %(number)s") % {"words": text, "number": mention.paragraph}
        return Words(meant.values[0].text, meant.values[0].href, note=where)

    def _inline(self, name: str, part: BaseModel) -> Words | None:
        """A part that fits on one line: dates, a name, a number of people, a reference with a few words."""
        if isinstance(part, Dates):
            return Words(sentence(part.resolved(bounded(self._kind, name))))
        if isinstance(part, Name):
            rest = (fact for fact in self.part(part) if fact.name == "script")
            return Words(part.text, note=_joined(rest, labels=False), lang=part.language or "")
        if set(type(part).model_fields) == {"minimum", "maximum"}:
            return Words("; ".join(f"{fact.label}: {fact.values[0].text}" for fact in self.part(part)))
        told = self.part(part)
        named = [fact for fact in told if _is_reference(part, fact.name)]
        if len(named) != 1:
            return None
        rest = [fact for fact in told if fact is not named[0]]
        note = _joined(rest)
        others = any(fact.parts or any(value.href for value in fact.values) for fact in rest)
        if others or len(note) > SHORT or "\n" in note:
            return None
        value = named[0].values[0]
        paragraphs: list[int] = getattr(part, "paragraphs", [])
        there = f"{value.href}#p{paragraphs[0]}" if value.href and paragraphs else value.href
        return Words(value.text, there, note=note)


def _joined(rest: Iterable[Fact], *, labels: bool = True) -> str:
    """Short facts on one line."""
    said = ((fact.label, ", ".join(value.line for value in fact.values)) for fact in rest)
    return "; ".join(f"{label}: {values}" if labels else values for label, values in said)


def _is_paragraph(part: BaseModel) -> bool:
    """Whether this is a paragraph: a text of several lines, with a few words about it."""
    if isinstance(part, Content):
        return False
    return any(
        declaration.name == "text" and isinstance(mark, Prose) and mark.lines
        for declaration in declared(type(part))
        for mark in _meant("", declaration.hint)[1]
    )


def _is_reference(part: BaseModel, name: str) -> bool:
    """Whether a field of a part is the one that says which record the part is about."""
    found = next(declaration for declaration in declared(type(part)) if declaration.alias == name)
    chosen = isinstance(part, Part) and found.name in part.one_of
    if not (chosen or type(part).model_fields[found.name].is_required()):
        return False
    return any(isinstance(mark, Reference) for mark in _meant("", found.hint)[1])


def _meant(value: Any, hint: Any, marks: tuple[Any, ...] = ()) -> tuple[Any, tuple[Any, ...]]:
    """The type that a value has under an annotation, and the marks of that type (see `part.py`)."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *more = get_args(hint)
        return _meant(value, inner, tuple(more))
    if origin in {Union, UnionType}:
        choice = next((choice for choice in get_args(hint) if _fits(value, choice)), None)
        return (hint, ()) if choice is None else _meant(value, choice, marks)
    return hint, marks


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is Annotated or origin in {Union, UnionType}:
        inner = get_args(hint)[:1] if origin is Annotated else get_args(hint)
        return any(_fits(value, choice) for choice in inner)
    if origin is list:
        return isinstance(value, list)
    if isinstance(hint, type):
        return isinstance(value, hint)
    return isinstance(value, str)  # a Literal
