"""Which key counted where in the log, with which roles: the certificates of a bundle, judged by themselves.

The same rules as `app.domain.custody.certificates` applies in the running archive, on the few certificates that
travel with a bundle. That no certificate was ended, or followed by another, by a line that the bundle leaves out
cannot be seen offline: the log commits to the lines it has, not to those it has not about a key.
"""

from dataclasses import dataclass, field

from app.domain.custody import rules
from app.domain.custody.deeds import Deed, Leaf, commitment_to, parse_leaf
from app.domain.exports.contents import Certified
from app.vault.base64url import b64url, from_b64url

NEVER = 1 << 62


class ChainError(ValueError):
    """A certificate does not lead back to the founding member."""


@dataclass(frozen=True)
class Span:
    """A certificate, and where it counts: from line `start` to before line `end`."""

    certificate: rules.Certificate
    signature: bytes
    start: int
    end: int


@dataclass
class Chain:
    """Certificates that lead back to the founding member, in the order of their lines."""

    spans: dict[str, list[Span]] = field(default_factory=dict[str, list[Span]])
    newest: dict[str, rules.Certificate] = field(default_factory=dict[str, rules.Certificate])
    latest: int = -1  # the line of the last certificate
    founder: rules.Certificate | None = None
    archive: str = ""

    def add(self, certified: Certified) -> None:
        """Judges a certificate by those before it. Raises ChainError, CertificateError, LeafError."""
        span = _span(certified)
        certificate = span.certificate
        if span.start <= self.latest:
            raise ChainError("two certificates have one line of the log")
        if self.founder is None:
            if not rules.is_founding(certificate, span.start, certificate.key_id):
                raise ChainError("the first certificate is not that of a founding member")
            rules.check_signature(certified.body, span.signature, certificate.sign_public or b"")
            self.founder, self.archive = certificate, certificate.archive
        else:
            issuer = self.span_at(certificate.issuer, span.start - 1)
            if issuer is None or issuer.certificate.sign_public is None:
                raise ChainError("a certificate's issuer was not certified when it was issued")
            rules.check_signature(certified.body, span.signature, issuer.certificate.sign_public)
            roles = self.roles_at(certificate.issuer, span.start - 1)
            # One that the bundle does not bring cannot be asked for: then the epoch says that there was one.
            before = self.newest.get(certificate.subject)
            if not rules.may_certify(issuer.certificate, roles, certificate, before):
                raise ChainError("a certificate was issued by somebody who may not issue it")
        self.newest[certificate.subject], self.latest = certificate, span.start
        self.spans.setdefault(certificate.key_id, []).append(span)

    def span_at(self, key_id: str, place: int) -> Span | None:
        """The certificate of a key that counts at this place: the newest, where one follows another."""
        counting = [span for span in self.spans.get(key_id, ()) if span.start <= place < span.end]
        return max(counting, key=lambda span: span.start, default=None)

    def roles_at(self, key_id: str, place: int) -> frozenset[str]:
        """The roles of a key at this place; a token has no more than its owner."""
        span = self.span_at(key_id, place)
        if span is None:
            return frozenset()
        if span.certificate.kind != "token":
            return span.certificate.roles
        return span.certificate.roles & self.roles_at(span.certificate.issuer, place)

    def public_at(self, key_id: str, place: int) -> bytes | None:
        """The public key, if it counts at this place."""
        span = self.span_at(key_id, place)
        return None if span is None else span.certificate.sign_public

    def log_key(self) -> bytes | None:
        """The public key of the custody log, if the founding member certified it."""
        every = [span.certificate for spans in self.spans.values() for span in spans]
        founder = self.founder.key_id if self.founder else ""
        return next((one.sign_public for one in every if (one.kind, one.issuer) == ("log", founder)), None)

    def public_keys(self) -> dict[str, bytes]:
        """Every certified signing key by its name."""
        every = [span.certificate for spans in self.spans.values() for span in spans]
        return {one.key_id: one.sign_public for one in every if one.sign_public is not None}


def _span(certified: Certified) -> Span:
    certificate = rules.parse_certificate(certified.body)
    start = _line(certified.leaf, certified.body, certificate, Deed.certified)
    if start.actor != certificate.issuer:
        raise ChainError("the line of a certificate is not by its issuer")
    end = NEVER
    if certified.ended is not None:
        end = _line(certified.ended, certified.body, certificate, Deed.uncertified).sequence
    return Span(certificate, from_b64url(certified.signature), start.sequence, end)


def _line(text: str, body: str, certificate: rules.Certificate, deed: Deed) -> Leaf:
    leaf = parse_leaf(text)
    wanted = (str(deed), certificate.subject, b64url(commitment_to(body.encode())))
    if (leaf.deed, leaf.subject, leaf.commitment) != wanted:
        raise ChainError("the line of a certificate is about something else")
    return leaf
