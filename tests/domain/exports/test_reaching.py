"""What the register adds to a bundle: upward to those in command on the dates, cited, and nothing beside."""

from pathlib import Path
from typing import Any

import pytest

from app.runtime import Runtime
from tests.domain.exports.archives import Filled, Opened, exported, fill, judged

DAY = {"first_precise": "2021-08-10", "last_precise": "2021-08-10"}
AUGUST = {"first_precise": "2021-08-01", "last_precise": "2021-08-31"}
YEAR_BEFORE = {"first_precise": "2020-01-01", "last_precise": "2020-12-31", "ends": True}


@pytest.fixture
def filled(runtime: Runtime) -> Filled:
    """The act, by a unit of which more is known: what leaves is named by a word, what must not by `not ...`."""
    filled = fill(runtime)
    ids = filled.ids
    report = [{"account": ids["account"], "paragraphs": [3], "known": "lived"}]
    filled.amend("act", 1, individual=ids["ada"], type="torture", reported_in=report, dates=DAY)
    cited = {"citations": [{"source": ids["gazette"]}]}
    secret = {"citations": [{"source": ids["secret"]}]}
    for name in ("regiment", "ministry", "guild"):
        filled.claim(name, "unit", names=[{"text": name.title()}], **cited)

    def above(name: str, lower: str, upper: str, class_: str = "command", **more: Any) -> None:
        named = {"subordinate": ids[lower], "superior": ids[upper], "class": class_}
        filled.claim(name, "relation", **named | cited | more)

    above("unit under regiment", "unit", "regiment", dates=AUGUST)
    above("regiment under ministry", "regiment", "ministry")
    above("not paid by", "unit", "guild", "administrative")
    above("not before", "unit", "guild", dates=YEAR_BEFORE)
    above("not below", "guild", "unit")

    def person(name: str, **more: Any) -> str:
        return filled.claim(name, "person", **{"names": [{"text": name.title()}]} | cited | more)

    def post(name: str, who: str, unit: str, *roles: str, **more: Any) -> None:
        named = {"person": ids[who], "unit": ids[unit], "roles": list(roles)}
        filled.claim(name, "posting", **named | cited | more)

    for name in ("colonel", "minister", "not deputy", "not earlier", "not cited"):
        person(name)
    person("not identified", names=[], unidentified=True, description="Tall, a scar")
    post("colonel commands", "colonel", "regiment", "commander", dates=AUGUST)
    post("colonel had left", "colonel", "regiment", "commander", dates=YEAR_BEFORE)
    post("not elsewhere", "colonel", "guild", "commander", dates=AUGUST)
    post("minister heads", "minister", "ministry", "minister")
    post("not the deputy's", "not deputy", "regiment", "deputy", dates=AUGUST)
    post("not the earlier one's", "not earlier", "regiment", "commander", dates=YEAR_BEFORE)
    post("not shown by anything open", "not cited", "regiment", "commander", dates=AUGUST, **secret)
    post("not somebody unknown's", "not identified", "regiment", "commander", dates=AUGUST)
    filled.claim("yard", "place", names=[{"text": "The yard"}], **cited)
    placed = {"unit": ids["unit"], "place": ids["yard"], "class": "guards"}
    filled.claim("unit at the yard", "positioning", dates=AUGUST, **placed, **cited)
    filled.claim("not then at the yard", "positioning", dates=YEAR_BEFORE, **placed, **cited)
    return filled


def left(filled: Filled, bundle: Opened) -> set[str]:
    records = {row["record"] for row in bundle.table("data/index.csv") if row["part"] == "register"}
    return {name for name, id_ in filled.ids.items() if id_ in records}


ABOVE = {
    *("unit", "unit under regiment", "regiment", "regiment under ministry", "ministry"),
    *("colonel commands", "colonel had left", "colonel", "minister heads", "minister"),
    *("unit at the yard", "yard", "gazette"),
}


def test_the_chain_of_command_on_the_day_leaves_and_nothing_beside(filled: Filled, tmp_path: Path):
    bundle = exported(filled)

    judged(bundle.data, tmp_path, filled.actor.keys.key_id)
    assert left(filled, bundle) == ABOVE
    assert "scar" not in bundle.everything()
    reasons = {item.record: item.reasons for item in filled.build().withheld}
    assert reasons[filled.ids["not shown by anything open"]] == ("no_citation",)
    assert filled.ids["not somebody unknown's"] not in reasons


def test_a_person_whom_a_record_names_brings_all_postings_and_the_units_on_the_dates(filled: Filled):
    ids = filled.ids
    named = {"act": ids["act"], "person": ids["not earlier"], "reported_in": [{"account": ids["account"]}]}
    filled.add("named", "involvement", **named)
    cited = {"citations": [{"source": ids["gazette"]}]}
    command = {"person": ids["not deputy"], "unit": ids["guild"], "roles": ["commander"]}
    filled.claim("then at the guild", "posting", **command, dates=AUGUST, **cited)
    posted = {"person": ids["not earlier"], "unit": ids["guild"], "roles": ["member"]}
    filled.claim("a member there", "posting", **posted, dates=AUGUST, **cited)
    found = left(filled, exported(filled))

    assert found >= {"not earlier", "not the earlier one's", "a member there", "guild"}
    assert found >= {"then at the guild", "not deputy"}


def test_without_any_dates_every_commander_may_have_commanded(filled: Filled):
    report = [{"account": filled.ids["account"], "paragraphs": [3]}]
    filled.amend("act", 2, individual=filled.ids["ada"], type="torture", reported_in=report)

    assert left(filled, exported(filled)) >= {*ABOVE, "not the earlier one's", "not then at the yard"}
