"""Cases: opened, listed, and the write-only members who never read back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.accounts.actions import add_to_team, make_team
from app.domain.archive.actions import open_case, set_case_defaults
from app.domain.archive.compartments import of_case
from app.domain.archive.defaults import keep
from app.domain.archive.queries import (
    case_ids_open_to,
    list_cases,
    read_case,
    read_case_defaults,
    read_custody,
    read_log_entries,
    read_record,
    read_versions,
    unknown_objects,
)
from app.domain.archive.records import add_record, amend_record
from app.domain.catalogue.queries import titles
from app.domain.custody.verify import verify_log
from app.domain.work import Actor
from app.errors import Conflict, Invalid, NotAllowed, NotFound, Tampered
from app.models import Case, Grant
from tests.conftest import STORES, TestClock
from tests.domain.scenes import INDIVIDUAL, SOURCE, Scene
from tests.people import join

TITLE = "The night in the Mill Street yard"


@pytest.fixture
def intake(scene: Scene) -> str:
    """The intake team: the owner and the teammate."""
    team = scene.do(scene.owner, make_team, name="Intake").id
    scene.do(scene.owner, add_to_team, team=team, member=scene.teammate.id)
    scene.do(scene.owner, set_case_defaults, new_case_teams=[], intake_teams=[team])
    return team


@pytest.fixture
def writer(scene: Scene) -> Actor:
    """A write-only member."""
    return join(scene.runtime, scene.owner, "write_only", name="Field")


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_case_is_known_to_its_holders_alone(scene: Scene) -> None:
    opened = scene.do(scene.teammate, open_case, title=TITLE)
    assert opened.code == "NVR-C00002"
    listed = scene.do(scene.teammate, list_cases)
    assert [(case.id, case.code, case.title) for case in listed.results] == [(opened.id, opened.code, TITLE)]
    view = scene.do(scene.teammate, read_case, case=opened.id)
    assert (view.title, view.compartments, view.edit_until) == (TITLE, ("working", "identity"), None)
    assert [grant.holder for grant in view.grants] == [scene.teammate.id]
    for stranger in (scene.owner, scene.outsider):
        with pytest.raises(NotFound):
            scene.do(stranger, read_case, case=opened.id)
    assert scene.do(scene.outsider, list_cases).total == 0


def test_a_title_is_sealed_and_its_length_hidden(scene: Scene) -> None:
    scene.do(scene.owner, open_case, title=TITLE)
    with scene.runtime.work() as work:
        titles = list(work.session.scalars(select(Case.sealed_title)))
    assert all(b"Mill" not in title for title in titles)
    assert len({len(title) for title in titles}) == 1


@pytest.mark.parametrize("title", ["", " ", "two\nlines", "\x00", "\ud800", "x" * 1001])
def test_a_title_is_one_line(scene: Scene, title: str) -> None:
    with pytest.raises(Invalid):
        scene.do(scene.owner, open_case, title=title)


def test_cases_are_listed_in_pages_newest_first(scene: Scene) -> None:
    for number in range(5):
        scene.do(scene.owner, open_case, title=f"Case {number}")
    page = scene.do(scene.owner, list_cases, limit=2, offset=1)
    assert (page.total, [case.title for case in page.results]) == (6, ["Case 3", "Case 2"])


def test_who_holds_identities_alone_sees_no_title(scene: Scene) -> None:
    scene.grant(scene.teammate, "identity")
    view = scene.do(scene.teammate, read_case, case=scene.case)
    assert (view.title, view.compartments) == (None, ("identity",))
    assert scene.do(scene.teammate, list_cases).results[0].title is None


@pytest.mark.parametrize("role", ["investigator", "lawyer", "administrator", "auditor", "approver"])
def test_cases_are_opened_by_documenters(scene: Scene, role: str) -> None:
    member = join(scene.runtime, scene.owner, role)
    with pytest.raises(NotAllowed):
        scene.do(member, open_case, title=TITLE)


def test_a_new_case_is_granted_to_the_teams_of_the_setting_or_those_named(scene: Scene) -> None:
    first, second = (scene.do(scene.owner, make_team, name=name).id for name in ("First", "Second"))
    scene.do(scene.owner, add_to_team, team=first, member=scene.teammate.id)
    scene.do(scene.owner, set_case_defaults, new_case_teams=[first], intake_teams=[second])
    defaults = scene.do(scene.outsider, read_case_defaults)
    assert (defaults.new_case_teams, defaults.intake_teams) == ((first,), (second,))
    by_default = scene.do(scene.owner, open_case, title="By default").id
    named = scene.do(scene.owner, open_case, title="Named", teams=[second]).id
    nobody = scene.do(scene.owner, open_case, title="Nobody", teams=[]).id
    with scene.runtime.work() as work:
        open_to_teammate = case_ids_open_to(work, scene.teammate)
        assert case_ids_open_to(work, scene.owner) == {scene.case, by_default, named, nobody}
    assert open_to_teammate == {by_default}


def test_defaults_are_set_by_administrators_and_name_teams(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        scene.do(scene.teammate, set_case_defaults, new_case_teams=[], intake_teams=[])
    for wrong in (scene.teammate.id, "0" * 32):
        with pytest.raises(Invalid):
            scene.do(scene.owner, set_case_defaults, new_case_teams=[], intake_teams=[wrong])
        with pytest.raises(Invalid):
            scene.do(scene.owner, open_case, title=TITLE, teams=[wrong])


@pytest.mark.parametrize("by", ["nobody", "himself"])
def test_a_thief_of_the_database_does_not_name_the_teams_of_new_cases(
    scene: Scene, intake: str, writer: Actor, by: str
) -> None:
    """Neither by the row alone, nor with a line of a member who is no administrator."""
    own = scene.do(scene.owner, make_team, name="Infiltrated").id
    with scene.runtime.work() as work:
        for name in ("new_case_teams", "intake_teams"):
            work.put_setting(name, own)
        if by == "himself":
            keep(work, scene.outsider, [own], [own])
    for author in (writer, scene.teammate):
        with pytest.raises(Tampered, match="an administrator set"):
            scene.do(author, open_case, title=TITLE)
    scene.do(scene.owner, set_case_defaults, new_case_teams=[], intake_teams=[intake])
    case = scene.do(writer, open_case, title=TITLE).id
    assert [grant.holder for grant in scene.do(scene.owner, read_case, case=case).grants] == [intake]


def test_a_compartment_of_another_case_does_not_take_the_place_of_the_right_one(
    scene: Scene, intake: str, writer: Actor
) -> None:
    """A member with the database in hand puts the key pair of his own case under the case of somebody who cannot
    look: nothing is sealed to it."""
    case = scene.do(writer, open_case, title=TITLE).id
    own = scene.another_case(scene.outsider)
    with scene.runtime.work() as work:
        right, wrong = of_case(work, case)["working"], of_case(work, own)["working"]
        right.name = "aside"
        work.session.flush()
        wrong.case_id = case
        work.session.flush()
        right.case_id, right.name = own, "working"
    with pytest.raises(Tampered, match="Nothing was sealed"):
        scene.add("individual", INDIVIDUAL, by=writer, case=case)
    with scene.runtime.work(reads_only=True) as work:
        problems = verify_log(work).problems
    assert sum("its key is not the one that is certified for it" in problem for problem in problems) == 2


def test_an_opening_is_a_line_in_the_log_once_in_a_session(scene: Scene) -> None:
    for _ in range(2):
        scene.do(scene.owner, read_case, case=scene.case)
    lines = scene.do(scene.owner, read_custody, record=scene.case).results
    assert [line.deed for line in lines] == ["opened_case"]


def test_the_log_shows_a_member_what_he_may_open(scene: Scene) -> None:
    record = scene.individual()
    everything = scene.do(scene.outsider, read_log_entries)  # an auditor
    assert everything.total == len(everything.results)
    mine = {line.subject for line in scene.do(scene.owner, read_log_entries).results}
    assert record in mine
    theirs = {line.subject for line in scene.do(scene.teammate, read_log_entries).results}
    assert theirs
    assert record not in theirs
    assert scene.case not in theirs


def test_a_write_only_member_needs_an_intake_team(scene: Scene, writer: Actor) -> None:
    with pytest.raises(Conflict, match="No intake team"):
        scene.do(writer, open_case, title=TITLE)


def test_a_write_only_member_adds_and_never_reads_back(scene: Scene, writer: Actor, intake: str) -> None:
    case = scene.do(writer, open_case, title=TITLE).id
    individual = scene.add("individual", INDIVIDUAL, by=writer, case=case)
    account = scene.add("account", scene.account(individual), by=writer, case=case)
    scene.add("identity", {"individual": individual, "names": [{"text": "Zorana"}]}, by=writer, case=case)
    with scene.runtime.work() as work:
        holders = set(work.session.scalars(select(Grant.holder_id)))
        assert writer.id not in holders
    for record in (individual, account):
        for query in (read_record, read_versions):
            with pytest.raises(NotAllowed):
                scene.do(writer, query, record=record)
    with pytest.raises(NotAllowed):
        scene.do(writer, amend_record, record=account, content={}, reason="more", expected=1)
    with pytest.raises(NotAllowed):
        scene.do(writer, read_custody, record=account)
    listed = scene.do(writer, list_cases)
    assert [(item.id, item.title) for item in listed.results] == [(case, None)]
    view = scene.do(writer, read_case, case=case)
    assert (view.title, view.compartments, view.grants) == (None, (), ())
    for reader in (scene.owner, scene.teammate):
        assert scene.do(reader, read_record, record=account).author.name == "Field"
        assert scene.do(reader, read_case, case=case).title == TITLE
    with pytest.raises(NotFound):
        scene.do(scene.outsider, read_case, case=case)


def test_a_write_only_member_knows_of_no_other_case_or_record(
    scene: Scene, writer: Actor, intake: str
) -> None:
    record = scene.individual()
    own = scene.do(writer, open_case, title=TITLE).id
    theirs = scene.add("individual", INDIVIDUAL, case=own)  # added by the team to his case
    for query, subject in ((read_case, {"case": scene.case}), (read_record, {"record": record})):
        with pytest.raises(NotFound):
            scene.do(writer, query, **subject)
    with pytest.raises(NotFound):
        scene.do(writer, read_record, record=theirs)
    with pytest.raises(NotFound):
        scene.add("individual", INDIVIDUAL, by=writer)
    with pytest.raises(Invalid):
        scene.add("account", scene.account(record), by=writer, case=own)
    source = scene.claim("source", SOURCE)
    with pytest.raises(NotAllowed):  # of the register it sees names
        scene.do(writer, read_record, record=source)
    assert scene.do(writer, titles, ids=[source]) == {source: SOURCE["title"]}
    with pytest.raises(NotAllowed):
        scene.claim("source", SOURCE, by=writer)
    with scene.runtime.work() as work:
        assert case_ids_open_to(work, writer) == frozenset()


def test_a_write_only_member_does_not_choose_who_reads(scene: Scene, writer: Actor, intake: str) -> None:
    other = scene.do(scene.owner, make_team, name="Other").id
    with pytest.raises(NotAllowed):
        scene.do(writer, open_case, title=TITLE, teams=[other])
    scene.do(writer, open_case, title=TITLE, teams=[intake])


@pytest.mark.parametrize("hours", [None, 1, 5])
def test_the_edit_window_ends_on_a_full_hour(
    scene: Scene, writer: Actor, intake: str, clock: TestClock, hours: int | None
) -> None:
    clock.at = datetime(2026, 3, 2, 12, 34, 56, tzinfo=UTC)
    case = scene.do(writer, open_case, title=TITLE, edit_window_hours=hours).id
    until = scene.do(writer, read_case, case=case).edit_until
    assert until == datetime(2026, 3, 2, 13, 0, tzinfo=UTC) + timedelta(hours=hours or 72)
    clock.at = until - timedelta(seconds=1)
    scene.add("individual", INDIVIDUAL, by=writer, case=case)
    clock.at = until
    with pytest.raises(Conflict, match="edit window"):
        scene.add("individual", INDIVIDUAL, by=writer, case=case)
    assert scene.do(writer, list_cases).total == 1


@pytest.mark.parametrize("hours", [0, -1, 24 * 90 + 1])
def test_an_edit_window_is_neither_empty_nor_endless(scene: Scene, hours: int) -> None:
    with pytest.raises(Invalid):
        scene.do(scene.owner, open_case, title=TITLE, edit_window_hours=hours)


def test_a_write_only_author_who_is_not_write_only_any_more_needs_a_grant(
    scene: Scene, writer: Actor, intake: str
) -> None:
    """Rights follow from keys: having opened a case blindly gives none."""
    case = scene.do(writer, open_case, title=TITLE).id
    promoted = Actor(writer.id, writer.member_id, frozenset({"documenter"}), writer.keys, writer.session_key)
    with pytest.raises(NotFound):
        scene.do(promoted, read_case, case=case)


def test_objects_are_compared_with_the_rows_that_name_them(scene: Scene) -> None:
    with scene.runtime.work() as work:
        assert unknown_objects(work) == (0, 0)
    with scene.runtime.storage.create() as writer:
        writer.write(b"sealed")
        writer.commit()
    with scene.runtime.work() as work:
        assert unknown_objects(work) == (0, 1)


def test_the_same_number_is_never_given_twice(scene: Scene) -> None:
    with scene.runtime.work() as work:
        codes = [open_case(work=work, actor=scene.owner, title=TITLE).code for _ in range(3)]
    assert codes == ["NVR-C00002", "NVR-C00003", "NVR-C00004"]
    with pytest.raises(Invalid), scene.runtime.work() as work:
        open_case(work=work, actor=scene.owner, title=TITLE)
        add_record(work=work, actor=scene.owner, case=scene.case, kind="nothing", content={})
    assert scene.do(scene.owner, open_case, title=TITLE).code == "NVR-C00005"
