"""Pictures in a bundle: drawn from what leaves, leading to what leaves, and saying nothing beside."""

import posixpath
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.domain.exports.contents import Payload, chain_path, timeline_path
from app.domain.exports.picturing import MOST_DAYS, spans_to_draw
from app.domain.exports.verify import verify_bundle
from app.runtime import Runtime
from tests.domain.exports.archives import Filled, Opened, exported, fill, judged
from tests.domain.exports.packages import package

DAY = {"first_precise": "2021-08-10", "last_precise": "2021-08-10"}
AUGUST = {"first_precise": "2021-08-01", "last_precise": "2021-08-31"}


@pytest.fixture
def filled(runtime: Runtime) -> Filled:
    """A dated act by a unit with a commander and a superior; another commander and superior that no open source shows."""
    filled = fill(runtime)
    ids = filled.ids
    report = [{"account": ids["account"], "paragraphs": [3], "known": "lived"}]
    filled.amend("act", 1, individual=ids["ada"], type="torture", reported_in=report, dates=DAY)
    for name, source in (("shown", "gazette"), ("secretly", "secret")):
        cited = {"citations": [{"source": ids[source]}]}
        filled.claim(f"{name} above", "unit", names=[{"text": f"Regiment {name}"}], **cited)
        under = {"subordinate": ids["unit"], "superior": ids[f"{name} above"], "class": "command"}
        filled.claim(f"{name} under", "relation", dates=AUGUST, **under, **cited)
        filled.claim(f"{name} captain", "person", names=[{"text": f"Captain {name}"}], **cited)
        post = {
            "person": ids[f"{name} captain"],
            "unit": ids["unit"],
            "roles": ["commander"],
            "rank": "captain",
        }
        filled.claim(f"{name} post", "posting", dates=AUGUST, **post, **cited)
    return filled


def pictures(bundle: Opened) -> dict[str, str]:
    return {path: data.decode() for path, data in bundle.files.items() if path.startswith("data/pictures/")}


def exhibit_of(bundle: Opened, record: str) -> str:
    return next(row["exhibit"] for row in bundle.table("data/index.csv") if row["record"] == record)


def links(picture: str) -> set[str]:
    names = ("href", "{http://www.w3.org/1999/xlink}href")
    elements = ElementTree.fromstring(picture).iter()  # our own picture
    return {link for element in elements for name in names if (link := element.get(name))}


def test_the_chain_on_the_days_of_the_deeds_and_the_commanders_leave_as_pictures(
    filled: Filled, tmp_path: Path
):
    bundle = exported(filled)
    judged(bundle.data, tmp_path, filled.actor.keys.key_id)
    found = pictures(bundle)
    unit, captain = (exhibit_of(bundle, filled.ids[name]) for name in ("unit", "shown captain"))

    assert set(found) == {chain_path(unit, 1), timeline_path(unit), timeline_path(captain)}
    chart = found[chain_path(unit, 1)]
    assert "Chain of command of Second Patrol, 2021-08-10" in chart
    for words in ("Regiment shown", "Captain shown, commander, captain:", "certain"):
        assert words in chart
    assert "Captain shown" in found[timeline_path(unit)]
    assert "Second Patrol" in found[timeline_path(captain)]


def test_a_unit_that_was_present_at_an_incident_has_its_chain_on_those_days(filled: Filled):
    ids = filled.ids
    cited = {"citations": [{"source": ids["gazette"]}]}
    guard = filled.claim("guard", "unit", names=[{"text": "Lake Guard"}], **cited)
    present = {"units_present": [{"unit": guard, **cited}], "dates": AUGUST}
    square = filled.claim("square", "incident", names=[{"text": "Linden Square"}], **present, **cited)
    report = [{"account": ids["account"], "paragraphs": [3], "known": "lived"}]
    filled.amend(
        "act", 2, individual=ids["ada"], type="torture", reported_in=report, dates=DAY, incident=square
    )
    bundle = exported(filled)
    chart = pictures(bundle)[chain_path(exhibit_of(bundle, guard), 1)]
    assert "Chain of command of Lake Guard, 2021-08-01 to 2021-08-31" in chart


