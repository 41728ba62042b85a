"""Work not yet submitted: sealed to its author alone, under a key that is destroyed with it.

A write-only member's drafts end with the edit window of the case: until then coercion can open them, and the forms
say so.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from app.domain.archive import access
from app.domain.archive.once import draft_before
from app.domain.archive.views import DraftView
from app.domain.work import Actor, Work
from app.errors import Invalid, NotAllowed, NotFound, Problem, Stale, Tampered, TooLarge
from app.models import Draft, new_id
from app.records.kinds import CASE_KINDS
from app.vault import VaultError
from app.vault.canonical import CanonicalError, canonical
from app.vault.context import Purpose, context
from app.vault.seal import new_key, seal, seal_padded, unseal, unseal_padded

MOST_BYTES = 4 * 1024 * 1024


def save_draft(
    *,
    work: Work,
    actor: Actor,
    case: str,
    kind: str,
    content: Mapping[str, Any],
    once: str | None = None,
) -> DraftView:
    """Keeps a draft of a record of a case; its content may be incomplete.

    `once` is the id to give it: sent again by the same member, it replaces the content of that draft. Raises
    NotFound for the case, NotAllowed to a narrow token, Invalid, TooLarge, Conflict after the edit window.
    """
    purge_expired_drafts(work=work)
    found = access.case_access(work, actor, case)
    if actor.kind != "member":
        raise NotAllowed("Drafts are kept for members. A program submits what it has.")
    access.must_be_open_for_adding(work, found)
    before = None if once is None else draft_before(work, actor, once, case=case)
    if before is not None:
        return amend_draft(
            work=work, actor=actor, draft=before.id, expected=before.version, kind=kind, content=content
        )
    expires = found.case.edit_until if found.blind else None
    row = Draft(id=once or new_id(), case_id=case, member_id=actor.id, version=1, expires_at=expires)
    _seal(actor, row, kind, content)
    work.session.add(row)
    work.session.flush()
    return _view(row, kind, content)


def amend_draft(
    *, work: Work, actor: Actor, draft: str, expected: int, kind: str, content: Mapping[str, Any]
) -> DraftView:
    """Replaces a draft's content. `expected` is the version read. Raises NotFound, Stale, Invalid, TooLarge."""
    row = _own_for_change(work, actor, draft)
    if row.version != expected:
        raise Stale("Somebody changed this draft since you read it.")
    row.version += 1
    _seal(actor, row, kind, content)
    work.session.flush()
    return _view(row, kind, content)


def delete_draft(*, work: Work, actor: Actor, draft: str) -> None:
    """Destroys a draft and its key. Raises NotFound."""
    work.session.delete(_own_for_change(work, actor, draft))
    work.session.flush()


def purge_expired_drafts(*, work: Work) -> None:
    """Destroys the drafts of write-only members whose edit window has ended, with their keys."""
    work.session.execute(delete(Draft).where(Draft.expires_at <= work.clock.now()))


def submit(work: Work, actor: Actor, draft: str, *, case: str) -> None:
    """Destroys a draft whose record is being added to `case` in this unit of work. Raises NotFound."""
    row = _own_for_change(work, actor, draft)
    if row.case_id != case:
        raise NotFound
    work.session.delete(row)


def destroy_drafts(work: Work, *, case: str, member: str) -> None:
    """Destroys what a member has in draft for a case that was taken away from him."""
    work.session.execute(delete(Draft).where(Draft.case_id == case, Draft.member_id == member))


def own_draft(work: Work, actor: Actor, draft: str) -> Draft:
    """A draft of the actor, in a case that he may still know of. Raises NotFound."""
    row = work.session.get(Draft, draft)
    if row is None or row.member_id != actor.id:
        raise NotFound
    if row.expires_at is not None and row.expires_at <= work.clock.now():
        raise NotFound
    access.case_access(work, actor, row.case_id)
    return row


def open_draft(actor: Actor, row: Draft) -> DraftView:
    """What a draft holds. Raises Tampered when it does not open."""
    try:
        key = unseal(actor.keys.own_key, row.sealed_key, _key_context(row))
        body = json.loads(unseal_padded(key, row.sealed_content, _content_context(row)))
    except (VaultError, ValueError):
        raise Tampered("This draft does not open: it was changed. Tell your administrator.") from None
    return _view(row, body["kind"], body["content"])


def _own_for_change(work: Work, actor: Actor, draft: str) -> Draft:
    purge_expired_drafts(work=work)
    row = own_draft(work, actor, draft)
    work.session.refresh(row, with_for_update=True)
    return row


def _seal(actor: Actor, row: Draft, kind: str, content: Mapping[str, Any]) -> None:
    """Seals the content under a fresh key: what the draft held before is gone with the key before."""
    if kind not in CASE_KINDS - {"evidence"}:
        raise Invalid([Problem("kind", "Choose a kind of record that is written in a case.")])
    try:
        body = canonical({"kind": kind, "content": content})
    except CanonicalError:
        raise Invalid([Problem("content", "Give a JSON object.")]) from None
    if len(body) > MOST_BYTES:
        raise TooLarge
    key = new_key()
    row.sealed_key = seal(actor.keys.own_key, key, _key_context(row))
    row.sealed_content = seal_padded(key, body, _content_context(row))


def _view(row: Draft, kind: str, content: Mapping[str, Any]) -> DraftView:
    return DraftView(row.id, row.case_id, kind, row.version, content, row.expires_at)


def _key_context(row: Draft) -> bytes:
    return context(Purpose.draft_key, draft=row.id, member=row.member_id, version=row.version)


def _content_context(row: Draft) -> bytes:
    return context(Purpose.draft_content, draft=row.id, case=row.case_id, version=row.version)
