"""The register as Security Force Monitor's importer tables: what went in comes out, and what comes out goes in."""

import csv
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.archive.records import add_claim
from app.domain.imports.dates import between, cited
from app.domain.register_exports.actions import export_register
from app.domain.register_exports.dates import two_days
from app.records.dates import Dates, Grade
from app.runtime import create_runtime
from app.settings import Settings
from tests.domain.imports.archives import Desk
from tests.domain.imports.test_sfm import packed, take

Rows = dict[str, list[dict[str, str]]]
KINDS = ("source", "unit", "person", "posting", "relation", "positioning", "place", "incident")
SOURCE = {"title": "Gazette 12", "type": "document", "url": "https://gazette.example/12"}


def tables_of(data: bytes) -> Rows:
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        return {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(files.read(name).decode())))
            for name in files.namelist()
        }


def give(desk: Desk) -> bytes:
    return desk.do(export_register, format_="sfm").data


def again(data: bytes, tmp_path: Path) -> Desk:
    """Another archive that takes in what this one gave out."""
    other = Desk(create_runtime(Settings(data=tmp_path / "other")))
    view = take(other, data)
    assert view.refused == 0, [row for row in view.rows if row.outcome == "refused"]
    return other


def told(desk: Desk) -> dict[str, list[str]]:
    """What the entries of each kind say, with titles in place of ids, in one order."""
    entries = {kind: desk.all(kind) for kind in KINDS}
    titles = {
        record: content.get("title") or content.get("names", [{"text": kind}])[0]["text"]
        for kind in ("source", "unit", "person", "place")
        for record, content in entries[kind].items()
    }

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {name: plain(one) for name, one in value.items() if name not in {"notes", "external_ids"}}
            if "born" not in value and "citations" in value:
                # a date of birth of two meanings is in the notes, and notes stay: so does its source
                kept["citations"] = [one for one in kept["citations"] if one.get("supports") != ["born"]]
            return kept
        if isinstance(value, list):
            return sorted((plain(inner) for inner in value), key=repr)
        return titles.get(value, value) if isinstance(value, str) else value

    return {
        kind: sorted(repr(sorted(plain(content).items())) for content in entries[kind].values())
        for kind in KINDS
    }


@pytest.fixture
def vectors_taken(desk: Desk, vectors: Path) -> Desk:
    folder = vectors / "sfm-importer"
    take(desk, packed(**{path.stem: path.read_bytes() for path in sorted(folder.glob("*.csv"))}))
    return desk


def test_the_tables_have_the_columns_of_the_importer(desk: Desk, vectors: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(give(desk))) as files:
        for name in files.namelist():
            theirs = (vectors / "sfm-importer" / name).read_text(encoding="utf-8").splitlines()[0]
            ours = files.read(name).decode().splitlines()[0]
            assert next(csv.reader([ours])) == next(csv.reader([theirs])), name


def test_what_is_given_out_and_taken_in_elsewhere_says_the_same(vectors_taken: Desk, tmp_path: Path) -> None:
    other = again(give(vectors_taken), tmp_path)
    mine, theirs = told(vectors_taken), told(other)
    assert set(theirs.pop("source")) < set(mine.pop("source")), "restricted ones stay"
    for kind, entries in mine.items():
        assert entries, kind
        assert theirs[kind] == entries


def test_published_rows_keep_their_numbers_sources_and_confidence(vectors_taken: Desk, vectors: Path) -> None:
    given_in = (vectors / "sfm-importer" / "units.csv").read_text(encoding="utf-8")
    row = next(csv.DictReader(io.StringIO(given_in)))
    out = next(
        one for one in tables_of(give(vectors_taken))["units"] if one["unit:id:admin"] == row["unit:id:admin"]
    )
    for column in ("name:source", "name:confidence", "country:source", "first_cited_date:confidence"):
        assert out[f"unit:{column}"] == row[f"unit:{column}"]
    assert out["unit:name"] == row["unit:name"].strip()
    assert out["unit:status:admin"] == "3"


