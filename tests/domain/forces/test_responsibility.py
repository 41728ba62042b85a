"""What a person may have to answer for. All forces and persons are invented."""

from typing import Any

import pytest

from app.domain.forces.queries import responsibility
from app.domain.forces.responsibility import responsibility_in
from app.domain.forces.views import Linked, ResponsibilityView
from app.errors import NotAllowed, NotFound
from app.models import new_id
from app.runtime import Runtime
from tests.domain.catalogue.archives import begin
from tests.domain.catalogue.shelves import Case, Shelf, on, some_day
from tests.people import join

SPRING = on("2021-03-01", "2021-05-31", starts=True, ends=True)
YEAR = on("2021-01-01", "2021-12-31", starts=True, ends=True)


def ask(person: str, *shelves: Shelf) -> ResponsibilityView:
    return responsibility_in([shelf.catalogue for shelf in shelves], person)


def told(linked: tuple[Linked, ...]) -> set[tuple[str, str, str]]:
    return {(one.record, one.party, one.grade) for one in linked}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def done_by(
    case: Case, unit: str, certainty: str = "certain", degree: str = "carried_out", **more: Any
) -> str:
    act = case.act(**more)
    case.involvement(degree, act=act, unit=unit, witness_certainty=certainty)
    return act


def test_the_acts_of_the_units_under_a_commander_while_they_were(shelf: Shelf) -> None:
    colonel, regiment, company = shelf.person(), shelf.unit("Regiment"), shelf.unit("Company")
    post = shelf.posting(colonel, regiment, dates=YEAR, rank="colonel")
    shelf.relation(company, regiment, dates=SPRING)
    case = Case(shelf)
    spring = done_by(case, company, dates=on("2021-04-10"))
    unsure = done_by(case, company, "probable", dates=on("2021-04-11"))
    summer = done_by(case, company, dates=on("2021-07-10"))
    own = done_by(case, regiment, dates=on("2021-07-11"))
    some_day_of_may_or_june = done_by(case, company, dates=some_day("2021-05-15", "2021-06-15"))
    undated = done_by(case, company)
    view = ask(colonel, shelf)
    (held,) = view.postings
    assert (held.posting, held.unit, held.roles, held.commands, held.rank) == (
        post,
        regiment,
        ("commander",),
        True,
        "colonel",
    )
    assert {(one.unit, one.grade) for one in held.units} == {(regiment, "certain"), (company, "certain")}
    assert told(held.linked) == {
        (spring, company, "certain"),
        (unsure, company, "possible"),
        (own, regiment, "certain"),
        (some_day_of_may_or_june, company, "possible"),
        (undated, company, "possible"),
    }
    assert summer not in {one.record for one in held.linked}
    assert {one.case for one in held.linked} == {case.id}
    assert view.direct == ()


@pytest.mark.parametrize("role", ["deputy", "staff", "shift_head", "duty_officer", "member"])
def test_who_does_not_command_answers_for_no_unit(shelf: Shelf, role: str) -> None:
    person, unit = shelf.person(), shelf.unit()
    shelf.posting(person, unit, role, dates=YEAR)
    done_by(Case(shelf), unit, dates=on("2021-04-10"))
    (held,) = ask(person, shelf).postings
    assert (held.commands, held.units, held.linked) == (False, (), ())


def test_a_return_after_a_gap_answers_for_nothing_in_the_gap(shelf: Shelf) -> None:
    person, unit, case = shelf.person(), shelf.unit(), Case(shelf)
    first = shelf.posting(person, unit, dates=on("2021-01-01", "2021-02-28", starts=True, ends=True))
    again = shelf.posting(person, unit, dates=on("2021-06-01", "2021-12-31", starts=True, ends=True))
    winter, gap, summer = (
        done_by(case, unit, dates=on(day)) for day in ("2021-02-10", "2021-04-10", "2021-07-10")
    )
    view = ask(person, shelf)
    assert [(held.posting, told(held.linked)) for held in view.postings] == [
        (first, {(winter, unit, "certain")}),
        (again, {(summer, unit, "certain")}),
    ]
    assert gap not in {one.record for held in view.postings for one in held.linked}


def test_administrative_relations_bring_nothing(shelf: Shelf) -> None:
    person, office, unit = shelf.person(), shelf.unit("Paymaster"), shelf.unit()
    shelf.posting(person, office, dates=YEAR)
    shelf.relation(unit, office, "administrative", dates=YEAR)
    done_by(Case(shelf), unit, dates=on("2021-04-10"))
    (held,) = ask(person, shelf).postings
    assert [one.unit for one in held.units] == [office]
    assert held.linked == ()


def test_incidents_by_presence_and_by_their_acts_and_stays(shelf: Shelf) -> None:
    person, unit, case = shelf.person(), shelf.unit(), Case(shelf)
    shelf.posting(person, unit, dates=YEAR)
    day = on("2021-04-10", starts=True, ends=True)
    present = shelf.incident(units_present=[{"unit": unit, "citations": [{"source": "5" * 32}]}], dates=day)
    told_of = shelf.incident("Raid on Mill Street")
    act = done_by(case, unit, dates=on("2021-04-12"), incident=told_of)
    place = shelf.place()
    stay = case.detention({"place": place, "dates": on("2021-04-11", "2021-04-12")})
    case.involvement("refused_to_take_part", detention=stay, unit=unit, assessment="certain")
    (held,) = ask(person, shelf).postings
    assert {(one.record, one.kind, one.degree, one.grade) for one in held.linked} == {
        (present, "incident", None, "certain"),
        (told_of, "incident", "carried_out", "certain"),
        (act, "act", "carried_out", "certain"),
        (stay, "detention", "refused_to_take_part", "certain"),
    }


