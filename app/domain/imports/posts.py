"""A plain list of posts: who held which post in which unit, from when to when, and where that is found.

Columns, in any order: person, unit, source (these three are needed), role, rank, title, from, to, starts, ends, page.
A person, unit or source is a name, or the id of an entry of the register.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.domain.catalogue.lookups import claims
from app.domain.imports.dates import NoDate, between, cited
from app.domain.imports.plan import Plan, label
from app.domain.imports.tables import Row, Table
from app.errors import Invalid, Problem
from app.i18n import gettext as _
from app.records.dates import Dates
from app.records.vocabularies import POSTING_ROLES

NEEDED = ("person", "unit", "source")
COLUMNS = (*NEEDED, "role", "rank", "title", "from", "to", "starts", "ends", "page")
_ID = re.compile("[0-9a-f]{32}")
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
ROLES: Mapping[str, str] = {POSTING_ROLES.label(code).casefold(): code for code in POSTING_ROLES.codes} | {
    code: code for code in POSTING_ROLES.codes
}
"""Codes of roles by their labels and by themselves. A role that is none of these never means command."""


def plan_posts(plan: Plan, table: Table) -> None:
    """Plans what a list of posts would bring. Raises Invalid for a table without the columns it needs."""
    missing = [column for column in NEEDED if column not in table.columns]
    if missing:
        message = _("The first row names the columns. Missing: %(missing)s. Known columns: %(known)s.")
        raise Invalid(
            [Problem("file", message % {"missing": ", ".join(missing), "known": ", ".join(COLUMNS)})]
        )
    posts = _Posts(plan, table)
    for row in table.rows:
        posts.take(row)


class _Posts:
    """The rows of one list, with the persons, units and sources that earlier rows brought."""

    def __init__(self, plan: Plan, table: Table) -> None:
        self._plan, self._table = plan, table
        self._new: dict[tuple[str, str], str] = {}

    def take(self, row: Row) -> None:
        """Plans the post of a row, and whom and what it names."""
        at = (self._table.name, row.number)
        blank = [column for column in NEEDED if not row[column]]
        if blank:
            message = _("Fill in: %(columns)s.") % {"columns": ", ".join(blank)}
            self._plan.refuse(at, "posting", "", message)
            return
        try:
            dates, told = _dates(row), _role(row)
        except ValueError as error:
            self._plan.refuse(at, "posting", row["person"], str(error))
            return
        source = self._source(at, row["source"])
        citation = {"source": source, "page": row["page"] or None}
        cited_by = [{name: value for name, value in citation.items() if value}]
        unit = self._entry(at, "unit", row["unit"], cited_by) if source else None
        person = self._person(at, row["person"], unit, cited_by) if unit else None
        if person is None or unit is None:
            return
        content = told | {
            "person": person,
            "unit": unit,
            "title": row["title"],
            "rank": row["rank"],
            "dates": dates and dates.model_dump(mode="json", exclude_none=True),
            "citations": cited_by,
        }
        self._plan.add(at, "posting", content)

    def _source(self, at: tuple[str, int], text: str) -> str | None:
        if text.startswith(("http://", "https://")):
            return self._entry(at, "source", text, [], url=text)
        return self._entry(at, "source", text, [])

    def _entry(
        self, at: tuple[str, int], kind: str, text: str, citations: list[dict[str, str]], **more: Any
    ) -> str | None:
        """A unit or source by its id or its whole name; a new one where nothing has this name."""
        if (kind, text.casefold()) in self._new:
            return self._new[kind, text.casefold()]
        found = self._by_id(at, kind, text) if _ID.fullmatch(text) else self._plan.named(kind, text)
        if found is None:
            return None
        if len(found) > 1:
            message = _("%(count)s entries have this name. Write the id of one.")
            self._plan.refuse(at, kind, text, message % {"count": len(found)})
            return None
        if found:
            (record,) = found
            return self._plan.match(at, kind, self._plan.title(record) or text, record)
        content = (
            {"title": text, **more}
            if kind == "source"
            else {"names": [{"text": text}], "citations": citations}
        )
        return self._keep(kind, text, self._plan.add(at, kind, content))

    def _person(
        self, at: tuple[str, int], text: str, unit: str, citations: list[dict[str, str]]
    ) -> str | None:
        """A person by id; by name where one of this name has a post in the same unit; else a new one.

        A name alone never makes two one: whoever has the same name without a shared post is told, not taken.
        """
        if ("person", text.casefold()) in self._new:
            return self._new["person", text.casefold()]
        if _ID.fullmatch(text):
            found = self._by_id(at, "person", text)
            return None if found is None else self._plan.match(at, "person", self._plan.title(text), text)
        named = self._plan.named("person", text)
        here = {
            posting.one
            for posting in claims(self._plan.register.held, "posting", "one", named)
            if posting.other == unit
        }
        if len(here) > 1:
            message = _(
                "%(count)s persons of this name have a post in this unit. Write the id of the one that is meant."
            )
            self._plan.refuse(at, "person", text, message % {"count": len(here)})
            return None
        if here:
            (record,) = here
            return self._plan.match(at, "person", self._plan.title(record), record)
        note = (
            _("Somebody of this name is here, without a post in this unit. A new entry is made.")
            if named
            else ""
        )
        content = {"names": [{"text": text}], "citations": citations}
        return self._keep("person", text, self._plan.add(at, "person", content, note=note))

    def _by_id(self, at: tuple[str, int], kind: str, record: str) -> set[str] | None:
        if self._plan.of_kind(record, kind):
            return {record}
        message = _("The register has no entry of the kind “%(kind)s” with this id.") % {"kind": label(kind)}
        self._plan.refuse(at, kind, "", message)
        return None

    def _keep(self, kind: str, text: str, record: str | None) -> str | None:
        if record is not None:
            self._new[kind, text.casefold()] = record
        return record


def _role(row: Row) -> dict[str, Any]:
    """The roles of a row. Words that are no known role are kept as they are, and mean no command."""
    if not row["role"]:
        return {}
    code = ROLES.get(row["role"].casefold())
    return {"roles": [code]} if code else {"roles": ["other"], "role_stated": row["role"]}


def _dates(row: Row) -> Dates | None:
    """The dates of a row. Raises ValueError with what to do."""
    try:
        first, last = cited(row["from"]), cited(row["to"])
    except NoDate:
        raise ValueError(
            _("Write days as 2021-03-07 or 07.03.2021, months as 2021-03, years as 2021.")
        ) from None
    try:
        return between(first, last, starts=_yes_or_no(row["starts"]), ends=_yes_or_no(row["ends"]))
    except NoDate:
        raise ValueError(_("The first day is after the last day. Please check both.")) from None


def _yes_or_no(text: str) -> bool | None:
    if not text:
        return None
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise ValueError(_("Write yes or no under starts and ends, or leave them blank."))
