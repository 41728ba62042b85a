"""Security Force Monitor's importer tables, as `app.domain.imports.sfm` reads them.

Every datapoint keeps its sources and the lowest confidence among them. One row of `units` for each relation and each
location of a unit, one row of `persons` for each posting. A row is ready to be published when all claims in it are
settled; one with a claim in conflict, or on which work is not done, has status 2, which no importer publishes.

What the tables have no column for stays here: the types of units and places, which units were present at an incident,
further citizenships.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from app.domain.forces.showing import stated
from app.domain.imports.sfm.reading import IN_WORK, ORGANISATION, PUBLISHED
from app.domain.imports.tables import as_text
from app.domain.register_exports.dates import two_days
from app.domain.register_exports.released import Released
from app.domain.register_exports.sfm_columns import COLUMNS
from app.records.base import JsonObject
from app.records.case_vocabularies import SEXES
from app.records.vocabularies import POSTING_ROLES

LINKS_SAID = {"external_link": "external_link_description", "media": "media_desc"}
LINKS = [[column] for column in LINKS_SAID]
"""Citations of a person that are a link or a picture, and nothing else."""
STATUS = "status:admin"
CONFIDENCE = {1: "Low", 2: "Medium", 3: "High"}
DAY = (1980, 1, 1, 0, 0, 0)
"""The date of the files in the ZIP: always the same, so the same register gives the same bytes."""


def write_sfm(told: Released) -> bytes:
    """The five tables as CSV files in a ZIP."""
    tables = _Tables(told)
    rows = {
        "units": tables.units(),
        "persons": tables.persons(),
        "persons_extra": tables.persons_extra(),
        "incidents": tables.incidents(),
        "sources": tables.sources(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for name, (prefix, columns) in COLUMNS.items():
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, [f"{prefix}:{column}" for column in columns], lineterminator="\n")
            writer.writeheader()
            for row in rows[name]:
                writer.writerow({f"{prefix}:{column}": as_text(cell) for column, cell in row.items()})
            files.writestr(zipfile.ZipInfo(f"{name}.csv", DAY), text.getvalue())
    return packed.getvalue()


class _Row(dict[str, str]):
    """A row on its way: cells by their columns."""

    def __init__(self, numbers: Mapping[str, str]) -> None:
        super().__init__()
        self._numbers = numbers

    def point(self, column: str, text: str | None, cited: JsonObject, field: str, *, under: str = "") -> None:
        """A datapoint, with the sources of the citations that support this field and their lowest confidence."""
        if not text:
            return
        self[column] = text
        used = [one for one in cited["citations"] if "source" in one and _supports(one, field)]
        self[f"{under or column}:source"] = ";".join(
            dict.fromkeys(self._numbers[one["source"]] for one in used)
        )
        sure = [one["confidence"] for one in used if "confidence" in one]
        self[f"{under or column}:confidence"] = CONFIDENCE[min(sure)] if sure else ""

    def days(self, columns: tuple[str, str, str, str], cited: JsonObject, *, end: tuple[str, str]) -> None:
        """A first and a last cited date with their flags; `end` is what the last flag says for no and yes."""
        first, last, starts, ends = columns
        told = two_days(stated(cited.get("dates")))
        self._date(first, told.first, cited, "dates.first_precise")
        self._date(last, told.last, cited, "dates.last_precise")
        if told.first:
            self[starts] = "Y" if told.starts else "N"
        if told.last:
            self[ends] = end[told.ends]

    def _date(self, column: str, text: str, cited: JsonObject, field: str) -> None:
        self.point(column, text, cited, field)
        self.parts(column, text)

    def parts(self, column: str, text: str) -> None:
        """A date's year, month and day, as far as they are known, in columns of their own."""
        names = ("year", "month", "day")
        for name, part in zip(names, text.split("-") if text else [], strict=False):
            self[f"{column}_{name}"] = part.lstrip("0")


