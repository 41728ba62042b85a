"""Walking command relations: pure decisions on links, in whatever order they come.

A path holds while all of its links hold together, and is as sure as the weakest of them. Relations may overlap,
contradict one another and run in a circle; each is answered, none is walked for ever. Links of other classes never get
here: pay, supplies and names are not command.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
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
        first, last, sure_first, sure_last = self
        since, until, sure_since, sure_until = other
        if since < first or until > last:
            return False
        return sure_since > sure_until or (sure_first <= sure_since and sure_last >= sure_until)

    def during(self, days: Days) -> "Window | None":
        """The part of it in which a claim of these days holds too; None when there is none."""
        first, last, sure_first, sure_last = self
        since, until, sure_since, sure_until, _, _ = days
        if since is None or until is None or since > last or until < first:
            return None
        if sure_since is None or sure_until is None or sure_since > sure_last or sure_until < sure_first:
            return Window(max(first, since), min(last, until), LAST_DAY, FIRST_DAY)
        if sure_since <= first and sure_until >= last:
            return self  # it holds on all of these days: where a walk comes most of the time
        sure = max(sure_first, sure_since), min(sure_last, sure_until)
        return Window(max(first, since), min(last, until), *sure)

    def when(self, days: Days) -> "Window | None":
        """The part of it in which a claim of these days holds, as sure as the claim is by itself; None as above."""
        if not days.meet(self.first, self.last):
            return None  # as most claims do: seen without making a window
        return span(self.first, self.last).during(days)


ALWAYS = Window(FIRST_DAY, LAST_DAY, FIRST_DAY, LAST_DAY)

Windows = tuple[Window, ...]


def span(first: int, last: int) -> Window:
    """All days from first to last."""
    return Window(first, last, first, last)


class Step(NamedTuple):
    """A link on the way from the unit asked about: how many links away, and when the whole path to its end holds.

    `circle` marks a link by which the path comes back to where it was: sources put one unit both above and below
    another. It is answered like the others, since a doubtful claim must not take a certain one away.
    """

    link: Link
    level: int
    windows: Windows
    circle: bool = False

    @property
    def grade(self) -> Grade:
        """How sure the path is on some day."""
        return surest(self.windows)


def surest(windows: Iterable[Window]) -> Grade:
    """How sure something is on some day, that holds in these windows."""
    for window in windows:
        if window.sure_first <= window.sure_last:
            return Grade.certain
    return Grade.possible


def grade_within(days: Days, windows: Iterable[Window]) -> Grade:
    """How sure it is that a claim of the register holds on some day of these windows. See `Dates.during`."""
    best = Grade.not_shown
    for window in windows:
        common = window.when(days)
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
    return _telling([part for window in windows if (part := window.when(days))])


def uncovered(windows: Collection[Window], covering: Collection[Window]) -> list[tuple[int, int]]:
    """The days of `windows`, as ranges in their order, that no window of `covering` makes even possible."""
    if not covering:
        return _joined(windows)
    if covering == windows:
        return []  # as it is most of the time
    taken = _joined(covering)
    free: list[tuple[int, int]] = []
    for first, last in _joined(windows):
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


def _joined(windows: Collection[Window]) -> list[tuple[int, int]]:
    """The days of windows as ranges in their order, none touching the next."""
    if len(windows) == 1:
        ((first, last, _, _),) = windows
        return [(first, last)]
    joined: list[tuple[int, int]] = []
    for first, last, _, _ in sorted(windows):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def superiors(unit: str, links: Iterable[Link], within: Window) -> list[Step]:
    """Every link upward from a unit, nearest first, with the windows in which its path holds. A link stands once, at
    its shortest distance."""
    return _steps(unit, links, within, "up")


def subordinates(unit: str, links: Iterable[Link], within: Window) -> list[Step]:
    """Every link downward from a unit, as `superiors` gives those upward."""
    return _steps(unit, links, within, "down")


def units_below(unit: str, links: Iterable[Link], within: Window = ALWAYS) -> dict[str, Windows]:
    """Every unit under a unit, the nearest first, with the windows in which it is; not the unit itself."""
    windows, levels = _walk({unit: [within]}, _leading(links, "down"))
    del windows[unit]
    nearest_first = sorted(sorted(windows), key=levels.__getitem__)
    return {below: _telling(windows[below]) for below in nearest_first}


Leading = Mapping[str, Sequence[tuple[str, Days]]]
"""Where the links from each unit lead, and on what days."""


def _leading(links: Iterable[Link], direction: Direction) -> Leading:
    leading: dict[str, list[tuple[str, Days]]] = {}
    for _relation, subordinate, superior, days in links:
        start, end = (subordinate, superior) if direction == "up" else (superior, subordinate)
        leading.setdefault(start, []).append((end, days))
    return leading


def _walk(
    start: Mapping[str, Iterable[Window]], leading: Leading
) -> tuple[dict[str, list[Window]], dict[str, int]]:
    """Every unit reached, with the windows of the paths to it, but those that say no more than another; and how many
    links away each is. The units at the start are reached at once, and not again."""
    levels = dict.fromkeys(start, 0)
    windows = {unit: list(during) for unit, during in start.items()}
    waiting = deque(start)
    in_line = set(start)  # each once, however many windows it gains while it waits
    while waiting:
        unit = waiting.popleft()
        in_line.remove(unit)
        level, during = levels[unit] + 1, tuple(windows[unit])
        for end, days in leading.get(unit, ()):
            for window in during:
                common = window.during(days)
                if common is None:
                    continue
                held = windows.get(end)
                if held is None:
                    windows[end], levels[end] = [common], level
                elif end in start or not _add(common, held):
                    continue
                if end in leading and end not in in_line:
                    waiting.append(end)
                    in_line.add(end)
    return windows, levels


def _add(window: Window, held: list[Window]) -> bool:
    """Adds a window in place of those that say no more, unless one says all of it already."""
    for other in held:
        if other.holds(window):
            return False
    held[:] = [other for other in held if not window.holds(other)]
    held.append(window)
    return True


def _steps(unit: str, links: Iterable[Link], within: Window, direction: Direction) -> list[Step]:
    known = list(links)
    leading = _leading(known, direction)
    reached, levels = _walk({unit: [within]}, leading)
    steps: list[Step] = []
    for link in known:
        start, end = link.start(direction), link.end(direction)
        windows = reached.get(start, ())
        common = _telling([part for window in windows if (part := window.during(link.days))])
        if common:
            back = levels[end] <= levels[start] and start in _walk({end: common}, leading)[0]
            steps.append(Step(link, levels[start] + 1, common, back))
    return sorted(
        steps, key=lambda step: (step.level, step.grade, step.link.end(direction), step.link.relation)
    )


def _telling(windows: Sequence[Window]) -> Windows:
    """Those that say something that no other says, in their order."""
    if len(windows) < 2:
        return tuple(windows)
    kept: list[Window] = []
    for window in sorted(set(windows)):
        _add(window, kept)
    return tuple(kept)
