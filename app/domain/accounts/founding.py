"""The founding member: the trust anchor of an archive, whose certificate is the first line of its log."""

from app.domain.accounts.certificates import add_holder, certify
from app.domain.accounts.credentials import login_hash, seal_under_code, seal_under_passphrase
from app.domain.accounts.joining import member_row, refuse_login_as_passphrase
from app.domain.accounts.keyring import EVERYONE
from app.domain.accounts.names import seal_name
from app.domain.accounts.rules import check_passphrase, checked_login, checked_name
from app.domain.accounts.teams import make_team
from app.domain.accounts.views import Enrolled
from app.domain.custody.rules import ROLES
from app.domain.work import Actor, Work
from app.errors import NotReady
from app.models import Setting, new_id
from app.vault.context import Purpose
from app.vault.keys import HolderKeys

FOUNDING_ROLES = frozenset(ROLES) - {"write_only"}


def enrol_founder(*, work: Work, login: str, passphrase: str, archive_code: str, name: str = "") -> Enrolled:
    """Begins an archive: its id and code, the founding member with every role but write-only, the team
    *everyone*.

    The fingerprint of the member's key goes into the host file. The display name is the sign-in name unless
    given. Raises NotReady when there is an archive already, Invalid for the sign-in name or passphrase.
    """
    if work.session.get(Setting, "archive_id") is not None:
        raise NotReady("This database holds an archive already. Choose another for a new one.")
    login = checked_login(login)
    check_passphrase(passphrase)
    refuse_login_as_passphrase(login, passphrase)
    archive, member, keys = new_id(), new_id(), HolderKeys.generate()
    work.put_setting("archive_id", archive)
    work.put_setting("archive_code", archive_code)
    work.session.flush()
    work.host.keep_anchor(keys.key_id)
    work.on_rollback.append(work.host.drop_anchor)
    actor = Actor(member, member, FOUNDING_ROLES, keys, session_key="founding")
    add_holder(work=work, actor=actor, kind="member", keys=keys, roles=FOUNDING_ROLES, holder_id=member)
    pepper = work.host.pepper
    sealed = seal_under_passphrase(member_id=member, passphrase=passphrase, seed=keys.seed, pepper=pepper)
    code, recovery = seal_under_code(member_id=member, seed=keys.seed, pepper=pepper)
    row = member_row(sealed, recovery, login_hash(login, pepper))
    work.session.add(row)
    work.session.flush()
    make_team(work=work, actor=actor, name="Everyone", builtin=EVERYONE)
    certify(
        work=work,
        actor=actor,
        subject=archive,
        kind="log",
        seal_public=b"",
        sign_public=work.host.log_key.public,
    )
    row.sealed_name = seal_name(work, actor, Purpose.display_name, member, checked_name(name or login))
    return Enrolled(archive, actor, keys.key_id, code)
