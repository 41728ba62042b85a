"""Sessions end by themselves, by their owner, and never open without both cookie and pepper."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.accounts.actions import end_own_session, sign_out
from app.domain.accounts.queries import actor_of_session, list_sessions
from app.domain.accounts.sessions import open_session, purge_sessions
from app.domain.work import Actor, Work
from app.errors import NotFound, NotSignedIn
from app.models import Session, SessionOpening
from app.runtime import Runtime
from app.vault.tokens import new_secret
from tests.conftest import TestClock
from tests.people import SERVED, found, join


def begin(runtime: Runtime, actor: Actor) -> tuple[str, Actor]:
    with runtime.work() as work:
        return open_session(work, actor.id, actor.keys.seed)


def resume(runtime: Runtime, cookie: str) -> Actor:
    with runtime.work(reads_only=True) as work:
        return actor_of_session(work, cookie)


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_an_idle_session_ends_and_a_used_one_goes_on(runtime: Runtime, clock: TestClock) -> None:
    cookie, _ = begin(runtime, found(runtime))
    for _ in range(4):
        clock.at += timedelta(minutes=20)
        resume(runtime, cookie)
    clock.at += timedelta(minutes=31)
    with pytest.raises(NotSignedIn):
        resume(runtime, cookie)


def test_a_session_ends_after_its_hours_however_busy(runtime: Runtime, clock: TestClock) -> None:
    cookie, _ = begin(runtime, found(runtime))
    for _ in range(12 * 3 - 1):
        clock.at += timedelta(minutes=20)
        resume(runtime, cookie)
    clock.at += timedelta(minutes=20)
    with pytest.raises(NotSignedIn):
        resume(runtime, cookie)


def test_when_it_was_seen_is_written_at_most_once_a_minute(runtime: Runtime, clock: TestClock) -> None:
    cookie, actor = begin(runtime, found(runtime))
    began = clock.at

    def seen() -> timedelta:
        with runtime.work(reads_only=True) as work:
            return work.session.get_one(Session, actor.session_key).seen_at - began

    clock.at = began + timedelta(seconds=59)
    resume(runtime, cookie)
    assert seen() == timedelta()
    clock.at = began + timedelta(seconds=61)
    resume(runtime, cookie)
    assert seen() == timedelta(seconds=61)


@pytest.mark.parametrize(
    "cookie", ["", "nonsense", new_secret(), "ж" * 43], ids=["empty", "nonsense", "another", "not ascii"]
)
def test_another_cookie_opens_nothing(runtime: Runtime, cookie: str) -> None:
    begin(runtime, found(runtime))
    with pytest.raises(NotSignedIn):
        resume(runtime, cookie)


def test_a_session_does_not_open_with_another_pepper_or_in_anothers_row(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder)
    cookie, actor = begin(runtime, founder)
    runtime.host = replace(runtime.host, pepper=b"q" * 32)
    with pytest.raises(NotSignedIn):
        resume(runtime, cookie)
    runtime.host = replace(runtime.host, pepper=founder_pepper(runtime))
    resume(runtime, cookie)
    with runtime.work() as work:
        work.session.get_one(Session, actor.session_key).member_id = other.id
    with pytest.raises(NotSignedIn):
        resume(runtime, cookie)


def founder_pepper(runtime: Runtime) -> bytes:
    return bytes.fromhex(runtime.settings.pepper_path.read_text().strip())


class Kept:
    """Something on the shelf."""

    closed = False

    def close(self) -> None:
        self.closed = True


def test_signing_out_ends_the_session_and_drops_what_it_had_open(runtime: Runtime) -> None:
    cookie, actor = begin(runtime, found(runtime))
    kept = runtime.shelf.get("catalogue", actor.session_key, Kept)
    with runtime.work() as work:
        work.session.add(SessionOpening(session_key=actor.session_key, subject_id="c"))
    with runtime.work() as work:
        sign_out(work=work, actor=actor)
        assert not kept.closed  # not before it is committed
    assert kept.closed
    with pytest.raises(NotSignedIn):
        resume(runtime, cookie)
    with runtime.work(reads_only=True) as work:
        assert openings(work) == set()


def openings(work: Work) -> set[str]:
    return set(work.session.scalars(select(SessionOpening.session_key)))


def test_one_sees_and_ends_ones_own_sessions_only(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder)
    _, first = begin(runtime, founder)
    cookie, second = begin(runtime, founder)
    _, theirs = begin(runtime, other)
    with runtime.work(reads_only=True) as work:
        shown = list_sessions(work=work, actor=second)
    assert shown.total == 2
    assert {view.id: view.current for view in shown.results} == {
        first.session_key: False,
        second.session_key: True,
    }
    with runtime.work() as work:
        end_own_session(work=work, actor=first, session=second.session_key)
        for session in (theirs.session_key, "unknown"):
            with pytest.raises(NotFound):
                end_own_session(work=work, actor=first, session=session)
    with pytest.raises(NotSignedIn):
        resume(runtime, cookie)


def test_what_nobody_can_use_is_removed(runtime: Runtime, clock: TestClock) -> None:
    founder = found(runtime)
    _, old = begin(runtime, founder)
    clock.at += timedelta(hours=1)
    _, new = begin(runtime, founder)
    today = f"{'t' * 32}:{clock.at.date().isoformat()}"
    with runtime.work() as work:
        for key in (old.session_key, new.session_key, today, f"{'t' * 32}:2026-03-01"):
            work.session.add(SessionOpening(session_key=key, subject_id="c"))
    with runtime.work() as work:
        purge_sessions(work)
    with runtime.work(reads_only=True) as work:
        assert set(work.session.scalars(select(Session.id))) == {new.session_key}
        assert openings(work) == {new.session_key, today}
