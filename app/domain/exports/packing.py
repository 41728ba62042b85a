"""Packing: the bag's tag files, the exporter's signature, and the ZIP around them, in one pass."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from string import Template

from app.domain.exports import bagit
from app.domain.exports.contents import Certified, Payload, certificates_json, pretty
from app.domain.exports.zip_framing import ZipWriter
from app.vault.signing import Signer, public_jwk, public_pem, ssh_public, ssh_signature

TAGMANIFEST = "tagmanifest-sha256.txt"
MANIFEST = "manifest-sha256.txt"
NAMESPACE = "testimonia-bundle"
PRINCIPAL = "exporter"
TEXTS = ("README.txt", "VERIFY.txt")


@dataclass(frozen=True)
class Cover:
    """What the outside of a bundle says: its name (the folder in the ZIP), the archive and the software, the day."""

    name: str
    archive: str
    software: str
    day: date
    words: dict[str, str]  # what the texts for people fill in


@dataclass(frozen=True)
class Keys:
    """Whose certificates and keys travel with a bundle. `authors` are public keys by their names."""

    anchor: str
    certificates: Sequence[Certified]
    authors: dict[str, bytes]


def pack(
    cover: Cover, payload: Iterable[Payload], keys: Keys, signer: Signer, write: Callable[[bytes], object]
) -> int:
    """Writes the bundle and answers its size. Raises FramingError when a file has another size than it should."""
    body = {file.path: file for file in payload}
    tags = [Payload.of("bagit.txt", bagit.DECLARATION)]
    tags.append(Payload.of("bag-info.txt", _bag_info(cover, list(body.values()))))
    tags.append(Payload.of(MANIFEST, bagit.manifest({path: file.sha256 for path, file in body.items()})))
    tags += [Payload.of(name, text(name, cover)) for name in TEXTS]
    tagmanifest = bagit.manifest({file.path: file.sha256 for file in tags})
    every = [
        *body.values(),
        *tags,
        Payload.of(TAGMANIFEST, tagmanifest),
        *signature(tagmanifest, keys, signer),
    ]
    writer = ZipWriter(write)
    for file in sorted(every, key=lambda file: file.path.encode()):
        writer.add(f"{cover.name}/{file.path}", file.size, file.crc, file.chunks())
    writer.close()
    return writer.size


def signature(tagmanifest: bytes, keys: Keys, signer: Signer) -> list[Payload]:
    """The files of signature/: the signature in two forms, the keys, and the certificates they rest on."""
    signed = {
        f"{TAGMANIFEST}.sig": signer.sign(tagmanifest),
        f"{TAGMANIFEST}.sshsig": ssh_signature(signer, tagmanifest, NAMESPACE),
        "certificates.json": certificates_json(keys.anchor, keys.certificates),
    }
    return [
        Payload.of(f"signature/{name}", data)
        for name, data in (signed | key_files(signer.sign_public, keys.authors)).items()
    ]


def key_files(exporter: bytes, authors: dict[str, bytes]) -> dict[str, bytes | str]:
    """The public keys in the forms that other programs read: one content for one set of keys."""
    named: dict[str, bytes | str] = {
        "allowed_signers": f'{PRINCIPAL} namespaces="{NAMESPACE}" {ssh_public(exporter)}\n',
        "signer.pem": public_pem(exporter),
        "signer.jwk": pretty(public_jwk(exporter)),
    }
    for key_id, public in authors.items():
        named[f"authors/{key_id}.pem"] = public_pem(public)
        named[f"authors/{key_id}.jwk"] = pretty(public_jwk(public))
    return named


def text(name: str, cover: Cover) -> str:
    """A text for people, from its template."""
    template = Template((files("app.domain.exports") / "templates" / name).read_text(encoding="utf-8"))
    return template.substitute(cover.words | {"bundle": cover.name, "archive": cover.archive})


def _bag_info(cover: Cover, payload: Sequence[Payload]) -> bytes:
    return bagit.bag_info(
        name=cover.name,
        archive=cover.archive,
        software=cover.software,
        day=cover.day,
        size=sum(file.size for file in payload),
        files=len(payload),
    )
