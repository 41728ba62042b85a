"""A plain list of posts: who held which post in which unit, from when to when, and where that is found.

Columns, in any order: person, unit, source (these three are needed), role, rank, title, from, to, starts, ends, page.
A person, unit or source is a name, or the id of an entry of the register.

What comes of a list does not depend on the order of its rows: all are read before anything is decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.imports.dates import Cited, NoDate, between, cited
from app.domain.imports.naming import Entries, Persons
from app.domain.imports.plan import At, Plan
from app.domain.imports.tables import Row, Table
from app.errors import Invalid, Problem
from app.i18n import gettext as _
from app.records.dates import Dates
from app.records.vocabularies import POSTING_ROLES

NEEDED = ("person", "unit", "source")
COLUMNS = (*NEEDED, "role", "rank", "title", "from", "to", "starts", "ends", "page")
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
ROLES: Mapping[str, str] = {POSTING_ROLES.label(code).casefold(): code for code in POSTING_ROLES.codes} | {
    code: code for code in POSTING_ROLES.codes
}
"""Codes of roles by their labels and by themselves. A role that is none of these never means command."""


@dataclass(frozen=True)
class _Post:
    """A row that can be read: where it stands, what it says, and its dates."""

    at: At
    row: Row = field(repr=False)
    dates: Dates | None = field(repr=False)


def plan_posts(plan: Plan, tables: Sequence[Table]) -> None:
    """Plans what lists of posts would bring. Raises Invalid for a table without the columns it needs."""
    posts: list[_Post] = []
    for table in tables:
        missing = [column for column in NEEDED if column not in table.columns]
        if missing:
            message = _("The first row names the columns. Missing: %(missing)s. Known columns: %(known)s.")
            told = message % {"missing": ", ".join(missing), "known": ", ".join(COLUMNS)}
            raise Invalid([Problem("file", told)])
        read = (_read(plan, (table.name, row.number), row) for row in table.rows)
        posts += [post for post in read if post is not None]
    _plan_all(plan, posts)


def _read(plan: Plan, at: At, row: Row) -> _Post | None:
    """A row; None, and told of, where a column is blank or its dates cannot be."""
    title = ", ".join(filter(None, (row["person"], row["unit"])))
    if blank := [column for column in NEEDED if not row[column]]:
        plan.refuse(at, "posting", title, _("Fill in: %(columns)s.") % {"columns": ", ".join(blank)})
        return None
    try:
        return _Post(at, row, _dates(row))
    except ValueError as error:
        plan.refuse(at, "posting", title, str(error))
        return None


def _plan_all(plan: Plan, posts: Sequence[_Post]) -> None:
    """Plans the sources and units of all rows, then the persons, which are told by their units, then the posts."""
    sources = Entries(plan, "source", (post.row["source"] for post in posts))
    units = Entries(plan, "unit", (post.row["unit"] for post in posts))
    fit: list[tuple[_Post, str, list[dict[str, str]]]] = []
    for post in posts:
        source = sources.take(post.at, post.row["source"])
        if source is None:
            continue
        citation = {"source": source, "page": post.row["page"]}
        cited_by = [{name: value for name, value in citation.items() if value}]
        unit = units.take(post.at, post.row["unit"], cited_by)
        if unit is not None:
            fit.append((post, unit, cited_by))
    persons = Persons(plan, ((post.row["person"], unit) for post, unit, _cited in fit))
    for post, unit, cited_by in fit:
        person = persons.take(post.at, post.row["person"], unit, cited_by)
        if person is not None:
            _plan_post(plan, post, {"person": person, "unit": unit, "citations": cited_by})


def _plan_post(plan: Plan, post: _Post, said: Mapping[str, Any]) -> None:
    row = post.row
    roles, note = role_of(row["role"])
    content = {
        **said,
        **roles,
        "title": row["title"],
        "rank": row["rank"],
        "dates": post.dates and post.dates.model_dump(mode="json", exclude_none=True),
    }
    plan.add_or_cite(post.at, "posting", content, note=note)


def role_of(text: str) -> tuple[dict[str, Any], str]:
    """The roles that a cell means, and what to tell of it. Words that are no known role are kept as they are."""
    if not text:
        return {}, ""
    if code := ROLES.get(text.casefold()):
        return {"roles": [code]}, ""
    note = _("“%(role)s” is no role that is known here: kept as written; not counted as command.")
    return {"roles": ["other"], "role_stated": text}, note % {"role": text}


def _dates(row: Row) -> Dates | None:
    """The dates of a row. Raises ValueError with what to do."""
    first, last = _day(row, "from"), _day(row, "to")
    starts, ends = _yes_or_no(row, "starts"), _yes_or_no(row, "ends")
    try:
        return between(first, last, starts=starts, ends=ends)
    except NoDate:
        message = _("The first day is after the last day (from: %(from)s, to: %(to)s). Please check both.")
        raise ValueError(message % {"from": row["from"], "to": row["to"]}) from None


def _day(row: Row, column: str) -> Cited | None:
    try:
        return cited(row[column])
    except NoDate:
        message = _(
            "%(column)s: “%(text)s”. Write days as 2021-03-07 or 07.03.2021, months as 2021-03, years as 2021."
        )
        raise ValueError(message % {"column": column, "text": row[column]}) from None


def _yes_or_no(row: Row, column: str) -> bool | None:
    text = row[column].casefold()
    if not text:
        return None
    if text in _YES | _NO:
        return text in _YES
    raise ValueError(_("%(column)s: write yes or no, or leave it blank.") % {"column": column})
