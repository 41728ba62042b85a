"""Units of the importer tables: what they are called, what they are under, where they are."""

from functools import partial
from typing import Any

from app.domain.catalogue.lookups import known
from app.domain.imports.plan import Plan
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
from app.records.vocabularies import UNIT_TYPES

CLASSES = {"command": "command", "administrative": "administrative", "membership": "membership"}
"""Classes of relation by the words of the tables. Any other is told of and left, never read as command."""
TYPES = {UNIT_TYPES.label(code).casefold(): code for code in UNIT_TYPES.codes}
OPEN_ENDED = "E"
"""The last cited date is the real end: neither `Y` (still there) nor `N` (not known) says so."""


def plan_units(plan: Plan, entries: Entries, table: Table | None) -> dict[str, str]:
    """Plans the units, then what each row says of them. Answers the records by their numbers."""
    found: dict[str, str] = {}
    told: list[SfmRow] = []
    for row in rows(table, "unit"):
        if not row.published:
            plan.refuse(row.at, "unit", row.text("name"), not_published(row))
            continue
        told.append(row)
        here = entries.here_already("unit", row.number)
        record = found.get(row.number) or here
        if here:
            title = row.text("name")
            match_here(plan, row, "unit", here, title=title, read=partial(_unit, entries, row, uncited))
        elif record:
            plan.match(row.at, "unit", row.text("name"), record)
        else:
            record = unless_dates_are_wrong(
                plan, row, "unit", row.text("name"), partial(_add_unit, plan, entries, row)
            )
        if record:
            found[row.number] = record
            entries.keep("unit", row.number, record)
    for row in told:
        unit = found.get(row.number)
        if unit and row.text("relation_type"):
            add = partial(_add_relation, plan, entries, row, unit)
            unless_dates_are_wrong(plan, row, "relation", row.text("related_unit"), add)
        if unit and row.text("location"):
            add = partial(_add_location, plan, entries, row, unit)
            unless_dates_are_wrong(plan, row, "positioning", row.text("location"), add)
    return found


def _add_unit(plan: Plan, entries: Entries, row: SfmRow) -> str | None:
    content = _unit(entries, row, entries.cited)
    return plan.add(row.at, "unit", content, note=row.note)


def _unit(entries: Entries, row: SfmRow, cited_by: CitedBy) -> dict[str, Any]:
    """A unit as a row has it. Raises NoDate."""
    points = {
        "names": row.point("name"),
        "other_names": row.point("other_names"),
        "classifications": row.point("classification"),
        "country": row.point("country"),
        "dates.first_precise": row.point("first_cited_date"),
        "dates.last_precise": row.point("last_cited_date"),
    }
    said = {field: cited_by(row.at, "unit", point) for field, point in points.items()}
    dates = row.dates(
        "first_cited_date" if said["dates.first_precise"] else "",
        "last_cited_date" if said["dates.last_precise"] else "",
        starts=row.yes("first_cited_date_start"),
        ends=row.yes("last_cited_date_open", when=OPEN_ENDED),
    )
    classifications = _split(said["classifications"])
    return {
        "names": [{"text": said["names"]}] if said["names"] else [],
        "other_names": [{"text": text} for text in _split(said["other_names"])],
        "classifications": classifications,
        "type": next((TYPES[text.casefold()] for text in classifications if text.casefold() in TYPES), None),
        "country": said["country"].upper(),
        "dates": plain(dates),
        "citations": entries.citations((field, points[field]) for field in points if said[field]),
        "external_ids": external(row.number),
    }


def _add_relation(plan: Plan, entries: Entries, row: SfmRow, unit: str) -> None:
    superior = entries.find("unit", row.text("related_unit_id:admin"))
    if superior is None:
        reason = _("The related unit is neither in the table, at status 3, nor in the register.")
        plan.refuse(row.at, "relation", row.text("related_unit"), reason)
        return
    member = row.text("relation_type").casefold() in {"member", "membership"}
    class_ = "membership" if member else CLASSES.get(row.text("related_unit_class").casefold())
    if class_ is None:
        reason = _("Its class is “%(class)s”. Only command, administrative and membership are known.")
        plan.refuse(
            row.at, "relation", row.text("related_unit"), reason % {"class": row.text("related_unit_class")}
        )
        return
    dates = row.dates(
        "related_unit_first_cited_date",
        "related_unit_last_cited_date",
        starts=row.yes("related_unit_first_cited_date_start"),
        ends=row.yes("related_unit_open", when=OPEN_ENDED),
    )
    points = (
        ("superior", row.point("related_unit")),
        ("class", row.point("related_unit_class")),
        ("dates.first_precise", row.point("related_unit_first_cited_date")),
        ("dates.last_precise", row.point("related_unit_last_cited_date")),
    )
    content = {
        "subordinate": unit,
        "superior": superior,
        "class": class_,
        "dates": plain(dates),
        "citations": entries.citations(points),
    }
    plan.add_or_cite(row.at, "relation", content, note=row.note)


def _add_location(plan: Plan, entries: Entries, row: SfmRow, unit: str) -> None:
    area = row.text("location_type").casefold() == "aoo"
    where = row.point("location")
    if not entries.cited(row.at, "place", where):
        return
    place = entries.place(row.at, where)
    base = row.point("base_name")
    if place and base.text and entries.cited(row.at, "place", base):
        place = _base_here(plan, unit, base) or entries.place(row.at, base, named=base.text, within=place)
    if place is None:
        return
    dates = row.dates(
        "location_first_cited_date",
        "location_last_cited_date",
        starts=row.yes("location_first_cited_date_founding"),
        ends=row.yes("location_open", when=OPEN_ENDED),
    )
    points = (
        ("place", where),
        ("dates.first_precise", row.point("location_first_cited_date")),
        ("dates.last_precise", row.point("location_last_cited_date")),
    )
    content = {
        "unit": unit,
        "place": place,
        "class": "area_of_operations" if area else "based",
        "dates": plain(dates),
        "citations": entries.citations(points),
    }
    plan.add_or_cite(row.at, "positioning", content, note=row.note)


def _base_here(plan: Plan, unit: str, base: Point) -> str | None:
    """The base of this name at which the register shows the unit already."""
    here = plan.positioned(unit)
    titles = known(plan.register.held, here)
    return next((place for place in sorted(here) if titles[place].title == base.text), None)


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in text.split(";") if one.strip()))
