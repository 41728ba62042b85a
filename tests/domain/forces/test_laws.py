"""Laws of command, for any claims: their order does not matter, none takes another away, none is surer than its dates."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.forces.chain import chain
from app.domain.forces.responsibility import responsibility_in
from app.domain.forces.views import CommandView
from app.models import new_id
from tests.domain.catalogue.shelves import CITED, Case, Shelf

UNITS, PERSONS, DAYS = 4, 3, 20
START = date(2021, 1, 1)
DAY = START + timedelta(DAYS // 2)

days_in = st.integers(0, DAYS)
Claim = tuple[str, dict[str, Any]]
"""A kind and a content."""


@st.composite
def dates(draw: st.DrawFn) -> dict[str, Any] | None:
    """A precise range with ends that are real or only shown, an imprecise one, or none."""
    first, last = (str(START + timedelta(day)) for day in sorted(draw(st.tuples(days_in, days_in))))
    shape = draw(st.sampled_from(["precise", "imprecise", "none"]))
    if shape == "imprecise":
        return {"first_imprecise": first, "last_imprecise": last}
    ends = {"starts": draw(st.booleans()), "ends": draw(st.booleans())}
    return {"first_precise": first, "last_precise": last, **ends} if shape == "precise" else None


class World:
    """The same units and persons on any number of shelves; claims are put on them in any order."""

    def __init__(self) -> None:
        self.units = [new_id() for _ in range(UNITS)]
        self.persons = [new_id() for _ in range(PERSONS)]

    def shelf(self, claims: Sequence[Claim]) -> Shelf:
        """A shelf with these claims, each under its own id."""
        shelf = Shelf()
        for kind, ids in (("unit", self.units), ("person", self.persons)):
            for number, record in enumerate(ids):
                content = {"names": [{"text": f"{kind} {number}"}], "citations": CITED}
                shelf.put(kind, content, record=record)
        for kind, content in claims:
            record = content["id"]
            shelf.put(kind, {name: value for name, value in content.items() if name != "id"}, record=record)
        return shelf


WORLD = World()


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Relations and postings of the world, each with an id of its own."""
    found: list[Claim] = []
    units = st.sampled_from(WORLD.units)
    for _ in range(draw(st.integers(0, 7))):
        below, above, when = draw(units), draw(units), draw(dates())
        content: dict[str, Any] = {"id": new_id(), "citations": CITED, **({"dates": when} if when else {})}
        if draw(st.booleans()) and below != above:
            class_ = draw(st.sampled_from(["command", "command", "administrative"]))
            found.append(("relation", content | {"subordinate": below, "superior": above, "class": class_}))
        else:
            role = draw(st.sampled_from(["commander", "acting_commander", "deputy", "member"]))
            person = draw(st.sampled_from(WORLD.persons))
            found.append(("posting", content | {"person": person, "unit": below, "roles": [role]}))
    return found


def ask(shelf: Shelf) -> CommandView:
    return chain([shelf.catalogue], WORLD.units[0], DAY, DAY, subordinates=True)


def answered(view: CommandView) -> dict[str, str]:
    """Every claim in an answer, with its best grade."""
    found: dict[str, str] = {}
    links = [*view.superiors, *(view.subordinates or ())]
    posts = [*view.commanders, *view.deputies]
    posts += [post for one in view.superiors for post in (*one.commanders, *one.deputies)]
    told = [(one.relation, one.grade) for one in links] + [(post.posting, post.grade) for post in posts]
    for record, grade in told:
        found[record] = min(grade, found.get(record, grade))  # "certain" sorts before "possible"
    return found


@settings(deadline=None)
@given(claims(), st.randoms())
def test_the_order_of_entry_does_not_matter(found: list[Claim], chance: Any) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    one, other = WORLD.shelf(found), WORLD.shelf(shuffled)
    assert ask(one) == ask(other)
    for person in WORLD.persons:
        mine, theirs = (responsibility_in([shelf.catalogue], person) for shelf in (one, other))
        assert mine.postings == theirs.postings
        assert mine == theirs


@settings(deadline=None)
@given(claims(), claims())
def test_adding_a_claim_never_removes_another(found: list[Claim], more: list[Claim]) -> None:
    before, after = answered(ask(WORLD.shelf(found))), answered(ask(WORLD.shelf([*found, *more])))
    assert before.keys() <= after.keys()
    assert all(after[record] == "certain" for record, grade in before.items() if grade == "certain")


@settings(deadline=None)
@given(claims())
def test_nothing_is_certain_outside_a_precise_range(found: list[Claim]) -> None:
    by_id: dict[str, dict[str, Any]] = {content["id"]: content.get("dates") or {} for _kind, content in found}
    for record, grade in answered(ask(WORLD.shelf(found))).items():
        if grade == "certain":
            assert by_id[record]["first_precise"] <= str(DAY) <= by_id[record]["last_precise"]


@settings(deadline=None)
@given(claims(), st.integers(0, DAYS))
def test_a_deed_is_certain_only_where_the_post_and_each_link_are(found: list[Claim], number: int) -> None:
    """What the unit did on a day is certainly a person's to answer for only if command on that day was."""
    shelf = WORLD.shelf(found)
    day, case = START + timedelta(number), Case(shelf)
    act = case.act(dates={"first_precise": str(day), "last_precise": str(day)})
    case.involvement(act=act, unit=WORLD.units[0], witness_certainty="certain")
    view = chain([shelf.catalogue], WORLD.units[0], day, day)
    commanding = [(None, post) for post in view.commanders]
    commanding += [(one, post) for one in view.superiors for post in one.commanders]
    sure = {
        post.posting
        for one, post in commanding
        if post.grade == "certain" and (one is None or one.grade == "certain")
    }
    shown = {post.posting for _one, post in commanding}
    for person in WORLD.persons:
        for post in responsibility_in([shelf.catalogue], person).postings:
            graded = {one.grade for one in post.linked if one.record == act}
            assert bool(graded) is (post.posting in shown)
            assert ("certain" in graded) is (post.posting in sure)
