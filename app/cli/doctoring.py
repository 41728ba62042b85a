"""What `testimonia doctor` looks at."""

from dataclasses import dataclass

from app.domain.archive.queries import unknown_objects
from app.domain.custody.queries import checkpoint
from app.errors import TestimoniaError
from app.i18n import gettext as _
from app.runtime import Runtime, open_runtime
from app.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and whether it is well."""

    ok: bool
    what: str


def examine(settings: Settings) -> list[Finding]:
    """Looks at an archive from outside in. Nothing is changed; a later look is skipped when an earlier one fails."""
    try:
        runtime = open_runtime(settings)
    except TestimoniaError as error:
        return [Finding(False, error.detail)]
    try:
        return [Finding(True, _("host files, database and tables are there")), *_look_inside(runtime)]
    finally:
        runtime.close()


def _look_inside(runtime: Runtime) -> list[Finding]:
    findings = [_encryption(runtime.settings)]
    mode = runtime.settings.folder.stat().st_mode & 0o077
    findings.append(Finding(mode == 0, _("the data folder is closed to other users of this machine")))
    with runtime.work() as work:
        try:
            size = checkpoint(work).splitlines()[1]
            findings.append(
                Finding(
                    True,
                    _("the custody log extends the highest checkpoint: {size} entries").format(size=size),
                )
            )
        except TestimoniaError as error:
            findings.append(Finding(False, error.detail))
        missing, unknown = unknown_objects(work)
        findings.append(
            Finding(missing == 0, _("sealed files that are missing: {count}").format(count=missing))
        )
        findings.append(
            Finding(unknown == 0, _("sealed objects that nothing refers to: {count}").format(count=unknown))
        )
    left = runtime.storage.unfinished()
    findings.append(
        Finding(
            left.abandoned == 0,
            _("sealed objects begun and not finished: {count}; older than a day: {old}").format(
                count=left.count, old=left.abandoned
            )
            + (_(" (the next start of 'testimonia serve' removes these)") if left.abandoned else ""),
        )
    )
    return findings


def _encryption(settings: Settings) -> Finding:
    if not settings.is_sqlite:
        return Finding(True, _("PostgreSQL: its encryption at rest and its backups are yours to arrange"))
    if settings.sqlcipher:
        return Finding(True, _("the embedded database is encrypted as a whole (SQLCipher)"))
    return Finding(
        False, _("SQLCipher is switched off: ids, counts and grants can be read from the database file")
    )
