"""Issuing and ending certificates; how they are judged is in `app.domain.custody.certificates`.

`trusted_key`, `trusted_compartment`, `entitled`, `signer_at` and `hold` are offered here too, since whoever
certifies also asks.
"""

from collections.abc import Set

from app.domain.custody import certificates as judged
from app.domain.custody.actions import record
from app.domain.custody.certificates import (
    TrustedHolder,
    entitled,
    hold,
    prefetch,
    signer_at,
    trusted_compartment,
    trusted_key,
)
from app.domain.custody.deeds import Deed, commitment_to
from app.domain.custody.rules import Certificate, signed_bytes
from app.domain.work import Actor, Work
from app.models import Certificate as CertificateRow
from app.models import Compartment, Holder, new_id
from app.vault.keys import HolderKeys

__all__ = [
    "TrustedHolder",
    "add_holder",
    "certify",
    "entitled",
    "hold",
    "prefetch",
    "signer_at",
    "trusted_compartment",
    "trusted_key",
    "uncertify",
]


def certify(
    *,
    work: Work,
    actor: Actor,
    subject: str,
    kind: str,
    seal_public: bytes,
    sign_public: bytes | None = None,
    roles: Set[str] = frozenset(),
    epoch: int = 1,
) -> None:
    """Certifies keys by the actor's, with a line in the log. Certificates of the subject until now are ended.

    `kind` is member, team, invitation, token, compartment (which has no signing key) or log (which only has
    one). Whether the actor may is for the caller to decide; whoever relies on the certificate judges it again.
    """
    before = judged.current(work, subject)
    place = work.session.get_one(Compartment, subject) if kind == "compartment" else None
    certificate = Certificate(
        id=new_id(),
        archive=work.setting("archive_id"),
        subject=subject,
        kind=kind,
        epoch=epoch,
        issuer=actor.keys.key_id,
        roles=frozenset(roles),
        seal_public=seal_public,
        sign_public=sign_public,
        name=place.name if place else "",
        case=place.case_id if place else None,
    )
    body = certificate.body()
    row = CertificateRow(
        id=certificate.id,
        subject_id=subject,
        epoch=epoch,
        key_id=certificate.key_id,
        issuer_key_id=certificate.issuer,
        body=body,
        signature=actor.keys.sign(signed_bytes(body)),
    )
    work.session.add(row)
    judged.begin(work, row.id)
    _record(work, actor, Deed.certified, row)
    for old in before:  # after the new one, so that an administrator's own key never lacks a certificate
        _end(work, actor, old)
    work.session.flush()


def add_holder(
    *,
    work: Work,
    actor: Actor,
    kind: str,
    keys: HolderKeys,
    roles: Set[str] = frozenset(),
    holder_id: str | None = None,
) -> str:
    """A new holder with certified keys: a member, team, invitation or narrow token. Answers its id."""
    holder = Holder(
        id=holder_id or new_id(),
        kind=kind,
        seal_public=keys.seal_public,
        sign_public=keys.sign_public,
        key_id=keys.key_id,
    )
    work.session.add(holder)
    work.session.flush()
    certify(
        work=work,
        actor=actor,
        subject=holder.id,
        kind=kind,
        seal_public=keys.seal_public,
        sign_public=keys.sign_public,
        roles=roles,
    )
    return holder.id


def uncertify(*, work: Work, actor: Actor | None, subject: str) -> None:
    """Ends every certificate of a holder or compartment that still counts, each with a line in the log."""
    for row in judged.current(work, subject):
        _end(work, actor, row)
    work.session.flush()


def _end(work: Work, actor: Actor | None, row: CertificateRow) -> None:
    judged.end(work, row.id)
    _record(work, actor, Deed.uncertified, row)


def _record(work: Work, actor: Actor | None, deed: Deed, row: CertificateRow) -> None:
    def keep(sequence: int) -> None:
        if deed == Deed.certified:
            row.sequence = sequence
        else:
            row.revoked_sequence = sequence

    record(
        work=work,
        actor=actor,
        deed=deed,
        subject=row.subject_id,
        commitment=commitment_to(row.body.encode()),
        on_sequence=keep,
    )
