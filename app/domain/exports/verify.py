"""Verifying a bundle: offline, without an archive, in numbered steps, each with what it looked at.

    verify_bundle(path)                      is it whole, and does everything in it verify?
    verify_bundle(path, anchor=FINGERPRINT)  and is it by the archive whose fingerprint you were given?

Without the fingerprint a bundle can be perfectly made by anybody: the verdict then says that the signer is not yet
known. Garbage of any kind is refused in words, never by a traceback.
"""

import csv
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.exports.verifier import bag, chain, custody, records, register
from app.domain.exports.verifier.reading import Failed, OtherArchive, Reading
from app.errors import TestimoniaError
from app.vault import VaultError
from app.vault.base64url import from_b64url

STEPS: tuple[tuple[str, Callable[[Reading], str]], ...] = (
    ("ZIP framing", bag.framing),
    ("Bag declaration and paths", bag.declaration),
    ("Manifests complete", bag.manifests),
    ("SHA-256 of every file", bag.payload_digests),
    ("SHA-256 of the tag files", bag.tag_digests),
    ("The exporter's signature", chain.signature),
    ("Certificates of exporter and authors", chain.certificates),
    ("Statements and their disclosures", records.statements),
    ("Contents and schemas", records.contents),
    ("Checkpoint of the custody log", custody.checkpoint),
    ("Lines of the custody log", custody.lines),
    ("Original files", records.originals),
    ("Index and list of what was withheld", register.consistency),
)

FINGERPRINT_BYTES = 32

_UNREADABLE = (
    VaultError,
    TestimoniaError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    csv.Error,
    struct.error,
)
"""What hostile content may raise in a parser that a step has no better words for."""


@dataclass(frozen=True)
class Step:
    """One step: what was looked at, whether it held, and at which file it failed."""

    number: int
    title: str
    ok: bool
    detail: str
    file: str


@dataclass(frozen=True)
class Verdict:
    """The answer. `signer_known` is whether the anchor was given, and met. Steps after a failure were not taken.

    `other_archive` is whether it was refused for the anchor alone: up to there nothing speaks against the bundle.
    """

    ok: bool
    signer_known: bool
    anchor: str | None
    steps: tuple[Step, ...]
    failed_step: int | None = None
    failed_file: str | None = None
    other_archive: bool = False

    def as_text(self) -> str:
        """The verdict for people."""
        lines = [
            f"{'ok  ' if step.ok else 'FAIL'} {step.number:2} {step.title}: {_detail(step)}"
            for step in self.steps
        ]
        if self.other_archive:
            lines += [
                "This bundle was REFUSED: it is by another archive than the one whose fingerprint you gave, or the",
                f"fingerprint was mistyped. Check it, and verify again: steps after {self.failed_step} were not taken.",
            ]
        elif not self.ok:
            lines.append("This bundle was REFUSED: it is not what its exporter packed, or was never whole.")
        elif self.signer_known:
            lines.append("This bundle is whole, and it is by the archive whose fingerprint you gave.")
        else:
            lines += [
                "This bundle is whole. Its signer is not yet known: compare the founding member's fingerprint",
                f"with one that the archive gave you by another way, or give it with --anchor: {self.anchor}",
            ]
        return "\n".join(lines)


def read_anchor(text: str) -> str:
    """A fingerprint as somebody copied it, without white space. Raises ValueError for what cannot be one."""
    anchor = "".join(text.split())
    if len(from_b64url(anchor)) != FINGERPRINT_BYTES:
        raise ValueError("not a fingerprint")
    return anchor


def verify_bundle(path: str | Path, anchor: str | None = None) -> Verdict:
    """Takes the steps in order until one fails. Raises OSError only when the file cannot be read at all."""
    taken: list[Step] = []
    other_archive = False
    with Path(path).open("rb") as file:
        reading = Reading(file, Path(path).stat().st_size, anchor)
        for number, (title, step) in enumerate(STEPS, start=1):
            reading.current = ""
            try:
                taken.append(Step(number, title, True, step(reading), ""))
            except Failed as failed:
                taken.append(Step(number, title, False, failed.message, failed.file))
                other_archive = isinstance(failed, OtherArchive)
            except _UNREADABLE:
                message = "something here is not in the form it should have"
                taken.append(Step(number, title, False, message, reading.current))
            if not taken[-1].ok:
                return Verdict(False, False, None, tuple(taken), number, taken[-1].file, other_archive)
        founder = reading.chain.founder.key_id if reading.chain.founder else None
    return Verdict(True, anchor is not None and anchor == founder, founder, tuple(taken))


def _detail(step: Step) -> str:
    return f"{step.detail} [{step.file}]" if step.file else step.detail
