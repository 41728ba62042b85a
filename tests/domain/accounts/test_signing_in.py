"""Signing in: one answer for every failure, bounded guessing, nobody locked out for long, many at once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domain.accounts import rules, throttle
from app.domain.accounts.actions import invite, revoke_member
from app.domain.accounts.credentials import login_hash
from app.domain.accounts.queries import actor_of_session, list_sessions
from app.domain.accounts.signing_in import (
    accept_invitation,
    change_passphrase,
    recover,
    sign_in,
)
from app.domain.accounts.views import Joined
from app.domain.work import Actor, Work
from app.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Tampered, Throttled, WrongSignIn
from app.models import Member, Session, Throttle
from app.runtime import Runtime
from tests.conftest import TestClock
from tests.people import FOUNDER_LOGIN, PASSPHRASE, SERVED, found

WRONG = "another seven words from this list"


def right(runtime: Runtime, login: str = FOUNDER_LOGIN, passphrase: str = PASSPHRASE) -> Actor:
    return sign_in(runtime.work, login=login, passphrase=passphrase).actor


def wrong(runtime: Runtime, login: str = FOUNDER_LOGIN) -> WrongSignIn | Throttled:
    with pytest.raises((WrongSignIn, Throttled)) as error:
        sign_in(runtime.work, login=login, passphrase=WRONG)
    return error.value


def fail(runtime: Runtime, login: str, times: int) -> None:
    """Failures as `sign_in` counts them, without the cost of deriving a key for each."""
    for _ in range(times):
        with runtime.work() as work:
            throttle.note_failure(work, bucket(work, login))


def bucket(work: Work, login: str) -> str:
    return throttle.bucket_of(work, login_hash(login, work.host.pepper))


def invited(runtime: Runtime, founder: Actor, login: str | None = None) -> Joined:
    with runtime.work() as work:
        link = invite(work=work, actor=founder, name="Somebody", roles=["lawyer"])
    return accept_invitation(runtime.work, secret=link.invitation, login=login, passphrase=PASSPHRASE)


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_the_right_passphrase_opens_a_session_with_the_roles_of_the_certificate(runtime: Runtime) -> None:
    founder = found(runtime)
    signed = sign_in(runtime.work, login=f" {FOUNDER_LOGIN.upper()} ", passphrase=PASSPHRASE)
    assert (signed.actor.id, signed.actor.roles) == (founder.id, founder.roles)
    assert signed.actor.keys == founder.keys
    assert len(signed.cookie) == 43
    with runtime.work(reads_only=True) as work:
        actor = actor_of_session(work, signed.cookie)
    assert (actor.id, actor.keys, actor.session_key) == (founder.id, founder.keys, signed.actor.session_key)


def test_a_code_that_nobody_asked_for_is_a_wrong_one_and_tells_nothing(runtime: Runtime) -> None:
    """Were it ignored, its sender would believe that it was checked; were it told apart, the passphrase would be told."""
    found(runtime)
    refused = [
        with_code(runtime, passphrase, code)
        for passphrase, code in [(PASSPHRASE, "123456"), (WRONG, "123456"), (WRONG, "")]
    ]
    assert {(type(one), str(one)) for one in refused} == {(WrongSignIn, str(wrong(runtime)))}
    for code in (None, ""):
        assert sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE, code=code).cookie
    fail(runtime, FOUNDER_LOGIN, 4)
    with_code(runtime, PASSPHRASE, "123456")
    assert isinstance(with_code(runtime, PASSPHRASE, "123456"), Throttled), "it counts like any other failure"


def with_code(runtime: Runtime, passphrase: str, code: str) -> WrongSignIn | Throttled:
    with pytest.raises((WrongSignIn, Throttled)) as error:
        sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=passphrase, code=code)
    return error.value


def test_one_answer_for_an_unknown_name_and_a_wrong_passphrase(runtime: Runtime) -> None:
    found(runtime)
    known, unknown = wrong(runtime), wrong(runtime, "nobody-at-all")
    assert type(known) is type(unknown) is WrongSignIn
    assert (known.status, known.title, known.detail) == (unknown.status, unknown.title, unknown.detail)
    assert WRONG not in known.detail


def test_an_unknown_name_takes_as_long_as_a_known_one(runtime: Runtime) -> None:
    found(runtime)

    def fastest(login: str) -> float:
        times: list[float] = []
        for _ in range(4):
            began = time.process_time()
            wrong(runtime, login)
            times.append(time.process_time() - began)
        return min(times)

    known, unknown = fastest(FOUNDER_LOGIN), fastest("nobody-at-all")
    assert 0.7 < known / unknown < 1.4


def test_a_revoked_member_gets_the_same_answer(runtime: Runtime) -> None:
    founder = found(runtime)
    member = invited(runtime, founder)
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=member.id)
    with pytest.raises(WrongSignIn):
        right(runtime, member.login)


@pytest.mark.parametrize("settings", SERVED, indirect=True)
@pytest.mark.parametrize("login", [FOUNDER_LOGIN, "nobody-at-all"])
def test_an_account_waits_after_five_failures_even_with_the_right_passphrase(
    runtime: Runtime, clock: TestClock, login: str
) -> None:
    found(runtime)
    fail(runtime, login, 4)
    assert isinstance(wrong(runtime, login), WrongSignIn)
    waiting = wrong(runtime, login)
    assert isinstance(waiting, Throttled)
    assert waiting.retry_after == 30
    if login == FOUNDER_LOGIN:
        with pytest.raises(Throttled):
            right(runtime)
    clock.at += timedelta(seconds=31)
    assert isinstance(wrong(runtime, login), WrongSignIn)
    longer = wrong(runtime, login)
    assert isinstance(longer, Throttled)
    assert longer.retry_after == 60


def test_signing_in_forgets_the_failures(runtime: Runtime) -> None:
    found(runtime)
    fail(runtime, FOUNDER_LOGIN, 4)
    right(runtime)
    fail(runtime, FOUNDER_LOGIN, 4)
    right(runtime)


def test_nobody_is_locked_out_for_long(runtime: Runtime, clock: TestClock) -> None:
    found(runtime)
    fail(runtime, FOUNDER_LOGIN, 30)
    with pytest.raises(Throttled) as error:
        right(runtime)
    assert error.value.retry_after == 15 * 60
    clock.at += timedelta(minutes=15)
    right(runtime)


def test_old_failures_are_forgotten(runtime: Runtime, clock: TestClock) -> None:
    found(runtime)
    fail(runtime, FOUNDER_LOGIN, 4)
    clock.at += timedelta(hours=1)
    fail(runtime, FOUNDER_LOGIN, 4)
    right(runtime)


def test_when_the_whole_archive_sees_too_many_each_account_waits_after_its_first(
    runtime: Runtime, clock: TestClock
) -> None:
    founder = found(runtime)
    other = invited(runtime, founder)
    for number in range(rules.ALARM_FAILURES):
        fail(runtime, f"guessed-{number}", 1)
    right(runtime)  # who types it right comes in
    assert isinstance(wrong(runtime, other.login), WrongSignIn)
    assert isinstance(wrong(runtime, other.login), Throttled)
    right(runtime)
    clock.at += timedelta(minutes=11)  # the alarm is over
    assert isinstance(wrong(runtime, "yet-another"), WrongSignIn)
    assert isinstance(wrong(runtime, "yet-another"), WrongSignIn)


def test_made_up_names_do_not_fill_the_table(runtime: Runtime, clock: TestClock) -> None:
    found(runtime)
    for number in range(60):
        fail(runtime, f"guessed-{number}", 1)
    clock.at += timedelta(hours=2)
    for number in range(60):
        fail(runtime, f"again-{number}", 1)
    with runtime.work(reads_only=True) as work:
        count = work.session.scalar(select(func.count()).select_from(Throttle))
    assert count is not None
    assert count < 70


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_asking_many_times_at_once_wins_nothing(runtime: Runtime) -> None:
    found(runtime)
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: wrong(runtime), range(12)))
    answered = [answer for answer in answers if isinstance(answer, WrongSignIn)]
    assert len(answered) == rules.FREE_FAILURES


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_sixty_four_at_once_all_come_in(runtime: Runtime) -> None:
    founder = found(runtime)
    with ThreadPoolExecutor(64) as threads:
        signed = list(threads.map(lambda _: right(runtime), range(64)))
    assert len({actor.session_key for actor in signed}) == 64
    with runtime.work(reads_only=True) as work:
        assert list_sessions(work=work, actor=founder).total == 64


@contextmanager
def no_lock_held(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Records, each time a key is derived, whether another unit of work could write meanwhile."""
    from app.domain.accounts import credentials

    derive, written = credentials.derive, []

    def watched(*args: object, **values: object) -> object:
        with runtime.work() as work:
            work.put_setting("meanwhile", "x")
        written.append(True)
        return derive(*args, **values)

    monkeypatch.setattr(credentials, "derive", watched)
    yield written


