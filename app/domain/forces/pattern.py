"""The pattern of what units did under a person: acts counted by day, place and method, complaints made and refused."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY
from app.domain.catalogue.involved import (
    Circumstance,
    circumstances_of,
    complaints_about,
    refusals_of,
    refused_among,
)
from app.domain.catalogue.lookups import known
from app.domain.catalogue.store import Catalogue
from app.domain.forces.views import Counted, Linked, Mentioned, Pattern, Period, PostHeld
from app.records.case_vocabularies import EXCULPATORY, TAKING_PART
from app.records.events import Reports


def times_under(posts: Iterable[PostHeld], units: Collection[str]) -> dict[str, list[Period]]:
    """When each of these units was under the posts."""
    found: dict[str, list[Period]] = {}
    for post in posts:
        for under in post.units:
            if under.unit in units:
                found.setdefault(under.unit, []).extend(under.periods)
    return found


def pattern_of(
    held: Sequence[Catalogue], linked: Iterable[Linked], times: Mapping[str, Sequence[Period]]
) -> Pattern:
    """Each act counted once, in what lies in the time of command. Left out is what speaks for those involved, presence
    alone, and what all who tell of it contradict; apart stands who did another thing than the act."""
    told_of = [
        one
        for one in linked
        if one.kind in {"act", "detention"}
        and one.involvement
        and one.degree not in EXCULPATORY
        and one.reports is not Reports.contradicted
    ]
    acts = [one for one in told_of if one.degree is None or one.degree in TAKING_PART]
    certain = {one.record for one in acts if one.grade == "certain"}
    when: defaultdict[str, list[Period]] = defaultdict(list)
    for one in acts:
        when[one.record] += times[one.party]
    told = [
        event
        for event in circumstances_of(held, when)
        if any(event.days.meet(time.first.toordinal(), time.last.toordinal()) for time in when[event.record])
    ]
    complaints = complaints_about(held, when)
    return Pattern(
        acts=len(when),
        certain=len(certain),
        days=_by_day(told, certain),
        places=_counted(((one.place, one.record) for one in told if one.place), certain),
        methods=_counted(((method, one.record) for one in told for method in one.methods), certain),
        others=_counted(
            ((one.degree, one.record) for one in told_of if one not in acts and one.degree), certain
        ),
        complaints=_mentioned(held, complaints),
        refusals=_mentioned(held, refusals_of(held, when) | refused_among(held, complaints)),
    )


def _by_day(told: Iterable[Circumstance], certain: Collection[str]) -> tuple[Counted, ...]:
    """How many acts each day, or each time that the sources do not narrow further; undated ones last.

    A detention stands once, from the first to the last of its parts that are told here.
    """
    days: dict[str, tuple[int, int]] = {}
    for one in told:
        first, last = days.get(one.record, (LAST_DAY, FIRST_DAY))
        days[one.record] = min(first, one.days.first or FIRST_DAY), max(last, one.days.last or LAST_DAY)
    counts = Counter(days.values())
    sure = Counter(bounds for record, bounds in days.items() if record in certain)
    ordered = sorted(counts, key=lambda bounds: (None in _dates(*bounds), bounds))
    return tuple(Counted("", counts[bounds], sure[bounds], *_dates(*bounds)) for bounds in ordered)


def _dates(first: int, last: int) -> tuple[date | None, date | None]:
    if first == FIRST_DAY or last == LAST_DAY:
        return None, None
    return date.fromordinal(first), date.fromordinal(last)


def _counted(pairs: Iterable[tuple[str, str]], certain: Collection[str]) -> tuple[Counted, ...]:
    """How many different acts share each value, the most frequent first."""
    different = set(pairs)
    counts = Counter(value for value, _record in different)
    sure = Counter(value for value, record in different if record in certain)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Counted(value, count, sure[value]) for value, count in ordered)


def _mentioned(held: Sequence[Catalogue], records: Iterable[str]) -> tuple[Mentioned, ...]:
    entries = known(held, records)
    ordered = sorted(entries.items(), key=lambda one: (str(one[1].dates), one[0]))
    return tuple(Mentioned(record, one.kind, one.title, one.dates) for record, one in ordered)
