"""Whom and what the rows of a list name: the same whatever the order of the rows. All are invented."""

from collections.abc import Sequence
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from app.domain.imports.plan import Plan, Register
from app.domain.imports.posts import COLUMNS, plan_posts
from app.domain.imports.tables import Row, Table
from tests.domain.catalogue.shelves import Shelf

SHELF = Shelf()
HERE = SHELF.person("Ivan Petrov")
NAMESAKE = SHELF.person("Ivan Petrov", born={"first_precise": "1970-01-01", "last_precise": "1970-01-01"})
PATROL = SHELF.unit("First Patrol")
COURT = SHELF.unit("Lake Court")
SHELF.posting(HERE, PATROL)
SHELF.posting(NAMESAKE, COURT)
NO_WORDS: dict[str, Any] = {}

rows = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.sampled_from(["Ivan Petrov", "IVAN PETROV", "Boris Halavin", "boris halavin", HERE]),
            "unit": st.sampled_from(
                ["First Patrol", "Lake Court", "lake court", "Harbour", "HARBOUR", PATROL]
            ),
            "source": st.sampled_from(["Gazette 12", "gazette 12", "Gazette 13"]),
            "role": st.sampled_from(["", "commander", "Boss of all"]),
            "from": st.sampled_from(["", "2021", "2020-02-30", "2023-01-01"]),
            "to": st.sampled_from(["", "2022"]),
        }
    ),
    min_size=1,
    max_size=7,
)


def planned(given_rows: Sequence[dict[str, str]]) -> Plan:
    plan = Plan("posts", Register([SHELF.catalogue], True, lambda _record: NO_WORDS))
    numbered = tuple(Row(int(row["row"]), row) for row in given_rows)
    plan_posts(plan, [Table("posts.csv", COLUMNS, numbered)])
    return plan


def outcome(plan: Plan) -> tuple[Any, Any]:
    """What comes of a list: whom each row names, and what is written, with words in place of new ids."""
    words: dict[str, Any] = {}
    told = plan.view().rows
    for record in plan.in_order():
        if record.kind in {"source", "unit"}:
            words[record.id] = plan.title(record.id)
    for record in plan.in_order():
        if record.kind == "posting" and record.content["person"] in plan.planned:
            unit = record.content["unit"]
            words[record.content["person"]] = (
                plan.title(record.content["person"]),
                words.get(unit, unit),
            )

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return sorted((name, plain(one)) for name, one in cast("dict[str, Any]", value).items())
        if isinstance(value, list):
            return sorted((plain(one) for one in cast("list[Any]", value)), key=repr)
        return words.get(value, value)

    written = sorted(repr((one.kind, plain(one.content))) for one in plan.planned.values())
    named = {
        row.row: [
            (one.kind, one.outcome == "refused", one.here, words.get(one.record or "", ""))
            for one in row.told
        ]
        for row in told
    }
    return named, written


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(listed: list[dict[str, str]], chance: Any) -> None:
    numbered = [row | {"row": str(number)} for number, row in enumerate(listed, 2)]
    shuffled = list(numbered)
    chance.shuffle(shuffled)
    assert outcome(planned(shuffled)) == outcome(planned(numbered))


@given(rows)
def test_one_person_has_one_unit_unless_the_register_or_an_id_says_more(listed: list[dict[str, str]]) -> None:
    plan = planned([row | {"row": str(number)} for number, row in enumerate(listed, 2)])
    units: dict[str, set[str]] = {}
    for one in plan.planned.values():
        if one.kind == "posting":
            units.setdefault(one.content["person"], set()).add(one.content["unit"])
    assert all(len(where) == 1 for person, where in units.items() if person in plan.planned)
    assert units.get(NAMESAKE, {COURT}) == {COURT}
