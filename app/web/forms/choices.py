"""The records that a form may name: what each is called, a short list where there are few, and a search by name.

Of a case these are its own records, as far as the member opens them; of the register whatever the member finds there.
A claim of the register may cite any record that the member opens. A write-only author reads nothing back: offered are
the records that he has just added, which the page's address names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from app.domain.archive import queries as archive
from app.domain.archive.rules import READERS
from app.domain.catalogue.queries import case_records, titles
from app.domain.catalogue.text import folded
from app.domain.search.queries import search, search_register
from app.domain.search.views import Question, RegisterQuestion, Result
from app.domain.work import Actor, Work
from app.errors import Invalid
from app.i18n import gettext as _
from app.records.kinds import CASE_KINDS, KINDS
from app.web.rendering import dates_in_words, kind_label

FEW = 15
"""Up to so many records of a case are offered at once; beyond, one is found by typing."""
FOUND = 12
PERSONS = 5
ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Choice:
    """A record that may be named: its id, what it is called, and what tells it from others of that name."""

    id: str
    title: str
    more: str = ""


class Choices:
    """What the fields of one form may name, for one member."""

    def __init__(
        self, work: Work, actor: Actor, *, case: str | None, added: Mapping[str, list[str]] | None = None
    ) -> None:
        self.work = work
        self.actor = actor
        self.case = case
        self.added = added or {}
        self._titles: dict[str, str] = {}

    def learn(self, content: Any) -> None:
        """Looks up, at once, what every record that this content names is called."""
        ids = set(_ids(content)) - self._titles.keys()
        self._titles |= titles(work=self.work, actor=self.actor, ids=ids) if ids else {}

    def title(self, record: str) -> str:
        """What a record is called, as far as the member may know."""
        if record in self._titles:
            return self._titles[record]
        kind = next((kind for kind, ids in self.added.items() if record in ids), None)
        if kind is not None:
            return _added_title(kind, record)
        return _("A record that you cannot open (%(id)s)") % {"id": record[:8]}

    def few(self, kinds: tuple[str, ...]) -> list[Choice] | None:
        """All records that a field of these kinds may name, where they are few; None where one has to be found."""
        if not self._of_case(kinds):
            return None
        own = self._own(kinds)
        return own if len(own) <= FEW and not self._blind else None

    def found(self, kinds: tuple[str, ...], name: str) -> list[Choice]:
        """The records that a typed name finds, best first."""
        if self._of_case(kinds):
            wanted = folded(name).split()
            return [one for one in self._own(kinds) if _holds(one, wanted)][:FOUND]
        kind = kinds[0] if kinds else ""
        try:
            if kind and kind not in CASE_KINDS:
                return self._postings(name) if kind == "posting" else self._registered(kind, name)
            return self._anywhere(kinds, name)
        except Invalid:
            return []

    @property
    def _blind(self) -> bool:
        return self.actor.write_only

    def _of_case(self, kinds: tuple[str, ...]) -> bool:
        return self.case is not None and not set(kinds) - CASE_KINDS

    def _own(self, kinds: tuple[str, ...]) -> list[Choice]:
        return [choice for kind, choice in self._records if not kinds or kind in kinds]

    @cached_property
    def _records(self) -> list[tuple[str, Choice]]:
        """Kind and name of the records of the case, and nothing of any other."""
        if self.case is None:
            return []
        if self._blind:
            return [
                (kind, Choice(record, _added_title(kind, record)))
                for kind, ids in self.added.items()
                for record in ids
            ]
        records = case_records(work=self.work, actor=self.actor, case=self.case)
        return [
            (record.kind, Choice(record.record, record.title, kind_label(record.kind))) for record in records
        ]

    def _registered(self, kind: str, name: str) -> list[Choice]:
        question = RegisterQuestion(kind=kind, name=name, limit=FOUND)
        found = search_register(work=self.work, actor=self.actor, question=question).results
        return [_choice(one) for one in found]

    def _postings(self, name: str) -> list[Choice]:
        """Postings have no name of their own: those of the persons of that name."""
        if self.actor.roles.isdisjoint(READERS):
            return []
        found: list[Choice] = []
        for person in self._registered("person", name)[:PERSONS]:
            question = Question(kind="posting", person=person.id, limit=FOUND)
            for one in search(work=self.work, actor=self.actor, question=question).results:
                found.append(Choice(one.record, f"{person.title}: {one.title}"))
        return found[:FOUND]

    def _anywhere(self, kinds: tuple[str, ...], name: str) -> list[Choice]:
        """Records of any case that the member opens, by their words: for claims of the register."""
        if self.actor.roles.isdisjoint(READERS):
            return []
        found: list[Choice] = []
        for kind in kinds or (None,):
            question = Question(q=name, kind=kind, limit=FOUND * 3)
            results = search(work=self.work, actor=self.actor, question=question).results
            found += [
                _choice(one, f"{self._codes.get(one.case, '')} · {kind_label(one.kind)}")
                for one in results
                if one.case is not None
            ]
        return found[:FOUND]

    @cached_property
    def _codes(self) -> dict[str, str]:
        known = archive.list_cases(work=self.work, actor=self.actor, limit=10_000).results
        return {case.id: case.code for case in known}


def _choice(result: Result, more: str = "") -> Choice:
    return Choice(result.record, result.title, more or dates_in_words(result.dates))


def _added_title(kind: str, record: str) -> str:
    return _("%(kind)s added just now (%(id)s)") % {"kind": _(KINDS[kind].label), "id": record[:8]}


def _holds(choice: Choice, wanted: Iterable[str]) -> bool:
    words = folded(f"{choice.title} {choice.more}")
    return all(word in words for word in wanted)


def _ids(content: Any) -> Iterable[str]:
    """Every id in a content: nothing else there has this form."""
    if isinstance(content, dict):
        for value in cast("dict[str, Any]", content).values():
            yield from _ids(value)
    elif isinstance(content, list):
        for value in cast("list[Any]", content):
            yield from _ids(value)
    elif isinstance(content, str) and ID.fullmatch(content):
        yield content
