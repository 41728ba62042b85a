"""Claims in words: what is said beside them, and when they hold."""

from datetime import date
from typing import Any

import pytest

from app.domain.forces.showing import certain_throughout, in_time, marks, periods_in_words
from app.domain.forces.views import Period

FIRST, LAST = date(2021, 3, 1), date(2021, 3, 31)


@pytest.mark.parametrize(
    ("status", "confidences", "said"),
    [
        (None, [None], ()),
        ("accepted", [3], ()),
        ("conflict", [], ("in conflict",)),
        ("work_needed", [2], ("work needed",)),
        ("issue", [1], ("there is an issue", "low confidence")),
        (None, [1, 1], ("low confidence",)),
        (None, [1, 2], ()),
        (None, [None, 1], ("low confidence",)),
    ],
)
def test_what_is_said_beside_a_claim(
    status: str | None, confidences: list[int | None], said: tuple[str, ...]
) -> None:
    citations: list[dict[str, Any]] = [
        {"source": "5" * 32} | ({} if sure is None else {"confidence": sure}) for sure in confidences
    ]
    assert marks(status, citations) == said


@pytest.mark.parametrize(
    ("period", "words", "sure"),
    [
        (Period(FIRST, LAST, FIRST, LAST), "certain 2021-03-01 – 2021-03-31", True),
        (Period(FIRST, FIRST, FIRST, FIRST), "certain 2021-03-01", True),
        (Period(FIRST, LAST, None, None), "possible 2021-03-01 – 2021-03-31", False),
        (Period(FIRST, LAST, LAST, LAST), "possible 2021-03-01 – 2021-03-31, certain 2021-03-31", False),
        (
            Period(date.min, date.max, FIRST, LAST),
            "possible start not shown – end not shown, certain 2021-03-01 – 2021-03-31",
            False,
        ),
    ],
)
def test_a_period_says_on_which_days_it_is_certain(period: Period, words: str, sure: bool) -> None:
    assert periods_in_words([period]) == words
    assert certain_throughout([period]) is sure


def test_claims_are_sorted_by_the_first_day_that_is_shown_also_where_it_may_be_earlier() -> None:
    early = {"first_precise": "2020-03-01", "last_precise": "2020-03-01", "starts": True}
    open_ = {"first_precise": "2022-03-01", "last_precise": "2022-03-01"}
    before = {"last_imprecise": "2021-03-01"}
    assert sorted([open_, early, None, before], key=in_time) == [None, early, before, open_]
