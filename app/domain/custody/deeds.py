"""Deeds and their leaves.

A leaf is canonical JSON (RFC 8785) without content: sequence, day, a generic deed, an opaque subject, the
actor's key id, a statement hash or a commitment where there is one, and the actor's signature over all of
it. In clear a deed says little on purpose, and its time is a day.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any

from app.vault.base64url import b64url, from_b64url
from app.vault.canonical import CanonicalError, canonical
from app.vault.context import Purpose, context
from app.vault.signing import Signer, verify

HASH_SIZE = 32


class Deed(StrEnum):
    """What was done, generically. The names stand in the log: never rename or reuse one."""

    certified = auto()  # a key was certified; commitment: the certificate's body
    uncertified = auto()  # a certificate ended; commitment: the certificate's body
    granted = (
        auto()
    )  # a compartment or team was opened to a holder; see grant_commitment, membership_commitment
    revoked = auto()  # that ended; the same commitment
    renewed = auto()  # a compartment or team has a new key
    opened_case = auto()  # the first opening in a session
    wrote = auto()  # a version; statement: its hash
    added_file = auto()  # commitment: SHA-256 of the sealed bytes
    read = auto()  # an identity was opened
    exported = auto()  # asked for a bundle; or the register: then commitment is the SHA-256 of the file
    downloaded = auto()
    administered = auto()
    erased = auto()


class LeafError(ValueError):
    """The text is not a leaf in the one form we write."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf, taken apart. `text` is what is hashed into the tree."""

    sequence: int
    day: str
    deed: str
    subject: str
    actor: str
    statement: str | None
    commitment: str | None
    signature: bytes
    text: str


@dataclass(frozen=True, slots=True)
class PendingDeed:
    """A deed that will be appended when its unit of work commits. `roles` are those that it was allowed by."""

    deed: Deed
    subject: str
    signer: Signer
    statement: str | None
    commitment: bytes | None
    on_sequence: Callable[[int], None] | None
    roles: frozenset[str] = frozenset()


def leaf_text(pending: PendingDeed, sequence: int, day: date) -> str:
    """The signed leaf of a deed at its place in the log."""
    body: dict[str, str | int] = {
        "actor": pending.signer.key_id,
        "day": day.isoformat(),
        "deed": pending.deed.value,
        "seq": sequence,
        "subject": pending.subject,
    }
    if pending.statement is not None:
        body["statement"] = pending.statement
    if pending.commitment is not None:
        body["commitment"] = b64url(pending.commitment)
    return canonical(body | {"signature": b64url(pending.signer.sign(_signed(body)))}).decode()


def parse_leaf(text: str) -> Leaf:
    """Takes a leaf apart; raises LeafError unless it is exactly in the form that `leaf_text` writes."""
    try:
        body: dict[str, Any] = json.loads(text)
        if canonical(body).decode() != text:
            raise LeafError("the leaf is not canonical JSON")
        leaf = Leaf(
            sequence=body["seq"],
            day=body["day"],
            deed=body["deed"],
            subject=body["subject"],
            actor=body["actor"],
            statement=body.get("statement"),
            commitment=body.get("commitment"),
            signature=from_b64url(body["signature"]),
            text=text,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, CanonicalError):
        raise LeafError("the leaf is not in the form of this log") from None
    typed = all(type(value) is (int if name == "seq" else str) for name, value in body.items())
    if not typed or leaf_fields(leaf) != body:
        raise LeafError("the leaf has fields that this log does not know")
    return leaf


def leaf_fields(leaf: Leaf) -> dict[str, str | int]:
    """The leaf as its JSON object."""
    optional = {"statement": leaf.statement, "commitment": leaf.commitment}
    return {
        "actor": leaf.actor,
        "day": leaf.day,
        "deed": leaf.deed,
        "seq": leaf.sequence,
        "signature": b64url(leaf.signature),
        "subject": leaf.subject,
    } | {name: value for name, value in optional.items() if value is not None}


def verify_leaf(leaf: Leaf, public: bytes) -> None:
    """Raises SignatureError unless the leaf is signed by the key of `public`."""
    body = leaf_fields(leaf)
    del body["signature"]
    verify(public, leaf.signature, _signed(body))


def commitment_to(data: bytes) -> bytes:
    """What a leaf says about `data`: its SHA-256."""
    return hashlib.sha256(data).digest()


def grant_commitment(compartment: str, holder: str) -> bytes:
    """What the leaves of a grant and of its revocation commit to; their subject is the compartment."""
    return commitment_to(context(Purpose.commitment, table="grant", compartment=compartment, holder=holder))


def membership_commitment(team: str, holder: str) -> bytes:
    """What the leaves of joining and leaving a team commit to; their subject is the team."""
    return commitment_to(context(Purpose.commitment, table="team_seed", team=team, holder=holder))


def _signed(body: dict[str, str | int]) -> bytes:
    return context(Purpose.leaf) + canonical(body)
