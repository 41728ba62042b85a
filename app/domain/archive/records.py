"""Records written: added to a case or to the register, and amended. Nothing is ever overwritten."""

from collections.abc import Mapping
from typing import Any

from app.domain.accounts.keyring import keyring
from app.domain.archive import access, compartments, drafts, rules
from app.domain.archive.citing import check_references
from app.domain.archive.once import written_before
from app.domain.archive.opening import open_versions
from app.domain.archive.renewal import writable
from app.domain.archive.versions import write_version
from app.domain.archive.views import Written
from app.domain.work import Actor, Work
from app.errors import Invalid, NotAllowed, Problem, Stale
from app.models import Compartment, Record, Version, new_id
from app.records.base import Content
from app.records.kinds import CASE_KINDS, REGISTER_KINDS, compartment_of, parse


def add_record(
    *,
    work: Work,
    actor: Actor,
    case: str,
    kind: str,
    content: Mapping[str, Any],
    draft: str | None = None,
    once: str | None = None,
) -> Written:
    """Adds a record to a case; `draft` is the draft that it submits, destroyed in the same unit of work.

    `once` is the id to give it: sent again by the same author, it writes nothing and answers what was written.

    Raises NotFound for the case or draft, Invalid for kind and content (evidence comes with its file), NotAllowed by
    role or compartment, Conflict after a write-only author's window or while access must be renewed.
    """
    found = access.case_access(work, actor, case)
    if kind not in CASE_KINDS - {"evidence"}:
        known = ", ".join(sorted(CASE_KINDS - {"evidence"}))
        raise Invalid([Problem("kind", f"Choose one of: {known}. Evidence is added with its file.")])
    rules.must_write(actor.roles, kind)
    if once is not None and (written := written_before(work, actor, once, kind=kind, case=case)):
        return written
    access.must_be_open_for_adding(work, found)
    parsed = parse(kind, content)
    name = compartment_of(parsed)
    if not found.blind:
        found.must_hold(name)
    check_references(work, actor, parsed, case=case, blind=found.blind)
    if draft is not None:
        drafts.submit(work, actor, draft, case=case)
    return new_record(work, actor, found.compartments[name], parsed, record_id=once)


def add_claim(
    *, work: Work, actor: Actor, kind: str, content: Mapping[str, Any], once: str | None = None
) -> Written:
    """Adds a claim to the register, or to its restricted part where what it says belongs there.

    `once` as in `add_record`. Raises Invalid for kind and content, NotAllowed by role or when the actor does not hold
    that part.
    """
    if kind not in REGISTER_KINDS:
        raise Invalid([Problem("kind", f"Choose one of: {', '.join(sorted(REGISTER_KINDS))}.")])
    rules.must_write(actor.roles, kind)
    if once is not None and (written := written_before(work, actor, once, kind=kind, case=None)):
        return written
    parsed = parse(kind, content)
    compartment = compartments.of_register(work)[compartment_of(parsed)]
    if not access.granted_ids(work, actor, [compartment.id]):
        raise NotAllowed("This belongs in the restricted part of the register, which you do not hold.")
    check_references(work, actor, parsed, case=None)
    return new_record(work, actor, compartment, parsed, record_id=once)


def amend_record(
    *, work: Work, actor: Actor, record: str, content: Mapping[str, Any], reason: str, expected: int
) -> Written:
    """Writes the next version of a record, which says why. `expected` is the version that the actor read.

    The kind stays, and so does the compartment; a changed memory is a new account, not a version. Raises NotFound,
    NotAllowed, Stale when somebody wrote in between, Invalid for content, reason or a change of compartment.
    """
    row, compartment = access.record_access(work, actor, record)
    work.session.refresh(row, with_for_update=True)
    reason = rules.checked_reason(reason)
    before = work.session.get_one(Version, (record, row.latest))
    opened = next(open_versions(work, keyring(work, actor), [before]))
    rules.must_write(actor.roles, opened.kind)
    if row.latest != expected:
        raise Stale
    if opened.kind == "evidence":
        content = _with_same_file(content, opened.content["file"])
    parsed = parse(opened.kind, content)
    _must_stay(compartment, parsed)
    check_references(work, actor, parsed, case=row.case_id, before=opened.parsed)
    here = writable(work, actor, compartment.id)
    number = write_version(
        work=work,
        actor=actor,
        row=row,
        compartment=here,
        content=parsed,
        previous=before,
        more={"reason": reason},
    )
    return Written(record, opened.kind, number)


def new_record(
    work: Work,
    actor: Actor,
    compartment: Compartment,
    content: Content,
    *,
    record_id: str | None = None,
    more: Mapping[str, str] | None = None,
) -> Written:
    """A record with its first version, in a compartment that the caller has found to be the right one."""
    here = writable(work, actor, compartment.id)
    row = Record(id=record_id or new_id(), case_id=here.case_id, compartment_id=here.id)
    work.session.add(row)
    work.session.flush()
    number = write_version(work=work, actor=actor, row=row, compartment=here, content=content, more=more)
    return Written(row.id, content.kind, number)


def _must_stay(compartment: Compartment, content: Content) -> None:
    """A version for other readers than the one before would leave the old one where it was."""
    if content.kind != "evidence" and compartment_of(content) != compartment.name:
        message = "This would belong to other readers than before. Record it as a new one instead."
        raise Invalid([Problem("content", message)])


def _with_same_file(content: Mapping[str, Any], file: Mapping[str, Any]) -> dict[str, Any]:
    if content.get("file", file) != file:
        raise Invalid([Problem("file", "A file is never exchanged. Add the other file as new evidence.")])
    return {**content, "file": file}
