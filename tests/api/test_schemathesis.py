"""Every operation of the published description, fed with what a generator makes of it, as each role: never a 5xx.

Half of the ids in paths are real ones, so that the generator gets past the doors. `--torture` feeds much more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.http import HEADERS
from tests.api.conftest import House
from tests.api.server import token_of
from tests.people import SERVED, join

ROLES = ("documenter", "write_only", "investigator", "lawyer", "approver", "administrator", "auditor")
EVERYBODY = (*ROLES, "nobody")
ON_ONE = [*(("sqlcipher", role) for role in EVERYBODY), ("postgresql", "documenter")]
"""PostgreSQL is fed by the role that gets furthest: what it may be asked is the same for all, and each costs as much."""
ON_BOTH = [(store, role) for store in SERVED for role in EVERYBODY]
FEW, MANY = 3, 150
ENDS_A_SESSION = "DELETE /api/v1/session"


@dataclass
class Fed:
    """A served archive with tokens by role and some real ids by the name they have in paths."""

    address: str
    operations: list[Any]
    tokens: dict[str, str]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def fed(house: House) -> Iterator[Fed]:
    """One member of each role, all of them holding the case that is fed."""
    door, runtime = house.owner, house.runtime
    actors = {role: join(runtime, house.founder, role, name=role) for role in ROLES}
    case = door.post("/cases", {"title": "Fed"})["id"]
    for role in ("documenter", "investigator", "lawyer"):
        grant = {"holder": actors[role].id, "compartments": ["working", "identity"]}
        door.post(f"/cases/{case}/grants", grant)
    source = door.claim("source", title="Gazette 12", type="document")
    individual = door.record(case, "individual", pseudonym="W-0001", roles=["victim"])
    ids = {
        "case": case,
        "record": door.record(case, "consent", individual=individual, given_on="2021-09-01"),
        "unit": door.claim("unit", names=[{"text": "Patrol"}], citations=[{"source": source}]),
        "holder": actors["lawyer"].id,
        "member": house.outsider_id,
        "team": door.get("/teams")["results"][0]["id"],
        "draft": door.post(f"/cases/{case}/drafts", {"kind": "note", "content": {}})["id"],
    }
    description = door.get("/openapi.json")
    operations = [found.ok() for found in schemathesis.openapi.from_dict(description).get_all_operations()]
    tokens = {role: token_of(runtime, actor) for role, actor in actors.items()} | {"nobody": ""}
    yield Fed(house.address, operations, tokens, ids)


@pytest.mark.parametrize(("house", "role"), ON_ONE, indirect=["house"], scope="module")
def test_no_operation_fails_whatever_it_is_fed(fed: Fed, role: str) -> None:
    feed(fed, role, FEW)


@pytest.mark.torture
@pytest.mark.parametrize(("house", "role"), ON_BOTH, indirect=["house"], scope="module")
def test_no_operation_fails_whatever_it_is_fed_for_long(fed: Fed, role: str) -> None:
    feed(fed, role, MANY)


def feed(fed: Fed, role: str, examples: int) -> None:
    """Feeds every operation `examples` times."""
    assert len(fed.operations) > 45
    for operation in fed.operations:
        if operation.label != ENDS_A_SESSION:
            feed_one(fed, operation, fed.tokens[role], examples)


def feed_one(fed: Fed, operation: Any, token: str, examples: int) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), real=st.booleans())
    def fed_with(case: Any, real: bool) -> None:
        if real:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = fed.ids.get(name, case.path_parameters[name])
        answer = case.call(base_url=fed.address, headers=headers)
        assert answer.status_code < 500, f"{operation.label}: {answer.status_code} {answer.text}"
        assert all(answer.headers[name.lower()] == [value] for name, value in HEADERS.items()), (
            operation.label
        )
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"], operation.label

    fed_with()
