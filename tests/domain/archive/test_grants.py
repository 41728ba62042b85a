"""Grants: passed on by who holds them, taken back at once, renewed by who remains."""

import threading

import pytest
from sqlalchemy import func, select

from app.domain.accounts.actions import add_to_team, leave_team, make_team, make_token, revoke_member
from app.domain.accounts.keyring import keyring
from app.domain.accounts.tokens import actor_of_token
from app.domain.archive.actions import open_case, set_case_defaults
from app.domain.archive.compartments import of_case, openable_compartments
from app.domain.archive.drafts import save_draft
from app.domain.archive.grants import (
    grant_case,
    grant_register,
    list_register_grants,
    revoke_grant,
    revoke_register_grant,
)
from app.domain.archive.queries import list_cases, list_drafts, read_case, read_record, read_versions
from app.domain.archive.records import amend_record
from app.domain.archive.versions import version_key_context
from app.domain.work import Actor
from app.errors import Conflict, Invalid, NotAllowed, NotFound, Tampered, TestimoniaError
from app.models import (
    CatalogueSnapshot,
    Compartment,
    Draft,
    Export,
    ExportCase,
    Grant,
    LogEntry,
    Record,
    Version,
)
from app.vault.seal import SealError
from tests.conftest import STORES
from tests.domain.scenes import INDIVIDUAL, SOURCE, Scene
from tests.people import join

OTHER = INDIVIDUAL | {"pseudonym": "W-0002"}


def states(scene: Scene) -> dict[str, tuple[int, str]]:
    """Epoch and state of the case's compartments."""
    with scene.runtime.work() as work:
        rows = work.session.scalars(select(Compartment).where(Compartment.case_id == scene.case))
        return {row.name: (row.epoch, row.state) for row in rows}


def sees_nothing(scene: Scene, actor: Actor, record: str) -> None:
    assert scene.do(actor, list_cases).total == 0
    for query in (
        lambda **given: read_case(**given, case=scene.case),
        lambda **given: read_record(**given, record=record),
        lambda **given: read_versions(**given, record=record),
    ):
        with pytest.raises(NotFound):
            scene.do(actor, query)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_grant_use_revoke_and_renew(scene: Scene) -> None:
    record = scene.individual()
    sees_nothing(scene, scene.teammate, record)
    views = scene.do(
        scene.owner,
        grant_case,
        case=scene.case,
        holder=scene.teammate.id,
        compartments=["identity", "working"],
    )
    assert {view.holder: view.compartments for view in views} == {
        scene.owner.id: ("working", "identity"),
        scene.teammate.id: ("working", "identity"),
    }
    assert {view.name for view in views} == {"quiet-river-stone", "Teammate"}
    scene.do(scene.teammate, amend_record, record=record, content=OTHER, reason="renamed", expected=1)

    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    sees_nothing(scene, scene.teammate, record)
    assert states(scene) == {"working": (2, "open"), "identity": (2, "open")}
    later = scene.add("individual", INDIVIDUAL)
    assert scene.do(scene.owner, read_record, record=later).version == 1
    versions = scene.do(scene.owner, read_versions, record=record).results
    assert [version.author.holder for version in versions] == [scene.owner.id, scene.teammate.id]
    assert scene.do(scene.owner, read_case, case=scene.case).title == "Mill Street"
    sees_nothing(scene, scene.outsider, record)

    scene.grant(scene.teammate)
    assert scene.do(scene.teammate, read_record, record=later).version == 1


def test_who_kept_the_private_half_opens_nothing_of_what_is_there_after_renewal(scene: Scene) -> None:
    record = scene.individual()
    scene.grant(scene.teammate)
    with scene.runtime.work() as work:
        part = of_case(work, scene.case)["working"].id
        kept = openable_compartments(work, keyring(work, scene.teammate), [part])[part]
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    with scene.runtime.work() as work:
        row = work.session.get_one(Version, (record, 1))
        assert row.epoch == 2
        for epoch in (1, 2):
            with pytest.raises(SealError):
                kept.pair.open(row.sealed_key, version_key_context(part, record, 1, epoch))
        grants = work.session.scalars(select(Grant).where(Grant.holder_id == scene.teammate.id)).all()
        assert [grant.sealed_key for grant in grants] == [None, None]
        assert all(grant.revoked_sequence is not None for grant in grants)


