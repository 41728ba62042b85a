"""Who commanded unit U on day D. All forces and persons are invented."""

from datetime import date
from typing import Any

import pytest

from app.domain.forces.queries import command, command_in
from app.domain.forces.views import CommandView
from app.errors import NotAllowed, NotFound
from app.models import new_id
from app.runtime import Runtime
from tests.domain.catalogue.archives import begin
from tests.domain.catalogue.archives import unit as registered_unit
from tests.domain.catalogue.shelves import CITED, SOURCE, Shelf, on, some_day
from tests.people import join

YEAR = on("2021-01-01", "2021-12-31", starts=True, ends=True)


def ask(shelf: Shelf, unit: str, day: str = "2021-03-10") -> CommandView:
    return command_in([shelf.catalogue], unit, date.fromisoformat(day))


def commanders(view: CommandView) -> list[tuple[str, str]]:
    return [(commander.person, commander.grade) for commander in view.commanders]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_the_whole_answer(shelf: Shelf) -> None:
    company, battalion = shelf.unit("Company"), shelf.unit("Battalion")
    captain, major = shelf.person("Ардан Вельскі"), shelf.person("Ольга Ярына")
    post = shelf.posting(captain, company, dates=YEAR, rank="captain")
    above = shelf.posting(major, battalion, "acting_commander", dates=on("2021-03-01", "2021-03-05"))
    relation = shelf.relation(company, battalion, dates=YEAR, control="de_facto")
    shelf.put("source", {"title": "Gazette 12"}, record=SOURCE)
    view = ask(shelf, company)
    assert view.unit == company
    assert view.on == date(2021, 3, 10)
    (mine,) = view.commanders
    assert (mine.person, mine.posting, mine.roles, mine.grade, mine.rank) == (
        captain,
        post,
        ("commander",),
        "certain",
        "captain",
    )
    assert list(mine.citations) == CITED
    (superior,) = view.superiors
    assert (superior.unit, superior.relation, superior.level, superior.grade) == (
        battalion,
        relation,
        1,
        "certain",
    )
    assert superior.control == "de_facto"
    assert [(each.person, each.posting, each.roles, each.grade) for each in superior.commanders] == [
        (major, above, ("acting_commander",), "possible")
    ]
    assert view.gaps == ()


@pytest.mark.parametrize(
    "role",
    [
        "deputy",
        "staff",
        "shift_head",
        "duty_officer",
        "operative",
        "escort",
        "medical_officer",
        "member",
        "judge",
        "other",
    ],
)
def test_only_roles_that_mean_command(shelf: Shelf, role: str) -> None:
    unit = shelf.unit()
    shelf.posting(shelf.person(), unit, role, dates=YEAR)
    assert ask(shelf, unit).commanders == ()


@pytest.mark.parametrize("role", ["head", "commander", "acting_commander", "minister"])
def test_roles_that_mean_command(shelf: Shelf, role: str) -> None:
    unit, person = shelf.unit(), shelf.person()
    shelf.posting(person, unit, role, dates=YEAR)
    assert commanders(ask(shelf, unit)) == [(person, "certain")]


def test_a_posting_with_a_first_date_alone_does_not_last_for_ever(shelf: Shelf) -> None:
    unit, person = shelf.unit(), shelf.person()
    shelf.posting(person, unit, dates=on("2021-03-01", starts=True, ends=False))
    assert commanders(ask(shelf, unit, "2021-03-01")) == [(person, "certain")]
    assert commanders(ask(shelf, unit, "2024-03-01")) == [(person, "possible")]
    assert commanders(ask(shelf, unit, "2021-02-28")) == []


def test_two_postings_of_one_person_stay_two(shelf: Shelf) -> None:
    unit, person = shelf.unit(), shelf.person()
    first = shelf.posting(person, unit, dates=on("2021-01-01", "2021-01-31", starts=True, ends=True))
    again = shelf.posting(person, unit, dates=on("2021-03-01", "2021-03-31", starts=True, ends=True))
    assert [each.posting for each in ask(shelf, unit, "2021-01-10").commanders] == [first]
    assert [each.posting for each in ask(shelf, unit, "2021-03-10").commanders] == [again]
    assert ask(shelf, unit, "2021-02-10").commanders == ()


def test_administrative_and_membership_relations_are_never_walked(shelf: Shelf) -> None:
    unit, stores, union = shelf.unit(), shelf.unit("Stores"), shelf.unit("Union")
    shelf.relation(unit, stores, "administrative", dates=YEAR)
    shelf.relation(unit, union, "membership", dates=YEAR)
    view = ask(shelf, unit)
    assert view.superiors == ()
    assert {(gap.unit, gap.reason) for gap in view.gaps} == {
        (unit, "no commander is shown on this day"),
        (unit, "no superior is shown on this day"),
    }


