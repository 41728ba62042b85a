"""The faults of an existing tool, not to be repeated: each has a test named after it.

That two postings stay two in what leaves the archive is tested with the formats that leave it.
"""

from datetime import date

import pytest

from app.domain.forces.chain import chain
from app.domain.forces.views import CommandView
from app.errors import Invalid
from app.records.kinds import parse
from tests.domain.catalogue.shelves import CITED, Shelf, on

YEAR = on("2021-01-01", "2021-12-31", starts=True, ends=True)


def ask(shelf: Shelf, unit: str, day: str = "2021-03-10") -> CommandView:
    return chain([shelf.catalogue], unit, date.fromisoformat(day), date.fromisoformat(day))


def commanders(view: CommandView) -> list[tuple[str, str]]:
    return [(commander.person, commander.grade) for commander in view.commanders]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_posting_with_a_first_date_alone_does_not_last_for_ever(shelf: Shelf) -> None:
    unit, person = shelf.unit(), shelf.person()
    shelf.posting(person, unit, dates=on("2021-03-01", starts=True, ends=False))
    assert commanders(ask(shelf, unit, "2021-03-01")) == [(person, "certain")]
    assert commanders(ask(shelf, unit, "2024-03-01")) == [(person, "possible")]
    assert commanders(ask(shelf, unit, "2021-02-28")) == []


def test_a_start_after_the_end_is_refused_and_never_swapped() -> None:
    content = {"person": "1" * 32, "unit": "2" * 32, "roles": ["commander"], "citations": CITED}
    for dates in (
        on("2021-03-02", "2021-03-01"),
        {"first_imprecise": "2021-03-02", "last_imprecise": "2021-03-01"},
    ):
        with pytest.raises(Invalid) as refused:
            parse("posting", content | {"dates": dates})
        (problem,) = refused.value.problems
        assert problem.field.startswith("dates.first")
        assert "The first day is after the last day" in problem.message


def test_an_administrative_relation_is_not_walked_as_command(shelf: Shelf) -> None:
    unit, office, above = shelf.unit(), shelf.unit("Paymaster"), shelf.unit("Ministry")
    shelf.relation(unit, office, "administrative", dates=YEAR)
    shelf.relation(office, above, dates=YEAR)
    assert ask(shelf, unit).superiors == ()
    day = date(2021, 3, 10)
    below = chain([shelf.catalogue], above, day, day, subordinates=True).subordinates
    assert [one.unit for one in below or ()] == [office]


def test_a_relation_without_a_date_does_not_vanish(shelf: Shelf) -> None:
    unit, above = shelf.unit(), shelf.unit("Regiment")
    shelf.relation(unit, above)
    shelf.posting(shelf.person(), above)
    (superior,) = ask(shelf, unit).superiors
    assert (superior.unit, superior.grade) == (above, "possible")
    assert superior.commanders[0].grade == "possible"


def test_a_member_of_a_unit_is_not_listed_as_its_commander(shelf: Shelf) -> None:
    unit = shelf.unit()
    for role in ("member", "operative", "staff", "escort", "deputy"):
        shelf.posting(shelf.person(), unit, role, dates=YEAR)
    view = ask(shelf, unit)
    assert view.commanders == ()
    assert len(view.deputies) == 1
    assert next(gap.reason for gap in view.gaps if gap.unit == unit) == "no commander is shown"


def test_two_postings_of_one_person_to_one_unit_stay_two(shelf: Shelf) -> None:
    unit, person = shelf.unit(), shelf.person()
    first = shelf.posting(person, unit, dates=on("2021-01-01", "2021-01-31", starts=True, ends=True))
    again = shelf.posting(person, unit, dates=on("2021-03-01", "2021-03-31", starts=True, ends=True))
    assert [each.posting for each in ask(shelf, unit, "2021-01-10").commanders] == [first]
    assert [each.posting for each in ask(shelf, unit, "2021-03-10").commanders] == [again]
    assert ask(shelf, unit, "2021-02-10").commanders == ()


def test_a_link_to_a_perpetrator_without_a_source_is_refused() -> None:
    involvement = {"act": "1" * 32, "person": "2" * 32, "degree": "carried_out"}
    present = {"names": [{"text": "Dispersal"}], "citations": CITED, "units_present": [{"unit": "2" * 32}]}
    posting = {"person": "1" * 32, "unit": "2" * 32, "roles": ["commander"]}
    wanted = {
        "involvement": (involvement, "reported_in"),
        "incident": (present, "units_present.0.citations"),
        "posting": (posting, "citations"),
    }
    for kind, (content, field) in wanted.items():
        with pytest.raises(Invalid) as refused:
            parse(kind, content)
        assert field in {problem.field for problem in refused.value.problems}