def test_after_a_member_is_revoked_the_next_write_of_a_holder_renews(scene: Scene) -> None:
    scene.grant(scene.teammate)
    record = scene.add("individual", INDIVIDUAL, by=scene.teammate)
    third = join(scene.runtime, scene.owner, "documenter")
    scene.grant(third, "working")
    scene.do(scene.owner, revoke_member, member=scene.teammate.id)
    assert states(scene) == {"working": (1, "renewing"), "identity": (1, "renewing")}
    assert scene.do(third, read_record, record=record).version == 1  # reading goes on
    scene.add("individual", OTHER, by=third)
    assert states(scene) == {"working": (2, "open"), "identity": (1, "renewing")}
    assert scene.do(scene.owner, read_record, record=record).author.holder == scene.teammate.id
    scene.add("identity", {"individual": record, "names": [{"text": "Zorana"}]})
    assert states(scene)["identity"] == (2, "open")


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize("by_team", [False, True])
def test_who_waits_while_his_grant_is_taken_back_writes_nothing(scene: Scene, by_team: bool) -> None:
    """What he wrote would be a record that never stands up, or a key of the case that nobody trusts."""
    holder = scene.teammate.id
    if by_team:
        holder = scene.do(scene.owner, make_team, name="Investigations").id
        scene.do(scene.owner, add_to_team, team=holder, member=scene.teammate.id)
    names = ("working", "identity")
    scene.do(scene.owner, grant_case, case=scene.case, holder=holder, compartments=names)
    refusals: list[TestimoniaError] = []

    def write() -> None:
        try:
            scene.add("individual", OTHER, by=scene.teammate)
        except TestimoniaError as error:
            refusals.append(error)

    thread = threading.Thread(target=write)
    with scene.runtime.work() as work:
        if by_team:
            leave_team(work=work, actor=scene.owner, team=holder, member=scene.teammate.id)
        else:
            revoke_grant(work=work, actor=scene.owner, case=scene.case, holder=holder)
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join()
    assert [type(refusal) for refusal in refusals] == [NotFound]
    with scene.runtime.work(reads_only=True) as work:
        assert work.session.scalar(select(func.count()).select_from(Record)) == 0
    scene.individual()


def test_until_a_holder_renews_nobody_else_writes(scene: Scene) -> None:
    intake = scene.do(scene.owner, make_team, name="Intake").id
    scene.do(scene.owner, set_case_defaults, new_case_teams=[], intake_teams=[intake])
    writer = join(scene.runtime, scene.owner, "write_only")
    blind = scene.do(writer, open_case, title="Heard today").id
    with scene.runtime.work() as work:
        for part in of_case(work, blind).values():
            part.state = "renewing"
    with pytest.raises(Conflict, match="who still holds it"):
        scene.add("individual", INDIVIDUAL, by=writer, case=blind)
    scene.add("individual", INDIVIDUAL, case=blind)
    scene.add("individual", OTHER, by=writer, case=blind)


def test_a_team_opens_a_case_to_its_members_until_they_leave(scene: Scene) -> None:
    team = scene.do(scene.owner, make_team, name="Investigations").id
    scene.do(scene.owner, add_to_team, team=team, member=scene.teammate.id)
    third = join(scene.runtime, scene.owner, "documenter")
    scene.do(scene.owner, add_to_team, team=team, member=third.id)
    record = scene.individual()
    scene.do(scene.owner, grant_case, case=scene.case, holder=team, compartments=["working"])
    written = scene.add("individual", INDIVIDUAL, by=scene.teammate)
    scene.do(scene.owner, leave_team, team=team, member=scene.teammate.id)
    sees_nothing(scene, scene.teammate, record)
    assert scene.do(third, read_record, record=written).author.holder == scene.teammate.id
    scene.add("individual", OTHER, by=third)
    assert states(scene)["working"] == (2, "open")
    assert scene.do(third, read_record, record=record).version == 1
    assert scene.do(scene.owner, read_record, record=written).version == 1
    sees_nothing(scene, scene.teammate, record)


