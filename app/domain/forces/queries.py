"""Who commanded a unit, who was under it, and what an entry of the register is connected with."""

from datetime import date

from app.domain.catalogue.entries import CLAIMS
from app.domain.catalogue.lookups import Side, claims, known, named_by
from app.domain.catalogue.queries import catalogues
from app.domain.catalogue.store import Catalogue
from app.domain.forces.chain import chain
from app.domain.forces.doubts import doubts_of
from app.domain.forces.responsibility import responsibility_in
from app.domain.forces.sameness import duplicates_of, same_person
from app.domain.forces.superior import superior_file
from app.domain.forces.views import (
    CommandView,
    Connection,
    Doubt,
    Duplicate,
    ResponsibilityView,
    SuperiorFile,
)
from app.domain.work import Actor, Work
from app.errors import NotAllowed, NotFound


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


def doubts(*, work: Work, actor: Actor, record: str) -> tuple[Doubt, ...]:
    """What the claims about a unit or person leave open, as questions with their days.

    Raises NotFound for what is not in the register, NotAllowed for a write-only member.
    """
    held = _held(work, actor)
    entry = known(held, [record]).get(record)
    if entry is None or entry.case is not None:
        raise NotFound
    return doubts_of(held, record)


def duplicates(*, work: Work, actor: Actor, person: str | None = None) -> tuple[Duplicate, ...]:
    """Pairs of records that may tell of one person; of the whole register, or with `person` and those joined with it.

    Names alike and a shared posting, both: a decision about each is `join_persons`. Raises NotAllowed.
    """
    held = _held(work, actor)
    return duplicates_of(held, same_person(held, person) if person else None)


def persons_joined(*, work: Work, actor: Actor, person: str) -> tuple[tuple[str, str], ...]:
    """The decisions that join records with this person: pairs of the record that holds the decision, and the other.
    Raises NotAllowed."""
    held = _held(work, actor)
    group = same_person(held, person)
    pairs = {(one, other) for one in group for other in named_by(held, "person", [one]) if other in group}
    return tuple(sorted(pairs))


def superior(*, work: Work, actor: Actor, person: str, unit: str) -> SuperiorFile:
    """What is known of whether a person answers for a unit: each element for and against, and the pattern of the acts.

    Raises NotFound for what is not in the register, NotAllowed for a write-only member.
    """
    return superior_file(_held(work, actor), person, unit)


def connections(*, work: Work, actor: Actor, record: str) -> tuple[Connection, ...]:
    """Every claim that connects an entry of the register with another, the earliest first. Raises NotAllowed."""
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


def must_ask(actor: Actor) -> None:
    """Raises NotAllowed for a write-only member: none of these questions is answered to him."""
    if actor.write_only:
        raise NotAllowed("Ask somebody who reads cases: write-only members see names of the register alone.")


def _held(work: Work, actor: Actor) -> list[Catalogue]:
    """The catalogues that the answers come from. Raises NotAllowed for a write-only member."""
    must_ask(actor)
    return catalogues(work, actor)
