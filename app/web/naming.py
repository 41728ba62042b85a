"""Entries of the register named by typing: one that fits is taken, of several the person chooses, of none it is said.

Works without scripts: the page comes back with the entries to choose from, and everything else as it was.
"""

from dataclasses import dataclass, field

from app.domain.catalogue.queries import titles
from app.domain.search.queries import search_register
from app.domain.search.views import RegisterQuestion
from app.i18n import gettext as _
from app.web.visit import Posted, Visit

MOST_CHOICES = 12


@dataclass(frozen=True)
class Choice:
    """An entry to choose."""

    id: str
    title: str = field(repr=False)


@dataclass(frozen=True)
class Named:
    """What was typed into a field for an entry, and what it came to: an entry, entries to choose from, or a problem."""

    typed: str = field(default="", repr=False)
    chosen: Choice | None = None
    choices: tuple[Choice, ...] = ()
    problem: str = ""


def named(visit: Visit, form: Posted, name: str, kind: str) -> Named:
    """The entry of `kind` that a field means: the chosen one, unless something else was typed since."""
    typed, chosen = form.text(f"{name}-typed"), form.text(name)
    if chosen and (not form.has(f"{name}-typed") or typed == form.text(f"{name}-was")):
        title = titles(work=visit.work, actor=visit.actor, ids=[chosen]).get(chosen)
        if title is not None:
            return Named(title, Choice(chosen, title))
    if not typed:
        return Named()
    try:
        question = RegisterQuestion(kind=kind, name=typed, limit=MOST_CHOICES)
    except ValueError:
        return Named(typed, problem=_("Write a shorter name."))
    found = search_register(work=visit.work, actor=visit.actor, question=question)
    choices = tuple(Choice(result.record, result.title) for result in found.results)
    exact = [choice for choice in choices if choice.title.casefold() == typed.casefold()]
    if len(exact) == 1 or len(choices) == 1:
        choice = exact[0] if len(exact) == 1 else choices[0]
        return Named(choice.title, choice)
    if not choices:
        return Named(
            typed,
            problem=_(
                "The register holds nothing with a name like this. Try another spelling or fewer words."
            ),
        )
    return Named(typed, choices=choices, problem=_("Several entries have a name like this. Choose one."))


def problems_of(fields: dict[str, Named]) -> dict[str, list[str]]:
    """What to say at each field that came to no entry."""
    return {name: [one.problem] for name, one in fields.items() if one.problem}
