"""Certificates as the log judges them: whose key this is, with which roles, at which place in the log.

The table holds the certificates' bodies; the log says from where to where each counts. A claim of a row
about itself (`revoked_sequence`, `active`) is never enough: each line relied on is compared with its hash
in the tree, and each certificate is followed up to the founding member, whose fingerprint the host keeps
outside the database. That no line is missing is checked at start-up and by `verify` (a missing line cannot
be seen by looking at the others).

Use `trusted_key` before sealing to a holder, `trusted_compartment` before sealing to a compartment,
`signer_at` (or `entitled`) before believing a signature, `in_team` before believing that somebody was in a team.
"""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.custody import rules
from app.domain.custody.deeds import Deed, Leaf, commitment_to, membership_commitment, verify_leaf
from app.domain.custody.tree import lines, size
from app.domain.work import Work
from app.errors import NotFound, NotSignedIn, Tampered
from app.models import Certificate as CertificateRow
from app.models import Compartment, Holder, LogEntry
from app.vault.base64url import b64url
from app.vault.signing import SignatureError

_NOW = 1 << 62  # after every line, and after what this unit of work has done
_NEVER = _NOW + 1


@dataclass(frozen=True, slots=True)
class TrustedHolder:
    """A holder whose keys are certified now: what may be sealed to, and whose signatures count."""

    id: str
    kind: str
    epoch: int
    key_id: str
    roles: frozenset[str]
    seal_public: bytes = field(repr=False)
    sign_public: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Span:
    """A certificate and where it counts: from line `start` to before line `end`."""

    certificate: rules.Certificate
    row: CertificateRow
    start: int
    end: int

    def counts_at(self, place: int) -> bool:
        return self.start <= place < self.end


def trusted_key(work: Work, holder_id: str) -> TrustedHolder:
    """The certified keys of a holder as they are now. Check before sealing anything to it.

    Raises NotFound when there is no such holder or it was revoked, Tampered when its keys are not those
    certified.
    """
    holder = work.session.get(Holder, holder_id)
    if holder is None or not holder.active:
        raise NotFound
    trusted = signer_at(work, holder.key_id, None)
    certified = (trusted.id, trusted.kind, trusted.epoch, trusted.seal_public, trusted.sign_public)
    if certified != (holder.id, holder.kind, holder.epoch, holder.seal_public, holder.sign_public):
        raise Tampered(
            "The keys of this member or team are not those that were certified. Nothing was sealed."
        )
    return trusted


def trusted_compartment(work: Work, compartment_id: str) -> bytes:
    """The certified public key of a compartment's present epoch. Check before sealing anything to it.

    Raises NotFound when there is no such compartment, Tampered when its key is not the one certified, or not for
    this compartment of this case.
    """
    compartment = work.session.get(Compartment, compartment_id)
    if compartment is None:
        raise NotFound
    wanted = ("compartment", compartment.name, compartment.case_id, compartment.epoch, compartment.public_key)
    for span in _spans(work, CertificateRow.subject_id, compartment_id):
        found = span.certificate
        says = (found.kind, found.name, found.case, found.epoch, found.seal_public)
        if says == wanted and span.counts_at(_NOW):
            _judge(work, span)
            return compartment.public_key
    raise Tampered("The key of this compartment is not the one that was certified. Nothing was sealed to it.")


def entitled(work: Work, key_id: str, sequence: int | None) -> frozenset[str]:
    """The roles that the holder of this key had at that place in the log; none when it was not certified
    there.

    `sequence` None means now, with what this unit of work has changed. Raises Tampered when a certificate
    of this key does not stand up to the log.
    """
    span = _span_at(work, key_id, _NOW if sequence is None else sequence)
    if span is None:
        return frozenset()
    _judge(work, span)
    if span.certificate.kind != "token":
        return span.certificate.roles
    owner = span.certificate.issuer  # a token may do no more than its owner may at the same place
    return span.certificate.roles & entitled(work, owner, sequence)


