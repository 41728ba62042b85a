"""Steps 10 and 11: the log's checkpoint, and that every line the bundle speaks of stands in the log under it."""

from app.domain.custody import merkle
from app.domain.custody.deeds import Deed, Leaf, LeafError, parse_leaf, verify_leaf
from app.domain.custody.merkle import ProofError
from app.domain.custody.tlog_proof import parse_proof
from app.domain.exports.contents import custody_path, line_path
from app.domain.exports.verifier.chain import CERTIFICATES
from app.domain.exports.verifier.reading import Failed, Reading, Row
from app.vault.base64url import from_b64url
from app.vault.notes import NoteError, verify_checkpoint
from app.vault.signing import SignatureError, key_id

CHECKPOINT = "data/custody/checkpoint"
EVENTS = "data/custody/events.jsonl"


def checkpoint(reading: Reading) -> str:
    """10: the checkpoint is signed by the log of the archive, whose key the founding member certified."""
    try:
        public = from_b64url(reading.facts["log"]["key"])
        origin = f"testimonia/{reading.chain.archive}"
        if (reading.facts["log"]["origin"], reading.facts["archive"]["id"]) != (
            origin,
            reading.chain.archive,
        ):
            raise Failed("the log is that of another archive", "data/export.json")
        if public != reading.chain.log_key():
            raise Failed("the founding member did not certify this key of the log", "data/export.json")
        reading.checkpoint = verify_checkpoint(reading.text(CHECKPOINT), origin, public)
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Failed("the key of the log is missing", "data/export.json") from None
    except (NoteError, SignatureError) as error:
        raise Failed(str(error), CHECKPOINT) from None
    if len(reading.checkpoint.signatures) != 1 or reading.checkpoint.extensions:
        raise Failed("the checkpoint has signatures or lines that nobody checks here", CHECKPOINT)
    return f"{reading.checkpoint.size} lines"


def lines(reading: Reading) -> str:
    """11: every line is signed by who did it and is in the log; statements and certificates have theirs."""
    reading.leaves = _read_events(reading)
    for leaf in reading.leaves.values():
        _check_signature(reading, leaf)
    proofs = {line_path(sequence): sequence for sequence in reading.leaves}
    for row in reading.rows:
        stem = custody_path(row.exhibit)
        _check_statement(reading, f"{stem}.tlog-proof", row.sequence, row, reading.jwts[row.exhibit])
        proofs[f"{stem}.tlog-proof"] = row.sequence
        proofs.pop(line_path(row.sequence))
    for stem, (row, sequence, hashed) in reading.earlier.items():
        _check_statement(reading, f"{stem}.tlog-proof", sequence, row, hashed)
        proofs[f"{stem}.tlog-proof"] = sequence
        proofs.pop(line_path(sequence), None)
    for path, sequence in proofs.items():
        _check_proof(reading, path, reading.leaves[sequence])
    _check_named(reading)
    return f"{len(proofs)} lines"


def _read_events(reading: Reading) -> dict[int, Leaf]:
    text = reading.text(EVENTS)
    try:
        leaves = [parse_leaf(line) for line in text.removesuffix("\n").split("\n")]
    except LeafError as error:
        raise Failed(str(error), EVENTS) from None
    places = [leaf.sequence for leaf in leaves]
    if places != sorted(set(places)) or text != "".join(f"{leaf.text}\n" for leaf in leaves):
        raise Failed("the lines are not in the order of the log", EVENTS)
    return {leaf.sequence: leaf for leaf in leaves}


def _check_signature(reading: Reading, leaf: Leaf) -> None:
    """By a member's certified key, or by the log's own for what nobody in particular did."""
    log_key = from_b64url(reading.facts["log"]["key"])
    public = reading.chain.public_at(leaf.actor, leaf.sequence)
    if public is None and leaf.deed == Deed.uncertified:  # an invitation that is accepted ends itself
        public = reading.chain.public_at(leaf.actor, leaf.sequence - 1)
    if public is None and leaf.actor == key_id(log_key):
        public = log_key
    try:
        verify_leaf(leaf, public or b"")
    except SignatureError:
        raise Failed(f"line {leaf.sequence} is not signed by a certified key", EVENTS) from None


def _check_statement(reading: Reading, path: str, sequence: int, row: Row, hashed: str) -> None:
    leaf = reading.leaves.get(sequence)
    if leaf is None:
        raise Failed("the line of this statement is missing from the events", path)
    if (leaf.deed, leaf.subject, leaf.statement) != (str(Deed.wrote), row.record, hashed):
        raise Failed("the line of the log is not about this statement", path)
    if sequence == row.sequence and leaf.actor != row.author:
        raise Failed("the line of the log is not by the statement's author", path)


def _check_proof(reading: Reading, path: str, leaf: Leaf) -> None:
    checkpoint = reading.checkpoint
    try:
        proof = parse_proof(reading.text(path))
        if checkpoint is None or proof.checkpoint != reading.text(CHECKPOINT) or proof.index != leaf.sequence:
            raise Failed("the proof is of another line or checkpoint", path)
        hashed = merkle.leaf_hash(leaf.text.encode())
        merkle.verify_inclusion(proof.index, checkpoint.size, hashed, proof.hashes, checkpoint.root)
    except ProofError as error:
        raise Failed(str(error), path) from None


def _check_named(reading: Reading) -> None:
    """The lines that certificates and export.json repeat are among those proven, and none that ends or follows a
    certificate is there without being counted.
    """
    proven = {leaf.text for leaf in reading.leaves.values()}
    if reading.facts["line"] not in proven:
        raise Failed("the line of this export is missing from the events", EVENTS)
    for certificate in reading.json(CERTIFICATES)["certificates"]:
        if not {certificate["leaf"], certificate.get("ended", certificate["leaf"])} <= proven:
            raise Failed("the line of a certificate is missing from the events", EVENTS)
    certificates = reading.json(CERTIFICATES)["certificates"]
    counted = {text for one in certificates for text in (one["leaf"], one.get("ended"))}
    by_keys = {parse_leaf(one["leaf"]).subject for one in certificates}
    for leaf in reading.leaves.values():
        about_keys = leaf.deed in {Deed.certified, Deed.uncertified} and leaf.subject in by_keys
        if about_keys and leaf.text not in counted:
            raise Failed(f"line {leaf.sequence} is about a certificate, and is not counted", CERTIFICATES)
