"""The log read from its first line to its last, as a stranger would who trusts the founding member's key
alone.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Row, func, select

from app.domain.custody import merkle, tree
from app.domain.custody.deeds import Deed, Leaf, LeafError, commitment_to, parse_leaf
from app.domain.custody.queries import highest
from app.domain.custody.registry import Registry
from app.domain.custody.rules import CertificateError
from app.domain.work import Work
from app.errors import Tampered
from app.models import Certificate, LogEntry, LogNode
from app.vault.base64url import b64url
from app.vault.notes import Checkpoint

BATCH = 1000

_Line = Row[int, str, str, str]
_Nodes = dict[tuple[int, int], bytes]


class Replay:
    """What reading every line brings to light: `problems`, and for the tables what counts at the end of the
    log.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self.size = 0
        self.problems: list[str] = []
        self.registry = Registry(work.host.anchor, work.host.log_key)
        self.erased: set[str] = set()
        self.damaged = False  # whether the database did not give everything that it was asked for
        self._whole = True
        self._waiting: _Nodes = {}  # complete subtrees whose right sibling has not come yet
        self._kept = self._checkpoint()

    def run(self) -> None:
        """Reads the log, once."""
        for lines in self._batches():
            nodes: _Nodes = {}
            for line in lines:
                self._take(line, nodes)
            self._compare(nodes)
        self._compare_sizes()

    def _checkpoint(self) -> Checkpoint | None:
        try:
            return highest(self._work)
        except Tampered as error:
            self.problems.append(f"checkpoint: {error.detail}")
            return None

    def _batches(self) -> Iterator[Sequence[_Line]]:
        columns = (
            LogEntry.sequence,
            LogEntry.leaf,
            LogEntry.subject_id,
            LogEntry.deed,
        )
        last = -1
        while True:
            query = select(*columns).where(LogEntry.sequence > last).order_by(LogEntry.sequence).limit(BATCH)
            lines = self._work.session.execute(query).all()
            if not lines:
                return
            yield lines
            last = lines[-1].sequence

    def _take(self, line: _Line, nodes: _Nodes) -> None:
        if line.sequence != self.size:
            self.problems.append(f"log_entry {self.size} to {line.sequence - 1}: missing from the log")
            self._whole = False  # from here on the tree cannot be computed
        if self._whole:
            self._hash(line, nodes)
        self.size = line.sequence + 1
        if self._whole and self._kept and self._kept.size == self.size:
            self._compare_root(self._kept)
        try:
            self._judge(line)
        except (LeafError, CertificateError) as error:
            self.problems.append(f"log_entry {line.sequence}: {error}")

    def _hash(self, line: _Line, nodes: _Nodes) -> None:
        hashed = merkle.leaf_hash(line.leaf.encode())
        made = list(
            merkle.completed(
                line.sequence, hashed, lambda level, position: self._waiting.pop((level, position))
            )
        )
        nodes.update({(level, position): node for level, position, node in made})
        level, position, node = made[-1]
        self._waiting[level, position] = node

    def _judge(self, line: _Line) -> None:
        """Raises LeafError or CertificateError for a line that does not say what its row says, or may not
        say it.
        """
        leaf = parse_leaf(line.leaf)
        if (leaf.sequence, leaf.subject, leaf.deed) != (line.sequence, line.subject_id, line.deed):
            raise LeafError("its columns are not what the line says")
        if leaf.deed == Deed.certified:
            self._certified(leaf)
        self.registry.check_line(leaf)
        if leaf.deed == Deed.uncertified:
            self.registry.end(leaf)
        elif leaf.deed == Deed.erased:
            self.erased.add(leaf.subject)
        elif leaf.deed == Deed.granted:
            self.registry.give(leaf)
        elif leaf.deed == Deed.revoked:
            self.registry.take(leaf)

    def _certified(self, leaf: Leaf) -> None:
        query = select(Certificate.body, Certificate.signature).where(Certificate.subject_id == leaf.subject)
        for body, signature in self._work.session.execute(query):
            if leaf.commitment == b64url(commitment_to(body.encode())):
                self.registry.begin(leaf, body, signature)
                return
        raise CertificateError("the certificate that it commits to is not in the table")

    def _compare(self, nodes: _Nodes) -> None:
        """The stored nodes of one batch with those computed from its lines."""
        stored: _Nodes = {}
        for level in sorted({level for level, _ in nodes}):
            positions = [position for other, position in nodes if other == level]
            query = select(LogNode.position, LogNode.hash).where(
                LogNode.level == level, LogNode.position.between(min(positions), max(positions))
            )
            for position, node in self._work.session.execute(query):
                stored[level, position] = node
        for (level, position), node in nodes.items():
            if stored.get((level, position)) != node:
                self.problems.append(f"log_node {level}/{position}: not the hash of the lines below it")

    def _compare_root(self, kept: Checkpoint) -> None:
        if merkle.root(kept.size, lambda level, position: self._waiting[level, position]) != kept.root:
            self.problems.append(
                f"log_entry 0 to {kept.size - 1}: not the log of the highest checkpoint this host has seen"
            )

    def _compare_sizes(self) -> None:
        says = tree.size(self._work)
        if says != self.size:
            self.problems.append(f"log_state: it says {says} lines, and the log has {self.size}")
        if self._kept and self._kept.size > self.size:
            self.problems.append(
                f"log_entry: the highest checkpoint this host has seen had {self._kept.size} lines, "
                f"and the log has {self.size}"
            )
        count = self._work.session.scalar(select(func.count()).select_from(LogNode))
        if self._whole and count != 2 * self.size - self.size.bit_count():
            self.problems.append("log_node: there are hashes that no line makes")
