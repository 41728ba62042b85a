"""Finding entries of the register by name. All of them are invented."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.search.queries import search_register, search_register_in
from app.domain.search.views import RegisterQuestion
from app.runtime import Runtime
from tests.domain.catalogue.archives import begin, unit
from tests.domain.catalogue.shelves import REGISTER, Case, Shelf
from tests.people import join


def ask(*shelves: Shelf, **criteria: Any) -> list[str]:
    question = RegisterQuestion.model_validate(criteria)
    found = search_register_in([shelf.catalogue for shelf in shelves], question)
    assert found.total >= len(found.results)
    return [result.record for result in found.results]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_by_name_in_any_script_the_best_first(shelf: Shelf) -> None:
    close, exact = shelf.person("Ардан Пятровіч Вельскі"), shelf.person("Ардан Вельскі")
    shelf.person("Ольга Ярына")
    shelf.unit("Вельскі")
    assert ask(shelf, kind="person", name="Ардан Вельскі") == [exact, close]
    assert ask(shelf, kind="person", name="Velsky Ardan") == [exact, close]
    assert ask(shelf, kind="person", name="Nobody") == []


def test_other_names_count(shelf: Shelf) -> None:
    found = shelf.unit("First Patrol Company", other_names=[{"text": "Алмаз"}])
    assert ask(shelf, kind="unit", name="almaz") == [found]


def test_without_a_name_all_of_the_kind_by_title(shelf: Shelf) -> None:
    units = {name: shelf.unit(name) for name in ("beta", "Alpha", "Gamma")}
    shelf.place("Aardvark")
    assert ask(shelf, kind="unit") == [units["Alpha"], units["beta"], units["Gamma"]]
    assert ask(shelf, kind="unit", limit=1, offset=1) == [units["beta"]]
    assert ask(shelf, kind="incident") == []


def test_type_and_country(shelf: Shelf) -> None:
    riot = shelf.unit("Riot", type="riot_police", country="NV")
    court = shelf.unit("Court", type="court", country="NV")
    abroad = shelf.unit("Abroad", type="court", country="XX")
    assert ask(shelf, kind="unit", type="riot_police") == [riot]
    assert ask(shelf, kind="unit", type="court", country="NV") == [court]
    assert ask(shelf, kind="unit", country="XX") == [abroad]
    assert ask(shelf, kind="unit", country="ZZ") == []
    assert ask(shelf, kind="unit", type="court", name="abroad") == [abroad]


def test_two_catalogues_answer_without_doubles(shelf: Shelf) -> None:
    unit, team = shelf.unit("Riot"), Shelf("b" * 32)
    team.catalogue.load(shelf.catalogue.serialized())
    restricted = team.put(
        "person",
        {"unidentified": True, "call_sign": "Алмаз", "citations": [{"source": "5" * 32}]},
        compartment="d" * 32,
    )
    assert ask(shelf, team, kind="unit") == [unit]
    assert ask(shelf, team, kind="person") == [restricted]
    assert REGISTER in shelf.catalogue.held


@pytest.mark.parametrize(
    "criteria",
    [{}, {"kind": "account"}, {"kind": "unit", "type": "nonsense"}, {"kind": "unit", "country": "nv"}],
)
def test_other_questions_are_refused(criteria: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RegisterQuestion.model_validate(criteria)


def test_sealed_records_are_not_of_the_register(shelf: Shelf) -> None:
    Case(shelf)
    with pytest.raises(ValidationError):
        ask(shelf, kind="individual")


def test_every_member_finds_names_write_only_ones_too(runtime: Runtime) -> None:
    founder = begin(runtime)
    writer = join(runtime, founder, "write_only")
    known = unit(runtime, founder)
    with runtime.work(reads_only=True) as work:
        question = RegisterQuestion.model_validate({"kind": "unit", "name": "patrol company"})
        found = search_register(work=work, actor=writer, question=question)
    assert [result.record for result in found.results] == [known]
