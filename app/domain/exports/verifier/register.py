"""Step 13: the index, the list of what was withheld and export.json agree with each other and with what is there."""

import re
from collections.abc import Mapping
from typing import Any, cast

from app.domain.consent.rules import Profile, Reason
from app.domain.exports.contents import (
    FORMAT,
    INDEX_FIELDS,
    WITHHELD_FIELDS,
    custody_path,
    line_path,
    pretty,
    table,
)
from app.domain.exports.selection import CLOSED, NAMES_SOMEBODY, NO_CITATION, ONE_SIDED, RESTRICTED
from app.domain.exports.verifier.reading import Failed, Reading
from app.records.case_vocabularies import PURPOSES
from app.records.schemas import publish
from app.vault.signing import key_id

EXPORT = "data/export.json"
INDEX = "data/index.csv"
WITHHELD = "data/withheld.csv"
FACTS = frozenset(
    {
        *(
            "format",
            "bundle",
            "archive",
            "export",
            "exporter",
            "exported_at",
            "line",
            "log",
            "released",
            "withheld",
        ),
        *("recipient", "query", "profile", "purpose", "software", "schemas"),
    }
)
PICTURE = re.compile(r"data/pictures/(?P<exhibit>.+)-(?:timeline|chain-(?P<part>[1-9]\d*))\.svg")
CODES = {*(reason.value for reason in Reason), NO_CITATION, RESTRICTED, CLOSED, NAMES_SOMEBODY, ONE_SIDED}


def consistency(reading: Reading) -> str:
    """13: nothing is there that the index does not name, and nothing is named that is not there."""
    _check_facts(reading)
    for path, fields in ((INDEX, INDEX_FIELDS), (WITHHELD, WITHHELD_FIELDS)):
        rows = reading.table(path, fields)
        if reading.read(path) != table(fields, sorted(rows, key=lambda row: row["exhibit"])):
            raise Failed("the table is not in its one form", path)
    withheld = _check_withheld(reading)
    expected = _expected(reading)
    drawn = {row.exhibit: row.kind for row in reading.rows if row.kind in {"unit", "person"}}
    for path in sorted(path for path in reading.entries if path.startswith("data/")):
        if path not in expected and not _is_picture(path, drawn):
            raise Failed("no record of the index is about this file", path)
    return f"{len(reading.rows)} released, {withheld} withheld"


def _check_facts(reading: Reading) -> None:
    facts = reading.facts
    if facts.get("format") != FORMAT or facts.keys() != FACTS or reading.read(EXPORT) != pretty(facts):
        raise Failed("export.json is not in its one form", EXPORT)
    if facts.get("exporter") != key_id(reading.exporter) or facts.get("bundle") != reading.base.rstrip("/"):
        raise Failed("export.json is about another exporter or bundle", EXPORT)
    if not isinstance(facts["profile"], str) or facts["profile"] not in set(Profile):
        raise Failed("export.json names no known profile", EXPORT)
    if not isinstance(facts["purpose"], str) or facts["purpose"] not in PURPOSES.terms:
        raise Failed("export.json names no known purpose", EXPORT)
    if not _is_recipient(facts["recipient"]):
        raise Failed("export.json does not say for whom the bundle is", EXPORT)
    if facts["profile"] != Profile.full and any(row.kind == "identity" for row in reading.rows):
        raise Failed("a pseudonymised bundle holds an identity", EXPORT)


def _is_recipient(stated: Any) -> bool:
    """Whether this names a recipient: its id and authority, and its jurisdiction where it has one."""
    if not isinstance(stated, dict):
        return False
    told = cast("dict[str, Any]", stated)
    words = all(isinstance(value, str) and value for value in told.values())
    return words and {"id", "authority"} <= told.keys() <= {"id", "authority", "jurisdiction"}


def _check_withheld(reading: Reading) -> int:
    """Answers how many exhibits are withheld as a whole."""
    rows = reading.table(WITHHELD, WITHHELD_FIELDS)
    if any(row["what"] not in {"whole", "part"} or not set(row["reasons"].split()) <= CODES for row in rows):
        raise Failed("a line is not in its one form", WITHHELD)
    parts = {row["exhibit"] for row in rows if row["what"] == "part"}
    wholes = {row["exhibit"] for row in rows if row["what"] == "whole"}
    if len(rows) != len(parts) + len(wholes) or parts != {
        row.exhibit for row in reading.rows if not row.whole
    }:
        raise Failed("the list of what was withheld does not agree with the index", WITHHELD)
    if wholes & {row.exhibit for row in reading.rows}:
        raise Failed("an exhibit that was released is listed as withheld", WITHHELD)
    counted: Any = (reading.facts["released"], reading.facts["withheld"])
    # in Python `true` equals 1, and 1.0 does: to other readers of this file they are no counts
    if any(type(count) is not int for count in counted) or counted != (len(reading.rows), len(wholes)):
        raise Failed("export.json counts other exhibits than the index", EXPORT)
    return len(wholes)


def _is_picture(path: str, drawn: Mapping[str, str]) -> bool:
    """Whether a file is a picture of a unit or person of the index. Not each of them has one."""
    found = PICTURE.fullmatch(path)
    if found is None or found["exhibit"] not in drawn:
        return False
    return found["part"] is None or drawn[found["exhibit"]] == "unit"


def _expected(reading: Reading) -> set[str]:
    paths = {EXPORT, INDEX, WITHHELD, "data/custody/checkpoint", "data/custody/events.jsonl"}
    paths |= {line_path(sequence) for sequence in reading.leaves}
    paths |= {f"data/schemas/{name}" for name in publish({row.kind for row in reading.rows})}
    for row in reading.rows:
        paths |= {f"{row.stem}.json", f"{row.stem}.sd-jwt", row.file}
        paths |= {f"{custody_path(row.exhibit)}.tlog-proof"}
        paths -= {line_path(row.sequence)}
    for stem, (_, sequence, _) in reading.earlier.items():
        paths |= {f"{stem}.sd-jwt", f"{stem}.tlog-proof"}
        paths -= {line_path(sequence)}
    return paths