def signer_at(work: Work, key_id: str, sequence: int | None) -> TrustedHolder:
    """Who signed with this key at that place in the log. Raises Tampered when the key did not count there.

    The log's own key is certified for strangers, and signs for nobody.
    """
    span = _span_at(work, key_id, _NOW if sequence is None else sequence)
    if span is None or span.certificate.sign_public is None or span.certificate.kind == "log":
        raise Tampered("This was signed by a key that was not certified at that place in the custody log.")
    return TrustedHolder(
        id=span.certificate.subject,
        kind=span.certificate.kind,
        epoch=span.certificate.epoch,
        key_id=key_id,
        roles=entitled(work, key_id, sequence),
        seal_public=span.certificate.seal_public,
        sign_public=span.certificate.sign_public,
    )


def line_signer(work: Work, leaf: Leaf) -> TrustedHolder | None:
    """Who signed a line, when that key counted there and the signature verifies."""
    judged: dict[int, TrustedHolder | None] = work.cache.setdefault("lines_judged", {})
    if leaf.sequence not in judged:
        try:
            signer = signer_at(work, leaf.actor, leaf.sequence)
            verify_leaf(leaf, signer.sign_public)
            judged[leaf.sequence] = signer
        except (Tampered, SignatureError):
            judged[leaf.sequence] = None
    return judged[leaf.sequence]


def in_team(work: Work, team: str, holder: str, place: int) -> bool:
    """Whether a holder was in a team at a place in the log: let in by who made it, or by somebody in it then."""
    before = [leaf for leaf in _membership_lines(work, team, holder) if leaf.sequence <= place]
    if not before or before[-1].deed != Deed.granted:
        return False
    signer, maker = line_signer(work, before[-1]), _maker_of(work, team)
    if signer is None or maker is None:
        return False
    return signer.key_id == maker.key_id or in_team(work, team, signer.id, before[-1].sequence - 1)


def current(work: Work, subject: str) -> list[CertificateRow]:
    """The certificates of a holder or compartment that count now, by the log and by what this unit has
    done.
    """
    spans = _spans(work, CertificateRow.subject_id, subject)
    return [span.row for span in spans if span.counts_at(_NOW)]


def begin(work: Work, certificate_id: str) -> None:
    """Notes that this unit of work issues a certificate: it counts before its line is in the log."""
    _foreseen(work, "begins")[certificate_id] = _next_place(work)


def end(work: Work, certificate_id: str) -> None:
    """Notes that this unit of work ends a certificate."""
    _foreseen(work, "ends")[certificate_id] = _next_place(work)


def refuse_ended(work: Work, signers: Set[tuple[str, frozenset[str]]]) -> None:
    """Raises NotSignedIn when the log by now has lines that ended the certificates of one of these keys, or left it
    without one of the roles that its holder acted by.

    For the append, under the log's lock: what this unit of work ends itself does not count yet.
    """
    for key_id, roles in signers:
        rows = work.session.scalars(select(CertificateRow).where(CertificateRow.key_id == key_id)).all()
        placed = _lines_of(work, {row.subject_id for row in rows})
        spans = {row.id: _from_lines(row, placed.get(row.subject_id, [])) for row in rows}
        counting = [row for row in rows if spans[row.id][0] is not None and spans[row.id][1] == _NEVER]
        if not counting and any(end != _NEVER for _, end in spans.values()):
            raise NotSignedIn("Your access was ended while this was under way. Nothing was changed.")
        kept = [rules.parse_certificate(row.body) for row in counting]
        if kept and not any(roles <= one.roles for one in kept):
            raise NotSignedIn("Your roles were changed while this was under way. Nothing was changed.")
        for issuer in {
            one.issuer for one in kept if one.kind == "token"
        }:  # which may do no more than its owner
            refuse_ended(work, {(issuer, roles)})


def hold(work: Work, holder_id: str, *, shared: bool = False) -> Holder:
    """The holder's row, read anew and kept as it is until this unit of work ends. Raises NotFound.

    Nobody is revoked, and no team rotated, while somebody else seals something to them (`shared`). On
    PostgreSQL a row lock; on SQLite the write lock that the transaction began with.
    """
    work.session.flush()
    lock = {"read": shared}
    row = work.session.get(Holder, holder_id, with_for_update=lock, populate_existing=True)
    if row is None:
        raise NotFound
    work.cache.pop("memberships", None)
    if shared:
        work.cache.get("spans", {}).pop(row.key_id, None)
    else:
        work.cache.pop("spans", None)
    return row


