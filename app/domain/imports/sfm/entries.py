"""Sources and places of the importer tables, and citations of them."""

import re
from collections.abc import Iterable
from typing import Any

from app.domain.catalogue.lookups import by_external_id, known
from app.domain.imports.dates import NoDate
from app.domain.imports.plan import Plan
from app.domain.imports.sfm.reading import ORGANISATION, Point, SfmRow, external, plain, rows
from app.domain.imports.tables import Table
from app.i18n import gettext as _
from app.records.projection import external_key

SOURCE_TYPES = {"document": "document", "clip": "video", "video": "video", "web_page": "web_page"}
_LOCATION = re.compile(r"(?P<name>.+?)\s*\((?:[^()]*),\s*(?P<shape>point|poly)\)\s*(?P<id>\S+)")
_KEPT = {
    "published_timestamp": "Published",
    "uploaded_timestamp": "Uploaded",
    "archive_timestamp": "Archived",
    "publication_country": "Country of publication",
}
"""Columns of a source without a field of ours, as its notes name them."""


class Entries:
    """Records by the numbers of the tables: in the register already, or planned."""

    def __init__(self, plan: Plan, sources: Table | None) -> None:
        self._plan = plan
        self._found: dict[tuple[str, str], str] = {}
        self._pages: dict[str, str] = {}
        for row in rows(sources, "source"):
            self._take_source(row)

    def find(self, kind: str, number: str) -> str | None:
        """The record of a kind under a number of the tables, if there is one here or in the plan."""
        if not number:
            return None
        if (kind, number) not in self._found:
            key = external_key(ORGANISATION, number)
            here = by_external_id(self._plan.register.held, kind, [key])
            if key not in here:
                return None
            self._found[kind, number] = here[key]
        return self._found[kind, number]

    def here_already(self, kind: str, number: str) -> str | None:
        """As `find`, for what the register held before."""
        found = self.find(kind, number)
        return found if found and found not in self._plan.planned else None

    def keep(self, kind: str, number: str, record: str | None) -> str | None:
        """Remembers what was planned under a number."""
        if record is not None and number:
            self._found[kind, number] = record
        return record

    def citations(self, points: Iterable[tuple[str, Point]]) -> list[dict[str, Any]]:
        """Citations for datapoints, one for each source and confidence, with the fields of ours that it supports."""
        supports: dict[tuple[str, int | None], list[str]] = {}
        for supported, point in points:
            for number in point.sources:
                if self.find("source", number):
                    fields = supports.setdefault((number, point.confidence), [])
                    if supported and supported not in fields:
                        fields.append(supported)
        found: list[dict[str, Any]] = []
        for (number, confidence), fields in supports.items():
            citation = {
                "source": self.find("source", number),
                "page": self._pages.get(number),
                "supports": fields,
                "confidence": confidence,
            }
            found.append({name: value for name, value in citation.items() if value})
        return found

    def cited(self, at: tuple[str, int], kind: str, point: Point) -> str:
        """What a datapoint says, if one of its sources is known; else it is told of and left."""
        if not point.text or any(self.find("source", number) for number in point.sources):
            return point.text
        message = _(
            "“%(text)s” is left out: none of its sources is in the table of sources or in the register."
        )
        self._plan.refuse(at, kind, point.text, message % {"text": point.text})
        return ""

    def place(
        self, at: tuple[str, int], point: Point, *, named: str = "", within: str | None = None
    ) -> str | None:
        """The place that a location column names, `Name (osm, point) number`; a new one with its citations."""
        found = _LOCATION.fullmatch(point.text)
        name, number = (found["name"], found["id"]) if found else (point.text, "")
        name = named or name
        if record := self.find("place", number if not named else ""):
            if record in self._plan.planned:
                self._plan.cite_also(record, self.citations([("names", point)]))
                return record
            return self._plan.match(at, "place", name, record)
        content = {
            "names": [{"text": name}],
            "type": "area" if found and found["shape"] == "poly" and not named else None,
            "parent": within,
            "citations": self.citations([("names", point)]),
            "external_ids": [] if named else external(number),
        }
        record = self._plan.add(at, "place", content)
        return self.keep("place", "" if named else number, record)

    def _take_source(self, row: SfmRow) -> None:
        number = row.text("access_point_id:admin")
        page = " ".join(filter(None, [row.text("access_point_type"), row.text("access_point_trigger")]))
        if number and page:
            self._pages[number] = page
        if here := self.find("source", number):
            titles = known(self._plan.register.held, [here])
            title = titles[here].title if here in titles else row.text("title")
            unlike = self._plan.unlike(here, self._source(row, number, page))
            self._plan.match(row.at, "source", title, here, unlike)
            return
        record = self._plan.add(row.at, "source", self._source(row, number, page))
        self.keep("source", number, record)

    def _source(self, row: SfmRow, number: str, page: str) -> dict[str, Any]:
        days: dict[str, Any] = {}
        for column in ("created", "published", "accessed"):
            try:
                days[column] = row.day(f"{column}_timestamp")
            except NoDate:
                days[column] = None
        kept = [(name, row.text(column)) for column, name in _KEPT.items() if row.text(column)]
        published, accessed = days["published"], days["accessed"]
        if published and published.whole:
            kept = [(name, text) for name, text in kept if name != "Published"]
        notes = [*(f"{name}: {text}" for name, text in kept), *([f"Access point: {page}"] if page else [])]
        return {
            "title": row.text("title") or row.text("url") or number,
            "type": SOURCE_TYPES.get(row.text("type").casefold(), "other"),
            "author": row.text("author"),
            "publication": row.text("publication_name"),
            "created": _created(row),
            "published_on": published.first.isoformat() if published and published.whole else None,
            "accessed_on": accessed.first.isoformat() if accessed and accessed.whole else None,
            "url": row.text("url"),
            "archive_url": row.text("archive_url"),
            "sha256": row.text("external_archive_sha_content:admin").lower(),
            "restricted": row.text("restricted:admin") in {"1", "Y", "y"} or None,
            "notes": "\n".join(notes),
            "external_ids": external(number),
        }


def _created(row: SfmRow) -> dict[str, Any] | None:
    try:
        return plain(row.dates("created_timestamp", "", starts=False, ends=False))
    except NoDate:
        return None
