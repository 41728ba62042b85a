"""What lets a stranger check: lines of the custody log, their proofs, the certificates behind every signature."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.domain.archive.lines import batches, lines_at, lines_on
from app.domain.custody import queries as custody
from app.domain.custody.deeds import Deed, Leaf
from app.domain.custody.rules import parse_certificate
from app.domain.exports.contents import Certified, Earlier, Line
from app.domain.work import Work
from app.errors import Conflict, Tampered
from app.models import Certificate, Record, Version
from app.vault.base64url import b64url
from app.vault.notes import parse_checkpoint


@dataclass
class Evidence:
    """Proofs under one checkpoint of the log."""

    work: Work
    checkpoint: str
    size: int
    lines: dict[int, Line] = field(default_factory=dict[int, Line])

    @classmethod
    def now(cls, work: Work) -> "Evidence":
        """Under the checkpoint of all that is committed now. Raises Tampered when the log is not whole."""
        checkpoint = custody.checkpoint(work)
        return cls(work, checkpoint, parse_checkpoint(checkpoint).size)

    def line(self, sequence: int | None) -> Line:
        """A line with its proof. Raises Conflict for one that came after the checkpoint, Tampered."""
        if sequence is None or sequence >= self.size:
            raise Conflict("The archive changed while the bundle was being built. Ask for the export again.")
        if sequence not in self.lines:
            self._prove(lines_at(self.work, [sequence]).values())
        if sequence not in self.lines:
            raise Tampered("A line of the custody log is not what its place in the tree says.")
        return self.lines[sequence]

    def on(self, subjects: Collection[str]) -> list[Line]:
        """Every line up to the checkpoint on these ids. Raises Tampered."""
        found = [leaf for leaves in lines_on(self.work, subjects, list(Deed)).values() for leaf in leaves]
        found = [leaf for leaf in found if leaf.sequence < self.size]
        self._prove(found)
        return [self.lines[leaf.sequence] for leaf in found]

    def earlier(self, versions: Mapping[str, int]) -> dict[str, list[Earlier]]:
        """The versions before these ones, by record, oldest first."""
        found: dict[str, list[Earlier]] = {record: [] for record in versions}
        query = select(Version.record_id, Version.number, Version.statement, Version.sequence)
        query = query.join(Record, Record.id == Version.record_id).where(Version.number < Record.latest)
        amended = query.order_by(Version.record_id, Version.number)
        for batch in batches(versions):
            for record, number, jwt, sequence in self.work.session.execute(
                amended.where(Version.record_id.in_(batch))
            ):
                if number < versions[record]:
                    found[record].append(Earlier(number, jwt, self.line(sequence)))
        return found

    def certificates(self, keys: Iterable[str]) -> list[Certified]:
        """The certificates of these signing keys, and of everybody who issued or ended them, up to the founder."""
        found: dict[str, Certified] = {}
        wanted, seen = set(keys), set[str]()
        while wanted:
            seen |= wanted
            rows = [row for batch in batches(wanted) for row in self._rows(batch)]
            found |= {row.id: self._certified(row) for row in rows}
            signers = {leaf.actor for row in rows for leaf in self._lines_of(row)}
            wanted = (signers | {row.issuer_key_id for row in rows}) - seen
        return list(found.values())

    def _rows(self, key_ids: Collection[str]) -> list[Certificate]:
        query = select(Certificate).where(Certificate.key_id.in_(key_ids), Certificate.sequence < self.size)
        return list(self.work.session.scalars(query))

    def _certified(self, row: Certificate) -> Certified:
        leaf, *ended = self._lines_of(row)
        return Certified(row.body, b64url(row.signature), leaf.text, ended[0].text if ended else None)

    def _lines_of(self, row: Certificate) -> list[Leaf]:
        places = [row.sequence, row.revoked_sequence]
        return [self.line(at).leaf for at in places if at is not None and at < self.size]

    def _prove(self, leaves: Iterable[Leaf]) -> None:
        wanted = {leaf.sequence: leaf for leaf in leaves if leaf.sequence not in self.lines}
        proofs = custody.proof_files(self.work, wanted, self.checkpoint)
        self.lines |= {sequence: Line(leaf, proofs[sequence]) for sequence, leaf in wanted.items()}


def authors(certificates: Iterable[Certified]) -> dict[str, bytes]:
    """The public signing keys of certificates, by their names."""
    every = [parse_certificate(one.body) for one in certificates]
    return {one.key_id: one.sign_public for one in every if one.sign_public is not None}
