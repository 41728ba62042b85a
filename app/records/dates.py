"""Dates as Security Force Monitor's handbook (v2) keeps them: two ranges, and never more certain than the
source.

The claim is true on *every* day of the precise range, and on *at least one* day of the imprecise range.
`starts` and `ends` say whether the first and last day are really the beginning and the end of the fact, or
only the first and last day on which a source shows it. On a given day a dated claim is certain, possible or
not shown.

The constructors turn what sources say ("since becoming commander on 1 November") into these ranges.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import model_validator

from app.records.part import Day, Part, optional, refuse

ONE_DAY = timedelta(days=1)


class Grade(StrEnum):
    """How sure the sources let us be."""

    certain = "certain"
    possible = "possible"
    not_shown = "not_shown"


class Extent(NamedTuple):
    """What dates can mean: the days between which the fact began, and those between which it ended.

    `began_first` and `ended_last` are absent where nothing bounds them; `ended_first` where the fact may have ended on
    any day since it began.
    """

    began_first: date | None
    began_last: date
    ended_first: date | None
    ended_last: date | None


class Order(StrEnum):
    """How two dated facts stand to each other in time, as far as their dates show it."""

    before = "before"
    after = "after"
    overlapping = "overlapping"
    undecided = "undecided"


class Dates(Part):
    """Two ranges of days that join without a gap. Days that a source does not give are absent, never guessed.

    One end of the precise range alone stands for that single day. `first_imprecise` may be open ("at some
    time before"); `last_imprecise` may not, since a source cannot prove anything after its own publication.
    """

    first_precise: Day | None = optional(
        "First certain day", "True on this day and on every day up to the last."
    )
    last_precise: Day | None = optional("Last certain day", "For a single day, the same as the first.")
    first_imprecise: Day | None = optional(
        "First possible day", "True on at least one day from here. Leave it out for “at some time before”."
    )
    last_imprecise: Day | None = optional(
        "Last possible day", "At the latest, the day on which the source was published or the person spoke."
    )
    starts: bool | None = optional(
        "Begins here", "Is the first day the real beginning, not just the first one shown?"
    )
    ends: bool | None = optional("Ends here", "Is the last day the real end, not just the last one shown?")

    @model_validator(mode="after")
    def _ranges_hold(self) -> Self:
        precise, last_imprecise = self.precise, self.last_imprecise
        if precise is None and last_imprecise is None:
            if self.first_imprecise is not None:
                raise refuse(
                    "Give the last possible day too. At the latest it is the day the source was published.",
                    "last_imprecise",
                )
            raise refuse("Give at least one day, or leave the dates out.")
        if precise is not None and precise[0] > precise[1]:
            raise refuse("The first day is after the last day. Please check both.", "first_precise")
        if self.first_imprecise is not None:
            if last_imprecise is None:
                raise refuse("Give the last possible day too.", "last_imprecise")
            if self.first_imprecise > last_imprecise:
                raise refuse("The first day is after the last day. Please check both.", "first_imprecise")
        if precise is not None and last_imprecise is not None and self._gap(precise, last_imprecise):
            raise refuse(
                "The two ranges must join without a gap. Widen the range of possible days.", "first_imprecise"
            )
        return self

    def _gap(self, precise: tuple[date, date], last_imprecise: date) -> bool:
        ends_before = last_imprecise < precise[0] - ONE_DAY
        begins_after = self.first_imprecise is not None and self.first_imprecise > precise[1] + ONE_DAY
        return ends_before or begins_after

    @property
    def precise(self) -> tuple[date, date] | None:
        """The first and last day of the precise range."""
        first = self.first_precise or self.last_precise
        last = self.last_precise or self.first_precise
        return None if first is None or last is None else (first, last)

    @property
    def first_day(self) -> date | None:
        """The first day of either range; absent when the imprecise range is open."""
        if self.last_imprecise is not None and self.first_imprecise is None:
            return None
        return min(
            day for day in (self.first_precise, self.last_precise, self.first_imprecise) if day is not None
        )

    @property
    def last_day(self) -> date:
        """The last day of either range."""
        return max(
            day for day in (self.first_precise, self.last_precise, self.last_imprecise) if day is not None
        )

    @property
    def earliest(self) -> date | None:
        """The earliest possible day, if there is one. `starts` absent counts as no: resolve first."""
        return self.first_day if self.starts else None

    @property
    def latest(self) -> date | None:
        """The latest possible day, if there is one. `ends` absent counts as no: resolve first."""
        return self.last_day if self.ends else None

    @property
    def extent(self) -> Extent:
        """The earliest and the latest that these dates can mean. Absent `starts` and `ends` count as no: resolve first.

        The imprecise range holds at least one day of the fact: it began by the range's last day and had not ended
        before the first.
        """
        precise, first, last = self.precise, self.first_imprecise, self.last_imprecise
        began_by = [day for day in (precise and precise[0], last) if day is not None]
        lasted_to = [day for day in (precise and precise[1], first) if day is not None]
        return Extent(self.earliest, min(began_by), max(lasted_to, default=None), self.latest)

    def order(self, other: "Dates") -> Order:
        """How this fact stands to another in time; both are resolved. `overlapping` only if they surely share a day."""
        if self._over_before(other):
            return Order.before
        if other._over_before(self):
            return Order.after
        ours, theirs = self.precise, other.precise
        share = ours is not None and theirs is not None and ours[0] <= theirs[1] and theirs[0] <= ours[1]
        return Order.overlapping if share else Order.undecided

    def _over_before(self, other: "Dates") -> bool:
        """Whether it surely ended before the other began."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    @property
    def place_in_time(self) -> tuple[date, date]:
        """For sorting: the first day that is shown (or the last, where the first is open), then the last."""
        return self.first_day or self.last_day, self.last_day

    def resolved(self, default: bool) -> "Dates":
        """The same dates with `starts` and `ends` spelled out; `default` is what absent means here."""
        precise = self.precise
        return self.model_copy(
            update={
                "first_precise": precise[0] if precise else None,
                "last_precise": precise[1] if precise else None,
                "starts": default if self.starts is None else self.starts,
                "ends": default if self.ends is None else self.ends,
            }
        )

    def on(self, day: date, *, starts: bool = False, ends: bool = False) -> Grade:
        """How sure it is that the claim holds on `day`. `starts` and `ends` say what absent means."""
        precise = self.precise
        if precise is not None and precise[0] <= day <= precise[1]:
            return Grade.certain
        return self._possible_between(day, day, starts, ends)

    def during(self, first: date, last: date, *, starts: bool = False, ends: bool = False) -> Grade:
        """How sure it is that the claim holds on *some* day from `first` to `last`.

        A span that holds the whole imprecise range is certain: the claim is true on at least one of its days.
        An imprecise range of a single day stays possible, as it does for `on`.
        """
        precise = self.precise
        if precise is not None and precise[0] <= last and first <= precise[1]:
            return Grade.certain
        if (
            self.first_imprecise is not None
            and self.last_imprecise is not None
            and first <= self.first_imprecise < self.last_imprecise <= last
        ):
            return Grade.certain
        return self._possible_between(first, last, starts, ends)

    def _possible_between(self, first: date, last: date, starts: bool, ends: bool) -> Grade:
        """Possible: the span meets the imprecise range, or passes a day that is not the beginning or end."""
        begins = self.starts if self.starts is not None else starts
        finishes = self.ends if self.ends is not None else ends
        meets = self.last_imprecise is not None and (
            first <= self.last_imprecise and (self.first_imprecise is None or last >= self.first_imprecise)
        )
        before = not begins and self.first_day is not None and first < self.first_day
        after = not finishes and last > self.last_day
        return Grade.possible if meets or before or after else Grade.not_shown


class Contiguity(StrEnum):
    """What two claims of the same fact say of the days between them. Proposed, never decided: a person decides."""

    joined = "joined"
    """They overlap, or one follows the other on the next day."""
    open_between = "open_between"
    """No source shows the days between; nothing says that it ended or began anew either. One fact, or two?"""
    returned = "returned"
    """The one ended and the other began later: a return after a gap."""
    one_sided = "one_sided"
    """Only one of them says that it ended, or began anew: the other does not agree or does not know."""


def contiguity(one: Dates, other: Dates) -> Contiguity:
    """What to propose for two claims of the same fact. Both are resolved; their order does not matter."""
    earlier, later = sorted((one, other), key=lambda dates: dates.place_in_time)
    if later.first_day is None or later.first_day <= earlier.last_day + ONE_DAY:
        return Contiguity.joined
    if earlier.ends and later.starts:
        return Contiguity.returned
    return Contiguity.one_sided if earlier.ends or later.starts else Contiguity.open_between


def resolve(dates: Dates | None, default: bool) -> Dates | None:
    """`dates.resolved(default)`, for dates that may be absent."""
    return None if dates is None else dates.resolved(default)


def spanning(parts: Iterable[Dates]) -> Dates | None:
    """From the first to the last day of several resolved dates: true on some days of it, not on every one."""
    known = list(parts)
    if len(known) <= 1:
        return known[0] if known else None
    firsts = [part.first_day for part in known]
    return Dates(
        first_imprecise=None if None in firsts else min(day for day in firsts if day is not None),
        last_imprecise=max(part.last_day for part in known),
        starts=all(part.starts for part in known),
        ends=all(part.ends for part in known),
    )


def some_time_in(whole: Dates) -> Dates:
    """Some day of a resolved whole, for a part of it that has no dates of its own."""
    return Dates(
        first_imprecise=whole.first_day, last_imprecise=whole.last_day, starts=whole.starts, ends=whole.ends
    )


# --- what sources say -------------------------------------------------------------------------------------


def exactly_on(day: date, *, starts: bool | None = None, ends: bool | None = None) -> Dates:
    """One cited day: certain on that day alone."""
    return Dates(first_precise=day, last_precise=day, starts=starts, ends=ends)


def every_day(first: date, last: date, *, starts: bool | None = None, ends: bool | None = None) -> Dates:
    """On every day from `first` to `last`."""
    return Dates(first_precise=first, last_precise=last, starts=starts, ends=ends)


def since(first: date, published: date | None = None) -> Dates:
    """It began on `first`; a source published on `published` says it still holds. Nothing says it ended."""
    return every_day(first, published or first, starts=True, ends=False)


def some_time_between(
    first: date, last: date, *, starts: bool | None = None, ends: bool | None = None
) -> Dates:
    """On at least one day from `first` to `last`, such as the day on which the source was published."""
    return Dates(first_imprecise=first, last_imprecise=last, starts=starts, ends=ends)


def before(said: date, *, starts: bool | None = None, ends: bool | None = None) -> Dates:
    """At some time before, as a source of the day `said` puts it ("previously", "formerly")."""
    return Dates(last_imprecise=said, starts=starts, ends=ends)


def since_some_time_between(first: date, last: date, published: date) -> Dates:
    """It began on some day from `first` to `last`, and has held on every day since, up to `published`."""
    return Dates(
        first_imprecise=first,
        last_imprecise=last,
        first_precise=last + ONE_DAY,
        last_precise=published,
        starts=True,
        ends=False,
    )


def since_last_month(published: date) -> Dates:
    """It began "last month", says a source published on `published`."""
    last = published.replace(day=1) - ONE_DAY
    return since_some_time_between(last.replace(day=1), last, published)


def month(year: int, number: int) -> Dates:
    """ "June 2023": on at least one day of the month."""
    return some_time_between(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Dates:
    """ "2023": on at least one day of the year."""
    return some_time_between(date(number, 1, 1), date(number, 12, 31))


# --- in words ---------------------------------------------------------------------------------------------


def sentence(dates: Dates) -> str:
    """The dates in words, such as `2021-03-01 to 2021-12-31 or later`. Where `starts` or `ends` say no, it is said at
    that end, and at no other: resolve first."""
    opens, goes_on = dates.starts is False, dates.ends is False
    said: list[str] = []
    if dates.precise is not None:
        first, last = dates.precise
        early, late = opens and first == dates.first_day, goes_on and last == dates.last_day
        said.append(_precise_words(first, last, early, late))
        opens, goes_on = opens and not early, goes_on and not late
    if dates.last_imprecise is not None:
        words = _imprecise_words(dates.first_imprecise, dates.last_imprecise)
        # with an open first day it is said already that it may have been earlier
        said.append(words + _perhaps(opens and dates.first_imprecise is not None, goes_on))
    return ", and ".join(said)


def _precise_words(first: date, last: date, early: bool, late: bool) -> str:
    if first == last:
        return f"on {first}{_perhaps(early, late)}" if early or late else str(first)
    begins = f"from {first} or earlier" if early else str(first)
    return f"{begins} to {last}{' or later' if late else ''}"


def _imprecise_words(first: date | None, last: date) -> str:
    if first is None:
        return f"at some time up to {last}"
    return f"at some time on {last}" if first == last else f"at some time between {first} and {last}"


def _perhaps(early: bool, late: bool) -> str:
    said = " and ".join(word for word, open_ in (("earlier", early), ("later", late)) if open_)
    return f", perhaps {said}" if said else ""
