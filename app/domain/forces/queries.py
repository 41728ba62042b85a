"""Who commanded a unit on a day, and which units were under it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.domain.catalogue.entries import CLAIMS
from app.domain.catalogue.lookups import Claim, Side, claims, known
from app.domain.catalogue.queries import catalogues
from app.domain.catalogue.store import Catalogue
from app.domain.forces import rules
from app.domain.forces.rules import Link, Step, Window
from app.domain.forces.views import Citations, Commander, CommandView, Connection, Gap, Shown, Superior
from app.domain.work import Actor, Work
from app.errors import NotAllowed, NotFound
from app.i18n import gettext as _
from app.records.dates import Grade
from app.records.vocabularies import COMMAND_ROLES

Relations = dict[str, Claim]


def command(*, work: Work, actor: Actor, unit: str, on: date) -> CommandView:
    """Who commanded `unit` on a day, and every unit above it with its commanders, each graded and cited.

    Raises NotFound for a unit that is not in the register, NotAllowed for a write-only member.
    """
    if actor.write_only:
        raise NotAllowed("Ask somebody who reads cases: write-only members see names of the register alone.")
    return command_in(catalogues(work, actor), unit, on)


def command_in(held: Sequence[Catalogue], unit: str, on: date) -> CommandView:
    """`command`, answered from catalogues that have caught up."""
    entry = known(held, [unit]).get(unit)
    if entry is None or entry.kind != "unit":
        raise NotFound
    day = on.toordinal()
    relations = _relations(held, [unit], "one", day)
    steps, circles = rules.superiors(unit, _links(relations), day)
    commanders = _commanders(held, {unit, *(step.link.superior for step in steps)}, day)
    openable = known(
        held, _cited([*relations.values(), *(claim for posts in commanders.values() for claim in posts)])
    )
    return CommandView(
        unit,
        on,
        _answers(commanders.get(unit, []), day, openable),
        tuple(
            _superior(
                step, relations[step.link.relation], commanders.get(step.link.superior, []), day, openable
            )
            for step in steps
        ),
        _gaps(held, unit, steps, circles, commanders),
    )


def connections(*, work: Work, actor: Actor, record: str) -> tuple[Connection, ...]:
    """Every posting, relation and positioning of an entry of the register, the earliest first. Raises NotAllowed."""
    if actor.write_only:
        raise NotAllowed("Ask somebody who reads cases: write-only members see names of the register alone.")
    held = catalogues(work, actor)
    sides: tuple[Side, Side] = ("one", "other")
    found = {
        claim.record: (kind, claim)
        for kind in CLAIMS
        for side in sides
        for claim in claims(held, kind, side, [record])
    }
    ordered = sorted(found.values(), key=lambda pair: (pair[1].days.first or 0, pair[1].record))
    return tuple(Connection(c.record, kind, c.one, c.other, c.content) for kind, c in ordered)


def subordinates(held: Sequence[Catalogue], unit: str) -> dict[str, list[Window]]:
    """The units under a unit through command relations, with the windows in which they were."""
    return rules.subordinates(unit, _links(_relations(held, [unit], "other", None)))


def _relations(held: Sequence[Catalogue], units: Iterable[str], side: Side, day: int | None) -> Relations:
    """All command relations that lead on from these units, up (`one`) or down (`other`), as far as they go.

    With a day, only those that the sources do not exclude on it.
    """
    found: Relations = {}
    seen: set[str] = set()
    waiting = set(units)
    while waiting:
        seen |= waiting
        relations = [
            claim
            for claim in claims(held, "relation", side, waiting)
            if claim.content["class"] == "command"
            and (day is None or rules.grade_on(claim.days, day) is not Grade.not_shown)
        ]
        found |= {claim.record: claim for claim in relations}
        waiting = {claim.other if side == "one" else claim.one for claim in relations} - seen
    return found


def _links(relations: Relations) -> list[Link]:
    return [Link(claim.record, claim.one, claim.other, claim.days) for claim in relations.values()]


def _commanders(held: Sequence[Catalogue], units: Iterable[str], day: int) -> dict[str, list[Claim]]:
    """The postings that show command of each unit on a day: by role, so never a deputy or a member."""
    found: dict[str, list[Claim]] = {}
    for claim in claims(held, "posting", "other", units):
        commands = not COMMAND_ROLES.isdisjoint(claim.content.get("roles", ()))
        if commands and rules.grade_on(claim.days, day) is not Grade.not_shown:
            found.setdefault(claim.other, []).append(claim)
    return found


def _answers(postings: Iterable[Claim], day: int, openable: Iterable[str]) -> tuple[Commander, ...]:
    answers = [
        Commander(
            posting.one,
            posting.record,
            tuple(posting.content["roles"]),
            _shown(rules.grade_on(posting.days, day)),
            posting.content.get("rank"),
            posting.content.get("status"),
            _citations(posting, openable),
        )
        for posting in postings
    ]
    return tuple(sorted(answers, key=lambda answer: (answer.grade, answer.person, answer.posting)))


def _superior(
    step: Step, relation: Claim, postings: Iterable[Claim], day: int, openable: Iterable[str]
) -> Superior:
    return Superior(
        step.link.superior,
        step.link.relation,
        step.level,
        _shown(step.grade),
        relation.content.get("control"),
        relation.content.get("status"),
        _citations(relation, openable),
        _answers(postings, day, openable),
    )


def _shown(grade: Grade) -> Shown:
    return "certain" if grade is Grade.certain else "possible"


def _citations(claim: Claim, openable: Iterable[str]) -> Citations:
    """The claim's citations; those to records that the reader may not open are reduced to their ids."""
    return tuple(_citation(citation, openable) for citation in claim.content["citations"])


def _citation(citation: dict[str, Any], openable: Iterable[str]) -> dict[str, Any]:
    cited = next(name for name in ("source", "record") if name in citation)
    if citation[cited] in openable:
        return citation
    return {cited: citation[cited], "restricted": True}


def _cited(found: Iterable[Claim]) -> list[str]:
    citations = [citation for claim in found for citation in claim.content["citations"]]
    return [citation[name] for citation in citations for name in ("source", "record") if name in citation]


def _gaps(
    held: Sequence[Catalogue],
    unit: str,
    steps: Sequence[Step],
    circles: Sequence[Link],
    commanders: dict[str, list[Claim]],
) -> tuple[Gap, ...]:
    """What is not shown: commanders; superiors of the unit itself, or of one that had a superior on other days."""
    units = list(dict.fromkeys([unit, *(step.link.superior for step in steps)]))
    below = {step.link.subordinate for step in steps} | {link.subordinate for link in circles}
    tops = [each for each in units if each not in below]
    once_below = {
        claim.one for claim in claims(held, "relation", "one", tops) if claim.content["class"] == "command"
    }
    return (
        *(Gap(each, _("no commander is shown on this day")) for each in units if each not in commanders),
        *(
            Gap(each, _("no superior is shown on this day"))
            for each in tops
            if each == unit or each in once_below
        ),
        *(
            Gap(link.subordinate, _("sources put this unit both above and below another on this day"))
            for link in circles
        ),
    )
