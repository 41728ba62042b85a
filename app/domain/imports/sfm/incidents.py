"""Incidents of the importer tables, and the persons and units that their sources name. An allegation is no finding."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from app.domain.imports.plan import Plan
from app.domain.imports.sfm.entries import Entries
from app.domain.imports.sfm.reading import (
    Point,
    SfmRow,
    external,
    match_here,
    not_published,
    plain,
    rows,
    unless_dates_are_wrong,
)
from app.domain.imports.tables import Table
from app.i18n import gettext as _

_KEPT = {
    "location_description": "Where",
    "pub_date": "Published",
    "update_date": "Updated",
    "update_status": "Update",
    "perpetrator_classification": "Classification of those named",
}
"""Columns without a field of ours, as the notes name them."""


def plan_incidents(
    plan: Plan, entries: Entries, table: Table | None, units: Mapping[str, str], persons: Mapping[str, str]
) -> None:
    """Plans the incidents, each with the place, and those whom its sources name."""
    for row in rows(table, "incident"):
        if not row.published:
            plan.refuse(row.at, "incident", row.text("violation_type"), not_published(row))
            continue
        if here := entries.find("incident", row.number):
            read = partial(_told, entries, row)
            match_here(plan, row, "incident", here, title=_name(row), read=read)
            continue
        add = partial(_add_incident, plan, entries, row, units, persons)
        unless_dates_are_wrong(plan, row, "incident", _name(row), add)


def _add_incident(
    plan: Plan, entries: Entries, row: SfmRow, units: Mapping[str, str], persons: Mapping[str, str]
) -> None:
    whole = Point(row.text("violation_description"), tuple(row.several("all:source")), None)
    cited = entries.citations([("", whole)])
    if not cited:
        reason = _("None of its sources is in the table of sources or in the register.")
        plan.refuse(row.at, "incident", _name(row), reason)
        return
    told = _told(entries, row)
    where = Point(row.text("location"), whole.sources, None)
    content = {
        **told,
        "place": entries.place(row.at, where) if where.text else None,
        "alleged": [
            *_alleged(plan, row, "unit", units, cited),
            *_alleged(plan, row, "person", persons, cited),
        ],
    }
    entries.keep("incident", row.number, plan.add(row.at, "incident", content, note=row.note))


def _told(entries: Entries, row: SfmRow) -> dict[str, Any]:
    """An incident as a row has it, without the entries that it names. Raises NoDate."""
    whole = Point(row.text("violation_description"), tuple(row.several("all:source")), None)
    return {
        "names": [{"text": _name(row)}],
        "dates": plain(row.dates("start_date", "end_date", starts=True, ends=True)),
        "violations": row.several("violation_type"),
        "description": row.text("violation_description"),
        "notes": "\n".join(
            f"{words}: {row.text(column)}" for column, words in _KEPT.items() if row.text(column)
        ),
        "citations": entries.citations([("", whole)]),
        "external_ids": external(row.number),
    }


def _alleged(
    plan: Plan, row: SfmRow, kind: str, known: Mapping[str, str], cited: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number in row.several(f"perpetrator_{kind}_id:admin"):
        if record := known.get(number):
            found.append({kind: record, "citations": cited})
        else:
            reason = _("Whom the incident names is neither in the tables, at status 3, nor in the register.")
            plan.refuse(row.at, kind, row.text(f"perpetrator_{kind}_name"), reason)
    return found


def _name(row: SfmRow) -> str:
    """What to call an incident that has no name: what was done, where, when, in the words of the table."""
    where = row.text("location").split(" (", 1)[0]
    year = row.text("start_date_year")
    parts = [
        row.text(f"start_date_{part}").zfill(2) for part in ("month", "day") if row.text(f"start_date_{part}")
    ]
    day = "-".join([year, *parts]) if year else row.text("start_date")
    return ", ".join(filter(None, ["; ".join(row.several("violation_type")) or _("Incident"), where, day]))
