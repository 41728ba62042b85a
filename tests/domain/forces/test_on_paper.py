"""A case worked out on paper: the complete answer for six dates. All forces and persons are invented.

Units       Company, Battalion, Headquarters, Ministry, Stores
Relations   Company under Battalion      in law   2021-01-01 to 2021-12-31, begins and ends there
            Battalion under Ministry     in law   2021-01-01 to 2021-12-31, begins and ends there
            Company under Headquarters   in fact  2021-03-01 to 2021-03-31, begins there, no end shown
            Company under Stores         administrative, the whole year: never command
Posts       Velski     commander of Company         2021-01-01 to 2021-03-14, and again 2021-04-10 to 2021-12-31
            Yaryna     acting commander of Company  2021-03-15 to 2021-04-04: three weeks
            Karshtan   commander of Battalion       known from one cited day, 2021-03-20
            Drahan     deputy in Battalion          the whole year
            Shalamok   commander of Headquarters    2021-03-01 to 2021-03-31, begins there, no end shown
            Lipnik     minister, Ministry           2021-01-01 to 2021-02-28, begins and ends there
            Zarubin    minister, Ministry           2021-03-16 to 2021-12-31, begins and ends there

             02-10          03-10          03-20          04-07          06-01          2022-01-15
Company      Velski sure    Velski sure    Yaryna sure    gap            Velski sure    gap
Battalion    sure           sure           sure           sure           sure           its relation has ended
  commander  Karshtan maybe Karshtan maybe Karshtan sure  Karshtan maybe Karshtan maybe
Headquarters not yet        sure           sure           maybe          maybe          maybe
  commander                 Shalamok sure  Shalamok sure  Shalamok maybe Shalamok maybe Shalamok maybe
Ministry     sure           sure           sure           sure           sure           out of reach
  minister   Lipnik sure    gap            Zarubin sure   Zarubin sure   Zarubin sure
"""

from datetime import date
from typing import Any, NamedTuple

import pytest

from app.domain.forces.chain import chain
from app.domain.forces.responsibility import responsibility_in
from tests.domain.catalogue.shelves import Case, Shelf, on

SURE, MAYBE = "certain", "possible"
NO_COMMANDER = "no commander is shown"


def whole(first: str, last: str) -> dict[str, Any]:
    return on(first, last, starts=True, ends=True)


YEAR, MARCH = whole("2021-01-01", "2021-12-31"), on("2021-03-01", "2021-03-31", starts=True, ends=False)


class Paper(NamedTuple):
    """The case, the name of each id in it, and what each claim cites."""

    shelf: Shelf
    ids: dict[str, str]
    names: dict[str, str]
    cites: dict[str, tuple[dict[str, str], ...]]


@pytest.fixture
def paper() -> Paper:
    shelf = Shelf()
    ids = {name: shelf.unit(name) for name in ("Company", "Battalion", "Headquarters", "Ministry", "Stores")}
    people = ("Velski", "Yaryna", "Karshtan", "Drahan", "Shalamok", "Lipnik", "Zarubin")
    ids |= {name: shelf.person(name) for name in people}
    posts: list[tuple[str, str, str, dict[str, Any]]] = [
        ("Velski", "Company", "commander", whole("2021-04-10", "2021-12-31")),
        ("Velski", "Company", "commander", whole("2021-01-01", "2021-03-14")),
        ("Yaryna", "Company", "acting_commander", whole("2021-03-15", "2021-04-04")),
        ("Karshtan", "Battalion", "commander", on("2021-03-20")),
        ("Drahan", "Battalion", "deputy", YEAR),
        ("Shalamok", "Headquarters", "commander", MARCH),
        ("Lipnik", "Ministry", "minister", whole("2021-01-01", "2021-02-28")),
        ("Zarubin", "Ministry", "minister", whole("2021-03-16", "2021-12-31")),
    ]
    relations: list[tuple[str, str, dict[str, Any]]] = [
        ("Company", "Battalion", {"dates": YEAR, "control": "de_jure"}),
        ("Battalion", "Ministry", {"dates": YEAR, "control": "de_jure"}),
        ("Company", "Headquarters", {"dates": MARCH, "control": "de_facto"}),
        ("Company", "Stores", {"dates": YEAR, "class_": "administrative"}),
    ]
    cites: dict[str, tuple[dict[str, str], ...]] = {}

    def cited() -> list[dict[str, str]]:
        """Each claim has a source of its own."""
        source = shelf.put("source", {"title": f"Gazette {len(cites)}", "type": "document"})
        return [{"source": source, "page": str(len(cites))}]

    for person, unit, role, dates in posts:
        citations = cited()
        posting = shelf.posting(ids[person], ids[unit], role, dates=dates, citations=citations)
        cites[posting] = tuple(citations)
    for below, above, told in relations:
        citations = cited()
        cites[shelf.relation(ids[below], ids[above], **told, citations=citations)] = tuple(citations)
    return Paper(shelf, ids, {id_: name for name, id_ in ids.items()}, cites)


def battalion(grade: str) -> tuple[Any, ...]:
    return ("Battalion", 1, SURE, "de_jure", [("Karshtan", ["commander"], grade)], ["Drahan"])


def headquarters(grade: str) -> tuple[Any, ...]:
    return ("Headquarters", 1, grade, "de_facto", [("Shalamok", ["commander"], grade)], [])


