"""Records of one person: proposed by names and a shared posting, joined and parted by decisions. All are invented."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.archive.queries import read_record, read_versions
from app.domain.archive.records import add_claim
from app.domain.forces.actions import join_persons, part_persons
from app.domain.forces.chain import chain
from app.domain.forces.doubts import doubts_of
from app.domain.forces.queries import duplicates, persons_joined, responsibility
from app.domain.forces.responsibility import responsibility_in
from app.domain.forces.sameness import duplicates_of, likeness, same_person
from app.domain.work import Actor
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.runtime import Runtime
from tests.domain.catalogue.archives import begin, claim, unit
from tests.domain.catalogue.shelves import CITED, Shelf, on
from tests.people import join

YEAR = on("2021-01-01", "2021-12-31", starts=True, ends=True)
PERSONS = 4
numbers = st.integers(0, PERSONS - 1)
LATER = on("2022-01-01", "2022-12-31", starts=True, ends=True)


class Register:
    """A real register with a person under two spellings, both posted to one unit, and somebody else."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime, self.founder = runtime, begin(runtime)
        self.unit = unit(runtime, self.founder)
        self.source = self.claim("source", title="Gazette 13")
        self.one, self.other = self.person("Ардан Вельскі", "be"), self.person("Ardan Velski", "en")
        self.namesake = self.person("Ардан Вельский", "ru")
        self.postings = [self.posting(self.one), self.posting(self.other, roles=["head"])]

    def claim(self, kind: str, **content: Any) -> str:
        return claim(self.runtime, self.founder, kind, content)

    def person(self, name: str, language: str) -> str:
        names = [{"text": name, "language": language}]
        return self.claim("person", names=names, citations=[{"source": self.source}])

    def posting(self, person: str, **more: Any) -> str:
        told = {"roles": ["commander"], "dates": YEAR, "citations": [{"source": self.source}]} | more
        return self.claim("posting", person=person, unit=self.unit, **told)

    def do(self, deed: Any, actor: Actor | None = None, **inputs: Any) -> Any:
        with self.runtime.work() as work:
            return deed(work=work, actor=actor or self.founder, **inputs)

    def content(self, record: str) -> Any:
        return self.do(read_record, record=record).content

    def join(self, person: str, other: str, actor: Actor | None = None) -> Any:
        return self.do(join_persons, actor, person=person, other=other, reason="Same post, same rank.")


@pytest.fixture
def register(runtime: Runtime) -> Register:
    return Register(runtime)


def test_names_alike_and_a_shared_posting_are_proposed_a_name_alone_is_not(register: Register) -> None:
    (pair,) = register.do(duplicates)
    assert {pair.person, pair.other} == {register.one, register.other} and pair.likeness > 0.5
    assert {(post.unit, frozenset((post.posting, post.matching))) for post in pair.posts} == {
        (register.unit, frozenset(register.postings))
    }
    assert register.do(duplicates, person=register.namesake) == ()
    assert [found.person for found in register.do(duplicates, person=register.other)] == [register.other]


def test_joining_then_parting_restores_the_register_exactly(register: Register) -> None:
    before = {
        record: register.content(record) for record in (register.one, register.other, *register.postings)
    }
    register.join(register.one, register.other)
    assert register.do(persons_joined, person=register.other) == ((register.one, register.other),)
    assert register.do(duplicates) == (), "a decided pair is proposed no more"
    decided = register.content(register.one)["same_as"][0]
    assert decided["posting"] == register.postings[0] and decided["reason"] == "Same post, same rank."
    told = register.do(responsibility, person=register.other)
    assert told.same_as == (register.one,)
    assert {post.posting for post in told.postings} == set(register.postings), "both are answered for"
    register.do(part_persons, person=register.one, other=register.other, reason="Two brothers.")
    after = {record: register.content(record) for record in before}
    assert after == before
    assert register.do(responsibility, person=register.other).same_as == ()
    assert register.do(persons_joined, person=register.one) == ()
    reasons = [version.reason for version in register.do(read_versions, record=register.one).results]
    assert reasons[1:] == ["Same post, same rank.", "Two brothers."], "the decisions stay readable"


