"""What of the database cannot be read: a disk that fails, a file that was written over."""

from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.domain.work import Work
from app.models import Base

BATCH = 500
CHECKS = ("quick_check", "cipher_integrity_check")
UNREADABLE = (DatabaseError, AttributeError, TypeError, ValueError)
"""What reading a damaged table raises. SQLite keeps a value of any type in any column, so a part of a row that was
written over may come back as bytes where text was."""


def is_sound(work: Work) -> bool:
    """Whether the embedded database passes its own checks. PostgreSQL has none that a client may ask for: True."""
    if not work.settings.is_sqlite:
        return True
    checks = CHECKS if work.settings.sqlcipher else CHECKS[:1]
    # a page that is written while it is looked at may seem wrong: then once more
    return all(_passes(work, check) or _passes(work, check) for check in checks)


def unreadable(work: Work) -> list[str]:
    """The names of the tables that cannot be read to their end."""
    return [table for table in sorted(Base.metadata.tables) if not _reads(work, table)]


def _reads(work: Work, table: str) -> bool:
    query = select(text("*")).select_from(Base.metadata.tables[table])
    try:
        for _row in work.session.execute(query.execution_options(yield_per=BATCH)):
            pass
    except DatabaseError:
        work.session.rollback()  # PostgreSQL answers nothing more in this transaction
        return False
    return True


def _passes(work: Work, check: str) -> bool:
    try:
        passed = all(line == "ok" for line in work.session.scalars(text(f"PRAGMA {check}")).all())
    except DatabaseError:
        passed = False
    if not passed:
        work.session.invalidate()  # SQLCipher answers nothing more on this connection, though the check returned
    return passed