def _foreseen(work: Work, what: str) -> dict[str, int]:
    """Where the lines of this unit of work will begin or end certificates."""
    work.cache.pop("spans", None)
    return work.cache.setdefault(f"certificate_{what}", {})


def _next_place(work: Work) -> int:
    """Where the next deed of this unit will stand, unless somebody else commits before: their order is what
    matters.
    """
    return size(work) + len(work.pending)


def _span_at(work: Work, key_id: str, place: int) -> _Span | None:
    """The certificate of a key that counts at this place: the newest, where one follows on another."""
    counting = [span for span in _spans(work, CertificateRow.key_id, key_id) if span.counts_at(place)]
    return max(counting, key=lambda span: span.start, default=None)


def prefetch(work: Work, key_ids: Collection[str]) -> None:
    """Reads the certificates of many keys, and of those who issued them, with a few questions to the database.

    Nothing is judged here: whoever asks about one of the keys afterwards finds what would have been read one by one.
    """
    known: dict[str, list[_Span]] = work.cache.setdefault("spans", {})
    wanted = set(key_ids) - known.keys()
    while wanted:
        rows = _rows(work, CertificateRow.key_id, wanted)
        subjects = {row.subject_id for row in rows}
        every = _rows(work, CertificateRow.subject_id, subjects)
        placed = _lines_of(work, subjects)
        for values, found in ((wanted, rows), (subjects - known.keys(), every)):
            known |= {value: [] for value in values}
            for row in found:
                span = _span(work, row, placed.get(row.subject_id, []))
                value = row.key_id if found is rows else row.subject_id
                if span is not None and value in values:
                    known[value].append(span)
        wanted = {row.issuer_key_id for row in every} - known.keys()


def _rows(work: Work, column: InstrumentedAttribute[str], values: Collection[str]) -> list[CertificateRow]:
    return list(work.session.scalars(select(CertificateRow).where(column.in_(values))))


def _spans(work: Work, column: InstrumentedAttribute[str], value: str) -> list[_Span]:
    known: dict[str, list[_Span]] = work.cache.setdefault("spans", {})
    if value not in known:
        rows = _rows(work, column, [value])
        placed = _lines_of(work, {row.subject_id for row in rows})
        spans = [_span(work, row, placed.get(row.subject_id, [])) for row in rows]
        known[value] = [span for span in spans if span is not None]
    return known[value]


def _span(work: Work, row: CertificateRow, lines_on_subject: Sequence[Leaf]) -> _Span | None:
    """A row's certificate and where it counts by the log; None when the log does not know it."""
    try:
        certificate = rules.parse_certificate(row.body)
    except rules.CertificateError:
        raise Tampered from None
    columns = (row.id, row.subject_id, row.epoch, row.key_id, row.issuer_key_id)
    says = (certificate.id, certificate.subject, certificate.epoch, certificate.key_id, certificate.issuer)
    if columns != says:
        raise Tampered
    start, end = _from_lines(row, lines_on_subject)
    if start is None:
        start = work.cache.get("certificate_begins", {}).get(row.id)
    end = min(end, work.cache.get("certificate_ends", {}).get(row.id, _NEVER))
    return None if start is None else _Span(certificate, row, start, end)


def _lines_of(work: Work, subjects: Collection[str]) -> dict[str, list[Leaf]]:
    """The lines by which certificates of these subjects begin and end, oldest first."""
    found: dict[str, list[Leaf]] = {}
    deeds = (str(Deed.certified), str(Deed.uncertified))
    for leaf in lines(work, LogEntry.subject_id.in_(subjects), LogEntry.deed.in_(deeds)) if subjects else ():
        found.setdefault(leaf.subject, []).append(leaf)
    return found


