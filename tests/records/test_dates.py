"""Dates: the worked examples of the field, and what must hold for all dates."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.records import dates as said
from app.records.dates import Dates, Grade, sentence, spanning
from app.records.kinds import dump, parse
from tests.records.examples import example

CERTAIN, POSSIBLE, NOT_SHOWN = Grade.certain, Grade.possible, Grade.not_shown


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- the worked examples ----------------------------------------------------------------------------------

WORKED = [
    (
        "was appointed on 2014-08-01",
        said.since(day("2014-08-01")),
        {"first_precise": "2014-08-01", "last_precise": "2014-08-01", "starts": True, "ends": False},
        {"2014-07-31": NOT_SHOWN, "2014-08-01": CERTAIN, "2014-08-02": POSSIBLE},
    ),
    (
        "since becoming commander on 1 November, published 2023-11-05",
        said.since(day("2023-11-01"), day("2023-11-05")),
        {"first_precise": "2023-11-01", "last_precise": "2023-11-05", "starts": True, "ends": False},
        {"2023-10-31": NOT_SHOWN, "2023-11-03": CERTAIN, "2023-11-06": POSSIBLE},
    ),
    (
        "responded on 15 February in several areas, published 2024-03-24",
        said.some_time_between(day("2024-02-15"), day("2024-03-24")),
        {"first_imprecise": "2024-02-15", "last_imprecise": "2024-03-24"},
        {"2024-02-15": POSSIBLE, "2024-03-24": POSSIBLE},
    ),
    (
        "previously commanded the 8th Battalion, said on 2014-08-01",
        said.before(day("2014-08-01")),
        {"last_imprecise": "2014-08-01"},
        {"1999-01-01": POSSIBLE, "2014-08-01": POSSIBLE},
    ),
    (
        "appointed last month, published 2005-06-03",
        said.since_last_month(day("2005-06-03")),
        {
            "first_imprecise": "2005-05-01",
            "last_imprecise": "2005-05-31",
            "first_precise": "2005-06-01",
            "last_precise": "2005-06-03",
            "starts": True,
            "ends": False,
        },
        {
            "2005-04-30": NOT_SHOWN,
            "2005-05-01": POSSIBLE,
            "2005-05-31": POSSIBLE,
            "2005-06-01": CERTAIN,
            "2005-06-03": CERTAIN,
            "2005-06-04": POSSIBLE,
        },
    ),
    (
        "June 2023",
        said.month(2023, 6),
        {"first_imprecise": "2023-06-01", "last_imprecise": "2023-06-30"},
        {"2023-06-01": POSSIBLE, "2023-06-30": POSSIBLE},
    ),
    (
        "2023",
        said.year(2023),
        {"first_imprecise": "2023-01-01", "last_imprecise": "2023-12-31"},
        {"2023-01-01": POSSIBLE, "2023-12-31": POSSIBLE},
    ),
    (
        "one cited day",
        said.exactly_on(day("2020-08-10")),
        {"first_precise": "2020-08-10", "last_precise": "2020-08-10"},
        {"2020-08-09": POSSIBLE, "2020-08-10": CERTAIN, "2020-08-11": POSSIBLE},
    ),
]


@pytest.mark.parametrize(("words", "dates", "written", "grades"), WORKED, ids=[row[0] for row in WORKED])
def test_what_sources_say_becomes_ranges_and_grades(
    words: str, dates: Dates, written: dict[str, Any], grades: dict[str, Grade]
) -> None:
    assert dates.model_dump(mode="json", exclude_none=True) == written, words
    assert {text: dates.on(day(text)) for text in grades} == grades


def test_one_day_of_an_act_is_that_day_alone() -> None:
    act = said.exactly_on(day("2020-08-10")).resolved(True)
    assert [act.on(day(text)) for text in ("2020-08-09", "2020-08-10", "2020-08-11")] == [
        NOT_SHOWN,
        CERTAIN,
        NOT_SHOWN,
    ]


def test_what_absent_means_depends_on_the_kind() -> None:
    """A posting goes on until a source ends it; an act is over."""
    dates = {"first_precise": "2021-03-01", "last_precise": "2021-03-02"}
    posting = parse("posting", example("posting", dates=dates)).when()
    act = parse("act", example("act", dates=dates)).when()
    incident = parse("incident", example("incident", dates=dates)).when()
    assert posting and act and incident
    assert posting.on(day("2021-03-03")) is POSSIBLE
    assert act.on(day("2021-03-03")) is NOT_SHOWN
    assert incident.on(day("2021-02-28")) is NOT_SHOWN
    # What was not said is not written into the content.
    assert dump(parse("posting", example("posting", dates=dates)))["dates"] == dates


def test_a_first_day_alone_is_one_day_and_not_for_ever() -> None:
    dates = Dates(first_precise=day("2021-03-01"), starts=True)
    assert dates.precise == (day("2021-03-01"), day("2021-03-01"))
    assert dates.on(day("2021-03-01")) is CERTAIN
    assert dates.on(day("2021-03-02")) is POSSIBLE
    assert Dates(last_precise=day("2021-03-01")).on(day("2021-03-01")) is CERTAIN


def test_an_open_beginning_has_no_first_day() -> None:
    dates = Dates(last_imprecise=day("2014-08-01"), starts=True, ends=True)
    assert (dates.first_day, dates.earliest, dates.latest) == (None, None, day("2014-08-01"))
    assert dates.on(day("2014-08-02")) is NOT_SHOWN


# --- what is refused --------------------------------------------------------------------------------------

REFUSED = [
    ({"first_precise": "2021-03-02", "last_precise": "2021-03-01"}, "first_precise", "after the last"),
    ({"first_imprecise": "2021-03-02", "last_imprecise": "2021-03-01"}, "first_imprecise", "after the last"),
    ({"first_imprecise": "2021-03-02"}, "last_imprecise", "last possible day"),
    ({"first_imprecise": "2021-03-02", "first_precise": "2021-03-03"}, "last_imprecise", "last possible day"),
    (
        {"last_imprecise": "2021-03-01", "first_precise": "2021-03-03", "last_precise": "2021-03-04"},
        "first_imprecise",
        "without a gap",
    ),
    (
        {"first_imprecise": "2021-03-06", "last_imprecise": "2021-03-09", "last_precise": "2021-03-04"},
        "first_imprecise",
        "without a gap",
    ),
    ({"starts": True}, "", "at least one day"),
    ({"first_precise": "2021-02-30", "last_precise": "2021-03-01"}, "first_precise", "calendar"),
    ({"first_precise": "20210301", "last_precise": "2021-03-01"}, "first_precise", "year-month-day"),
    ({"first_precise": "٢٠٢١-٠٣-٠١", "last_precise": "2021-03-01"}, "first_precise", "year-month-day"),
    (
        {"first_precise": "2021-03-01T00:00:00", "last_precise": "2021-03-01"},
        "first_precise",
        "year-month-day",
    ),
    ({"first_precise": 20210301, "last_precise": "2021-03-01"}, "first_precise", "year-month-day"),
    ({"first_precise": "0001-01-01", "last_precise": "2021-03-01"}, "first_precise", "year between"),
    ({"first_precise": "2021-03-01", "starts": "yes"}, "starts", "yes or no"),
]


@pytest.mark.parametrize(("dates", "field", "words"), REFUSED)
def test_dates_that_cannot_be_are_refused_at_their_field(
    dates: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        parse("act", example("act", dates=dates))
    (problem,) = refusal.value.problems
    assert problem.field == ".".join(filter(None, ["dates", field]))
    assert words in problem.message


@pytest.mark.parametrize("first", ["2021-03-01", "2021-03-02", "2021-03-04", "2021-03-05"])
def test_ranges_may_touch_or_overlap(first: str) -> None:
    dates = Dates(
        first_precise=day("2021-03-02"),
        last_precise=day("2021-03-04"),
        first_imprecise=day(first),
        last_imprecise=day("2021-03-09"),
    )
    assert dates.last_day == day("2021-03-09")


# --- what always holds ------------------------------------------------------------------------------------

DAYS = st.integers(0, 60).map(lambda number: date(2020, 1, 1) + timedelta(days=number))
MAYBE = st.none() | st.booleans()


@st.composite
def any_dates(draw: st.DrawFn) -> Dates:
    """Dates of every form: one range, two that touch or overlap, open beginnings, one end alone."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    starts, ends = draw(MAYBE), draw(MAYBE)
    form = draw(st.sampled_from(["precise", "one day", "imprecise", "open", "both"]))
    if form == "precise":
        return said.every_day(first, last, starts=starts, ends=ends)
    if form == "one day":
        return Dates(last_precise=last, starts=starts, ends=ends)
    if form == "open":
        return said.before(last, starts=starts, ends=ends)
    if form == "imprecise":
        return said.some_time_between(first, last, starts=starts, ends=ends)
    joins = draw(st.integers(-1, (last - first).days + 1).map(lambda number: first + timedelta(days=number)))
    other = draw(DAYS)
    return Dates(
        first_precise=first,
        last_precise=last,
        first_imprecise=draw(st.sampled_from([None, min(joins, other)])),
        last_imprecise=max(joins, other),
        starts=starts,
        ends=ends,
    )


