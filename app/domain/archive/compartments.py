"""The key pairs of cases and of the register: made, granted, and opened with a holder's keys.

The private half is a 32-byte seed that exists only sealed to holders, and in the memory of who holds it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from app.domain.accounts.certificates import certify
from app.domain.accounts.memberships import rotation_due
from app.domain.archive import authority, rules
from app.domain.archive.lines import batches
from app.domain.custody.actions import record
from app.domain.custody.certificates import TrustedHolder, hold, trusted_compartment, trusted_key
from app.domain.custody.deeds import Deed, grant_commitment
from app.domain.work import Actor, Work
from app.errors import Conflict, Tampered
from app.models import Compartment, Grant, new_id
from app.vault.context import Purpose, context
from app.vault.hpke import SealPair, seal_to
from app.vault.keys import HolderKeys
from app.vault.seal import SealError

Keyring = Mapping[str, HolderKeys]
"""The keys of an actor and of its teams, by holder."""

_GRANTED = (
    select(Grant, Compartment)
    .join(Compartment, Compartment.id == Grant.compartment_id)
    .where(Grant.sealed_key.is_not(None))
)


@dataclass(frozen=True, slots=True)
class CompartmentKeys:
    """An opened compartment: its private half in the present epoch."""

    id: str
    case: str | None
    name: str
    epoch: int
    pair: SealPair = field(repr=False)


def of_case(work: Work, case: str) -> dict[str, Compartment]:
    """The two compartments of a case, by name."""
    rows = work.session.scalars(select(Compartment).where(Compartment.case_id == case))
    return {row.name: row for row in rows}


def of_register(work: Work) -> dict[str, Compartment]:
    """The two compartments of the register, by name."""
    rows = work.session.scalars(select(Compartment).where(Compartment.case_id.is_(None)))
    return {row.name: row for row in rows}


def make(work: Work, actor: Actor, case: str | None, name: str) -> CompartmentKeys:
    """A new compartment, certified by the actor. Whoever holds the answer can grant it."""
    pair = SealPair.generate()
    row = Compartment(id=new_id(), case_id=case, name=name, epoch=1, public_key=pair.public, state="open")
    work.session.add(row)
    work.session.flush()
    certify(work=work, actor=actor, subject=row.id, kind="compartment", epoch=1, seal_public=pair.public)
    return CompartmentKeys(row.id, case, name, 1, pair)


def grant(work: Work, actor: Actor, keys: CompartmentKeys, holder: str) -> None:
    """Opens a compartment to a holder, whose keys are checked first. Nothing happens if it holds it already.

    Raises NotFound when there is no such holder, Conflict when it may not hold what is in cases.
    """
    trusted = receiving_key(work, holder)
    rules.must_receive(trusted.kind, trusted.roles)
    if work.session.scalar(live_grants(keys.id).where(Grant.holder_id == holder)) is not None:
        return
    row = Grant(id=new_id(), compartment_id=keys.id, holder_id=holder, epoch=keys.epoch)
    row.sealed_key = sealed_seed(keys, holder, trusted.seal_public)
    work.session.add(row)
    work.session.flush()

    def place(sequence: int) -> None:
        row.granted_sequence = sequence

    authority.granting(work, keys.id, holder)
    commitment = grant_commitment(keys.id, holder)
    record(
        work=work, actor=actor, deed=Deed.granted, subject=keys.id, commitment=commitment, on_sequence=place
    )


def receiving_key(work: Work, holder: str) -> TrustedHolder:
    """The certified keys of a holder that something new may be sealed to, held so that it is not revoked meanwhile.

    Raises NotFound when there is no such holder, Conflict for a team that somebody left with its seed.
    """
    hold(work, holder, shared=True)
    trusted = trusted_key(work, holder)
    if trusted.kind == "team" and rotation_due(work, holder):
        raise Conflict("A team of this case must first renew its keys: ask one of its members to sign in.")
    return trusted


def sealed_seed(keys: CompartmentKeys, holder: str, seal_public: bytes) -> bytes:
    """The private half, sealed to a holder's certified key."""
    return seal_to(seal_public, keys.pair.seed, _grant_context(keys.id, holder, keys.epoch))


def live_grants(compartment: str) -> Select[Grant]:
    """The question for the grants of a compartment that were not taken back."""
    return select(Grant).where(Grant.compartment_id == compartment, Grant.sealed_key.is_not(None))


def openable_compartments(
    work: Work, keyring: Keyring, only: Collection[str] | None = None
) -> dict[str, CompartmentKeys]:
    """The compartments that these keys open now: all of them, or those of `only`.

    Opening costs about 0.2 ms each and is kept for the unit of work: name those that are needed. A grant whose
    seal does not open, or opens to another key than the compartment's, opens nothing.
    """
    kept: dict[tuple[str, str], CompartmentKeys] = work.cache.setdefault("compartment_keys", {})
    opened: dict[str, CompartmentKeys] = {}
    if only is None:
        wanted = _granted_to(work, keyring)
    else:
        opened = {id_: kept[holder, id_] for id_ in only for holder in keyring if (holder, id_) in kept}
        wanted = set(only) - opened.keys()
    for batch in batches(wanted):
        query = _GRANTED.where(Grant.compartment_id.in_(batch), Grant.holder_id.in_(keyring))
        for row, compartment in work.session.execute(query):
            keys = None if compartment.id in opened else _open(row, compartment, keyring[row.holder_id])
            if keys is not None:
                kept[row.holder_id, compartment.id] = opened[compartment.id] = keys
    return opened


def forget(work: Work, compartment: str) -> None:
    """Forgets what this unit of work opened of a compartment: its key or its grants change."""
    kept: dict[tuple[str, str], CompartmentKeys] = work.cache.get("compartment_keys", {})
    for key in [key for key in kept if key[1] == compartment]:
        del kept[key]
    work.cache.pop(("compartment_public", compartment), None)


def certified_public(work: Work, compartment: str) -> bytes:
    """The certified public key of a compartment, kept for the unit of work. Raises NotFound, Tampered."""
    key = ("compartment_public", compartment)
    if key not in work.cache:
        public = trusted_compartment(work, compartment)
        if not authority.renewed_by_holders(work, compartment):
            raise Tampered("The key of this compartment was made by somebody who did not hold it.")
        work.cache[key] = public
    return work.cache[key]


def _granted_to(work: Work, holders: Collection[str]) -> set[str]:
    query = select(Grant.compartment_id).where(Grant.holder_id.in_(holders), Grant.sealed_key.is_not(None))
    return set(work.session.scalars(query))


def _open(row: Grant, compartment: Compartment, keys: HolderKeys) -> CompartmentKeys | None:
    try:
        seed = keys.open(row.sealed_key or b"", _grant_context(compartment.id, row.holder_id, row.epoch))
        pair = SealPair.from_seed(seed)
    except (SealError, ValueError):
        return None
    if (row.epoch, pair.public) != (compartment.epoch, compartment.public_key):
        return None
    return CompartmentKeys(compartment.id, compartment.case_id, compartment.name, compartment.epoch, pair)


def _grant_context(compartment: str, holder: str, epoch: int) -> bytes:
    return context(Purpose.compartment_key, compartment=compartment, holder=holder, epoch=epoch)
