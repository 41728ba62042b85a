"""Drafts: their author's alone, and gone with their key at submission or at the end of the window."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.accounts.actions import make_team, make_token
from app.domain.accounts.tokens import actor_of_token
from app.domain.archive.actions import open_case, purge_expired_drafts, set_case_defaults
from app.domain.archive.drafts import amend_draft, delete_draft, save_draft
from app.domain.archive.grants import revoke_grant
from app.domain.archive.queries import list_drafts, read_case, read_draft, read_record
from app.domain.archive.records import add_record
from app.errors import Conflict, Invalid, NotAllowed, NotFound, Stale, Tampered, TooLarge
from app.models import Draft
from tests.conftest import STORES, TestClock
from tests.domain.scenes import INDIVIDUAL, SECRET, Scene
from tests.people import join

UNFINISHED = {"pseudonym": SECRET, "not a field": [1, None]}


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_draft_is_its_authors_alone(scene: Scene) -> None:
    scene.grant(scene.teammate)
    saved = scene.do(scene.owner, save_draft, case=scene.case, kind="individual", content=UNFINISHED)
    assert (saved.case, saved.kind, saved.version, saved.expires_at) == (scene.case, "individual", 1, None)
    assert scene.do(scene.owner, read_draft, draft=saved.id) == saved
    assert scene.do(scene.owner, list_drafts, case=scene.case).results == (saved,)
    assert scene.do(scene.teammate, list_drafts, case=scene.case).total == 0
    for stranger in (scene.teammate, scene.outsider):
        with pytest.raises(NotFound):
            scene.do(stranger, read_draft, draft=saved.id)
        with pytest.raises(NotFound):
            scene.do(stranger, delete_draft, draft=saved.id)
        with pytest.raises(NotFound):
            scene.do(stranger, amend_draft, draft=saved.id, expected=1, kind="note", content={})
    with pytest.raises(NotFound):
        scene.do(scene.outsider, list_drafts, case=scene.case)
    with scene.runtime.work() as work:
        assert SECRET.encode() not in work.session.get_one(Draft, saved.id).sealed_content


def test_a_draft_is_changed_by_who_read_its_version(scene: Scene) -> None:
    saved = scene.do(scene.owner, save_draft, case=scene.case, kind="individual", content={})
    with scene.runtime.work() as work:
        before = work.session.get_one(Draft, saved.id).sealed_key
    changed = scene.do(
        scene.owner, amend_draft, draft=saved.id, expected=1, kind="note", content={"text": "Now"}
    )
    assert (changed.kind, changed.version, changed.content) == ("note", 2, {"text": "Now"})
    with pytest.raises(Stale):
        scene.do(scene.owner, amend_draft, draft=saved.id, expected=1, kind="note", content={})
    with scene.runtime.work() as work:
        row = work.session.get_one(Draft, saved.id)
        assert row.sealed_key != before
        row.sealed_key = before
    with pytest.raises(Tampered):  # the old key opens nothing any more
        scene.do(scene.owner, read_draft, draft=saved.id)


def test_submitting_destroys_the_draft_in_the_same_unit_of_work(scene: Scene) -> None:
    saved = scene.do(scene.owner, save_draft, case=scene.case, kind="individual", content=UNFINISHED)
    submit = {"case": scene.case, "kind": "individual", "draft": saved.id}
    with pytest.raises(Invalid):
        scene.do(scene.owner, add_record, **submit, content=UNFINISHED)
    assert scene.do(scene.owner, read_draft, draft=saved.id) == saved
    written = scene.do(scene.owner, add_record, **submit, content=INDIVIDUAL)
    assert scene.do(scene.owner, read_record, record=written.id).content == INDIVIDUAL
    with scene.runtime.work() as work:
        assert work.session.scalars(select(Draft)).first() is None
    with pytest.raises(NotFound):
        scene.do(scene.owner, add_record, **submit, content=INDIVIDUAL)


def test_a_draft_is_submitted_to_its_own_case_by_its_author(scene: Scene) -> None:
    scene.grant(scene.teammate)
    saved = scene.do(scene.owner, save_draft, case=scene.case, kind="individual", content={})
    given = {"kind": "individual", "content": INDIVIDUAL, "draft": saved.id}
    with pytest.raises(NotFound):
        scene.do(scene.teammate, add_record, case=scene.case, **given)
    with pytest.raises(NotFound):
        scene.do(scene.owner, add_record, case=scene.another_case(), **given)


def test_deleting_destroys(scene: Scene) -> None:
    saved = scene.do(scene.owner, save_draft, case=scene.case, kind="individual", content={})
    scene.do(scene.owner, delete_draft, draft=saved.id)
    with pytest.raises(NotFound):
        scene.do(scene.owner, read_draft, draft=saved.id)


def test_who_loses_the_case_loses_the_draft(scene: Scene) -> None:
    scene.grant(scene.teammate)
    saved = scene.do(scene.teammate, save_draft, case=scene.case, kind="individual", content={})
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    with pytest.raises(NotFound):
        scene.do(scene.teammate, read_draft, draft=saved.id)


def test_what_a_draft_may_be(scene: Scene) -> None:
    with pytest.raises(NotFound):
        scene.do(scene.outsider, save_draft, case=scene.case, kind="note", content={})
    for kind in ("unit", "evidence", "nothing"):
        with pytest.raises(Invalid):
            scene.do(scene.owner, save_draft, case=scene.case, kind=kind, content={})
    with pytest.raises(Invalid):
        scene.do(scene.owner, save_draft, case=scene.case, kind="note", content={"text": "\ud800"})
    with pytest.raises(TooLarge):
        scene.do(scene.owner, save_draft, case=scene.case, kind="note", content={"text": "x" * 5_000_000})


def test_tokens_with_keys_of_their_own_keep_no_drafts(scene: Scene) -> None:
    made = scene.do(scene.owner, make_token, name="Importer", kind="narrow")
    with scene.runtime.work() as work:
        token = actor_of_token(work, made.token)
    scene.grant(token)
    with pytest.raises(NotAllowed):
        scene.do(token, save_draft, case=scene.case, kind="note", content={})


def test_a_write_only_members_drafts_end_with_the_window(scene: Scene, clock: TestClock) -> None:
    intake = scene.do(scene.owner, make_team, name="Intake").id
    scene.do(scene.owner, set_case_defaults, new_case_teams=[], intake_teams=[intake])
    writer = join(scene.runtime, scene.owner, "write_only")
    case = scene.do(writer, open_case, title="Heard today", edit_window_hours=2).id
    saved = scene.do(writer, save_draft, case=case, kind="individual", content=UNFINISHED)
    until = scene.do(writer, read_case, case=case).edit_until
    assert saved.expires_at == until == clock.at + timedelta(hours=2)
    assert scene.do(writer, read_draft, draft=saved.id).content == UNFINISHED
    assert scene.do(writer, list_drafts, case=case).total == 1
    clock.at = until
    assert scene.do(writer, list_drafts, case=case).total == 0
    with pytest.raises(NotFound):
        scene.do(writer, read_draft, draft=saved.id)
    with pytest.raises(Conflict):
        scene.do(writer, save_draft, case=case, kind="note", content={})
    with scene.runtime.work() as work:
        purge_expired_drafts(work=work)
    with scene.runtime.work() as work:
        assert work.session.scalars(select(Draft)).first() is None


def test_a_draft_that_its_member_did_not_seal_does_not_open(scene: Scene) -> None:
    """Whoever writes to the database, and has another member's keys, plants nothing among somebody's drafts."""
    scene.grant(scene.teammate)
    mine = scene.do(scene.owner, save_draft, case=scene.case, kind="note", content={"text": "Mine"})
    theirs = scene.do(scene.teammate, save_draft, case=scene.case, kind="note", content={"text": "Theirs"})
    with scene.runtime.work() as work:
        planted = work.session.get_one(Draft, theirs.id)
        planted.member_id = scene.owner.id
    with pytest.raises(Tampered):
        scene.do(scene.owner, read_draft, draft=theirs.id)
    assert scene.do(scene.owner, read_draft, draft=mine.id) == mine
