"""Who commanded unit U on day D. All forces and persons are invented."""

from datetime import date
from typing import Any

import pytest

from app.domain.forces.chain import chain
from app.domain.forces.queries import command
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
    return chain([shelf.catalogue], unit, date.fromisoformat(day), date.fromisoformat(day))


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


def test_administrative_and_membership_relations_are_never_walked(shelf: Shelf) -> None:
    unit, stores, union = shelf.unit(), shelf.unit("Stores"), shelf.unit("Union")
    shelf.relation(unit, stores, "administrative", dates=YEAR)
    shelf.relation(unit, union, "membership", dates=YEAR)
    view = ask(shelf, unit)
    assert view.superiors == ()
    assert {(gap.unit, gap.reason) for gap in view.gaps} == {
        (unit, "no commander is shown"),
        (unit, "no superior is shown"),
    }


def test_gaps_name_every_unit_without_a_commander_and_a_chain_that_breaks(shelf: Shelf) -> None:
    unit, middle, top = shelf.unit("Company"), shelf.unit("Battalion"), shelf.unit("Ministry")
    shelf.relation(unit, middle, dates=YEAR)
    shelf.relation(middle, top, dates=on("2021-06-01", "2021-12-31", starts=True, ends=True))
    shelf.posting(shelf.person(), middle, dates=YEAR)
    shelf.posting(shelf.person(), top, dates=YEAR)
    assert {(gap.unit, gap.reason) for gap in ask(shelf, unit).gaps} == {
        (unit, "no commander is shown"),
        (middle, "no superior is shown"),
    }
    assert {gap.unit for gap in ask(shelf, unit, "2021-07-01").gaps} == {unit}, "the top of all is no gap"


def test_a_circle_of_relations_is_answered(shelf: Shelf) -> None:
    unit, above = shelf.unit("Company"), shelf.unit("Battalion")
    shelf.relation(unit, above, dates=YEAR)
    shelf.relation(above, unit, dates=YEAR)
    view = ask(shelf, unit)
    assert [superior.unit for superior in view.superiors] == [above]
    assert (above, "sources put this unit both above and below another") in {
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
        view = command(
            work=work, actor=investigator, unit=known, first=date(2021, 3, 10), last=date(2021, 3, 10)
        )
        assert {gap.unit for gap in view.gaps} == {known}
        with pytest.raises(NotAllowed):
            command(work=work, actor=writer, unit=known, first=date(2021, 3, 10), last=date(2021, 3, 10))


# --- downward, deputies, spans ----------------------------------------------------------------------------


def test_the_units_under_it_on_a_day(shelf: Shelf) -> None:
    top, middle, low, gone = (shelf.unit(name) for name in ("Ministry", "Regiment", "Company", "Old company"))
    sure = shelf.relation(middle, top, dates=YEAR)
    maybe = shelf.relation(low, middle, control="de_facto")
    shelf.relation(gone, middle, dates=on("2020-01-01", "2020-12-31", starts=True, ends=True))
    shelf.relation(shelf.unit("Stores"), top, "administrative", dates=YEAR)
    day = date(2021, 3, 10)
    view = chain([shelf.catalogue], top, day, day, subordinates=True)
    assert view.subordinates is not None
    assert [
        (one.unit, one.under, one.relation, one.level, one.grade, one.control) for one in view.subordinates
    ] == [
        (middle, top, sure, 1, "certain", None),
        (low, middle, maybe, 2, "possible", "de_facto"),
    ]
    assert ask(shelf, top).subordinates is None, "only when asked for"


def test_deputies_stand_apart(shelf: Shelf) -> None:
    unit, above, person = shelf.unit(), shelf.unit("Regiment"), shelf.person()
    shelf.relation(unit, above, dates=YEAR)
    shelf.posting(person, unit, "deputy", dates=YEAR)
    shelf.posting(person, above, "deputy", dates=YEAR)
    shelf.put(
        "posting",
        {
            "person": person,
            "unit": unit,
            "roles": ["deputy", "acting_commander"],
            "dates": YEAR,
            "citations": CITED,
        },
    )
    view = ask(shelf, unit)
    assert [post.roles for post in view.commanders] == [("deputy", "acting_commander")], (
        "acting counts as command"
    )
    assert [post.roles for post in view.deputies] == [("deputy",)]
    assert [post.person for post in view.superiors[0].deputies] == [person]
    assert (above, "no commander is shown") in {(gap.unit, gap.reason) for gap in view.gaps}


def test_a_span_says_when_each_held_and_what_days_are_not_covered(shelf: Shelf) -> None:
    unit, above = shelf.unit(), shelf.unit("Regiment")
    first, second = shelf.person("Ардан Вельскі"), shelf.person("Ольга Ярына")
    shelf.relation(unit, above, dates=on("2021-01-01", "2021-02-10", starts=True, ends=True))
    shelf.posting(first, unit, dates=on("2020-12-01", "2021-01-31", starts=True, ends=True))
    shelf.posting(second, unit, dates=on("2021-02-05", "2021-02-20", starts=True, ends=True))
    shelf.posting(second, above, dates=on("2021-02-11", "2021-12-31", starts=True, ends=True))
    view = chain([shelf.catalogue], unit, date(2021, 1, 15), date(2021, 2, 28))
    assert view.on is None
    held = {
        post.person: [(p.first, p.last, p.certain_first, p.certain_last) for p in post.periods]
        for post in view.commanders
    }
    assert held == {
        first: [(date(2021, 1, 15), date(2021, 1, 31)) * 2],
        second: [(date(2021, 2, 5), date(2021, 2, 20)) * 2],
    }
    (superior,) = view.superiors
    assert superior.commanders == (), "who commanded the regiment after the unit had left it"
    assert {(gap.unit, gap.reason, gap.first, gap.last) for gap in view.gaps} == {
        (unit, "no commander is shown", date(2021, 2, 1), date(2021, 2, 4)),
        (unit, "no commander is shown", date(2021, 2, 21), date(2021, 2, 28)),
        (unit, "no superior is shown", date(2021, 2, 11), date(2021, 2, 28)),
        (above, "no commander is shown", date(2021, 1, 15), date(2021, 2, 10)),
    }