def _from_lines(row: CertificateRow, lines_on_subject: Sequence[Leaf]) -> tuple[int | None, int]:
    """Where a certificate begins and ends to count by the lines of the log on its subject."""
    start, end = None, _NEVER
    commitment = b64url(commitment_to(row.body.encode()))
    for leaf in lines_on_subject:
        if leaf.commitment == commitment and leaf.deed == Deed.uncertified:
            end = min(end, leaf.sequence)
        elif leaf.commitment == commitment and leaf.actor == row.issuer_key_id:
            start = leaf.sequence
    return start, end


def _judge(work: Work, span: _Span) -> None:
    """Follows a certificate up to the founding member; raises Tampered where the chain does not hold.

    Every issuer's own certificate must count before the line in question, so the chain ends.
    """
    judged: set[str] = work.cache.setdefault("judged", set())
    if span.certificate.id in judged:
        return
    try:
        if rules.is_founding(span.certificate, span.start, work.host.anchor):
            rules.check_signature(span.row.body, span.row.signature, span.certificate.sign_public or b"")
        else:
            _judge_issuer(work, span)
    except rules.CertificateError:
        raise Tampered("A certificate does not lead back to the founding member of this archive.") from None
    judged.add(span.certificate.id)


def _judge_issuer(work: Work, span: _Span) -> None:
    before = span.start - 1
    issuer = _span_at(work, span.certificate.issuer, before)
    if issuer is None or issuer.certificate.sign_public is None:
        raise rules.CertificateError("the issuer was not certified")
    rules.check_signature(span.row.body, span.row.signature, issuer.certificate.sign_public)
    earlier = _before(work, span)
    if not rules.may_certify(
        issuer.certificate,
        entitled(work, span.certificate.issuer, before),
        span.certificate,
        earlier.certificate if earlier else None,
    ):
        raise rules.CertificateError("the issuer may not certify this")
    renews = span.certificate.kind == "team" and earlier is not None
    if renews and not _may_rotate(work, issuer.certificate, span, earlier.start if earlier else 0):
        raise rules.CertificateError("who renewed the team was not in it")


def _before(work: Work, span: _Span) -> _Span | None:
    """The newest certificate of the same subject before this one, among those that lead back to the founder."""
    subject = span.certificate.subject
    earlier = [
        other for other in _spans(work, CertificateRow.subject_id, subject) if other.start < span.start
    ]
    for other in sorted(earlier, key=lambda one: one.start, reverse=True):
        try:
            _judge(work, other)
        except Tampered:  # it never counted, and cannot stand in the way of those that do
            continue
        return other
    return None


def _may_rotate(work: Work, issuer: rules.Certificate, span: _Span, since: int) -> bool:
    """Whether the issuer of a team's later certificate was in the team, or has just left it by a line of his own."""
    team, holder = span.certificate.subject, issuer.subject
    if in_team(work, team, holder, span.start - 1):
        return True
    lines_before = [
        leaf for leaf in _membership_lines(work, team, holder) if since < leaf.sequence < span.start
    ]
    if not lines_before or lines_before[-1].actor != issuer.key_id:
        return False
    return in_team(work, team, holder, lines_before[-1].sequence - 1)


def _membership_lines(work: Work, team: str, holder: str) -> list[Leaf]:
    """The lines by which a holder joined and left a team, oldest first."""
    known: dict[tuple[str, str], list[Leaf]] = work.cache.setdefault("memberships", {})
    if (team, holder) not in known:
        commitment = b64url(membership_commitment(team, holder))
        about = (
            LogEntry.subject_id == team,
            LogEntry.deed.in_([str(Deed.granted), str(Deed.revoked)]),
            LogEntry.leaf.contains(commitment, autoescape=True),  # everyone has very many lines
        )
        known[team, holder] = [leaf for leaf in lines(work, *about) if leaf.commitment == commitment]
    return known[team, holder]


def _maker_of(work: Work, team: str) -> TrustedHolder | None:
    """Who certified the first epoch of a team."""
    makers: dict[str, TrustedHolder | None] = work.cache.setdefault("makers", {})
    if team not in makers:
        certified = lines(work, LogEntry.subject_id == team, LogEntry.deed == str(Deed.certified))
        makers[team] = line_signer(work, certified[0]) if certified else None
    return makers[team]