def register(desk: Desk) -> dict[str, str]:
    """A unit, a person and two posts of that person there, with a gap between them."""

    def add(kind: str, **content: Any) -> str:
        return desk.do(add_claim, kind=kind, content=content).id

    ids = {"gazette": add("source", **SOURCE), "letter": add("source", title="A letter", restricted=True)}
    cited_ = [{"source": ids["gazette"]}]
    ids["unit"] = add("unit", names=[{"text": "Second Patrol"}], citations=cited_)
    ids["person"] = add("person", names=[{"text": "Ардан Вельскі"}], citations=cited_)
    post = {"person": ids["person"], "unit": ids["unit"], "roles": ["commander"], "citations": cited_}
    for number, (first, last) in enumerate((("2018-01-01", "2018-12-31"), ("2020-01-01", "2020-12-31"))):
        dates = {"first_precise": first, "last_precise": last, "starts": True, "ends": True}
        ids[f"post {number}"] = add("posting", **post, dates=dates)
    return ids


def test_two_postings_of_one_person_to_one_unit_are_not_merged(desk: Desk, tmp_path: Path) -> None:
    """A fault of an existing tool: on export the two became one, from the first day to the last."""
    register(desk)
    rows = tables_of(give(desk))["persons"]
    days = [(row["person:posting_first_cited_date"], row["person:posting_last_cited_date"]) for row in rows]
    assert sorted(days) == [("2018-01-01", "2018-12-31"), ("2020-01-01", "2020-12-31")]
    assert len(again(give(desk), tmp_path).all("posting")) == 2


@pytest.mark.parametrize("status", ["conflict", "issue", "work_needed", "accepted"])
def test_only_what_is_settled_is_published(desk: Desk, tmp_path: Path, status: str) -> None:
    """A row is as settled as the least of its claims, and an entry does not wait for the claims on it."""
    ids = register(desk)
    cited_ = {"citations": [{"source": ids["gazette"]}], "status": status}
    other = desk.do(add_claim, kind="unit", content={"names": [{"text": "Other"}], **cited_}).id
    under = {"subordinate": ids["unit"], "superior": other, "class": "command"}
    desk.do(add_claim, kind="relation", content={**under, **cited_})
    post = {"person": ids["person"], "unit": ids["unit"], "roles": ["deputy"]}
    desk.do(add_claim, kind="posting", content={**post, **cited_})
    desk.do(add_claim, kind="incident", content={"names": [{"text": "Dispersal"}], **cited_})
    told = tables_of(give(desk))
    units = [(row["unit:name"], row["unit:related_unit"], row["unit:status:admin"]) for row in told["units"]]
    roles = [(row["person:posting_role"], row["person:status:admin"]) for row in told["persons"]]
    published = "3" if status == "accepted" else "2"
    alone = [] if status == "accepted" else [("Second Patrol", "", "3")]
    assert sorted(units) == sorted([("Other", "", published), ("Second Patrol", "Other", published), *alone])
    assert sorted(roles) == [("Commander", "3"), ("Commander", "3"), ("Deputy", published)]
    assert [row["incident:status:admin"] for row in told["incidents"]] == [published]
    if status != "accepted":
        other_desk = Desk(create_runtime(Settings(data=tmp_path / "other")))
        view = take(other_desk, give(desk))
        assert view.creates == {"source": 1, "unit": 1, "person": 1, "posting": 2}
        assert {row.table for row in view.rows if row.outcome == "refused"} == {
            "units.csv",
            "persons.csv",
            "incidents.csv",
        }


def test_two_units_under_one_number_of_theirs_stay_two(desk: Desk, tmp_path: Path) -> None:
    ids = register(desk)
    for name in ("North", "South"):
        numbered = [{"organisation": "Security Force Monitor", "number": "5cdf5379"}]
        content = {
            "names": [{"text": name}],
            "citations": [{"source": ids["gazette"]}],
            "external_ids": numbered,
        }
        desk.do(add_claim, kind="unit", content=content)
    assert len({row["unit:id:admin"] for row in tables_of(give(desk))["units"]}) == 3
    assert len(again(give(desk), tmp_path).all("unit")) == 3


