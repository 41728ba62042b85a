"""Whose signature counts where: who held a compartment at a place in the log, itself or by a team."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.domain.accounts.actions import add_to_team, leave_team, make_team
from app.domain.accounts.memberships import rotate_due
from app.domain.archive.compartments import of_case
from app.domain.archive.grants import grant_case, revoke_grant
from app.domain.archive.queries import read_record
from app.domain.archive.versions import write_version
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed, PendingDeed, grant_commitment, membership_commitment
from app.domain.work import Actor
from app.errors import Conflict, Tampered
from app.models import Record, new_id
from app.records.kinds import parse
from tests.domain.scenes import INDIVIDUAL, Scene
from tests.people import join


@dataclass
class Forger:
    """Signs lines in the name of another key, as a thief of the database can try."""

    key_id: str
    sign_public: bytes

    def sign(self, message: bytes) -> bytes:
        """Sixty-four bytes that are no signature."""
        return bytes(64)


def write_as(scene: Scene, actor: Actor) -> str:
    """A version in the case by a member whom no rule held back."""
    with scene.runtime.work() as work:
        part = of_case(work, scene.case)["working"]
        row = Record(id=new_id(), case_id=scene.case, compartment_id=part.id)
        work.session.add(row)
        work.session.flush()
        content = parse("individual", INDIVIDUAL)
        write_version(work=work, actor=actor, row=row, compartment=part, content=content)
        return row.id


def counts(scene: Scene, record: str, reader: Actor | None = None) -> bool:
    """Whether the record opens; when it does not, then for its signer."""
    try:
        return scene.do(reader or scene.owner, read_record, record=record).version == 1
    except Tampered as tampered:
        assert "did not hold the compartment" in tampered.detail
        return False


def forge_line(scene: Scene, subject: str, commitment: bytes) -> None:
    """A line of a grant in the log, in the name of the owner, whom nobody asked."""
    with scene.runtime.work() as work:
        forger: Any = Forger(scene.owner.keys.key_id, scene.owner.keys.sign_public)
        work.pending.append(PendingDeed(Deed.granted, subject, forger, None, commitment, None))


def test_a_grant_counts_from_its_line_to_the_line_that_took_it_back(scene: Scene) -> None:
    before = write_as(scene, scene.teammate)
    scene.grant(scene.teammate)
    during = write_as(scene, scene.teammate)
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    after = write_as(scene, scene.teammate)
    scene.grant(scene.teammate)
    again = write_as(scene, scene.teammate)
    assert [counts(scene, record) for record in (before, during, after, again)] == [False, True, False, True]


def test_who_made_a_compartment_and_holds_it_no_more_writes_no_more(scene: Scene) -> None:
    """Only a write-only author needs no grant: he never had one."""
    scene.grant(scene.teammate)
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.owner.id)
    scene.add("individual", INDIVIDUAL, by=scene.teammate)
    assert not counts(scene, write_as(scene, scene.owner), scene.teammate)


def test_a_team_counts_for_its_members_while_they_are_in_it(scene: Scene) -> None:
    team = scene.do(scene.owner, make_team, name="Investigations").id
    scene.do(scene.owner, grant_case, case=scene.case, holder=team, compartments=["working"])
    early = write_as(scene, scene.teammate)
    scene.do(scene.owner, add_to_team, team=team, member=scene.teammate.id)
    member = write_as(scene, scene.teammate)
    stranger = write_as(scene, scene.outsider)
    scene.do(scene.teammate, leave_team, team=team, member=scene.teammate.id)
    scene.individual()
    late = write_as(scene, scene.teammate)
    records = (early, member, stranger, late)
    assert [counts(scene, record) for record in records] == [False, True, False, False]


def test_a_line_that_its_actor_did_not_sign_grants_nothing(scene: Scene) -> None:
    team = scene.do(scene.owner, make_team, name="Investigations").id
    scene.do(scene.owner, grant_case, case=scene.case, holder=team, compartments=["working"])
    with scene.runtime.work() as work:
        part = of_case(work, scene.case)["working"].id
    forge_line(scene, part, grant_commitment(part, scene.teammate.id))
    forge_line(scene, team, membership_commitment(team, scene.outsider.id))
    assert not counts(scene, write_as(scene, scene.teammate))
    assert not counts(scene, write_as(scene, scene.outsider))


def test_a_member_who_writes_himself_into_a_team_holds_nothing_by_it(scene: Scene) -> None:
    team = scene.do(scene.owner, make_team, name="Investigations").id
    scene.do(scene.owner, grant_case, case=scene.case, holder=team, compartments=["working"])
    with scene.runtime.work() as work:
        joined = membership_commitment(team, scene.outsider.id)
        record(work=work, actor=scene.outsider, deed=Deed.granted, subject=team, commitment=joined)
    assert not counts(scene, write_as(scene, scene.outsider))


def test_nothing_is_sealed_to_a_team_whose_seed_somebody_took_along(scene: Scene) -> None:
    team = scene.do(scene.owner, make_team, name="Investigations").id
    third = join(scene.runtime, scene.owner)
    for member in (scene.teammate, third):
        scene.do(scene.owner, add_to_team, team=team, member=member.id)
    scene.do(scene.owner, leave_team, team=team, member=scene.owner.id)
    # an administrator without the team's key takes somebody out
    scene.do(scene.owner, leave_team, team=team, member=third.id)
    given = {"case": scene.case, "holder": team, "compartments": ["working"]}
    with pytest.raises(Conflict, match="renew its keys"):
        scene.do(scene.owner, grant_case, **given)
    scene.do(scene.teammate, rotate_due)
    scene.do(scene.owner, grant_case, **given)
    record = scene.individual()
    assert counts(scene, record, scene.teammate)


def test_who_renews_rotates_his_own_teams_first(scene: Scene) -> None:
    team = scene.do(scene.owner, make_team, name="Investigations").id
    third = join(scene.runtime, scene.owner)
    for member in (scene.teammate, third):
        scene.do(scene.owner, add_to_team, team=team, member=member.id)
    scene.do(scene.owner, grant_case, case=scene.case, holder=team, compartments=["working"])
    scene.do(scene.owner, leave_team, team=team, member=scene.owner.id)
    scene.do(scene.owner, leave_team, team=team, member=third.id)
    with pytest.raises(Conflict, match="renew its keys"):
        scene.individual()
    record = scene.add("individual", INDIVIDUAL, by=scene.teammate)
    assert counts(scene, record)
    assert counts(scene, scene.individual(), scene.teammate)
