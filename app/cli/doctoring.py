"""What `testimonia doctor` looks at."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.archive.queries import unknown_objects
from app.domain.custody import damage
from app.domain.custody.queries import check_continues
from app.domain.work import Work
from app.errors import TestimoniaError
from app.i18n import gettext as _
from app.runtime import Runtime, look_at_runtime
from app.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and whether it is well."""

    ok: bool
    what: str


def examine(settings: Settings) -> list[Finding]:
    """Looks at an archive from outside in. Nothing is changed; where it does not open, nothing more is looked at."""
    try:
        runtime = look_at_runtime(settings)
    except TestimoniaError as error:
        return [Finding(False, error.detail)]
    try:
        findings = [Finding(True, _("host files, database and tables are there"))]
        findings += [_encryption(settings), _folder(settings)]
        for look in (_database, _log, _objects):
            findings += _looked(runtime, look)
        return findings
    finally:
        runtime.close()


def _looked(runtime: Runtime, look: Callable[[Work], list[Finding]]) -> list[Finding]:
    """What a look finds; when it is refused, the reason."""
    try:
        with runtime.work(reads_only=True) as work:
            return look(work)
    except TestimoniaError as error:
        return [Finding(False, error.detail)]


def _folder(settings: Settings) -> Finding:
    mode = settings.folder.stat().st_mode & 0o077
    return Finding(mode == 0, _("the data folder is closed to other users of this machine"))


def _database(work: Work) -> list[Finding]:
    sound = damage.is_sound(work)
    tables = damage.unreadable(work) if not sound or not work.settings.is_sqlite else []
    if sound and not tables:
        return [Finding(True, _("the database can be read from beginning to end"))]
    text = _(
        "the database is damaged. Tables that cannot be read to their end: {tables}. Stop the archive, keep a copy of "
        "the database as it is, and restore the last backup"
    )
    return [Finding(False, text.format(tables=", ".join(tables) or _("none")))]


def _log(work: Work) -> list[Finding]:
    size = check_continues(work)
    text = _("the custody log extends the highest checkpoint: {size} entries")
    return [Finding(True, text.format(size=size))]


def _objects(work: Work) -> list[Finding]:
    missing, unknown = unknown_objects(work)
    left = work.storage.unfinished()
    begun = _("sealed objects begun and not finished: {count}; older than a day: {old}")
    if left.abandoned:
        begun += _(" (the next start of 'testimonia serve' removes these)")
    return [
        Finding(missing == 0, _("sealed files that are missing: {count}").format(count=missing)),
        Finding(unknown == 0, _("sealed objects that nothing refers to: {count}").format(count=unknown)),
        Finding(left.abandoned == 0, begun.format(count=left.count, old=left.abandoned)),
    ]


def _encryption(settings: Settings) -> Finding:
    if not settings.is_sqlite:
        return Finding(True, _("PostgreSQL: its encryption at rest and its backups are yours to arrange"))
    if settings.sqlcipher:
        return Finding(True, _("the embedded database is encrypted as a whole (SQLCipher)"))
    return Finding(
        False, _("SQLCipher is switched off: ids, counts and grants can be read from the database file")
    )
