"""Walking command relations: pure decisions on links, in whatever order they come.

A path holds while all of its links hold together, and is as sure as the weakest of them. Relations may overlap,
contradict one another and run in a circle; each is answered, none is walked twice. Links of other classes never get
here: pay, supplies and names are not command.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY, Days
from app.records.dates import Grade

Direction = Literal["up", "down"]


class Link(NamedTuple):
    """A command relation: `subordinate` under `superior` on `days`."""

    relation: str
    subordinate: str
    superior: str
    days: Days

    def end(self, direction: Direction) -> str:
        """The unit that it leads to."""
        return self.superior if direction == "up" else self.subordinate

    def start(self, direction: Direction) -> str:
        """The unit that it leads away from."""
        return self.subordinate if direction == "up" else self.superior


class Window(NamedTuple):
    """A time in which something holds, as ordinals: possible from first to last, certain on the sure days within."""

    first: int
    last: int
    sure_first: int
    sure_last: int

    @property
    def sure(self) -> bool:
        """Whether any of its days is certain."""
        return self.sure_first <= self.sure_last

    def holds(self, other: "Window") -> bool:
        """Whether it says all that `other` says."""
        wider = self.first <= other.first and self.last >= other.last
        surer = not other.sure or (self.sure_first <= other.sure_first and self.sure_last >= other.sure_last)
        return wider and surer

    def during(self, days: Days) -> "Window | None":
        """The part of it in which a claim of these days holds too; None when there is none."""
        if days.first is None or days.last is None:
            return None
        # comparisons instead of max and min: a walk comes here tens of thousands of times
        first = self.first if self.first > days.first else days.first
        last = self.last if self.last < days.last else days.last
        if first > last:
            return None
        if days.sure_first is not None and days.sure_last is not None:
            sure_first = self.sure_first if self.sure_first > days.sure_first else days.sure_first
            sure_last = self.sure_last if self.sure_last < days.sure_last else days.sure_last
            if sure_first <= sure_last:
                return Window(first, last, sure_first, sure_last)
        return Window(first, last, LAST_DAY, FIRST_DAY)


ALWAYS = Window(FIRST_DAY, LAST_DAY, FIRST_DAY, LAST_DAY)

Windows = tuple[Window, ...]


def span(first: int, last: int) -> Window:
    """All days from first to last."""
    return Window(first, last, first, last)


@dataclass(frozen=True)
class Step:
    """A link on the way from the unit asked about: how many links away, and when the whole path to its end holds."""

    link: Link
    level: int
    windows: Windows

    @property
    def grade(self) -> Grade:
        """How sure the path is on some day."""
        return Grade.certain if any(window.sure for window in self.windows) else Grade.possible


def grade_within(days: Days, windows: Iterable[Window]) -> Grade:
    """How sure it is that a claim of the register holds on some day of these windows. See `Dates.during`."""
    best = Grade.not_shown
    for window in windows:
        common = span(window.first, window.last).during(days)
        if common is None:
            continue
        if common.sure or _inside(days, window):
            return Grade.certain
        best = Grade.possible
    return best


def _inside(days: Days, window: Window) -> bool:
    """Whether some day of an imprecise range must be one of the window's, since all of them are."""
    if days.range_first is None or days.range_last is None:
        return False
    return window.first <= days.range_first and days.range_last <= window.last


def parts_within(days: Days, windows: Iterable[Window]) -> Windows:
    """The days of these windows on which a claim holds, possibly or certainly by itself."""
    common = (span(window.first, window.last).during(days) for window in windows)
    return _telling(window for window in common if window is not None)


def uncovered(windows: Iterable[Window], covering: Iterable[Window]) -> list[tuple[int, int]]:
    """The days of `windows`, as ranges in their order, that no window of `covering` makes even possible."""
    free: list[tuple[int, int]] = []
    taken = sorted((window.first, window.last) for window in covering)
    for first, last in _joined((window.first, window.last) for window in windows):
        start = first
        for since, until in taken:
            if until < start or since > last:
                continue
            if since > start:
                free.append((start, since - 1))
            start = until + 1
        if start <= last:
            free.append((start, last))
    return free


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def superiors(unit: str, links: Iterable[Link], within: Window) -> tuple[list[Step], list[Link]]:
    """Every link upward from a unit, nearest first, with the windows in which its path holds; and the links that
    close a circle. A link stands once, at its shortest distance."""
    return _steps(unit, links, within, "up")


def subordinates(unit: str, links: Iterable[Link], within: Window) -> tuple[list[Step], list[Link]]:
    """Every link downward from a unit, as `superiors` gives those upward."""
    return _steps(unit, links, within, "down")


def units_below(unit: str, links: Iterable[Link], within: Window = ALWAYS) -> dict[str, Windows]:
    """Every unit under a unit, with the windows in which it is. The unit itself is not among them."""
    reached = _walk({unit: [within]}, _leading(links, "down"), "down")
    return {below: found.windows for below, found in reached.items() if below != unit}


class _Reached(NamedTuple):
    level: int
    windows: Windows


Leading = Callable[[str], Sequence[Link]]


def _leading(links: Iterable[Link], direction: Direction) -> Leading:
    leading: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        leading[link.start(direction)].append(link)
    return lambda unit: leading.get(unit, ())


def _walk(
    start: Mapping[str, Iterable[Window]], leading: Leading, direction: Direction
) -> dict[str, _Reached]:
    """Every unit reached, with its distance and the windows of the paths to it; windows that say no more than another
    are left out. The units at the start are reached at once, and not again."""
    levels = dict.fromkeys(start, 0)
    windows = {unit: list(during) for unit, during in start.items()}
    waiting = deque((unit, window) for unit, during in windows.items() for window in during)
    while waiting:
        unit, window = waiting.popleft()
        for link in leading(unit):
            end, common = link.end(direction), window.during(link.days)
            if common is None or end in start:
                continue
            held = windows.get(end)
            if held is None:
                windows[end], levels[end] = [common], levels[unit] + 1
            elif any(other.holds(common) for other in held):
                continue
            else:
                held[:] = [other for other in held if not common.holds(other)]
                held.append(common)
            waiting.append((end, common))
    return {unit: _Reached(levels[unit], tuple(sorted(during))) for unit, during in windows.items()}


def _steps(
    unit: str, links: Iterable[Link], within: Window, direction: Direction
) -> tuple[list[Step], list[Link]]:
    known = list(links)
    leading = _leading(known, direction)
    reached = _walk({unit: [within]}, leading, direction)
    steps: list[Step] = []
    circles: list[Link] = []
    for link in known:
        start = reached.get(link.start(direction))
        common = _common(start.windows, link.days) if start else ()
        if start is None or not common:
            continue
        end = reached[link.end(direction)]
        back = end.level <= start.level
        if back and link.start(direction) in _walk({link.end(direction): common}, leading, direction):
            circles.append(link)
        else:
            steps.append(Step(link, start.level + 1, common))
    steps.sort(key=lambda step: (step.level, step.grade, step.link.end(direction), step.link.relation))
    return steps, sorted(circles, key=lambda link: link.relation)


def _common(windows: Iterable[Window], days: Days) -> Windows:
    common = (window.during(days) for window in windows)
    return _telling(window for window in common if window is not None)


def _telling(windows: Iterable[Window]) -> Windows:
    """Those that say something that no other says."""
    kept: list[Window] = []
    for window in sorted(set(windows)):
        if any(other.holds(window) for other in kept):
            continue
        kept[:] = [other for other in kept if not window.holds(other)]
        kept.append(window)
    return tuple(kept)
