"""What of the register leaves by itself: what an open source shows, and nothing that is sealed."""

import hashlib
import io
import json
import zipfile
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.archive.actions import open_case
from app.domain.archive.records import add_claim, add_record
from app.domain.custody.deeds import Deed, parse_leaf
from app.domain.custody.verify import verify_log
from app.domain.forces.actions import join_persons
from app.domain.register_exports.actions import FORMATS, export_register
from app.domain.register_exports.released import released
from app.domain.register_exports.views import RegisterExport
from app.errors import Invalid, NotAllowed
from app.models import LogEntry
from tests.conftest import STORES
from tests.domain.imports.archives import Desk
from tests.people import join

SECRET = "Zapadny"
"""In everything that must not leave."""


class World:
    """A register in which some claims have an open source to show and some do not."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.ids = desk, dict[str, str]()
        self.add("gazette", "source", title="Gazette 12", url="https://gazette.example/12")
        self.add("letter", "source", title=f"A letter from {SECRET}", restricted=True)
        case = desk.do(open_case, title="A case").id
        one = desk.do(add_record, case=case, kind="individual", content={"pseudonym": "W-0001"}).id
        told = {"individual": one, "type": "full_interview", "narrative": [{"text": SECRET}]}
        self.account = desk.do(add_record, case=case, kind="account", content=told).id
        for name in ("company", "regiment"):
            self.add(name, "unit", names=[{"text": name.title()}], notes=f"Ask {SECRET}", status="accepted")
        self.add("captain", "person", names=[{"text": "Ардан Вельскі"}])
        self.add("post", "posting", person=self.ids["captain"], unit=self.ids["company"], roles=["commander"])
        self.add("under", "relation", **self.between("company", "regiment"))
        # and what must stay
        sealed, secret = [{"record": self.account}], [{"source": self.ids["letter"]}]
        self.add(
            "stays: told by a witness", "unit", names=[{"text": f"{SECRET} prison guard"}], citations=sealed
        )
        self.add("stays: by a letter", "person", names=[{"text": f"{SECRET} Karenin"}], citations=secret)
        self.add("stays: nobody knows who", "person", unidentified=True, description=SECRET)
        self.add("stays: a recipient", "recipient", authority=f"{SECRET} court", citations=None)
        guard = self.ids["stays: told by a witness"]
        self.add(
            "stays: an end stays",
            "relation",
            subordinate=guard,
            superior=self.ids["company"],
            **{"class": "command"},
        )
        captain = self.ids["captain"]
        self.add(
            "stays: a post there", "posting", person=captain, unit=guard, roles=["commander"], rank=SECRET
        )
        self.add(
            "stays: sealed post",
            "posting",
            person=captain,
            unit=self.ids["company"],
            citations=sealed,
            rank=SECRET,
        )

    def add(self, name: str, kind: str, **content: Any) -> None:
        if kind not in {"source", "recipient"}:
            content = {"citations": [{"source": self.ids["gazette"]}, {"record": self.account}]} | content
        given = {name: value for name, value in content.items() if value is not None}
        self.ids[name] = self.desk.do(add_claim, kind=kind, content=given).id

    def between(self, lower: str, upper: str) -> dict[str, Any]:
        return {"subordinate": self.ids[lower], "superior": self.ids[upper], "class": "command"}

    def give(self, format_: str, **more: Any) -> RegisterExport:
        return self.desk.do(export_register, format_=format_, **more)


@pytest.fixture
def world(desk: Desk) -> World:
    return World(desk)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_what_an_open_source_shows_leaves_and_nothing_else(world: World) -> None:
    with world.desk.runtime.work() as work:
        found = released(work, world.desk.founder)
    leaving = {record for contents in found.contents.values() for record in contents}
    assert leaving == {
        record for name, record in world.ids.items() if not name.startswith("stays") and name != "letter"
    }
    assert found.status == {}
    assert found.stays == 5  # of the open register; the restricted part is not even counted


def unsettled(world: World) -> None:
    """A second captain in conflict with the first, and a unit with a post there, on which work is not done."""
    again = {"unit": world.ids["company"], "roles": ["commander"], "status": "conflict"}
    world.add("second captain", "person", names=[{"text": "Second Captain"}])
    world.add("second post", "posting", person=world.ids["second captain"], **again)
    world.add("doubted", "unit", names=[{"text": "Doubted"}], status="issue")
    world.add("post there", "posting", person=world.ids["captain"], unit=world.ids["doubted"])
    world.add("doubted link", "relation", **world.between("company", "regiment"), status="work_needed")


def test_the_status_of_a_claim_travels_beside_it(world: World) -> None:
    unsettled(world)
    with world.desk.runtime.work() as work:
        found = released(work, world.desk.founder)
        strictly = released(work, world.desk.founder, unfinished_stay=True)
    names = {record: name for name, record in world.ids.items()}
    assert {names[record]: status for record, status in found.status.items()} == {
        "second post": "conflict",
        "doubted": "issue",
        "doubted link": "work_needed",
    }
    assert "status" not in found.of("posting")[world.ids["second post"]]
    assert {names[record]: status for record, status in strictly.status.items()} == {
        "second post": "conflict"
    }
    assert (found.stays, found.unfinished) == (5, 0)
    assert (strictly.stays, strictly.unfinished) == (8, 2), "the post in a unit that stays stays with it"


def test_the_outcome_counts_what_is_not_settled(world: World) -> None:
    unsettled(world)
    tables, entities = world.give("sfm"), world.give("followthemoney")
    assert tables.unfinished == 0
    assert tables.unsettled == {"conflict": 1, "issue": 1, "work_needed": 1}
    assert (entities.stays, entities.unfinished, entities.unsettled) == (8, 2, {"conflict": 1})


@pytest.mark.parametrize("format_", FORMATS)
def test_no_word_of_what_stays_is_in_the_file(world: World, format_: str) -> None:
    view = world.give(format_)
    text = view.data.decode("utf-8", "replace")
    if view.filename.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(view.data)) as files:
            text = "".join(files.read(name).decode() for name in files.namelist())
    assert "Ардан Вельскі" in text
    for secret in (SECRET, world.account, world.ids["letter"], "work_needed", "prison guard"):
        assert secret not in text
    assert view.leaves["unit"] == 2
    assert view.stays == 5


def test_the_log_keeps_the_deed_and_a_commitment_to_the_file(world: World) -> None:
    view = world.give("followthemoney")
    with world.desk.runtime.work() as work:
        lines = work.session.scalars(select(LogEntry).where(LogEntry.deed == Deed.exported)).all()
        (leaf,) = [parse_leaf(line.leaf) for line in lines]
        assert verify_log(work).ok
    digest = urlsafe_b64encode(hashlib.sha256(view.data).digest()).decode().rstrip("=")
    assert (leaf.actor, leaf.commitment) == (world.desk.founder.keys.key_id, digest)


@pytest.mark.parametrize("role", ["documenter", "investigator", "auditor", "administrator", "write_only"])
def test_only_lawyers_give_the_register_out(world: World, role: str) -> None:
    runtime = world.desk.runtime
    with pytest.raises(NotAllowed):
        world.give("sfm", actor=join(runtime, world.desk.founder, role))
    assert world.give("sfm", actor=join(runtime, world.desk.founder, "lawyer")).leaves["posting"] == 1
    with runtime.work() as work:
        assert len(work.session.scalars(select(LogEntry).where(LogEntry.deed == Deed.exported)).all()) == 1


def test_an_unknown_format_is_refused_with_those_there_are(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.give("excel")
    assert "followthemoney" in refused.value.problems[0].message


def test_an_empty_register_gives_tables_without_rows(desk: Desk) -> None:
    view = desk.do(export_register, format_="followthemoney")
    assert view.data == b""
    assert set(view.leaves.values()) == {0}


def test_records_that_a_decision_joins_leave_as_two(world: World) -> None:
    """The decision is ours, and stays: whoever gets the file decides for themselves."""
    world.add("again", "person", names=[{"text": "Ardan Velski"}])
    joined = {"person": world.ids["captain"], "other": world.ids["again"], "reason": "The same post."}
    company = world.ids["company"]
    world.add("same post", "posting", person=world.ids["again"], unit=company, roles=["commander"])
    world.desk.do(join_persons, **joined)
    lines = [json.loads(line) for line in world.give("followthemoney").data.splitlines()]
    assert [line["schema"] for line in lines].count("Person") == 2
    assert "The same post." not in world.give("followthemoney").data.decode()
