"""What a search means. Everything here is invented: the country Nevaria, its forces and its people."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.catalogue.store import Held
from app.domain.search.queries import search_in
from app.domain.search.views import Question, Result, SearchResults, Why
from app.models import new_id
from tests.domain.catalogue.shelves import REGISTER, Case, Shelf, entry, on, some_day


def ask(*shelves: Shelf, **criteria: Any) -> SearchResults:
    return search_in([shelf.catalogue for shelf in shelves], Question.model_validate(criteria))


def records(found: SearchResults) -> set[str]:
    return {result.record for result in found.results}


def one(found: SearchResults, record: str) -> Result:
    return next(result for result in found.results if result.record == record)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


# --- the record itself ---------------------------------------------------------------------------------------


def test_every_word_must_occur(shelf: Shelf) -> None:
    case = Case(shelf, "They beat us with batons in the yard.")
    other = Case(shelf, "There were batons on the table.")
    assert records(ask(shelf, q="batons")) == {case.account, other.account}
    assert records(ask(shelf, q="batons yard")) == {case.account}
    assert records(ask(shelf, q="BATONS, yard!")) == {case.account}
    assert records(ask(shelf, q="baton")) == set()


def test_quotation_marks_make_a_phrase(shelf: Shelf) -> None:
    case = Case(shelf, "the yard was cold and the cell was hot")
    assert records(ask(shelf, q='"yard was cold"')) == {case.account}
    assert records(ask(shelf, q='"yard was hot"')) == set()
    assert records(ask(shelf, q="yard was hot")) == {case.account}
    assert records(ask(shelf, q="«yard was cold» hot")) == {case.account}


@pytest.mark.parametrize(
    "q",
    [
        '"',
        '""',
        '"""',
        "*",
        "a* OR b",
        "NEAR(a b)",
        "words:x",
        "-x",
        "^x",
        "(",
        ")",
        "a AND",
        "{a}",
        "'",
        ";",
        "\x00x",
        "+",
        "NOT",
        "😀",
        "\\",
    ],
)
def test_syntax_is_text_and_never_an_error(shelf: Shelf, q: str) -> None:
    Case(shelf)
    assert ask(shelf, q=q).total == 0


def test_folding_is_the_same_for_text_and_question(shelf: Shelf) -> None:
    case = Case(shelf, "Сям’я бацькоў у двары; трое́х забралі. Ещё был café, и ёлка. Мiнулi")
    for q in ("сям'я", "СЯМЯ", "двары", "троех", "еще", "ЁЛКА", "елка", "cafe", "Café", "мінулі"):
        assert records(ask(shelf, q=q)) == {case.account}, q
    assert ask(shelf, q="еле").total == 0


def test_letters_that_differ_stay_different(shelf: Shelf) -> None:
    case = Case(shelf, "мой кут")
    assert records(ask(shelf, q="мой")) == {case.account}
    assert ask(shelf, q="мои").total == 0


def test_kind_and_case_test_the_record_itself(shelf: Shelf) -> None:
    case, other = Case(shelf), Case(shelf)
    assert records(ask(shelf, case=case.id)) == {case.individual, case.account}
    assert records(ask(shelf, case=case.id, kind="account")) == {case.account}
    assert records(ask(shelf, kind="account", q="batons")) == {case.account, other.account}
    assert ask(shelf, kind="complaint").total == 0
    assert ask(shelf, case=new_id()).total == 0


def test_names_are_found_across_scripts(shelf: Shelf) -> None:
    person = shelf.person("Мікалай Савіцкі")
    case = Case(shelf)
    identity = case.put("identity", {"individual": case.individual, "names": [{"text": "Николай Савицкий"}]})
    found = ask(shelf, name="Mikalai Savitski")
    assert records(found) == {person, identity}
    assert records(ask(shelf, name="Николай Савицкий")) == {person, identity}
    assert ask(shelf, name="Николай Савицкий").results[0].record == identity, "the same spelling first"
    assert ask(shelf, name="Ольга Савицкая").total == 0
    assert ask(shelf, name="***").total == 0


