"""An archive with three people and a real server, once for each module: the tests of a module share it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.domain.work import Actor
from app.runtime import Runtime, create_runtime
from tests.api.server import Door, serving, token_of
from tests.conftest import settings_on
from tests.people import found, join


@dataclass
class House:
    """A served archive: its founding member (the owner in most tests), a teammate, and an outsider."""

    runtime: Runtime
    address: str
    founder: Actor
    owner: Door
    teammate: Door
    teammate_id: str
    outsider: Door
    outsider_id: str
    nobody: Door


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A served archive, on the store that the module asks for."""
    store = getattr(request, "param", "sqlcipher")
    with settings_on(store, tmp_path_factory.mktemp("house") / "archive") as settings:
        settings.max_json_bytes, settings.max_file_bytes = 256 * 1024, 1024 * 1024
        runtime = create_runtime(settings)
        founder = found(runtime)
        mate = join(runtime, founder, "documenter", "investigator", "lawyer", name="Teammate")
        outsider = join(runtime, founder, "documenter", "investigator", "lawyer", name="Outsider")
        with serving(runtime) as address:
            doors = [Door.at(address, token_of(runtime, actor)) for actor in (founder, mate, outsider)]
            nobody = Door.at(address)
            yield House(runtime, address, founder, doors[0], doors[1], mate.id, doors[2], outsider.id, nobody)
            for door in (*doors, nobody):
                door.http.close()
