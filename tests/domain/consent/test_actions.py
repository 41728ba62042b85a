"""The withdrawal of a consent."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.archive.queries import read_record, read_versions
from app.domain.consent.actions import withdraw_consent
from app.domain.evidence.actions import add_file
from app.domain.evidence.views import Described
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models import Export, ExportCase
from tests.conftest import STORES
from tests.domain.scenes import Scene
from tests.people import join

WHY = "She asked by letter."


def consent(scene: Scene, **more: Any) -> tuple[str, dict[str, Any]]:
    """A consent in the case: its id and content."""
    permission = {"purpose": "national_prosecution", "jurisdictions": ["DE"], "identity": "disclosed"}
    content = {
        "individual": scene.individual(),
        "basis": "own",
        "given_on": "2025-09-01",
        "covers": "everything",
        "permissions": [permission],
        **more,
    }
    return scene.add("consent", content), content


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_withdrawal_is_a_new_version_of_the_consent(scene: Scene) -> None:
    record, content = consent(scene)
    for stranger in (scene.teammate, scene.outsider):
        with pytest.raises(NotFound):
            scene.do(stranger, withdraw_consent, consent=record, reason=WHY)
    scene.grant(scene.teammate, "working")
    written = scene.do(scene.teammate, withdraw_consent, consent=record, reason=WHY, from_=date(2026, 2, 1))
    assert (written.id, written.kind, written.version) == (record, "consent", 2)
    view = scene.do(scene.owner, read_record, record=record)
    withdrawal = {"on": "2026-03-02", "from": "2026-02-01", "reason": WHY}
    assert view.content == content | {"withdrawal": withdrawal}
    assert view.reason == WHY
    assert scene.do(scene.owner, read_versions, record=record).results[0].content == content


def test_without_a_day_it_takes_effect_at_once(scene: Scene) -> None:
    record, _ = consent(scene)
    scene.do(scene.owner, withdraw_consent, consent=record, reason=WHY)
    withdrawal = scene.do(scene.owner, read_record, record=record).content["withdrawal"]
    assert withdrawal == {"on": "2026-03-02", "reason": WHY}


def test_stored_bundles_of_the_case_are_destroyed(scene: Scene) -> None:
    record, _ = consent(scene)
    other = scene.another_case()
    names = {}
    with scene.runtime.work() as work:
        for number, case in enumerate((scene.case, other)):
            with work.storage.create() as writer:
                writer.write(b"sealed bundle")
                writer.commit()
            names[case] = writer.name
            export = Export(
                id=f"{number:032}", member_id=scene.teammate.id, state="ready", sealed_request=b""
            )
            export.object_name, export.sealed_key, export.size = writer.name, b"key", 13
            work.session.add(export)
            work.session.flush()
            work.session.add(ExportCase(export_id=export.id, case_id=case))
    scene.do(scene.owner, withdraw_consent, consent=record, reason=WHY)
    assert set(scene.runtime.storage.names()) == {names[other]}
    with scene.runtime.work() as work:
        bundles = {row.state: row for row in work.session.scalars(select(Export))}
    assert bundles.keys() == {"refused", "ready"}
    assert (bundles["refused"].object_name, bundles["refused"].sealed_key) == (None, None)


def test_a_withdrawal_that_fails_destroys_nothing(scene: Scene) -> None:
    record, _ = consent(scene)
    with pytest.raises(Invalid):
        scene.do(scene.owner, withdraw_consent, consent=record, reason="")
    assert scene.do(scene.owner, read_record, record=record).version == 1


def test_only_a_consent_is_withdrawn_and_only_once(scene: Scene) -> None:
    record, content = consent(scene)
    for wrong in (content["individual"], scene.claim("source", {"title": "Gazette", "type": "document"})):
        with pytest.raises(Conflict):
            scene.do(scene.owner, withdraw_consent, consent=wrong, reason=WHY)
    scene.do(scene.owner, withdraw_consent, consent=record, reason=WHY)
    with pytest.raises(Conflict):
        scene.do(scene.owner, withdraw_consent, consent=record, reason=WHY)
    with pytest.raises(NotFound):
        scene.do(scene.owner, withdraw_consent, consent="0" * 32, reason=WHY)


def test_who_holds_no_identities_withdraws_a_consent_whose_form_is_one(scene: Scene) -> None:
    described = Described("form.pdf", "application/pdf", content={"type": "consent_form"})
    given = {"case": scene.case, "chunks": iter([b"signed"]), "describe": lambda: described}
    form = scene.do(scene.owner, add_file, **given).record
    record, _ = consent(scene, form_file=form)
    scene.grant(scene.teammate, "working")
    assert scene.do(scene.teammate, withdraw_consent, consent=record, reason=WHY).version == 2


def test_investigators_do_not_withdraw_consents(scene: Scene) -> None:
    record, _ = consent(scene)
    member = join(scene.runtime, scene.owner, "investigator")
    scene.grant(member, "working")
    with pytest.raises(NotAllowed):
        scene.do(member, withdraw_consent, consent=record, reason=WHY)
