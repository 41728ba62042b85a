"""Who may do what by role: the table of the design, row by row."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.domain.archive import rules
from app.errors import Conflict, Invalid, NotAllowed
from app.records.kinds import CASE_KINDS, KINDS, REGISTER_KINDS

ROLES = ("documenter", "write_only", "investigator", "lawyer", "approver", "administrator", "auditor")
WRITES = {
    "documenter": set(KINDS) - {"recipient"},
    "write_only": CASE_KINDS,
    "investigator": (REGISTER_KINDS - {"recipient"}) | {"note", "involvement"},
    "lawyer": REGISTER_KINDS | {"note", "involvement"},
}


def allowed(rule: Callable[..., None], *given: object) -> bool:
    try:
        rule(*given)
    except (NotAllowed, Conflict):
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_may_do(role: str) -> None:
    roles = frozenset({role})
    reads = role in {"documenter", "investigator", "lawyer"}
    assert allowed(rules.must_read, roles) == reads
    assert allowed(rules.must_grant, roles) == reads
    assert allowed(rules.must_receive, "member", roles) == reads
    assert allowed(rules.must_open_cases, roles) == (role in {"documenter", "write_only"})
    assert {kind for kind in KINDS if allowed(rules.must_write, roles, kind)} == WRITES.get(role, set())
    assert rules.entitled_to_write(roles) == (role in WRITES)


def test_a_team_receives_and_an_invitation_does_not() -> None:
    assert allowed(rules.must_receive, "team", frozenset())
    assert not allowed(rules.must_receive, "invitation", frozenset({"documenter"}))


@pytest.mark.parametrize(
    ("now", "hours", "end"),
    [
        ((12, 0, 0), 1, (2, 13)),
        ((12, 0, 1), 1, (2, 14)),
        ((12, 59, 59), 1, (2, 14)),
        ((23, 30, 0), 24, (4, 0)),
        ((0, 0, 0), None, (5, 0)),
    ],
)
def test_a_window_ends_on_a_full_hour(
    now: tuple[int, int, int], hours: int | None, end: tuple[int, int]
) -> None:
    ends = rules.window_end(datetime(2026, 3, 2, *now, tzinfo=UTC), hours)
    assert ends == datetime(2026, 3, *end, tzinfo=UTC)


@pytest.mark.parametrize("code", ["", "A", "nvr", "NVR-1", "1AB", "ABCDEFGHIJKLM", "ÄB"])
def test_an_archive_code_is_short_and_plain(code: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_archive_code(code)


def test_codes() -> None:
    assert rules.checked_archive_code("NVR2") == "NVR2"
    assert rules.case_code("NVR", 7) == "NVR-C00007"
    assert rules.case_code("NVR", 123_456) == "NVR-C123456"