def test_what_does_not_agree_is_refused(register: Register) -> None:
    with pytest.raises(Invalid):
        register.join(register.one, register.namesake)
    stranger = register.person("Zmicier Karotki", "be")
    register.posting(stranger)
    with pytest.raises(Invalid):
        register.join(register.one, stranger)
    register.posting(register.namesake, dates=LATER)
    with pytest.raises(Invalid):
        register.join(register.one, register.namesake)
    with pytest.raises(Invalid):
        register.join(register.one, register.one)
    with pytest.raises(NotFound):
        register.join(register.one, register.unit)
    register.join(register.one, register.other)
    with pytest.raises(Conflict):
        register.join(register.one, register.other)
    with pytest.raises(NotFound):
        register.do(part_persons, person=register.other, other=register.one, reason="It stands in the other.")


def test_who_decides(register: Register) -> None:
    """An investigator does; an auditor reads proposals; a write-only member sees nothing."""
    investigator, auditor, write_only = (
        join(register.runtime, register.founder, role, name=role)
        for role in ("investigator", "auditor", "write_only")
    )
    assert len(register.do(duplicates, auditor)) == 1
    for actor in (auditor, write_only):
        with pytest.raises(NotAllowed):
            register.join(register.one, register.other, actor)
    with pytest.raises(NotAllowed):
        register.do(duplicates, write_only)
    register.join(register.one, register.other, investigator)
    with pytest.raises(NotAllowed):
        register.do(part_persons, auditor, person=register.one, other=register.other, reason="No.")


def test_a_decision_about_an_unidentified_person_is_sealed_as_that_one_is(register: Register) -> None:
    content = {
        "unidentified": True,
        "other_names": [{"text": "Ардан Вельскі"}],
        "description": "Tall, a scar.",
        "citations": [{"source": register.source}],
    }
    unknown = register.do(add_claim, kind="person", content=content).id
    register.posting(unknown)
    register.join(register.one, unknown)
    assert "same_as" not in register.content(register.one), "every member reads this one"
    assert register.content(unknown)["same_as"][0]["person"] == register.one


def test_decisions_lead_over_several_steps() -> None:
    shelf = Shelf()
    first = shelf.person()
    second = shelf.person("Ардан Вельский", same_as=[{"person": first}])
    third = shelf.person("Ardan Velski", same_as=[{"person": second}])
    apart = shelf.person("Ardan Velsky")
    held = [shelf.catalogue]
    for person in (first, second, third):
        assert same_person(held, person) == {first, second, third}
    assert same_person(held, apart) == {apart}
    company = shelf.unit()
    for person in (first, second, third, apart):
        shelf.posting(person, company, dates=YEAR)
    assert {pair.other for pair in duplicates_of(held, [first])} == {apart}


def test_likeness_does_not_depend_on_the_order() -> None:
    names = ["Ардан Вельскі", "Ardan Velski", "Ардан Пятровіч Вельскі", "Velski A."]
    for one in names:
        for other in names:
            assert likeness([one], [other]) == likeness([other], [one]) > 0
    assert likeness(["Ардан Вельскі"], ["Мікалай Карат"]) == 0


def test_a_shared_posting_alone_is_no_proposal() -> None:
    """Two commanders of one company on the same days, whose names have nothing in common."""
    shelf = Shelf()
    unit = shelf.unit()
    for name in ("Ардан Вельскі", "Мікалай Карат"):
        shelf.posting(shelf.person(name), unit, dates=YEAR)
    assert duplicates_of([shelf.catalogue]) == ()


@settings(deadline=None)
@given(st.lists(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]), max_size=6))
def test_any_joins_taken_back_leave_the_answers_as_they_were(joins: list[tuple[int, int]]) -> None:
    """Whatever is joined with whatever, in whatever order: parted again, every question is answered as before."""
    shelf = Shelf()
    unit = shelf.unit()
    persons = [shelf.person("Ардан Вельскі") for _ in range(PERSONS)]
    for person in persons:
        shelf.posting(person, unit, dates=YEAR)
    held = [shelf.catalogue]
    day = date(2021, 6, 1)

    def answers() -> object:
        answered = [responsibility_in(held, person) for person in persons]
        return chain(held, unit, day, day), duplicates_of(held), doubts_of(held, unit), answered

    before, version = answers(), 1
    for decided in (joins, []):
        for at, person in enumerate(persons):
            version += 1
            same = sorted({persons[other] for one, other in decided if one == at})
            content = {"names": [{"text": "Ардан Вельскі"}], "citations": CITED}
            shelf.put(
                "person",
                content | ({"same_as": [{"person": other} for other in same]} if same else {}),
                record=person,
                version=version,
            )
        if decided:
            one, other = decided[0]
            assert persons[other] in same_person(held, persons[one])
    assert answers() == before