# --- facts: of the record itself, or of one event of its individual -------------------------------------------


def test_the_account_of_a_witness_who_has_an_act_by_the_unit(shelf: Shelf) -> None:
    unit, other = shelf.unit(), shelf.unit("Second Patrol Company")
    case, stranger = Case(shelf), Case(shelf)
    act = case.act(dates=on("2021-03-05"))
    involvement = case.involvement(act=act, unit=unit)
    found = ask(shelf, q="batons", unit=unit)
    assert records(found) == {case.account}
    assert one(found, case.account).why == (Why.involved,)
    assert records(ask(shelf, unit=unit)) == {case.account, case.individual, act, involvement}
    assert ask(shelf, unit=other).total == 0
    assert stranger.account not in records(ask(shelf, unit=unit))


def test_one_and_the_same_act_must_meet_everything(shelf: Shelf) -> None:
    unit, other, place = shelf.unit(), shelf.unit("Second"), shelf.place()
    case = Case(shelf)
    march = case.act(dates=on("2021-03-05"), methods=["beating"])
    case.involvement(act=march, unit=unit)
    april = case.act("threat", dates=on("2021-04-05"), place=place)
    case.involvement(act=april, unit=other)
    march_days, april_days = (
        {"from": "2021-03-01", "to": "2021-03-31"},
        {"from": "2021-04-01", "to": "2021-04-30"},
    )
    assert case.account in records(ask(shelf, unit=unit, **march_days))
    assert ask(shelf, unit=unit, **april_days).total == 0
    assert ask(shelf, unit=unit, place=place).total == 0
    assert ask(shelf, unit=unit, type="threat").total == 0
    assert case.account in records(ask(shelf, unit=other, place=place, type="threat", **april_days))
    assert case.account in records(ask(shelf, unit=unit, method="beating", type="torture"))
    assert ask(shelf, method="beating", type="threat").total == 0


def test_one_and_the_same_stay_must_meet_everything(shelf: Shelf) -> None:
    first, second, unit = shelf.place("First prison"), shelf.place("Second prison"), shelf.unit()
    case = Case(shelf)
    detention = case.detention(
        {"place": first, "dates": on("2021-03-01", "2021-03-10")},
        {"place": second, "dates": on("2021-03-11", "2021-03-20")},
    )
    case.involvement("assisted", detention=detention, unit=unit)
    assert detention in records(ask(shelf, place=first, **{"from": "2021-03-10", "to": "2021-03-10"}))
    assert ask(shelf, place=second, **{"from": "2021-03-10", "to": "2021-03-10"}).total == 0
    assert case.account in records(ask(shelf, place=second, unit=unit, **{"from": "2021-03-12"}))
    assert ask(shelf, place=second, unit=unit, **{"to": "2021-03-05"}).total == 0


def test_acts_stand_for_themselves(shelf: Shelf) -> None:
    unit = shelf.unit()
    case = Case(shelf)
    mine, other = case.act(), case.act("threat")
    case.involvement(act=mine, unit=unit)
    elsewhere = case.involvement(act=other, unit=shelf.unit("Second"))
    found = records(ask(shelf, unit=unit))
    assert mine in found
    assert other not in found
    assert elsewhere not in found


def test_another_case_does_not_count_for_the_same_person(shelf: Shelf) -> None:
    unit = shelf.unit()
    case, other = Case(shelf), Case(shelf)
    act = other.put("act", {"individual": case.individual, "type": "torture", "reported_in": other.told})
    other.involvement(act=act, unit=unit)
    found = records(ask(shelf, unit=unit))
    assert act in found
    assert case.account not in found


def test_an_involvement_of_another_case_adds_nothing(shelf: Shelf) -> None:
    unit, case, other = shelf.unit(), Case(shelf), Case(shelf)
    act = case.act()
    foreign = other.involvement(act=act, unit=unit)
    assert records(ask(shelf, unit=unit)) == {foreign}


