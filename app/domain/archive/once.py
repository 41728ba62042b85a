"""What the same author made before under an id of his own choice (see domain/once.py)."""

from sqlalchemy import select

from app.domain.archive.views import Written
from app.domain.once import take_turn
from app.domain.work import Actor, Work
from app.errors import NotFound
from app.models import Draft, Record, Version


def written_before(work: Work, actor: Actor, once: str, *, kind: str, case: str | None) -> Written | None:
    """What the same author wrote under this id in the same place before; None when the id is free.

    Raises Invalid for what is no id, NotFound when the id is anybody else's or stands elsewhere.
    """
    take_turn(work, once)
    row = work.session.get(Record, once)
    if row is None:
        return None
    author = select(Version.author_key_id).where(Version.record_id == once, Version.number == 1)
    if row.case_id != case or work.session.scalar(author) != actor.keys.key_id:
        raise NotFound
    return Written(once, kind, 1)


def draft_before(work: Work, actor: Actor, once: str, *, case: str) -> Draft | None:
    """The draft that the same member keeps under this id in the same case. Raises as `written_before`."""
    take_turn(work, once)
    row = work.session.get(Draft, once)
    if row is not None and (row.member_id != actor.id or row.case_id != case):
        raise NotFound
    return row
