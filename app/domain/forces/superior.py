"""Superior responsibility for a subordinate unit (Rome Statute, article 28): what is recorded for and against each
element, and the pattern of what was done, computed from what the reader may open. It decides nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.catalogue.days import FIRST_DAY, LAST_DAY, Days
from app.domain.catalogue.involved import Circumstance, circumstances_of, complaints_about, refusals_of
from app.domain.catalogue.lookups import Claim, claims, known
from app.domain.catalogue.store import Catalogue
from app.domain.forces.chain import units_below
from app.domain.forces.responsibility import responsibility_in
from app.domain.forces.sameness import same_person
from app.domain.forces.showing import citations, cited
from app.domain.forces.views import Counted, Element, Item, Linked, Mentioned, Pattern, SuperiorFile
from app.errors import NotFound
from app.records.case_vocabularies import EXCULPATORY
from app.records.vocabularies import RESPONSIBILITY_ELEMENTS

KIND = "superior_responsibility"


def superior_file(held: Sequence[Catalogue], person: str, unit: str) -> SuperiorFile:
    """What is known of whether a person answers for a unit and those under it.

    Answered from catalogues that have caught up. Raises NotFound for what is no person, or no unit, of the register.
    """
    entry = known(held, [unit]).get(unit)
    if entry is None or entry.kind != "unit":
        raise NotFound
    answered = responsibility_in(held, person)
    units = {unit, *units_below(held, unit)}
    posts = tuple(post for post in answered.postings if any(one.unit == unit for one in post.units))
    linked = [one for post in posts for one in post.linked if one.party in units]
    items = [claim for claim in claims(held, KIND, "one", same_person(held, person)) if claim.other == unit]
    openable = known(held, cited(items))
    elements = tuple(
        Element(
            code,
            tuple(_item(claim, openable) for claim in _in_order(items) if claim.content["element"] == code),
        )
        for code in RESPONSIBILITY_ELEMENTS.codes
    )
    pattern = _pattern(held, linked)
    first = min((one.first for one in pattern.days if one.first), default=None)
    later = tuple(
        post for post in answered.postings if first and _first_shown(post.dates) > first.isoformat()
    )
    return SuperiorFile(person, unit, posts, elements, pattern, later)


def _in_order(items: Iterable[Claim]) -> list[Claim]:
    return sorted(items, key=lambda claim: (claim.days.first or 0, claim.days.sure_first or 0, claim.record))


def _item(claim: Claim, openable: Iterable[str]) -> Item:
    content = claim.content
    return Item(
        record=claim.record,
        about=content.get("about"),
        text=content["text"],
        stance=content["stance"],
        dates=content.get("dates"),
        status=content.get("status"),
        citations=citations(claim, frozenset(openable)),
    )


def _pattern(held: Sequence[Catalogue], linked: Iterable[Linked]) -> Pattern:
    """Each act counted once; what speaks for those involved is left out, and so is presence alone."""
    acts = {
        one.record
        for one in linked
        if one.kind in {"act", "detention"} and one.involvement and one.degree not in EXCULPATORY
    }
    told = circumstances_of(held, acts)
    return Pattern(
        acts=len(acts),
        days=_by_day(told),
        places=_counted((one.place, one.record) for one in told if one.place),
        methods=_counted((method, one.record) for one in told for method in one.methods),
        complaints=_mentioned(held, complaints_about(held, acts)),
        refusals=_mentioned(held, refusals_of(held, acts)),
    )


def _by_day(told: Iterable[Circumstance]) -> tuple[Counted, ...]:
    """How many acts each day, or each time that the sources do not narrow further; undated ones last."""
    pairs = {(_bounds(one.days), one.record) for one in told}
    counts = Counter(days for days, _record in pairs)
    ordered = sorted(counts, key=lambda days: (days == (None, None), str(days[0]), str(days[1])))
    return tuple(Counted("", counts[days], *days) for days in ordered)


def _bounds(days: Days) -> tuple[date | None, date | None]:
    if days.first in {None, FIRST_DAY} or days.last in {None, LAST_DAY}:
        return None, None
    assert days.first is not None and days.last is not None
    return date.fromordinal(days.first), date.fromordinal(days.last)


def _counted(pairs: Iterable[tuple[str, str]]) -> tuple[Counted, ...]:
    """How many different acts share each value, the most frequent first."""
    counts = Counter(value for value, _record in set(pairs))
    return tuple(
        Counted(value, count) for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def _mentioned(held: Sequence[Catalogue], records: Iterable[str]) -> tuple[Mentioned, ...]:
    entries = known(held, records)
    ordered = sorted(entries.items(), key=lambda one: (str(one[1].dates), one[0]))
    return tuple(Mentioned(record, one.kind, one.title, one.dates) for record, one in ordered)


def _first_shown(dates: dict[str, str] | None) -> str:
    """The first day that a claim's dates show, as text that sorts; empty when there is none."""
    found = [
        dates[name]
        for name in ("first_precise", "last_precise", "first_imprecise")
        if dates and name in dates
    ]
    return min(found, default="")
