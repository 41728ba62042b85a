"""Contexts: what a sealed or signed value is, and the place where it belongs.

Every ciphertext and every signature is bound to such bytes (as AAD, HPKE info, HKDF info or a signed prefix),
so a value moved to another row, column, version or archive neither opens nor verifies.
"""

from enum import StrEnum, auto

from app.vault.canonical import canonical

PREFIX = b"testimonia/v1/"


class Purpose(StrEnum):
    """The frozen labels, each the name of its member. What is sealed or signed depends on them: never rename
    or reuse one. `docs/formats.md` lists them."""

    # Derived keys
    holder_seal_seed = auto()
    holder_sign_seed = auto()
    holder_catalogue_key = auto()
    holder_own_key = auto()
    passphrase = auto()
    passphrase_check = auto()
    recovery_key = auto()
    recovery_checksum = auto()
    session_key = auto()
    token_key = auto()
    invitation_key = auto()
    secret_id = auto()

    # Keyed hashes
    login = auto()
    rate_limit = auto()

    # Sealed seeds and private keys
    member_seed = auto()
    team_seed = auto()
    recovery_seed = auto()
    session_seed = auto()
    token_seed = auto()
    compartment_key = auto()

    # Sealed content and its keys
    version_key = auto()
    version_content = auto()
    file_key = auto()
    file_content = auto()
    draft_key = auto()
    draft_content = auto()
    snapshot_key = auto()
    snapshot = auto()
    export_request = auto()
    export_key = auto()
    export_bundle = auto()
    export_result = auto()
    exhibit = auto()

    # Sealed names
    case_title = auto()
    display_name = auto()
    team_name = auto()
    token_name = auto()

    # Signed or committed to
    leaf = auto()
    commitment = auto()
    certificate = auto()


def context(purpose: Purpose, **parts: str | int | None) -> bytes:
    """The bytes that bind a value to its `purpose` and place: prefix, label, newline, canonical JSON.

    The label holds no newline and the JSON is canonical, so two different places never give the same bytes.
    """
    return PREFIX + purpose.encode("ascii") + b"\n" + canonical(parts)
