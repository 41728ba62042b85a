"""Display names and team names: sealed to the team *everyone*, so members read them and a thief of the disk
does not; and signed, since anybody who can write to the database can seal something to a public key.
"""

import json
from typing import Any

from app.domain.accounts.certificates import signer_at
from app.domain.accounts.keyring import everyone_id, keyring
from app.domain.custody import tree
from app.domain.custody.certificates import trusted_key
from app.domain.custody.rules import ADMINISTRATOR
from app.domain.work import Actor, Work
from app.errors import Tampered
from app.vault import VaultError
from app.vault.base64url import b64url, from_b64url
from app.vault.canonical import canonical
from app.vault.context import Purpose, context
from app.vault.hpke import seal_to
from app.vault.keys import HolderKeys
from app.vault.padding import PaddingError, pad, unpad
from app.vault.seal import SealError, seal_padded, unseal_padded
from app.vault.signing import verify

_CHANGED = "A name does not open: it was changed. Tell your administrator."


def seal_name(work: Work, actor: Actor, purpose: Purpose, holder: str, name: str) -> bytes:
    """A name (`Purpose.display_name` or `Purpose.team_name`) of a holder, signed by the actor and sealed to
    everyone in the archive.
    """
    place = tree.size(work) + len(work.pending)
    body = canonical(
        {
            "name": name,
            "place": place,
            "signature": b64url(actor.keys.sign(_signed(purpose, holder, place, name))),
            "signer": actor.keys.key_id,
        }
    )
    public = trusted_key(work, everyone_id(work)).seal_public
    return seal_to(public, pad(body), context(purpose, holder=holder))


def open_name(work: Work, actor: Actor, purpose: Purpose, holder: str, sealed: bytes) -> str:
    """The name of a holder; empty for an actor who is not in *everyone*.

    Raises Tampered when it does not open, or was signed by nobody who may: the holder itself, or somebody who was an
    administrator at the place in the log that the signature names.
    """
    keys = keyring(work, actor).get(everyone_id(work))
    if keys is None:
        return ""
    try:
        body: dict[str, Any] = json.loads(unpad(keys.open(sealed, context(purpose, holder=holder))))
        name, place, signer = body["name"], body["place"], signer_at(work, body["signer"], body["place"])
        if signer.id != holder and ADMINISTRATOR not in signer.roles:
            raise ValueError("nobody who names members signed this")
        verify(signer.sign_public, from_b64url(body["signature"]), _signed(purpose, holder, place, name))
    except (VaultError, PaddingError, ValueError, KeyError, TypeError):
        raise Tampered(_CHANGED) from None
    return name


def seal_own_name(keys: HolderKeys, purpose: Purpose, holder: str, name: str) -> bytes:
    """A name that its owner alone reads and writes, such as a token's."""
    return seal_padded(keys.own_key, name.encode(), context(purpose, holder=holder))


def open_own_name(keys: HolderKeys, purpose: Purpose, holder: str, sealed: bytes) -> str:
    """A name sealed by these keys. Raises Tampered when it does not open."""
    try:
        return unseal_padded(keys.own_key, sealed, context(purpose, holder=holder)).decode()
    except (SealError, PaddingError, UnicodeDecodeError):
        raise Tampered(_CHANGED) from None


def _signed(purpose: Purpose, holder: str, place: int, name: str) -> bytes:
    return context(purpose, holder=holder, place=place) + name.encode()