def test_no_lock_is_held_while_a_key_is_derived(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    founder = found(runtime)
    member = invited(runtime, founder)
    with no_lock_held(runtime, monkeypatch) as written:
        actor = right(runtime, member.login)
        wrong(runtime, member.login)
        change_passphrase(runtime.work, actor=actor, current=PASSPHRASE, passphrase=WRONG)
        recover(runtime.work, login=member.login, recovery_code=member.recovery_code, passphrase=PASSPHRASE)
        invited(runtime, founder)
    assert len(written) == 6


def test_the_recovery_code_works_once_and_ends_all_sessions(runtime: Runtime) -> None:
    founder = found(runtime)
    member = invited(runtime, founder, "chosen-name")
    cookie = sign_in(runtime.work, login="chosen-name", passphrase=PASSPHRASE).cookie
    typed = member.recovery_code.lower().replace("-", " ")
    next_code = recover(
        runtime.work, login="Chosen-Name", recovery_code=typed, passphrase=WRONG
    ).recovery_code
    with runtime.work(reads_only=True) as work, pytest.raises(NotSignedIn):
        actor_of_session(work, cookie)
    with pytest.raises(WrongSignIn):
        right(runtime, "chosen-name")
    assert right(runtime, "chosen-name", WRONG).id == member.id
    with pytest.raises(WrongSignIn):
        recover(runtime.work, login="chosen-name", recovery_code=typed, passphrase=WRONG)
    recover(runtime.work, login="chosen-name", recovery_code=next_code, passphrase=PASSPHRASE)
    assert right(runtime, "chosen-name").id == member.id


def test_recovery_is_throttled_like_signing_in_and_tells_nothing(runtime: Runtime) -> None:
    founder = found(runtime)
    member, other = invited(runtime, founder), invited(runtime, founder)
    for login in (member.login, "nobody-at-all"):
        for _ in range(rules.FREE_FAILURES):
            with pytest.raises(WrongSignIn):
                recover(runtime.work, login=login, recovery_code=other.recovery_code, passphrase=WRONG)
        with pytest.raises(Throttled):
            recover(runtime.work, login=login, recovery_code=other.recovery_code, passphrase=WRONG)
    with pytest.raises(Throttled):
        recover(runtime.work, login=member.login, recovery_code=member.recovery_code, passphrase=WRONG)
    recover(runtime.work, login=other.login, recovery_code=other.recovery_code, passphrase=WRONG)


def test_a_misread_code_and_a_weak_passphrase_are_said_before_anything_is_tried(runtime: Runtime) -> None:
    founder = found(runtime)
    member = invited(runtime, founder, "chosen-name")
    last = "0" if member.recovery_code[-1] != "0" else "1"
    for code, passphrase, field in [
        (member.recovery_code[:-1] + last, WRONG, "recovery_code"),
        ("nonsense", WRONG, "recovery_code"),
        (member.recovery_code, "short", "passphrase"),
        (member.recovery_code, "chosen-name", "passphrase"),
    ]:
        with pytest.raises(Invalid) as error:
            recover(runtime.work, login="chosen-name", recovery_code=code, passphrase=passphrase)
        assert [problem.field for problem in error.value.problems] == [field]
    recover(runtime.work, login="chosen-name", recovery_code=member.recovery_code, passphrase=WRONG)


def test_a_code_shown_twice_at_once_works_once(runtime: Runtime) -> None:
    founder = found(runtime)
    member = invited(runtime, founder)

    def use(_: int) -> bool:
        try:
            recover(runtime.work, login=member.login, recovery_code=member.recovery_code, passphrase=WRONG)
        except WrongSignIn:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(use, range(4))) == [False, False, False, True]


