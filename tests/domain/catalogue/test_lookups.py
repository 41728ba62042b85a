"""What was read out of a catalogue is kept for the next question, and for no longer than it is true."""

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.catalogue import lookups
from app.domain.catalogue.lookups import claims, known, leading_on
from app.domain.catalogue.store import Catalogue
from app.errors import NotSignedIn
from app.records.vocabularies import POSTING_ROLES
from tests.domain.catalogue.shelves import CITED, Shelf

LONG = (1, 3_000_000)
"""From a day to a day, as ordinals: at any time."""


def superiors(catalogue: Catalogue, unit: str) -> set[str]:
    found = leading_on([catalogue], "relation", "one", [unit], class_="command", days=LONG)
    return {claim.other for claim in found}


numbers = st.integers(0, 5)
steps_in = st.tuples(numbers, numbers, st.booleans()).filter(lambda step: step[0] != step[1])


@settings(deadline=None)
@given(st.lists(steps_in, max_size=12))
def test_asking_before_changes_no_answer(steps: list[tuple[int, int, bool]]) -> None:
    """Relations come one after another; whoever asked in between is answered as who asks for the first time."""
    asked_often, asked_once = Shelf(), Shelf()
    units = [asked_often.unit(f"Company {n}") for n in range(6)]
    for n, unit in enumerate(units):
        content = {"names": [{"text": f"Company {n}"}], "citations": CITED}
        asked_once.put("unit", content, record=unit)
    for below, above, asks in steps:
        relation = asked_often.relation(units[below], units[above])
        ends = {"subordinate": units[below], "superior": units[above], "class": "command", "citations": CITED}
        asked_once.put("relation", ends, record=relation)
        if asks:
            superiors(asked_often.catalogue, units[below])
    for unit in units:
        assert superiors(asked_often.catalogue, unit) == superiors(asked_once.catalogue, unit)
        assert known([asked_often.catalogue], [unit]) == known([asked_once.catalogue], [unit])


def test_an_amended_entry_is_read_anew() -> None:
    shelf = Shelf()
    unit = shelf.unit("First Patrol Company")
    assert known([shelf.catalogue], [unit])[unit].title == "First Patrol Company"
    renamed = {"names": [{"text": "Second Patrol Company"}], "citations": CITED}
    shelf.put("unit", renamed, record=unit, version=2)
    assert known([shelf.catalogue], [unit])[unit].title == "Second Patrol Company"


def test_a_claim_is_chosen_by_what_it_means_for_command() -> None:
    """A posting by its roles, a relation by its class; without a class all are given."""
    shelf = Shelf()
    unit = shelf.unit()
    by_role = {role: shelf.posting(shelf.person(), unit, role) for role in POSTING_ROLES.codes}

    def chosen(class_: str | None) -> set[str]:
        found = claims([shelf.catalogue], "posting", "other", [unit], class_=class_)
        return {claim.record for claim in found}

    assert chosen("command") == {
        by_role[role] for role in ("head", "commander", "acting_commander", "minister")
    }
    assert chosen("deputy") == {by_role["deputy"]}
    assert chosen(None) == set(by_role.values())


def test_nothing_is_left_once_a_catalogue_forgets() -> None:
    """After a revocation or an erasure a catalogue is emptied and filled anew: what was read goes with it."""
    shelf = Shelf()
    lower, upper = shelf.unit(), shelf.unit("Second Patrol Company")
    shelf.relation(lower, upper)
    assert superiors(shelf.catalogue, lower) == {upper}
    shelf.catalogue.empty()
    assert superiors(shelf.catalogue, lower) == set()
    assert known([shelf.catalogue], [upper]) == {}


def test_a_loaded_catalogue_answers_what_was_loaded() -> None:
    shelf, other = Shelf(), Shelf()
    lower, upper = shelf.unit(), shelf.unit("Second Patrol Company")
    assert superiors(other.catalogue, lower) == set()
    shelf.relation(lower, upper)
    assert other.catalogue.load(shelf.catalogue.serialized())
    assert superiors(other.catalogue, lower) == {upper}


def test_a_closed_catalogue_answers_nothing_that_it_answered_before() -> None:
    shelf = Shelf()
    lower, upper = shelf.unit(), shelf.unit("Second Patrol Company")
    shelf.relation(lower, upper)
    with closing(shelf.catalogue) as catalogue:
        assert superiors(catalogue, lower) == {upper}
    with pytest.raises(NotSignedIn):
        superiors(shelf.catalogue, lower)
    with pytest.raises(NotSignedIn):
        known([shelf.catalogue], [upper])


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "MOST_KEPT", 3)
    shelf = Shelf()
    top = shelf.unit("Directorate")
    for number in range(5):
        shelf.relation(shelf.unit(f"Company {number}"), top)
    kept = shelf.catalogue.kept(list[str])
    kept.append("something read")
    assert len(claims([shelf.catalogue], "relation", "other", [top])) == 5
    assert shelf.catalogue.kept(list[str]) == []
    assert len(claims([shelf.catalogue], "relation", "other", [top])) == 5
