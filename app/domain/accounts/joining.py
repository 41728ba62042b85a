"""Accepting an invitation: the invited person becomes a member with keys, passphrase and recovery code of
their own.
"""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.accounts.certificates import add_holder, hold, trusted_key
from app.domain.accounts.credentials import (
    PassphraseSeal,
    RecoverySeal,
    login_hash,
    seal_under_code,
    seal_under_passphrase,
)
from app.domain.accounts.ending import end_invitation
from app.domain.accounts.keyring import keyring
from app.domain.accounts.members import invitation_keys
from app.domain.accounts.memberships import admit, teams_of
from app.domain.accounts.names import open_name, seal_name
from app.domain.accounts.rules import check_passphrase, checked_login, levelled_login
from app.domain.accounts.views import Joined
from app.domain.work import Actor, Work
from app.errors import Invalid, NotFound, Problem, Tampered
from app.models import Holder, Invitation, Member, new_id
from app.vault.context import Purpose
from app.vault.keys import HolderKeys
from app.vault.passphrase import generate_login
from app.vault.tokens import secret_id


class OpenWork(Protocol):
    """How a unit of work is opened: `Runtime.work`."""

    def __call__(self, *, reads_only: bool = False) -> AbstractContextManager[Work]:
        """A unit of work, committed at the end of the block."""
        ...


def accept_invitation(
    open_work: OpenWork, *, secret: str, passphrase: str, login: str | None = None
) -> Joined:
    """Joins by the secret of a one-time link; the sign-in name is generated unless one is chosen.

    Raises NotFound when the link was used, cancelled or expired, Invalid for the passphrase, or for a
    sign-in name that is taken.
    """
    return join(open_work, secret=secret, passphrase=passphrase, login=login)[0]


def join(
    open_work: OpenWork, *, secret: str, passphrase: str, login: str | None = None
) -> tuple[Joined, Actor]:
    """As `accept_invitation`, answering also the new member as who acts."""
    check_passphrase(passphrase)
    chosen = checked_login(login) if login else generate_login()
    refuse_login_as_passphrase(chosen, passphrase)
    with open_work(reads_only=True) as work:
        _invitation(work, secret)
        _refuse_taken(work, login_hash(chosen, work.host.pepper))
        pepper = work.host.pepper
    member, keys = new_id(), HolderKeys.generate()
    sealed = seal_under_passphrase(member_id=member, passphrase=passphrase, seed=keys.seed, pepper=pepper)
    code, recovery = seal_under_code(member_id=member, seed=keys.seed, pepper=pepper)
    with open_work() as work:
        row = member_row(sealed, recovery, login_hash(chosen, pepper))
        roles = _enrol(work, secret, row, keys)
    actor = Actor(member, member, roles, keys, session_key=f"joined-{member}")
    return Joined(member, chosen, code), actor


def member_row(sealed: PassphraseSeal, recovery: RecoverySeal, login: str) -> Member:
    """A member's row; its name is sealed once the member is in *everyone*."""
    return Member(
        id=sealed.member_id,
        login_hash=login,
        kdf_salt=sealed.salt,
        kdf_memory_kib=sealed.memory_kib,
        kdf_iterations=sealed.iterations,
        auth_hash=sealed.auth_hash,
        sealed_seed=sealed.sealed_seed,
        recovery_id=recovery.recovery_id,
        sealed_recovery_seed=recovery.sealed_seed,
        sealed_name=b"",
    )


def refuse_login_as_passphrase(login: str, passphrase: str) -> None:
    """Raises Invalid when the passphrase is the sign-in name."""
    if levelled_login(passphrase) == login:
        raise Invalid([Problem("passphrase", "Choose a passphrase that is not your sign-in name.")])


def _enrol(work: Work, secret: str, row: Member, keys: HolderKeys) -> frozenset[str]:
    """Certifies the member by the invitation's key and hands its team seeds over. Answers the roles."""
    hold(work, _invitation(work, secret).id)
    invitation = _invitation(work, secret)  # once more: two people may have opened the link at once
    _refuse_taken(work, row.login_hash)
    invited = _invited_actor(work, invitation, secret)
    add_holder(work=work, actor=invited, kind="member", keys=keys, roles=invited.roles, holder_id=row.id)
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError:  # somebody took the same name in this very moment
        raise _taken() from None
    for team in teams_of(work, invitation.id):
        admit(work=work, actor=invited, team=team, seed=keyring(work, invited)[team].seed, holder=row.id)
    name = open_name(work, invited, Purpose.display_name, invitation.id, invitation.sealed_name)
    joined = Actor(row.id, row.id, invited.roles, keys, session_key="")
    row.sealed_name = seal_name(work, joined, Purpose.display_name, row.id, name)
    invitation.accepted_by = row.id
    end_invitation(work=work, actor=invited, invitation=invitation)
    return invited.roles


def _invited_actor(work: Work, invitation: Invitation, secret: str) -> Actor:
    keys = invitation_keys(work, secret)
    certified = trusted_key(work, invitation.id)
    if certified.key_id != keys.key_id:
        raise Tampered("The key of this invitation is not the one that was certified.")
    return Actor(invitation.id, invitation.id, certified.roles, keys, session_key="", kind="invitation")


def _invitation(work: Work, secret: str) -> Invitation:
    row = work.session.scalar(select(Invitation).where(Invitation.secret_id == secret_id(secret)))
    holder = work.session.get(Holder, row.id) if row else None
    if row is None or holder is None or not holder.active or work.clock.now() >= row.expires_at:
        raise NotFound("This invitation was used or cancelled, or has expired. Ask for a new one.")
    return row


def _refuse_taken(work: Work, login: str) -> None:
    if work.session.scalar(select(Member.id).where(Member.login_hash == login)) is not None:
        raise _taken()


def _taken() -> Invalid:
    return Invalid([Problem("login", "This sign-in name is taken. Choose another.")])
