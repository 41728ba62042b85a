"""Who commanded a unit, who was under it, and what an entry of the register is connected with."""

from datetime import date

from app.domain.catalogue.entries import CLAIMS
from app.domain.catalogue.lookups import Side, claims
from app.domain.catalogue.queries import catalogues
from app.domain.catalogue.store import Catalogue
from app.domain.forces.chain import chain
from app.domain.forces.responsibility import responsibility_in
from app.domain.forces.views import CommandView, Connection, ResponsibilityView
from app.domain.work import Actor, Work
from app.errors import NotAllowed


def command(
    *, work: Work, actor: Actor, unit: str, first: date, last: date, subordinates: bool = False
) -> CommandView:
    """Who commanded `unit` from `first` to `last` (the same for one day), and every unit above it with its commanders,
    each graded and cited; with `subordinates`, the units under it too.

    Raises NotFound for a unit that is not in the register, NotAllowed for a write-only member.
    """
    return chain(_held(work, actor), unit, first, last, subordinates=subordinates)


def responsibility(*, work: Work, actor: Actor, person: str) -> ResponsibilityView:
    """Every posting of a person, the units under it over time, and what is linked to them and to the person directly.

    Raises NotFound for who is not in the register, NotAllowed for a write-only member.
    """
    return responsibility_in(_held(work, actor), person)


def connections(*, work: Work, actor: Actor, record: str) -> tuple[Connection, ...]:
    """Every posting, relation and positioning of an entry of the register, the earliest first. Raises NotAllowed."""
    held = _held(work, actor)
    sides: tuple[Side, Side] = ("one", "other")
    found = {
        claim.record: (kind, claim)
        for kind in CLAIMS
        for side in sides
        for claim in claims(held, kind, side, [record])
    }
    ordered = sorted(found.values(), key=lambda pair: (pair[1].days.first or 0, pair[1].record))
    return tuple(Connection(c.record, kind, c.one, c.other, c.content) for kind, c in ordered)


def _held(work: Work, actor: Actor) -> list[Catalogue]:
    """The catalogues that the answers come from. Raises NotAllowed for a write-only member."""
    if actor.write_only:
        raise NotAllowed("Ask somebody who reads cases: write-only members see names of the register alone.")
    return catalogues(work, actor)
