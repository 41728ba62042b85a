"""From the names and values that were posted to a content, kept as typed where it does not fit."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from app.errors import Problem
from app.i18n import gettext as _
from app.records.accounts import TranslatedParagraph
from app.web.forms import dates, mentions
from app.web.forms.shapes import (
    Box,
    Codes,
    Either,
    Field,
    Group,
    Measured,
    Named,
    Number,
    Rows,
    Shape,
    When,
    YesNo,
    fields_of,
)

ABSENT = object()
DEEPEST = 12
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
ID = re.compile("[0-9a-f]{32}")


@dataclass
class Posted:
    """The fields that were posted as a tree: the values of one name, and the names below it."""

    values: list[str] = field(default_factory=list[str], repr=False)
    below: "dict[str, Posted]" = field(default_factory=dict[str, "Posted"], repr=False)

    def at(self, path: str) -> "Posted":
        """The node at a dotted path, made if there is none."""
        node = self
        for step in path.split(".")[:DEEPEST]:
            node = node.below.setdefault(step, Posted())
        return node

    def text(self, name: str) -> str:
        """The first value of a name below; empty if there is none."""
        found = self.below.get(name)
        return found.values[0] if found and found.values else ""


@dataclass
class Typed:
    """The state of a form: its content, and what no content can hold.

    `ways` is how each date is said, `sought` the names that were typed to find a record, `rows` how many rows a list
    shows beyond those that hold something, `problems` what keeps the content from being what was meant. `moved` leads
    from the path that a row had in the page to the one that it has now.
    """

    content: dict[str, Any] = field(repr=False)
    ways: dict[str, str] = field(default_factory=dict[str, str])
    sought: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    rows: dict[str, int] = field(default_factory=dict[str, int])
    problems: list[Problem] = field(default_factory=list[Problem])
    moved: dict[str, str] = field(default_factory=dict[str, str])
    focus: str = ""

    def forget(self, path: str) -> None:
        """Forgets what was said below a path: the row was blank."""
        for known in (self.ways, self.sought):
            for at in [at for at in known if f"{at}.".startswith(f"{path}.")]:
                del known[at]


def posted_tree(pairs: Iterable[tuple[str, str]]) -> Posted:
    """The posted pairs as a tree. Names with a hyphen or a colon are the form's own (`form-do`)."""
    root = Posted()
    for name, value in pairs:
        if "-" not in name and ":" not in name:
            root.at(name).values.append(value.replace("\r\n", "\n").replace("\r", "\n"))
    return root


def read(model: Any, root: Posted, sought: dict[str, str], keep: str = "") -> Typed:
    """The content of a form, blanks left out and lists closed up.

    `sought` are the names that were typed to find records, by path; a blank row stays when `keep` lies in it.
    """
    reader = _Reader(sought, keep)
    reader.typed.content = reader.group(fields_of(model), root, "", "")
    reader.typed.problems += mentions.settle(reader.typed.content)
    return reader.typed


