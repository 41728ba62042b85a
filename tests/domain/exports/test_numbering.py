"""Exhibit numbers: stable, never twice, and for each recipient of a pseudonymised package others."""

import pytest

from app.domain.archive.actions import open_case
from app.domain.archive.records import add_record
from app.domain.exports.numbering import Numbering, allocate
from app.models import Record
from app.runtime import Runtime
from tests.conftest import STORES
from tests.people import found

SECRET = b"s" * 32


def test_the_archives_own_numbers_are_plain():
    assert Numbering("NVR", SECRET, None).exhibit(42) == "NVR-000042"
    assert Numbering("NVR", SECRET, None).exhibit(1_234_567) == "NVR-1234567"


def test_a_recipients_numbers_are_a_permutation_and_its_own():
    first, second = Numbering("NVR", SECRET, "a" * 32), Numbering("NVR", SECRET, "b" * 32)
    numbers = [first.exhibit(number) for number in range(1, 5001)]

    assert len(set(numbers)) == 5000
    assert all(len(number) == 10 for number in numbers)
    assert numbers == [Numbering("NVR", SECRET, "a" * 32).exhibit(number) for number in range(1, 5001)]
    assert sum(number == second.exhibit(place) for place, number in enumerate(numbers, start=1)) < 10
    assert numbers != sorted(numbers)
    assert Numbering("NVR", b"t" * 32, "a" * 32).exhibit(1) != numbers[0]


def test_numbers_over_six_digits_stay_apart():
    own = Numbering("NVR", SECRET, "a" * 32)

    assert len({own.exhibit(number) for number in range(999_000, 1_001_000)}) == 2000
    assert len(own.exhibit(1_000_000)) == len("NVR-") + 8


def test_a_pseudonym_is_made_of_the_same_number():
    own = Numbering("NVR", SECRET, "a" * 32)

    assert own.pseudonym(7).removeprefix("P") == own.exhibit(7).removeprefix("NVR")


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_record_keeps_its_number(runtime: Runtime):
    actor = found(runtime)
    with runtime.work() as work:
        case = open_case(work=work, actor=actor, title="x").id
        ids = [
            add_record(
                work=work, actor=actor, case=case, kind="individual", content={"pseudonym": f"W-{n}"}
            ).id
            for n in range(3)
        ]
    with runtime.work() as work:
        first = allocate(work, ids[:2])
    with runtime.work() as work:
        second = allocate(work, ids)
        assert {work.session.get_one(Record, id_).exhibit for id_ in ids} == {1, 2, 3}

    assert first.items() <= second.items()
    assert set(first.values()) == {1, 2} and second[ids[2]] == 3
