"""A small archive in memory, from the vault's own parts, and a bundle of it: no database, no storage."""

import hashlib
import io
import zlib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.custody import merkle
from app.domain.custody.deeds import Deed, PendingDeed, commitment_to, leaf_text, parse_leaf
from app.domain.custody.rules import Certificate, signed_bytes
from app.domain.custody.tlog_proof import write_proof
from app.domain.exports.contents import (
    FORMAT,
    Certified,
    Contents,
    Earlier,
    Exhibit,
    Line,
    Payload,
    Withheld,
    original_path,
    payloads,
)
from app.domain.exports.evidencing import authors
from app.domain.exports.packing import Cover, Keys, pack
from app.domain.exports.redaction import release
from app.models import new_id
from app.records.schemas import publish
from app.vault.base64url import b64url
from app.vault.keys import HolderKeys
from app.vault.notes import sign_checkpoint
from app.vault.signing import SigningKey
from app.vault.statements import issue, open_statement, statement_hash

DAY = date(2026, 3, 2)


@dataclass
class Archive:
    """Keys, a log, and what was written."""

    id: str = field(default_factory=new_id)
    founder: HolderKeys = field(default_factory=HolderKeys.generate)
    author: HolderKeys = field(default_factory=HolderKeys.generate)
    log_key: SigningKey = field(default_factory=SigningKey.generate)
    leaves: list[str] = field(default_factory=list)
    certificates: list[Certified] = field(default_factory=list)

    def __post_init__(self) -> None:
        everything = ("administrator", "documenter", "lawyer")
        self.certify(self.founder, self.founder, everything)
        self.certify(self.founder, self.author, ("documenter",))
        self.certify_log(self.founder, self.log_key)

    def certify(
        self, issuer: HolderKeys, keys: HolderKeys, roles: tuple[str, ...], subject: str | None = None
    ) -> str:
        public = {"seal_public": keys.seal_public, "sign_public": keys.sign_public}
        subject = subject or new_id()
        return self._certify(issuer, subject=subject, kind="member", roles=frozenset(roles), **public)

    def certify_log(self, issuer: HolderKeys, key: SigningKey) -> str:
        public = {"seal_public": b"", "sign_public": key.public}
        return self._certify(issuer, subject=self.id, kind="log", roles=frozenset(), **public)

    def _certify(self, issuer: HolderKeys, **given: Any) -> str:
        certificate = Certificate(id=new_id(), archive=self.id, epoch=1, issuer=issuer.key_id, **given)
        body = certificate.body()
        line = self.line(issuer, Deed.certified, certificate.subject, commitment=commitment_to(body.encode()))
        signed = Certified(body, b64url(issuer.sign(signed_bytes(body))), self.leaves[line])
        self.certificates.append(signed)
        return body

    def uncertify(self, body: str) -> None:
        number = next(n for n, one in enumerate(self.certificates) if one.body == body)
        subject = parse_leaf(self.certificates[number].leaf).subject
        line = self.line(self.founder, Deed.uncertified, subject, commitment=commitment_to(body.encode()))
        self.certificates[number] = replace(self.certificates[number], ended=self.leaves[line])

    def line(self, signer: Any, deed: Deed, subject: str, **more: Any) -> int:
        pending = PendingDeed(deed, subject, signer, more.get("statement"), more.get("commitment"), None)
        self.leaves.append(leaf_text(pending, len(self.leaves), DAY))
        return len(self.leaves) - 1

    def node(self, level: int, position: int) -> bytes:
        if level == 0:
            return merkle.leaf_hash(self.leaves[position].encode())
        return merkle.node_hash(self.node(level - 1, 2 * position), self.node(level - 1, 2 * position + 1))

    def checkpoint(self) -> str:
        size = len(self.leaves)
        return sign_checkpoint(f"testimonia/{self.id}", size, merkle.root(size, self.node), self.log_key)

    def proven(self, sequence: int) -> Line:
        steps = merkle.inclusion_proof(sequence, len(self.leaves), self.node)
        return Line(parse_leaf(self.leaves[sequence]), write_proof(sequence, steps, self.checkpoint()))


@dataclass
class Written:
    """A record with its versions: (jwt, disclosures, line)."""

    id: str
    kind: str
    versions: list[tuple[str, list[str], int]]


def write(
    archive: Archive, kind: str, *contents: dict[str, Any], author: HolderKeys | None = None
) -> Written:
    record = new_id()
    written = Written(record, kind, [])
    previous = None
    for version, content in enumerate(contents, start=1):
        claims = {
            "kind": kind,
            "schema": f"{kind}/1",
            "recorded_at": "2026-03-02T12:00:00Z",
            "case": "0" * 32,
        }
        if version > 1:
            claims["reason"] = "a slip of the pen"
        keys = author or archive.author
        issued = issue(
            keys, record=record, version=version, previous=previous, claims=claims | {"content": content}
        )
        previous = statement_hash(issued.jwt)
        line = archive.line(keys, Deed.wrote, record, statement=previous)
        written.versions.append((issued.jwt, issued.disclosures, line))
    return written


FILE = b"not really a photograph"
FILE_FACTS = {"sha256": hashlib.sha256(FILE).hexdigest(), "size": len(FILE), "media_type": "image/jpeg"}
INDIVIDUAL = "1" * 32


