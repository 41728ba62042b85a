"""A row of the importer tables: datapoints with their sources and confidence, dates in three columns, flags."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.domain.imports.dates import Cited, NoDate, between, cited, from_parts
from app.domain.imports.plan import At, Plan
from app.domain.imports.tables import Row, Table
from app.i18n import gettext as _
from app.records.dates import Dates

ORGANISATION = "Security Force Monitor"
"""Under which the numbers of these tables are kept."""

CONFIDENCE = {"low": 1, "medium": 2, "high": 3, "1": 1, "2": 2, "3": 3}
IN_WORK, PUBLISHED = "2", "3"
T = TypeVar("T")
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Point:
    """One datapoint: what a cell says, the access points of its sources, and how sure the researcher was (1 to 3)."""

    text: str = field(repr=False)
    sources: tuple[str, ...]
    confidence: int | None


CitedBy = Callable[[At, str, Point], str]
"""What a datapoint in a row, of an entry of a kind, says as far as it counts."""


class SfmRow:
    """A row of the table `prefix`, whose columns are named `prefix:column`."""

    def __init__(self, table: Table, row: Row, prefix: str) -> None:
        self.at = (table.name, row.number)
        self._row, self._prefix = row, prefix
        self._disagreeing: list[str] = []

    def text(self, column: str) -> str:
        """A cell, without spaces around it; empty when there is nothing."""
        return self._row[f"{self._prefix}:{column}"]

    def several(self, column: str) -> list[str]:
        """A cell of several values with semicolons between them."""
        return [text.strip() for text in self.text(column).split(";") if text.strip()]

    def point(self, column: str, cited_under: str = "") -> Point:
        """A datapoint with what the columns `...:source` and `...:confidence` say of it."""
        told = cited_under or column
        confidence = CONFIDENCE.get(self.text(f"{told}:confidence").casefold())
        return Point(self.text(column), tuple(self.several(f"{told}:source")), confidence)

    def yes(self, column: str, *, when: str = "Y") -> bool:
        """Whether a flag has this value."""
        return self.text(column).upper() == when

    def day(self, column: str) -> Cited | None:
        """A date, by its year, month and day columns, or by itself. Raises NoDate, with the column.

        Their keepers' importer reads the three columns; `note` tells where the date beside them says otherwise.
        """
        year = self.text(f"{column}_year")
        parts = (year, self.text(f"{column}_month"), self.text(f"{column}_day"))
        try:
            day = from_parts(*parts) if year else cited(self.text(column))
        except NoDate:
            told = "-".join(filter(None, parts)) if year else self.text(column)
            raise NoDate(f"{self._prefix}:{column} “{told}”") from None
        if not year:
            return day
        try:
            beside = cited(self.text(column))
        except NoDate:
            beside = None
        if beside is not None and beside != day and column not in self._disagreeing:
            self._disagreeing.append(column)
        return day

    @property
    def note(self) -> str:
        """What to tell of the dates that were read so far."""
        if not self._disagreeing:
            return ""
        message = _(
            "The date and its year, month and day columns disagree in: %(columns)s. The columns are taken."
        )
        return message % {"columns": ", ".join(self._disagreeing)}

    def dates(self, first: str, last: str, *, starts: bool, ends: bool) -> Dates | None:
        """What a first and a last cited date say together. Raises NoDate, with the columns."""
        days = self.day(first), self.day(last)
        try:
            return between(*days, starts=starts, ends=ends)
        except NoDate:
            raise NoDate(f"{self._prefix}:{first}, {self._prefix}:{last}") from None

    @property
    def published(self) -> bool:
        """Whether its keepers have finished it."""
        return self.text("status:admin") == PUBLISHED

    @property
    def number(self) -> str:
        """The number that the keepers gave to what the row is about."""
        return self.text("id:admin")


def rows(table: Table | None, prefix: str) -> Iterator[SfmRow]:
    """The rows of a table; none of a table that is not there."""
    if table is not None:
        for row in table.rows:
            yield SfmRow(table, row, prefix)


def not_published(row: SfmRow) -> str:
    """Why a row is not taken."""
    status = row.text("status:admin") or _("none")
    return _("Its status is %(status)s. Only rows of status 3 (published) are taken.") % {"status": status}


def _wrong_dates(columns: str) -> str:
    """Why a row with dates that cannot be is not taken: it is never mended in silence."""
    message = _(
        "The dates cannot be read, or the first is after the last (%(columns)s). Nothing is swapped: correct the table."
    )
    return message % {"columns": columns}


def unless_dates_are_wrong(plan: Plan, row: SfmRow, kind: str, title: str, add: Callable[[], T]) -> T | None:
    """What `add` answers; None, and told of, where it meets dates that cannot be."""
    try:
        return add()
    except NoDate as error:
        plan.refuse(row.at, kind, title, _wrong_dates(str(error)))
        return None


def external(number: str) -> list[dict[str, str]]:
    """The numbers elsewhere of a record."""
    return [{"organisation": ORGANISATION, "number": number}] if number else []


def plain(dates: Dates | None) -> dict[str, Any] | None:
    """Dates as JSON values."""
    return dates and dates.model_dump(mode="json", exclude_none=True)


def match_here(
    plan: Plan, row: SfmRow, kind: str, record: str, *, title: str, read: Callable[[], Content]
) -> None:
    """Tells that the register holds an entry already, and what the table, by `read`, says otherwise."""
    try:
        unlike = plan.unlike(record, read())
    except NoDate as error:
        unlike = _wrong_dates(str(error))
    plan.match(row.at, kind, title, record, unlike)


def uncited(_at: At, _kind: str, point: Point) -> str:
    """What a datapoint says, wherever from: for an entry that is only looked at beside the register's."""
    return point.text


__all__ = [
    "ORGANISATION",
    "CitedBy",
    "Point",
    "SfmRow",
    "external",
    "match_here",
    "not_published",
    "plain",
    "rows",
    "uncited",
    "unless_dates_are_wrong",
]
