"""Security Force Monitor's importer tables, as its own tests have them (shared vectors), and hand-made ones."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.domain.imports.views import ImportView
from app.errors import Invalid
from tests.domain.imports.archives import Desk, as_csv
from tests.people import join


def packed(**tables: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        for name, data in tables.items():
            files.writestr(f"{name}.csv", data)
    return out.getvalue()


@pytest.fixture
def tables(vectors: Path) -> bytes:
    """The importer tables of the shared vectors, packed."""
    return packed(
        **{path.stem: path.read_bytes() for path in sorted((vectors / "sfm-importer").glob("*.csv"))}
    )


def take(desk: Desk, data: bytes, **more: Any) -> ImportView:
    return desk.take(data, "sfm", "tables.zip", **more)


def test_the_tables_bring_what_is_published_with_sources_and_confidence(desk: Desk, tables: bytes) -> None:
    view = take(desk, tables)
    assert view.creates == {
        "source": 112,
        "unit": 7,
        "place": 3,
        "positioning": 2,
        "relation": 5,
        "person": 5,
        "posting": 5,
        "incident": 1,
    }
    _, alpha = desk.one("unit", "Importer Test Organization Alpha Name")
    assert [name["text"] for name in alpha["other_names"]] == [
        f"Importer Test Organization Alpha Other Name {number}" for number in (1, 2, 3)
    ]
    assert len(alpha["classifications"]) == 4 and alpha["country"] == "TC"
    assert alpha["dates"] == {
        "first_precise": "2018-01-01",
        "last_precise": "2019-06-30",
        "starts": True,
        "ends": False,
    }
    sources = desk.all("source")
    told = {
        (field, citation["confidence"], sources[citation["source"]]["external_ids"][0]["number"])
        for citation in alpha["citations"]
        for field in citation["supports"]
    }
    assert ("names", 1, "67a6807e-7088-406d-bc5c-98ea593fa85d") in told
    assert {(field, sure) for field, sure, _ in told} >= {
        ("names", 1),
        ("other_names", 2),
        ("classifications", 3),
        ("dates.last_precise", 2),
    }
    assert "should not appear anywhere" not in str(desk.all("unit")) + str(desk.all("person"))
    _, beta = desk.one("person", "Importer Test Person Beta Name")
    assert beta["gender"] == "female" and beta["deceased"] is False
    assert "01/01/80" in beta["notes"], "a day with two meanings is kept as it was written"
    _, person = desk.one("person", "Importer Test Person Alpha Name")
    assert person["online_accounts"] == [{"service": "facebook", "name": "alpha"}]
    assert {tuple(one["supports"]) for one in person["citations"] if "passage" in one} == {
        ("external_link",),
        ("media",),
    }


def test_other_statuses_are_told_of_and_left_and_twice_brings_nothing(desk: Desk, tables: bytes) -> None:
    view = take(desk, tables)
    left = [
        (row.table, row.row) for row in view.rows if any("Its status is" in one.reason for one in row.told)
    ]
    assert left == [
        ("incidents.csv", 3),
        ("incidents.csv", 4),
        ("persons.csv", 6),
        ("units.csv", 10),
        ("units.csv", 12),
    ]
    disagreeing = [row.row for row in view.rows if any("disagree" in one.reason for one in row.told)]
    assert disagreeing == [6, 9], "a date that its own columns contradict is told of"
    again = take(desk, tables)
    assert again.creates == {}
    unlike = [row.row for row in again.rows if any("says otherwise" in one.reason for one in row.told)]
    assert unlike == [11], "of this unit something was left out, since its sources are not in the tables"


def test_relations_keep_their_class_and_ends(desk: Desk, tables: bytes) -> None:
    take(desk, tables)
    units = {record: content["names"][0]["text"] for record, content in desk.all("unit").items()}
    relations = {
        (units[one["subordinate"]].split()[-2], one["class"]): (one["dates"]["starts"], one["dates"]["ends"])
        for one in desk.all("relation").values()
    }
    assert relations[("Delta", "command")] == (True, True), "E is the real end"
    assert relations[("Gamma", "command")] == (False, False), "open is no end"
    assert relations[("Organization", "membership")] == (True, False)
    ((_, incident),) = desk.all("incident").items()
    assert [set(one) - {"citations"} for one in incident["alleged"]] == [{"unit"}, {"person"}]
    assert all(one["citations"] for one in incident["alleged"]), "no link to a perpetrator without a source"


def test_who_does_not_hold_the_restricted_part_brings_no_restricted_source(desk: Desk, tables: bytes) -> None:
    investigator = join(desk.runtime, desk.founder, "investigator", name="I")
    view = take(desk, tables, actor=investigator)
    refused = [one for row in view.rows for one in row.told if "restricted part" in one.reason]
    assert [one.kind for one in refused] == ["source"]
    assert view.creates["source"] == 111


SOURCES = as_csv(
    {"source:access_point_id:admin": "s-1", "source:title": "Gazette 12", "source:type": "document"},
)
UNIT = {
    "unit:status:admin": "3",
    "unit:id:admin": "u-1",
    "unit:name": "First Patrol Company",
    "unit:name:source": "s-1",
    "unit:name:confidence": "High",
}


def test_what_has_no_known_source_is_left_out_and_told(desk: Desk) -> None:
    row = UNIT | {"unit:country": "nv", "unit:country:source": "s-9"}
    view = take(desk, packed(sources=SOURCES, units=as_csv(row)))
    assert view.rows[-1].outcome == "refused" and view.creates == {"source": 1, "unit": 1}
    _, unit = desk.one("unit", "First Patrol Company")
    assert "country" not in unit


@pytest.mark.parametrize("class_", ["Informal", ""])
def test_only_known_classes_of_relation_are_taken(desk: Desk, class_: str) -> None:
    superior = UNIT | {"unit:id:admin": "u-2", "unit:name": "Regiment"}
    under = UNIT | {
        "unit:relation_type": "child",
        "unit:related_unit_id:admin": "u-2",
        "unit:related_unit": "Regiment",
        "unit:related_unit:source": "s-1",
        "unit:related_unit_class": class_,
    }
    view = take(desk, packed(sources=SOURCES, units=as_csv(superior, under)))
    assert "relation" not in view.creates and view.refused == 1


def test_a_start_after_the_end_is_refused_never_swapped(desk: Desk) -> None:
    dates = {
        "unit:first_cited_date": "2020-01-01",
        "unit:first_cited_date:source": "s-1",
        "unit:last_cited_date": "2019-01-01",
        "unit:last_cited_date:source": "s-1",
    }
    view = take(desk, packed(sources=SOURCES, units=as_csv(UNIT | dates)))
    told = view.rows[-1].told[0]
    assert "unit" not in view.creates and "Nothing is swapped" in told.reason
    assert "(unit:first_cited_date, unit:last_cited_date)" in told.reason


def test_a_date_that_cannot_be_read_is_refused_with_its_column(desk: Desk) -> None:
    date = {"unit:last_cited_date_year": "2019", "unit:last_cited_date_month": "13"}
    cited = {"unit:last_cited_date": "2019-13", "unit:last_cited_date:source": "s-1"}
    view = take(desk, packed(sources=SOURCES, units=as_csv(UNIT | date | cited)))
    assert "(unit:last_cited_date “2019-13”)" in view.rows[-1].told[0].reason


def test_what_the_register_has_otherwise_is_said_and_left(desk: Desk) -> None:
    known = {"unit:country": "nv", "unit:country:source": "s-1"}
    dates = {"unit:first_cited_date": "2020-01-01", "unit:first_cited_date:source": "s-1"}
    person = {"person:status:admin": "3", "person:id:admin": "p-1", "person:name": "Zoran Vadar"}
    person |= {"person:name:source": "s-1"}
    gender = {
        "person_extra:id:admin": "p-1",
        "person_extra:name": "Zoran Vadar",
        "person_extra:gender": "male",
    }
    gender |= {"person_extra:gender:source": "s-1"}
    take(desk, packed(sources=SOURCES, units=as_csv(UNIT | known), persons=as_csv(person)))
    before = desk.all("unit"), desk.all("person"), desk.all("source")
    changed = UNIT | known | dates | {"unit:country": "ru", "unit:name": "1st Patrol"}
    sources = SOURCES.replace(b"Gazette 12", b"Gazette XII")
    tables = packed(
        sources=sources, units=as_csv(changed), persons=as_csv(person), persons_extra=as_csv(gender)
    )
    view = take(desk, tables)
    assert view.creates == {} and before == (desk.all("unit"), desk.all("person"), desk.all("source"))
    told = {one.kind: one.reason for row in reversed(view.rows) for one in row.told}
    for words in (
        "The register says otherwise and stays as it is.",
        "Names: “1st Patrol” in the table, “First Patrol Company” in the register.",
        "Country: “RU” in the table, “NV” in the register.",
        "Dates: “on 2020-01-01",
        "“nothing” in the register.",
    ):
        assert words in told["unit"], told["unit"]
    assert "Title: “Gazette XII” in the table, “Gazette 12” in the register." in told["source"]
    assert "Gender: “male” in the table, “nothing” in the register." in told["person"]


def test_a_role_that_is_not_known_is_said_to_be_no_command(desk: Desk) -> None:
    person = {"person:status:admin": "3", "person:id:admin": "p-1", "person:name": "Zoran Vadar"}
    post = {"person:posting_unit_id:admin": "u-1", "person:posting_role": "Boss of all"}
    cited = {f"person:{column}:source": "s-1" for column in ("name", "posting_unit", "posting_role")}
    tables = packed(sources=SOURCES, units=as_csv(UNIT), persons=as_csv(person | post | cited))
    told = take(desk, tables).rows[0].told[-1]
    assert told.kind == "posting" and "kept as written; not counted as command" in told.reason


def test_tables_without_their_names_are_refused(desk: Desk) -> None:
    with pytest.raises(Invalid):
        take(desk, packed(other=SOURCES))
    with pytest.raises(Invalid):
        take(desk, packed())
