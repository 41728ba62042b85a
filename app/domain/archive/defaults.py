"""The teams that new cases are granted to: a setting in clear, believed only as an administrator's line commits to it.

Whoever can write to the database could otherwise name a team of his own, and receive every new case.
"""

from collections.abc import Sequence

from app.domain.custody import tree
from app.domain.custody.actions import record
from app.domain.custody.certificates import line_signer
from app.domain.custody.deeds import Deed, commitment_to
from app.domain.custody.rules import ADMINISTRATOR
from app.domain.work import Actor, Work
from app.errors import Tampered
from app.models import LogEntry
from app.vault.base64url import b64url
from app.vault.context import Purpose, context

NEW_CASES, INTAKE = "new_case_teams", "intake_teams"


def keep(work: Work, actor: Actor, new_cases: Sequence[str], intake: Sequence[str]) -> None:
    """Writes the setting, with a line in the log that commits to it."""
    for name, teams in ((NEW_CASES, new_cases), (INTAKE, intake)):
        work.put_setting(name, ",".join(dict.fromkeys(teams)))
    work.session.flush()
    archive = work.setting("archive_id")
    record(work=work, actor=actor, deed=Deed.administered, subject=archive, commitment=_commitment(work))
    work.cache["case_defaults"] = _commitment(work)


def new_case_teams(work: Work) -> tuple[str, ...]:
    """The teams that new cases are granted to. Raises Tampered."""
    return _teams(work, NEW_CASES)


def intake_teams(work: Work) -> tuple[str, ...]:
    """The teams that receive the cases of write-only members. Raises Tampered."""
    return _teams(work, INTAKE)


def _teams(work: Work, name: str) -> tuple[str, ...]:
    if work.cache.get("case_defaults") != _commitment(work) and not _in_log(work):
        raise Tampered(
            "The teams of new cases are not those that an administrator set. Nothing was granted to them. "
            "An administrator looks at them and sets them again."
        )
    return tuple(team for team in work.setting(name, "").split(",") if team)


def _in_log(work: Work) -> bool:
    """Whether the newest line on the setting commits to it, and is an administrator's; none before the first."""
    on_archive = (LogEntry.subject_id == work.setting("archive_id"), LogEntry.deed == str(Deed.administered))
    lines = tree.lines(work, *on_archive)
    if not lines:
        return not work.setting(NEW_CASES, "") and not work.setting(INTAKE, "")
    signer = line_signer(work, lines[-1])
    by_administrator = signer is not None and signer.kind == "member" and ADMINISTRATOR in signer.roles
    return by_administrator and lines[-1].commitment == b64url(_commitment(work))


def _commitment(work: Work) -> bytes:
    teams = {name: work.setting(name, "") for name in (NEW_CASES, INTAKE)}
    return commitment_to(context(Purpose.commitment, table="setting", **teams))
