"""Failed sign-ins, counted for the account tried and for the whole archive.

An account waits after five failures, longer each time. When the whole archive sees too many, every account
waits after its first: guessing at many names is slowed, and whoever types the right passphrase still comes
in. Names that do not exist are counted in the same way, so the answer tells nothing. Answers are given one
after another under the row's lock, so asking many times at once wins nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.accounts import rules
from app.domain.work import Work
from app.models import Throttle
from app.vault.context import Purpose
from app.vault.tokens import keyed_hash

_ARCHIVE = "archive"
_SWEEP_EVERY = 50  # failures


def bucket_of(work: Work, login_hash: str) -> str:
    """The account's bucket; like the sign-in name, it is a keyed hash."""
    return keyed_hash(work.host.pepper, Purpose.rate_limit, login_hash)


def waiting(work: Work, bucket: str) -> timedelta:
    """How long this account must still wait."""
    row = work.session.get(Throttle, bucket)
    return _remaining(row, work.clock.now())


def waiting_locked(work: Work, bucket: str) -> timedelta:
    """As `waiting`, holding the account's row until the unit of work ends."""
    return _remaining(_locked(work, bucket), work.clock.now())


def note_failure(work: Work, bucket: str) -> None:
    """Counts a failed attempt; the caller commits it before it answers."""
    now = work.clock.now()
    archive = _locked(work, _ARCHIVE)
    if now - archive.window_start >= rules.ALARM_WINDOW:
        archive.failures, archive.window_start = 0, now
    archive.failures += 1
    account = _locked(work, bucket)
    if now - account.window_start >= rules.FORGET_AFTER:
        account.failures = 0
    account.failures += 1
    account.window_start = now  # for an account: the latest failure
    wait = rules.wait_after(account.failures, alarm=archive.failures > rules.ALARM_FAILURES)
    account.blocked_until = now + wait if wait else None
    if archive.failures % _SWEEP_EVERY == 0:
        _sweep(work, now)


def note_success(work: Work, bucket: str) -> None:
    """Forgets the failures of an account."""
    work.session.execute(delete(Throttle).where(Throttle.bucket == bucket))


def _remaining(row: Throttle | None, now: datetime) -> timedelta:
    if row is None or row.blocked_until is None:
        return timedelta()
    return max(row.blocked_until - now, timedelta())


def _locked(work: Work, bucket: str) -> Throttle:
    """The row of a bucket, made if it is not there, locked until the unit of work ends."""
    insert = postgresql.insert if work.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = insert(Throttle).values(bucket=bucket, failures=0, window_start=work.clock.now())
    work.session.execute(fresh.on_conflict_do_nothing())
    query = select(Throttle).where(Throttle.bucket == bucket).with_for_update()
    return work.session.scalars(query.execution_options(populate_existing=True)).one()


def _sweep(work: Work, now: datetime) -> None:
    """Removes what is forgotten, so that made-up names do not fill the table."""
    work.session.flush()
    over = or_(Throttle.blocked_until.is_(None), Throttle.blocked_until < now)
    old = Throttle.window_start < now - rules.FORGET_AFTER
    work.session.execute(delete(Throttle).where(old, over, Throttle.bucket != _ARCHIVE))
