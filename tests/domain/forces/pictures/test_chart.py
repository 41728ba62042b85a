"""The chart of a chain: every link drawn as sure as it is, legible on paper, and never more than the answer says."""

import re
from collections import Counter
from datetime import date
from xml.etree import ElementTree

import pytest

from app.domain.catalogue.lookups import known
from app.domain.forces.chain import chain
from app.domain.forces.pictures import chart, layout
from app.domain.forces.pictures.chart import (
    MOST_LINKS,
    SHEET,
    SMALLEST,
    Chain,
    Chart,
    draw_chains,
    drawn_records,
)
from app.domain.forces.pictures.layout import NoLayout, lay_out
from tests.domain.catalogue.shelves import Shelf, on, some_day

DAY = date(2021, 3, 10)
YEAR = on("2021-01-01", "2021-12-31", starts=True, ends=True)
LINK = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def draw(shelf: Shelf, unit: str, *, subordinates: bool = False, hidden: str = "") -> Chart:
    view = chain([shelf.catalogue], unit, DAY, DAY, subordinates=subordinates)
    titles = {id_: entry.title for id_, entry in known([shelf.catalogue], drawn_records(view)).items()}
    titles.pop(hidden, None)
    (drawn,) = draw_chains([Chain(view, titles, lambda record: f"/register/{record}", "Chain of command")])
    return drawn


def edges(part: str) -> dict[str, tuple[bool, str]]:
    """Of each relation that is drawn, whether its line is dashed, and its words."""
    found: dict[str, tuple[bool, str]] = {}
    for group in ElementTree.fromstring(part).iter(f"{SVG}g"):  # our own picture
        if group.get("class") == "edge":
            line = next(group.iter(f"{SVG}path"))
            link = next(group.iter(f"{SVG}a")).get(LINK, "")
            words = " ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))
            found[link.removeprefix("/register/")] = (line.get("stroke-dasharray") is not None, words)
    return found


def words(part: str) -> str:
    return " ".join("".join(text.itertext()) for text in ElementTree.fromstring(part).iter(f"{SVG}text"))


def links(part: str) -> list[str]:
    return [link.get(LINK, "") for link in ElementTree.fromstring(part).iter(f"{SVG}a")]


def test_certain_links_are_solid_possible_ones_dashed_and_each_leads_to_its_claim(shelf: Shelf) -> None:
    company, battalion, guard = shelf.unit("Company"), shelf.unit("Battalion"), shelf.unit("Guard")
    sure = shelf.relation(company, battalion, dates=YEAR)
    maybe = shelf.relation(company, guard, dates=some_day("2021-01-01", "2021-12-31"), control="de_facto")
    captain = shelf.person("Ардан Вельскі")
    post = shelf.posting(captain, company, dates=YEAR, rank="captain")
    (part,) = draw(shelf, company).parts

    assert edges(part) == {sure: (False, "certain"), maybe: (True, "possible, in fact")}
    assert "Ардан Вельскі, commander, captain: certain" in words(part).replace("  ", " ")
    assert {f"/register/{one}" for one in (company, battalion, guard, post)} <= set(links(part))
    assert words(part).count("no commander is shown") == 2
    assert 'aria-label="Chain of command"' in part


def over_time(shelf: Shelf, unit: str, first: str, last: str) -> str:
    days = date.fromisoformat(first), date.fromisoformat(last)
    view = chain([shelf.catalogue], unit, *days)
    titles = {id_: entry.title for id_, entry in known([shelf.catalogue], drawn_records(view)).items()}
    (drawn,) = draw_chains([Chain(view, titles, lambda record: f"/register/{record}", "Chain of command")])
    (part,) = drawn.parts
    return part


def test_what_is_wrong_with_a_claim_is_said_in_its_box_and_beside_its_line(shelf: Shelf) -> None:
    company, battalion = shelf.unit("Company"), shelf.unit("Battalion")
    leaflet = shelf.put("source", {"title": "An unsigned leaflet", "type": "document"})
    doubted = [{"source": leaflet, "confidence": 1}]
    link = shelf.relation(company, battalion, dates=YEAR, status="work_needed", citations=doubted)
    shelf.posting(shelf.person("Kalina"), company, dates=YEAR, status="conflict")
    shelf.posting(shelf.person("Drahan"), battalion, dates=YEAR, status="accepted")
    (part,) = draw(shelf, company).parts
    said = " ".join(words(part).split())
    assert "Kalina, commander: certain, in conflict" in said
    assert "Drahan, commander: certain" in said
    assert "Drahan, commander: certain," not in said
    assert edges(part)[link] == (False, "certain, work needed, low confidence")


