"""Signing in, recovering, changing the passphrase.

These open units of work themselves (`open_work` is `Runtime.work`): deriving a key from a passphrase takes
a sixth of a second on purpose, and no lock is held meanwhile. A failure is counted in a unit of its own and
committed before the answer. The answer, and the work done for it, are the same for an unknown name and for
a wrong passphrase.
"""

import math
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from app.domain.accounts import throttle
from app.domain.accounts.credentials import (
    PassphraseSeal,
    login_hash,
    open_with_code,
    recovery_id,
    seal_under_code,
    seal_under_passphrase,
    stand_in,
)
from app.domain.accounts.ending import end_expired, end_full_tokens
from app.domain.accounts.joining import OpenWork, accept_invitation, refuse_login_as_passphrase
from app.domain.accounts.memberships import rotate_due
from app.domain.accounts.rules import check_passphrase, levelled_login, require_person
from app.domain.accounts.sessions import (
    end_session,
    end_sessions_of,
    member_actor,
    open_session,
    purge_sessions,
)
from app.domain.accounts.views import Recovered, SignedIn
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.work import Actor, Work
from app.errors import Invalid, NotFound, Problem, Throttled, WrongSignIn
from app.models import Holder, Member
from app.vault.passphrase import RecoveryCodeError, auth_hash, parse_recovery_code, same

__all__ = [
    "OpenWork",
    "accept_invitation",
    "change_passphrase",
    "end_session",
    "recover",
    "sign_in",
]


@dataclass(frozen=True, slots=True)
class _Tried:
    """The account that a sign-in is tried at; a made-up one for an unknown name."""

    bucket: str
    known: bool
    sealed: PassphraseSeal
    recovery_id: str
    sealed_recovery_seed: bytes = field(repr=False)
    pepper: bytes = field(repr=False)


def sign_in(open_work: OpenWork, *, login: str, passphrase: str, code: str | None = None) -> SignedIn:
    """A new session. `code` is that of a second factor, which no member has yet: any is a wrong one, see
    `docs/adr/0012-a-code-that-nobody-asked-for.md`. Raises WrongSignIn, or Throttled while the account waits, whether
    or not the passphrase is right.
    """
    tried = _tried(open_work, login)
    keys = tried.sealed.derive(passphrase, tried.pepper)
    right = same(auth_hash(keys.auth), tried.sealed.auth_hash) and tried.known and not code
    with open_work() as work:
        wait = _judged(work, tried.bucket, right=right)
        if right and not wait:
            purge_sessions(work)
            end_expired(work)
            cookie, actor = open_session(work, tried.sealed.member_id, tried.sealed.open(keys))
            rotate_due(work, actor)
            _refuse_changed(work, tried.sealed)
            return SignedIn(cookie, actor)
    raise _refusal(wait)


def recover(open_work: OpenWork, *, login: str, recovery_code: str, passphrase: str) -> Recovered:
    """Sets a new passphrase by the printed code, which is used up; all sessions and full tokens end. Answers
    the next code to print.

    Raises Invalid for a weak passphrase or a misread code, WrongSignIn, Throttled.
    """
    check_passphrase(passphrase)
    refuse_login_as_passphrase(levelled_login(login), passphrase)
    secret = _recovery_secret(recovery_code)
    tried = _tried(open_work, login)
    right = same(recovery_id(secret, tried.pepper).encode(), tried.recovery_id.encode()) and tried.known
    if not right:
        with open_work() as work:
            wait = _judged(work, tried.bucket, right=False)
        raise _refusal(wait)
    member = tried.sealed.member_id
    seed = open_with_code(
        secret, member_id=member, sealed_seed=tried.sealed_recovery_seed, pepper=tried.pepper
    )
    sealed = seal_under_passphrase(member_id=member, passphrase=passphrase, seed=seed, pepper=tried.pepper)
    code, recovery = seal_under_code(member_id=member, seed=seed, pepper=tried.pepper)
    with open_work() as work:
        wait = _judged(work, tried.bucket, right=True)
        if not wait:
            row = _unused(work, member, tried.recovery_id)
            row.recovery_id, row.sealed_recovery_seed = recovery.recovery_id, recovery.sealed_seed
            _keep_passphrase(row, sealed)
            end_sessions_of(work, member)
            actor = member_actor(work, member, seed, session_key="recovery")
            end_full_tokens(work, actor)
            record(work=work, actor=actor, deed=Deed.administered, subject=member)
            return Recovered(code)
    raise _refusal(wait)


