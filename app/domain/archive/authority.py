"""Who held which compartment at which place in the log: whose signature counts under a version there.

Rows of the tables are never believed here. A grant counts from the line in the log that commits to it, signed by
somebody who held the compartment (or made it), to the line that took it back.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import select

from app.domain.archive import rules
from app.domain.archive.lines import batches, lines_on
from app.domain.custody.certificates import TrustedHolder, in_team, line_signer
from app.domain.custody.deeds import Deed, Leaf, grant_commitment
from app.domain.work import Work
from app.models import Grant, Holder
from app.vault.base64url import b64url

_DEEDS = (Deed.certified, Deed.granted, Deed.revoked)
_EVER = 1 << 62
_TEAMS = (
    select(Grant.compartment_id, Grant.holder_id)
    .join(Holder, Holder.id == Grant.holder_id)
    .where(Holder.kind == "team")
    .distinct()
)


@dataclass
class _Lines:
    """The lines on one compartment that say who held it, and the teams that ever did."""

    certified: list[Leaf] = field(default_factory=list[Leaf])
    changes: dict[str, list[Leaf]] = field(default_factory=lambda: defaultdict(list))  # by commitment
    teams: list[str] = field(default_factory=list[str])

    def granted_at(self, commitment: str, place: int) -> Leaf | None:
        """The line by which this was granted, if at this place it was not yet taken back."""
        granted = None
        for leaf in self.changes.get(commitment, ()):
            if leaf.sequence > place:
                break
            granted = leaf if leaf.deed == Deed.granted else None
        return granted


def prefetch(work: Work, compartments: Collection[str]) -> None:
    """Reads the lines on these compartments in few questions to the database."""
    kept = _kept(work)
    missing = {id_ for id_ in compartments if id_ not in kept}
    if not missing:
        return
    for subject, leaves in lines_on(work, missing, _DEEDS).items():
        kept[subject] = _arranged(leaves)
    for batch in batches(missing):
        for compartment, team in work.session.execute(_TEAMS.where(Grant.compartment_id.in_(batch))):
            kept.setdefault(compartment, _Lines()).teams.append(team)


def may_have_written(work: Work, compartment: str, signer: TrustedHolder, place: int) -> bool:
    """Whether a version in this compartment, signed by `signer` at this place, counts.

    It does when the signer held the compartment there, itself or by a team, or is the write-only member who made
    it: such a member forgets the private half and keeps no grant.
    """
    if held(work, compartment, signer.id, place):
        return True
    made_by = maker(work, compartment)
    return rules.WRITE_ONLY in signer.roles and made_by is not None and made_by.key_id == signer.key_id


def held(work: Work, compartment: str, holder: str, place: int) -> bool:
    """Whether a holder held a compartment at a place in the log, itself or by a team that it belonged to."""
    lines = _of(work, compartment)
    ways = [(holder, True)]
    ways += [(team, in_team(work, team, holder, place)) for team in lines.teams]
    for through, open_to_holder in ways:
        granted = lines.granted_at(_grant(compartment, through), place) if open_to_holder else None
        if granted is not None and _counts(work, compartment, granted):
            return True
    return False


def maker(work: Work, compartment: str) -> TrustedHolder | None:
    """Who certified the first epoch of a compartment. None when its line in the log is not signed as it should be."""
    certified = _of(work, compartment).certified
    return line_signer(work, certified[0]) if certified else None


def holds_now(work: Work, compartment: str, holder: str) -> bool:
    """Whether the log says that a holder was granted a compartment, and not that this was taken back.

    What this unit of work grants is not in the log yet; see `granting`.
    """
    granted = _of(work, compartment).granted_at(_grant(compartment, holder), _EVER)
    here: set[tuple[str, str]] = work.cache.get("granting", set())
    return (compartment, holder) in here or (granted is not None and _counts(work, compartment, granted))


def granting(work: Work, compartment: str, holder: str) -> None:
    """Notes that this unit of work grants a compartment to a holder."""
    work.cache.setdefault("granting", set()).add((compartment, holder))


def renewed_by_holders(work: Work, compartment: str) -> bool:
    """Whether each epoch of a compartment after the first was certified by somebody who held it then."""
    later = _of(work, compartment).certified[1:]
    signers = [(leaf, line_signer(work, leaf)) for leaf in later]
    return all(
        signer is not None and held(work, compartment, signer.id, leaf.sequence - 1)
        for leaf, signer in signers
    )


@lru_cache(maxsize=4096)
def _grant(compartment: str, holder: str) -> str:
    return b64url(grant_commitment(compartment, holder))


def _of(work: Work, subject: str) -> _Lines:
    prefetch(work, [subject])
    return _kept(work).setdefault(subject, _Lines())


def _kept(work: Work) -> dict[str, _Lines]:
    kept: dict[str, _Lines] = work.cache.setdefault("authority", {})
    return kept


def _arranged(leaves: list[Leaf]) -> _Lines:
    lines = _Lines()
    for leaf in leaves:
        if leaf.deed == Deed.certified:
            lines.certified.append(leaf)
        elif leaf.commitment is not None:
            lines.changes[leaf.commitment].append(leaf)
    return lines


def _counts(work: Work, compartment: str, granted: Leaf) -> bool:
    """Whether whoever signed the line of a grant could grant: made the compartment, or held it before."""
    judged: dict[int, bool] = work.cache.setdefault("grants_judged", {})
    if granted.sequence not in judged:
        signer, made_by = line_signer(work, granted), maker(work, compartment)
        judged[granted.sequence] = signer is not None and (
            (made_by is not None and made_by.key_id == signer.key_id)
            or held(work, compartment, signer.id, granted.sequence - 1)
        )
    return judged[granted.sequence]
