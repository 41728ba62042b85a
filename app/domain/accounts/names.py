"""Display names and team names: sealed to the team *everyone*, so members read them and a thief of the disk
does not.
"""

from app.domain.accounts.keyring import everyone_id, keyring
from app.domain.custody.certificates import trusted_key
from app.domain.work import Actor, Work
from app.errors import Tampered
from app.vault.context import Purpose, context
from app.vault.hpke import seal_to
from app.vault.keys import HolderKeys
from app.vault.padding import PaddingError, pad, unpad
from app.vault.seal import SealError


def seal_name(work: Work, purpose: Purpose, holder: str, name: str) -> bytes:
    """A name (`Purpose.display_name` or `Purpose.team_name`) of a holder, sealed to everyone in the
    archive.
    """
    return _seal(trusted_key(work, everyone_id(work)).seal_public, purpose, holder, name)


def seal_own_name(keys: HolderKeys, purpose: Purpose, holder: str, name: str) -> bytes:
    """A name that its owner alone reads, such as a token's."""
    return _seal(keys.seal_public, purpose, holder, name)


def open_name(work: Work, actor: Actor, purpose: Purpose, holder: str, sealed: bytes) -> str:
    """The name of a holder; empty for an actor who is not in *everyone*. Raises Tampered when it does not
    open.
    """
    keys = keyring(work, actor).get(everyone_id(work))
    return open_own_name(keys, purpose, holder, sealed) if keys else ""


def open_own_name(keys: HolderKeys, purpose: Purpose, holder: str, sealed: bytes) -> str:
    """A name sealed to these keys. Raises Tampered when it does not open."""
    try:
        return unpad(keys.open(sealed, context(purpose, holder=holder))).decode()
    except (SealError, PaddingError, UnicodeDecodeError):
        raise Tampered("A name does not open: it was changed. Tell your administrator.") from None


def _seal(public: bytes, purpose: Purpose, holder: str, name: str) -> bytes:
    return seal_to(public, pad(name.encode()), context(purpose, holder=holder))
