"""Superior responsibility for a subordinate unit (Rome Statute, article 28): what is recorded for and against each
element, and the pattern of what was done, computed from what the reader may open. It decides nothing."""

from collections.abc import Iterable, Sequence

from app.domain.catalogue.lookups import Claim, claims, known
from app.domain.catalogue.store import Catalogue
from app.domain.forces.chain import command_relations, link_shown, links, units_below
from app.domain.forces.pattern import pattern_of, times_under
from app.domain.forces.responsibility import responsibility_in
from app.domain.forces.rules import ALWAYS, Step, superiors
from app.domain.forces.sameness import same_person
from app.domain.forces.showing import citations, cited
from app.domain.forces.views import Above, Element, Item, PostHeld, SuperiorFile
from app.errors import NotFound
from app.records.vocabularies import RESPONSIBILITY_ELEMENTS

KIND = "superior_responsibility"


def superior_file(held: Sequence[Catalogue], person: str, unit: str) -> SuperiorFile:
    """What is known of whether a person answers for a unit and those under it.

    Answered from catalogues that have caught up. Raises NotFound for what is no person, or no unit, of the register.
    """
    entry = known(held, [unit]).get(unit)
    if entry is None or entry.kind != "unit":
        raise NotFound
    answered = responsibility_in(held, person)
    units = {unit, *units_below(held, unit)}
    posts = tuple(post for post in answered.postings if any(one.unit == unit for one in post.units))
    linked = [one for post in posts for one in post.linked if one.party in units]
    items = [claim for claim in claims(held, KIND, "one", same_person(held, person)) if claim.other == unit]
    openable = known(held, cited(items))
    elements = tuple(
        Element(
            code,
            tuple(_item(claim, openable) for claim in _in_order(items) if claim.content["element"] == code),
        )
        for code in RESPONSIBILITY_ELEMENTS.codes
    )
    pattern = pattern_of(held, linked, times_under(posts, units))
    first = min((one.first for one in pattern.days if one.first), default=None)
    later = tuple(
        post for post in answered.postings if first and _first_shown(post.dates) > first.isoformat()
    )
    paths = {post.posting: _path(held, unit, post) for post in posts}
    return SuperiorFile(person, unit, posts, paths, elements, pattern, later)


def _in_order(items: Iterable[Claim]) -> list[Claim]:
    return sorted(items, key=lambda claim: (claim.days.first or 0, claim.days.sure_first or 0, claim.record))


def _item(claim: Claim, openable: Iterable[str]) -> Item:
    content = claim.content
    return Item(
        record=claim.record,
        about=content.get("about"),
        text=content["text"],
        stance=content["stance"],
        dates=content.get("dates"),
        status=content.get("status"),
        citations=citations(claim, frozenset(openable)),
    )


def _path(held: Sequence[Catalogue], unit: str, post: PostHeld) -> tuple[Above, ...]:
    """The relations by which a unit was under a post while it lasted, from the unit upward."""
    posting = next(one for one in claims(held, "posting", "one", [post.person]) if one.record == post.posting)
    within = ALWAYS.during(posting.days)
    if within is None or unit == post.unit:
        return ()
    relations = command_relations(held, [unit], "one", within)
    steps = superiors(unit, links(relations), within)
    leading, units = set[Step](), {post.unit}
    while more := {step for step in steps if step.link.superior in units} - leading:
        leading |= more
        units |= {step.link.subordinate for step in more}
    openable = known(held, cited(relations[step.link.relation] for step in leading))
    return tuple(
        Above(
            **link_shown(step, step.link.superior, relations[step.link.relation], openable),
            over=step.link.subordinate,
        )
        for step in steps
        if step in leading
    )


def _first_shown(dates: dict[str, str] | None) -> str:
    """The first day that a claim's dates show, as text that sorts; empty when there is none."""
    found = [
        dates[name]
        for name in ("first_precise", "last_precise", "first_imprecise")
        if dates and name in dates
    ]
    return min(found, default="")
