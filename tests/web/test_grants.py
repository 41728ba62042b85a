"""Access on pages: given, seen, and taken back at once."""

from collections.abc import Iterator

import pytest

from app.runtime import Runtime, create_runtime
from app.settings import Settings
from tests.domain.scenes import Scene, Template
from tests.web.paper import ORIGIN, Person


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Desk"]:
    """The owner, the teammate and the outsider, each at a page."""
    runtime = create_runtime(Settings(data=tmp_path_factory.mktemp("grants") / "archive", origins=ORIGIN))
    made = Template.make(runtime)
    yield Desk(runtime, Scene(runtime, made.owner, made.teammate, made.outsider, made.case))


class Desk:
    """Three people with their browsers."""

    def __init__(self, runtime: Runtime, scene: Scene) -> None:
        self.scene = scene
        self.owner, self.teammate, self.outsider = (
            Person.at(runtime, actor) for actor in (scene.owner, scene.teammate, scene.outsider)
        )


def test_what_is_given_is_opened_and_what_is_taken_back_is_gone_at_once(desk: Desk) -> None:
    case, path = f"/cases/{desk.scene.case}", f"/cases/{desk.scene.case}/grants"
    individual = desk.scene.individual()
    names = {"individual": individual, "names": [{"text": "Zorana", "script": "Latn"}]}
    identity = desk.scene.add("identity", names)
    assert desk.teammate.get(case).status == 404
    given = desk.owner.send_fields(desk.owner.get(path), "", {"holder": desk.scene.teammate.id})
    assert (given.status, given.location) == (303, path)
    assert desk.teammate.get(case).status == 200
    assert desk.teammate.get(f"/records/{individual}").status == 200
    assert desk.teammate.get(f"/records/{identity}").status == 404
    assert "Identity" not in desk.teammate.get(case).html
    assert 'value="identity"' not in desk.teammate.get(path).html, "nobody gives what they do not hold"
    both = {"holder": desk.scene.teammate.id, "compartments": ["working", "identity"]}
    assert desk.owner.send_fields(desk.owner.get(path), "", both).status == 303
    assert desk.teammate.get(f"/records/{identity}").status == 200
    asked = desk.owner.get(f"{path}/{desk.scene.teammate.id}/end")
    assert "Teammate" in asked.html
    assert desk.owner.send_fields(asked, "", {}).location == path
    for gone in (case, path, f"/records/{individual}", f"/records/{identity}"):
        assert desk.teammate.get(gone).status == 404
    assert desk.outsider.get(path).status == 404


def test_the_last_holder_keeps_the_case_and_is_told_why(desk: Desk) -> None:
    path = f"/cases/{desk.scene.case}/grants/{desk.scene.owner.id}/end"
    refused = desk.owner.send_fields(desk.owner.get(path), "", {})
    assert refused.status == 409
    assert "Nobody else holds this" in refused.html
    assert desk.owner.get(f"/cases/{desk.scene.case}").status == 200


def test_what_does_not_fit_is_told_and_gives_nothing(desk: Desk) -> None:
    path = f"/cases/{desk.scene.case}/grants"
    for fields, status in (
        ({"holder": ""}, 404),
        ({"holder": desk.scene.teammate.id, "compartments": []}, 422),
    ):
        refused = desk.owner.send_fields(desk.owner.get(path), "", fields)
        assert refused.status == status
        assert "Please look again" in refused.html
    assert desk.teammate.get(f"/cases/{desk.scene.case}").status == 404
