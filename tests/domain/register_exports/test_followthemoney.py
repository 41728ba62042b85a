"""The register as FollowTheMoney entities: as the model's own package takes them, and never surer than the sources."""

import json
import subprocess
from typing import Any

import pytest

from app.cli.demo.register import REGISTER
from app.cli.demo.world import Keys
from app.domain.archive.records import add_claim
from app.domain.register_exports.actions import export_register
from app.domain.register_exports.countries import COUNTRIES
from app.domain.register_exports.dates import began, ended
from app.domain.register_exports.followthemoney import IN_CONFLICT
from app.domain.register_exports.released import UNFINISHED
from app.records.dates import Dates
from tests.conftest import REPOSITORY, missing
from tests.domain.imports.archives import Desk

JUDGES = REPOSITORY / "tests" / "judges"
Entities = dict[str, dict[str, Any]]


def add(desk: Desk, kind: str, **content: Any) -> str:
    return desk.do(add_claim, kind=kind, content=content).id


def give(desk: Desk) -> Entities:
    lines = desk.do(export_register, format_="followthemoney").data.decode().splitlines()
    return {entity["id"].removeprefix("nvr-"): entity for entity in map(json.loads, lines)}


@pytest.fixture
def ids(desk: Desk) -> dict[str, str]:
    gazette = add(
        desk, "source", title="Gazette 12", url="https://gazette.example/12", published_on="2021-01-05"
    )
    cited = {"citations": [{"source": gazette}]}
    unit = add(
        desk,
        "unit",
        names=[
            {"text": "Second Patrol Company", "language": "en"},
            {"text": "Другая рота", "language": "be"},
        ],
        other_names=[{"text": "2 PC"}],
        classifications=["company"],
        country="AQ",
        dates={"first_precise": "2016-01-15", "last_precise": "2021-01-01", "starts": True, "ends": False},
        **cited,
    )
    above = add(desk, "unit", names=[{"text": "First Regiment"}], country="DE", **cited)
    person = add(
        desk,
        "person",
        names=[{"text": "Ардан Вельскі", "language": "be"}],
        born={"first_imprecise": "1971-01-01", "last_imprecise": "1971-12-31"},
        gender="male",
        citizenship=["DE"],
        **cited,
    )
    return {
        "source": gazette,
        "unit": unit,
        "above": above,
        "person": person,
        "single day": add(
            desk,
            "posting",
            person=person,
            unit=unit,
            roles=["acting_commander"],
            rank="major",
            dates={"first_precise": "2020-08-10", "last_precise": "2020-08-10"},
            **cited,
        ),
        "from and to": add(
            desk,
            "posting",
            person=person,
            unit=unit,
            roles=["commander"],
            dates={"first_precise": "2018-03-01", "last_precise": "2019-03-31", "starts": True, "ends": True},
            **cited,
        ),
        "relation": add(
            desk,
            "relation",
            subordinate=unit,
            superior=above,
            control="de_facto",
            **{"class": "command"},
            **cited,
        ),
    }


def judged(data: bytes) -> dict[str, Any]:
    """What the model's own package says of entities."""
    python = JUDGES / ".followthemoney" / "bin" / "python"
    if not python.exists():
        missing("the followthemoney package (make judges)")
    judge = [str(python), str(JUDGES / "followthemoney_judge.py")]
    return json.loads(subprocess.run(judge, input=data, capture_output=True, check=True).stdout)


def test_the_makers_of_the_model_take_every_entity(desk: Desk, ids: dict[str, str]) -> None:
    verdict = judged(desk.do(export_register, format_="followthemoney").data)
    assert verdict["wrong"] == []
    assert verdict["schemas"] == {
        "Document": 1,
        "Organization": 2,
        "Person": 1,
        "Employment": 2,
        "Membership": 1,
    }


def test_the_judge_refuses_what_is_wrong(desk: Desk, ids: dict[str, str]) -> None:
    entities = give(desk)
    entities[ids["single day"]]["properties"] |= {
        "startDate": ["in August"],
        "colour": ["red"],
        "employer": ["x"],
    }
    wrong = judged("\n".join(json.dumps(entity) for entity in entities.values()).encode())["wrong"]
    for told in (
        "Employment.startDate is not taken as it is",
        "Employment has no colour",
        "leads to no Organization",
    ):
        assert any(told in one for one in wrong), told


def test_each_entity_says_what_the_claim_says_with_its_sources(desk: Desk, ids: dict[str, str]) -> None:
    found = give(desk)
    unit = found[ids["unit"]]
    assert unit["schema"] == "Organization"
    assert unit["properties"] == {
        "name": ["Second Patrol Company", "Другая рота"],
        "alias": ["2 PC"],
        "classification": ["company"],
        "country": ["aq"],
        "incorporationDate": ["2016-01-15"],
        "proof": [f"nvr-{ids['source']}"],
        "sourceUrl": ["https://gazette.example/12"],
    }
    person = found[ids["person"]]["properties"]
    assert (person["birthDate"], person["gender"], person["citizenship"]) == (["1971"], ["male"], ["de"])
    relation = found[ids["relation"]]["properties"]
    assert relation["member"] == [f"nvr-{ids['unit']}"]
    assert relation["organization"] == [f"nvr-{ids['above']}"]
    assert relation["role"] == ["Command, In fact"]


