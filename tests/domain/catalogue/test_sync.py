"""A catalogue knows what its holder may read: no more, no less, and at once."""

import dataclasses
import threading

import pytest
from sqlalchemy import delete, update

from app.domain.accounts.keyring import everyone_id
from app.domain.accounts.teams import add_to_team, leave_team, make_team
from app.domain.archive.grants import grant_case, revoke_grant
from app.domain.catalogue.queries import case_records, catalogues, titles
from app.domain.catalogue.store import Catalogue
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.work import Actor
from app.errors import NotAllowed, NotSignedIn
from app.models import Record, Version
from app.runtime import Runtime
from tests.conftest import STORES
from tests.domain.catalogue.archives import Told, ask, begin, unit
from tests.people import join


def held(runtime: Runtime, actor: Actor) -> dict[str, Catalogue]:
    with runtime.work(reads_only=True) as work:
        return {catalogue.holder: catalogue for catalogue in catalogues(work, actor)}


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_owner_teammate_and_outsider(runtime: Runtime) -> None:
    founder = begin(runtime)
    owner, teammate, outsider = (join(runtime, founder) for _ in range(3))
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="Intake").id
        add_to_team(work=work, actor=founder, team=team, member=teammate.id)
    told = Told(runtime, owner, teams=(team,))
    assert ask(runtime, owner, q="batons") == {told.account}
    assert ask(runtime, teammate, q="batons") == {told.account}
    assert ask(runtime, outsider, q="batons") == set()
    known = unit(runtime, founder)
    assert ask(runtime, outsider, name="Patrol Company") == {known}, "the register is everyone's"


def test_everything_new_is_there_at_the_next_question(runtime: Runtime) -> None:
    founder = begin(runtime)
    told = Told(runtime, founder, "an old word")
    assert ask(runtime, founder, q="old") == {told.account}
    told.retell("a new word")
    assert ask(runtime, founder, q="old") == set()
    assert ask(runtime, founder, q="new word") == {told.account}
    second = Told(runtime, founder, "another word")
    assert ask(runtime, founder, q="word") == {told.account, second.account}


def test_what_is_not_committed_is_not_found(runtime: Runtime) -> None:
    founder = begin(runtime)
    told = Told(runtime, founder)
    with pytest.raises(ZeroDivisionError), runtime.work() as work:
        from app.domain.archive.records import add_record

        add_record(work=work, actor=founder, case=told.case, kind="account", content=told.words("never told"))
        assert len(catalogues(work, founder)) == 2
        raise ZeroDivisionError
    assert ask(runtime, founder, q="never") == set()


def test_a_grant_brings_in_the_whole_case_and_a_revocation_takes_it_out(runtime: Runtime) -> None:
    founder = begin(runtime)
    friend = join(runtime, founder, "investigator")
    told, other = Told(runtime, founder), Told(runtime, founder)
    told.retell("They beat us with batons in the yard.")
    assert ask(runtime, friend, q="batons") == set()
    for case in (told.case, other.case):
        with runtime.work() as work:
            grant_case(work=work, actor=founder, case=case, holder=friend.id, compartments=["working"])
    assert ask(runtime, friend, q="batons") == {told.account, other.account}
    assert ask(runtime, friend, case=told.case) == {told.account, told.individual}
    with runtime.work() as work:
        revoke_grant(work=work, actor=founder, case=told.case, holder=friend.id)
    assert ask(runtime, friend, q="batons") == {other.account}
    mine = held(runtime, friend)[friend.id]
    with mine.reading() as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, fulltext, row)")
        assert not connection.execute("SELECT 1 FROM temp.v WHERE term = 'yard'").fetchone(), (
            "words are forgotten too"
        )
    told.retell("They beat us with batons.", expected=2)  # the case goes on under a new key
    assert ask(runtime, founder, q="batons") == {told.account, other.account}
    assert ask(runtime, friend, q="batons") == {other.account}
    assert held(runtime, friend)[friend.id].refused() == [], "what it cannot open is not even tried"


def test_identities_come_only_with_that_grant(runtime: Runtime) -> None:
    founder = begin(runtime)
    friend = join(runtime, founder, "investigator")
    told = Told(runtime, founder)
    identity = told.identify("Вольга Верас")
    with runtime.work() as work:
        grant_case(work=work, actor=founder, case=told.case, holder=friend.id, compartments=["working"])
    assert ask(runtime, founder, name="Olha Veres") == {identity}
    assert ask(runtime, friend, name="Olha Veres") == set()
    assert ask(runtime, friend, case=told.case) == {told.account, told.individual}
    with runtime.work() as work:
        grant_case(work=work, actor=founder, case=told.case, holder=friend.id, compartments=["identity"])
    assert ask(runtime, friend, name="Olha Veres") == {identity}


