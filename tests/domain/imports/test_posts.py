"""A list of posts: what is created, matched or refused, row by row, before anything is written. All are invented."""

import io
from datetime import date

import openpyxl
import pytest

from app.domain.archive.records import add_claim
from app.domain.forces.queries import command
from app.domain.imports.views import RowTold, Told
from app.errors import Invalid, NotAllowed
from tests.domain.imports.archives import Desk, as_csv
from tests.people import join

GOOD = {
    "person": "Ардан Вельскі",
    "unit": "First Patrol Company",
    "role": "Commander",
    "rank": "major",
    "from": "2021-03-01",
    "to": "2021-05-31",
    "starts": "yes",
    "source": "Gazette 12",
    "page": "p. 4",
}


def told(row: RowTold, kind: str) -> Told:
    """What a row says of the one thing of this kind."""
    (found,) = [one for one in row.told if one.kind == kind]
    return found


def test_a_row_brings_source_unit_person_and_posting(desk: Desk) -> None:
    view = desk.look(as_csv(GOOD))
    assert view.creates == {"source": 1, "unit": 1, "person": 1, "posting": 1} and not view.written
    assert [row.outcome for row in view.rows] == ["created"]
    assert desk.all("unit") == {}, "looking writes nothing"
    assert desk.take(as_csv(GOOD)).written
    person, _ = desk.one("person", "Ардан Вельскі")
    unit, _ = desk.one("unit", "First Patrol Company")
    source, _ = desk.one("source", "Gazette 12")
    ((posting, content),) = desk.all("posting").items()
    assert content == {
        "person": person,
        "unit": unit,
        "roles": ["commander"],
        "rank": "major",
        "dates": {"first_precise": "2021-03-01", "last_precise": "2021-05-31", "starts": True},
        "citations": [{"source": source, "page": "p. 4"}],
    }
    again = desk.take(as_csv(GOOD))
    assert again.creates == {}, "sent twice, it brings nothing"
    assert {(one.outcome, one.record) for one in again.rows[0].told} == {
        ("matched", record) for record in (person, unit, source, posting)
    }


