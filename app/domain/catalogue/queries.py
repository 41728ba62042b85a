"""The catalogues of an actor, caught up; the records of a case; titles."""

from collections.abc import Iterable

from app.domain.catalogue.lookups import known, of_case
from app.domain.catalogue.store import Catalogue
from app.domain.catalogue.views import CaseRecord
from app.domain.work import Actor, Work


def catalogues(work: Work, actor: Actor) -> list[Catalogue]:
    """The actor's own catalogue and those of its teams, in the order of their holders, all caught up."""
    return []


def case_records(*, work: Work, actor: Actor, case: str) -> list[CaseRecord]:
    """The records of a case that the actor may open, in the order in which they came; none for others."""
    return of_case(catalogues(work, actor), case)


def titles(*, work: Work, actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    """The titles of those records that the actor may open."""
    return {record: entry.title for record, entry in known(catalogues(work, actor), ids).items()}
