"""Postings as a timeline: one row for each, with its words above its days.

Days on which the sources show it certainly are a filled bar. Days on one of which it was are a bar with a dashed
outline and nothing in it. An end that is the real beginning or end has a thick stroke; one that is only the first or
last day shown has an open arrow: it may go further. Claims without dates have an outline from edge to edge: possible
always.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from textwrap import shorten, wrap

from app.i18n import gettext as _
from app.records.dates import Dates, sentence

WIDTH, MARGIN = 480, 14
ROW, BAR, HEAD, TOP = 44, 12, 46, 20
LETTERS, LINES = 72, 2
"""Of a title. One that is longer than two lines is cut; its claim, which it leads to, has it whole."""
LINE = 15
MOST_TICKS = 8
THINNEST = 2
"""A single day among years can still be seen."""
HALO = 'stroke="white" stroke-width="3" paint-order="stroke"'
"""Keeps lines off the letters."""
DASHED = 'fill="white" stroke-dasharray="4 3"'
_SPACING = 1.06
"""Room beside the first and last day, as a part of the time shown."""


@dataclass(frozen=True)
class Held:
    """A post on the timeline: what to call it, where its claim is found, its dates with `starts` and `ends` said."""

    title: str = field(repr=False)
    address: str
    dates: Dates | None = field(repr=False)


def timeline(posts: Sequence[Held], caption: str) -> str:
    """Draws posts, the earliest first, as an `svg` element; empty for none."""
    if not posts:
        return ""
    posts = sorted(posts, key=lambda post: post.dates.place_in_time if post.dates else (date.min, date.min))
    axis = _Axis(posts)
    rows, height = "", HEAD
    for post in posts:
        title = wrap(post.title, LETTERS, max_lines=LINES, placeholder=" …") or ["-"]
        rows += _row(post, title, axis, height)
        height += ROW + LINE * (len(title) - 1)
    above = escape(shorten(caption, LETTERS, placeholder=" …"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="graphics-document" '
        f'aria-label="{escape(caption)}" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="Helvetica,Arial,sans-serif" font-size="12">\n<text x="{MARGIN}" y="13">{above}</text>\n'
        f"{_ticks(axis, height)}{rows}</svg>"
    )


class _Axis:
    """From days to places on the picture."""

    def __init__(self, posts: Sequence[Held]) -> None:
        days = [day for post in posts for day in _days(post.dates)] or [date.min.replace(year=2000)]
        self.first, self.last = min(days), max(days)
        # a single day is a bar that can be seen
        self._span = max((self.last.toordinal() - self.first.toordinal() + 1) * _SPACING, 30)
        shown = self.last.toordinal() - self.first.toordinal() + 1
        self._start = self.first.toordinal() - (self._span - shown) / 2

    def at(self, ordinal: float) -> float:
        """Where a day begins."""
        return round(MARGIN + (ordinal - self._start) / self._span * (WIDTH - 2 * MARGIN), 1)

    def ticks(self) -> Iterator[date]:
        """The beginnings of years, or of months where it is all within two years; not more than can be read."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        unit = 1 if months <= 24 else 12
        step = unit * -(-months // (unit * MOST_TICKS))
        month = self.first.year * 12 + self.first.month - 1
        month += -month % step if unit == 12 else 0
        while month <= self.last.year * 12 + self.last.month - 1:
            yield date(month // 12, month % 12 + 1, 1)
            month += step


def _days(dates: Dates | None) -> list[date]:
    """All days that are given."""
    if dates is None:
        return []
    given = (*(dates.precise or ()), dates.first_imprecise, dates.last_imprecise)
    return [day for day in given if day is not None]


def _ticks(axis: _Axis, height: int) -> str:
    by_month = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month < 24
    drawn = ""
    for day in axis.ticks():
        at = axis.at(day.toordinal())
        if not MARGIN <= at <= WIDTH - 3 * MARGIN:
            continue
        label = f"{day:%Y-%m}" if by_month else f"{day.year}"
        drawn += f'<path stroke="#ccc" d="M{at} {TOP + 16}V{height}"/>'
        drawn += f'<text x="{at + 2}" y="{TOP + 12}" font-size="10">{label}</text>\n'
    return drawn


def _row(post: Held, title: Sequence[str], axis: _Axis, top: int) -> str:
    told = _("no dates are known") if post.dates is None else sentence(post.dates)
    words = "".join(
        f'<text x="{MARGIN}" y="{top + 14 + LINE * number}" {HALO}>{escape(line)}</text>\n'
        for number, line in enumerate(title)
    )
    below = top + 22 + LINE * (len(title) - 1)
    bars = _undated(below) if post.dates is None else _bars(post.dates, axis, below)
    return (
        f'<a href="{escape(post.address)}"><title>{escape(f"{post.title}: {told}")}</title>'
        f"{words}{bars}</a>\n"
    )


def _bars(dates: Dates, axis: _Axis, top: int) -> str:
    """The imprecise range first: where both cover a day, it is certain."""
    ranges: list[tuple[float, float, str]] = []
    if dates.last_imprecise is not None:
        first = MARGIN if dates.first_imprecise is None else axis.at(dates.first_imprecise.toordinal())
        ranges.append((first, axis.at(dates.last_imprecise.toordinal() + 1), DASHED))
    if dates.precise is not None:
        first, last = dates.precise
        ranges.append((axis.at(first.toordinal()), axis.at(last.toordinal() + 1), 'fill="#333"'))
    seen = [(first, max(last, first + THINNEST), look) for first, last, look in ranges]
    drawn = [_bar(first, last, top, look) for first, last, look in seen]
    ends = [end for first, last, _look in seen for end in (first, last)]
    drawn += [_end(min(ends), top, real=bool(dates.starts), outwards=-1)]
    drawn += [_end(max(ends), top, real=bool(dates.ends), outwards=1)]
    return "".join(drawn)


def _undated(top: int) -> str:
    bar = _bar(MARGIN, WIDTH - MARGIN, top, DASHED)
    edges = ((MARGIN, -1), (WIDTH - MARGIN, 1))
    return bar + "".join(_end(at, top, real=False, outwards=out) for at, out in edges)


def _bar(first: float, last: float, top: int, look: str) -> str:
    width = round(last - first, 1)
    return f'<rect x="{first}" y="{top}" width="{width}" height="{BAR}" stroke="black" {look}/>\n'


def _end(at: float, top: int, *, real: bool, outwards: int) -> str:
    """A stroke across the bar's end, or an arrow away from it."""
    if real:
        return f'<path stroke="black" stroke-width="3" d="M{at} {top - 3}v{BAR + 6}"/>\n'
    tip = f"M{at + 3 * outwards} {top}l{6 * outwards} {BAR / 2}l{-6 * outwards} {BAR / 2}"
    return f'<path fill="none" stroke="black" d="{tip}"/>\n'