def test_every_link_of_a_picture_leads_to_a_record_of_the_bundle(filled: Filled):
    bundle = exported(filled)
    for path, picture in pictures(bundle).items():
        led = {posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in links(picture)}
        assert led
        assert led <= set(bundle.files)


def test_what_stays_is_in_no_picture(filled: Filled):
    told = "\n".join(pictures(exported(filled)).values())
    assert "secretly" not in told


def test_deeds_of_two_days_have_two_charts_and_neither_says_what_held_on_the_other(filled: Filled):
    """Another captain a year later: one chart over both days would call both certain, and say of no day which."""
    ids, source = filled.ids, {"citations": [{"source": filled.ids["gazette"]}]}
    filled.claim("later captain", "person", names=[{"text": "Captain later"}], **source)
    post = {"person": ids["later captain"], "unit": ids["unit"], "roles": ["commander"]}
    year_later = {"first_precise": "2022-08-01", "last_precise": "2022-08-31", "starts": True}
    filled.claim("later post", "posting", dates=year_later, **post, **source)
    report = [{"account": ids["account"], "paragraphs": [3], "known": "lived"}]
    deed = {"dates": {"first_precise": "2022-08-10", "last_precise": "2022-08-10"}, "reported_in": report}
    act = filled.add("later act", "act", individual=ids["ada"], type="torture", **deed)
    filled.add("later involvement", "involvement", act=act, unit=ids["unit"], reported_in=report)
    bundle = exported(filled)
    unit = exhibit_of(bundle, ids["unit"])
    found = pictures(bundle)
    first, second = found[chain_path(unit, 1)], found[chain_path(unit, 2)]
    assert "Second Patrol, 2021-08-10" in first
    assert "Captain later" not in first
    assert "Second Patrol, 2022-08-10" in second
    assert "Captain later, commander:" in second


def day(number: int) -> date:
    return date(2021, 8, number)


def test_few_days_are_drawn_one_by_one_and_many_as_one_span():
    assert spans_to_draw({(day(1), day(1)), (day(3), day(4)), (day(4), day(4))}) == [
        (day(1), day(1)),
        (day(3), day(3)),
        (day(4), day(4)),
    ]
    assert len(spans_to_draw({(day(1), day(MOST_DAYS))})) == MOST_DAYS
    assert spans_to_draw({(day(1), day(MOST_DAYS + 1))}) == [(day(1), day(MOST_DAYS + 1))]
    assert spans_to_draw({(day(1), date(2023, 1, 1)), (day(2), day(2))}) == [(day(1), date(2023, 1, 1))]


def test_a_deed_without_days_has_no_chart(filled: Filled):
    report = [{"account": filled.ids["account"], "paragraphs": [3]}]
    filled.amend("act", 2, individual=filled.ids["ada"], type="torture", reported_in=report)
    assert not [path for path in pictures(exported(filled)) if "-chain-" in path]


@pytest.mark.parametrize("name", ["NEV-000009-timeline", "NEV-000001-timeline", "NEV-000003-chain-1", "x"])
def test_a_picture_of_what_is_no_unit_or_person_of_the_index_is_refused(name: str, tmp_path: Path):
    made = package()
    stray = Payload.of(f"data/pictures/{name}.svg", "<svg/>")
    made.contents = replace(made.contents, pictures=[stray])
    verdict = verify_bundle(made.to(tmp_path), None)
    assert not verdict.ok
    assert stray.path in verdict.as_text()


def test_a_picture_that_was_changed_is_found(filled: Filled, tmp_path: Path):
    bundle = exported(filled)
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle.data.replace(b"Captain shown, commander", b"Captain other, commander"))
    assert not verify_bundle(path, filled.actor.keys.key_id).ok
