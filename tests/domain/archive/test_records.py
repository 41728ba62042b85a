"""Records: who may add, read and amend them, what they may name, and that nothing is overwritten."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.archive.grants import grant_case
from app.domain.archive.queries import read_custody, read_record, read_versions
from app.domain.archive.records import add_claim, add_record, amend_record
from app.errors import Invalid, NotAllowed, NotFound, Stale
from app.models import LogEntry, Version
from tests.conftest import STORES, TestClock
from tests.domain.scenes import INDIVIDUAL, SECRET, SOURCE, Scene
from tests.people import join


def problems(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.field for problem in error.value.problems}


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_record_is_read_back_by_holders_alone(scene: Scene) -> None:
    individual = scene.individual()
    account = scene.add("account", scene.account(individual))
    view = scene.do(scene.owner, read_record, record=account)
    assert (view.id, view.case, view.kind, view.version) == (account, scene.case, "account", 1)
    assert view.content == scene.account(individual)
    assert view.author.holder == scene.owner.id
    assert view.author.name == "quiet-river-stone"
    assert view.on == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    for stranger in (scene.teammate, scene.outsider):
        with pytest.raises(NotFound):
            scene.do(stranger, read_record, record=account)
    scene.grant(scene.teammate)
    assert scene.do(scene.teammate, read_record, record=account).content == view.content
    with pytest.raises(NotFound):
        scene.do(scene.outsider, read_record, record=account)


def test_the_content_is_sealed_in_the_database(scene: Scene) -> None:
    scene.add("account", scene.account(scene.individual()))
    with scene.runtime.work() as work:
        for version in work.session.scalars(select(Version)):
            assert SECRET.encode() not in version.sealed_content
            assert SECRET not in version.statement
            assert b"narrative" not in version.sealed_content
        assert all(SECRET not in leaf for leaf in work.session.scalars(select(LogEntry.leaf)))


def test_an_amendment_is_a_new_version_with_a_reason(scene: Scene, clock: TestClock) -> None:
    individual = scene.individual()
    scene.grant(scene.teammate, "working")
    clock.at = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    changed = INDIVIDUAL | {"roles": ["victim", "witness"]}
    amended = scene.do(
        scene.teammate, amend_record, record=individual, content=changed, reason="She saw it too", expected=1
    )
    assert (amended.id, amended.kind, amended.version) == (individual, "individual", 2)
    versions = scene.do(scene.owner, read_versions, record=individual).results
    assert [v.content for v in versions] == [INDIVIDUAL, changed]
    assert [v.reason for v in versions] == [None, "She saw it too"]
    assert [v.author.holder for v in versions] == [scene.owner.id, scene.teammate.id]
    assert [v.on.day for v in versions] == [2, 3]
    assert scene.do(scene.owner, read_record, record=individual).version == 2
    assert scene.do(scene.owner, read_record, record=individual, version=1).content == INDIVIDUAL
    with pytest.raises(NotFound):
        scene.do(scene.owner, read_record, record=individual, version=3)


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_lost_update_is_refused(scene: Scene, expected: int) -> None:
    individual = scene.individual()
    change = {"record": individual, "content": INDIVIDUAL, "reason": "first"}
    scene.do(scene.owner, amend_record, **change, expected=1)
    with pytest.raises(Stale):
        scene.do(scene.owner, amend_record, **change, expected=expected)
    assert scene.do(scene.owner, read_record, record=individual).version == 2


@pytest.mark.parametrize("reason", ["", " ", "\x00", "\ud800"])
def test_an_amendment_says_why(scene: Scene, reason: str) -> None:
    individual = scene.individual()
    with pytest.raises(Invalid) as error:
        scene.do(scene.owner, amend_record, record=individual, content=INDIVIDUAL, reason=reason, expected=1)
    assert problems(error) == {"reason"}


def test_identity_records_open_for_identity_holders_alone(scene: Scene) -> None:
    individual = scene.individual()
    content = {"individual": individual, "names": [{"text": SECRET, "language": "be"}]}
    identity = scene.add("identity", content)
    scene.grant(scene.teammate, "working")
    assert scene.do(scene.teammate, read_record, record=individual).content == INDIVIDUAL
    with pytest.raises(NotFound):
        scene.do(scene.teammate, read_record, record=identity)
    with pytest.raises(NotFound):
        scene.do(scene.teammate, read_versions, record=identity)
    with pytest.raises(NotAllowed):
        scene.do(scene.teammate, add_record, case=scene.case, kind="identity", content=content)
    assert scene.do(scene.owner, read_record, record=identity).compartment == "identity"


def test_each_reading_of_an_identity_and_the_first_opening_of_a_case_are_in_the_log(scene: Scene) -> None:
    individual = scene.individual()
    identity = scene.add("identity", {"individual": individual, "names": [{"text": SECRET}]})
    for record in (individual, identity, identity):
        scene.do(scene.owner, read_record, record=record)
    with scene.runtime.work() as work:
        deeds = work.session.execute(select(LogEntry.deed, LogEntry.subject_id)).all()
    assert deeds.count(("opened_case", scene.case)) == 1
    assert deeds.count(("read", identity)) == 2
    assert deeds.count(("read", individual)) == 0


def test_custody_shows_what_was_done_to_a_record(scene: Scene) -> None:
    individual = scene.individual()
    scene.do(scene.owner, amend_record, record=individual, content=INDIVIDUAL, reason="again", expected=1)
    lines = scene.do(scene.owner, read_custody, record=individual).results
    assert [line.deed for line in lines] == ["wrote", "wrote"]
    assert len({line.statement for line in lines}) == 2
    with pytest.raises(NotFound):
        scene.do(scene.teammate, read_custody, record=individual)
    assert scene.do(scene.outsider, read_custody, record=individual).total == 2  # an auditor


@pytest.mark.parametrize("kind", ["unit", "evidence", "medical", "nothing"])
def test_kinds_that_are_not_added_to_a_case(scene: Scene, kind: str) -> None:
    with pytest.raises(Invalid) as error:
        scene.add(kind, {})
    assert problems(error) == {"kind"}


def test_a_refusal_never_repeats_what_was_typed(scene: Scene) -> None:
    with pytest.raises(Invalid) as error:
        scene.add("account", scene.account(scene.individual()) | {"type": SECRET, SECRET: 1})
    assert SECRET not in str(error.value)
    assert not any(SECRET in problem.message for problem in error.value.problems)


def test_a_record_cannot_be_added_to_an_unknown_case(scene: Scene) -> None:
    for case in ("0" * 32, "nonsense"):
        with pytest.raises(NotFound):
            scene.add("individual", INDIVIDUAL, case=case)
    with pytest.raises(NotFound):
        scene.add("individual", INDIVIDUAL, by=scene.outsider)


def test_references_are_to_records_of_the_case_or_register_and_of_the_right_kind(scene: Scene) -> None:
    individual, source = scene.individual(), scene.claim("source", SOURCE)
    unit = scene.claim(
        "unit", {"names": [{"text": "Second Patrol Company"}], "citations": [{"source": source}]}
    )
    elsewhere = scene.add("individual", INDIVIDUAL, case=scene.another_case())
    for wrong in ("0" * 32, unit, source, elsewhere):
        with pytest.raises(Invalid) as error:
            scene.add("account", scene.account(wrong))
        assert problems(error) == {"individual"}
    account = scene.add("account", scene.account(individual))
    act = {
        "individual": individual,
        "type": "torture",
        "reported_in": [{"account": account, "paragraphs": [1], "known": "lived"}],
    }
    recorded = scene.add("act", act)
    involvement = {"act": recorded, "unit": unit, "degree": "carried_out", "reported_in": act["reported_in"]}
    scene.add("involvement", involvement)
    with pytest.raises(Invalid) as error:
        scene.add("involvement", involvement | {"unit": source})
    assert problems(error) == {"unit"}


def test_only_same_as_and_citations_cross_cases(scene: Scene) -> None:
    other = scene.another_case()
    elsewhere = scene.add("individual", INDIVIDUAL, case=other)
    hidden = scene.add("individual", INDIVIDUAL, by=scene.outsider, case=scene.another_case(scene.outsider))
    same = [{"individual": elsewhere}]
    scene.add("individual", INDIVIDUAL | {"same_as": same})
    with pytest.raises(Invalid) as error:
        scene.add("individual", INDIVIDUAL | {"same_as": [{"individual": hidden}]})
    assert problems(error) == {"same_as.0.individual"}
    with pytest.raises(Invalid) as error:
        scene.add("note", {"text": "See there", "about": [elsewhere]})
    assert problems(error) == {"about.0"}


def test_a_claim_may_cite_a_sealed_record_that_its_author_opens(scene: Scene) -> None:
    account = scene.add("account", scene.account(scene.individual()))
    content = {"names": [{"text": "Second Patrol Company"}], "citations": [{"record": account}]}
    unit = scene.claim("unit", content)
    assert scene.do(scene.outsider, read_record, record=unit).content == content
    with pytest.raises(Invalid) as error:
        scene.claim("unit", content, by=scene.outsider)
    assert problems(error) == {"citations.0.record"}


def test_the_restricted_register_is_for_its_holders(scene: Scene) -> None:
    source = scene.claim("source", SOURCE)
    content = {"unidentified": True, "description": "Tall, a mask", "citations": [{"source": source}]}
    person = scene.claim("person", content)
    assert scene.do(scene.owner, read_record, record=person).compartment == "register_restricted"
    with pytest.raises(NotFound):
        scene.do(scene.outsider, read_record, record=person)
    with pytest.raises(NotAllowed):
        scene.claim("person", content, by=scene.outsider)
    unit = scene.claim("unit", {"names": [{"text": "Company"}], "citations": [{"source": source}]})
    posting = {"person": person, "unit": unit, "citations": [{"source": source}], "roles": ["commander"]}
    with pytest.raises(Invalid) as error:
        scene.claim(
            "posting",
            posting | {"dates": {"first_precise": "2021-01-01", "last_precise": "2021-01-01"}},
            by=scene.outsider,
        )
    assert problems(error) == {"person"}


def test_an_amendment_never_moves_a_record_to_other_readers(scene: Scene) -> None:
    source = scene.claim("source", SOURCE)
    person = scene.claim("person", {"names": [{"text": "Ardan"}], "citations": [{"source": source}]})
    hidden = {"unidentified": True, "description": "Tall", "citations": [{"source": source}]}
    with pytest.raises(Invalid, match="fields"):
        scene.do(scene.owner, amend_record, record=person, content=hidden, reason="unsure", expected=1)


def test_what_an_earlier_version_named_may_stay_for_one_who_cannot_open_it(scene: Scene) -> None:
    individual = scene.individual()
    identity = scene.add("identity", {"individual": individual, "names": [{"text": SECRET}]})
    note = scene.add("note", {"text": "About her papers", "about": [identity]})
    scene.grant(scene.teammate, "working")
    changed = {"text": "About her passport", "about": [identity]}
    scene.do(scene.teammate, amend_record, record=note, content=changed, reason="exact", expected=1)
    other = scene.add("identity", {"individual": individual, "names": [{"text": "Another"}]})
    with pytest.raises(Invalid):
        scene.do(
            scene.teammate,
            amend_record,
            record=note,
            content=changed | {"about": [identity, other]},
            reason="more",
            expected=2,
        )


@pytest.mark.parametrize(
    ("roles", "kind", "content", "allowed"),
    [
        (("investigator",), "note", {"text": "Ask again"}, True),
        (("lawyer",), "note", {"text": "Ask again", "privileged": True}, True),
        (("investigator",), "individual", INDIVIDUAL, False),
        (("lawyer",), "individual", INDIVIDUAL, False),
        (("documenter",), "individual", INDIVIDUAL, True),
    ],
)
def test_roles_in_a_granted_case(
    scene: Scene, roles: tuple[str, ...], kind: str, content: dict[str, Any], allowed: bool
) -> None:
    member = join(scene.runtime, scene.owner, *roles)
    scene.grant(member)
    if allowed:
        scene.add(kind, content, by=member)
        return
    with pytest.raises(NotAllowed):
        scene.add(kind, content, by=member)


def test_recipients_are_lawyers_business_and_restricted(scene: Scene) -> None:
    content = {"authority": "Federal Prosecutor", "jurisdiction": "DE", "type": "national_prosecutor"}
    recipient = scene.claim("recipient", content)
    assert scene.do(scene.owner, read_record, record=recipient).compartment == "register_restricted"
    with pytest.raises(NotAllowed):
        scene.claim("recipient", content, by=scene.teammate)


def test_administrators_and_auditors_add_nothing_to_the_register(scene: Scene) -> None:
    member = join(scene.runtime, scene.owner, "administrator", "auditor", "approver")
    with pytest.raises(NotAllowed):
        scene.claim("source", SOURCE, by=member)
    with pytest.raises(Invalid):
        scene.do(scene.owner, add_claim, kind="account", content={})


def test_several_records_of_one_unit_of_work_may_name_each_other(scene: Scene) -> None:
    with scene.runtime.work() as work:
        case = {"work": work, "actor": scene.owner, "case": scene.case}
        individual = add_record(**case, kind="individual", content=INDIVIDUAL).id
        account = add_record(**case, kind="account", content=scene.account(individual)).id
    assert scene.do(scene.owner, read_record, record=account).content["individual"] == individual


def test_a_unit_of_work_that_fails_leaves_nothing(scene: Scene) -> None:
    with scene.runtime.work() as work:
        before = work.session.query(LogEntry).count()
    with pytest.raises(NotFound), scene.runtime.work() as work:
        add_record(work=work, actor=scene.owner, case=scene.case, kind="individual", content=INDIVIDUAL)
        grant_case(work=work, actor=scene.owner, case=scene.case, holder="0" * 32, compartments=["working"])
    with scene.runtime.work() as work:
        assert work.session.query(LogEntry).count() == before
        assert work.session.query(Version).count() == 0