def test_who_left_a_team_no_longer_reaches_its_catalogue(runtime: Runtime) -> None:
    founder = begin(runtime)
    leaver, stayer = join(runtime, founder), join(runtime, founder)
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="Intake").id
        for member in (leaver, stayer):
            add_to_team(work=work, actor=founder, team=team, member=member.id)
    told = Told(runtime, founder, teams=(team,))
    assert ask(runtime, leaver, q="batons") == {told.account}
    before = held(runtime, stayer)[team]
    with runtime.work() as work:
        leave_team(work=work, actor=founder, team=team, member=leaver.id)
    assert ask(runtime, leaver, q="batons") == set()
    assert team not in held(runtime, leaver)
    assert ask(runtime, stayer, q="batons") == {told.account}
    assert held(runtime, stayer)[team] is not before, "new keys, another catalogue"


def test_sessions_share_a_teams_catalogue(runtime: Runtime) -> None:
    founder = begin(runtime)
    friend = join(runtime, founder)
    everyone = (held(runtime, founder).keys() & held(runtime, friend).keys()).pop()
    shared = held(runtime, founder)[everyone]
    assert held(runtime, friend)[everyone] is shared
    runtime.shelf.end_session(founder.session_key)
    assert held(runtime, friend)[everyone] is shared
    runtime.shelf.end_session(friend.session_key)
    with pytest.raises(NotSignedIn):
        assert shared.watermark


def test_roles_that_read_no_cases_have_the_register_alone(runtime: Runtime) -> None:
    founder = begin(runtime)
    writer = join(runtime, founder, "write_only")
    known, told = unit(runtime, founder), Told(runtime, founder)
    with runtime.work() as work:  # even if somebody opens a case to everyone
        grant_case(
            work=work, actor=founder, case=told.case, holder=everyone_id(work), compartments=["working"]
        )
    with runtime.work(reads_only=True) as work:
        assert titles(work=work, actor=founder, ids=[told.account]).keys() == {told.account}
        assert titles(work=work, actor=writer, ids=[known, told.account]) == {known: "First Patrol Company"}
        assert case_records(work=work, actor=writer, case=told.case) == []
    for roles in ("write_only", "administrator", "auditor"):
        with pytest.raises(NotAllowed):
            ask(runtime, dataclasses.replace(founder, roles=frozenset({roles})), q="batons")


def test_the_records_of_a_case(runtime: Runtime) -> None:
    founder = begin(runtime)
    outsider = join(runtime, founder)
    told = Told(runtime, founder)
    told.retell("Once more.")
    with runtime.work(reads_only=True) as work:
        records = case_records(work=work, actor=founder, case=told.case)
        assert {(each.record, each.kind, each.version) for each in records} == {
            (told.individual, "individual", 1),
            (told.account, "account", 2),
        }
        assert next(each for each in records if each.kind == "individual").title == "W-0001"
        assert case_records(work=work, actor=outsider, case=told.case) == []


@pytest.mark.parametrize("loaded_before", [True, False])
def test_a_tampered_version_is_kept_out_and_named(runtime: Runtime, loaded_before: bool) -> None:
    founder = begin(runtime)
    told, sound = Told(runtime, founder), Told(runtime, founder)
    if loaded_before:
        assert ask(runtime, founder, q="batons") == {told.account, sound.account}
    told.retell("They beat us with batons, many times.")
    with runtime.work() as work:
        statement = work.session.get_one(Version, (sound.account, 1)).statement
        changed = update(Version).where(Version.record_id == told.account, Version.number == 2)
        work.session.execute(changed.values(statement=statement))
    assert ask(runtime, founder, q="batons") == {sound.account}
    assert held(runtime, founder)[founder.id].refused() == [(told.account, 2)]


def test_what_was_erased_is_forgotten(runtime: Runtime) -> None:
    founder = begin(runtime)
    told, other = Told(runtime, founder), Told(runtime, founder)
    assert ask(runtime, founder, q="batons") == {told.account, other.account}
    with runtime.work() as work:
        work.session.execute(delete(Version).where(Version.record_id == told.account))
        work.session.execute(delete(Record).where(Record.id == told.account))
        record(work=work, actor=founder, deed=Deed.erased, subject=told.account)
    assert ask(runtime, founder, q="batons") == {other.account}


def test_many_threads_ask_while_records_come_in(runtime: Runtime) -> None:
    founder = begin(runtime)
    told = Told(runtime, founder)
    wrong: list[BaseException | set[str]] = []
    stop = threading.Event()

    def asking() -> None:
        try:
            while not stop.is_set():
                found = ask(runtime, founder, q="batons")
                if told.account not in found:
                    wrong.append(found)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    accounts = {told.add("account", told.words(f"batons, number {number}")) for number in range(12)}
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert ask(runtime, founder, q="batons") == accounts | {told.account}
