"""The question who commanded: the days as they are typed, and the way to it from an act or an incident.

A day is never part of an address. It is sent with a form.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.domain.archive.views import RecordView
from app.domain.catalogue.queries import titles
from app.domain.forces.showing import days_in_words, stated
from app.errors import Invalid, Problem
from app.i18n import gettext as _
from app.records.dates import Dates, Grade, sentence
from app.records.kinds import parse
from app.records.projection import project
from app.web.visit import Posted, Visit

HAPPENED = frozenset({"act", "detention", "incident"})
"""Kinds on whose days somebody commanded the units in them."""


class Span(NamedTuple):
    """The days asked about, the same for one day."""

    first: date
    last: date


@dataclass(frozen=True)
class Asked:
    """The days as they were typed: one day, or a first and a last one; all blank where nothing was asked."""

    on: str = field(default="", repr=False)
    first: str = field(default="", repr=False)
    last: str = field(default="", repr=False)

    @classmethod
    def of(cls, form: Posted) -> "Asked":
        """As a form says it. The days of a span count where they are given."""
        return cls(form.text("on"), form.text("from"), form.text("to"))

    def span(self) -> Span | None:
        """The days, None where nothing was asked. Raises Invalid for what is no day, or half a span."""
        if self.first or self.last:
            first, last = _day("from", self.first), _day("to", self.last)
            if first > last:
                message = _("The first day is after the last day. Please check both.")
                raise Invalid([Problem("from", message)])
            return Span(first, last)
        if not self.on:
            return None
        day = _day("on", self.on)
        return Span(day, day)


def _day(name: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        message = _("Write the day as year-month-day, such as 2021-09-30.")
        raise Invalid([Problem(name, message)]) from None


class Shown(NamedTuple):
    """A unit's own dates in words, and whether no source shows that it existed in the time asked about."""

    words: str
    not_then: bool


def existence(content: dict[str, object], span: Span) -> Shown:
    """What the sources show of the unit itself, beside the answer who commanded it."""
    dates = stated(content.get("dates"))
    if dates is None:
        return Shown("", not_then=False)
    return Shown(sentence(dates), dates.during(span.first, span.last) is Grade.not_shown)


@dataclass(frozen=True)
class Way:
    """From what happened to who commanded a unit on its days: the fields of the form that leads there."""

    unit: str
    title: str = field(repr=False)
    days: str
    fields: dict[str, str] = field(repr=False)


def ways_to_command(visit: Visit, view: RecordView, involvements: list[RecordView]) -> list[Way]:
    """One for each unit that a dated act, detention or incident has in it, or that its involvements name."""
    content = parse(view.kind, dict(view.content))
    span = _known_days(content.when()) if view.kind in HAPPENED else None
    if span is None:
        return []
    units = {unit for one in (view, *involvements) for unit in _units_in(one)}
    names = titles(work=visit.work, actor=visit.actor, ids=units)
    day = span.first == span.last
    days = {"on": str(span.first)} if day else {"from": str(span.first), "to": str(span.last)}
    told = days_in_words(*span)
    return [Way(unit, names[unit], told, days) for unit in sorted(names, key=lambda unit: names[unit])]


def _units_in(view: RecordView) -> set[str]:
    facets = project(parse(view.kind, dict(view.content))).facets
    return {record for name, record in facets if name == "unit"}


def _known_days(dates: Dates | None) -> Span | None:
    """From the first to the last day that is shown; of an open beginning the last day alone."""
    return None if dates is None else Span(dates.first_day or dates.last_day, dates.last_day)
