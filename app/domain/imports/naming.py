"""Whom and what the rows of a list name: an entry of the register, one that another row names too, or a new one.

A unit or source is told by its whole name. A person is not: two people of one name are common, and one who is taken for
the other is accused of what the other did. So a person is the same only where a post in the same unit says so as well.
"""

import re
from collections.abc import Iterable
from typing import Any

from app.domain.catalogue.lookups import claims, names_of
from app.domain.imports.plan import At, Plan, label
from app.i18n import gettext as _

_ID = re.compile("[0-9a-f]{32}")
Cited = list[dict[str, str]]


def first_spellings(keyed: Iterable[tuple[Any, str]]) -> dict[Any, str]:
    """Of the spellings under each key the first of the alphabet, so that the order of rows does not choose."""
    found: dict[Any, str] = {}
    for key, text in keyed:
        found[key] = min(text, found.get(key, text))
    return found


class Entries:
    """The units or the sources of a list, by id or by whole name, but for capitals."""

    def __init__(self, plan: Plan, kind: str, named: Iterable[str]) -> None:
        """`named` is all that the rows have in this column."""
        self._plan, self._kind = plan, kind
        self._spelled = first_spellings((text.casefold(), text) for text in named)
        self._new: dict[str, str] = {}

    def take(self, at: At, text: str, citations: Cited | None = None) -> str | None:
        """Tells what the row names, and answers its record; None where it is refused. A new one cites `citations`."""
        if _ID.fullmatch(text):
            return by_id(self._plan, at, self._kind, text)
        if new := self._new.get(text.casefold()):
            if citations:
                self._plan.cite_also(new, citations)
            return self._plan.match(at, self._kind, self._plan.title(new), new, _("New, by another row."))
        found = self._plan.named(self._kind, text)
        if len(found) > 1:
            message = _("%(count)s entries have this name. Write the id of one.")
            self._plan.refuse(at, self._kind, text, message % {"count": len(found)})
            return None
        if found:
            (record,) = found
            title = self._plan.title(record)
            return self._plan.match(
                at, self._kind, title, record, written_otherwise(self._plan, record, text)
            )
        return self._add(at, text, citations)

    def _add(self, at: At, text: str, citations: Cited | None) -> str | None:
        spelled = self._spelled[text.casefold()]
        content: dict[str, Any] = {"names": [{"text": spelled}], "citations": citations}
        if self._kind == "source":
            content = {"title": spelled}
            if spelled.startswith(("http://", "https://")):
                content["url"] = spelled
        record = self._plan.add(at, self._kind, content)
        if record is not None:
            self._new[text.casefold()] = record
        return record


class Persons:
    """The persons of a list: by id, or by name and a post in the same unit."""

    def __init__(self, plan: Plan, named: Iterable[tuple[str, str]]) -> None:
        """`named` is the person and the unit of every row."""
        self._plan = plan
        self._new: dict[tuple[str, str], str] = {}
        self._spelled: dict[tuple[str, str], str] = {}
        self._units: dict[str, set[str]] = {}
        self._by_id: dict[tuple[str, str], set[str]] = {}
        pairs = set(named)
        ids = {text for text, _unit in pairs if _ID.fullmatch(text) and plan.of_kind(text, "person")}
        names = names_of(plan.register.held, ids)
        for text, unit in pairs:
            for name in names.get(text, ()):
                self._by_id.setdefault((name.casefold(), unit), set()).add(text)
        told = [pair for pair in pairs if not _ID.fullmatch(pair[0])]
        self._spelled = first_spellings(((text.casefold(), unit), text) for text, unit in told)
        for text, unit in told:
            self._units.setdefault(text.casefold(), set()).add(unit)

    def take(self, at: At, text: str, unit: str, citations: Cited) -> str | None:
        """Tells whom the row names, and answers the record; None where it is refused."""
        if _ID.fullmatch(text):
            return by_id(self._plan, at, "person", text)
        key = (text.casefold(), unit)
        named = self._plan.named("person", text)
        here = self._posted(named, unit) | self._by_id.get(key, set())
        if len(here) > 1:
            message = _(
                "%(count)s persons of this name have a post in this unit. Write the id of the one that is meant."
            )
            self._plan.refuse(at, "person", text, message % {"count": len(here)})
            return None
        if here:
            (record,) = here
            same = _("The same name, and a post in the same unit.")
            reason = " ".join(filter(None, (same, written_otherwise(self._plan, record, text))))
            return self._plan.match(at, "person", self._plan.title(record), record, reason)
        note = self._namesakes(text.casefold(), named)
        if new := self._new.get(key):
            self._plan.cite_also(new, citations)
            again = _("New, by another row: the same name, and a post in the same unit.")
            reason = " ".join(filter(None, (again, note)))
            return self._plan.match(at, "person", self._plan.title(new), new, reason)
        content = {"names": [{"text": self._spelled[key]}], "citations": citations}
        record = self._plan.add(at, "person", content, note=note)
        if record is not None:
            self._new[key] = record
        return record

    def _posted(self, persons: set[str], unit: str) -> set[str]:
        """Those of these persons whom the register shows in a unit."""
        postings = claims(self._plan.register.held, "posting", "one", persons)
        return {posting.one for posting in postings if posting.other == unit}

    def _namesakes(self, name: str, named: set[str]) -> str:
        """What to tell of a new person whose name is not the only one of its kind."""
        told: list[str] = []
        if named:
            told.append(
                _(
                    "A person of this name is here already, without a post in this unit. A new entry is made: "
                    "compare the two under “Same person?”."
                )
            )
        if len(self._units[name]) > 1:
            told.append(
                _(
                    "Other rows have this name in another unit. A name alone never makes two one: each unit gets "
                    "a person of its own, unless the row gives an id."
                )
            )
        return " ".join(told)


def by_id(plan: Plan, at: At, kind: str, record: str) -> str | None:
    """An entry by its id; None, and told of, where the register has none of this kind."""
    if plan.of_kind(record, kind):
        return plan.match(at, kind, plan.title(record), record)
    message = _("The register has no entry of the kind “%(kind)s” with this id.") % {"kind": label(kind)}
    plan.refuse(at, kind, record, message)
    return None


def written_otherwise(plan: Plan, record: str, text: str) -> str:
    """What to tell of an entry of the register whose name the row writes in another way; empty where it does not."""
    names = {plan.title(record), *names_of(plan.register.held, [record]).get(record, ())}
    return (
        ""
        if text in names
        else _("The table writes “%(text)s”. The register stays as it is.") % {"text": text}
    )
