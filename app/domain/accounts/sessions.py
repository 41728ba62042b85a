"""Sessions: a cookie in the browser, and the member's seed sealed under cookie and pepper. Neither opens
anything alone.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from app.domain.accounts.certificates import trusted_key
from app.domain.accounts.rules import require_member
from app.domain.work import Actor, Work
from app.errors import NotFound, NotSignedIn, Tampered
from app.models import Session, SessionOpening
from app.vault.context import Purpose, context
from app.vault.keys import HolderKeys
from app.vault.seal import SealError, seal, unseal
from app.vault.tokens import new_secret, secret_id, secret_key

SEEN_EVERY = timedelta(minutes=1)


def open_session(work: Work, member_id: str, seed: bytes) -> tuple[str, Actor]:
    """A new session for a member whose passphrase was right: its cookie, and the actor."""
    cookie = new_secret()
    now = work.clock.now()
    row = Session(
        id=secret_id(cookie),
        member_id=member_id,
        sealed_seed=b"",
        seen_at=now,
        expires_at=now + timedelta(hours=work.settings.session_hours),
    )
    row.sealed_seed = seal(_key(work, cookie), seed, _context(row))
    work.session.add(row)
    return cookie, member_actor(work, member_id, seed, row.id)


def actor_of_session(work: Work, cookie: str) -> Actor:
    """Who acts with this cookie. Raises NotSignedIn when the session ended, was idle for too long, or never
    was.
    """
    row = work.session.get(Session, secret_id(cookie))
    if row is None or has_ended(work, row):
        raise NotSignedIn
    try:
        seed = unseal(_key(work, cookie), row.sealed_seed, _context(row))
    except SealError:
        raise NotSignedIn from None
    actor = member_actor(work, row.member_id, seed, row.id)
    _note_seen(work, row)
    return actor


def member_actor(work: Work, member_id: str, seed: bytes, session_key: str) -> Actor:
    """The member with this seed, with the roles of the certificate. Raises NotSignedIn when it was revoked."""
    keys = HolderKeys.from_seed(seed)
    try:
        certified = trusted_key(work, member_id)
    except NotFound:
        raise NotSignedIn from None
    if certified.key_id != keys.key_id:
        raise Tampered("The certified key of this member is not the one that was opened.")
    return Actor(member_id, member_id, certified.roles, keys, session_key)


def sign_out(*, work: Work, actor: Actor) -> None:
    """Ends the actor's session; what this process had open for it is dropped."""
    end_session(work, actor.session_key)


def end_own_session(*, work: Work, actor: Actor, session: str) -> None:
    """Ends one of the actor's own sessions. Raises NotFound when it is not the actor's, NotAllowed to a narrow
    token.
    """
    require_member(actor)
    row = work.session.get(Session, session)
    if row is None or row.member_id != actor.member_id:
        raise NotFound
    end_session(work, session)


def end_session(work: Work, session_key: str) -> None:
    """Ends a session; silently if it has ended already."""
    work.session.execute(delete(SessionOpening).where(SessionOpening.session_key == session_key))
    work.session.execute(delete(Session).where(Session.id == session_key))
    work.on_commit.append(lambda: work.shelf.end_session(session_key))


def end_sessions_of(work: Work, member_id: str, keep: str = "") -> None:
    """Ends the sessions of a member, except the one whose key is `keep`."""
    for session_key in work.session.scalars(select(Session.id).where(Session.member_id == member_id)):
        if session_key != keep:
            end_session(work, session_key)


def purge_sessions(work: Work) -> None:
    """Removes sessions that nobody can use any more, and what is noted of them and of past days of tokens."""
    now = work.clock.now()
    idle = now - timedelta(minutes=work.settings.session_idle_minutes)
    over = select(Session.id).where((Session.expires_at <= now) | (Session.seen_at < idle))
    for session_key in work.session.scalars(over):
        end_session(work, session_key)
    today = SessionOpening.session_key.endswith(f":{now.date().isoformat()}")
    known = SessionOpening.session_key.in_(select(Session.id))
    work.session.execute(delete(SessionOpening).where(~today, ~known))


def has_ended(work: Work, row: Session) -> bool:
    """Whether a session was idle for too long, or is too old."""
    now = work.clock.now()
    return now >= row.expires_at or now - row.seen_at > timedelta(minutes=work.settings.session_idle_minutes)


def _note_seen(work: Work, row: Session) -> None:
    """Keeps the time, at most once a minute, in a transaction of its own: a page that only reads takes no
    lock.
    """
    now = work.clock.now()
    if now - row.seen_at < SEEN_EVERY:
        return
    session_id = row.id
    work.on_commit.append(lambda: _write_seen(work, session_id, now))


def _write_seen(work: Work, session_id: str, now: datetime) -> None:
    bind = work.session.get_bind()
    engine = bind.engine.execution_options(reads_only=False)
    with engine.begin() as connection:
        connection.execute(update(Session).where(Session.id == session_id).values(seen_at=now))


def _key(work: Work, cookie: str) -> bytes:
    return secret_key(cookie, work.host.pepper, Purpose.session_key)


def _context(row: Session) -> bytes:
    return context(Purpose.session_seed, session=row.id, member=row.member_id)