def test_changing_the_passphrase_ends_the_other_sessions(runtime: Runtime) -> None:
    found(runtime)
    other = sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE)
    here = sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE)
    change_passphrase(runtime.work, actor=here.actor, current=PASSPHRASE, passphrase=WRONG)
    with runtime.work(reads_only=True) as work:
        assert actor_of_session(work, here.cookie).id == here.actor.id
        with pytest.raises(NotSignedIn):
            actor_of_session(work, other.cookie)
    right(runtime, passphrase=WRONG)
    with pytest.raises(WrongSignIn):
        right(runtime)


def test_changing_the_passphrase_needs_the_present_one(runtime: Runtime) -> None:
    found(runtime)
    actor = right(runtime)
    for current, chosen, field in [
        (WRONG, WRONG, "current"),
        (PASSPHRASE, "short", "passphrase"),
        (PASSPHRASE, FOUNDER_LOGIN, "passphrase"),
    ]:
        with pytest.raises(Invalid) as error:
            change_passphrase(runtime.work, actor=actor, current=current, passphrase=chosen)
        assert [problem.field for problem in error.value.problems] == [field]
    fail(runtime, FOUNDER_LOGIN, 4)
    with pytest.raises(Throttled):
        change_passphrase(runtime.work, actor=actor, current=PASSPHRASE, passphrase=WRONG)
    program = Actor(actor.id, actor.id, actor.roles, actor.keys, f"{'t' * 32}:2026-03-02")
    with pytest.raises(NotAllowed):
        change_passphrase(runtime.work, actor=program, current=PASSPHRASE, passphrase=WRONG)