def test_a_first_date_alone_is_that_day_and_no_more(desk: Desk) -> None:
    desk.take(as_csv(GOOD | {"to": ""}))
    unit, _ = desk.one("unit", "First Patrol Company")
    ((_, content),) = desk.all("posting").items()
    assert content["dates"] == {
        "first_precise": "2021-03-01",
        "last_precise": "2021-03-01",
        "starts": True,
        "ends": False,
    }
    grades: dict[str, list[str]] = {}
    for day in ("2021-02-28", "2021-03-01", "2021-03-02"):
        when = date.fromisoformat(day)
        view = desk.do(command, unit=unit, first=when, last=when)
        grades[day] = [post.grade for post in view.commanders]
    assert grades == {"2021-02-28": [], "2021-03-01": ["certain"], "2021-03-02": ["possible"]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"from": "2021-06-01"}, "first day is after the last"),
        ({"from": "03/01/2021"}, "Write days as"),
        ({"from": "2021-02-30"}, "Write days as"),
        ({"source": ""}, "Fill in: source"),
        ({"person": "", "unit": ""}, "Fill in: person, unit"),
        ({"starts": "perhaps"}, "starts: write yes or no"),
        ({"from": "03/01/2021"}, "from: “03/01/2021”"),
        ({"to": "in spring"}, "to: “in spring”"),
        ({"from": "2021-06-01"}, "from: 2021-06-01, to: 2021-05-31"),
        ({"unit": "0" * 32}, "no entry of the kind"),
        ({"person": "0" * 32}, "no entry of the kind"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_rest_is_taken(
    desk: Desk, change: dict[str, str], words: str
) -> None:
    view = desk.take(as_csv(GOOD | change, GOOD))
    assert [row.outcome for row in view.rows] == ["refused", "created"] and view.refused == 1
    assert any(words in one.reason for one in view.rows[0].told), view.rows[0]
    assert len(desk.all("posting")) == 1, "first after last is never swapped"


def test_words_that_are_no_known_role_never_mean_command(desk: Desk) -> None:
    desk.take(as_csv(GOOD | {"role": "Deputy commander for supplies"}))
    ((_, content),) = desk.all("posting").items()
    assert content["roles"] == ["other"] and content["role_stated"] == "Deputy commander for supplies"
    told = desk.look(as_csv(GOOD | {"role": "Boss of all"})).rows[0].told[-1]
    assert told.kind == "posting" and "kept as written; not counted as command" in told.reason


def test_a_return_is_a_posting_of_its_own_and_the_same_row_twice_is_one(desk: Desk) -> None:
    returned = GOOD | {"from": "2022-01-01", "to": "2022-02-01", "role": "commander"}
    view = desk.take(as_csv(GOOD, returned, GOOD))
    assert view.creates == {"source": 1, "unit": 1, "person": 1, "posting": 2}
    assert view.rows[2].outcome == "matched"


def test_a_name_alone_never_makes_two_one(desk: Desk) -> None:
    desk.take(as_csv(GOOD))
    view = desk.take(as_csv(GOOD | {"unit": "Second Patrol Company"}))
    assert view.creates == {"unit": 1, "person": 1, "posting": 1}
    assert any("A person of this name is here already" in one.reason for one in view.rows[0].told)
    both = desk.look(as_csv(GOOD | {"unit": "Third Patrol Company"}))
    assert both.creates["person"] == 1
    people = list(desk.all("person"))
    view = desk.take(as_csv(GOOD | {"unit": "Third Patrol Company", "person": people[0]}))
    assert "person" not in view.creates, "an id says which"


def test_two_rows_of_one_name_in_two_units_are_two_persons(desk: Desk) -> None:
    """The commander of a patrol is not the head of a court who has his name."""
    court = GOOD | {"unit": "Lake Court", "role": "head", "rank": ""}
    for rows in ((GOOD, court), (court, GOOD)):
        view = desk.look(as_csv(*rows))
        assert view.creates["person"] == 2
        assert all("Other rows have this name" in told(row, "person").reason for row in view.rows)
    desk.take(as_csv(GOOD, court))
    people = {content["person"] for content in desk.all("posting").values()}
    assert len(people) == 2
    again = desk.take(as_csv(court, GOOD))
    assert again.creates == {} and {told(row, "person").record for row in again.rows} == people


def test_every_row_says_what_becomes_of_each_thing_that_it_names(desk: Desk) -> None:
    desk.take(as_csv(GOOD))
    later = GOOD | {"from": "2023", "to": "", "source": "Gazette 13"}
    view = desk.look(as_csv(later, later | {"from": "2024"}, GOOD | {"person": "Boris Halavin"}))
    outcomes = [[(one.kind, one.outcome, one.here) for one in row.told] for row in view.rows]
    here, new = ("matched", True), ("created", False)
    assert outcomes == [
        [("source", *new), ("unit", *here), ("person", *here), ("posting", *new)],
        [("source", "matched", False), ("unit", *here), ("person", *here), ("posting", *new)],
        [("source", *here), ("unit", *here), ("person", *new), ("posting", *new)],
    ]
    assert told(view.rows[0], "person").reason == "The same name, and a post in the same unit."
    assert all(one.title for row in view.rows for one in row.told)


def test_a_post_that_is_here_is_left_as_it_is_and_what_differs_is_said(desk: Desk) -> None:
    desk.take(as_csv(GOOD))
    shouting = GOOD | {"person": "АРДАН ВЕЛЬСКІ", "source": "Gazette 13"}
    before = desk.all("posting")
    view = desk.take(as_csv(shouting))
    assert view.creates == {"source": 1} and desk.all("posting") == before
    assert "The table writes “АРДАН ВЕЛЬСКІ”" in told(view.rows[0], "person").reason
    assert "It is not cited there from: Gazette 13." in told(view.rows[0], "posting").reason


def test_the_same_post_from_two_sources_is_one_with_both(desk: Desk) -> None:
    view = desk.take(as_csv(GOOD, GOOD | {"source": "Gazette 13"}))
    assert view.creates["posting"] == 1
    for kind in ("unit", "person", "posting"):
        ((_, content),) = desk.all(kind).items()
        assert len(content["citations"]) == 2


def test_an_id_makes_the_person_known_to_other_rows_of_the_same_unit(desk: Desk) -> None:
    desk.take(as_csv(GOOD))
    (person,) = desk.all("person")
    by_id, by_name = GOOD | {"person": person, "unit": "Lake Court"}, GOOD | {"unit": "Lake Court"}
    for rows in ((by_id, by_name), (by_name, by_id)):
        view = desk.look(as_csv(*rows))
        assert "person" not in view.creates
        assert {told(row, "person").record for row in view.rows} == {person}


def test_two_units_of_one_name_are_asked_about(desk: Desk) -> None:
    desk.take(as_csv(GOOD))
    source, _ = desk.one("source", "Gazette 12")
    twin = {"names": [{"text": "first patrol company"}], "citations": [{"source": source}]}
    desk.do(add_claim, kind="unit", content=twin)
    view = desk.look(as_csv(GOOD))
    assert view.rows[0].outcome == "refused" and "2 entries have this name" in view.rows[0].told[-1].reason


def spreadsheet(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_spreadsheets_and_other_encodings(desk: Desk) -> None:
    header: list[object] = ["Person", "Unit", "Role", "From", "To", "Source"]
    row: list[object] = ["Ардан Вельскі", "17", "head", date(2021, 3, 1), "2021-05", "@gazette_of_nevaria"]
    view = desk.take(spreadsheet(header, row), name="posts.xlsx")
    assert view.creates["posting"] == 1
    ((_, content),) = desk.all("posting").items()
    assert content["dates"] == {
        "first_precise": "2021-03-01",
        "last_precise": "2021-04-30",
        "first_imprecise": "2021-05-01",
        "last_imprecise": "2021-05-31",
    }
    text = "Person;Unit;Source\r\nАрдан Вельский;Рота;Газета\r\n"
    for encoding in ("cp1251", "utf-16", "utf-8-sig"):
        view = desk.look(text.encode(encoding))
        assert [one.title for one in view.rows[0].told if one.kind == "unit"] == ["Рота"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("posts.csv", b""),
        ("posts.csv", b"\n\n"),
        ("posts.csv", b"a,b\n1,2\n"),
        ("posts.xlsx", b"no spreadsheet"),
        ("posts.xlsx", b"PK\x03\x04 broken"),
        ("posts.zip", b"PK\x03\x04 broken"),
        ("posts.csv", b"\xff\xfe\x00"),
        ("posts.csv", b"\0" * 100),
    ],
)
def test_what_is_no_table_is_said_in_words(desk: Desk, name: str, data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        desk.look(data, name=name)
    assert refused.value.problems[0].field == "file"


def test_who_takes_tables_in(desk: Desk) -> None:
    """An investigator does; an auditor and a write-only member do not, and learn nothing by trying."""
    investigator, auditor, write_only = (
        join(desk.runtime, desk.founder, role, name=role)
        for role in ("investigator", "auditor", "write_only")
    )
    for actor in (auditor, write_only):
        for way in (desk.look, desk.take):
            with pytest.raises(NotAllowed):
                way(as_csv(GOOD), actor=actor)
    assert desk.take(as_csv(GOOD), actor=investigator).written
