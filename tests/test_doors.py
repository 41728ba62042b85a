"""A deed is one action with three doors: what people can do on pages, programs can do by the API, or here stands why not."""

import ast
import inspect
from importlib import import_module
from types import FunctionType
from typing import Any

import pytest

from tests.conftest import REPOSITORY

AREAS = (
    "accounts",
    "archive",
    "evidence",
    "consent",
    "exports",
    "catalogue",
    "forces",
    "imports",
    "register_exports",
)
ELSEWHERE = {
    "archive": ("grants", "records", "drafts"),
    "accounts": ("signing_in",),
}
"""Verbs that stand in files of their own beside `actions.py`."""

NOT_ON_PAGES: dict[str, str] = {}
NOT_IN_THE_API: dict[str, str] = {}
NO_DEED = {
    "put_away": "drops what a session had in memory, when it ends",
    "purge_expired_drafts": "housekeeping",
    "refuse_export": "the builder of bundles ends an export by it",
    "keep_bundle": "the builder of bundles ends an export by it",
    "note_progress": "the builder of bundles says how far it is",
    "show_life": "the builder of bundles says that it is there",
    "end_abandoned": "housekeeping",
    "list_register_grants": "a query that stands beside its verbs",
    "must_export": "a rule",
    "checked_request": "a rule",
}


def deeds() -> list[str]:
    """The names of all verbs that write."""
    found: set[str] = set()
    for area in AREAS:
        for name in ("actions", *ELSEWHERE.get(area, ())):
            module = import_module(f"app.domain.{area}.{name}")
            offered: dict[str, Any] = {
                one: getattr(module, one)
                for one in getattr(module, "__all__", vars(module))
                if not one.startswith("_")
            }
            found |= {one for one, verb in offered.items() if _writes(module.__name__, verb)}
    return sorted(found - NO_DEED.keys())


def _writes(module: str, verb: Any) -> bool:
    """Whether this is a verb of that module: it takes a unit of work by name, or opens its own."""
    if not isinstance(verb, FunctionType) or not verb.__module__.startswith("app.domain."):
        return False
    here = verb.__module__ == module or module.endswith("accounts.actions")
    parameters = inspect.signature(verb).parameters
    by_name = "work" in parameters and parameters["work"].kind is inspect.Parameter.KEYWORD_ONLY
    return here and (by_name or "open_work" in parameters)


def named_in(door: str) -> set[str]:
    """Every name that the sources of a door call."""
    found: set[str] = set()
    for path in (REPOSITORY / "app" / door).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.alias):
                found.add(node.name)
    return found


@pytest.mark.parametrize(("door", "excused"), [("web", NOT_ON_PAGES), ("api", NOT_IN_THE_API)])
def test_each_deed_is_reachable_by_page_and_by_api_or_says_why_not(
    door: str, excused: dict[str, str]
) -> None:
    called = named_in(door)
    every = deeds()
    assert len(every) > 25, every
    assert {deed for deed in every if deed not in called} == set(excused)
