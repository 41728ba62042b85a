"""Decisions about persons of the register: two records are one, or are not. Each is a version with its reason."""

from app.domain.archive import rules
from app.domain.archive.queries import read_record
from app.domain.archive.records import amend_record
from app.domain.archive.views import RecordView, Written
from app.domain.catalogue.lookups import claims, names_of
from app.domain.catalogue.queries import catalogues
from app.domain.forces.sameness import likeness, shared_posts
from app.domain.work import Actor, Work
from app.errors import Conflict, Invalid, NotFound, Problem


def join_persons(*, work: Work, actor: Actor, person: str, other: str, reason: str) -> Written:
    """Records the decision that two records tell of one person. Both stay as they are; undone by `part_persons`.

    Their names must be alike and a posting shared: a name alone is never enough. The decision stands in the record of
    `person`, or in the other's where that one is unidentified: then it is sealed as that one is. Raises NotFound for
    who is no person here, Invalid where names or postings do not agree, NotAllowed by role.
    """
    rules.must_write(actor.roles, "person")
    views = {one: _person(work, actor, one) for one in (person, other)}
    if person == other:
        raise Invalid([Problem("other", "Choose another record: this is the same one.")])
    held = catalogues(work, actor)
    names = names_of(held, views)
    if not likeness(names.get(person, ()), names.get(other, ())):
        message = "The names are not alike. Add the other spelling to one of the two first, with its source."
        raise Invalid([Problem("other", message)])
    shared = shared_posts(claims(held, "posting", "one", [person]), claims(held, "posting", "one", [other]))
    if not shared:
        message = "No posting of the two is to the same unit on the same days. A name alone is not enough."
        raise Invalid([Problem("other", message)])
    if views[other].content.get("unidentified") and not views[person].content.get("unidentified"):
        person, other = other, person
    decided = _decisions(views[person])
    if any(decision["person"] == other for decision in decided):
        raise Conflict("This decision is recorded already.")
    matching = shared[0].posting
    today = work.clock.now().date().isoformat()
    decided.append({"person": other, "posting": matching, "reason": reason, "decided_on": today})
    return _amend(work, actor, views[person], decided, reason)


def part_persons(*, work: Work, actor: Actor, person: str, other: str, reason: str) -> Written:
    """Takes back the decision, in the record of `person`, that `other` is the same. Raises NotFound, NotAllowed."""
    rules.must_write(actor.roles, "person")
    view = _person(work, actor, person)
    decided = _decisions(view)
    kept = [decision for decision in decided if decision["person"] != other]
    if kept == decided:
        raise NotFound
    return _amend(work, actor, view, kept, reason)


def _person(work: Work, actor: Actor, person: str) -> RecordView:
    view = read_record(work=work, actor=actor, record=person)
    if view.kind != "person":
        raise NotFound
    return view


def _decisions(view: RecordView) -> list[dict[str, str]]:
    return list(view.content.get("same_as", ()))


def _amend(work: Work, actor: Actor, view: RecordView, decided: list[dict[str, str]], reason: str) -> Written:
    content = {name: value for name, value in view.content.items() if name != "same_as"}
    if decided:
        content["same_as"] = decided
    return amend_record(
        work=work, actor=actor, record=view.id, content=content, reason=reason, expected=view.version
    )