def change_passphrase(open_work: OpenWork, *, actor: Actor, current: str, passphrase: str) -> None:
    """Seals the member's key under another passphrase; ends the member's other sessions and full tokens.

    Raises Invalid when `current` is wrong or `passphrase` weak, Throttled after several wrong ones,
    NotAllowed for a token.
    """
    require_person(actor)
    check_passphrase(passphrase)
    with open_work(reads_only=True) as work:
        row = _member(work, actor.member_id)
        if login_hash(passphrase, work.host.pepper) == row.login_hash:
            raise Invalid([Problem("passphrase", "Choose a passphrase that is not your sign-in name.")])
        tried = _account(work, row, row.login_hash)
    keys = tried.sealed.derive(current, tried.pepper)
    right = same(auth_hash(keys.auth), tried.sealed.auth_hash)
    sealed = seal_under_passphrase(
        member_id=actor.member_id, passphrase=passphrase, seed=actor.keys.seed, pepper=tried.pepper
    )
    with open_work() as work:
        wait = _judged(work, tried.bucket, right=right)
        if right and not wait:
            _keep_passphrase(_member(work, actor.member_id), sealed)
            work.session.flush()  # waits for a sign-in under way, whose session then ends too
            end_sessions_of(work, actor.member_id, keep=actor.session_key)
            end_full_tokens(work, actor)
            record(work=work, actor=actor, deed=Deed.administered, subject=actor.member_id)
            return
    if wait:
        raise _refusal(wait)
    raise Invalid([Problem("current", "This is not your present passphrase.")])


def _tried(open_work: OpenWork, login: str) -> _Tried:
    """Looks the account up. Raises Throttled while it waits, before any work is done for it."""
    with open_work(reads_only=True) as work:
        hashed = login_hash(login, work.host.pepper)
        row = work.session.scalar(
            select(Member)
            .join(Holder, Holder.id == Member.id)
            .where(Member.login_hash == hashed, Holder.active)
        )
        wait = throttle.waiting(work, throttle.bucket_of(work, hashed))
        if wait:
            raise _refusal(wait)
        if row is not None:
            return _account(work, row, hashed)
        pepper, bucket = work.host.pepper, throttle.bucket_of(work, hashed)
        return _Tried(bucket, False, stand_in(login, pepper), "", b"", pepper)


def _account(work: Work, row: Member, hashed: str) -> _Tried:
    sealed = PassphraseSeal(
        row.id, row.kdf_salt, row.kdf_memory_kib, row.kdf_iterations, row.auth_hash, row.sealed_seed
    )
    return _Tried(
        bucket=throttle.bucket_of(work, hashed),
        known=True,
        sealed=sealed,
        recovery_id=row.recovery_id,
        sealed_recovery_seed=row.sealed_recovery_seed,
        pepper=work.host.pepper,
    )


def _judged(work: Work, bucket: str, *, right: bool) -> timedelta:
    """Counts the attempt, one after another for each account; answers how long the account must wait, if it
    must.
    """
    wait = throttle.waiting_locked(work, bucket)
    if not wait and right:
        throttle.note_success(work, bucket)
    elif not wait:
        throttle.note_failure(work, bucket)
    return wait


def _refusal(wait: timedelta) -> Throttled | WrongSignIn:
    return Throttled(math.ceil(wait.total_seconds())) if wait else WrongSignIn()


def _recovery_secret(code: str) -> bytes:
    try:
        return parse_recovery_code(code)
    except RecoveryCodeError:
        message = (
            "This is not as it was printed: 14 groups of four letters or digits. Look for a misread one."
        )
        raise Invalid([Problem("recovery_code", message)]) from None


def _keep_passphrase(row: Member, sealed: PassphraseSeal) -> None:
    row.kdf_salt, row.auth_hash, row.sealed_seed = sealed.salt, sealed.auth_hash, sealed.sealed_seed
    row.kdf_memory_kib, row.kdf_iterations = sealed.memory_kib, sealed.iterations


def _member(work: Work, member: str) -> Member:
    row = work.session.get(Member, member)
    if row is None:
        raise NotFound
    return row


def _refuse_changed(work: Work, tried: PassphraseSeal) -> None:
    """Raises WrongSignIn when the passphrase was changed while keys were derived from the one before."""
    query = select(Member).where(Member.id == tried.member_id).with_for_update(read=True)
    row = work.session.scalars(query.execution_options(populate_existing=True)).one()
    if not same(row.auth_hash, tried.auth_hash):
        raise WrongSignIn


def _unused(work: Work, member: str, recovery: str) -> Member:
    """The member's row, if the code just shown has not been used by somebody else meanwhile."""
    query = select(Member).where(Member.id == member).with_for_update()
    row = work.session.scalars(query.execution_options(populate_existing=True)).one()
    if row.recovery_id != recovery:
        raise WrongSignIn
    return row
