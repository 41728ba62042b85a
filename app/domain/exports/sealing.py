"""What an export keeps sealed by who asked for it: the request, the result, and the bundle's key.

Sealed under a key that only the asker derives: whoever can write to the database plants no request of their own.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from app.domain.exports.views import WithheldItem
from app.domain.work import Actor
from app.errors import Tampered
from app.models import Export
from app.vault import VaultError
from app.vault.canonical import canonical
from app.vault.context import Purpose, context
from app.vault.seal import seal, seal_padded, unseal, unseal_padded


@dataclass(frozen=True)
class Request:
    """What was asked for. Names nothing but ids and codes, and is sealed all the same: it says who hears of whom."""

    cases: list[str]
    recipient: str
    profile: str
    purpose: str


@dataclass(frozen=True)
class Result:
    """What came of it: a bundle's name and size, or why there is none; and what was withheld."""

    reason: str | None = None
    filename: str = ""
    size: int = 0
    released: int = 0
    withheld: list[WithheldItem] = field(default_factory=list[WithheldItem])


def seal_request(actor: Actor, export: str, request: Request) -> bytes:
    """The request, sealed to who asks."""
    return _seal(actor, Purpose.export_request, export, asdict(request))


def open_request(actor: Actor, export: Export) -> Request:
    """The request of an export of this actor. Raises Tampered."""
    return Request(**_open(actor, Purpose.export_request, export.id, export.sealed_request))


def seal_result(actor: Actor, export: str, result: Result) -> bytes:
    """The result, sealed to who asked."""
    return _seal(actor, Purpose.export_result, export, asdict(result))


def open_result(actor: Actor, export: Export) -> Result | None:
    """The result of an export of this actor, if there is one. Raises Tampered."""
    if export.sealed_result is None:
        return None
    found = _open(actor, Purpose.export_result, export.id, export.sealed_result)
    withheld = [WithheldItem(**item | {"reasons": tuple(item["reasons"])}) for item in found.pop("withheld")]
    return Result(**found, withheld=withheld)


def seal_key(actor: Actor, export: str, key: bytes) -> bytes:
    """The bundle's key, sealed to who asked."""
    return seal(actor.keys.own_key, key, context(Purpose.export_key, export=export))


def open_key(actor: Actor, export: Export) -> bytes:
    """The key of a stored bundle of this actor. Raises Tampered."""
    try:
        return unseal(
            actor.keys.own_key, export.sealed_key or b"", context(Purpose.export_key, export=export.id)
        )
    except VaultError:
        raise Tampered("The key of this bundle does not open. Ask for the export again.") from None


def bundle_context(export: str) -> bytes:
    """What the bytes of a stored bundle are bound to."""
    return context(Purpose.export_bundle, export=export)


def _seal(actor: Actor, purpose: Purpose, export: str, value: dict[str, Any]) -> bytes:
    return seal_padded(actor.keys.own_key, canonical(value), context(purpose, export=export))


def _open(actor: Actor, purpose: Purpose, export: str, sealed: bytes) -> dict[str, Any]:
    try:
        return json.loads(unseal_padded(actor.keys.own_key, sealed, context(purpose, export=export)))
    except (VaultError, ValueError):
        raise Tampered("What belongs to this export does not open: it was changed.") from None
