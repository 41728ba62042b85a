"""Questions that the claims of the register leave open: proposed to a researcher, never decided here."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations, groupby
from typing import NamedTuple

from app.domain.catalogue.lookups import Claim, claims, known
from app.domain.catalogue.store import Catalogue
from app.domain.forces.chain import commands
from app.domain.forces.sameness import same_person
from app.domain.forces.showing import stated
from app.domain.forces.views import Doubt
from app.i18n import gettext as _
from app.records.dates import ONE_DAY, Contiguity, Dates, Order, contiguity
from app.records.kinds import parse


class Dated(NamedTuple):
    """A claim whose source says something of days; `dates` are resolved. `one` and `other` are what it connects:
    records of one person by the same id."""

    claim: Claim
    dates: Dates
    one: str
    other: str


def doubts_of(held: Sequence[Catalogue], entry: str) -> tuple[Doubt, ...]:
    """What the postings, relations and positionings of a unit or person leave open, the earliest first. Records that a
    decision joins are one person."""
    found: list[Doubt] = []
    as_unit = _dated(held, "posting", claims(held, "posting", "other", [entry]))
    as_person = _dated(held, "posting", claims(held, "posting", "one", same_person(held, entry)))
    above = _dated(held, "relation", claims(held, "relation", "one", [entry]))
    at_places = _dated(held, "positioning", claims(held, "positioning", "one", [entry]))
    in_command = [one for one in as_unit if commands(one.claim)]
    found += _at_once(
        (one for one in in_command if "acting_commander" not in one.claim.content["roles"]),
        _("Two persons are shown in command on the same days. A handover, a mistake, or a dispute?"),
        of="one",
    )
    found += _at_once(
        (one for one in as_person if commands(one.claim)),
        _(
            "In command of two units on the same days. Both posts at once, a handover, or two persons of one name?"
        ),
        of="other",
    )
    found += _at_once(
        (one for one in above if one.claim.content["class"] == "command"),
        _("Two units are shown in command of this one. Shared command, a restructuring, or a dispute?"),
        of="other",
    )
    found += _at_once(
        at_places,
        _("At two places on the same days. A mobile unit, one in several parts, or a mistake?"),
        of="other",
    )
    for told in (as_unit, as_person, above, at_places):
        found += _between(told)
    found += _outside(held, entry, (*as_unit, *above, *at_places))
    return tuple(sorted(set(found), key=lambda doubt: (doubt.first, doubt.last, doubt.claims)))


def _dated(held: Sequence[Catalogue], kind: str, found: Iterable[Claim]) -> list[Dated]:
    contents = ((claim, parse(kind, claim.content).when()) for claim in found)
    dated = [
        Dated(claim, dates, min(same_person(held, claim.one)), claim.other)
        for claim, dates in contents
        if dates is not None
    ]
    return sorted(dated, key=lambda one: (*one.dates.place_in_time, one.claim.record))


def _at_once(told: Iterable[Dated], question: str, *, of: str) -> Iterator[Doubt]:
    """A question for each two claims of different entries on side `of` that surely share a day."""
    for one, other in combinations(told, 2):
        if getattr(one, of) == getattr(other, of):
            continue
        if one.dates.order(other.dates) is Order.overlapping and one.dates.precise and other.dates.precise:
            first = max(one.dates.precise[0], other.dates.precise[0])
            last = min(one.dates.precise[1], other.dates.precise[1])
            yield _doubt(question, (one, other), first, last)


def _between(told: Iterable[Dated]) -> Iterator[Doubt]:
    """A question for each two claims of the same fact with days between them that no source shows."""
    questions = {
        Contiguity.open_between: _(
            "No source shows the days between. Did it last throughout, or return after a gap?"
        ),
        Contiguity.one_sided: _(
            "Only one of the claims says that it ended or began anew. A return, or does a source err?"
        ),
    }
    for _same_fact, same in groupby(sorted(told, key=_fact), key=_fact):
        reached, *rest = (
            same  # first, then the one that lasts longest: what begins within it leaves nothing open
        )
        for other in rest:
            proposed = contiguity(reached.dates, other.dates)
            if proposed in questions and other.dates.first_day is not None:
                first, last = reached.dates.last_day + ONE_DAY, other.dates.first_day - ONE_DAY
                yield _doubt(questions[proposed], (reached, other), first, last)
            reached = max(reached, other, key=lambda one: one.dates.last_day)


def _outside(held: Sequence[Catalogue], unit: str, told: Iterable[Dated]) -> Iterator[Doubt]:
    """A question for each claim that is shown on days on which the unit, by its own dates, was not there."""
    entry = known(held, [unit]).get(unit)
    own = stated(entry.dates) if entry else None
    if own is None:
        return
    question = _("Shown before the unit began or after it ended. Wrong days, or another unit of this name?")
    for one in told:
        shown = one.dates.precise
        if shown and own.latest and shown[1] > own.latest:
            yield Doubt(question, (one.claim.record, unit), max(shown[0], own.latest + ONE_DAY), shown[1])
        if shown and own.earliest and shown[0] < own.earliest:
            yield Doubt(question, (one.claim.record, unit), shown[0], min(shown[1], own.earliest - ONE_DAY))


def _fact(one: Dated) -> tuple[str, ...]:
    """What two claims have in common that tell of the same fact."""
    content = one.claim.content
    told = content.get("class") or " ".join(sorted(content.get("roles", ())))
    return one.one, one.other, told


def _doubt(question: str, both: tuple[Dated, Dated], first: date, last: date) -> Doubt:
    return Doubt(question, tuple(one.claim.record for one in both), first, last)
