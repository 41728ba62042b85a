"""Command is as sure as its weakest link, in whatever order the links come."""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.days import ANY_DAY, Days, days_of
from app.domain.forces.rules import (
    Link,
    Step,
    Window,
    grade_within,
    span,
    subordinates,
    superiors,
    uncovered,
    units_below,
)
from app.records.dates import Dates, Grade

UNITS = "ABCDEF"
START = date(2021, 1, 1)
SPAN = range(40)
numbers = st.integers(0, 39)


@st.composite
def dates(draw: st.DrawFn) -> Dates | None:
    """Dates as a source may give them: precise, imprecise, both joined, or none."""
    shape = draw(st.sampled_from(["none", "precise", "imprecise", "open", "joined"]))
    first, last, third = sorted(draw(st.tuples(numbers, numbers, numbers)))
    ends: Any = {"starts": draw(st.booleans()), "ends": draw(st.booleans())}
    first, last, third = (START + timedelta(days) for days in (first, last, third))
    if shape == "precise":
        return Dates(first_precise=first, last_precise=last, **ends)
    if shape == "imprecise":
        return Dates(first_imprecise=first, last_imprecise=last, **ends)
    if shape == "open":
        return Dates(last_imprecise=last, **ends)
    if shape == "joined":
        return Dates(
            first_imprecise=first, last_imprecise=last, first_precise=last, last_precise=third, **ends
        )
    return None


@st.composite
def links(draw: st.DrawFn) -> list[Link]:
    pairs = draw(st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS), dates()), max_size=12))
    return [
        Link(f"r{number}", below, above, days_of(when, ANY_DAY))
        for number, (below, above, when) in enumerate(pairs)
        if below != above
    ]


def day(number: int) -> int:
    return (START + timedelta(number)).toordinal()


def on_day(number: int) -> Window:
    return span(day(number), day(number))


def grade_on(days: Days, on: int) -> Grade:
    return grade_within(days, [span(on, on)])


@given(dates(), st.integers(-5, 45))
def test_grades_are_those_of_the_dates(when: Dates | None, number: int) -> None:
    on = START + timedelta(number)
    expected = Grade.possible if when is None else when.on(on)
    assert grade_on(days_of(when, ANY_DAY), on.toordinal()) is expected


@given(links(), numbers)
def test_nothing_is_certain_outside_a_precise_range(found: list[Link], number: int) -> None:
    steps = superiors("A", found, on_day(number))
    for step in steps:
        if step.grade is Grade.certain:
            precise = step.link.days
            assert precise.sure_first is not None
            assert precise.sure_last is not None
            assert precise.sure_first <= day(number) <= precise.sure_last


@given(links(), numbers)
def test_a_certain_step_has_a_certain_path_and_a_possible_one_has_not(found: list[Link], number: int) -> None:
    certain = {link for link in found if grade_on(link.days, day(number)) is Grade.certain}
    reached = {"A"}
    while more := {link.superior for link in certain if link.subordinate in reached} - reached:
        reached |= more
    for step in superiors("A", found, on_day(number)):
        assert (step.grade is Grade.certain) is (step.link in certain and step.link.subordinate in reached)


@given(links(), numbers)
def test_every_unit_above_is_answered(found: list[Link], number: int) -> None:
    shown = [link for link in found if grade_on(link.days, day(number)) is not Grade.not_shown]
    reached = {"A"}
    while more := {link.superior for link in shown if link.subordinate in reached} - reached:
        reached |= more
    steps = superiors("A", found, on_day(number))
    assert {step.link.superior for step in steps} | {"A"} == reached
    assert {step.link for step in steps} == {link for link in shown if link.subordinate in reached}


