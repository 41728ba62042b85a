"""The catalogues of an actor, caught up; the records of a case; titles."""

from collections.abc import Iterable, Mapping

from app.domain.accounts.keyring import everyone_id, keyring
from app.domain.archive.rules import READERS
from app.domain.catalogue.lookups import known, naming, of_case
from app.domain.catalogue.snapshots import Place
from app.domain.catalogue.store import Catalogue
from app.domain.catalogue.sync import catch_up
from app.domain.catalogue.views import CaseRecord, Naming
from app.domain.custody import tree
from app.domain.work import Actor, Work
from app.vault.keys import HolderKeys


def catalogues(work: Work, actor: Actor) -> list[Catalogue]:
    """The actor's own catalogue and those of its teams, in the order of their holders, all caught up.

    Whoever reads no cases by role has the catalogue of *everyone* alone: the register. Raises Tampered when
    the custody log is not whole.
    """
    return _caught_up(work, actor, places(work, actor))


def of_everyone(work: Work, actor: Actor) -> list[Catalogue]:
    """The catalogue of *everyone* alone, caught up: the register without what is restricted. None for who is not in
    that team, as a narrow token. Raises Tampered."""
    everyone = everyone_id(work)
    return _caught_up(work, actor, [place for place in places(work, actor) if place.holder == everyone])


def places(work: Work, actor: Actor) -> list[Place]:
    """Where the snapshots of the actor and its teams are, and the keys to them, in the order of holders."""
    archive = work.setting("archive_id")
    holders = _holders(work, actor)
    return [Place(archive, holder, holders[holder], work.storage) for holder in sorted(holders)]


def on_shelf(work: Work, actor: Actor, place: Place) -> Catalogue:
    """The catalogue that this process keeps for a holder, shared by its sessions; empty if there was none.

    A team whose keys were renewed gets another: who has only the old ones does not reach it.
    """
    key = f"catalogue/{place.archive}/{place.holder}/{place.keys.key_id}"
    return work.shelf.get(key, actor.session_key, lambda: Catalogue(place.holder))


def case_records(*, work: Work, actor: Actor, case: str) -> list[CaseRecord]:
    """The records of a case that the actor may open, in the order in which they were last written; none for others."""
    if not _reads(actor):
        return []
    return of_case(catalogues(work, actor), case)


def naming_records(*, work: Work, actor: Actor, record: str) -> list[Naming]:
    """The records that name this one, as far as the actor may open them; claims of the register alone, by roles that
    read no cases."""
    found = naming(catalogues(work, actor), record)
    return [one for one in found if _reads(actor) or one.case is None]


def titles(*, work: Work, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    """The titles of those records that the actor may open; of the register alone, by roles that read no cases."""
    found = known(catalogues(work, actor), ids)
    return {record: entry.title for record, entry in found.items() if _reads(actor) or entry.case is None}


def _caught_up(work: Work, actor: Actor, held: Iterable[Place]) -> list[Catalogue]:
    head = tree.size(work) - 1
    found: list[Catalogue] = []
    for place in held:
        catalogue = on_shelf(work, actor, place)
        catch_up(work, place, catalogue, head)
        found.append(catalogue)
    return found


def _reads(actor: Actor) -> bool:
    """Whether some role of the actor reads cases. Keys alone are not enough."""
    return not actor.roles.isdisjoint(READERS)


def _holders(work: Work, actor: Actor) -> Mapping[str, HolderKeys]:
    mine = keyring(work, actor)
    if not _reads(actor):
        everyone = everyone_id(work)
        return {everyone: mine[everyone]} if everyone in mine else {}
    return mine