@dataclass
class Package:
    """Everything a bundle is packed from; change what you like before packing it."""

    archive: Archive
    contents: Contents
    cover: Cover
    keys: Keys

    def packed(self) -> bytes:
        buffer = io.BytesIO()
        pack(self.cover, payloads(self.contents), self.keys, self.archive.founder, buffer.write)
        return buffer.getvalue()

    def with_file(self, path: str, data: bytes) -> bytes:
        """The bundle with other bytes under a path, signed by its exporter all the same."""
        buffer = io.BytesIO()
        files = [Payload.of(path, data) if one.path == path else one for one in payloads(self.contents)]
        pack(self.cover, files, self.keys, self.archive.founder, buffer.write)
        return buffer.getvalue()

    def with_facts(self, **changes: Any) -> "Package":
        """The package with another export.json."""
        contents = replace(self.contents, facts=self.contents.facts | changes)
        return replace(self, contents=contents)

    def to(self, folder: Path) -> Path:
        path = folder / "bundle.zip"
        path.write_bytes(self.packed())
        return path


def package(profile: str = "full", archive: Archive | None = None) -> Package:
    archive = archive or Archive()
    account = {"individual": INDIVIDUAL, "type": "full_interview", "date": "2021-09-01", "language": "be"}
    account["narrative"] = [
        {"text": "Ён сказаў першае."},
        {"text": "A second, with a name."},
        {"text": "Third."},
    ]
    records = [
        (write(archive, "account", account, account | {"date": "2021-09-02"}), {("narrative", 1)}),
        (write(archive, "evidence", {"file": FILE_FACTS, "individuals": [INDIVIDUAL]}), set()),
        (write(archive, "source", {"title": "Gazette 12", "type": "document"}), set()),
    ]
    if profile == "pseudonymised":
        individual = {"pseudonym": "W-0001", "roles": ["victim"]}
        records.append((write(archive, "individual", individual), {("pseudonym",)}))
    export = new_id()
    asked = archive.line(archive.founder, Deed.exported, export)
    exhibits = [exhibit(archive, number, *one) for number, one in enumerate(records, start=1)]
    lines = [archive.proven(parse_leaf(one.leaf).sequence) for one in archive.certificates]
    lines += [archive.proven(parse_leaf(one.ended).sequence) for one in archive.certificates if one.ended]
    lines.append(archive.proven(asked))
    stays = [Withheld(one.exhibit, "part", ("identity",)) for one in exhibits if not one.whole]
    facts = {
        "format": FORMAT,
        "bundle": "NEV-bundle",
        "archive": {"id": archive.id, "code": "NEV"},
        "export": export,
        "exporter": archive.founder.key_id,
        "exported_at": "2026-03-02T12:00:00Z",
        "line": archive.leaves[asked],
        "log": {"origin": f"testimonia/{archive.id}", "key": b64url(archive.log_key.public)},
        "recipient": {"id": "2" * 32, "authority": "Federal Prosecutor"},
        "query": {"cases": ["0" * 32]},
        "profile": profile,
        "purpose": "national_prosecution",
        "software": "Testimonia 0.1.0",
        "schemas": {one.kind: 1 for one in exhibits},
        "released": len(exhibits),
        "withheld": 1,
    }
    contents = Contents(
        facts,
        exhibits,
        [*stays, Withheld("NEV-000099", "whole", ("no_consent",))],
        lines,
        archive.checkpoint(),
        {f"{one.kind}.json": publish()[f"{one.kind}.json"] for one in exhibits},
    )
    words = dict.fromkeys(("day", "recipient", "purpose", "profile", "released", "withheld", "anchor"), "x")
    cover = Cover("NEV-bundle", "NEV", "Testimonia 0.1.0", DAY, words)
    keys = Keys(archive.founder.key_id, archive.certificates, authors(archive.certificates))
    return Package(archive, contents, cover, keys)


def exhibit(archive: Archive, number: int, written: Written, withheld: set[tuple[str | int, ...]]) -> Exhibit:
    name = f"NEV-{number:06}"
    jwt, disclosures, line = written.versions[-1]
    opened = open_statement(jwt, disclosures, archive.author.sign_public)
    released = release(opened.claims, opened.disclosures, withheld)
    content = released.content
    if written.kind == "individual":
        content = content | {"pseudonym": f"P-{number:06}"}
    file = None
    if written.kind == "evidence":
        path = original_path(name, "jpg")
        file = Payload(path, len(FILE), zlib.crc32(FILE), FILE_FACTS["sha256"], lambda: [FILE[:7], FILE[7:]])
    return Exhibit(
        exhibit=name,
        part="register" if written.kind == "source" else "records",
        kind=written.kind,
        record=written.id,
        version=len(written.versions),
        author=opened.kid,
        recorded_at="2026-03-02T12:00:00Z",
        whole=released.whole,
        jwt=jwt,
        disclosures=released.disclosures,
        content=content,
        line=archive.proven(line),
        earlier=tuple(
            Earlier(version, earlier, archive.proven(place))
            for version, (earlier, _, place) in enumerate(written.versions[:-1], start=1)
        ),
        original=file,
    )