class _Tables:
    """The rows of each table."""

    def __init__(self, told: Released) -> None:
        self._told = told
        self._numbers = {
            record: number
            for contents in told.contents.values()
            for record, number in _numbered(contents).items()
        }
        self._pages = _pages(told)
        self._below = _by(told, "relation", "subordinate")
        self._placed = _by(told, "positioning", "unit")
        self._posted = _by(told, "posting", "person")

    def units(self) -> Iterator[_Row]:
        """One row for each relation and each location of a unit; one for a unit without a settled one."""
        for record, unit in self._told.of("unit").items():
            more = [self._relation(*relation) for relation in self._below.get(record, ())]
            more += [self._location(*positioning) for positioning in self._placed.get(record, ())]
            yield from self._rows(self._unit(record, unit), more)

    def persons(self) -> Iterator[_Row]:
        """One row for each posting; one for a person without any, or any that is settled."""
        for record, person in self._told.of("person").items():
            postings = [self._posting(*one) for one in self._posted.get(record, ())]
            whole = self._entry(record, person)
            whole.point("country", next(iter(person.get("citizenship", ())), None), person, "citizenship")
            yield from self._rows(whole, postings)

    def persons_extra(self) -> Iterator[_Row]:
        """What else is known of a person: a row for each account online and link, the first with all the rest."""
        for record, person in self._told.of("person").items():
            rows = [self._account(person, account) for account in person.get("online_accounts", ())]
            links = [one for one in person["citations"] if one.get("supports") in LINKS]
            rows += [self._row() for _ in range(len(links) - len(rows))]
            for row, link in zip(rows, links, strict=False):
                self._link(row, link)
            first = rows[0] if rows else self._row()
            gender = person.get("gender")
            first.point("gender", SEXES.label(gender) if gender else None, person, "gender")
            first.point("date_of_birth", _one_day(person.get("born")), person, "born")
            if "deceased" in person:
                first.point("deceased", "Y" if person["deceased"] else "N", person, "deceased")
            first.point("deceased_date", _one_day(person.get("died")), person, "died")
            for row in rows or ([first] if first else []):
                yield _joined(row, {"name": _names(person)[0], "id:admin": self._numbers[record]})

    def incidents(self) -> Iterator[_Row]:
        """One row for each incident."""
        for record, incident in self._told.of("incident").items():
            row = self._row()
            told = two_days(stated(incident.get("dates")))
            for column, text in (("start_date", told.first), ("end_date", told.last)):
                row[column] = text
                row.parts(column, text)
            if place := incident.get("place"):
                row["location"] = self._where(place)
            row["violation_type"] = _several(incident.get("violations", ()))
            row["violation_description"] = incident.get("description", "")
            for kind in ("person", "unit"):
                named = [one[kind] for one in incident.get("alleged", ()) if kind in one]
                row[f"perpetrator_{kind}_id:admin"] = ";".join(self._numbers[one] for one in named)
                row[f"perpetrator_{kind}_name"] = ";".join(
                    _names(self._told.of(kind)[one])[0] for one in named
                )
            sources = (one["source"] for one in incident["citations"] if "source" in one)
            row["all:source"] = ";".join(dict.fromkeys(self._numbers[one] for one in sources))
            row[STATUS] = self._status(record, incident.get("place"))
            yield _joined(row, {"id:admin": self._numbers[record]})

    def sources(self) -> Iterator[_Row]:
        """One row for each source that is not restricted."""
        for record, source in self._told.of("source").items():
            row = self._row()
            row["access_point_id:admin"] = self._numbers[record]
            row["type"] = "clip" if source.get("type") == "video" else source.get("type", "")
            for column, name in (("title", "title"), ("author", "author"), ("url", "url")):
                row[column] = source.get(name, "")
            row["publication_name"] = source.get("publication", "")
            row["archive_url"] = source.get("archive_url", "")
            row["external_archive_sha_content:admin"] = source.get("sha256", "")
            row["created_timestamp"] = _one_day(source.get("created")) or ""
            row["published_timestamp"] = source.get("published_on", "")
            row["accessed_timestamp"] = source.get("accessed_on", "")
            page = self._pages.get(record, "").split(" ", 1)
            if len(page) > 1:
                row["access_point_type"], row["access_point_trigger"] = page
            yield row

    # --- parts of rows ------------------------------------------------------------------------------------

    def _row(self) -> _Row:
        return _Row(self._numbers)

    def _rows(self, whole: _Row, more: list[_Row]) -> Iterator[_Row]:
        """An entry with each claim on it. An entry that is settled does not wait for its claims: where none of them is,
        it has a row of its own."""
        if whole[STATUS] == PUBLISHED and all(row[STATUS] != PUBLISHED for row in more):
            yield whole
        for row in more or ([] if whole[STATUS] == PUBLISHED else [self._row()]):
            status = min(whole[STATUS], row.get(STATUS, PUBLISHED))
            yield _joined(_joined(_joined(self._row(), whole), row), {STATUS: status})

    def _status(self, *records: str | None) -> str:
        """Whether a row that tells of these claims can be published: all of them are settled."""
        return IN_WORK if any(record in self._told.status for record in records) else PUBLISHED

    def _entry(self, record: str, content: JsonObject) -> _Row:
        row = self._row()
        row[STATUS], row["id:admin"] = self._status(record), self._numbers[record]
        first, *others = _names(content)
        row.point("name", first, content, "names")
        row.point(
            "other_names", _several(others), content, "other_names" if content.get("other_names") else "names"
        )
        return row

    def _unit(self, record: str, unit: JsonObject) -> _Row:
        row = self._entry(record, unit)
        row.point("classification", _several(unit.get("classifications", ())), unit, "classifications")
        row.point("country", unit.get("country"), unit, "country")
        columns = ("first_cited_date", "last_cited_date", "first_cited_date_start", "last_cited_date_open")
        row.days(columns, unit, end=("N", "E"))
        return row

    def _relation(self, record: str, relation: JsonObject) -> _Row:
        row, superior = self._row(), relation["superior"]
        row[STATUS] = self._status(record)
        row["related_unit_id:admin"] = self._numbers[superior]
        row.point("related_unit", _names(self._told.of("unit")[superior])[0], relation, "superior")
        member = relation["class"] == "membership"
        row["relation_type"] = "member" if member else "child"
        if not member:
            row.point("related_unit_class", relation["class"].capitalize(), relation, "class")
        first, last = "related_unit_first_cited_date", "related_unit_last_cited_date"
        row.days((first, last, f"{first}_start", "related_unit_open"), relation, end=("N", "E"))
        return row

    def _location(self, record: str, positioning: JsonObject) -> _Row:
        row, place = self._row(), positioning["place"]
        content = self._told.of("place")[place]
        row["location_type"] = "aoo" if positioning["class"] == "area_of_operations" else "site"
        within = content.get("parent")
        row[STATUS] = self._status(record, place, within)
        if within and positioning["class"] != "area_of_operations":
            row.point("base_name", _names(content)[0], content, "names")
        row.point("location", self._where(within or place), positioning, "place")
        first, last = "location_first_cited_date", "location_last_cited_date"
        row.days((first, last, f"{first}_founding", "location_open"), positioning, end=("N", "E"))
        return row

    def _posting(self, record: str, posting: JsonObject) -> _Row:
        row, unit = self._row(), posting["unit"]
        row[STATUS] = self._status(record)
        row["posting_unit_id:admin"] = self._numbers[unit]
        name = _names(self._told.of("unit")[unit])[0]
        row.point("posting_unit_name", name, posting, "unit", under="posting_unit")
        roles = ", ".join(POSTING_ROLES.label(role) for role in posting.get("roles", ()))
        row.point("posting_role", posting.get("role_stated") or roles, posting, "roles")
        row.point("posting_title", posting.get("title"), posting, "title")
        row.point("posting_rank", posting.get("rank"), posting, "rank")
        first, last = "posting_first_cited_date", "posting_last_cited_date"
        row.days((first, last, f"{first}_start", f"{last}_end"), posting, end=("N", "Y"))
        return row

    def _account(self, person: JsonObject, account: Mapping[str, str]) -> _Row:
        row = self._row()
        row["account_type"] = account["service"]
        row.point("account_id", account["name"], person, "online_accounts", under="account")
        return row

    def _link(self, row: _Row, link: Mapping[str, Any]) -> None:
        (column,) = link["supports"]
        row[LINKS_SAID[column]] = link.get("passage", "")
        row[f"{column}:source"] = self._numbers[link["source"]]
        row[f"{column}:confidence"] = CONFIDENCE.get(link.get("confidence", 0), "")

    def _where(self, place: str) -> str:
        """A place as a location column names it: `Name (osm, point) number`."""
        content = self._told.of("place")[place]
        shape = "poly" if content.get("type") == "area" else "point"
        drawn_from = "osm" if _external(content) else self._told.archive
        return f"{_names(content)[0]} ({drawn_from}, {shape}) {self._numbers[place]}"


