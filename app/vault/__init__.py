"""All cryptography of the archive: bytes in, bytes out.

No module here knows a clock, a database or a setting, and no other package imports `cryptography`. There are:

- `canonical`, `base64url`, `context`: encodings, and the frozen labels that everything sealed or signed binds
- `seal`, `padding`, `files`, `hpke`: sealing with a key, hiding sizes, sealing files, sealing to a public key
- `signing`, `statements`, `notes`: Ed25519 signatures, SD-JWT statements, signed checkpoints
- `keys`, `passphrase`, `tokens`: a holder's keys, what opens them, and secrets handed to programs

Failures are opaque on purpose: a message never says which byte was wrong and never repeats what was given.
"""


class VaultError(Exception):
    """Something did not open, verify or parse. Subclasses say which of these; never why in detail."""
