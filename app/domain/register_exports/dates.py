"""Days as tables and others write them: what cannot be said there as uncertain as it is, is not said."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from app.domain.imports.dates import NoDate, between, cited
from app.records.dates import Dates


class TwoDays(NamedTuple):
    """A first and a last cited day, each whole (`2021-03-07`), in part (`2021-03`, `2021`) or blank; and whether they
    are the real beginning and end."""

    first: str
    last: str
    starts: bool
    ends: bool


NOTHING = TwoDays("", "", starts=False, ends=False)


def two_days(dates: Dates | None) -> TwoDays:
    """Dates (resolved) as a table of first and last cited days says them.

    All of them where the table can hold them: what is read back is then the same. Else the days that are certain, by
    themselves; else nothing.
    """
    if dates is None:
        return NOTHING
    for told in _ways(dates):
        if _read(told) == dates:
            return told
    if dates.precise is None:
        return NOTHING
    first, last = dates.precise
    starts = bool(dates.starts) and first == dates.first_day
    return TwoDays(str(first), str(last), starts, bool(dates.ends) and last == dates.last_day)


def _ways(dates: Dates) -> Iterator[TwoDays]:
    flags = {"starts": bool(dates.starts), "ends": bool(dates.ends)}
    imprecise = _calendar(dates.first_imprecise, dates.last_imprecise)
    if dates.precise is not None:
        first, last = (str(day) for day in dates.precise)
        yield TwoDays(first, last, **flags)
        for part in imprecise:
            yield TwoDays(first, part, **flags)
            yield TwoDays(part, last, **flags)
    for part in imprecise:
        yield TwoDays(part, "", **flags)


def _read(told: TwoDays) -> Dates | None:
    try:
        read = between(cited(told.first), cited(told.last), starts=told.starts, ends=told.ends)
    except NoDate:
        return None
    return read and read.resolved(False)


def _calendar(first: date | None, last: date | None) -> list[str]:
    """The whole month or year that these days are; nothing for any other range."""
    if first is None or last is None or first.day != 1:
        return []
    if (first.month, last.month, last.day) == (1, 12, 31) and first.year == last.year:
        return [f"{first:%Y}"]
    whole = (first.year, first.month) == (last.year, last.month) and last.day == monthrange(*_month(first))[1]
    return [f"{first:%Y-%m}"] if whole else []


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def began(dates: Dates | None) -> str:
    """The day, month or year in which a fact surely began (resolved dates); empty where it is not known."""
    if dates is None or dates.extent.began_first is None:
        return ""
    return _common(dates.extent.began_first, dates.extent.began_last)


def ended(dates: Dates | None) -> str:
    """The day, month or year in which a fact surely ended; empty where it is not known."""
    if dates is None or dates.extent.ended_first is None or dates.extent.ended_last is None:
        return ""
    return _common(dates.extent.ended_first, dates.extent.ended_last)


def _common(first: date, last: date) -> str:
    """As much of a day as both agree on."""
    if first == last:
        return str(first)
    if _month(first) == _month(last):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if first.year == last.year else ""