def test_over_a_span_each_post_and_link_is_said_with_its_days(shelf: Shelf) -> None:
    """Two held the post on different days: a bare `certain` for both would say that each did on all of them."""
    company, battalion = shelf.unit("Company"), shelf.unit("Battalion")
    august = on("2020-08-01", "2020-08-31", starts=True, ends=True)
    link = shelf.relation(company, battalion, dates=august)
    shelf.posting(shelf.person("Kalina"), company, dates=august)
    later = on("2021-09-01", "2021-12-31", starts=True, ends=True)
    shelf.posting(shelf.person("Drahan"), company, dates=later)
    said = " ".join(words(part := over_time(shelf, company, "2020-08-10", "2021-09-30")).split())
    assert "Kalina, commander: certain 2020-08-10 – 2020-08-31" in said
    assert "Drahan, commander: certain 2021-09-01 – 2021-09-30" in said
    assert edges(part)[link] == (False, "certain 2020-08-10 – 2020-08-31")


def test_over_a_span_a_line_that_is_certain_on_some_days_alone_is_dashed(shelf: Shelf) -> None:
    company, battalion = shelf.unit("Company"), shelf.unit("Battalion")
    link = shelf.relation(company, battalion, dates=on("2020-08-01", "2020-08-31"))
    dashed, said = edges(over_time(shelf, company, "2020-08-10", "2021-09-30"))[link]
    assert dashed
    assert said == "possible 2020-08-10 – 2021-09-30, certain 2020-08-10 – 2020-08-31"


def test_the_highest_unit_stands_on_top(shelf: Shelf) -> None:
    company, battalion = shelf.unit("Company"), shelf.unit("Battalion")
    shelf.relation(company, battalion, dates=YEAR)
    (part,) = draw(shelf, company).parts
    heights = {
        "".join(text.itertext()): float(text.get("y", ""))
        for text in ElementTree.fromstring(part).iter(f"{SVG}text")
    }
    assert heights["Battalion"] < heights["Company"]


def test_a_unit_alone_is_a_box(shelf: Shelf) -> None:
    (part,) = draw(shelf, shelf.unit("Company")).parts
    assert "Company" in words(part)
    assert edges(part) == {}


def test_what_is_not_open_has_no_name_and_leads_nowhere(shelf: Shelf) -> None:
    company, secret = shelf.unit("Company"), shelf.unit("Secret service")
    shelf.relation(company, secret, dates=YEAR)
    (part,) = draw(shelf, company, hidden=secret).parts
    assert "Secret" not in part
    assert "Not open to you" in words(part)
    assert f"/register/{secret}" not in links(part)


def tree(shelf: Shelf, name: str, depth: int, relations: list[str]) -> str:
    unit = shelf.unit(name)
    shelf.posting(shelf.person(f"Commander of {name}"), unit, dates=YEAR, rank="colonel")
    for number in range(3 if depth else 0):
        below = tree(shelf, f"{name}, patrol company {number}", depth - 1, relations)
        relations.append(shelf.relation(below, unit, dates=YEAR))
    return unit


def line(shelf: Shelf, relations: list[str]) -> str:
    first = unit = shelf.unit("Level 0")
    for number in range(1, 40):
        above = shelf.unit(f"Level {number}")
        shelf.posting(shelf.person(f"Commander {number}"), above, dates=YEAR)
        relations.append(shelf.relation(unit, above, dates=YEAR))
        unit = above
    return first


def flat(shelf: Shelf, relations: list[str]) -> str:
    top = shelf.unit("Headquarters")
    relations += [shelf.relation(shelf.unit(f"Company {number}"), top, dates=YEAR) for number in range(39)]
    return top