@given(any_dates(), DAYS, st.booleans(), st.booleans())
def test_certain_is_the_precise_range_and_nothing_else(
    dates: Dates, on: date, starts: bool, ends: bool
) -> None:
    inside = dates.precise is not None and dates.precise[0] <= on <= dates.precise[1]
    assert (dates.on(on, starts=starts, ends=ends) is CERTAIN) == inside


@given(any_dates(), DAYS, st.booleans())
def test_resolved_dates_say_the_same(dates: Dates, on: date, default: bool) -> None:
    resolved = dates.resolved(default)
    assert resolved.on(on) is dates.on(on, starts=default, ends=default)
    assert resolved.starts is not None and resolved.ends is not None


@given(any_dates(), DAYS, st.booleans())
def test_earliest_and_latest_hold_every_day_that_is_not_excluded(
    dates: Dates, on: date, default: bool
) -> None:
    resolved = dates.resolved(default)
    inside = (resolved.earliest is None or resolved.earliest <= on) and (
        resolved.latest is None or on <= resolved.latest
    )
    assert (resolved.on(on) is not NOT_SHOWN) == inside


@given(any_dates(), DAYS, DAYS)
def test_a_span_is_at_least_as_sure_as_each_of_its_days(dates: Dates, one: date, other: date) -> None:
    first, last = sorted((one, other))
    grades = {dates.on(first + timedelta(days=number)) for number in range((last - first).days + 1)}
    during = dates.during(first, last)
    assert dates.during(first, first) is dates.on(first)
    assert (during is NOT_SHOWN) == (grades == {NOT_SHOWN})
    assert during is CERTAIN or CERTAIN not in grades


