"""Pictures of the register in a bundle: drawn from what leaves with it, and from nothing else.

For each unit that a leaving record links to a deed, the chain of command on each day of these deeds, or over their time
with the days of every post and link where there are many; for each unit its commanders over time, for each person the
posts. A picture says no more than the records that it leads to.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY, days_of
from app.domain.catalogue.entries import Entry
from app.domain.catalogue.lookups import claims
from app.domain.catalogue.store import Catalogue
from app.domain.exports.contents import Payload, chain_path, record_path, timeline_path
from app.domain.exports.selection import Chosen
from app.domain.forces.chain import chain, commands
from app.domain.forces.pictures.chart import Chain, draw_chains
from app.domain.forces.pictures.layout import NoLayout
from app.domain.forces.pictures.timeline import Held, timeline
from app.domain.forces.showing import post_in_time, stated
from app.errors import Invalid
from app.records.base import Content
from app.records.kinds import parse
from app.records.places import Incident
from app.records.projection import project

HOLDER = "bundle"
MOST_DAYS = 6
"""Of the deeds of a unit: for each of so many the chain is drawn, beyond them once over the whole time."""
Span = tuple[date, date]


def pictures(leaves: Mapping[str, Chosen], exhibit: Callable[[str], str]) -> Iterator[Payload]:
    """The pictures of what leaves, each under the exhibit number of its unit or person."""
    told = _Told(leaves, exhibit)
    yield from told.chains()
    yield from told.timelines()


class _Told:
    """What leaves, as a catalogue that nobody else sees."""

    def __init__(self, leaves: Mapping[str, Chosen], exhibit: Callable[[str], str]) -> None:
        self._leaves, self._exhibit = leaves, exhibit
        self._contents: dict[str, Content] = {}
        for record, one in leaves.items():
            try:
                self._contents[record] = parse(one.version.kind, one.released.content)
            except Invalid:
                continue  # a field that it must have stays: it tells too little to be drawn
        self._titles = {record: content.heading() for record, content in self._contents.items()}
        self._catalogue = Catalogue(HOLDER)
        self._catalogue.take_in(self._entries())

    def chains(self) -> Iterator[Payload]:
        """The chain above each unit that is linked to a dated deed, on the days of these deeds."""
        asked = [
            Chain(
                chain([self._catalogue], unit, first, last),
                self._titles,
                self._address,
                f"Chain of command of {self._titles[unit]}, {_between(first, last)}",
            )
            for unit, days in sorted(self._days_of_units().items())
            for first, last in spans_to_draw(days)
        ]
        try:
            drawn = draw_chains(asked)
        except NoLayout:
            return  # the records say it all
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for one, chart in zip(asked, drawn, strict=True):
            parts[one.view.unit] += chart.parts
        for unit, pictures in parts.items():
            for number, part in enumerate(pictures, 1):
                yield Payload.of(chain_path(self._exhibit(unit), number), part)

    def timelines(self) -> Iterator[Payload]:
        """The commanders of each unit, and the posts of each person."""
        for record, content in self._contents.items():
            if content.kind == "unit":
                posts = [
                    one for one in claims([self._catalogue], "posting", "other", [record]) if commands(one)
                ]
                held = [self._held(one.record, one.one, one.content) for one in posts]
                words = f"Commanders of {self._titles[record]} over time"
            elif content.kind == "person":
                posts = claims([self._catalogue], "posting", "one", [record])
                held = [self._held(one.record, one.other, one.content) for one in posts]
                words = f"Posts of {self._titles[record]} over time"
            else:
                continue
            if held:
                yield Payload.of(timeline_path(self._exhibit(record)), timeline(held, words))

    def _held(self, posting: str, named: str, content: Mapping[str, Any]) -> Held:
        said = post_in_time(content, self._titles.get(named, ""))
        return Held(said, self._address(posting), stated(content.get("dates")))

    def _entries(self) -> Iterator[Entry]:
        for record, content in self._contents.items():
            one = self._leaves[record]
            if content.home == "register":
                version = one.version
                yield Entry(
                    record,
                    version.version,
                    version.compartment,
                    None,
                    version.kind,
                    one.released.content,
                    project(content),
                )

    def _days_of_units(self) -> dict[str, set[Span]]:
        """Each unit of the bundle that a dated deed is linked to, with the first and the last day of each of these."""
        days: defaultdict[str, set[Span]] = defaultdict(set)
        for record, content in self._contents.items():
            for deed, units in _links(record, content):
                if deed in self._contents:
                    found = _days(self._contents[deed])
                    for unit in units:
                        days[unit] |= found
        return {unit: found for unit, found in days.items() if found and unit in self._titles}

    def _address(self, record: str) -> str:
        one = self._leaves[record]
        part = "register" if one.version.case is None else "records"
        return (
            "../" + record_path(part, one.version.kind, self._exhibit(record)).removeprefix("data/") + ".json"
        )


def _links(record: str, content: Content) -> Iterator[tuple[str, Iterable[str]]]:
    """The deeds to which a record links units: an involvement to an act or detention, an incident to itself."""
    involves = content.involves()
    if involves is not None:
        yield involves.target or record, involves.units
    if isinstance(content, Incident):
        yield record, [present.unit for present in content.units_present]


def _days(content: Content) -> set[Span]:
    """The first and the last day of each event that a record tells of; of one that is open, the day that is known."""
    told = [content.when()] if content.kind == "incident" else [event.dates for event in content.events()]
    found: set[Span] = set()
    for dates in told:
        bounds = [day for day in days_of(dates)[:2] if day is not None and FIRST_DAY < day < LAST_DAY]
        if bounds:
            found.add((date.fromordinal(bounds[0]), date.fromordinal(bounds[-1])))
    return found


def spans_to_draw(spans: Collection[Span]) -> list[Span]:
    """Each day of these spans by itself, where they are few; otherwise the whole time from the first to the last.

    On one day a chart can say who commanded on it. Over a span it says when each did, and is harder to read.
    """
    days: set[int] = set()
    for first, last in spans:
        days.update(range(first.toordinal(), min(last.toordinal(), first.toordinal() + MOST_DAYS) + 1))
    if len(days) <= MOST_DAYS:
        return [(date.fromordinal(day), date.fromordinal(day)) for day in sorted(days)]
    return [(min(first for first, _last in spans), max(last for _first, last in spans))]


def _between(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} to {last}"
