"""The people in a test: the founding member, and whoever joins by a real invitation.

A passphrase costs a sixth of a second on purpose: make people once in a test, and sign in only where that
is tested.
"""

from app.domain.accounts.actions import invite
from app.domain.accounts.founding import enrol_founder
from app.domain.accounts.joining import join as join_by_link
from app.domain.archive.founding import make_register
from app.domain.work import Actor
from app.runtime import Runtime

SERVED = (
    "sqlcipher",
    "postgresql",
)  # the two stores on which archives are run; plain SQLite shares the first's code
ARCHIVE_CODE = "NVR"
FOUNDER_LOGIN = "quiet-river-stone"
PASSPHRASE = "seven plain words from one list"


def found(runtime: Runtime) -> Actor:
    """Founds the archive with an empty register; its founding member has every role but write-only."""
    with runtime.work() as work:
        founder = enrol_founder(
            work=work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE, archive_code=ARCHIVE_CODE
        ).actor
        make_register(work, founder)
    return founder


def join(
    runtime: Runtime, by: Actor, *roles: str, teams: tuple[str, ...] = (), name: str = "Somebody"
) -> Actor:
    """A new member with these roles (documenter if none), invited by an administrator, in teams of theirs."""
    with runtime.work() as work:
        invited = invite(work=work, actor=by, name=name, roles=roles or ("documenter",), teams=teams)
    return join_by_link(runtime.work, secret=invited.invitation, passphrase=PASSPHRASE)[1]