def _by(told: Released, kind: str, end: str) -> Mapping[str, list[tuple[str, JsonObject]]]:
    found: dict[str, list[tuple[str, JsonObject]]] = {}
    for record, content in told.of(kind).items():
        found.setdefault(content[end], []).append((record, content))
    return found


def _joined(row: _Row, more: Mapping[str, str]) -> _Row:
    row.update(more)
    return row


def _names(content: Mapping[str, Any]) -> list[str]:
    """Every name, the first in use first, each once."""
    named = (*content.get("names", ()), *content.get("other_names", ()))
    return list(dict.fromkeys(one["text"] for one in named))


def _external(content: Mapping[str, Any]) -> str | None:
    """The number that Security Force Monitor gave."""
    ids = content.get("external_ids", ())
    return next((one["number"] for one in ids if one["organisation"] == ORGANISATION), None)


def _numbered(contents: Mapping[str, JsonObject]) -> dict[str, str]:
    """The number under which each record stands in the tables: its own there, or ours in their form.

    Two records with one number of theirs stay two: both get ours.
    """
    theirs = {record: _external(content) for record, content in contents.items()}
    shared = Counter(theirs.values())
    return {
        record: number if number is not None and shared[number] == 1 else str(UUID(record))
        for record, number in theirs.items()
    }


