"""Asking for an export. It is built by `build.build_export`, in a process of its own (`app.worker`)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.accounts.keyring import keyring
from app.domain.archive.access import case_access, note_opening, record_access
from app.domain.archive.opening import open_latest
from app.domain.consent.rules import Profile
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.exports import sealing
from app.domain.exports.sealing import Request, Result
from app.domain.exports.views import ExportAsked
from app.domain.once import checked_id
from app.domain.work import Actor, Work
from app.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from app.models import Export, ExportCase, Record, new_id
from app.records.case_vocabularies import PURPOSES
from app.storage import ObjectWriter

LAWYER = "lawyer"
BUILDING, READY, REFUSED = "building", "ready", "refused"
SILENCE = timedelta(minutes=10)
"""After so long without a sign of life nobody is building an export any more: signs come each minute."""


def request_export(
    *,
    work: Work,
    actor: Actor,
    cases: Sequence[str],
    recipient: str,
    profile: str,
    purpose: str,
    once: str | None = None,
) -> ExportAsked:
    """Asks for a bundle of these cases for a recipient of the register; the deed and its cases are logged now.

    `once` is the id of the new export, made when the form was shown: the same sent again asks for nothing more and
    answers the export that is there, `repeated`. Raises NotAllowed unless the actor is a lawyer, NotFound for a case
    or recipient he may not know of, Invalid for an unknown profile or purpose or no case at all.
    """
    request = checked_request(
        work=work, actor=actor, cases=cases, recipient=recipient, profile=profile, purpose=purpose
    )
    export = new_id() if once is None else checked_id(once)
    if not _begin(work, actor, export, request):
        return _asked_before(work, actor, export)
    for case in request.cases:
        work.session.add(ExportCase(export_id=export, case_id=case))
        note_opening(work, actor, case)
        record(work=work, actor=actor, deed=Deed.exported, subject=case)
    record(work=work, actor=actor, deed=Deed.exported, subject=export)
    work.session.flush()
    return ExportAsked(export, BUILDING)


def checked_request(
    *, work: Work, actor: Actor, cases: Sequence[str], recipient: str, profile: str, purpose: str
) -> Request:
    """What may be asked for, each case once. Raises as `request_export`."""
    must_export(actor)
    _check_fields(cases, recipient, profile, purpose)
    chosen = list(dict.fromkeys(cases))
    for case in chosen:
        case_access(work, actor, case).must_hold("working")
    _check_recipient(work, actor, recipient)
    return Request(chosen, recipient, profile, purpose)


def refuse_export(*, work: Work, actor: Actor, export: str, result: Result) -> None:
    """Ends an export that is still being built, with the reason why there is no bundle. Otherwise does nothing."""
    row = work.session.get(Export, export, with_for_update=True)
    if row is not None and row.state == BUILDING:
        row.state = REFUSED
        row.sealed_result = sealing.seal_result(actor, export, result)
        work.session.flush()


def show_life(*, work: Work, export: str) -> None:
    """Notes that an export is still being built, or waits for its turn."""
    row = work.session.get(Export, export)
    if row is not None and row.state == BUILDING:
        row.alive_at = work.clock.now()
        work.session.flush()


def end_abandoned(*, work: Work, silent_for: timedelta = SILENCE) -> int:
    """Refuses every export that is being built and showed no life for so long; answers how many.

    The process that built it has ended, by a power cut or a kill. No time at all is for a start at which nobody builds.
    """
    silent = or_(Export.alive_at.is_(None), Export.alive_at <= work.clock.now() - silent_for)
    rows = work.session.scalars(select(Export).where(Export.state == BUILDING, silent)).all()
    for row in rows:
        row.state = REFUSED
    work.session.flush()
    return len(rows)


def keep_bundle(
    *, work: Work, actor: Actor, export: str, key: bytes, stored: ObjectWriter, size: int, result: Result
) -> None:
    """Makes a built bundle ready. Raises Conflict when its export was ended meanwhile: a consent was withdrawn, or
    access to a case was lost."""
    row = work.session.get(Export, export, with_for_update=True)
    if row is None or row.state != BUILDING:
        raise Conflict("This export was ended while it was being built.")
    stored.commit()
    work.on_rollback.append(lambda: work.storage.delete(stored.name))
    row.state, row.object_name, row.size = READY, stored.name, size
    row.sealed_key = sealing.seal_key(actor, export, key)
    row.sealed_result = sealing.seal_result(actor, export, result)
    row.done = row.total
    work.session.flush()


def note_progress(*, work: Work, export: str, done: int, total: int) -> None:
    """Says how far an export is: counts alone, and no deed."""
    row = work.session.get(Export, export)
    if row is not None and row.state == BUILDING:
        row.done, row.total, row.alive_at = done, total, work.clock.now()
        work.session.flush()


def must_export(actor: Actor) -> None:
    """Raises NotAllowed unless the actor prepares and downloads exports."""
    if LAWYER not in actor.roles:
        raise NotAllowed("Exports are prepared by lawyers.")


def _begin(work: Work, actor: Actor, export: str, request: Request) -> bool:
    """Adds the row of an export; False when there is one. Of two who send the same at once, one waits for the other."""
    insert = postgresql.insert if work.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Export).values(
        id=export,
        member_id=actor.id,
        state=BUILDING,
        done=0,
        total=0,
        alive_at=work.clock.now(),
        sealed_request=sealing.seal_request(actor, export, request),
    )
    added = work.session.execute(row.on_conflict_do_nothing().returning(Export.id))
    return added.first() is not None


def _asked_before(work: Work, actor: Actor, export: str) -> ExportAsked:
    row = work.session.get(Export, export)
    if row is None or row.member_id != actor.id:
        raise NotFound
    return ExportAsked(export, row.state, repeated=True)


def _check_fields(cases: Sequence[str], recipient: str, profile: str, purpose: str) -> None:
    problems: list[Problem] = []
    if not cases:
        problems.append(Problem("cases", "Choose at least one case."))
    if not recipient:
        problems.append(Problem("recipient", "Choose a recipient."))
    if profile not in set(Profile):
        problems.append(Problem("profile", f"Choose one of: {', '.join(Profile)}."))
    if purpose not in PURPOSES.terms:
        problems.append(Problem("purpose", f"Choose one of: {', '.join(PURPOSES.terms)}."))
    if problems:
        raise Invalid(problems)


def _check_recipient(work: Work, actor: Actor, recipient: str) -> None:
    row: Record
    row, _ = record_access(work, actor, recipient)
    if row.case_id is not None or open_latest(work, keyring(work, actor), recipient).kind != "recipient":
        raise NotFound
