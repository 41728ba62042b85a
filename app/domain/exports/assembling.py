"""From what leaves to what stands in the bundle: exhibits with their proofs, facts, certificates, texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from app import __version__
from app.domain.consent.rules import Profile
from app.domain.custody import queries as custody
from app.domain.custody.deeds import Deed, parse_leaf
from app.domain.exports.contents import FORMAT, Certified, Contents, Earlier, Exhibit, Line, Withheld
from app.domain.exports.evidencing import Evidence, authors
from app.domain.exports.gathered import Gathered
from app.domain.exports.numbering import Numbering
from app.domain.exports.packing import Cover, Keys
from app.domain.exports.picturing import pictures
from app.domain.exports.selection import Chosen
from app.domain.exports.views import WithheldItem
from app.domain.work import Actor, Work
from app.errors import Tampered
from app.records.case_vocabularies import PURPOSES
from app.records.kinds import KINDS
from app.records.schemas import publish
from app.vault.base64url import b64url

SOFTWARE = f"Testimonia {__version__}"


@dataclass(frozen=True)
class Assembled:
    """All that `packing.pack` needs."""

    cover: Cover
    contents: Contents
    keys: Keys


class Assembler:
    """One export, with the numbers of everything that it decided on."""

    def __init__(
        self, actor: Actor, export: str, gathered: Gathered, numbers: Mapping[str, int], secret: bytes
    ) -> None:
        own = gathered.request.recipient if gathered.request.profile == Profile.pseudonymised else None
        self._actor, self._export, self._gathered, self._numbers = actor, export, gathered, numbers
        self._numbering = Numbering(gathered.archive_code, secret, own)
        self._pseudonyms = own is not None
        self.name = f"{gathered.archive_code}-{export[:12]}"

    def withheld(self) -> list[WithheldItem]:
        """What stays, for who asked: with record and kind where he opens them."""
        selection = self._gathered.selection
        wholes = [self._item(record, "whole", reasons) for record, reasons in selection.stays.items()]
        parts = [
            self._item(record, "part", chosen.reasons)
            for record, chosen in selection.leaves.items()
            if not chosen.released.whole
        ]
        return sorted(wholes + parts, key=lambda item: item.exhibit)

    def assemble(self, work: Work) -> Assembled:
        """Proves everything under a checkpoint of now. Raises Conflict when the archive changed meanwhile, Tampered."""
        evidence, leaves = Evidence.now(work), self._gathered.selection.leaves
        lines = evidence.on([*self._gathered.request.cases, *leaves, self._export])
        earlier = evidence.earlier({record: chosen.version.version for record, chosen in leaves.items()})
        exhibits = [self._exhibit(evidence, record, earlier[record]) for record in leaves]
        statements = {
            line.sequence for one in exhibits for line in (one.line, *(e.line for e in one.earlier))
        }
        asked = next((line for line in lines if _is_asking(line, self._export)), None)
        if asked is None:
            raise Tampered("The custody log does not say that this export was asked for.")
        certificates = self._certificates(evidence, exhibits, lines)
        others = {line.sequence: line for line in lines}
        others |= {one.sequence: one for certified in certificates for one in _lines_of(evidence, certified)}
        rest = [line for sequence, line in others.items() if sequence not in statements]
        anchor = work.host.anchor or ""
        contents = Contents(
            facts=self._facts(work, exhibits, asked),
            exhibits=exhibits,
            withheld=[Withheld(item.exhibit, item.what, item.reasons) for item in self.withheld()],
            lines=rest,
            checkpoint=evidence.checkpoint,
            schemas=_schemas(exhibits),
            pictures=list(pictures(leaves, lambda record: self._numbering.exhibit(self._numbers[record]))),
        )
        return Assembled(
            self._cover(work, contents, anchor), contents, Keys(anchor, certificates, authors(certificates))
        )

    def _item(self, record: str, what: str, reasons: tuple[str, ...]) -> WithheldItem:
        known = self._gathered.selection.known.get(record)
        exhibit = self._numbering.exhibit(self._numbers[record])
        return WithheldItem(exhibit, what, record if known else None, known.kind if known else None, reasons)

    def _exhibit(self, evidence: Evidence, record: str, earlier: Iterable[Earlier]) -> Exhibit:
        chosen = self._gathered.selection.leaves[record]
        version = chosen.version
        number = self._numbers[record]
        exhibit = self._numbering.exhibit(number)
        return Exhibit(
            exhibit=exhibit,
            part="register" if version.case is None else "records",
            kind=version.kind,
            record=record,
            version=version.version,
            author=version.author.key_id,
            recorded_at=version.claims["recorded_at"],
            whole=chosen.released.whole,
            jwt=version.statement,
            disclosures=chosen.released.disclosures,
            content=chosen.released.content | self._own_pseudonym(chosen, number),
            line=evidence.line(version.sequence),
            earlier=tuple(earlier),
            original=self._gathered.original(record, exhibit),
        )

    def _own_pseudonym(self, chosen: Chosen, number: int) -> dict[str, str]:
        if not self._pseudonyms or chosen.version.kind != "individual":
            return {}
        return {"pseudonym": self._numbering.pseudonym(number)}

    def _certificates(
        self, evidence: Evidence, exhibits: list[Exhibit], lines: list[Line]
    ) -> list[Certified]:
        """Of the exporter and the log, of every author of every version, and of whoever did what the lines tell."""
        statements = [line for one in exhibits for line in (one.line, *(e.line for e in one.earlier))]
        signers = {line.leaf.actor for line in (*lines, *statements)}
        own = {self._actor.keys.key_id, evidence.work.host.log_key.key_id}
        return evidence.certificates(own | signers)

    def _facts(self, work: Work, exhibits: list[Exhibit], asked: Line) -> dict[str, object]:
        request, recipient = self._gathered.request, self._gathered.recipient
        stated = {"id": request.recipient, "authority": recipient.authority}
        if recipient.jurisdiction is not None:
            stated["jurisdiction"] = recipient.jurisdiction
        return {
            "format": FORMAT,
            "bundle": self.name,
            "archive": {"id": work.setting("archive_id"), "code": self._gathered.archive_code},
            "export": self._export,
            "exporter": self._actor.keys.key_id,
            "exported_at": work.clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "line": asked.leaf.text,
            "recipient": stated,
            "query": {"cases": request.cases},
            "profile": request.profile,
            "purpose": request.purpose,
            "software": SOFTWARE,
            "schemas": {one.kind: KINDS[one.kind].schema_version for one in exhibits},
            "log": {"origin": custody.origin(work), "key": b64url(work.host.log_key.public)},
            "released": len(exhibits),
            "withheld": len(self._gathered.selection.stays),
        }

    def _cover(self, work: Work, contents: Contents, anchor: str) -> Cover:
        request = self._gathered.request
        words = {
            "day": work.clock.today().isoformat(),
            "recipient": self._gathered.recipient.authority,
            "purpose": PURPOSES.label(request.purpose),
            "profile": request.profile,
            "released": str(len(contents.exhibits)),
            "withheld": str(len(self._gathered.selection.stays)),
            "anchor": anchor,
        }
        return Cover(self.name, self._gathered.archive_code, SOFTWARE, work.clock.today(), words)


def _is_asking(line: Line, export: str) -> bool:
    return (line.leaf.deed, line.leaf.subject) == (str(Deed.exported), export)


def _lines_of(evidence: Evidence, certified: Certified) -> list[Line]:
    texts = [certified.leaf] if certified.ended is None else [certified.leaf, certified.ended]
    return [evidence.line(parse_leaf(text).sequence) for text in texts]


def _schemas(exhibits: list[Exhibit]) -> dict[str, str]:
    return publish({one.kind for one in exhibits})
