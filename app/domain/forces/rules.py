"""Walking command relations: pure decisions on links, in whatever order they come.

A path is as sure as its weakest link. Relations may overlap, contradict one another and run in a circle; each is
answered, none is walked twice. Links of other classes never get here: pay, supplies and names are not command.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY, Days
from app.records.dates import Grade


@dataclass(frozen=True)
class Link:
    """A command relation: `subordinate` under `superior` on `days`."""

    relation: str
    subordinate: str
    superior: str
    days: Days


@dataclass(frozen=True)
class Step:
    """A link on the way up from the unit asked about: how many links up, and how sure the whole path is."""

    link: Link
    level: int
    grade: Grade


class Window(NamedTuple):
    """A time in which a unit is under another: possible from first to last, certain on the sure days within."""

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


ALWAYS = Window(FIRST_DAY, LAST_DAY, FIRST_DAY, LAST_DAY)


def grade_on(days: Days, day: int) -> Grade:
    """How sure it is that a claim of the register holds on a day (an ordinal). See `Dates.on`."""
    if (
        days.sure_first is not None
        and days.sure_last is not None
        and days.sure_first <= day <= days.sure_last
    ):
        return Grade.certain
    if days.first is not None and days.last is not None and days.first <= day <= days.last:
        return Grade.possible
    return Grade.not_shown


def superiors(unit: str, links: Iterable[Link], day: int) -> tuple[list[Step], list[Link]]:
    """Every link upward from a unit that holds on a day, nearest first; and the links that close a circle.

    A link stands once, at its shortest distance, as sure as the surest path to it.
    """
    graded = {link: grade_on(link.days, day) for link in links}
    shown = {link: grade for link, grade in graded.items() if grade is not Grade.not_shown}
    upward = _upward(shown)
    levels = _levels(unit, upward)
    certainly = _levels(unit, _upward(link for link, grade in shown.items() if grade is Grade.certain))
    steps: list[Step] = []
    circles: list[Link] = []
    for link, grade in shown.items():
        if link.subordinate not in levels:
            continue
        if _closes_a_circle(link, levels, upward):
            circles.append(link)
            continue
        sure = grade is Grade.certain and link.subordinate in certainly
        steps.append(Step(link, levels[link.subordinate] + 1, Grade.certain if sure else Grade.possible))
    steps.sort(key=lambda step: (step.level, step.grade, step.link.superior, step.link.relation))
    return steps, sorted(circles, key=lambda link: link.relation)


def _upward(links: Iterable[Link]) -> Mapping[str, set[str]]:
    upward: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        upward[link.subordinate].add(link.superior)
    return upward


def _levels(unit: str, upward: Mapping[str, set[str]]) -> dict[str, int]:
    """Every unit reached upward, with its distance."""
    levels = {unit: 0}
    waiting = deque([unit])
    while waiting:
        below = waiting.popleft()
        for above in upward.get(below, ()):
            if above not in levels:
                levels[above] = levels[below] + 1
                waiting.append(above)
    return levels


def _closes_a_circle(link: Link, levels: Mapping[str, int], upward: Mapping[str, set[str]]) -> bool:
    """Whether a link leads back to a unit at most as far up, from which its own subordinate is reached again."""
    back = levels[link.superior] <= levels[link.subordinate]
    return back and link.subordinate in _levels(link.superior, upward)


def subordinates(unit: str, links: Iterable[Link]) -> dict[str, list[Window]]:
    """Every unit under a unit at any time, with the windows in which it is. The unit itself is not among them.

    A unit is under another while all links of one path hold; windows that say no more than another are left out.
    """
    downward: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        downward[link.superior].append(link)
    windows: defaultdict[str, list[Window]] = defaultdict(list)
    waiting = deque([(unit, ALWAYS)])
    while waiting:
        above, window = waiting.popleft()
        for link in downward[above]:
            common = _during(window, link.days)
            held = windows[link.subordinate]
            if link.subordinate == unit or common is None or any(other.holds(common) for other in held):
                continue
            held[:] = [other for other in held if not common.holds(other)]
            held.append(common)
            waiting.append((link.subordinate, common))
    return {below: sorted(found) for below, found in windows.items() if found}


def _during(window: Window, days: Days) -> Window | None:
    """The part of a window in which a claim holds too; None when it never does."""
    if days.first is None or days.last is None:
        return None
    first, last = max(window.first, days.first), min(window.last, days.last)
    if first > last:
        return None
    if days.sure_first is None or days.sure_last is None:
        return Window(first, last, LAST_DAY, FIRST_DAY)
    sure = Window(first, last, max(window.sure_first, days.sure_first), min(window.sure_last, days.sure_last))
    return sure if sure.sure else Window(first, last, LAST_DAY, FIRST_DAY)
