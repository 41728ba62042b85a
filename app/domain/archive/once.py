"""Sent once: a form carries the id of what it will make, so that the same form sent again makes nothing more."""

import re

from sqlalchemy import func, select

from app.domain.archive.views import Written
from app.domain.work import Actor, Work
from app.errors import Invalid, NotFound, Problem
from app.models import Draft, Record, Version, new_id


def fresh_id() -> str:
    """An id for something that is still to be made."""
    return new_id()


def checked_id(once: str) -> str:
    """The same id. Raises Invalid unless it has the form of one."""
    if not re.fullmatch("[0-9a-f]{32}", once):
        raise Invalid([Problem("form", "The form could not be read. Reload the page and type it again.")])
    return once


def written_before(work: Work, actor: Actor, once: str, *, kind: str, case: str | None) -> Written | None:
    """What the same author wrote under this id in the same place before; None when the id is free.

    Raises Invalid for what is no id, NotFound when the id is anybody else's or stands elsewhere.
    """
    take_turn(work, checked_id(once))
    row = work.session.get(Record, once)
    if row is None:
        return None
    author = select(Version.author_key_id).where(Version.record_id == once, Version.number == 1)
    if row.case_id != case or work.session.scalar(author) != actor.keys.key_id:
        raise NotFound
    return Written(once, kind, 1)


def draft_before(work: Work, actor: Actor, once: str, *, case: str) -> Draft | None:
    """The draft that the same member keeps under this id in the same case. Raises as `written_before`."""
    take_turn(work, checked_id(once))
    row = work.session.get(Draft, once)
    if row is not None and (row.member_id != actor.id or row.case_id != case):
        raise NotFound
    return row


def take_turn(work: Work, once: str) -> None:
    """Of two who send the same at once, the second waits here until the first is done.

    SQLite lets one write at a time as it is; PostgreSQL holds the id until this unit of work ends.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(select(func.pg_advisory_xact_lock(int(once[:15], 16))))
