"""Days as tables write them, and what two cited days say together: never more than the table says.

A day may be given in part: `2021`, `2021-03`. A first and a last cited day are the ends of a time that its keepers
judged to be one (a return after a gap is a row of its own); one cited day alone is certain on that day only.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from app.records.dates import Dates

ONE_DAY = timedelta(days=1)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class NoDate(ValueError):
    """The text is no date that has one meaning alone."""


class Cited(NamedTuple):
    """A day, or the days of a month or year, on one of which something was so."""

    first: date
    last: date

    @property
    def whole(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


def cited(text: str) -> Cited | None:
    """What a cell says: `2021-03-07`, `07.03.2021`, `2021-03`, `2021`. None for a blank. Raises NoDate.

    `03/07/2021` is refused: it is another day in another country.
    """
    text = text.strip()
    if not text:
        return None
    if found := _POINTS.fullmatch(text):
        return from_parts(found[3], found[2], found[1])
    if found := _ISO.fullmatch(text):
        return from_parts(found[1], found[2] or "", found[3] or "")
    raise NoDate


def from_parts(year: str, month: str = "", day: str = "") -> Cited:
    """A year, with its month and day as far as they are known. Raises NoDate for what is not in the calendar."""
    try:
        if not month:
            return Cited(date(int(year), 1, 1), date(int(year), 12, 31))
        if not day:
            last = monthrange(int(year), int(month))[1]
            return Cited(date(int(year), int(month), 1), date(int(year), int(month), last))
        whole = date(int(year), int(month), int(day))
    except (ValueError, IndexError):
        raise NoDate from None
    return Cited(whole, whole)


def between(
    first: Cited | None, last: Cited | None, *, starts: bool | None = None, ends: bool | None = None
) -> Dates | None:
    """What the first and the last cited day say together; None when there is neither.

    Where one of them is known in part, its days are the imprecise range beside the precise one; where both are, some
    day of the whole time is all that can be said. Raises NoDate when the first is after the last.
    """
    if first is None or last is None:
        one = first or last
        if one is None:
            return None
        # the other end is not shown: nothing begins or ends there
        return _alone(one, starts if first else False, ends if last else False)
    if first.first > last.last:
        raise NoDate
    if first.whole and last.whole:
        return Dates(first_precise=first.first, last_precise=last.first, starts=starts, ends=ends)
    if first.whole and first.first < last.first:
        precise = {"first_precise": first.first, "last_precise": last.first - ONE_DAY}
        return Dates(
            **precise, first_imprecise=last.first, last_imprecise=last.last, starts=starts, ends=ends
        )
    if last.whole and first.last < last.last:
        precise = {"first_precise": first.last + ONE_DAY, "last_precise": last.last}
        return Dates(
            **precise, first_imprecise=first.first, last_imprecise=first.last, starts=starts, ends=ends
        )
    return Dates(first_imprecise=first.first, last_imprecise=last.last, starts=starts, ends=ends)


def _alone(one: Cited, starts: bool | None, ends: bool | None) -> Dates:
    if one.whole:
        return Dates(first_precise=one.first, last_precise=one.first, starts=starts, ends=ends)
    return Dates(first_imprecise=one.first, last_imprecise=one.last, starts=starts, ends=ends)