class _Reader:
    """One reading. Each method answers the value of a node, or ABSENT; `was` is the path it had in the page."""

    def __init__(self, sought: dict[str, str], keep: str) -> None:
        self.sought = sought
        self.keep = keep
        self.typed = Typed({})

    def group(self, fields: tuple[Field, ...], node: Posted, path: str, was: str) -> dict[str, Any]:
        """The fields that were filled in."""
        found: dict[str, Any] = {}
        for one in fields:
            value = self.value(
                one.shape, node.below.get(one.name, Posted()), f"{path}{one.name}", f"{was}{one.name}"
            )
            if value is not ABSENT:
                found[one.name] = value
        return found

    def value(self, shape: Shape, node: Posted, path: str, was: str) -> Any:
        """The value of any shape."""
        readers: dict[type, Callable[..., Any]] = {
            Codes: self.codes,
            Named: self.named,
            When: self.when,
            Box: self.box,
            Group: self.part,
            Rows: self.rows,
            Either: self.either,
            Measured: self.nothing,
        }
        reader = readers.get(type(shape))
        if reader is not None:
            return reader(shape, node, path, was)
        text = node.values[0] if node.values else ""
        return _single(shape, text) if text.strip() else ABSENT

    def nothing(self, _shape: Measured, _node: Posted, _path: str, _was: str) -> Any:
        return ABSENT

    def codes(self, _shape: Codes, node: Posted, _path: str, _was: str) -> Any:
        chosen = list(dict.fromkeys(value for value in node.values if value.strip()))
        return chosen or ABSENT

    def named(self, _shape: Named, node: Posted, path: str, was: str) -> Any:
        """The record that was chosen; else what was typed to find it waits for a choice."""
        chosen = next((value.strip() for value in node.values if value.strip()), "")
        typed = self.sought.get(was, "").strip()
        if not chosen and ID.fullmatch(typed):
            chosen = typed
        if not chosen and typed:
            self.typed.sought[path] = typed
            self.typed.problems.append(
                Problem(path, _("Choose one of those that were found, or clear the box."))
            )
        self.typed.moved[was] = path
        return chosen or ABSENT

    def when(self, _shape: When, node: Posted, path: str, _was: str) -> Any:
        told = {name: node.text(name).strip() for name in ("how", *dates.BOXES, *dates.FLAGS)}
        found = read_dates(told)
        self.typed.ways[path] = told["how"] if told["how"] in dates.WAYS else "on"
        if message := dates.lacking(self.typed.ways[path], found):
            self.typed.problems.append(Problem(path, message))
        return found or ABSENT

    def box(self, shape: Box, node: Posted, _path: str, _was: str) -> Any:
        text = node.values[0] if node.values else ""
        parts = [part.strip() for part in re.split("[,;\n]" if shape.by_comma else "\n", text)]
        return [_single(shape.element, part) for part in parts if part] or ABSENT

    def part(self, shape: Group, node: Posted, path: str, was: str) -> Any:
        found = self.group(shape.fields, node, f"{path}.", f"{was}.")
        if mentions.WORDS in found:
            found |= mentions.counts(node.text("start"), node.text("end"))
        return found or ABSENT

    def rows(self, shape: Rows, node: Posted, path: str, was: str) -> Any:
        """The rows that hold something; then what was pasted, split into paragraphs."""
        found: list[Any] = []
        self.typed.moved[was] = path
        for value in dict.fromkeys(value.strip() for value in node.values if value.strip()):
            found.append(value)  # ticked among the records that there are
        for step in sorted((step for step in node.below if step.isdecimal()), key=int):
            here, there = f"{path}.{len(found)}", f"{was}.{step}"
            value = self.value(shape.element, node.below[step], here, there)
            waiting = self.keep.startswith(f"{there}.") or any(
                f"{at}.".startswith(f"{here}.") for at in self.typed.sought
            )
            if value is ABSENT and not waiting:
                self.typed.forget(here)
                continue
            self.typed.moved[there] = here
            if value is ABSENT and isinstance(shape.element, Named):
                self.typed.rows[path] = 1  # typed, not chosen yet: its row is the one that waits
                continue
            found.append({} if value is ABSENT else value)
        if shape.pasting:
            found += _paragraphs(node.text("paste"), shape, len(found))
        return found or ABSENT

    def either(self, shape: Either, node: Posted, path: str, was: str) -> Any:
        value = self.value(shape.rows, node, path, was)
        if not node.text("word"):
            return value
        if value is not ABSENT:
            message = _("Either all of them, or those in the list. Untick the one, or empty the other.")
            self.typed.problems.append(Problem(path, message))
            self.typed.ways[path] = shape.word
            return value
        return shape.word


def read_dates(told: Mapping[str, str]) -> dict[str, Any]:
    """The dates to store, from the boxes of a form: how they are said, the days, whether they begin and end there."""
    way = told["how"] if told["how"] in dates.WAYS else "on"
    flags = {flag: _single(YesNo(), told[flag]) for flag in dates.FLAGS if told[flag]}
    return dates.dates_from(way, told) | flags


def _single(shape: Shape, text: str) -> Any:
    """One value from its text. What does not fit stays text: pydantic then says what to do."""
    if isinstance(shape, YesNo):
        return {"yes": True, "no": False}.get(text, text)
    if isinstance(shape, Number):
        text = text.strip()
        try:
            return int(text) if text.isascii() and re.fullmatch("[+-]?[0-9]{1,30}", text) else _fraction(text)
        except ValueError:
            return text
    return text


def _fraction(text: str) -> float:
    """A number with a point or a comma. Raises ValueError."""
    if not re.fullmatch(r"[+-]?[0-9]*[.,]?[0-9]+(?:e[+-]?[0-9]{1,3})?", text, re.IGNORECASE):
        raise ValueError
    return float(text.replace(",", "."))


def _paragraphs(text: str, shape: Rows, there: int) -> list[dict[str, Any]]:
    """A text split at its blank lines. Paragraphs of a translation are numbered on from those that are there."""
    parts = [part for part in BLANK_LINE.split(text.strip("\n")) if part.strip()]
    if cast("Group", shape.element).model is TranslatedParagraph:
        return [{"paragraph": there + at, "text": part} for at, part in enumerate(parts, start=1)]
    return [{"text": part} for part in parts]