def test_a_possible_date_matches_and_is_marked(shelf: Shelf) -> None:
    case, later = Case(shelf), Case(shelf)
    spring = case.act(dates=some_day("2021-03-01", "2021-05-31"))
    april = later.act(dates=on("2021-04-10"))
    undated = later.act("threat")
    found = ask(shelf, kind="act", **{"from": "2021-04-01", "to": "2021-04-30"})
    assert [(result.record, result.possible) for result in found.results] == [
        (april, False),
        (undated, True),
        (spring, True),
    ]
    everything = ask(shelf, kind="act", **{"from": "2021-03-01", "to": "2021-05-31"})
    assert not one(everything, spring).possible, "on some day of the span it was"
    assert ask(shelf, kind="act", type="torture", **{"from": "2021-06-01"}).total == 0


def test_records_without_days_answer_no_question_of_days_by_themselves(shelf: Shelf) -> None:
    shelf.unit()
    case = Case(shelf)
    assert ask(shelf, **{"from": "2021-04-01"}).total == 0
    case.act(dates=on("2021-04-10"))
    assert case.individual in records(ask(shelf, **{"from": "2021-04-01"}))


def test_persons_and_incidents(shelf: Shelf) -> None:
    person, incident, unit = shelf.person(), shelf.incident(dates=on("2021-03-05")), shelf.unit()
    case = Case(shelf)
    act = case.act(incident=incident)
    case.involvement(act=act, person=person, unit=unit)
    assert case.account in records(ask(shelf, person=person))
    assert case.account in records(ask(shelf, person=person, unit=unit, incident=incident))
    assert ask(shelf, person=shelf.person("Other")).total == 0
    posting = shelf.posting(person, unit, dates=on("2021-01-01"))
    assert posting in records(ask(shelf, person=person, unit=unit))


# --- presence is not guilt -------------------------------------------------------------------------------------


def test_presence_does_not_read_as_guilt(shelf: Shelf) -> None:
    unit, place = shelf.unit(), shelf.place()
    runs = shelf.positioning(unit, place, "runs_the_place")
    seen = shelf.positioning(unit, place, "present")
    incident = shelf.incident(units_present=[{"unit": unit, "citations": [{"source": "5" * 32}]}])
    case, kind = Case(shelf), Case(shelf)
    case.involvement("present_did_not_stop", act=case.act(place=place), unit=unit)
    kind.involvement("tried_to_stop", act=kind.act(place=place), unit=unit)
    found = ask(shelf, unit=unit)
    assert one(found, runs).why == (Why.runs_the_place,)
    assert one(found, seen).why == (Why.present,)
    assert one(found, incident).why == (Why.present,)
    assert one(found, case.account).why == (Why.present,)
    assert one(found, kind.account).why == (Why.tried_to_stop,)


def test_whom_a_source_names_as_having_done_it_is_not_said_to_be_present(shelf: Shelf) -> None:
    unit, person, cited = shelf.unit(), shelf.person(), [{"source": "5" * 32}]
    named = [{"unit": unit, "citations": cited}, {"person": person, "citations": cited}]
    incident = shelf.incident(alleged=named)
    assert one(ask(shelf, unit=unit), incident).why == (Why.alleged,)
    assert one(ask(shelf, person=person), incident).why == (Why.alleged,)


def test_a_unit_that_runs_a_place_is_not_thereby_involved(shelf: Shelf) -> None:
    unit, place = shelf.unit(), shelf.place()
    shelf.positioning(unit, place, "runs_the_place")
    case = Case(shelf)
    case.act(place=place)
    assert case.account not in records(ask(shelf, unit=unit))


def test_an_account_that_names_a_unit_is_not_thereby_about_its_deeds(shelf: Shelf) -> None:
    unit, other, case = shelf.unit(), shelf.unit("Second Patrol Company"), Case(shelf)
    marked = {"paragraph": 1, "start": 0, "end": 4, "unit": unit}
    naming = case.put(
        "account",
        {
            "individual": case.individual,
            "type": "full_interview",
            "narrative": [{"text": "They said so."}],
            "mentions": [marked],
        },
    )
    case.involvement("helped", act=case.act(), unit=other)
    found = ask(shelf, unit=unit)
    assert records(found) == {naming}
    assert one(found, naming).why == (Why.named,)