def test_a_relation_without_a_date_is_possible(shelf: Shelf) -> None:
    unit, above = shelf.unit(), shelf.unit("Regiment")
    shelf.relation(unit, above)
    shelf.posting(shelf.person(), above)
    (superior,) = ask(shelf, unit).superiors
    assert (superior.unit, superior.grade) == (above, "possible")
    assert superior.commanders[0].grade == "possible"


def test_gaps_name_every_unit_without_a_commander_and_a_chain_that_breaks(shelf: Shelf) -> None:
    unit, middle, top = shelf.unit("Company"), shelf.unit("Battalion"), shelf.unit("Ministry")
    shelf.relation(unit, middle, dates=YEAR)
    shelf.relation(middle, top, dates=on("2021-06-01", "2021-12-31", starts=True, ends=True))
    shelf.posting(shelf.person(), middle, dates=YEAR)
    shelf.posting(shelf.person(), top, dates=YEAR)
    assert {(gap.unit, gap.reason) for gap in ask(shelf, unit).gaps} == {
        (unit, "no commander is shown on this day"),
        (middle, "no superior is shown on this day"),
    }
    assert {gap.unit for gap in ask(shelf, unit, "2021-07-01").gaps} == {unit}, "the top of all is no gap"


def test_a_circle_of_relations_is_answered(shelf: Shelf) -> None:
    unit, above = shelf.unit("Company"), shelf.unit("Battalion")
    shelf.relation(unit, above, dates=YEAR)
    shelf.relation(above, unit, dates=YEAR)
    view = ask(shelf, unit)
    assert [superior.unit for superior in view.superiors] == [above]
    assert (above, "sources put this unit both above and below another on this day") in {
        (gap.unit, gap.reason) for gap in view.gaps
    }


def test_contradicting_claims_stand_side_by_side(shelf: Shelf) -> None:
    unit = shelf.unit()
    for name in ("Ардан Вельскі", "Ольга Ярына"):
        shelf.posting(shelf.person(name), unit, dates=YEAR, status="conflict")
    view = ask(shelf, unit)
    assert [(each.grade, each.status) for each in view.commanders] == [("certain", "conflict")] * 2


def test_an_imprecise_posting_is_possible(shelf: Shelf) -> None:
    unit, person = shelf.unit(), shelf.person()
    shelf.posting(person, unit, dates=some_day("2021-03-01", "2021-03-31") | {"starts": True, "ends": True})
    assert commanders(ask(shelf, unit)) == [(person, "possible")]
    assert commanders(ask(shelf, unit, "2021-04-01")) == []


def test_citations_that_the_reader_may_not_open_are_ids_alone(shelf: Shelf) -> None:
    unit, person, sealed, hidden = shelf.unit(), shelf.person(), new_id(), new_id()
    cited: list[dict[str, Any]] = [
        {"record": sealed},
        {"source": hidden, "passage": "p. 3"},
        {"source": SOURCE, "page": "4"},
    ]
    shelf.posting(person, unit, dates=YEAR, citations=cited)
    shelf.put("source", {"title": "Gazette 12"}, record=SOURCE)
    (commander,) = ask(shelf, unit).commanders
    assert list(commander.citations) == [
        {"record": sealed, "restricted": True},
        {"source": hidden, "restricted": True},
        {"source": SOURCE, "page": "4"},
    ]


def test_an_unknown_unit_and_another_kind_are_not_found(shelf: Shelf) -> None:
    with pytest.raises(NotFound):
        ask(shelf, new_id())
    with pytest.raises(NotFound):
        ask(shelf, shelf.person())


def test_an_amended_posting_counts_as_it_is_now(shelf: Shelf) -> None:
    unit, person = shelf.unit(), shelf.person()
    post = shelf.posting(person, unit, dates=YEAR)
    shelf.put(
        "posting",
        {"person": person, "unit": unit, "roles": ["deputy"], "dates": YEAR, "citations": CITED},
        record=post,
        version=2,
    )
    assert ask(shelf, unit).commanders == ()


def test_every_reader_may_ask_and_write_only_members_may_not(runtime: Runtime) -> None:
    founder = begin(runtime)
    investigator, writer = join(runtime, founder, "investigator"), join(runtime, founder, "write_only")
    known = registered_unit(runtime, founder)
    with runtime.work(reads_only=True) as work:
        view = command(work=work, actor=investigator, unit=known, on=date(2021, 3, 10))
        assert {gap.unit for gap in view.gaps} == {known}
        with pytest.raises(NotAllowed):
            command(work=work, actor=writer, unit=known, on=date(2021, 3, 10))