def test_a_semicolon_in_a_name_does_not_make_two_names(desk: Desk, tmp_path: Path) -> None:
    ids = register(desk)
    names = {"names": [{"text": "Guard"}], "other_names": [{"text": "G; second"}, {"text": "Third"}]}
    desk.do(add_claim, kind="unit", content={**names, "citations": [{"source": ids["gazette"]}]})
    _, content = again(give(desk), tmp_path).one("unit", "Guard")
    assert [name["text"] for name in content["other_names"]] == ["G, second", "Third"]


def test_the_same_register_gives_the_same_bytes(desk: Desk) -> None:
    register(desk)
    assert give(desk) == give(desk)


def test_no_cell_is_a_formula_and_none_is_changed(desk: Desk, tmp_path: Path) -> None:
    ids = register(desk)
    name = '=HYPERLINK("http://x.example","Ардан")'
    content = {"names": [{"text": name}], "citations": [{"source": ids["gazette"]}]}
    desk.do(add_claim, kind="person", content=content)
    data = give(desk)
    assert all(
        not cell.startswith(("=", "+", "-", "@"))
        for rows in tables_of(data).values()
        for row in rows
        for cell in row.values()
    )
    again(data, tmp_path).one("person", name)


day = st.dates(date(2015, 1, 1), date(2017, 12, 31))
stretch = st.tuples(day, st.integers(0, 800)).map(lambda one: (one[0], one[0] + timedelta(days=one[1])))


@st.composite
def all_dates(draw: st.DrawFn) -> Dates:
    shape = draw(st.sampled_from(("precise", "imprecise", "open", "after", "before", "month", "year")))
    flags = {"starts": draw(st.booleans()), "ends": draw(st.booleans())}
    first, last = draw(stretch)
    one = timedelta(days=1)
    if shape == "precise":
        return Dates(first_precise=first, last_precise=last, **flags)
    if shape == "imprecise":
        return Dates(first_imprecise=first, last_imprecise=last, **flags)
    if shape == "open":
        return Dates(last_imprecise=last, **flags)
    if shape == "month":
        return Dates(first_imprecise=date(2016, 2, 1), last_imprecise=date(2016, 2, 29), **flags)
    if shape == "year":
        first, last = date(2016, 1, 1), date(2016, 12, 31)
        return Dates(
            first_precise=date(2015, 5, 5),
            last_precise=first - one,
            first_imprecise=first,
            last_imprecise=last,
            **flags,
        )
    middle = first + (last - first) // 2
    if shape == "after":
        return Dates(
            first_precise=first,
            last_precise=middle,
            first_imprecise=middle + one,
            last_imprecise=last + one,
            **flags,
        )
    return Dates(
        first_imprecise=first - one,
        last_imprecise=middle,
        first_precise=middle + one,
        last_precise=last + one,
        **flags,
    )


@given(all_dates(), st.lists(day, min_size=1, max_size=20))
def test_dates_given_out_are_never_more_certain_than_they_were(dates: Dates, days: list[date]) -> None:
    said = two_days(dates)
    read = between(cited(said.first), cited(said.last), starts=said.starts, ends=said.ends)
    if read is None:
        return
    read = read.resolved(False)
    for one in days:
        before, after = dates.on(one, starts=bool(dates.starts), ends=bool(dates.ends)), read.on(one)
        if after is Grade.certain:
            assert before is Grade.certain
        if after is Grade.not_shown:
            assert before is Grade.not_shown


def test_what_a_table_can_hold_comes_back_as_it_was() -> None:
    for plain in (
        Dates(first_precise=date(2016, 3, 1), last_precise=date(2016, 5, 2), starts=True, ends=False),
        Dates(first_imprecise=date(2016, 1, 1), last_imprecise=date(2016, 12, 31), starts=False, ends=False),
        Dates(
            first_precise=date(2016, 3, 1),
            last_precise=date(2016, 4, 30),
            first_imprecise=date(2016, 5, 1),
            last_imprecise=date(2016, 5, 31),
            starts=True,
            ends=True,
        ),
    ):
        said = two_days(plain)
        assert between(cited(said.first), cited(said.last), starts=said.starts, ends=said.ends) == plain
