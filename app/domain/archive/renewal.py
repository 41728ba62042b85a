"""A new epoch for a compartment: what somebody knew who was revoked opens nothing that is written from now on.

Between a revocation and this, the compartment takes no writes. Only somebody who still holds it can renew it.
"""

from dataclasses import replace

from sqlalchemy import select, update

from app.domain.accounts.certificates import certify
from app.domain.accounts.keyring import forget_keyrings, keyring
from app.domain.accounts.memberships import end_grant, rotate_due
from app.domain.archive import access, authority, compartments
from app.domain.archive.compartments import CompartmentKeys, openable_compartments
from app.domain.archive.titles import reseal_title
from app.domain.archive.versions import file_key_context, version_key_context
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.work import Actor, Work
from app.errors import Conflict, NotFound, Tampered
from app.models import Case, Compartment, File, Grant, Version
from app.vault.hpke import SealPair, seal_to
from app.vault.seal import SealError


def writable(work: Work, actor: Actor, compartment: str) -> Compartment:
    """The compartment, held so that its epoch stays until this unit of work ends; renewed first where it must be.

    Raises Conflict when it must be renewed and the actor does not hold it, NotFound when it was taken from the actor
    while somebody else was waited for: what he wrote then would never stand up.
    """
    row = _locked(work, compartment, shared=True)
    forget_keyrings(work)
    compartments.forget(work, compartment)
    if not actor.write_only and not access.granted_ids(work, actor, [compartment]):
        raise NotFound
    if row.state == "open":
        return row
    if compartment not in openable_compartments(work, keyring(work, actor), [compartment]):
        raise Conflict(
            "Somebody's access was taken back. This takes nothing new until a member who still holds it writes."
        )
    renew(work, actor, compartment)
    return row


def renew(work: Work, actor: Actor, compartment: str) -> None:
    """Gives a compartment a new key, known to its present holders only; nothing if it needs none.

    The keys of versions and files are sealed anew, the old seals are gone; contents stay as they are. Raises
    Conflict unless the actor holds it, or while a team that holds it must renew its own keys first.
    """
    rotate_due(work, actor)
    row = _locked(work, compartment, shared=False)
    if row.state == "open":
        return
    old = openable_compartments(work, keyring(work, actor), [compartment]).get(compartment)
    if old is None:
        raise Conflict("Only a holder of this compartment can renew it.")
    new = replace(old, epoch=old.epoch + 1, pair=SealPair.generate())
    row.epoch, row.public_key, row.state = new.epoch, new.pair.public, "open"
    certify(
        work=work,
        actor=actor,
        subject=compartment,
        kind="compartment",
        epoch=new.epoch,
        seal_public=new.pair.public,
    )
    _reseal_grants(work, actor, new)
    _reseal_version_keys(work, old, new)
    _reseal_file_keys(work, old, new)
    if row.case_id is not None and row.name == "working":
        case = work.session.get_one(Case, row.case_id)
        case.sealed_title = reseal_title(case, old, new)
    record(work=work, actor=actor, deed=Deed.renewed, subject=compartment)
    work.session.flush()
    compartments.forget(work, compartment)


def locked(work: Work, compartment: str) -> Compartment:
    """The compartment, held by this unit of work alone until it ends."""
    return _locked(work, compartment, shared=False)


def _locked(work: Work, compartment: str, *, shared: bool) -> Compartment:
    """On PostgreSQL a row lock, on SQLite the write lock that the transaction began with."""
    work.session.flush()  # what follows reads the row anew
    lock = {"read": shared}
    return work.session.get_one(Compartment, compartment, with_for_update=lock, populate_existing=True)


def _reseal_grants(work: Work, actor: Actor, new: CompartmentKeys) -> None:
    """Only a grant that the log knows is given the new key: a row alone proves nothing."""
    for row in list(work.session.scalars(compartments.live_grants(new.id))):
        if not authority.holds_now(work, new.id, row.holder_id):
            raise Tampered("A grant of this compartment is not in the custody log. Nothing was sealed to it.")
        _reseal_grant(work, actor, row, new)


def _reseal_grant(work: Work, actor: Actor, row: Grant, new: CompartmentKeys) -> None:
    try:
        public = compartments.receiving_key(work, row.holder_id).seal_public
    except NotFound:  # a holder that was revoked
        end_grant(work, actor, row)
        return
    row.epoch, row.sealed_key = new.epoch, compartments.sealed_seed(new, row.holder_id, public)


def _reseal_version_keys(work: Work, old: CompartmentKeys, new: CompartmentKeys) -> None:
    query = select(Version.record_id, Version.number, Version.sealed_key).where(
        Version.compartment_id == new.id
    )
    resealed = [
        {
            "record_id": id_,
            "number": number,
            "epoch": new.epoch,
            "sealed_key": _resealed(
                sealed,
                old,
                version_key_context(old.id, id_, number, old.epoch),
                new,
                version_key_context(new.id, id_, number, new.epoch),
            ),
        }
        for id_, number, sealed in work.session.execute(query)
    ]
    if resealed:
        work.session.execute(update(Version), resealed)
    _expire(work, Version, new.id)


def _reseal_file_keys(work: Work, old: CompartmentKeys, new: CompartmentKeys) -> None:
    query = select(File.record_id, File.sealed_key).where(File.compartment_id == new.id)
    resealed = [
        {
            "record_id": id_,
            "epoch": new.epoch,
            "sealed_key": _resealed(
                sealed,
                old,
                file_key_context(old.id, id_, old.epoch),
                new,
                file_key_context(new.id, id_, new.epoch),
            ),
        }
        for id_, sealed in work.session.execute(query)
    ]
    if resealed:
        work.session.execute(update(File), resealed)
    _expire(work, File, new.id)


def _resealed(
    sealed: bytes, old: CompartmentKeys, old_context: bytes, new: CompartmentKeys, new_context: bytes
) -> bytes:
    try:
        return seal_to(new.pair.public, old.pair.open(sealed, old_context), new_context)
    except SealError:
        raise Tampered(
            "A record's key does not open: it was changed. The compartment was not renewed."
        ) from None


def _expire(work: Work, table: type[Version] | type[File], compartment: str) -> None:
    """Rows that this unit of work has in memory are read anew: their keys were changed underneath."""
    for row in list(work.session.identity_map.values()):
        if isinstance(row, table) and row.compartment_id == compartment:
            work.session.expire(row, ["epoch", "sealed_key"])
