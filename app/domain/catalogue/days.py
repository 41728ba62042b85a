"""Days in a catalogue: dates as six numbers, and the same grades as `app.records.dates` in SQL."""

from datetime import date
from typing import NamedTuple

from app.records.dates import Dates

FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()

COLUMNS = "first, last, sure_first, sure_last, range_first, range_last"


class Days(NamedTuple):
    """Dates as proleptic Gregorian ordinals.

    `first`..`last` are all days on which the fact is possible or certain, with open ends at the ends of the
    calendar; absent where a record says nothing of days. `sure_...` is the precise range; `range_...` an
    imprecise range of more than one day, on some day of which the fact is certain.
    """

    first: int | None
    last: int | None
    sure_first: int | None = None
    sure_last: int | None = None
    range_first: int | None = None
    range_last: int | None = None

    def meet(self, first: int, last: int) -> bool:
        """Whether the fact may hold on some day from `first` to `last`."""
        return self.first is not None and self.last is not None and self.first <= last and self.last >= first


NO_DAYS = Days(None, None)
ANY_DAY = Days(FIRST_DAY, LAST_DAY)
"""A fact that has no dates but happened: possible on every day, never vanished."""


def days_of(dates: Dates | None, undated: Days = NO_DAYS) -> Days:
    """The numbers of resolved dates; `undated` when there are none."""
    if dates is None:
        return undated
    precise = dates.precise
    begins, finishes = dates.earliest, dates.latest
    imprecise = dates.first_imprecise, dates.last_imprecise
    ranged = imprecise if imprecise[0] is not None and imprecise[0] != imprecise[1] else (None, None)
    return Days(
        begins.toordinal() if begins else FIRST_DAY,
        finishes.toordinal() if finishes else LAST_DAY,
        *(day.toordinal() for day in precise or ()),
        *(() if precise else (None, None)),
        *(day.toordinal() if day else None for day in ranged),
    )


def shown(table: str) -> str:
    """The SQL condition that the fact in `table` is possible or certain on some day from `:from` to `:to`."""
    return f"({table}.first <= :to AND {table}.last >= :from)"


def certain(table: str) -> str:
    """The SQL condition that the fact in `table` is certain on some day from `:from` to `:to`."""
    return (
        f"((({table}.sure_first <= :to AND {table}.sure_last >= :from)"
        f" OR ({table}.range_first >= :from AND {table}.range_last <= :to)) IS TRUE)"
    )
