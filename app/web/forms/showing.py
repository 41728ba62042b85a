"""From the state of a form to the fields of a page: a tree that the templates only have to write down."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.errors import Problem
from app.i18n import gettext as _
from app.records.base import Content
from app.records.kinds import bounded
from app.records.vocabulary import Vocabulary
from app.web.forms import dates, mentions
from app.web.forms.choices import Choice, Choices
from app.web.forms.reading import Typed
from app.web.forms.sections import sections_of
from app.web.forms.shapes import (
    WORDS,
    Box,
    Calendar,
    Code,
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
    Words,
    YesNo,
    as_dict,
    as_list,
)


@dataclass(frozen=True)
class Option:
    """Something to choose: what is posted, what is read, what it means."""

    value: str
    label: str
    more: str = ""


@dataclass
class Node:
    """One thing on the page. `widget` names the macro that writes it; `path` is its id and the name that it posts."""

    widget: str
    path: str
    label: str = ""
    help: str = ""
    needed: bool = False
    value: Any = field(default="", repr=False)
    options: Sequence[Option] = ()
    below: list["Node"] = field(default_factory=list["Node"])
    problems: list[str] = field(default_factory=list[str])
    focus: bool = False
    open: bool = False
    more: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)

    def all(self) -> Iterable["Node"]:
        """This node and all below it."""
        yield self
        for node in self.below:
            yield from node.all()


@dataclass
class Sheet:
    """A form as it is shown: its sections, and every problem by the id of the field that it is shown at."""

    sections: list[Node]
    problems: dict[str, list[str]]


def show(kind: type[Content], typed: Typed, problems: Iterable[Problem], choices: Choices) -> Sheet:
    """The form of a kind in this state, each problem at its field or at what holds it."""
    choices.learn(typed.content)
    shower = _Shower(kind, typed, choices)
    sections: list[Node] = []
    for title, fields, begins_open in sections_of(kind):
        below = shower.fields(fields, typed.content, "")
        path = f"section-{len(sections) + 1}"
        sections.append(Node("section", path, _(title), below=below, open=begins_open))
    summary = _place(sections, problems, shower)
    for section in sections:
        for node in section.all():
            node.open = node.open or any(_speaks(one) for one in node.all())
    return Sheet(sections, summary)


class _Shower:
    """One showing. Each method answers the node of a field; wrong shapes in a draft count as blank."""

    def __init__(self, kind: type[Content], typed: Typed, choices: Choices) -> None:
        self.kind = kind.kind
        self.typed = typed
        self.choices = choices
        self.content = typed.content
        self.labels: dict[str, str] = {}

    def fields(
        self, fields: Iterable[Field], values: Mapping[str, Any], path: str, first: bool = True
    ) -> list[Node]:
        """The nodes of fields. Help stands at the first row of a list alone."""
        return [
            self.field(one, values.get(one.name), f"{path}{one.name}", first)
            for one in fields
            if not isinstance(one.shape, Measured)
        ]

    def field(self, one: Field, value: Any, path: str, first: bool = True) -> Node:
        """The node of one field."""
        node = self.node(one.shape, value, path)
        node.label, node.needed = _(one.label), one.needed
        node.help = _(one.help) if first and one.help else ""
        node.focus = self.typed.focus == path
        self.labels[path] = node.label
        return node

    def node(self, shape: Shape, value: Any, path: str) -> Node:
        """The node of any shape."""
        makers: dict[type, Callable[..., Node]] = {
            Code: self.code,
            Codes: self.codes,
            Named: self.named,
            When: self.when,
            Box: self.box,
            Group: self.group,
            Rows: self.rows,
            Either: self.either,
            YesNo: self.yes_no,
        }
        maker = makers.get(type(shape))
        if maker is not None:
            return maker(shape, value, path)
        widget = "day" if shape == Calendar() else "number" if isinstance(shape, Number) else "line"
        return Node("text" if shape == Words(lines=True) else widget, path, value=_written(value))

    def code(self, shape: Code, value: Any, path: str) -> Node:
        terms = _terms(shape.vocabulary)
        explained = len(terms) <= 6 and any(option.more for option in terms)
        if value and value not in shape.vocabulary.terms:
            terms.append(Option(str(value), str(value)))
        return Node("radios" if explained else "select", path, value=_written(value), options=terms)

    def codes(self, shape: Codes, value: Any, path: str) -> Node:
        terms = _terms(shape.vocabulary)
        return Node("checks", path, value=[str(one) for one in as_list(value)], options=terms)

    def yes_no(self, _shape: YesNo, value: Any, path: str) -> Node:
        said = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else _written(value)
        return Node("select", path, value=said, options=[Option("yes", _("Yes")), Option("no", _("No"))])

    def box(self, shape: Box, value: Any, path: str) -> Node:
        parts = [_written(one) for one in as_list(value)]
        if shape.by_comma:
            return Node("line", path, value=", ".join(parts))
        return Node("lines", path, value="\n".join(parts))

    def when(self, _shape: When, value: Any, path: str) -> Node:
        days = as_dict(value)
        default = bounded(self.kind, path.rpartition(".")[2])
        way = self.typed.ways.get(path) or dates.way_of(days)
        flags = {flag: {True: "yes", False: "no"}.get(days.get(flag, ""), "") for flag in dates.FLAGS}
        more = {
            "way": way,
            "boxes": dates.boxes(days, way),
            "flags": flags,
            "sentence": dates.in_words(days, default),
            "default": default,
        }
        ways = [Option(code, words) for code, words in dates.ways()]
        return Node("when", path, value="yes" if days else "", options=ways, more=more)

    def named(self, shape: Named, value: Any, path: str) -> Node:
        """A record that is chosen; or a short list; or a box to find one, with what it found."""
        more = {"kinds": ",".join(shape.kinds)}
        few = self.choices.few(shape.kinds)
        if few is not None:
            options = _options(few)
            if value and value not in {option.value for option in options}:
                options.append(Option(str(value), self.choices.title(str(value))))
            return Node("select", path, value=_written(value), options=options)
        if value:
            return Node(
                "chosen", path, value=_written(value), more=more | {"title": self.choices.title(str(value))}
            )
        words = self.typed.sought.get(path, "")
        found = found_options(self.choices, shape.kinds, words) if words else []
        return Node("find", path, value=words, options=found, more=more)

    def group(self, shape: Group, value: Any, path: str) -> Node:
        values = as_dict(value)
        if WORDS in {one.name for one in shape.fields}:
            values = values | {WORDS: mentions.words_of(self.content, values)}
        below = self.fields(shape.fields, values, f"{path}.")
        return Node("group", path, value="yes" if values else "", below=below, more=_one_of(shape))

    def rows(self, shape: Rows, value: Any, path: str) -> Node:
        values = list(as_list(value))
        if isinstance(shape.element, Named):
            few = self.choices.few(shape.element.kinds)
            if few is not None:
                return self._ticked(few, values, path)
        blank = max(self.typed.rows.get(path, 0), int(not values and shape.least > 0))
        below = [
            self._row(shape.element, one, f"{path}.{at}", at)
            for at, one in enumerate([*values, *([None] * blank)])
        ]
        more = {"pasting": shape.pasting, "texts": isinstance(shape.element, Words)}
        return Node("rows", path, value="yes" if values else "", below=below, more=more)

    def _row(self, element: Shape, value: Any, path: str, at: int) -> Node:
        """One row: of a part its fields, of anything else the thing itself."""
        self.labels[path] = str(at + 1)
        if not isinstance(element, Group):
            node = self.node(element, value, path)
            node.label = str(at + 1)
            node.focus = self.typed.focus == path
            return node
        values = as_dict(value)
        if WORDS in {one.name for one in element.fields}:
            values = values | {WORDS: mentions.words_of(self.content, values)}
        below = self.fields(element.fields, values, f"{path}.", first=at == 0)
        if self.typed.focus == path and below:
            next(iter(below[0].all())).focus = True
        more = _one_of(element) | {"compact": all(node.widget in SHORT for node in below)}
        if WORDS in values:
            more |= {"start": values.get("start", ""), "end": values.get("end", "")}
        return Node("row", path, str(at + 1), value="yes" if value else "", below=below, more=more)

    def _ticked(self, few: Sequence[Choice], values: list[Any], path: str) -> Node:
        chosen = [str(one) for one in values]
        options = _options(few)
        known = {option.value for option in options}
        options += [Option(one, self.choices.title(one)) for one in chosen if one not in known]
        return Node("checks", path, value=chosen, options=options, more={"records": True})

    def either(self, shape: Either, value: Any, path: str) -> Node:
        worded = value == shape.word or self.typed.ways.get(path) == shape.word
        node = self.node(shape.rows, [] if value == shape.word else value, path)
        node.more |= {"word": shape.word, "worded": worded, "word_label": _(EVERYTHING[shape.word])}
        node.value = node.value or ("yes" if worded and node.widget == "rows" else node.value)
        return node


SHORT = frozenset({"line", "number", "day", "select"})
"""Widgets that stand side by side in a row where there is nothing else in it."""

EVERYTHING = {"all": "All of them", "everything": "Everything: all records of this case about the person"}


def _place(sections: list[Node], problems: Iterable[Problem], shower: _Shower) -> dict[str, list[str]]:
    """Puts each problem at its field, or at the nearest that holds it. Answers the same for the page's summary."""
    nodes = {node.path: node for section in sections for node in section.all() if node.widget != "section"}
    summary: dict[str, list[str]] = {}
    for problem in dict.fromkeys(problems):
        message, path = _(problem.message), problem.field
        rest: list[str] = []
        while path and path not in nodes:
            path, _dot, step = path.rpartition(".")
            rest.insert(0, step)
        if not path:
            summary.setdefault("form", []).append(message)
            continue
        if rest and rest[0].isdecimal():
            message = _("Entry %(number)s: %(message)s") % {"number": int(rest[0]) + 1, "message": message}
        node = nodes[path]
        if message not in node.problems:
            node.problems.append(message)
            summary.setdefault(path, []).append(f"{_named(path, shower.labels)}: {message}")
    return summary


