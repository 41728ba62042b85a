"""Certificates and which key may certify which: pure, the same for the running archive and for verifiers.

A certificate is canonical JSON signed by its issuer: keys belong to a holder or compartment, in an epoch,
with roles, without a name. It counts from its line in the custody log to the line that ends it.
"""

import hashlib
import json
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from app.vault.base64url import b64url, from_b64url
from app.vault.canonical import CanonicalError, canonical
from app.vault.context import Purpose, context
from app.vault.signing import SignatureError, key_id, verify

ROLES = ("documenter", "write_only", "investigator", "lawyer", "approver", "administrator", "auditor")
ADMINISTRATOR = "administrator"
WRITE_ONLY = "write_only"


class CertificateError(ValueError):
    """A certificate is not in our form, not signed by its issuer, or its issuer may not certify this."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. `kind` is member, team, invitation, token, compartment or log.

    A compartment has no signing key; everybody else has one, and its thumbprint is the certificate's
    `key_id`; the log's seals nothing. A compartment alone has a name, and unless it is of the register its case.
    """

    id: str
    archive: str
    subject: str
    kind: str
    epoch: int
    issuer: str
    roles: frozenset[str]
    seal_public: bytes = field(repr=False)
    sign_public: bytes | None = field(repr=False)
    name: str = ""
    case: str | None = None

    @property
    def key_id(self) -> str:
        """The name of the certified key: of the signing key, or a compartment's public key hashed."""
        if self.sign_public is not None:
            return key_id(self.sign_public)
        return b64url(hashlib.sha256(self.seal_public).digest())

    def body(self) -> str:
        """The canonical JSON that is signed and that the log commits to."""
        fields: dict[str, object] = {
            "archive": self.archive,
            "epoch": self.epoch,
            "id": self.id,
            "issuer": self.issuer,
            "kind": self.kind,
            "roles": sorted(self.roles),
            "seal": b64url(self.seal_public),
            "subject": self.subject,
        }
        if self.sign_public is not None:
            fields["sign"] = b64url(self.sign_public)
        if self.kind == "compartment":
            fields["name"] = self.name
        if self.case is not None:
            fields["case"] = self.case
        return canonical(fields).decode()


def signed_bytes(body: str) -> bytes:
    """What the issuer of a certificate signs."""
    return context(Purpose.certificate) + body.encode()


def parse_certificate(body: str) -> Certificate:
    """Reads a certificate; raises CertificateError unless it is exactly as `Certificate.body` writes it."""
    try:
        fields: dict[str, Any] = json.loads(body)
        certificate = Certificate(
            id=fields["id"],
            archive=fields["archive"],
            subject=fields["subject"],
            kind=fields["kind"],
            epoch=fields["epoch"],
            issuer=fields["issuer"],
            roles=frozenset(fields["roles"]),
            seal_public=from_b64url(fields["seal"]),
            sign_public=from_b64url(fields["sign"]) if "sign" in fields else None,
            name=fields.get("name", ""),
            case=fields.get("case"),
        )
        written = certificate.body()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, CanonicalError):
        raise CertificateError("the certificate is not in the form of this archive") from None
    of_type = {"epoch": int, "roles": list}
    typed = all(type(value) is of_type.get(name, str) for name, value in fields.items())
    typed = typed and all(type(role) is str for role in fields["roles"])
    compartment = certificate.kind == "compartment"
    if (
        not typed
        or written != body
        or (certificate.sign_public is None, bool(certificate.name)) != (compartment, compartment)
        or (certificate.case is not None and not compartment)
    ):
        raise CertificateError("the certificate is not in the form of this archive")
    return certificate


def check_signature(body: str, signature: bytes, issuer_public: bytes) -> None:
    """Raises CertificateError unless the issuer's key signed this body."""
    try:
        verify(issuer_public, signature, signed_bytes(body))
    except SignatureError:
        raise CertificateError("the certificate is not signed by its issuer") from None


def is_founding(certificate: Certificate, sequence: int, anchor: str | None) -> bool:
    """Whether this is the certificate that everything rests on: the founding member's own, first in the
    log.
    """
    return (
        certificate.kind == "member" and certificate.issuer == certificate.key_id == anchor and sequence == 0
    )


def may_certify(
    issuer: Certificate,
    issuer_roles: Set[str],
    certificate: Certificate,
    before: Certificate | None = None,
) -> bool:
    """Whether a holder with these roles may issue this certificate. `before` is the newest until then of the
    same subject, whose kind never changes; nor do a member's keys.

    That who renews a team or a compartment holds it, the log says: ask it as well.
    """
    if certificate.archive != issuer.archive or not _follows(before, certificate):
        return False
    administrator = issuer.kind == "member" and ADMINISTRATOR in issuer_roles
    match certificate.kind:
        case "member":
            invited = issuer.kind == "invitation" and certificate.roles <= issuer.roles and before is None
            return valid_roles(certificate.roles) and (administrator or invited)
        case "invitation":
            return valid_roles(certificate.roles) and administrator
        case "token":
            return issuer.kind == "member" and bool(certificate.roles) and certificate.roles <= issuer_roles
        case "team":  # a later epoch is made by whoever of the team removes another
            renews = issuer.kind == "member" and before is not None
            return not certificate.roles and (administrator or renews)
        case "compartment":
            return not certificate.roles and issuer.kind in {"member", "token"}
        case "log":  # once: no other may follow
            return not certificate.roles and administrator and certificate.subject == issuer.archive
        case _:
            return False


def _follows(before: Certificate | None, certificate: Certificate) -> bool:
    """Whether a certificate may come after another of its subject; the first of all is of the first epoch."""
    if before is None:
        return certificate.epoch == 1
    if before.kind != certificate.kind:
        return False
    if certificate.kind == "member":
        keys = (before.epoch, before.seal_public, before.sign_public)
        return keys == (certificate.epoch, certificate.seal_public, certificate.sign_public)
    place = (before.name, before.case, before.epoch + 1)
    return certificate.kind in {"team", "compartment"} and place == (
        certificate.name,
        certificate.case,
        certificate.epoch,
    )


def valid_roles(roles: Set[str]) -> bool:
    """Whether a member may hold these roles: at least one, known ones only, and write-only stands alone."""
    return bool(roles) and roles <= set(ROLES) and (WRITE_ONLY not in roles or len(roles) == 1)
