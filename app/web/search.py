"""Search: by words, names, kind, unit, incident, place, person, type, method and dates. By POST alone."""

import json
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response

from app.domain.archive import rules
from app.domain.archive.queries import name_cases
from app.domain.search.queries import search
from app.domain.search.views import Question, SearchResults
from app.i18n import gettext as _
from app.records.case_vocabularies import METHODS
from app.records.kinds import KINDS, problems_of
from app.web.asked import TYPES, criteria, reasons
from app.web.naming import Named, named
from app.web.naming import problems_of as unclear
from app.web.visit import Form, Posted, Visit, visiting

router = APIRouter(prefix="/search")
ON_A_PAGE = 50
ENTRIES = {"unit": "unit", "incident": "incident", "place": "place", "person": "person"}
"""Fields that name an entry of the register, and of which kind."""
PLAIN = ("q", "name", "kind", "type", "method", "from", "to")


@dataclass(frozen=True)
class Asked:
    """The form as it was sent: what stands in its fields, and which entries they came to."""

    plain: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    entries: dict[str, Named] = field(default_factory=dict[str, Named], repr=False)
    subordinates: bool = False
    page: int = 1

    @property
    def question(self) -> dict[str, Any]:
        """What the search is asked, without the page."""
        told: dict[str, Any] = {name: text for name, text in self.plain.items() if text}
        told |= {name: one.chosen.id for name, one in self.entries.items() if one.chosen}
        return told | ({"subordinates": True} if self.subordinates and "unit" in told else {})


@router.get("")
def search_page(request: Request) -> Response:
    """The form."""
    with visiting(request, reads_only=True) as visit:
        rules.must_read(visit.actor.roles)
        return _answer(visit, _blank(), None)


@router.post("")
def ask(request: Request, form: Form) -> Response:
    """The form with its answer. Not sent on: what was asked must not stand in an address."""
    with visiting(request, reads_only=True) as visit:
        rules.must_read(visit.actor.roles)
        asked = _read(visit, form)
        problems = unclear(asked.entries)
        if problems:
            return _answer(visit, asked, None, problems)
        try:
            found = _search(visit, asked.question, asked.page)
        except ValidationError as error:
            return _answer(visit, asked, None, _words_of(error))
        return _answer(visit, asked, found)


def _blank() -> Asked:
    return Asked(dict.fromkeys(PLAIN, ""), {name: Named() for name in ENTRIES})


def _read(visit: Visit, form: Posted) -> Asked:
    page = form.text("page")
    return Asked(
        {name: form.text(name) for name in PLAIN},
        {name: named(visit, form, name, kind) for name, kind in ENTRIES.items()},
        bool(form.text("subordinates")),
        int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 1000 else 1,
    )


def _search(visit: Visit, question: dict[str, Any], page: int = 1) -> SearchResults:
    paging = {"limit": ON_A_PAGE, "offset": (page - 1) * ON_A_PAGE}
    asked = Question.model_validate_json(json.dumps(question | paging))
    return search(work=visit.work, actor=visit.actor, question=asked)


def _answer(
    visit: Visit, asked: Asked, found: SearchResults | None, problems: dict[str, list[str]] | None = None
) -> Response:
    told = criteria(asked.plain, asked.entries, subordinates=asked.subordinates)
    cases = {result.case for result in found.results if result.case} if found else set[str]()
    return visit.page(
        "search/search.html",
        422 if problems else 200,
        asked=asked,
        criteria=told,
        found=found,
        cases={case.id: case for case in name_cases(work=visit.work, actor=visit.actor, ids=cases)},
        why={result.record: reasons(asked.question, result) for result in found.results} if found else {},
        wider=_wider(visit, asked) if found is not None and not found.total else [],
        pages=-(-found.total // ON_A_PAGE) if found else 0,
        kinds={kind: _(model.label) for kind, model in KINDS.items()},
        types=TYPES,
        methods=METHODS,
        problems=problems or {},
    )


def _wider(visit: Visit, asked: Asked) -> list[tuple[str, str, int]]:
    """For a question without an answer: each criterion that may be left out, and how many answers come then."""
    question = asked.question
    groups: dict[str, tuple[str, ...]] = {
        name: (name,) for name in question if name not in {"from", "to", "subordinates"}
    }
    if question.keys() & {"from", "to"}:
        groups["dates"] = ("from", "to")
    if "unit" in groups:
        groups["unit"] = ("unit", "subordinates")
    found: list[tuple[str, str, int]] = []
    words = criteria(asked.plain, asked.entries, subordinates=asked.subordinates)
    for name, fields in groups.items():
        rest = {key: value for key, value in question.items() if key not in fields}
        if rest and (count := _search(visit, rest).total):
            found.append((name, words[name], count))
    return sorted(found, key=lambda one: one[2])


def _words_of(error: ValidationError) -> dict[str, list[str]]:
    details = error.errors(include_url=False, include_input=False)
    problems: dict[str, list[str]] = {}
    for problem in problems_of(details, model=Question):
        problems.setdefault("form" if problem.field == "content" else problem.field, []).append(
            _(problem.message)
        )
    return problems
