"""What a person may have to answer for: the units under each post, and the deeds linked to them on those days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.domain.catalogue.days import Days
from app.domain.catalogue.involved import Deed, deeds_of
from app.domain.catalogue.lookups import Claim, Known, claims, known
from app.domain.catalogue.store import Catalogue
from app.domain.forces import rules
from app.domain.forces.chain import command_relations, commands, links
from app.domain.forces.rules import ALWAYS, Windows
from app.domain.forces.sameness import same_person
from app.domain.forces.showing import citations, cited, periods, shown
from app.domain.forces.views import Linked, Period, PostHeld, ResponsibilityView, Shown, UnitUnder
from app.errors import NotFound
from app.records.dates import Grade
from app.records.events import Reports

Under = Mapping[str, Windows]


def responsibility_in(held: Sequence[Catalogue], person: str) -> ResponsibilityView:
    """Every posting of a person with the units under it and the deeds linked to them, and the person's own involvement.

    Answered from catalogues that have caught up. Raises NotFound for who is no person of the register.
    """
    entry = known(held, [person]).get(person)
    if entry is None or entry.kind != "person":
        raise NotFound
    persons = same_person(held, person)
    postings = sorted(
        claims(held, "posting", "one", persons),
        key=lambda claim: (claim.days.first or 0, claim.days.sure_first or 0, claim.record),
    )
    under = _units_under(held, postings)
    deeds = deeds_of(held, {*persons, *(unit for units in under.values() for unit in units)})
    told = known(held, {deed.record for deed in deeds} | cited(postings))
    by_party: defaultdict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.record in told:
            by_party[deed.party].append(deed)
    return ResponsibilityView(
        person,
        tuple(sorted(persons - {person})),
        tuple(_post(posting, under[posting.record], by_party, told) for posting in postings),
        _linked(by_party, dict.fromkeys(sorted(persons), (ALWAYS,)), told),
    )


def _units_under(held: Sequence[Catalogue], postings: Iterable[Claim]) -> dict[str, Under]:
    """For each posting the units under it with the windows in which they were; none where it is not command."""
    found: dict[str, Under] = {posting.record: {} for posting in postings}
    commanding = [(posting, ALWAYS.during(posting.days)) for posting in postings if commands(posting)]
    below = links(command_relations(held, {posting.other for posting, _ in commanding}, "other", ALWAYS))
    for posting, window in commanding:
        if window is not None:
            units = rules.units_below(posting.other, below, window)
            found[posting.record] = {posting.other: (window,), **units}
    return found


def _post(
    posting: Claim, under: Under, by_party: Mapping[str, Sequence[Deed]], told: Mapping[str, Known]
) -> PostHeld:
    content = posting.content
    # said once for all units that were there in the same time: thousands under one post, often as long as it lasted
    told_of: dict[Windows, tuple[Shown, tuple[Period, ...]]] = {
        windows: (shown(rules.surest(windows)), periods(windows)) for windows in set(under.values())
    }
    return PostHeld(
        person=posting.one,
        posting=posting.record,
        unit=posting.other,
        roles=tuple(content.get("roles", ())),
        commands=commands(posting),
        title=content.get("title"),
        rank=content.get("rank"),
        dates=content.get("dates"),
        status=content.get("status"),
        citations=citations(posting, told),
        units=tuple(UnitUnder(unit, *told_of[windows]) for unit, windows in under.items()),
        linked=_linked(by_party, under, told),
    )


def _linked(
    by_party: Mapping[str, Sequence[Deed]], under: Under, told: Mapping[str, Known]
) -> tuple[Linked, ...]:
    """The deeds of these parties in their windows, each once for each involvement, the earliest first."""
    events: defaultdict[tuple[str, str, str | None], list[Deed]] = defaultdict(list)
    for party in by_party.keys() & under.keys():
        for deed in by_party[party]:
            events[deed.record, party, deed.involvement].append(deed)
    graded = [
        (min(deeds, key=lambda deed: deed.days.first or 0), _grade(deeds, under[party]))
        for (_record, party, _involvement), deeds in events.items()
    ]
    shown_here = [(deed, grade) for deed, grade in graded if grade is not Grade.not_shown]
    ordered = sorted(shown_here, key=lambda one: (one[0].days.first or 0, one[0].record, one[0].party))
    return tuple(_shown(deed, grade, told[deed.record]) for deed, grade in ordered)


def _grade(events: Sequence[Deed], windows: Windows) -> Grade:
    """How sure it is that the party was under the person on the days of a deed, and that it was they.

    Of a deed with several events, as a detention with its stays, nobody knows which of them it was: all must be in a
    window. And nothing is certain that one of those who tell of it contradicts.
    """
    grades = [_in_windows(event.days, windows) for event in events]
    surely = all(
        event.reports is Reports.supported and (event.involvement is None or event.certainty == "certain")
        for event in events
    )
    if surely and all(grade is Grade.certain for grade in grades):
        return Grade.certain
    return Grade.possible if any(grade is not Grade.not_shown for grade in grades) else Grade.not_shown


def _in_windows(days: Days, windows: Windows) -> Grade:
    sure = [_during(days, window.sure_first, window.sure_last) for window in windows if window.sure]
    if Grade.certain in sure:
        return Grade.certain
    grades = [_during(days, window.first, window.last) for window in windows]
    return Grade.possible if any(grade is not Grade.not_shown for grade in grades) else Grade.not_shown


def _during(days: Days, first: int, last: int) -> Grade:
    """Certain when every day on which the deed may have been is in the range."""
    if days.first is None or days.last is None or days.first > last or days.last < first:
        return Grade.not_shown
    return Grade.certain if first <= days.first and days.last <= last else Grade.possible


def _shown(deed: Deed, grade: Grade, entry: Known) -> Linked:
    return Linked(
        record=deed.record,
        case=entry.case,
        kind=entry.kind,
        title=entry.title,
        dates=entry.dates,
        party=deed.party,
        involvement=deed.involvement,
        degree=deed.degree,
        certainty=deed.certainty,
        reports=deed.reports,
        grade=shown(grade),
    )
