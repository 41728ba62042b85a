"""Certificates replayed from the beginning of a log, line by line: who was certified at each place. Pure.

For verifiers, which read every line. The running archive, which reads few, asks `certificates`.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.domain.custody import rules
from app.domain.custody.deeds import (
    Deed,
    Leaf,
    commitment_to,
    grant_commitment,
    membership_commitment,
    verify_leaf,
)
from app.domain.custody.rules import Certificate, CertificateError
from app.vault.base64url import b64url
from app.vault.signing import SignatureError, Signer

HOST_NEVER = frozenset({Deed.certified, Deed.granted, Deed.wrote, Deed.added_file})
"""What the host's own key may not do: only members certify, grant and write."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A certificate that counts. Of a compartment's only the names are kept: there may be very many."""

    commitment: str
    kind: str
    epoch: int
    key_id: str
    name: str
    case: str | None
    certificate: Certificate | None


class Registry:
    """The keys that are certified after the lines taken so far."""

    def __init__(self, anchor: str | None, log_key: Signer) -> None:
        self._anchor = anchor
        self._log_key = log_key
        self._keys: dict[str, Certificate] = {}
        self._subjects: dict[str, list[Standing]] = {}
        self._newest: dict[str, Certificate] = {}  # of each subject, whether it still counts or not
        self._makers: dict[str, str] = {}  # who made a team or compartment
        self._teams: set[str] = set()
        self._just_left: set[tuple[str, str]] = set()  # team and key of who left it since it was renewed
        self.given: set[tuple[str, str]] = (
            set()
        )  # subject and commitment of what was granted and not taken back
        self.publics: dict[str, bytes] = {}  # of every key that was ever certified

    def check_line(self, leaf: Leaf) -> None:
        """Raises CertificateError unless the line is signed by a key that counts here, for a deed that it
        may do.
        """
        if leaf.actor == self._log_key.key_id:
            public = self._log_key.sign_public
            if leaf.deed in HOST_NEVER:
                raise CertificateError("the host's key may not do this")
        elif leaf.actor in self._keys:
            public = self.publics[leaf.actor]
        else:
            raise CertificateError("its signer was not certified there")
        try:
            verify_leaf(leaf, public)
        except SignatureError:
            raise CertificateError("its signature does not verify") from None

    def begin(self, leaf: Leaf, body: str, signature: bytes) -> None:
        """Takes a certificate into account. Raises CertificateError when its issuer may not issue it here."""
        certificate = rules.parse_certificate(body)
        if certificate.subject != leaf.subject or certificate.issuer != leaf.actor:
            raise CertificateError("the certificate is of another line")
        if rules.is_founding(certificate, leaf.sequence, self._anchor):
            rules.check_signature(body, signature, certificate.sign_public or b"")
        else:
            issuer = self._keys.get(certificate.issuer)
            if issuer is None or issuer.sign_public is None:
                raise CertificateError("its issuer was not certified there")
            rules.check_signature(body, signature, issuer.sign_public)
            before = self._newest.get(certificate.subject)
            if not rules.may_certify(issuer, self.roles(issuer.key_id), certificate, before):
                raise CertificateError("its issuer may not certify this")
            if before is not None:
                self._check_renewal(certificate, issuer)
        self._newest[certificate.subject] = certificate
        kept = None
        if certificate.sign_public is not None:
            kept = self._keys[certificate.key_id] = certificate
            self.publics[certificate.key_id] = certificate.sign_public
        if certificate.kind in {"team", "compartment"}:
            self._makers.setdefault(certificate.subject, certificate.issuer)
        if certificate.kind == "team":
            self._teams.add(certificate.subject)
        commitment = b64url(commitment_to(body.encode()))
        standing = Standing(
            commitment,
            certificate.kind,
            certificate.epoch,
            certificate.key_id,
            certificate.name,
            certificate.case,
            kept,
        )
        self._subjects.setdefault(certificate.subject, []).append(standing)

    def give(self, leaf: Leaf) -> None:
        """Takes a grant or a membership into account. Raises CertificateError when its giver did not have it."""
        given = (leaf.subject, leaf.commitment or "")
        giver = self._keys.get(leaf.actor)
        made_by_another = self._makers.get(leaf.subject, leaf.actor) != leaf.actor
        if made_by_another and (giver is None or not self._has(leaf.subject, giver.subject)):
            raise CertificateError("it gives what its signer did not have")
        self.given.add(given)

    def take(self, leaf: Leaf) -> None:
        """Takes into account that a grant or membership was taken back."""
        self.given.discard((leaf.subject, leaf.commitment or ""))
        signer = self._keys.get(leaf.actor)
        if (
            signer
            and leaf.subject in self._teams
            and leaf.commitment == _joined(leaf.subject, signer.subject)
        ):
            self._just_left.add((leaf.subject, leaf.actor))

    def end(self, leaf: Leaf) -> None:
        """Takes the end of a certificate into account. Raises CertificateError when none of these counts."""
        before = self._subjects.get(leaf.subject, [])
        after = [standing for standing in before if standing.commitment != leaf.commitment]
        if len(after) == len(before):
            raise CertificateError("it ends a certificate that did not count there")
        self._subjects[leaf.subject] = after
        for standing in before:
            kept = [other.certificate for other in after if other.key_id == standing.key_id]
            if standing.certificate and not kept:
                self._keys.pop(standing.key_id, None)

    def roles(self, key_id: str) -> frozenset[str]:
        """The roles of a key now; a token's are no more than its owner's."""
        certificate = self._keys.get(key_id)
        if certificate is None:
            return frozenset()
        if certificate.kind == "token":
            return certificate.roles & self.roles(certificate.issuer)
        return certificate.roles

    def counts(self, subject: str, commitment: str) -> bool:
        """Whether the certificate that a line committed to counts now."""
        return any(standing.commitment == commitment for standing in self._subjects.get(subject, ()))

    def of_subject(self, subject: str) -> Standing | None:
        """What counts now for a holder or compartment: the newest of its certificates."""
        standings = self._subjects.get(subject)
        return standings[-1] if standings else None

    def _check_renewal(self, certificate: Certificate, issuer: Certificate) -> None:
        """Raises CertificateError when who gave a team or compartment its new key did not hold it."""
        if certificate.kind not in {"team", "compartment"}:
            return
        left = (certificate.subject, issuer.key_id)
        if left not in self._just_left and not self._has(certificate.subject, issuer.subject):
            raise CertificateError("it renews what its issuer did not have")
        self._just_left = {one for one in self._just_left if one[0] != certificate.subject}

    def _has(self, subject: str, holder: str) -> bool:
        """Whether a holder is in a team; or holds a compartment, itself or by a team."""
        if subject in self._teams:
            return (subject, _joined(subject, holder)) in self.given
        ways = [holder, *(team for team in self._teams if (team, _joined(team, holder)) in self.given)]
        return any((subject, b64url(grant_commitment(subject, way))) in self.given for way in ways)


@lru_cache(maxsize=4096)
def _joined(team: str, holder: str) -> str:
    return b64url(membership_commitment(team, holder))
