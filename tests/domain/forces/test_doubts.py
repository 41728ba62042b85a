"""Questions that claims leave open: proposed, never decided. All forces and persons are invented."""

from datetime import date

from app.domain.forces.doubts import doubts_of
from tests.domain.catalogue.shelves import Shelf, on


def told(shelf: Shelf, entry: str) -> list[tuple[str, set[str], str, str]]:
    return [
        (doubt.question.split(".")[0], set(doubt.claims), str(doubt.first), str(doubt.last))
        for doubt in doubts_of([shelf.catalogue], entry)
    ]


def test_two_in_command_on_the_same_days_are_a_question_an_acting_one_is_none() -> None:
    shelf = Shelf()
    unit, one, other, acting = shelf.unit(), shelf.person(), shelf.person("B"), shelf.person("C")
    first = shelf.posting(one, unit, dates=on("2021-01-01", "2021-06-30", starts=True))
    second = shelf.posting(other, unit, dates=on("2021-06-01", "2021-12-31"))
    shelf.posting(acting, unit, "acting_commander", dates=on("2021-03-01", "2021-03-21"))
    shelf.posting(acting, unit, "deputy", dates=on("2021-01-01", "2021-12-31"))
    assert told(shelf, unit) == [
        ("Two persons are shown in command on the same days", {first, second}, "2021-06-01", "2021-06-30")
    ]


def test_days_between_two_claims_of_one_fact() -> None:
    shelf = Shelf()
    unit, person = shelf.unit(), shelf.person()
    spring = shelf.posting(person, unit, dates=on("2021-03-01", "2021-05-31"))
    autumn = shelf.posting(person, unit, dates=on("2021-09-01", "2021-11-30"))
    ended = shelf.posting(person, unit, dates=on("2022-02-01", "2022-02-28", starts=True, ends=True))
    returned = shelf.posting(person, unit, dates=on("2023-01-01", "2023-02-28", starts=True))
    (between, one_sided) = doubts_of([shelf.catalogue], person)
    assert set(between.claims) == {spring, autumn}
    assert (between.first, between.last) == (date(2021, 6, 1), date(2021, 8, 31))
    assert set(one_sided.claims) == {autumn, ended}
    assert returned not in {claim for doubt in (between, one_sided) for claim in doubt.claims}, "said plainly"
    assert told(shelf, unit) == told(shelf, person), "the same question from either side"


def test_two_superiors_two_places_two_units() -> None:
    shelf = Shelf()
    unit, army, police = shelf.unit(), shelf.unit("Army"), shelf.unit("Police")
    days = on("2021-01-01", "2021-01-31")
    relations = {shelf.relation(unit, army, dates=days), shelf.relation(unit, police, dates=days)}
    shelf.relation(unit, police, "administrative", dates=days)
    places = {shelf.positioning(unit, shelf.place(), dates=days) for _ in range(2)}
    assert [(question, claims) for question, claims, _, _ in told(shelf, unit)] in (
        [
            ("Two units are shown in command of this one", relations),
            ("At two places on the same days", places),
        ],
        [
            ("At two places on the same days", places),
            ("Two units are shown in command of this one", relations),
        ],
    )
    person = shelf.person()
    posts = {shelf.posting(person, one, dates=days) for one in (army, police)}
    assert told(shelf, person)[0][1] == posts


def test_what_only_may_overlap_is_no_question() -> None:
    shelf = Shelf()
    unit = shelf.unit()
    shelf.posting(shelf.person(), unit, dates=on("2021-01-01", "2021-01-31", starts=True, ends=False))
    shelf.posting(shelf.person("B"), unit, dates=on("2021-03-01", "2021-03-31", starts=False, ends=True))
    shelf.posting(shelf.person("C"), unit)
    assert told(shelf, unit) == []


def test_a_claim_within_a_longer_one_opens_no_gap() -> None:
    """A source for one month of two years says nothing of the days after that month."""
    shelf = Shelf()
    unit, person = shelf.unit(), shelf.person()
    long = shelf.posting(person, unit, dates=on("2020-01-01", "2021-12-31"))
    shelf.posting(person, unit, dates=on("2020-02-01", "2020-03-01"))
    shelf.posting(person, unit, dates=on("2021-05-01", "2021-06-01"))
    assert told(shelf, person) == []
    later = shelf.posting(person, unit, dates=on("2022-03-01", "2022-03-31"))
    assert told(shelf, person) == [
        ("No source shows the days between", {long, later}, "2022-01-01", "2022-02-28")
    ]


def test_records_of_one_person_are_asked_about_as_one() -> None:
    shelf = Shelf()
    unit, other_unit = shelf.unit(), shelf.unit("Second Patrol Company")
    one = shelf.person()
    same = shelf.person("Ардан Вельский", same_as=[{"person": one}])
    days = on("2021-01-01", "2021-06-30")
    shelf.posting(one, unit, dates=days)
    shelf.posting(same, unit, dates=days)
    assert told(shelf, unit) == [], "it is one who commanded"
    elsewhere = shelf.posting(same, other_unit, dates=on("2021-06-01", "2021-06-30"))
    (question,) = told(shelf, one)[:1]
    assert question[0] == "In command of two units on the same days"
    assert elsewhere in question[1]


def test_what_is_shown_before_a_unit_began_or_after_it_ended() -> None:
    shelf = Shelf()
    unit = shelf.unit(dates=on("2016-01-15", "2021-02-28", starts=True, ends=True))
    early = shelf.posting(shelf.person(), unit, "member", dates=on("2015-06-01", "2016-03-01"))
    late = shelf.posting(shelf.person("B"), unit, "member", dates=on("2021-01-01", "2021-12-31"))
    shelf.posting(shelf.person("C"), unit, "member", dates=on("2018-01-01"))
    words = "Shown before the unit began or after it ended"
    assert told(shelf, unit) == [
        (words, {early, unit}, "2015-06-01", "2016-01-14"),
        (words, {late, unit}, "2021-03-01", "2021-12-31"),
    ]