def ministry(*ministers: str) -> tuple[Any, ...]:
    return ("Ministry", 2, SURE, "de_jure", [(each, ["minister"], SURE) for each in ministers], [])


NOBODY: list[Any] = []
VELSKI = [("Velski", ["commander"], SURE)]
YARYNA = [("Yaryna", ["acting_commander"], SURE)]


@pytest.mark.parametrize(
    ("day", "commanders", "superiors", "gaps"),
    [
        ("2021-02-10", VELSKI, [battalion(MAYBE), ministry("Lipnik")], []),
        ("2021-03-10", VELSKI, [battalion(MAYBE), headquarters(SURE), ministry()], ["Ministry"]),
        ("2021-03-20", YARYNA, [battalion(SURE), headquarters(SURE), ministry("Zarubin")], []),
        ("2021-04-07", [], [battalion(MAYBE), headquarters(MAYBE), ministry("Zarubin")], ["Company"]),
        ("2021-06-01", VELSKI, [battalion(MAYBE), headquarters(MAYBE), ministry("Zarubin")], []),
        ("2022-01-15", [], [headquarters(MAYBE)], ["Company"]),
    ],
)
def test_the_complete_answer(
    paper: Paper, day: str, commanders: list[Any], superiors: list[Any], gaps: list[str]
) -> None:
    asked = date.fromisoformat(day)
    view = chain([paper.shelf.catalogue], paper.ids["Company"], asked, asked, subordinates=True)

    def posts(held: Any) -> list[tuple[str, list[str], str]]:
        for post in held:
            assert post.citations == paper.cites[post.posting]
            assert [(one.first, one.last) for one in post.periods] == [(asked, asked)]
            sure = [one.certain_first == one.certain_last == asked for one in post.periods]
            assert (post.grade == SURE) is all(sure)
            assert (post.same_as, post.status, post.rank) == ((), None, None)
        return [(paper.names[post.person], list(post.roles), post.grade) for post in held]

    assert posts(view.commanders) == commanders
    assert view.deputies == ()
    answered = [
        (
            paper.names[one.unit],
            one.level,
            one.grade,
            one.control,
            posts(one.commanders),
            [name for name, _roles, grade in posts(one.deputies) if grade == SURE],
        )
        for one in view.superiors
    ]
    for one in view.superiors:
        assert one.citations == paper.cites[one.relation]
        assert (paper.names[one.over], one.circle) == (
            "Battalion" if one.level == 2 else "Company",
            False,
        )
        assert one.link_grade == one.grade, "no path here is less sure than its last link"
    assert sorted(answered, key=lambda one: (one[1], one[0])) == superiors
    assert view.subordinates == ()
    assert [(paper.names[gap.unit], gap.reason, gap.first, gap.last) for gap in view.gaps] == [
        (unit, NO_COMMANDER, asked, asked) for unit in gaps
    ]


@pytest.mark.parametrize(
    ("day", "below"),
    [
        ("2021-02-10", [("Battalion", 1, [("Karshtan", MAYBE)]), ("Company", 2, [("Velski", SURE)])]),
        ("2021-03-20", [("Battalion", 1, [("Karshtan", SURE)]), ("Company", 2, [("Yaryna", SURE)])]),
        ("2021-04-07", [("Battalion", 1, [("Karshtan", MAYBE)]), ("Company", 2, NOBODY)]),
        ("2022-01-15", NOBODY),
    ],
)
def test_the_units_under_the_ministry_and_who_commanded_them(
    paper: Paper, day: str, below: list[Any]
) -> None:
    asked = date.fromisoformat(day)
    view = chain([paper.shelf.catalogue], paper.ids["Ministry"], asked, asked, subordinates=True)
    assert [
        (
            paper.names[one.unit],
            one.level,
            [(paper.names[post.person], post.grade) for post in one.commanders],
        )
        for one in view.subordinates or ()
    ] == below


def test_who_answers_for_what_the_company_did(paper: Paper) -> None:
    case = Case(paper.shelf)
    acts: dict[str, str] = {}
    for day in ("2021-02-10", "2021-03-10", "2021-03-20", "2021-04-07", "2021-06-01"):
        acts[case.act(dates=on(day))] = day
        case.involvement(act=next(reversed(acts)), unit=paper.ids["Company"], witness_certainty="certain")

    def answers(name: str) -> list[tuple[str, str]]:
        view = responsibility_in([paper.shelf.catalogue], paper.ids[name])
        return [(acts[one.record][5:], one.grade) for post in view.postings for one in post.linked]

    assert answers("Velski") == [("02-10", SURE), ("03-10", SURE), ("06-01", SURE)]
    assert answers("Yaryna") == [("03-20", SURE)]
    assert answers("Karshtan") == [
        ("02-10", MAYBE),
        ("03-10", MAYBE),
        ("03-20", SURE),
        ("04-07", MAYBE),
        ("06-01", MAYBE),
    ]
    assert answers("Drahan") == [], "a deputy commands nothing"
    assert answers("Shalamok") == [("03-10", SURE), ("03-20", SURE), ("04-07", MAYBE), ("06-01", MAYBE)]
    assert answers("Lipnik") == [("02-10", SURE)]
    assert answers("Zarubin") == [("03-20", SURE), ("04-07", SURE), ("06-01", SURE)]
