"""The superior responsibility file: each element for and against, and the pattern of the acts. All are invented."""

from datetime import date
from typing import Any

import pytest

from app.domain.forces.queries import superior
from app.domain.forces.superior import superior_file
from app.domain.forces.views import SuperiorFile
from app.errors import NotAllowed, NotFound
from app.models import new_id
from app.runtime import Runtime
from tests.domain.catalogue.archives import begin
from tests.domain.catalogue.shelves import CITED, Case, Shelf, on, some_day
from tests.people import join

YEAR = on("2021-01-01", "2021-12-31", starts=True, ends=True)


class Chain:
    """A colonel over a regiment with a company, and a case."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.colonel, self.regiment = self.shelf.person(), self.shelf.unit("Regiment")
        self.company, self.yard = self.shelf.unit("Company"), self.shelf.place("Yard")
        self.post = self.shelf.posting(self.colonel, self.regiment, dates=YEAR)
        self.shelf.relation(self.company, self.regiment, dates=YEAR)
        self.case = Case(self.shelf)

    def file(self, unit: str = "", *more: Shelf) -> SuperiorFile:
        held = [self.shelf.catalogue, *(shelf.catalogue for shelf in more)]
        return superior_file(held, self.colonel, unit or self.company)

    def item(self, element: str, stance: str = "supports", **more: Any) -> str:
        content = {"person": self.colonel, "unit": self.company, "element": element, "stance": stance}
        told = {"text": "The daily report named the number of those held.", "citations": CITED}
        return self.shelf.put("superior_responsibility", content | told | more)

    def done(self, degree: str = "carried_out", **more: Any) -> str:
        act = self.case.act(**more)
        self.case.involvement(degree, act=act, unit=self.company, witness_certainty="certain")
        return act


@pytest.fixture
def chain() -> Chain:
    return Chain()


def test_each_element_with_what_supports_and_what_contradicts(chain: Chain) -> None:
    late = chain.item("knowledge", dates=on("2021-05-01"))
    early = chain.item("knowledge", "contradicts", dates=on("2021-03-01"), about="reports_received")
    measure = chain.item("measures", about="investigation_refused")
    view = chain.file()
    assert [element.element for element in view.elements] == [
        "position",
        "effective_control",
        "knowledge",
        "measures",
    ]
    assert {
        element.element: [(item.record, item.stance) for item in element.items] for element in view.elements
    } == {
        "position": [],
        "effective_control": [],
        "knowledge": [(early, "contradicts"), (late, "supports")],
        "measures": [(measure, "supports")],
    }
    assert all(item.citations for element in view.elements for item in element.items)
    assert [post.posting for post in view.posts] == [chain.post]
    assert not any(element.items for element in chain.file(chain.regiment).elements), (
        "another unit, another file"
    )


def test_the_pattern_counts_each_act_once_by_day_place_and_method(chain: Chain) -> None:
    day = on("2021-04-10", starts=True, ends=True)
    both = chain.done(dates=day, place=chain.yard, methods=["beating", "stress_position"])
    chain.case.involvement("ordered", act=both, unit=chain.company, witness_certainty="probable")
    chain.done(dates=day, methods=["beating"])
    chain.done(dates=some_day("2021-05-01", "2021-05-09") | {"starts": True, "ends": True}, place=chain.yard)
    chain.done()
    chain.done("tried_to_stop", dates=day)
    chain.done(dates=on("2022-04-10", starts=True, ends=True))
    pattern = chain.file().pattern
    assert pattern.acts == 4, "not what speaks for them, not what came after the command ended"
    assert [(one.first, one.last, one.count) for one in pattern.days] == [
        (date(2021, 4, 10), date(2021, 4, 10), 2),
        (date(2021, 5, 1), date(2021, 5, 9), 1),
        (None, None, 1),
    ]
    assert [(one.value, one.count) for one in pattern.places] == [(chain.yard, 2)]
    assert [(one.value, one.count) for one in pattern.methods] == [("beating", 2), ("stress_position", 1)]
    assert chain.file(chain.regiment).pattern.acts == 4, "and for the unit above it"


def test_the_pattern_counts_who_took_part_and_tells_the_certain_ones_apart(chain: Chain) -> None:
    day = on("2021-04-10", starts=True, ends=True)
    chain.done(dates=day, methods=["beating"])
    unsure = chain.case.act(dates=day, methods=["beating"])
    chain.case.involvement("assisted", act=unsure, unit=chain.company, witness_certainty="possible")
    chain.done("refused_the_complaint", dates=day, methods=["beating"])
    chain.done("certified_fit", dates=day)
    denied = chain.case.act(dates=day, methods=["beating"])
    denial = [{"account": chain.case.account, "stance": "contradicts"}]
    chain.case.involvement(act=denied, unit=chain.company, witness_certainty="certain", reported_in=denial)
    pattern = chain.file().pattern
    assert (pattern.acts, pattern.certain) == (2, 1)
    assert [(one.value, one.count, one.certain) for one in pattern.methods] == [("beating", 2, 1)]
    assert [(one.count, one.certain) for one in pattern.days] == [(2, 1)]
    assert {(one.value, one.count) for one in pattern.others} == {
        ("refused_the_complaint", 1),
        ("certified_fit", 1),
    }


def test_the_pattern_holds_those_stays_alone_that_were_in_the_time_of_command(chain: Chain) -> None:
    cellar = chain.shelf.place("Cellar")
    before = {"place": cellar, "dates": on("2020-12-01", "2020-12-30")}
    during = {"place": chain.yard, "dates": on("2021-01-02", "2021-01-03")}
    moved = {"place": chain.yard, "dates": on("2021-01-04", "2021-01-05")}
    detention = chain.case.detention(before, during, moved)
    chain.case.involvement(detention=detention, unit=chain.company, witness_certainty="certain")
    pattern = chain.file().pattern
    assert (pattern.acts, pattern.certain) == (1, 0)
    assert [(one.value, one.count) for one in pattern.places] == [(chain.yard, 1)]
    assert [(one.first, one.last, one.count) for one in pattern.days] == [
        (date(2021, 1, 2), date(2021, 1, 5), 1)
    ]


def test_the_posts_are_those_under_which_the_unit_was_each_with_its_path(chain: Chain) -> None:
    army, other = chain.shelf.unit("Army"), chain.shelf.unit("Other Regiment")
    higher = chain.shelf.posting(chain.colonel, army, dates=on("2021-06-01", "2021-12-31"))
    chain.shelf.posting(chain.colonel, other, dates=YEAR)
    rumour = chain.shelf.relation(chain.regiment, army)
    chain.shelf.relation(chain.company, other, "administrative", dates=YEAR)
    view = chain.file()
    assert {post.posting for post in view.posts} == {chain.post, higher}
    (own,) = view.paths[chain.post]
    assert (own.over, own.unit, own.grade, own.link_grade) == (
        chain.company,
        chain.regiment,
        "certain",
        "certain",
    )
    assert own.citations
    assert [(one.over, one.unit, one.link_grade) for one in view.paths[higher]] == [
        (chain.company, chain.regiment, "certain"),
        (chain.regiment, army, "possible"),
    ]
    assert view.paths[higher][1].relation == rumour
    assert chain.file(chain.regiment).paths[chain.post] == (), "the unit of the post itself"


def test_a_complaint_whose_outcome_is_refusal_is_one(chain: Chain) -> None:
    act = chain.done(dates=on("2021-04-10", starts=True, ends=True))
    complaint = {"authority": "Prosecutor of Orsk", "acts": [act]}
    refused = chain.case.put("complaint", {**complaint, "outcome": "refused"})
    appealed = chain.case.put(
        "complaint", {**complaint, "outcome": "under_way", "appeals": [{"outcome": "refused"}]}
    )
    chain.case.put("complaint", {**complaint, "outcome": "granted"})
    pattern = chain.file().pattern
    assert {one.record for one in pattern.refusals} == {refused, appealed}
    assert len(pattern.complaints) == 3


def test_complaints_made_and_refused_and_posts_shown_after(chain: Chain) -> None:
    act = chain.done(dates=on("2021-04-10", starts=True, ends=True))
    other = chain.case.act(dates=on("2021-04-11", starts=True, ends=True))
    made = chain.case.put("complaint", {"authority": "Prosecutor of Orsk", "acts": [act]})
    chain.case.put("complaint", {"authority": "Prosecutor of Orsk", "acts": [other]})
    office = chain.shelf.unit("Prosecutor of Orsk")
    refused = chain.case.involvement("refused_the_complaint", act=act, unit=office)
    promoted = chain.shelf.posting(chain.colonel, office, dates=on("2022-02-01", starts=True))
    chain.shelf.posting(chain.colonel, office, dates=on("2019-02-01", starts=True))
    view = chain.file()
    assert [one.record for one in view.pattern.complaints] == [made]
    assert [one.record for one in view.pattern.refusals] == [refused]
    assert [post.posting for post in view.later_posts] == [promoted]


def test_what_the_reader_may_not_open_is_neither_shown_nor_counted(chain: Chain) -> None:
    theirs = Shelf("b" * 32)
    case = Case(theirs)
    act = case.act(dates=on("2021-04-10"), methods=["beating"])
    case.involvement("carried_out", act=act, unit=chain.company, witness_certainty="certain")
    sealed = case.account
    chain.item("knowledge", citations=[{"record": sealed}])
    assert chain.file().pattern.acts == 0
    ((shown,),) = [element.items for element in chain.file().elements if element.items]
    assert shown.citations == ({"record": sealed, "restricted": True},)
    whole = chain.file("", theirs)
    assert whole.pattern.acts == 1
    ((shown,),) = [element.items for element in whole.elements if element.items]
    assert shown.citations == ({"record": sealed},)


def test_who_asks(runtime: Runtime) -> None:
    founder = begin(runtime)
    write_only = join(runtime, founder, "write_only", name="w")
    with runtime.work() as work, pytest.raises(NotFound):
        superior(work=work, actor=founder, person=new_id(), unit=new_id())
    with runtime.work() as work, pytest.raises(NotAllowed):
        superior(work=work, actor=write_only, person=new_id(), unit=new_id())