def test_a_claim_in_conflict_says_so_and_one_that_needs_work_stays(desk: Desk, ids: dict[str, str]) -> None:
    cited = {"citations": [{"source": ids["source"]}]}
    unit, person = ids["unit"], ids["person"]
    post = add(
        desk,
        "posting",
        person=person,
        unit=unit,
        dates={"first_precise": "2021-03-01", "last_precise": "2021-03-01"},
        status="conflict",
        **cited,
    )
    other = add(desk, "unit", names=[{"text": "Other Company"}], status="conflict", **cited)
    doubted = [add(desk, "unit", names=[{"text": "?"}], status=status, **cited) for status in UNFINISHED]
    found = give(desk)
    assert found[other]["properties"]["description"] == [IN_CONFLICT]
    days, conflict = found[post]["properties"]["description"]
    assert "2021-03-01" in days and conflict == IN_CONFLICT
    assert found.keys().isdisjoint(doubted)
    assert IN_CONFLICT not in str(found[unit]) + str(found[ids["single day"]])
    assert judged(desk.do(export_register, format_="followthemoney").data)["wrong"] == []


def test_a_country_that_the_model_does_not_know_is_left_out(desk: Desk, ids: dict[str, str]) -> None:
    cited = {"citations": [{"source": ids["source"]}]}
    unit = add(desk, "unit", names=[{"text": "Lake Guard"}], country="XN", **cited)
    person = add(desk, "person", names=[{"text": "Zoran Vadar"}], citizenship=["XN", "DE"], **cited)
    found = give(desk)
    assert "country" not in found[unit]["properties"]
    assert found[person]["properties"]["citizenship"] == ["de"]


def test_the_makers_of_the_model_know_every_country_that_leaves() -> None:
    entities = (
        {"id": code, "schema": "Organization", "properties": {"name": [code], "country": [code]}}
        for code in COUNTRIES
    )
    assert judged("\n".join(map(json.dumps, entities)).encode())["wrong"] == []
    assert "xn" not in COUNTRIES and len(COUNTRIES) == 250


def test_the_makers_of_the_model_take_the_register_of_the_demo(desk: Desk) -> None:
    keys = Keys()
    for entry in REGISTER:
        keys.ids[entry.key] = add(desk, entry.kind, **keys.resolve(entry.content))
    verdict = judged(desk.do(export_register, format_="followthemoney").data)
    assert verdict["wrong"] == []
    assert verdict["schemas"]["Organization"] > 10 and verdict["schemas"]["Employment"] > 10


def test_a_post_known_from_a_single_day_neither_starts_nor_ends(desk: Desk, ids: dict[str, str]) -> None:
    found = give(desk)
    single, whole = (found[ids[name]]["properties"] for name in ("single day", "from and to"))
    assert "startDate" not in single
    assert "endDate" not in single
    assert single["description"] == ["on 2020-08-10, perhaps earlier and later"]
    assert (whole["startDate"], whole["endDate"]) == (["2018-03-01"], ["2019-03-31"])


def test_two_postings_of_one_person_to_one_unit_stay_two(desk: Desk, ids: dict[str, str]) -> None:
    found = [one for one in give(desk).values() if one["schema"] == "Employment"]
    assert len(found) == 2
    assert {one["properties"]["role"][0] for one in found} == {"Acting commander, major", "Commander"}


@pytest.mark.parametrize(
    ("plain", "first", "last"),
    [
        (
            {"first_precise": "2021-03-01", "last_precise": "2021-05-31", "starts": True, "ends": True},
            "2021-03-01",
            "2021-05-31",
        ),
        (
            {"first_precise": "2021-03-01", "last_precise": "2021-05-31", "starts": False, "ends": False},
            "",
            "",
        ),
        (
            {"first_imprecise": "2021-03-01", "last_imprecise": "2021-03-31", "starts": True, "ends": True},
            "2021-03",
            "2021-03",
        ),
        (
            {"first_imprecise": "2021-02-01", "last_imprecise": "2021-11-30", "starts": True, "ends": False},
            "2021",
            "",
        ),
        (
            {"first_imprecise": "2020-12-01", "last_imprecise": "2021-01-31", "starts": True, "ends": True},
            "",
            "",
        ),
        ({"last_imprecise": "2021-01-31", "starts": True, "ends": True}, "", ""),
    ],
)
def test_a_date_is_only_as_precise_as_it_is_known(plain: dict[str, Any], first: str, last: str) -> None:
    dates = Dates.model_validate_json(json.dumps(plain))
    assert (began(dates), ended(dates)) == (first, last)
