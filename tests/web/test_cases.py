"""A case on pages: what is there and what is missing, one's own drafts, and what a write-only member may still add."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.accounts.actions import make_team
from app.domain.archive.actions import open_case, set_case_defaults
from app.domain.archive.drafts import save_draft
from app.domain.archive.queries import read_case
from app.runtime import create_runtime
from app.settings import Settings
from tests.conftest import TestClock
from tests.domain.scenes import Scene, Template
from tests.people import join
from tests.web.paper import ORIGIN, Person

LARGEST = 100_000


@pytest.fixture
def clock() -> TestClock:
    """The clock of the archive."""
    return TestClock()


@pytest.fixture
def scene(tmp_path: Path, clock: TestClock) -> Iterator[Scene]:
    """Three people and a case."""
    runtime = create_runtime(Settings(data=tmp_path / "archive", origins=ORIGIN), clock)
    made = Template.make(runtime)
    yield Scene(runtime, made.owner, made.teammate, made.outsider, made.case)


def test_a_case_tells_what_is_missing_and_where_to_add_it(scene: Scene) -> None:
    owner, path = Person.at(scene.runtime, scene.owner), f"/cases/{scene.case}"
    assert "Nobody is recorded yet" in owner.get(path).html
    individual = scene.individual()
    told = owner.get(path).html
    assert "W-0001 has no consent yet: nothing about this person can leave." in told
    assert f'href="{path}/new/consent?individual={individual}"' in told
    scene.grant(scene.teammate, "working")
    seen = Person.at(scene.runtime, scene.teammate).get(path).html
    assert "W-0001 has no consent yet" in seen
    assert "no names and no safe contact" not in seen, "who opens no identities is not told of them"
    assert "no names and no safe contact" in told
    scene.add("consent", {"individual": individual})
    assert "has no consent yet" not in owner.get(path).html
    assert Person.at(scene.runtime, scene.outsider).get(path).status == 404


def test_a_draft_is_listed_for_its_author_alone(scene: Scene) -> None:
    scene.grant(scene.teammate)
    draft = scene.do(scene.owner, save_draft, case=scene.case, kind="note", content={"text": "Unsure."}).id
    owner, teammate = (Person.at(scene.runtime, one) for one in (scene.owner, scene.teammate))
    path = f"/cases/{scene.case}"
    assert f'href="/drafts/{draft}"' in owner.get(path).html
    assert draft not in teammate.get(path).html
    assert teammate.get(f"/drafts/{draft}").status == 404
    kept = owner.send(owner.get(f"/drafts/{draft}"), "draft", text="Surer.")
    assert (kept.status, kept.location) == (303, f"/drafts/{draft}")
    done = owner.send(owner.get(f"/drafts/{draft}"), "save", text="Sure.")
    assert done.location == f"/records/{draft}"
    assert draft in owner.get(path).html
    assert "Your drafts" not in owner.get(path).html


def test_a_write_only_member_adds_until_the_window_ends_and_reads_nothing(
    scene: Scene, clock: TestClock
) -> None:
    team = scene.do(scene.owner, make_team, name="Intake").id
    scene.do(scene.owner, set_case_defaults, new_case_teams=[], intake_teams=[team])
    actor = join(scene.runtime, scene.owner, "write_only", name="D-5")
    case = scene.do(actor, open_case, title="From the road", edit_window_hours=2).id
    writer, path = Person.at(scene.runtime, actor), f"/cases/{case}"
    page = writer.get(path)
    assert "You may add until 2026-03-02 14:00 UTC." in page.html
    assert "From the road" not in page.html
    added = writer.send(writer.get(f"{path}/new/note"), "save", text="At the border.")
    assert added.status == 303
    assert "/added?note=" in added.location
    record = added.location.split("note=")[1]
    assert "At the border." not in writer.get(added.location).html
    assert writer.get(f"/records/{record}").status == 403
    assert "At the border." in Person.at(scene.runtime, scene.owner).get(f"/records/{record}").html
    form = writer.get(f"{path}/new/note")
    clock.at += timedelta(hours=1, minutes=59)
    writer = Person.at(scene.runtime, actor)  # the session of two hours ago has ended
    assert writer.send(writer.get(f"{path}/new/note"), "save", text="Still.").status == 303
    clock.at += timedelta(minutes=2)
    writer = Person.at(scene.runtime, actor)
    late = writer.send(writer.get(f"{path}/new/note"), "save", text="Too late.")
    assert late.status == 409
    assert "The edit window of this case has ended" in late.html
    assert "Too late." in late.html, "what was typed is kept"
    assert form.action == f"{path}/new/note"


def test_a_case_of_two_hundred_records_is_a_small_page(scene: Scene) -> None:
    individual = scene.individual()
    for number in range(199):
        scene.add(
            "note", {"text": f"A note of some length, the {number}th of this case, to be asked about again."}
        )
    page = Person.at(scene.runtime, scene.owner).get(f"/cases/{scene.case}")
    assert individual in page.html
    assert page.html.count('href="/records/') == 200
    assert len(page.html.encode()) < LARGEST
    assert scene.do(scene.owner, read_case, case=scene.case).id == scene.case