def _several(texts: Iterable[str]) -> str:
    """Several values in one cell, where a semicolon stands between them and in none of them."""
    return ";".join(text.replace(";", ",") for text in texts)


def _supports(citation: Mapping[str, Any], field: str) -> bool:
    """Whether a citation supports a field: it says so, or nothing, which is the whole claim."""
    named = [one.replace("imprecise", "precise") for one in citation.get("supports", ())]
    return not named or any(field == one or field.startswith(f"{one}.") for one in named)


def _one_day(dates: Any) -> str | None:
    """A day, month or year, where the dates are one."""
    told = two_days(stated(dates))
    return told.first if told.last in ("", told.first) else None


def _pages(told: Released) -> dict[str, str]:
    """For each source the page that all citations of it name, where it is one."""
    pages: dict[str, set[str]] = {}
    for citation in _citations(content for kind in told.contents.values() for content in kind.values()):
        if "source" in citation:
            pages.setdefault(citation["source"], set()).add(citation.get("page", ""))
    return {source: next(iter(named)) for source, named in pages.items() if len(named) == 1}


def _citations(contents: Iterable[JsonObject]) -> Iterator[Mapping[str, Any]]:
    for content in contents:
        yield from content.get("citations", ())
        for name in ("units_present", "alleged"):
            for part in content.get(name, ()):
                yield from part["citations"]