def test_june_is_certain_for_the_whole_year_and_possible_for_a_week() -> None:
    june = said.month(2023, 6).resolved(True)
    assert june.during(day("2023-01-01"), day("2023-12-31")) is CERTAIN
    assert june.during(day("2023-06-01"), day("2023-06-07")) is POSSIBLE
    assert june.during(day("2023-07-01"), day("2023-07-07")) is NOT_SHOWN


@given(st.lists(any_dates(), min_size=2, max_size=4), DAYS)
def test_a_whole_is_possible_on_every_day_of_its_parts_and_never_certain(
    parts: list[Dates], on: date
) -> None:
    resolved = [part.resolved(True) for part in parts]
    whole = spanning(resolved)
    assert whole is not None
    assert whole.on(on) is not CERTAIN
    if any(part.on(on) is not NOT_SHOWN for part in resolved):
        assert whole.on(on) is POSSIBLE


def test_a_whole_of_one_part_is_that_part() -> None:
    part = said.exactly_on(day("2021-03-01")).resolved(True)
    assert spanning([part]) == part
    assert spanning([]) is None


@given(any_dates())
def test_a_sentence_names_the_days_given(dates: Dates) -> None:
    words = sentence(dates)
    assert all(str(end) in words for end in [dates.last_imprecise, *(dates.precise or ())] if end)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (said.since(day("2014-08-01")), "on 2014-08-01, perhaps later"),
        (said.month(2023, 6), "at some time between 2023-06-01 and 2023-06-30"),
        (
            said.month(2023, 6).resolved(False),
            "at some time between 2023-06-01 and 2023-06-30, perhaps earlier and later",
        ),
        (said.before(day("2014-08-01")), "at some time up to 2014-08-01"),
        (said.before(day("2014-08-01")).resolved(False), "at some time up to 2014-08-01, perhaps later"),
        (said.some_time_between(day("2014-08-01"), day("2014-08-01")), "at some time on 2014-08-01"),
        (said.exactly_on(day("2020-11-06")), "2020-11-06"),
        (said.exactly_on(day("2020-11-06")).resolved(False), "on 2020-11-06, perhaps earlier and later"),
        (said.exactly_on(day("2020-11-06"), starts=False, ends=True), "on 2020-11-06, perhaps earlier"),
        (
            said.every_day(day("2019-05-20"), day("2021-08-08"), starts=False, ends=True),
            "from 2019-05-20 or earlier to 2021-08-08",
        ),
        (
            said.every_day(day("2019-05-20"), day("2021-08-08"), starts=True, ends=False),
            "2019-05-20 to 2021-08-08 or later",
        ),
        (
            said.every_day(day("2019-05-20"), day("2021-08-08")).resolved(False),
            "from 2019-05-20 or earlier to 2021-08-08 or later",
        ),
        (
            said.since_last_month(day("2005-06-03")),
            "2005-06-01 to 2005-06-03 or later, and at some time between 2005-05-01 and 2005-05-31",
        ),
    ],
)
def test_sentences_say_which_end_is_open(dates: Dates, words: str) -> None:
    assert sentence(dates) == words
