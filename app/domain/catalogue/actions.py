"""Putting catalogues away."""

from app.domain.catalogue import snapshots
from app.domain.catalogue.queries import on_shelf, places
from app.domain.work import Actor, Work

WORTH_A_SNAPSHOT = 50
"""So many records taken in since the last snapshot are worth writing one when somebody leaves."""


def put_away(*, work: Work, actor: Actor) -> None:
    """Seals the actor's catalogues to disk before the session ends, where they have grown: the next one opens faster.

    Nothing depends on it. The catalogues leave the memory with the last session that uses them (Shelf.end_session).
    """
    for place in places(work, actor):
        catalogue = on_shelf(work, actor, place)
        if catalogue.unsaved >= WORTH_A_SNAPSHOT:
            snapshots.save(work, place, catalogue)
