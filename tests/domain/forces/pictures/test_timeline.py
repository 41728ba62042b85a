"""Posts in time: precise and imprecise ranges told apart, real ends from ends that are only the last shown."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.forces.pictures.timeline import WIDTH, Held, timeline
from app.domain.forces.showing import post_in_time, stated
from app.records.dates import Dates
from tests.domain.catalogue.shelves import on, some_day

SVG = "{http://www.w3.org/2000/svg}"


def held(dates: dict[str, Any] | None, title: str = "Ардан Вельскі, commander") -> Held:
    return Held(title, "/register/1", stated(dates))


def drawn(*posts: Held) -> ElementTree.Element:
    return ElementTree.fromstring(timeline(posts, "Commanders"))  # our own picture


def bars(root: ElementTree.Element) -> list[tuple[str, float, float]]:
    """Each bar as what it looks like, where it begins and where it ends."""
    found: list[tuple[str, float, float]] = []
    for bar in root.iter(f"{SVG}rect"):
        first, width = float(bar.get("x", "")), float(bar.get("width", ""))
        look = "dashed" if bar.get("stroke-dasharray") and bar.get("fill") == "white" else "filled"
        found.append((look, first, first + width))
    return found


def ends(root: ElementTree.Element) -> list[str]:
    """Each end of a row, from left to right: a stroke or an arrow."""
    row = next(root.iter(f"{SVG}a"))
    found = [(path.get("d", ""), path.get("stroke-width")) for path in row.iter(f"{SVG}path")]
    return [
        "stroke" if thick else "arrow"
        for _, thick in sorted(found, key=lambda one: float(one[0][1:].split()[0]))
    ]


def test_certain_days_are_filled_and_some_day_of_these_is_dashed() -> None:
    both = on("2021-03-01", "2021-05-31") | some_day("2021-06-01", "2021-08-31")
    (uncertain, certain) = bars(drawn(held(both)))
    assert (uncertain[0], certain[0]) == ("dashed", "filled")
    assert certain[2] == uncertain[1]
    assert bars(drawn(held(some_day("2021-06-01", "2021-08-31"))))[0][0] == "dashed"


def test_a_real_end_is_a_stroke_and_one_only_shown_an_arrow() -> None:
    assert ends(drawn(held(on("2021-03-01", "2021-05-31", starts=True, ends=False)))) == ["stroke", "arrow"]
    assert ends(drawn(held(on("2021-03-01", "2021-05-31", starts=False, ends=True)))) == ["arrow", "stroke"]
    assert ends(drawn(held(on("2021-03-01", "2021-05-31")))) == ["arrow", "arrow"]


def test_a_post_without_dates_does_not_vanish() -> None:
    ((look, first, last),) = bars(drawn(held(None)))
    assert look == "dashed"
    assert last - first > WIDTH * 0.9
    assert "no dates are known" in "".join(drawn(held(None)).itertext())


def test_a_single_day_among_years_can_be_seen() -> None:
    rows = bars(drawn(held(on("2001-01-01", "2021-12-31")), held(on("2014-05-05"))))
    assert rows[1][2] - rows[1][1] >= 2


def test_a_long_title_takes_a_second_line_and_the_next_row_begins_below_it() -> None:
    long = "Deputy, lieutenant colonel, Main Directorate for the Protection of Public Order of the Eastern District"
    root = drawn(held(on("2021-03-01"), long), held(on("2021-04-01")))
    texts = [text for row in root.iter(f"{SVG}a") for text in row.iter(f"{SVG}text")]
    assert " ".join("".join(text.itertext()) for text in texts[:2]) == long
    tops = [float(bar.get("y", "")) for bar in root.iter(f"{SVG}rect")]
    lines = [float(text.get("y", "")) for text in texts]
    assert lines[0] < lines[1] < tops[0] < lines[2] < tops[1] < float(root.get("height", ""))


def test_the_post_comes_before_a_name_that_may_be_cut() -> None:
    content = {"roles": ["deputy"], "rank": "colonel", "status": "conflict", "citations": []}
    assert post_in_time(content, "Main Directorate") == "Deputy, colonel, in conflict, Main Directorate"


def test_nothing_is_drawn_for_nobody() -> None:
    assert timeline([], "Commanders") == ""


def test_no_name_is_more_than_a_name() -> None:
    root = drawn(held(on("2021-03-01"), '</text><script>"x" & Co'))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "a",
        "title",
        "text",
        "rect",
        "path",
    }
    assert '<script>"x" & Co' in "".join(root.itertext())


day = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
flag = st.none() | st.booleans()


@given(st.lists(st.tuples(day, day, day, day, flag, flag), min_size=1, max_size=4))
def test_whatever_the_dates_are_the_picture_says_what_they_say(given_: list[tuple[Any, ...]]) -> None:
    names = ("first_precise", "last_precise", "first_imprecise", "last_imprecise", "starts", "ends")
    posts: list[Held] = []
    for values in given_:
        try:
            dates = Dates(**dict(zip(names, values, strict=True))).resolved(False)
        except ValidationError:
            continue
        posts.append(Held("Somebody", "/register/1", dates))
    assume(posts)
    root = drawn(*posts)
    looks = [look for look, _, _ in bars(root)]
    told = [post.dates for post in posts if post.dates]
    assert looks.count("filled") == sum(dates.precise is not None for dates in told)
    assert looks.count("dashed") == sum(dates.last_imprecise is not None for dates in told)
    assert all(0 <= first < last <= WIDTH for _, first, last in bars(root))
    strokes = sum(path.get("stroke-width") == "3" for path in root.iter(f"{SVG}path"))
    assert strokes == sum(bool(dates.starts) + bool(dates.ends) for dates in told)
