"""Writing one version: signed as a statement, sealed to its compartment, with its line in the log."""

from collections.abc import Mapping
from datetime import UTC

from app.domain.archive.compartments import certified_public
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.work import Actor, Work
from app.errors import Invalid, Problem
from app.models import Compartment, Record, Version
from app.records.base import Content
from app.records.kinds import dump
from app.vault.canonical import canonical
from app.vault.context import Purpose, context
from app.vault.hpke import seal_to
from app.vault.seal import new_key, seal_padded
from app.vault.statements import Issued, StatementError, count_disclosures, issue, statement_hash

COUNT = "disclosures"
"""The claim that says how many disclosures a statement has, itself among them: one taken away is missed."""


def write_version(
    *,
    work: Work,
    actor: Actor,
    row: Record,
    compartment: Compartment,
    content: Content,
    previous: Version | None = None,
    more: Mapping[str, str] | None = None,
) -> int:
    """Writes the next version of a record and answers its number. `compartment` comes from `renewal.writable`.

    `more` are further claims of the statement, such as the reason of an amendment.
    """
    claims = {
        "kind": content.kind,
        "schema": f"{content.kind}/{content.schema_version}",
        "recorded_at": work.clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "case": row.case_id,
        "content": dump(content),
        **(more or {}),
    }
    number, issued = _issue(actor, row, previous, counted(claims))
    key = new_key()
    bound = version_key_context(compartment.id, row.id, number, compartment.epoch)
    version = Version(
        record_id=row.id,
        number=number,
        compartment_id=compartment.id,
        epoch=compartment.epoch,
        sealed_key=seal_to(certified_public(work, compartment.id), key, bound),
        sealed_content=seal_padded(
            key, canonical(issued.disclosures), version_context(compartment.id, row.id, number)
        ),
        statement=issued.jwt,
        author_key_id=actor.keys.key_id,
    )
    row.latest = number
    work.session.add(version)
    work.session.flush()
    work.cache.setdefault("kinds", {})[row.id] = content.kind

    def place(sequence: int) -> None:
        version.sequence = sequence

    hashed = statement_hash(issued.jwt)
    record(work=work, actor=actor, deed=Deed.wrote, subject=row.id, statement=hashed, on_sequence=place)
    return number


def counted(claims: Mapping[str, object]) -> dict[str, object]:
    """The claims with how many disclosures they will have. In a bundle some are left out, and that is their point; in
    the archive each must be there."""
    return {**claims, COUNT: count_disclosures(claims) + 1}


def version_key_context(compartment: str, record_id: str, number: int, epoch: int) -> bytes:
    """What the key of a version is bound to when it is sealed to its compartment."""
    return context(
        Purpose.version_key, compartment=compartment, record=record_id, version=number, epoch=epoch
    )


def version_context(compartment: str, record_id: str, number: int) -> bytes:
    """What the content of a version is bound to. Not to the epoch: renewal does not touch it."""
    return context(Purpose.version_content, compartment=compartment, record=record_id, version=number)


def file_key_context(compartment: str, record_id: str, epoch: int) -> bytes:
    """What the key of a file is bound to when it is sealed to its compartment."""
    return context(Purpose.file_key, compartment=compartment, record=record_id, epoch=epoch)


def _issue(
    actor: Actor, row: Record, previous: Version | None, claims: Mapping[str, object]
) -> tuple[int, Issued]:
    number, before = 1, None
    if previous is not None:
        number, before = previous.number + 1, statement_hash(previous.statement)
    try:
        return number, issue(actor.keys, record=row.id, version=number, previous=before, claims=claims)
    except StatementError:
        message = "Some text holds signs that are no characters. Type it again instead of pasting it."
        raise Invalid([Problem("content", message)]) from None
