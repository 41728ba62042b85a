"""Days in a catalogue grade as dates do."""

import sqlite3
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.days import ANY_DAY, COLUMNS, NO_DAYS, certain, days_of, shown
from app.records.dates import Dates, Grade

START = date(2021, 1, 1)
numbers = st.integers(0, 40)


@st.composite
def dates(draw: st.DrawFn) -> Dates:
    first, middle, last = sorted(draw(st.tuples(numbers, numbers, numbers)))
    first, middle, last = (START + timedelta(days) for days in (first, middle, last))
    given = draw(
        st.sampled_from(
            [
                {"first_precise": first, "last_precise": last},
                {"first_precise": first},
                {"last_precise": last},
                {"first_imprecise": first, "last_imprecise": last},
                {"last_imprecise": last},
                {
                    "first_imprecise": first,
                    "last_imprecise": middle,
                    "first_precise": middle,
                    "last_precise": last,
                },
                {
                    "first_precise": first,
                    "last_precise": middle,
                    "first_imprecise": middle,
                    "last_imprecise": last,
                },
            ]
        )
    )
    return Dates.model_validate(given | {"starts": draw(st.booleans()), "ends": draw(st.booleans())})


@given(dates(), st.tuples(st.integers(-5, 45), st.integers(-5, 45)))
def test_sql_grades_as_dates_do(known: Dates, span: tuple[int, int]) -> None:
    first, last = sorted(START + timedelta(number) for number in span)
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE fact ({COLUMNS})")
    connection.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)", days_of(known.resolved(False)))
    bound = {"from": first.toordinal(), "to": last.toordinal()}
    row = connection.execute(f"SELECT {shown('fact')}, {certain('fact')} FROM fact", bound).fetchone()
    connection.close()
    expected = known.during(first, last)
    assert bool(row[0]) is (expected is not Grade.not_shown)
    assert bool(row[1]) is (expected is Grade.certain)


def test_dates_that_are_absent() -> None:
    assert days_of(None) == NO_DAYS
    assert days_of(None, ANY_DAY) == ANY_DAY
