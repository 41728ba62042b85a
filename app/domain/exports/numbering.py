"""Exhibit numbers and pseudonyms.

A record has one number for ever, given at its first export: `<archive code>-<six digits>`. In the pseudonymised
profile each recipient sees numbers of its own: the record's number, permuted under a key that only the archive
can derive for that recipient. So they are the same in every later package for one recipient, no table is kept,
and the numbers of two recipients say nothing of each other, nor of the order in which records were exported.
An individual's pseudonym in such a package is made of that number too.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from app.domain.archive.lines import batches
from app.domain.custody.tree import STATE_ID
from app.domain.work import Work
from app.models import LogState, Record
from app.vault.context import Purpose, context

_ROUNDS = 10
_HALF = 3


class Numbering:
    """The exhibit numbers of one package. `recipient` None: the archive's own numbers, for every recipient."""

    def __init__(self, archive_code: str, secret: bytes, recipient: str | None) -> None:
        """`secret` is the host's pepper: nobody outside can undo the permutation."""
        self._code = archive_code
        self._key = None
        if recipient is not None:
            self._key = hmac.digest(secret, context(Purpose.exhibit, recipient=recipient), "sha256")

    def exhibit(self, number: int) -> str:
        """The exhibit number under which a record stands in this package."""
        return f"{self._code}-{self._shown(number)}"

    def pseudonym(self, number: int) -> str:
        """The pseudonym of an individual in this package, by the number of its record."""
        return f"P-{self._shown(number)}"

    def _shown(self, number: int) -> str:
        if self._key is None:
            return f"{number:06}"
        half = max(_HALF, (len(str(number)) + 1) // 2)
        return f"{_permute(self._key, number, 10**half):0{2 * half}}"


def _permute(key: bytes, number: int, base: int) -> int:
    """A Feistel network over two digits of `base`: a bijection of 0 .. base**2 - 1 that needs the key to follow."""
    left, right = divmod(number, base)
    for round_number in range(_ROUNDS):
        mixed = hmac.digest(key, f"{base} {round_number} {right}".encode(), hashlib.sha256)
        left, right = right, (left + int.from_bytes(mixed)) % base
    return left * base + right


def allocate(work: Work, records: Collection[str]) -> dict[str, int]:
    """The archive's number of each record: the one it has, or the next ones, in no telling order."""
    work.session.scalar(select(LogState).where(LogState.id == STATE_ID).with_for_update())  # one at a time
    rows = {row.id: row for batch in batches(records) for row in _rows(work, batch)}
    last = work.session.scalar(select(func.max(Record.exhibit))) or 0
    for number, id_ in enumerate(
        sorted(id_ for id_, row in rows.items() if row.exhibit is None), start=last + 1
    ):
        rows[id_].exhibit = number
    work.session.flush()
    return {id_: row.exhibit or 0 for id_, row in rows.items()}


def _rows(work: Work, ids: Collection[str]) -> Iterable[Record]:
    return work.session.scalars(select(Record).where(Record.id.in_(ids)))
