"""The title of a case: sealed to its working compartment, and signed by who opened the case.

HPKE names no sender, so a title without a signature could be anybody's who can write to the database.
"""

import json
from typing import Any

from app.domain.archive import authority
from app.domain.archive.compartments import CompartmentKeys
from app.domain.work import Actor, Work
from app.errors import Tampered
from app.models import Case
from app.vault import VaultError
from app.vault.base64url import b64url, from_b64url
from app.vault.canonical import canonical
from app.vault.context import Purpose, context
from app.vault.hpke import seal_to
from app.vault.padding import pad, unpad
from app.vault.signing import verify


def seal_title(actor: Actor, keys: CompartmentKeys, case: str, title: str) -> bytes:
    """A title signed by the actor and sealed to the working compartment that `keys` are of."""
    signature = actor.keys.sign(_signed(case, title))
    body = canonical({"signature": b64url(signature), "title": title})
    return seal_to(keys.pair.public, pad(body), _context(case, keys))


def reseal_title(case: Case, old: CompartmentKeys, new: CompartmentKeys) -> bytes:
    """The same signed title, sealed to the compartment's new epoch. Raises Tampered when it does not open."""
    return seal_to(new.pair.public, pad(_body(case, old)), _context(case.id, new))


def open_title(work: Work, case: Case, keys: CompartmentKeys) -> str:
    """The title of a case. Raises Tampered unless who opened the case signed it."""
    try:
        body: dict[str, Any] = json.loads(_body(case, keys))
        title, maker = body["title"], authority.maker(work, keys.id)
        if maker is None:
            raise ValueError("nobody opened this case")
        verify(maker.sign_public, from_b64url(body["signature"]), _signed(case.id, title))
    except (VaultError, ValueError, KeyError, TypeError):
        raise Tampered("The title of this case is not the one it was opened with.") from None
    return title


def _body(case: Case, keys: CompartmentKeys) -> bytes:
    try:
        return unpad(keys.pair.open(case.sealed_title, _context(case.id, keys)))
    except VaultError:
        raise Tampered("The title of this case does not open: it was changed.") from None


def _context(case: str, keys: CompartmentKeys) -> bytes:
    return context(Purpose.case_title, case=case, compartment=keys.id, epoch=keys.epoch)


def _signed(case: str, title: str) -> bytes:
    return context(Purpose.case_title, case=case) + title.encode()