def test_only_acts_that_answer_say_why(shelf: Shelf) -> None:
    unit, case = shelf.unit(), Case(shelf)
    case.involvement("helped", act=case.act(dates=on("2021-03-05")), unit=unit)
    case.involvement("ordered", act=case.act(dates=on("2021-04-05")), unit=unit)
    assert one(ask(shelf, unit=unit), case.account).why == (Why.helped, Why.involved)
    assert one(ask(shelf, unit=unit, to="2021-03-31"), case.account).why == (Why.helped,)


# --- subordinates ---------------------------------------------------------------------------------------------


def test_subordinates_add_the_units_below_on_the_days_of_the_act(shelf: Shelf) -> None:
    top, middle, below = shelf.unit("Regiment"), shelf.unit("Battalion"), shelf.unit("Company")
    shelf.relation(middle, top, dates=on("2021-01-01", "2021-12-31", starts=True, ends=True))
    shelf.relation(below, middle, dates=on("2021-03-01", "2021-03-31", starts=True, ends=False))
    during, after, before = Case(shelf), Case(shelf), Case(shelf)
    for case, day in ((during, "2021-03-10"), (after, "2021-05-10"), (before, "2021-02-10")):
        case.involvement(act=case.act(dates=on(day)), unit=below)
    assert during.account not in records(ask(shelf, unit=top))
    found = ask(shelf, unit=top, subordinates=True, kind="account")
    assert [(result.record, result.possible) for result in found.results] == [
        (during.account, False),
        (after.account, True),
    ]


def test_a_unit_that_was_not_under_it_on_the_day_does_not_say_why(shelf: Shelf) -> None:
    top, below, later, case = (
        shelf.unit("Regiment"),
        shelf.unit("Company"),
        shelf.unit("Platoon"),
        Case(shelf),
    )
    for unit, first, last in ((below, "2021-03-01", "2021-03-31"), (later, "2021-05-01", "2021-05-31")):
        shelf.relation(unit, top, dates=on(first, last, starts=True, ends=True))
    act = case.act(dates=on("2021-03-10"))
    case.involvement("present_did_not_stop", act=act, unit=below)
    case.involvement("carried_out", act=act, unit=later)
    assert one(ask(shelf, unit=top, subordinates=True), case.account).why == (Why.present,)


def test_subordinates_follow_command_alone(shelf: Shelf) -> None:
    top, below, case = shelf.unit("Regiment"), shelf.unit("Stores"), Case(shelf)
    shelf.relation(below, top, "administrative", dates=on("2021-01-01", "2021-12-31"))
    shelf.relation(below, top, "membership", dates=on("2021-01-01", "2021-12-31"))
    case.involvement(act=case.act(dates=on("2021-03-10")), unit=below)
    assert case.account not in records(ask(shelf, unit=top, subordinates=True))


def test_an_undated_relation_is_possible_and_does_not_vanish(shelf: Shelf) -> None:
    top, below, case = shelf.unit("Regiment"), shelf.unit("Company"), Case(shelf)
    shelf.relation(below, top)
    case.involvement(act=case.act(dates=on("2021-03-10")), unit=below)
    assert one(ask(shelf, unit=top, subordinates=True), case.account).possible


# --- several catalogues -----------------------------------------------------------------------------------------


def test_two_catalogues_answer_without_doubles() -> None:
    own, team = Shelf("a" * 32), Shelf("b" * 32)
    shared, only = Case(own), Case(team)
    unit = own.unit()
    act = entry(
        "act",
        {"individual": shared.individual, "type": "torture", "reported_in": shared.told},
        case=shared.id,
        compartment=shared.working,
    )
    for shelf in (own, team):
        shelf.catalogue.reach(0, {shared.working: Held(shared.id, "working")})
        shelf.catalogue.take_in([act])
    found = ask(own, team, q="batons")
    assert found.total == 2
    assert records(found) == {shared.account, only.account}
    assert ask(own, team, type="torture", kind="act").total == 1
    assert ask(team, own, type="torture", kind="act").total == 1
    assert ask(own, team, unit=unit).total == 0