def test_after_a_revocation_the_register_goes_on(scene: Scene) -> None:
    source = scene.claim("source", SOURCE, by=scene.teammate)
    scene.do(scene.owner, revoke_member, member=scene.teammate.id)
    second = scene.claim("source", SOURCE, by=scene.outsider)
    for record in (source, second):
        assert scene.do(scene.outsider, read_record, record=record).content == SOURCE


def test_grants_are_passed_on_only_by_who_holds_and_may(scene: Scene) -> None:
    given = {"case": scene.case, "holder": scene.outsider.id, "compartments": ["working"]}
    with pytest.raises(NotFound):
        scene.do(scene.teammate, grant_case, **given)
    scene.grant(scene.teammate, "working")
    with pytest.raises(NotAllowed):
        scene.do(scene.teammate, grant_case, **given | {"compartments": ["identity"]})
    scene.do(scene.teammate, grant_case, **given)
    record = scene.individual()
    assert scene.do(scene.outsider, read_record, record=record).version == 1


@pytest.mark.parametrize("names", [[], ["register"], ["working", "all"]])
def test_only_a_cases_compartments_are_granted(scene: Scene, names: list[str]) -> None:
    with pytest.raises(Invalid):
        scene.do(scene.owner, grant_case, case=scene.case, holder=scene.teammate.id, compartments=names)


@pytest.mark.parametrize("role", ["write_only", "administrator", "auditor", "approver"])
def test_who_reads_no_cases_is_granted_none(scene: Scene, role: str) -> None:
    member = join(scene.runtime, scene.owner, role)
    with pytest.raises(Conflict):
        scene.grant(member, "working")
    with pytest.raises(Conflict):
        scene.do(scene.owner, grant_register, holder=member.id)


def test_an_unknown_holder_is_granted_nothing(scene: Scene) -> None:
    for holder in ("0" * 32, scene.case):
        with pytest.raises(NotFound):
            scene.do(scene.owner, grant_case, case=scene.case, holder=holder, compartments=["working"])
        with pytest.raises(NotFound):
            scene.do(scene.owner, revoke_grant, case=scene.case, holder=holder)


def test_a_grant_made_twice_is_one(scene: Scene) -> None:
    scene.grant(scene.teammate)
    scene.grant(scene.teammate)
    with scene.runtime.work() as work:
        query = select(Grant).where(Grant.holder_id == scene.teammate.id)
        assert len(work.session.scalars(query).all()) == 2


def test_a_narrow_token_has_grants_of_its_own(scene: Scene) -> None:
    made = scene.do(scene.owner, make_token, name="Importer", kind="narrow", roles=["documenter"])
    with scene.runtime.work() as work:
        token = actor_of_token(work, made.token)
    record = scene.individual()
    sees_nothing(scene, token, record)
    scene.grant(token, "working")
    written = scene.add("individual", OTHER, by=token)
    view = scene.do(scene.owner, read_record, record=written)
    assert (view.author.holder, view.author.name) == (token.id, "quiet-river-stone")
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=token.id)
    sees_nothing(scene, token, record)
    assert scene.do(scene.owner, read_record, record=written).content == OTHER


def test_the_last_holder_is_not_removed(scene: Scene) -> None:
    with pytest.raises(Conflict, match="Nobody else"):
        scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.owner.id)
    scene.grant(scene.teammate)
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.owner.id)
    sees_nothing(scene, scene.owner, "0" * 32)
    assert states(scene) == {"working": (1, "renewing"), "identity": (1, "renewing")}
    scene.add("individual", INDIVIDUAL, by=scene.teammate)