def test_whom_a_source_names_as_having_done_it_is_alleged_and_never_merely_present(shelf: Shelf) -> None:
    person, unit = shelf.person(), shelf.unit()
    shelf.posting(person, unit, dates=YEAR)
    day, cited = on("2021-04-10", starts=True, ends=True), [{"source": "5" * 32}]
    named = shelf.incident("Raid", dates=day, alleged=[{"unit": unit, "citations": cited}])
    both = shelf.incident(
        "March",
        dates=day,
        alleged=[{"unit": unit, "citations": cited}, {"person": person, "citations": cited}],
        units_present=[{"unit": unit, "citations": cited}],
    )
    before = on("2020-04-10", starts=True, ends=True)
    shelf.incident("Before the post", dates=before, alleged=[{"unit": unit, "citations": cited}])
    view = ask(person, shelf)
    assert [
        (one.record, one.involvement, one.degree, one.grade) for one in view.postings[0].linked
    ] == sorted([(named, named, "alleged", "possible"), (both, both, "alleged", "possible")])
    assert [(one.record, one.party, one.degree) for one in view.direct] == [(both, person, "alleged")]


def test_direct_involvement_is_graded_by_who_it_was(shelf: Shelf) -> None:
    person, case = shelf.person(), Case(shelf)
    sure, unsure = case.act(dates=on("2021-04-10")), case.act(dates=on("2021-04-11"))
    case.involvement(act=sure, person=person, witness_certainty="certain")
    case.involvement(act=unsure, person=person, witness_certainty="certain", assessment="doubtful")
    view = ask(person, shelf)
    assert view.postings == ()
    assert told(view.direct) == {(sure, person, "certain"), (unsure, person, "possible")}


def test_what_a_report_contradicts_is_never_certain(shelf: Shelf) -> None:
    """One who tells of it and one who denies it; and an act, or an involvement, of which there is only denial."""
    person, unit, case = shelf.person(), shelf.unit(), Case(shelf)
    shelf.posting(person, unit, dates=YEAR)
    denial = {"account": case.account, "stance": "contradicts"}
    sure = {"unit": unit, "witness_certainty": "certain"}
    day = on("2021-04-10")
    disputed_act, denied_act, act = (
        case.act(dates=day, reported_in=reports) for reports in ([*case.told, denial], [denial], case.told)
    )
    for done in (disputed_act, denied_act):
        case.involvement(act=done, **sure)
    disputed = case.involvement(act=act, **sure, reported_in=[*case.told, denial])
    denied = case.involvement("ordered", act=act, **sure, reported_in=[denial])
    (held,) = ask(person, shelf).postings
    assert {(one.record, one.degree, one.reports, one.grade) for one in held.linked} == {
        (disputed_act, "carried_out", "disputed", "possible"),
        (denied_act, "carried_out", "contradicted", "possible"),
        (act, "carried_out", "disputed", "possible"),
        (act, "ordered", "contradicted", "possible"),
    }
    assert {one.involvement for one in held.linked} >= {disputed, denied}


def test_a_detention_is_certain_only_if_all_of_it_was_under_the_person(shelf: Shelf) -> None:
    """Nobody says in which of its stays the unit had a part."""
    person, unit, case = shelf.person(), shelf.unit(), Case(shelf)
    shelf.posting(person, unit, dates=on("2021-08-01", "2021-08-05", starts=True, ends=True))
    within = {"dates": on("2021-08-01", "2021-08-05")}
    after = {"dates": on("2021-08-06", "2021-12-30")}
    longer, inside, outside = case.detention(within, after), case.detention(within), case.detention(after)
    for detention in (longer, inside, outside):
        case.involvement(detention=detention, unit=unit, witness_certainty="certain")
    (held,) = ask(person, shelf).postings
    assert told(held.linked) == {(longer, unit, "possible"), (inside, unit, "certain")}


def test_what_the_reader_may_not_open_is_neither_shown_nor_counted(shelf: Shelf) -> None:
    """The register alone, the register with a case, and the same case held twice."""
    person, unit, mine = shelf.person(), shelf.unit(), Shelf("b" * 32)
    shelf.posting(person, unit, dates=YEAR)
    case = Case(mine)
    act = done_by(case, unit, dates=on("2021-04-10"))
    (held,) = ask(person, shelf).postings
    assert held.linked == ()
    (held,) = ask(person, shelf, mine).postings
    assert told(held.linked) == {(act, unit, "certain")}
    (held,) = ask(person, shelf, mine, mine).postings
    assert len(held.linked) == 1


def test_a_circle_of_units_ends(shelf: Shelf) -> None:
    person, one, other = shelf.person(), shelf.unit("One"), shelf.unit("Other")
    shelf.posting(person, one, dates=YEAR)
    shelf.relation(one, other, dates=YEAR)
    shelf.relation(other, one, dates=YEAR)
    (held,) = ask(person, shelf).postings
    assert {unit.unit for unit in held.units} == {one, other}


def test_an_unknown_person_and_another_kind_are_not_found(shelf: Shelf) -> None:
    with pytest.raises(NotFound):
        ask(new_id(), shelf)
    with pytest.raises(NotFound):
        ask(shelf.unit(), shelf)


def test_write_only_members_may_not_ask(runtime: Runtime) -> None:
    founder = begin(runtime)
    writer = join(runtime, founder, "write_only")
    with runtime.work(reads_only=True) as work, pytest.raises(NotAllowed):
        responsibility(work=work, actor=writer, person=new_id())
