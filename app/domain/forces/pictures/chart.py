"""The chain of command as a chart: the highest unit on top, the commanders of the day in the boxes.

A line is solid where its relation is certain and dashed where it is possible; the word stands beside it, and that of
the path where that is less sure. In a span of time the days of the path stand there, and a line is solid only where the
path is certain on all of them. Each line leads to the relation with its citations, each name to the posting. What a
sheet of A4 cannot hold legibly comes on several.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

from app.domain.forces.pictures.layout import Drawn, lay_out
from app.domain.forces.showing import (
    certain_throughout,
    control_in_words,
    grade_in_words,
    marks,
    period_in_words,
    periods_in_words,
    roles_in_words,
)
from app.domain.forces.views import ChainLink, CommandView, Post
from app.i18n import gettext as _

SHEET = (520, 720)
"""What a sheet of A4 holds, in points, inside the margins of a browser and below a heading."""
SMALLEST = 0.75
"""A chart printed smaller than this is not legible: its text is 10 points high."""
MOST_LINKS = 160
MOST_NAMED = 4
"""Parts that a box names when its unit stands in them too."""
CAPTION, LINE = 70, 34
"""Letters in a line above the chart, and in a box."""
_SPARE = '<TD WIDTH="8"></TD>'
"""Room at the end of a line: whoever shows the picture may have wider letters than those it was measured with."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEAD = """digraph {
graph [rankdir=%s, label=%s, labelloc=t, fontname="Helvetica,Arial,sans-serif", fontsize=10]
graph [nodesep=0.2, ranksep=0.35, pad=0.1, bgcolor=transparent]
node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=10]
edge [dir=none, fontname="Helvetica,Arial,sans-serif", fontsize=9]
"""


@dataclass(frozen=True)
class Chain:
    """A chain to be drawn. `titles` are those of units and persons that may be named, `address` says where a record is
    found, `caption` what the picture is."""

    view: CommandView
    titles: Mapping[str, str] = field(repr=False)
    address: Callable[[str], str]
    caption: str = field(repr=False)


@dataclass(frozen=True)
class Chart:
    """The chart of a chain as `svg` elements, in as many parts as it takes; `left_out` links are in the table alone."""

    parts: tuple[str, ...] = field(repr=False)
    left_out: int


def drawn_records(view: CommandView) -> set[str]:
    """The units and persons that a chart names."""
    links = [*view.superiors, *(view.subordinates or ())]
    posts = [*view.commanders, *(post for step in links for post in step.commanders)]
    return {view.unit, *(step.unit for step in links), *(post.person for post in posts)}


def draw_chains(chains: Sequence[Chain]) -> list[Chart]:
    """Draws answers to who commanded a unit, all of them together. Raises NoLayout.

    Each is drawn from top to bottom, or from left to right where a sheet holds that larger; in two parts, and these in
    two again, where neither is legible.
    """
    boxes = [_Boxes(chain) for chain in chains]
    lines = [_lines(chain) for chain in chains]
    sheets = _sheets(boxes, [found[:MOST_LINKS] for found in lines])
    _number_parts(boxes, sheets)
    return [
        Chart(
            tuple(_labelled(sheet, chain.caption) for sheet in of_chain),
            max(0, len(found) - MOST_LINKS),
        )
        for chain, of_chain, found in zip(chains, sheets, lines, strict=True)
    ]


@dataclass(frozen=True)
class _Line:
    """A link as it is drawn, `height` links above the unit asked about, negative below it."""

    upper: str
    lower: str
    height: int
    link: ChainLink


@dataclass(frozen=True)
class _Place:
    """Which part of a chart a sheet is, and in which others each of its units stands too."""

    number: int
    total: int
    also: Mapping[str, Sequence[int]]

    def titled(self, caption: str) -> str:
        """The caption with the part."""
        told = {"caption": caption, "number": self.number, "total": self.total}
        return _("%(caption)s, part %(number)s of %(total)s") % told

    def elsewhere(self, unit: str) -> str:
        """Where a unit goes on; empty where all of it is on this sheet."""
        parts = self.also.get(unit, ())
        if not parts:
            return ""
        if len(parts) > MOST_NAMED:
            return _("also in %(count)s other parts") % {"count": len(parts)}
        return _("also in part %(numbers)s") % {"numbers": ", ".join(map(str, parts))}


@dataclass
class _Sheet:
    """One part of a chart, from top to bottom (TB) or from left to right (LR)."""

    lines: list[_Line]
    way: str
    drawn: Drawn
    place: _Place | None = None

    @property
    def units(self) -> set[str]:
        """The units whose boxes stand on it."""
        return {unit for line in self.lines for unit in (line.upper, line.lower)}


def _sheets(boxes: Sequence["_Boxes"], lines: Sequence[list[_Line]]) -> list[list[_Sheet]]:
    """The parts of each chart, in order: halved until a sheet holds them legibly."""
    waiting = {(number, ""): found for number, found in enumerate(lines)}
    done: dict[tuple[int, str], _Sheet] = {}
    while waiting:
        # what is cut is drawn with as many words as its number and its marks will need
        dots = [
            boxes[n].dot(part, way, _room_for_marks(part) if place else None)
            for (n, place), part in waiting.items()
            for way in ("TB", "LR")
        ]
        drawn = iter(lay_out(dots))
        parts: dict[tuple[int, str], list[_Line]] = {}
        for (number, place), part in waiting.items():
            upright, sideways = _Sheet(part, "TB", next(drawn)), _Sheet(part, "LR", next(drawn))
            best = max(upright, sideways, key=lambda sheet: _scale(sheet.drawn))
            best = upright if _scale(upright.drawn) >= SMALLEST else best
            if _scale(best.drawn) >= SMALLEST or len(part) < 2:
                done[number, place] = best
                continue
            cut = _cut(part)
            parts |= {(number, f"{place}0"): part[:cut], (number, f"{place}1"): part[cut:]}
        waiting = parts
    return [[done[key] for key in sorted(done) if key[0] == number] for number in range(len(lines))]


def _room_for_marks(lines: Iterable[_Line]) -> _Place:
    """The longest that can be said of parts while it is not known how many there will be."""
    units = {unit for line in lines for unit in (line.upper, line.lower)}
    return _Place(MOST_LINKS, MOST_LINKS, dict.fromkeys(units, range(MOST_LINKS)))


def _number_parts(boxes: Sequence["_Boxes"], charts: Iterable[Sequence[_Sheet]]) -> None:
    """Draws those of several parts again: which part each is, and where its units go on."""
    again: list[tuple[_Boxes, _Sheet]] = []
    for box, sheets in zip(boxes, charts, strict=True):
        if len(sheets) < 2:
            continue
        standing: defaultdict[str, list[int]] = defaultdict(list)
        for number, sheet in enumerate(sheets, 1):
            for unit in sheet.units:
                standing[unit].append(number)
        for number, sheet in enumerate(sheets, 1):
            also = {unit: [one for one in standing[unit] if one != number] for unit in sheet.units}
            sheet.place = _Place(number, len(sheets), also)
            again.append((box, sheet))
    if again:
        drawn = lay_out([box.dot(sheet.lines, sheet.way, sheet.place) for box, sheet in again])
        for (_box, sheet), one in zip(again, drawn, strict=True):
            sheet.drawn = one


def _lines(chain: Chain) -> list[_Line]:
    """The links, each once: the superiors, the highest first, then the units below, each followed by its own."""
    view = chain.view
    up = [(step.over, _Line(step.unit, step.over, step.level, step)) for step in view.superiors]
    down = [(step.under, _Line(step.under, step.unit, -step.level, step)) for step in view.subordinates or ()]
    above = list(_onward(view.unit, up, lambda line: line.upper, chain.titles))
    return [*reversed(above), *_onward(view.unit, down, lambda line: line.lower, chain.titles)]


def _onward(
    unit: str,
    lines: Iterable[tuple[str, _Line]],
    end: Callable[[_Line], str],
    titles: Mapping[str, str],
) -> Iterator[_Line]:
    """Lines by where they lead on from, each followed by those that lead on from its end."""
    leading: defaultdict[str, list[_Line]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for start, line in lines:
        if (start, line.link.relation) not in seen:
            seen.add((start, line.link.relation))
            leading[start].append(line)
    waiting = _by_title(leading.pop(unit, []), end, titles)
    while waiting:
        line = waiting.pop()
        yield line
        waiting += _by_title(leading.pop(end(line), []), end, titles)


def _by_title(lines: Iterable[_Line], end: Callable[[_Line], str], titles: Mapping[str, str]) -> list[_Line]:
    """The first comes last, where it is taken from."""
    return sorted(lines, key=lambda line: (titles.get(end(line), ""), line.link.relation), reverse=True)


def _cut(lines: Sequence[_Line]) -> int:
    """Where to part lines in two, near the middle: rather between two branches than within one."""

    def within(at: int) -> int:
        before, after = lines[at - 1].height, lines[at].height
        if after > 0:
            return before
        return 0 if before > 0 else -after

    quarter = max(1, len(lines) // 4)
    return min(
        range(quarter, len(lines) - quarter + 1), key=lambda at: (within(at), abs(at - len(lines) / 2))
    )


class _Boxes:
    """What the boxes of a chart say."""

    def __init__(self, chain: Chain) -> None:
        view = chain.view
        self._caption = chain.caption
        self._asked, self._titles, self._address = view.unit, chain.titles, chain.address
        self._over_time = view.on is None
        self._posts: dict[str, dict[str, Post]] = {view.unit: {one.posting: one for one in view.commanders}}
        for step in (*view.superiors, *(view.subordinates or ())):
            self._posts.setdefault(step.unit, {}).update((one.posting, one) for one in step.commanders)

    def dot(self, lines: Iterable[_Line], direction: str, place: _Place | None) -> str:
        """The graph of these links in the DOT language; the box of the unit alone where there are none."""
        title = place.titled(self._caption) if place else self._caption
        caption = _quoted("\n".join(wrap(_CONTROL.sub(" ", title), CAPTION)))
        listed = list(lines)
        units = dict.fromkeys(unit for line in listed for unit in (line.upper, line.lower)) or [self._asked]
        node = {unit: f"n{number}" for number, unit in enumerate(units)}
        on = {unit: place.elsewhere(unit) if place else "" for unit in units}
        boxes = [f"{name} [label=<{self._box(unit, on[unit])}>]" for unit, name in node.items()]
        edges = [f"{node[line.upper]} -> {node[line.lower]} [{self._edge(line.link)}]" for line in listed]
        return _HEAD % (direction, caption) + "\n".join([*boxes, *edges, "}"])

    def _edge(self, link: ChainLink) -> str:
        words = [control_in_words(link.control).lower()] if link.control else []
        words += marks(link.status, link.citations)
        if self._over_time:
            said = "\n".join(
                filter(None, [*(period_in_words(one) for one in link.periods), ", ".join(words)])
            )
        else:
            path = [_("the path possible")] if link.grade != link.link_grade else []
            said = ", ".join([grade_in_words(link.link_grade), *path, *words])
        label, where = _quoted(said), _quoted(self._address(link.relation))
        sure = certain_throughout(link.periods) if self._over_time else link.link_grade == "certain"
        style = "solid" if sure else "dashed"
        # the label has the address too: a word is easier to hit than a line
        return f"style={style}, label={label}, URL={where}, labelURL={where}, tooltip={label}, labeltooltip={label}"

    def _box(self, unit: str, elsewhere: str) -> str:
        named = unit in self._titles
        title = self._titles[unit] if named else _("Not open to you")
        cells = [_cell(title, self._address(unit) if named else "", "B")]
        cells += [self._commander(post) for post in self._posts[unit].values()]
        if not self._posts[unit]:
            cells.append(_cell(_("no commander is shown"), "", "I"))
        if elsewhere:
            cells.append(_cell(elsewhere, "", "I"))
        border = 2 if unit == self._asked else 1
        table = f'<TABLE BORDER="{border}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="5" BGCOLOR="white">'
        return f"{table}{''.join(cells)}</TABLE>"

    def _commander(self, post: Post) -> str:
        name = self._titles.get(post.person, _("Not open to you"))
        told = ", ".join(filter(None, [name, roles_in_words(post.roles).lower(), post.rank]))
        sure = periods_in_words(post.periods) if self._over_time else grade_in_words(post.grade)
        said = ", ".join([sure, *marks(post.status, post.citations)])
        return _cell(f"{told}: {said}", self._address(post.posting), "")


def _cell(text: str, where: str, style: str) -> str:
    """A row of a box in Graphviz's HTML-like labels, `where` it leads to, in bold (B), italics (I) or plain."""
    plain = _CONTROL.sub(" ", text)
    words = [_escaped(line) for line in wrap(plain, LINE)] or ["-"]
    said = '<BR ALIGN="LEFT"/>'.join(f"<{style}>{line}</{style}>" if style else line for line in words)
    link = f' HREF="{_escaped(where)}" TITLE="{_escaped(plain)}"' if where else ""
    return f'<TR><TD ALIGN="LEFT" BALIGN="LEFT"{link}>{said}</TD>{_SPARE}</TR>'


def _escaped(text: str) -> str:
    """Neither markup nor one of Graphviz's own escapes, such as `\\N` for the name of a node."""
    return escape(text).replace("\\", "&#92;&#92;")


def _scale(drawn: Drawn) -> float:
    """How large a chart is printed on one sheet; 1 is its own size."""
    return min(1.0, SHEET[0] / drawn.width, SHEET[1] / drawn.height)


def _labelled(sheet: _Sheet, caption: str) -> str:
    said = sheet.place.titled(caption) if sheet.place else caption
    return sheet.drawn.svg.replace(
        "<svg ", f'<svg class="chart" role="graphics-document" aria-label="{escape(said)}" ', 1
    )


def _quoted(text: str) -> str:
    """A text of the DOT language; only its line ends are more than letters."""
    lines = [_CONTROL.sub(" ", line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n")]
    return '"' + "\\n".join(lines) + '"'
