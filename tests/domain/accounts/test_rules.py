"""Roles, passphrases, sign-in names, and how long one waits after failures."""

from datetime import timedelta

import pytest

from app.domain.accounts import rules
from app.domain.work import Actor
from app.errors import Invalid, NotAllowed, Problem
from app.vault.keys import HolderKeys


def problem(error: pytest.ExceptionInfo[Invalid]) -> Problem:
    (only,) = error.value.problems
    return only


@pytest.mark.parametrize(
    "passphrase", ["", "short", "elevenchars", "            ", "x" * 11 + "  ", "a b c d"]
)
def test_short_passphrases_are_refused(passphrase: str) -> None:
    with pytest.raises(Invalid) as error:
        rules.check_passphrase(passphrase)
    assert problem(error).field == "passphrase"
    assert "12 characters" in problem(error).message


def test_one_character_over_and_over_is_refused() -> None:
    for passphrase in ("aaaaaaaaaaaaaaaa", "1 1 1 1 1 1 1 1"):
        with pytest.raises(Invalid):
            rules.check_passphrase(passphrase)
    rules.check_passphrase("aaaaaaaaaaab")
    rules.check_passphrase("двенадцать!!")


@pytest.mark.parametrize(
    "login", ["", "ab", "a" * 65, "has space", "ünïcode", "semi;colon", "../up", "naïve-name", "имя-имя"]
)
def test_sign_in_names_that_are_refused(login: str) -> None:
    with pytest.raises(Invalid) as error:
        rules.checked_login(login)
    assert problem(error).field == "login"
    assert login not in problem(error).message or not login


def test_sign_in_names_are_levelled() -> None:
    assert rules.checked_login("  Quiet-River.7_ ") == "quiet-river.7_"


@pytest.mark.parametrize("roles", [[], ["emperor"], ["write_only", "documenter"], ["lawyer", "emperor"]])
def test_roles_that_do_not_go_together(roles: list[str]) -> None:
    with pytest.raises(Invalid) as error:
        rules.checked_roles(roles)
    assert problem(error).field == "roles"
    assert "emperor" not in problem(error).message


def test_tokens_have_no_more_than_their_owner() -> None:
    assert rules.checked_token_roles(["lawyer"], {"lawyer", "auditor"}) == {"lawyer"}
    with pytest.raises(Invalid):
        rules.checked_token_roles(["documenter"], {"lawyer", "auditor"})


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "with\x00zero", "right\u202eleft"])
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_name(name)


def test_names_are_trimmed() -> None:
    assert rules.checked_name("  Ольга   Ivanova ") == "Ольга Ivanova"


def actor(*roles: str, kind: str = "member", session_key: str = "s" * 64) -> Actor:
    return Actor("a", "a", frozenset(roles), HolderKeys.from_seed(bytes(32)), session_key, kind)


def test_administrators_act_as_members() -> None:
    rules.require_administrator(actor("administrator"))
    for other in (actor("lawyer"), actor("administrator", kind="token")):
        with pytest.raises(NotAllowed):
            rules.require_administrator(other)
    rules.require_person(actor("lawyer"))
    with pytest.raises(NotAllowed):
        rules.require_person(actor("lawyer", session_key="a" * 32 + ":2026-03-02"))


def test_waits_grow_and_end() -> None:
    waits = [rules.wait_after(failures, alarm=False).total_seconds() for failures in range(1, 14)]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert rules.wait_after(10**6, alarm=False) == timedelta(minutes=15)
    assert rules.wait_after(1, alarm=True) == timedelta(seconds=30)
    assert rules.wait_after(0, alarm=True) == timedelta()