@given(links(), numbers, st.randoms())
def test_the_order_of_entry_does_not_matter(found: list[Link], number: int, chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert superiors("A", shuffled, on_day(number)) == superiors("A", found, on_day(number))
    assert subordinates("A", shuffled, on_day(number)) == subordinates("A", found, on_day(number))
    assert units_below("A", shuffled) == units_below("A", found)


@given(links(), numbers)
def test_down_and_up_agree(found: list[Link], number: int) -> None:
    """A unit is under another on a day exactly when the other is above it, and as surely."""
    below = units_below("A", found)
    for unit in set(UNITS) - {"A"}:
        graded = {
            Grade.certain if window.sure_first <= day(number) <= window.sure_last else Grade.possible
            for window in below.get(unit, ())
            if window.first <= day(number) <= window.last
        }
        steps = superiors(unit, found, on_day(number))
        upward = {step.grade for step in steps if step.link.superior == "A"}
        assert bool(graded) is bool(upward)
        assert (Grade.certain in graded) is (Grade.certain in upward)


def test_a_circle_is_answered_and_not_walked_for_ever() -> None:
    always = Days(1, 10, 1, 10)
    found = [Link("r1", "A", "B", always), Link("r2", "B", "C", always), Link("r3", "C", "B", always)]
    steps = superiors("A", found, span(5, 5))
    told = [(step.link.superior, step.level, step.circle) for step in steps]
    assert told == [("B", 1, False), ("C", 2, False), ("B", 3, True)]
    assert set(units_below("C", found)) == {"A", "B"}
    assert set(units_below("B", found)) == {"A", "C"}


def test_two_units_above_each_other() -> None:
    always = Days(1, 10, 1, 10)
    steps = superiors("A", [Link("r1", "A", "B", always), Link("r2", "B", "A", always)], span(5, 5))
    assert [(step.link.relation, step.circle) for step in steps] == [("r1", False), ("r2", True)]


def test_a_rumour_takes_no_certain_superior_away() -> None:
    """A is under B and B under C for certain, and A perhaps under C: that somebody also puts C under B, without a date,
    makes a circle, and C stays a certain superior."""
    always, undated = Days(1, 10, 1, 10), ANY_DAY
    found = [Link("r1", "A", "B", always), Link("r2", "B", "C", always), Link("r3", "A", "C", undated)]
    steps = superiors("A", [*found, Link("rumour", "C", "B", undated)], span(5, 5))
    told = {step.link.relation: (str(step.grade), step.circle) for step in steps}
    assert told == {
        "r1": ("certain", False),
        "r2": ("certain", True),
        "r3": ("possible", False),
        "rumour": ("possible", True),
    }


def test_parallel_superiors_each_stand_with_their_own_relation() -> None:
    always, maybe = Days(1, 10, 1, 10), Days(1, 10)
    found = [
        Link("r1", "A", "B", always),
        Link("r2", "A", "C", maybe),
        Link("r3", "B", "D", always),
        Link("r4", "C", "D", always),
        Link("r5", "A", "B", maybe),
    ]
    steps = superiors("A", found, span(5, 5))
    assert [(step.link.relation, step.level, str(step.grade)) for step in steps] == [
        ("r1", 1, "certain"),
        ("r5", 1, "possible"),
        ("r2", 1, "possible"),
        ("r3", 2, "certain"),
        ("r4", 2, "possible"),
    ]
    assert not any(step.circle for step in steps)


# --- spans of days ----------------------------------------------------------------------------------------


def days_of_steps(steps: list[Step]) -> dict[str, set[tuple[int, bool]]]:
    """Every day on which each unit is above, and whether it certainly is."""
    days: dict[str, set[tuple[int, bool]]] = {}
    for step in steps:
        for window in step.windows:
            for each in range(window.first, window.last + 1):
                days.setdefault(step.link.relation, set()).add((each, False))
                if window.sure_first <= each <= window.sure_last:
                    days[step.link.relation].add((each, True))
    return days


@given(links(), numbers, st.integers(0, 6))
def test_a_span_says_what_its_days_say(found: list[Link], number: int, length: int) -> None:
    """The windows of a span hold exactly the days on which the same question for that day is answered, and as surely."""
    within = span(day(number), day(number + length))
    expected: dict[str, set[tuple[int, bool]]] = {}
    for each in range(within.first, within.last + 1):
        for step in superiors("A", found, span(each, each)):
            said = {(each, sure) for sure in (False, step.grade is Grade.certain)}
            expected.setdefault(step.link.relation, set()).update(said)
    assert days_of_steps(superiors("A", found, within)) == expected


@given(dates(), numbers, st.integers(0, 9))
def test_a_claim_in_a_span_is_graded_as_its_dates_are(when: Dates | None, number: int, length: int) -> None:
    first, last = START + timedelta(number), START + timedelta(number + length)
    expected = Grade.possible if when is None else when.during(first, last)
    assert grade_within(days_of(when, ANY_DAY), [span(first.toordinal(), last.toordinal())]) is expected


@given(links(), links(), numbers)
def test_adding_a_claim_never_removes_another(found: list[Link], more: list[Link], number: int) -> None:
    added = [Link(f"new-{link.relation}", link.subordinate, link.superior, link.days) for link in more]
    after = {step.link.relation: step for step in superiors("A", [*found, *added], on_day(number))}
    for step in superiors("A", found, on_day(number)):
        assert step.link.relation in after
        if step.grade is Grade.certain:
            assert after[step.link.relation].grade is Grade.certain


@given(links(), numbers)
def test_the_walk_down_and_the_steps_down_reach_the_same_units(found: list[Link], number: int) -> None:
    within = on_day(number)
    reached = {step.link.subordinate for step in subordinates("A", found, within)} - {"A"}
    assert reached == set(units_below("A", found, within))


@given(
    st.lists(st.tuples(numbers, numbers).map(sorted), max_size=5),
    st.lists(st.tuples(numbers, numbers).map(sorted), max_size=5),
)
def test_what_is_not_covered_is_the_days_left_over(asked: list[list[int]], covering: list[list[int]]) -> None:
    def each(ranges: list[list[int]]) -> set[int]:
        return {day for first, last in ranges for day in range(first, last + 1)}

    left = uncovered([span(*pair) for pair in asked], [span(*pair) for pair in covering])
    assert each([list(pair) for pair in left]) == each(asked) - each(covering)


def test_a_restructuring_is_no_circle() -> None:
    """In January A is under B, in February B is under A: neither question for the two months sees a circle."""
    january, february = Days(1, 31, 1, 31), Days(32, 59, 32, 59)
    found = [Link("r1", "A", "B", january), Link("r2", "B", "A", february)]
    for walk, expected in ((superiors, ("r1", span(1, 31))), (subordinates, ("r2", span(32, 59)))):
        steps = walk("A", found, span(1, 59))
        assert [(step.link.relation, *step.windows, step.circle) for step in steps] == [(*expected, False)]
