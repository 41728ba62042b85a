"""Ids that no database can hold are the same 404 as those that it does not hold."""

import pytest

from tests.api.conftest import House
from tests.people import SERVED

pytestmark = pytest.mark.parametrize("house", SERVED, indirect=True, scope="module")


@pytest.mark.parametrize(
    "what", ["cases", "records", "files", "exports", "drafts", "tokens", "sessions", "members"]
)
@pytest.mark.parametrize("id_", ["%00", "a%00b", "%ED%A0%80"])
def test_an_impossible_id_in_a_path_is_404(house: House, what: str, id_: str) -> None:
    if what in {"tokens", "sessions", "members"}:
        house.owner.ask("DELETE", f"/{what}/{id_}", 404)
    else:
        house.owner.get(f"/{what}/{id_}" + ("/content" if what == "files" else ""), 404)


@pytest.mark.parametrize("id_", ["\\u0000", "\\ud800"])
def test_an_impossible_id_in_a_body_is_422(house: House, id_: str) -> None:
    bodies = {
        "/cases": f'{{"title": "x", "teams": ["{id_}"]}}',
        "/register/grants": f'{{"holder": "{id_}"}}',
        "/exports": f'{{"cases": ["{id_}"], "recipient": "x", "profile": "full", "purpose": "analysis"}}',
    }
    for path, body in bodies.items():
        headers = {"Content-Type": "application/json"}
        house.owner.ask("POST", path, 422, content=body, headers=headers)
