"""Persons of the importer tables, what else is known of them, and their postings: one row for each posting."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from app.domain.imports.dates import NoDate
from app.domain.imports.plan import Plan
from app.domain.imports.posts import role_of
from app.domain.imports.sfm.entries import Entries
from app.domain.imports.sfm.reading import (
    CitedBy,
    Point,
    SfmRow,
    external,
    match_here,
    not_published,
    plain,
    rows,
    uncited,
    unless_dates_are_wrong,
)
from app.domain.imports.tables import Table
from app.i18n import gettext as _
from app.records.case_vocabularies import SEXES

GENDERS = {SEXES.label(code).casefold(): code for code in SEXES.codes}


def plan_persons(
    plan: Plan, entries: Entries, table: Table | None, extra: Table | None, units: Mapping[str, str]
) -> dict[str, str]:
    """Plans the persons and their postings. Answers the records by their numbers."""
    more: dict[str, list[SfmRow]] = {}
    for row in rows(extra, "person_extra"):
        more.setdefault(row.number, []).append(row)
    found: dict[str, str] = {}
    for row in rows(table, "person"):
        if not row.published:
            plan.refuse(row.at, "person", row.text("name"), not_published(row))
            continue
        here = entries.here_already("person", row.number)
        record = found.get(row.number) or here
        told = more.get(row.number, [])
        if here:
            _match_person(plan, entries, row, told, here)
        elif record:
            plan.match(row.at, "person", row.text("name"), record)
        else:
            record = _add_person(plan, entries, row, told)
        if record:
            found[row.number] = record
            entries.keep("person", row.number, record)
            if row.text("posting_unit_id:admin") or row.text("posting_unit_name"):
                add = partial(_add_posting, plan, entries, row, record, units)
                unless_dates_are_wrong(plan, row, "posting", row.text("name"), add)
    for number, told in more.items():
        if number not in found:
            for row in told:
                reason = _("The person is not in the table of persons at status 3.")
                plan.refuse(row.at, "person", row.text("name"), reason)
    return found


def _match_person(plan: Plan, entries: Entries, row: SfmRow, more: list[SfmRow], here: str) -> None:
    read = partial(_person, entries, row, more, uncited)
    match_here(plan, row, "person", here, title=row.text("name"), read=read)
    for one in more:
        reason = _("The person is here already and is left as it is: add what is new by hand.")
        plan.match(one.at, "person", one.text("name"), here, reason)


def _add_person(plan: Plan, entries: Entries, row: SfmRow, more: list[SfmRow]) -> str | None:
    record = plan.add(row.at, "person", _person(entries, row, more, entries.cited))
    if record:
        for one in more:
            plan.match(one.at, "person", one.text("name"), record)
    return record


def _person(entries: Entries, row: SfmRow, more: list[SfmRow], cited_by: CitedBy) -> dict[str, Any]:
    """A person as a row and those of `persons_extra` have it."""
    points = {
        "names": row.point("name"),
        "other_names": row.point("other_names"),
        "citizenship": row.point("country"),
    }
    said = {field: cited_by(row.at, "person", point) for field, point in points.items()}
    told = _Extra(cited_by, more)
    cited = [(field, points[field]) for field in points if said[field]] + told.points
    return {
        "names": [{"text": said["names"]}] if said["names"] else [],
        "other_names": [{"text": text.strip()} for text in said["other_names"].split(";") if text.strip()],
        "citizenship": [said["citizenship"].upper()] if said["citizenship"] else [],
        **told.content,
        "notes": "\n".join(told.notes),
        "citations": _with_passages(entries.citations(cited), entries, told.links),
        "external_ids": external(row.number),
    }


class _Extra:
    """What the rows of `persons_extra` say of one person."""

    def __init__(self, cited_by: CitedBy, more: list[SfmRow]) -> None:
        self._cited_by = cited_by
        self.content: dict[str, Any] = {}
        self.notes: list[str] = []
        self.points: list[tuple[str, Point]] = []
        self.links: list[tuple[str, Point]] = []
        for row in more:
            self._take(row)

    def _take(self, row: SfmRow) -> None:
        if gender := self._said(row, "gender", "gender"):
            if gender.casefold() in GENDERS:
                self.content["gender"] = GENDERS[gender.casefold()]
            else:
                self.notes.append(f"Gender: {gender}")
        self._day(row, "date_of_birth", "born", "Date of birth")
        self._day(row, "deceased_date", "died", "Date of death")
        if deceased := self._said(row, "deceased", "deceased"):
            self.content["deceased"] = deceased.upper() == "Y"
        account = Point(row.text("account_id"), *_how(row.point("account")))
        if self._cited_by(row.at, "person", account) and account.text:
            service = row.text("account_type") or _("not said")
            self.content.setdefault("online_accounts", []).append({"service": service, "name": account.text})
            self.points.append(("online_accounts", account))
        for column, what in (("external_link", "external_link_description"), ("media", "media_desc")):
            point = Point(row.text(what), *_how(row.point(column)))
            if point.sources and self._cited_by(row.at, "person", point):
                self.links.append((column, point))

    def _said(self, row: SfmRow, column: str, field: str) -> str:
        point = row.point(column)
        text = self._cited_by(row.at, "person", point)
        if text:
            self.points.append((field, point))
        return text

    def _day(self, row: SfmRow, column: str, field: str, words: str) -> None:
        """A day in the field that it belongs to; one of several meanings stays in the notes, as it was written."""
        text = self._said(row, column, field)
        if not text:
            return
        try:
            self.content[field] = plain(row.dates(column, "", starts=True, ends=True))
        except NoDate:
            self.notes.append(f"{words} in the table: {text}")


def _how(point: Point) -> tuple[tuple[str, ...], int | None]:
    return point.sources, point.confidence


def _with_passages(
    citations: list[dict[str, Any]], entries: Entries, links: list[tuple[str, Point]]
) -> list[dict[str, Any]]:
    """Links and media are citations whose passage is their description."""
    for column, point in links:
        for citation in entries.citations([(column, point)]):
            citations.append(citation | ({"passage": point.text} if point.text else {}))
    return citations


def _add_posting(plan: Plan, entries: Entries, row: SfmRow, person: str, units: Mapping[str, str]) -> None:
    number = row.text("posting_unit_id:admin")
    unit = units.get(number) or entries.find("unit", number)
    if unit is None:
        reason = _("The unit of the post is neither in the table, at status 3, nor in the register.")
        plan.refuse(row.at, "posting", row.text("name"), reason)
        return
    points = {
        "unit": row.point("posting_unit_name", "posting_unit"),
        "roles": row.point("posting_role"),
        "title": row.point("posting_title"),
        "rank": row.point("posting_rank"),
        "dates.first_precise": row.point("posting_first_cited_date"),
        "dates.last_precise": row.point("posting_last_cited_date"),
    }
    said = {field: entries.cited(row.at, "posting", point) for field, point in points.items()}
    dates = row.dates(
        "posting_first_cited_date" if said["dates.first_precise"] else "",
        "posting_last_cited_date" if said["dates.last_precise"] else "",
        starts=row.yes("posting_first_cited_date_start"),
        ends=row.yes("posting_last_cited_date_end"),
    )
    roles, note = role_of(said["roles"])
    contexts = (
        ("Beginning", row.text("posting_first_cited_date_start_context")),
        ("End", row.text("posting_last_cited_date_end_context")),
    )
    content = {
        "person": person,
        "unit": unit,
        **roles,
        "title": said["title"],
        "rank": said["rank"],
        "dates": plain(dates),
        "notes": "\n".join(f"{words}: {text}" for words, text in contexts if text),
        "citations": entries.citations((field, points[field]) for field in points if said[field]),
    }
    plan.add_or_cite(row.at, "posting", content, note=" ".join(filter(None, (note, row.note))))