@pytest.mark.parametrize("shape", ["tree", "line", "flat"])
def test_a_chain_of_40_units_is_legible_on_a4(shelf: Shelf, shape: str) -> None:
    relations: list[str] = []
    unit = {
        "tree": lambda: tree(shelf, "Ministry", 3, relations),
        "line": lambda: line(shelf, relations),
    }.get(shape, lambda: flat(shelf, relations))()
    drawn = draw(shelf, unit, subordinates=shape != "line")

    assert len(relations) == 39
    assert Counter(relation for part in drawn.parts for relation in edges(part)) == Counter(relations)
    assert drawn.left_out == 0
    for number, part in enumerate(drawn.parts, 1):
        width, height = (int(text) for text in re.findall(r'(?:width|height)="(\d+)pt"', part))
        assert min(SHEET[0] / width, SHEET[1] / height) >= SMALLEST
        assert f"part {number} of {len(drawn.parts)}" in words(part)
    sizes = {
        text.get("font-size")
        for part in drawn.parts
        for text in ElementTree.fromstring(part).iter(f"{SVG}text")
    }
    assert sizes == {"10.00", "9.00"}


@pytest.mark.parametrize("shape", ["line", "flat"])
def test_a_unit_in_several_parts_says_in_which_others_it_stands(shelf: Shelf, shape: str) -> None:
    unit = line(shelf, []) if shape == "line" else flat(shelf, [])
    parts = draw(shelf, unit, subordinates=shape == "flat").parts
    assert len(parts) > 1
    assert [f"also in part {number}" in words(parts[0]) for number in (1, 2)] == [False, True]
    # every box of a line stands in one part, but for those at which it was cut
    if shape == "line":
        assert [words(part).count("also in part") for part in parts] == [1, *[2] * (len(parts) - 2), 1]


def test_what_is_far_away_is_left_to_the_table(shelf: Shelf) -> None:
    top = shelf.unit("Headquarters")
    for number in range(MOST_LINKS + 5):
        shelf.relation(shelf.unit(f"Company {number}"), top, dates=YEAR)
    drawn = draw(shelf, top, subordinates=True)
    assert drawn.left_out == 5
    assert sum(len(edges(part)) for part in drawn.parts) == MOST_LINKS


@pytest.mark.parametrize(
    "name",
    [
        '"; a -> b; "',
        "</TABLE>><script>alert(1)</script>",
        "\\N \\G \\l",
        "Рота & «Міста» 🦉",
        "<B>bold</B>",
        "]]>",
    ],
)
def test_no_name_is_more_than_a_name(shelf: Shelf, name: str) -> None:
    company, battalion = shelf.unit(name), shelf.unit("Battalion")
    shelf.posting(shelf.person(name), company, dates=YEAR, rank=name)
    shelf.relation(company, battalion, dates=YEAR)
    (part,) = draw(shelf, company).parts
    root = ElementTree.fromstring(part)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "g",
        "a",
        "path",
        "polygon",
        "text",
    }
    assert "".join(name.split()) in "".join(words(part).split())
    assert "style" not in {attribute for element in root.iter() for attribute in element.attrib}
    assert all(link.startswith("/register/") for link in links(part))


def test_a_circle_is_drawn(shelf: Shelf) -> None:
    one, other = shelf.unit("One"), shelf.unit("Other")
    shelf.relation(one, other, dates=YEAR)
    shelf.relation(other, one, dates=YEAR)
    assert draw(shelf, one, subordinates=True).parts


def test_a_layout_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "SECONDS", 0.01)
    with pytest.raises(NoLayout):
        lay_out(["digraph { a -> b }"])


def test_what_is_no_graph_is_no_picture_and_the_error_says_nothing_of_it() -> None:
    with pytest.raises(NoLayout) as caught:
        lay_out(["digraph { secret name"])
    assert str(caught.value) == ""
    assert caught.value.__cause__ is None


def test_many_charts_are_drawn_together(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(charts: list[str]) -> list[layout.Drawn]:
        asked.append(len(charts))
        return lay_out(charts)

    monkeypatch.setattr(chart, "lay_out", counted)
    views = [chain([shelf.catalogue], shelf.unit(f"Company {number}"), DAY, DAY) for number in range(50)]
    drawn = draw_chains([Chain(view, {view.unit: "x"}, str, "Chain") for view in views])
    assert asked == [100]
    assert [f'xlink:href="{view.unit}"' in one.parts[0] for view, one in zip(views, drawn, strict=True)] == [
        True
    ] * 50