def test_a_row_made_easier_to_guess_or_put_in_anothers_place_is_refused(runtime: Runtime) -> None:
    founder = found(runtime)
    member = invited(runtime, founder)
    with runtime.work() as work:
        row = work.session.get_one(Member, founder.id)
        row.kdf_iterations = 1
    with pytest.raises(Tampered):
        right(runtime)
    with runtime.work() as work:
        mine, theirs = work.session.get_one(Member, member.id), work.session.get_one(Member, founder.id)
        theirs.kdf_iterations = 3
        theirs.kdf_salt, theirs.auth_hash = mine.kdf_salt, mine.auth_hash
        theirs.sealed_seed = mine.sealed_seed
    with pytest.raises(WrongSignIn):
        right(runtime)


def test_nothing_that_is_stored_tells_the_secrets(runtime: Runtime) -> None:
    founder = found(runtime)
    signed = sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE)
    with runtime.work(reads_only=True) as work:
        rows = [*work.session.scalars(select(Member)), *work.session.scalars(select(Session))]
        stored = b"".join(
            value if isinstance(value, bytes) else str(value).encode()
            for row in rows
            for name, value in vars(row).items()
            if not name.startswith("_")
        )
    for secret in (signed.cookie, FOUNDER_LOGIN, PASSPHRASE, runtime.host.pepper.hex()):
        assert secret.encode() not in stored
    assert founder.keys.seed not in stored
    assert signed.cookie not in repr(signed)


def test_a_used_link_is_not_found(runtime: Runtime) -> None:
    founder = found(runtime)
    with runtime.work() as work:
        link = invite(work=work, actor=founder, name="Somebody", roles=["lawyer"])
    accept_invitation(runtime.work, secret=link.invitation, passphrase=PASSPHRASE)
    with pytest.raises(NotFound):
        accept_invitation(runtime.work, secret=link.invitation, passphrase=PASSPHRASE)


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_a_sign_in_under_way_does_not_outlive_a_changed_passphrase(runtime: Runtime) -> None:
    """Somebody has seen the passphrase; its owner changes it, and whoever was quick has no session left."""
    founder = found(runtime)
    opened = 0

    @contextmanager
    def meanwhile(*, reads_only: bool = False) -> Iterator[Work]:
        nonlocal opened
        opened += 1
        if opened == 2:  # the thief's key is derived; his session is about to begin
            change_passphrase(runtime.work, actor=founder, current=PASSPHRASE, passphrase=WRONG)
        with runtime.work(reads_only=reads_only) as work:
            yield work

    with pytest.raises(WrongSignIn):
        sign_in(meanwhile, login=FOUNDER_LOGIN, passphrase=PASSPHRASE)
    with runtime.work() as work:
        assert work.session.scalar(select(func.count()).select_from(Session)) == 0
