"""Steps 6 and 7: the exporter's signature over the bag, and the certificates that it and all authors rest on."""

from typing import Any

from app.domain.custody import rules
from app.domain.custody.deeds import Deed, LeafError, parse_leaf
from app.domain.exports.contents import Certified, certificates_json
from app.domain.exports.packing import NAMESPACE, TAGMANIFEST, key_files
from app.domain.exports.verifier.reading import Failed, OtherArchive, Reading
from app.domain.exports.verifier.roles import ChainError
from app.vault.base64url import from_b64url
from app.vault.signing import SignatureError, key_id, verify, verify_ssh_signature

SIGNATURE = "signature/"
CERTIFICATES = f"{SIGNATURE}certificates.json"
EXPORTER_ROLE = "lawyer"


def signature(reading: Reading) -> str:
    """6: the exporter's key signed the tag manifest, in both forms."""
    jwk = f"{SIGNATURE}signer.jwk"
    try:
        reading.exporter = from_b64url(reading.json(jwk)["x"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Failed("this is not an Ed25519 key", jwk) from None
    signed = reading.read(TAGMANIFEST)
    raw, ssh = f"{SIGNATURE}{TAGMANIFEST}.sig", f"{SIGNATURE}{TAGMANIFEST}.sshsig"
    try:
        verify(reading.exporter, reading.read(raw), signed)
    except SignatureError:
        raise Failed("the signature does not belong to this key and these bytes", raw) from None
    try:
        verify_ssh_signature(reading.exporter, reading.text(ssh), signed, NAMESPACE)
    except SignatureError:
        raise Failed("the signature does not belong to this key and these bytes", ssh) from None
    return f"signed by {key_id(reading.exporter)}"


def certificates(reading: Reading) -> str:
    """7: exporter and authors are certified, link by link, from the founding member on."""
    listed = _read_certificates(reading)
    for certified in listed:
        try:
            reading.chain.add(certified)
        except (ChainError, LeafError, rules.CertificateError) as error:
            raise Failed(str(error), CERTIFICATES) from None
    founder = reading.chain.founder
    if founder is None or reading.read(CERTIFICATES) != certificates_json(founder.key_id, listed):
        raise Failed("the certificates are not in their one form", CERTIFICATES)
    if reading.anchor not in {None, founder.key_id}:
        raise OtherArchive("the founding member is not the one whose fingerprint was given", CERTIFICATES)
    _check_key_files(reading)
    _check_exporter(reading)
    return f"{len(listed)} certificates, founding member {founder.key_id}"


def _read_certificates(reading: Reading) -> list[Certified]:
    entries: Any = reading.json(CERTIFICATES).get("certificates")
    try:
        listed = [Certified(one["body"], one["signature"], one["leaf"], one.get("ended")) for one in entries]
        return sorted(listed, key=lambda one: parse_leaf(one.leaf).sequence)
    except (KeyError, TypeError, AttributeError, LeafError):
        raise Failed("this is not a list of certificates with their lines", CERTIFICATES) from None


def _check_key_files(reading: Reading) -> None:
    """The key files stand in no manifest: they are derived again from the certificates, and compared."""
    expected = key_files(reading.exporter, reading.chain.public_keys())
    known = {f"{SIGNATURE}{name}" for name in expected}
    known |= {CERTIFICATES, f"{SIGNATURE}{TAGMANIFEST}.sig", f"{SIGNATURE}{TAGMANIFEST}.sshsig"}
    for path in sorted(reading.entries):
        if path.startswith(SIGNATURE) and path not in known:
            raise Failed("this file does not belong in a bundle", path)
    for name, content in expected.items():
        data = content.encode() if isinstance(content, str) else content
        if reading.read(f"{SIGNATURE}{name}") != data:
            raise Failed("this is not the key that was certified", f"{SIGNATURE}{name}")


def _check_exporter(reading: Reading) -> None:
    """The exporter counted, as a lawyer, at the line by which the export was asked for."""
    path = "data/export.json"
    reading.facts = reading.json(path)
    try:
        leaf = parse_leaf(reading.facts["line"])
    except (KeyError, TypeError, LeafError):
        raise Failed("the line of the log by which this export was asked for is missing", path) from None
    exporter = key_id(reading.exporter)
    wanted = (str(Deed.exported), reading.facts.get("export"), exporter)
    if (leaf.deed, leaf.subject, leaf.actor) != wanted:
        raise Failed("the line of the log is not about this export by this exporter", path)
    if EXPORTER_ROLE not in reading.chain.roles_at(exporter, leaf.sequence):
        raise Failed("the exporter was not certified to export", CERTIFICATES)
