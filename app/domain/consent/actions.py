"""The withdrawal of a consent."""

from datetime import date

from app.domain.accounts.keyring import keyring
from app.domain.archive import access
from app.domain.archive.derived import destroy_bundles
from app.domain.archive.opening import open_latest
from app.domain.archive.records import amend_record
from app.domain.archive.views import Written
from app.domain.work import Actor, Work
from app.errors import Conflict


def withdraw_consent(
    *, work: Work, actor: Actor, consent: str, reason: str, from_: date | None = None
) -> Written:
    """Records that a person took a consent back: a new version of it, with effect today or on the day `from_`.

    It restricts at once: every stored bundle that draws on the case is destroyed, with its key. Raises NotFound,
    NotAllowed by role, Conflict for a record that is no consent or was withdrawn before.
    """
    row, _ = access.record_access(work, actor, consent)
    opened = open_latest(work, keyring(work, actor), consent)
    if opened.kind != "consent" or row.case_id is None:
        raise Conflict("This record is not a consent.")
    if "withdrawal" in opened.content:
        raise Conflict("This consent has been withdrawn already.")
    withdrawal = {"on": work.clock.today().isoformat(), "reason": reason}
    if from_ is not None:
        withdrawal["from"] = from_.isoformat()
    written = amend_record(
        work=work,
        actor=actor,
        record=consent,
        content={**opened.content, "withdrawal": withdrawal},
        reason=reason,
        expected=opened.version,
    )
    destroy_bundles(work, row.case_id)
    return written
