"""The chain of command of a unit in a span of days: its commanders, the units above it and theirs, those below it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain as flat
from typing import Any

from app.domain.catalogue.lookups import Claim, Side, claims, known, leading_on
from app.domain.catalogue.store import Catalogue
from app.domain.forces import rules
from app.domain.forces.rules import ALWAYS, Link, Step, Window, Windows
from app.domain.forces.showing import citations, cited, periods, posts, shown
from app.domain.forces.views import CommandView, Connection, Gap, Post, Subordinate, Superior
from app.errors import NotFound
from app.i18n import gettext as _
from app.records.dates import Grade
from app.records.vocabularies import command_class

Relations = Mapping[str, Claim]


def chain(
    held: Sequence[Catalogue], unit: str, first: date, last: date, *, subordinates: bool = False
) -> CommandView:
    """Who commanded `unit` from `first` to `last`, and every unit above it; below it too, where asked for.

    Answered from catalogues that have caught up. Raises NotFound for what is no unit of the register.
    """
    entry = known(held, [unit]).get(unit)
    if entry is None or entry.kind != "unit":
        raise NotFound
    return _Chain(held, unit, rules.span(first.toordinal(), last.toordinal()), subordinates).view()


def units_below(held: Sequence[Catalogue], unit: str, within: Window = ALWAYS) -> dict[str, Windows]:
    """The units under a unit through command relations, with the windows in which they were."""
    return rules.units_below(unit, links(command_relations(held, [unit], "other", within)), within)


class _Chain:
    """One question, and what the catalogues hold for its answer."""

    def __init__(self, held: Sequence[Catalogue], unit: str, within: Window, downward: bool) -> None:
        self._held, self._unit, self._within, self._downward = held, unit, within, downward
        above = command_relations(held, [unit], "one", within)
        below = command_relations(held, [unit], "other", within) if downward else {}
        self._relations = below | above
        self._above = rules.superiors(unit, links(above), within)
        self._below = rules.subordinates(unit, links(below), within) if downward else []
        self._windows = _windows(unit, within, self._above)
        asked = {*self._windows, *(step.link.subordinate for step in self._below)}
        self._commanding = self._postings("command", asked)
        self._second = self._postings("deputy", self._windows)
        told = flat(self._relations.values(), *self._commanding.values(), *self._second.values())
        self._openable = known(held, cited(told))

    def view(self) -> CommandView:
        """The whole answer."""
        first, last = date.fromordinal(self._within.first), date.fromordinal(self._within.last)
        commanders, deputies = self._posts(self._unit, (self._within,))
        return CommandView(
            unit=self._unit,
            on=first if first == last else None,
            first=first,
            last=last,
            commanders=commanders,
            deputies=deputies,
            superiors=tuple(self._superior(step) for step in self._above if step.link.superior != self._unit),
            subordinates=self._subordinates() if self._downward else None,
            gaps=(*self._without_commander(), *self._without_superior(), *self._in_circles()),
        )

    def _postings(self, class_: str, units: Iterable[str]) -> dict[str, list[Claim]]:
        """The postings of a class to each of these units that may hold on one of the days asked about."""
        found: dict[str, list[Claim]] = {}
        first, last, *_sure = self._within
        for claim in claims(self._held, "posting", "other", units, class_=class_):
            if claim.days.meet(first, last):
                found.setdefault(claim.other, []).append(claim)
        return found

    def _posts(self, unit: str, windows: Windows) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
        """Who commanded a unit in these windows; and who was second to them."""
        return (
            posts(self._held, self._commanding.get(unit, ()), windows, self._openable),
            posts(self._held, self._second.get(unit, ()), windows, self._openable),
        )

    def _superior(self, step: Step) -> Superior:
        unit = step.link.superior
        commanders, deputies = self._posts(unit, step.windows)
        told = link_shown(step, unit, self._relations[step.link.relation], self._openable)
        return Superior(**told, over=step.link.subordinate, commanders=commanders, deputies=deputies)

    def _subordinates(self) -> tuple[Subordinate, ...]:
        return tuple(self._subordinate(step) for step in self._below if step.link.subordinate != self._unit)

    def _subordinate(self, step: Step) -> Subordinate:
        unit = step.link.subordinate
        told = link_shown(step, unit, self._relations[step.link.relation], self._openable)
        return Subordinate(**told, under=step.link.superior, commanders=self._posts(unit, step.windows)[0])

    def _without_commander(self) -> Iterator[Gap]:
        reason = _("no commander is shown")
        for unit, windows in self._windows.items():
            commanding = self._commanding.get(unit, ())
            parts = [part for claim in commanding for part in rules.parts_within(claim.days, windows)]
            yield from _gaps(unit, reason, rules.uncovered(windows, parts))

    def _without_superior(self) -> Iterator[Gap]:
        """Of the unit itself, and of every unit above that ever had a superior: the top of all is no gap."""
        above: defaultdict[str, list[Window]] = defaultdict(list)
        for step in self._above:
            above[step.link.subordinate] += step.windows
        for unit, windows in self._windows.items():
            days = rules.uncovered(windows, above[unit])
            if days and (
                unit == self._unit or claims(self._held, "relation", "one", [unit], class_="command")
            ):
                yield from _gaps(unit, _("no superior is shown"), days)

    def _in_circles(self) -> Iterator[Gap]:
        circles = {step.link.relation: step for step in (*self._above, *self._below) if step.circle}
        for relation, step in sorted(circles.items()):
            reason = _("sources put this unit both above and below another")
            for gap in _gaps(step.link.subordinate, reason, rules.uncovered(step.windows, ())):
                yield replace(gap, relation=relation, other=step.link.superior)


def _gaps(unit: str, reason: str, days: Iterable[tuple[int, int]]) -> list[Gap]:
    return [Gap(unit, reason, date.fromordinal(first), date.fromordinal(last)) for first, last in days]


def commands(posting: Claim | Connection) -> bool:
    """Whether one of its roles means command: never a deputy's or a member's."""
    return command_class(posting.content.get("roles", ())) == "command"


def link_shown(step: Step, unit: str, relation: Claim, openable: Collection[str]) -> dict[str, Any]:
    """What a ChainLink tells of a step to `unit`, by its field."""
    grade = step.grade
    certain = grade is Grade.certain  # and so is each of its links, then
    return {
        "unit": unit,
        "relation": relation.record,
        "level": step.level,
        "grade": shown(grade),
        "link_grade": shown(grade if certain else rules.grade_within(relation.days, step.windows)),
        "circle": step.circle,
        "control": relation.content.get("control"),
        "status": relation.content.get("status"),
        "citations": citations(relation, openable),
        "periods": periods(step.windows),
    }


def _windows(unit: str, within: Window, steps: Iterable[Step]) -> dict[str, list[Window]]:
    """When each unit is part of the chain: the unit asked about first, the others as they are reached."""
    windows = {unit: [within]}
    for step in steps:
        windows.setdefault(step.link.superior, []).extend(step.windows)
    return windows


def command_relations(
    held: Sequence[Catalogue], units: Iterable[str], side: Side, within: Window
) -> dict[str, Claim]:
    """All command relations that lead on from these units, up (`one`) or down (`other`), as far as they go, and that
    their sources do not exclude on all days asked about."""
    days = (within.first, within.last)
    relations = leading_on(held, "relation", side, units, class_="command", days=days)
    return {claim.record: claim for claim in relations}


def links(relations: Relations) -> list[Link]:
    """Relations as the walk takes them."""
    return [Link(claim.record, claim.one, claim.other, claim.days) for claim in relations.values()]
