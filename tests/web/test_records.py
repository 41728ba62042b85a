"""A record on pages: two versions side by side, what refers to it, and a consent taken back."""

from collections.abc import Iterator

import pytest

from app.domain.archive.records import amend_record
from app.runtime import create_runtime
from app.settings import Settings
from tests.domain.scenes import Scene, Template
from tests.web.paper import ORIGIN, Person


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Three people and a case."""
    runtime = create_runtime(Settings(data=tmp_path_factory.mktemp("records") / "archive", origins=ORIGIN))
    made = Template.make(runtime)
    yield Scene(runtime, made.owner, made.teammate, made.outsider, made.case)


def test_two_versions_side_by_side_mark_what_changed_and_that_alone(scene: Scene) -> None:
    note = scene.add("note", {"text": "Ask the clerk <b>again</b> in May."})
    changed = {"text": "Ask the clerk <b>again</b> in June."}
    scene.do(scene.owner, amend_record, record=note, content=changed, reason="A slip.", expected=1)
    page = Person.at(scene.runtime, scene.owner).get(f"/records/{note}/versions")
    assert "<del>May.</del>" in page.html
    assert "<ins>June.</ins>" in page.html
    assert "Ask the clerk &lt;b&gt;again&lt;/b&gt; in " in page.html
    assert page.html.count("<ins>") == page.html.count("<del>") == 1
    same = Person.at(scene.runtime, scene.owner).get(f"/records/{note}/versions?older=1&newer=1")
    assert "The two say the same." in same.html
    assert Person.at(scene.runtime, scene.outsider).get(f"/records/{note}/versions").status == 404


def test_what_refers_to_a_record_is_told_as_far_as_it_may_be_opened(scene: Scene) -> None:
    scene.grant(scene.teammate, "working")
    individual = scene.individual()
    account = scene.add("account", scene.account(individual))
    reported = [{"account": account, "paragraphs": [1]}]
    act = scene.add("act", {"individual": individual, "type": "torture", "reported_in": reported})
    identity = scene.add(
        "identity", {"individual": individual, "names": [{"text": "Zorana", "script": "Latn"}]}
    )
    owner, teammate = (Person.at(scene.runtime, one) for one in (scene.owner, scene.teammate))
    assert f"/records/{act}" in owner.get(f"/records/{account}").html
    assert f"/records/{identity}" in owner.get(f"/records/{individual}").html
    seen = teammate.get(f"/records/{individual}").html
    assert f"/records/{account}" in seen
    assert identity not in seen
    assert f"new/act?individual={individual}&amp;account={account}" in owner.get(f"/records/{account}").html


def test_a_consent_is_taken_back_once_with_its_reason(scene: Scene) -> None:
    owner = Person.at(scene.runtime, scene.owner)
    individual = scene.individual()
    permission = {"purpose": "national_prosecution", "jurisdictions": "all"}
    content = {"individual": individual, "basis": "own", "covers": "everything", "permissions": [permission]}
    consent = scene.add("consent", content)
    assert "In force" in owner.get(f"/records/{consent}").html
    form = owner.get(f"/records/{consent}/withdrawal")
    refused = owner.send_fields(form, "", {"reason": "", "from": "2026-13-01"})
    assert refused.status == 422
    refused = owner.send_fields(form, "", {"reason": "Afraid for a brother.", "from": "soon"})
    assert (refused.status, refused.value("reason")) == (422, "Afraid for a brother.")
    done = owner.send_fields(form, "", {"reason": "Afraid for a brother."})
    assert (done.status, done.location) == (303, f"/records/{consent}")
    assert "Withdrawn" in owner.get(f"/records/{consent}").html
    again = owner.send_fields(form, "", {"reason": "Again."})
    assert again.status == 409
    assert "withdrawn already" in again.html
    assert Person.at(scene.runtime, scene.outsider).get(f"/records/{consent}/withdrawal").status == 404


def test_what_is_no_consent_has_no_withdrawal(scene: Scene) -> None:
    note = scene.add("note", {"text": "Ask."})
    assert Person.at(scene.runtime, scene.owner).get(f"/records/{note}/withdrawal").status == 404
