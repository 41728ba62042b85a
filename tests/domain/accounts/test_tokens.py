"""Tokens: shown once, expiring, revocable, never more than their owner, never a way to more tokens."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.accounts.actions import invite, make_team, make_token, revoke_token, set_roles
from app.domain.accounts.keyring import everyone_id, keyring
from app.domain.accounts.queries import actor_of_token, list_members, list_tokens, me
from app.domain.accounts.signing_in import sign_in
from app.domain.archive.compartments import grant, make, openable_compartments
from app.domain.custody.verify import verify_log
from app.domain.work import Actor
from app.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from app.models import Holder, Token, new_id
from app.runtime import Runtime
from tests.conftest import TestClock
from tests.people import FOUNDER_LOGIN, PASSPHRASE, SERVED, found, join


def token_of(runtime: Runtime, owner: Actor, **values: object) -> tuple[str, str]:
    with runtime.work() as work:
        made = make_token(work=work, actor=owner, **({"name": "Nightly import"} | values))
    return made.id, made.token


def acting(runtime: Runtime, secret: str) -> Actor:
    with runtime.work(reads_only=True) as work:
        return actor_of_token(work, secret)


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_a_full_token_acts_as_its_owner(runtime: Runtime) -> None:
    founder = found(runtime)
    owner = join(runtime, founder, "lawyer", name="Owner")
    identifier, secret = token_of(runtime, owner)
    program = acting(runtime, secret)
    assert (program.id, program.roles, program.keys) == (owner.id, owner.roles, owner.keys)
    assert program.session_key == f"{identifier}:2026-03-02"
    with runtime.work(reads_only=True) as work:
        assert me(work=work, actor=program).name == "Owner"
        assert set(keyring(work, program)) == {owner.id, everyone_id(work)}


def test_a_narrow_token_has_only_what_is_given_to_it(runtime: Runtime) -> None:
    founder = found(runtime)
    owner = join(runtime, founder, "lawyer", "documenter")
    identifier, secret = token_of(runtime, owner, kind="narrow", roles=["documenter"])
    program = acting(runtime, secret)
    assert (program.id, program.member_id, program.kind) == (identifier, owner.id, "token")
    assert program.roles == {"documenter"}
    assert program.keys != owner.keys
    with runtime.work() as work:
        assert set(keyring(work, program)) == {identifier}
        owned = make(work, owner, None, "working")
        grant(work, owner, owned, owner.id)
        given = make(work, owner, None, "identity")
        grant(work, owner, given, identifier)
    with runtime.work(reads_only=True) as work:
        opened = openable_compartments(work, keyring(work, program), [owned.id, given.id])
        assert set(opened) == {given.id}
        assert {view.name for view in list_members(work=work, actor=program).results} == {""}


def test_a_narrow_token_is_in_teams_only_if_asked(runtime: Runtime) -> None:
    founder = found(runtime)
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="North").id
    identifier, secret = token_of(runtime, founder, kind="narrow", teams=[team])
    with runtime.work(reads_only=True) as work:
        assert set(keyring(work, actor_of_token(work, secret))) == {identifier, team}
    for teams in ([new_id()], [founder.id]):
        with pytest.raises(Invalid):
            token_of(runtime, founder, kind="narrow", teams=teams)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "wide"}, "kind"),
        ({"kind": "full", "roles": ["lawyer"]}, "kind"),
        ({"kind": "narrow", "roles": ["administrator"]}, "roles"),
        ({"kind": "narrow", "roles": []}, "roles"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"name": ""}, "name"),
    ],
)
def test_tokens_that_do_not_fit(runtime: Runtime, values: dict[str, object], field: str) -> None:
    owner = join(runtime, found(runtime), "lawyer")
    with pytest.raises(Invalid) as error:
        token_of(runtime, owner, **values)
    assert [problem.field for problem in error.value.problems] == [field]


def test_the_secret_is_shown_once_and_never_stored(runtime: Runtime) -> None:
    founder = found(runtime)
    identifier, secret = token_of(runtime, founder)
    assert len(secret) == 43
    with runtime.work(reads_only=True) as work:
        row = work.session.get_one(Token, identifier)
        stored = row.sealed_seed + row.sealed_name + row.secret_id.encode()
        shown = list_tokens(work=work, actor=founder)
    assert secret.encode() not in stored
    assert b"Nightly" not in stored
    assert secret not in repr(shown)
    assert [(view.name, view.kind, view.active) for view in shown.results] == [
        ("Nightly import", "full", True)
    ]
    assert shown.results[0].expires_on == date(2026, 5, 31)


@pytest.mark.parametrize("kind", ["full", "narrow"])
def test_tokens_expire_and_nothing_stays_sealed_to_them(
    runtime: Runtime, clock: TestClock, kind: str
) -> None:
    founder = found(runtime)
    identifier, secret = token_of(runtime, founder, kind=kind, days=2)
    clock.at += timedelta(days=2, seconds=-1)
    acting(runtime, secret)
    clock.at += timedelta(seconds=1)
    with pytest.raises(NotSignedIn):
        acting(runtime, secret)
    sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE)
    with runtime.work(reads_only=True) as work:
        row = work.session.get_one(Token, identifier)
        assert (row.active, row.sealed_seed) == (False, b"")
        if kind == "narrow":
            assert not work.session.get_one(Holder, identifier).active
        assert verify_log(work).problems == []
        assert [view.active for view in list_tokens(work=work, actor=founder).results] == [False]


@pytest.mark.parametrize("kind", ["full", "narrow"])
def test_a_revoked_token_ends_at_once(runtime: Runtime, kind: str) -> None:
    founder = found(runtime)
    owner, stranger = join(runtime, founder, "lawyer"), join(runtime, founder, "lawyer")
    identifier, secret = token_of(runtime, owner, kind=kind)
    with runtime.work() as work, pytest.raises(NotFound):
        revoke_token(work=work, actor=stranger, token=identifier)
    acting(runtime, secret)
    with runtime.work() as work:
        revoke_token(work=work, actor=owner, token=identifier)
    with pytest.raises(NotSignedIn):
        acting(runtime, secret)
    with runtime.work() as work:
        for unknown in (identifier, new_id()):
            with pytest.raises(NotFound):
                revoke_token(work=work, actor=owner, token=unknown)
        assert verify_log(work).problems == []


def test_an_administrator_ends_anybodys_token(runtime: Runtime) -> None:
    founder = found(runtime)
    owner = join(runtime, founder, "lawyer")
    identifier, secret = token_of(runtime, owner, kind="narrow")
    with runtime.work() as work:
        revoke_token(work=work, actor=founder, token=identifier)
    with pytest.raises(NotSignedIn):
        acting(runtime, secret)


@pytest.mark.parametrize("kind", ["full", "narrow"])
def test_a_token_makes_no_token(runtime: Runtime, kind: str) -> None:
    _, secret = token_of(runtime, found(runtime), kind=kind)
    with pytest.raises(NotAllowed):
        token_of(runtime, acting(runtime, secret))


def test_a_narrow_token_administers_nothing(runtime: Runtime) -> None:
    founder = found(runtime)
    _, secret = token_of(runtime, founder, kind="narrow")
    program = acting(runtime, secret)
    assert "administrator" in program.roles
    with runtime.work() as work:
        for deed in (
            lambda: invite(work=work, actor=program, name="X", roles=["lawyer"]),
            lambda: make_team(work=work, actor=program, name="X"),
            lambda: set_roles(work=work, actor=program, member=founder.id, roles=["lawyer"]),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_a_narrow_token_loses_the_roles_that_its_owner_loses(runtime: Runtime) -> None:
    founder = found(runtime)
    owner = join(runtime, founder, "lawyer", "documenter")
    _, secret = token_of(runtime, owner, kind="narrow")
    with runtime.work() as work:
        set_roles(work=work, actor=founder, member=owner.id, roles=["documenter", "auditor"])
    assert acting(runtime, secret).roles == {"documenter"}


@pytest.mark.parametrize("secret", ["", "nonsense", "ж", "A" * 43])
def test_another_secret_opens_nothing(runtime: Runtime, secret: str) -> None:
    token_of(runtime, found(runtime))
    with pytest.raises(NotSignedIn):
        acting(runtime, secret)


def test_a_seed_in_another_tokens_row_opens_nothing(runtime: Runtime) -> None:
    founder = found(runtime)
    _, mine = token_of(runtime, founder)
    token_of(runtime, join(runtime, founder))
    with runtime.work() as work:
        first, second = work.session.scalars(select(Token)).all()
        first.sealed_seed, second.sealed_seed = second.sealed_seed, first.sealed_seed
    with pytest.raises(NotSignedIn):
        acting(runtime, mine)