def test_taking_back_asks_for_all_that_is_taken_back(scene: Scene) -> None:
    scene.grant(scene.teammate, "working")
    scene.grant(scene.outsider)
    with pytest.raises(NotAllowed):
        scene.do(scene.teammate, revoke_grant, case=scene.case, holder=scene.outsider.id)
    with pytest.raises(NotFound):
        scene.do(join(scene.runtime, scene.owner), revoke_grant, case=scene.case, holder=scene.outsider.id)


def test_revocation_destroys_what_was_made_for_the_holder(scene: Scene) -> None:
    scene.grant(scene.teammate)
    scene.do(scene.teammate, save_draft, case=scene.case, kind="note", content={"text": "Not yet"})
    scene.do(scene.owner, save_draft, case=scene.case, kind="note", content={"text": "Mine"})
    objects = [stored(scene), stored(scene)]
    with scene.runtime.work() as work:
        holder = scene.teammate.id
        work.session.add(CatalogueSnapshot(holder_id=holder, watermark=1, object_name=objects[0]))
        export = Export(
            id="e" * 32,
            member_id=holder,
            state="ready",
            sealed_request=b"",
            sealed_key=b"key",
            object_name=objects[1],
        )
        work.session.add(export)
        work.session.flush()
        work.session.add(ExportCase(export_id=export.id, case_id=scene.case))
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    assert list(scene.runtime.storage.names()) == []
    assert scene.do(scene.owner, list_drafts, case=scene.case).total == 1
    with scene.runtime.work() as work:
        assert work.session.scalars(select(CatalogueSnapshot)).first() is None
        bundle = work.session.scalars(select(Export)).one()
        assert (bundle.state, bundle.sealed_key, bundle.object_name) == ("refused", None, None)
        assert work.session.scalars(select(Draft)).one().member_id == scene.owner.id


def stored(scene: Scene) -> str:
    with scene.runtime.storage.create() as writer:
        writer.write(b"sealed")
        writer.commit()
    return writer.name


def test_a_grant_put_back_into_the_table_is_not_renewed(scene: Scene) -> None:
    """A thief who restores a revoked row would be given the next key, if rows were believed."""
    scene.grant(scene.teammate)
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    with scene.runtime.work() as work:
        for row in work.session.scalars(select(Grant).where(Grant.holder_id == scene.teammate.id)):
            row.sealed_key, row.revoked_sequence = b"anything", None
        for part in of_case(work, scene.case).values():
            part.state = "renewing"
    with pytest.raises(Tampered, match="not in the custody log"):
        scene.individual()


def test_the_restricted_register_is_granted_and_taken_back(scene: Scene) -> None:
    source = scene.claim("source", SOURCE | {"restricted": True})
    with pytest.raises(NotAllowed):
        scene.do(scene.teammate, list_register_grants)
    with pytest.raises(NotAllowed):
        scene.do(scene.teammate, grant_register, holder=scene.teammate.id)
    views = scene.do(scene.owner, grant_register, holder=scene.teammate.id)
    assert {view.holder for view in views} == {scene.owner.id, scene.teammate.id}
    assert scene.do(scene.teammate, read_record, record=source).compartment == "register_restricted"
    assert len(scene.do(scene.teammate, list_register_grants)) == 2
    scene.do(scene.owner, revoke_register_grant, holder=scene.teammate.id)
    with pytest.raises(NotFound):
        scene.do(scene.teammate, read_record, record=source)
    with pytest.raises(NotFound):
        scene.do(scene.owner, revoke_register_grant, holder=scene.teammate.id)
    with pytest.raises(Conflict):
        scene.do(scene.owner, revoke_register_grant, holder=scene.owner.id)
    assert scene.do(scene.owner, read_record, record=source).version == 1


def test_every_step_is_in_the_log(scene: Scene) -> None:
    scene.grant(scene.teammate, "working")
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    with scene.runtime.work() as work:
        part = of_case(work, scene.case)["working"].id
        query = select(LogEntry.deed).where(LogEntry.subject_id == part).order_by(LogEntry.sequence)
        assert list(work.session.scalars(query)) == [
            "certified",
            "granted",
            "granted",
            "revoked",
            "certified",
            "uncertified",
            "renewed",
        ]