def test_an_identity_is_found_by_an_act_that_another_holder_opens() -> None:
    own, team = Shelf("a" * 32), Shelf("b" * 32)
    unit = own.unit()
    case, stranger = Case(team), Case(team)
    case.involvement(act=case.act(dates=on("2021-03-10")), unit=unit)
    stranger.act()
    identity = own.put(
        "identity",
        {"individual": case.individual, "names": [{"text": "Ольга Верас"}]},
        case=case.id,
        compartment=case.identity,
    )
    unasked = own.put(
        "identity",
        {"individual": stranger.individual, "names": [{"text": "Вольга Верас"}]},
        case=stranger.id,
        compartment=stranger.identity,
    )
    assert records(ask(own, team, name="Olha Veras")) == {identity, unasked}
    assert records(ask(own, team, name="Olha Veras", unit=unit)) == {identity}
    assert records(ask(own, name="Olha Veras", unit=unit)) == set()


# --- pages and questions ------------------------------------------------------------------------------------------


def test_pages(shelf: Shelf) -> None:
    cases = [Case(shelf) for _ in range(7)]
    seen: list[str] = []
    for offset in (0, 3, 6, 9):
        page = ask(shelf, q="batons", limit=3, offset=offset)
        assert page.total == 7
        seen += [result.record for result in page.results]
    assert sorted(seen) == sorted(case.account for case in cases)
    assert len(ask(shelf, q="batons").results) == 7


def test_an_amended_record_is_found_by_its_new_words_alone(shelf: Shelf) -> None:
    case = Case(shelf, "an old word")
    case.put(
        "account",
        {"individual": case.individual, "type": "full_interview", "narrative": [{"text": "a new word"}]},
        record=case.account,
        version=2,
    )
    assert ask(shelf, q="old").total == 0
    assert ask(shelf, q="word", limit=1).total == 1, "and counted once"
    found = ask(shelf, q="new word")
    assert [result.record for result in found.results] == [case.account]
    assert records(ask(shelf, case=case.id)) == {case.individual, case.account}


def test_results_say_what_a_list_needs(shelf: Shelf) -> None:
    incident = shelf.incident("Dispersal on Linden Square", dates=on("2021-03-05"))
    result = one(ask(shelf, q="linden"), incident)
    assert (result.case, result.kind, result.title) == (None, "incident", "Dispersal on Linden Square")
    assert result.dates == {
        "first_precise": "2021-03-05",
        "last_precise": "2021-03-05",
        "starts": True,
        "ends": True,
    }


@pytest.mark.parametrize(
    "criteria",
    [
        {},
        {"limit": 5},
        {"q": ""},
        {"q": "x" * 1001},
        {"subordinates": True, "q": "x"},
        {"from": "2021-02-02", "to": "2021-02-01"},
        {"from": "2021-02-30"},
        {"kind": "proceeding"},
        {"type": "nonsense"},
        {"method": "nonsense"},
        {"unit": "not an id"},
        {"q": "x", "limit": 0},
        {"q": "x", "limit": 100_000},
        {"q": "x", "offset": -1},
        {"q": "x", "surprise": 1},
    ],
)
def test_questions_that_ask_nothing_or_nonsense_are_refused(criteria: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Question.model_validate(criteria)


def test_a_refusal_names_the_known_codes_and_not_what_was_typed() -> None:
    with pytest.raises(ValidationError) as refused:
        Question.model_validate({"type": "nonsense"})
    assert "dispersal_of_assembly" in str(refused.value)
    assert "nonsense" not in str(refused.value)


def test_register_question_without_holding_anything() -> None:
    assert search_in([], Question.model_validate({"q": "x"})) == SearchResults(0, ())


def test_nothing_is_held_after_a_question(shelf: Shelf) -> None:
    Case(shelf)
    assert ask(shelf, q="batons", unit=new_id()).total == 0
    assert shelf.catalogue.held[REGISTER].case is None