def _named(path: str, labels: Mapping[str, str]) -> str:
    """What a field is called, from the outside in: `Names 1, Script`."""
    steps = path.split(".")
    said: list[str] = []
    for at in range(1, len(steps) + 1):
        label = labels.get(".".join(steps[:at]), "")
        if steps[at - 1].isdecimal() and said:
            said[-1] += f" {label}"
        elif label:
            said.append(label)
    return ", ".join(said)


def _speaks(node: Node) -> bool:
    """Whether a node has something to show: an answer, a problem, or the place where the writer is."""
    blank = node.widget in {"section", "row", "group", "rows"} or (node.widget == "checks" and not node.value)
    return bool(node.problems) or node.focus or (bool(node.value) and not blank)


def _one_of(shape: Group) -> dict[str, Any]:
    labels = {one.name: _(one.label) for one in shape.fields}
    return {"one_of": [labels[name] for name in shape.one_of]}


def found_options(choices: Choices, kinds: tuple[str, ...], name: str) -> list[Option]:
    """What a typed name finds, to choose from."""
    return _options(choices.found(kinds, name))


def _options(found: Iterable[Choice]) -> list[Option]:
    return [Option(one.id, one.title, one.more) for one in found]


def _terms(vocabulary: Vocabulary) -> list[Option]:
    return [
        Option(code, _(term.label()), _(term.definition) if term.definition else "")
        for code, term in vocabulary.terms.items()
    ]


def _written(value: Any) -> str:
    """A value as it stands in a box."""
    return "" if value is None or isinstance(value, dict | list) else str(value)
