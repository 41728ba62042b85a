"""Sent once: a form carries the id of what it will make, so that the same form sent again makes nothing more."""

import re

from sqlalchemy import func, select

from app.domain.work import Work
from app.errors import Conflict, Invalid, Problem
from app.models import Holder, Token, new_id


def fresh_id() -> str:
    """An id for something that is still to be made."""
    return new_id()


def checked_id(once: str) -> str:
    """The same id. Raises Invalid unless it has the form of one."""
    if not re.fullmatch("[0-9a-f]{32}", once):
        raise Invalid([Problem("form", "The form could not be read. Reload the page and type it again.")])
    return once


def take_turn(work: Work, once: str) -> None:
    """Of two who send the same id at once, the second waits here until the first is done. Raises Invalid.

    SQLite lets one write at a time as it is; PostgreSQL holds the id until this unit of work ends.
    """
    number = int(checked_id(once)[:15], 16)
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(select(func.pg_advisory_xact_lock(number)))


def unused_id(work: Work, once: str | None) -> str:
    """The id for what shows a secret once: an invitation or a token. Raises Conflict when it was made before: the
    secret cannot be shown a second time."""
    if once is None:
        return new_id()
    take_turn(work, once)
    if work.session.get(Holder, once) is not None or work.session.get(Token, once) is not None:
        raise Conflict(
            "This was made already, and its secret was shown once. If it was not kept, end it and make another."
        )
    return once
