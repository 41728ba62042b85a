"""Two versions side by side: the pieces of each side make its text, and what is unchanged stands in both."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.comparing import compared
from app.web.reading import Fact, Words

texts = st.text(st.sampled_from("ab \n.ж"), max_size=40)
sheets = st.dictionaries(st.sampled_from(["Text", "Place", "Dates"]), texts)


def facts(told: dict[str, str]) -> list[Fact]:
    return [Fact(name, name, (Words(text),)) for name, text in told.items()]


@given(sheets, sheets)
def test_nothing_is_lost_and_nothing_is_made_up(before: dict[str, str], after: dict[str, str]) -> None:
    rows = compared(facts(before), facts(after))
    assert sorted(row.label for row in rows) == sorted(before.keys() | after.keys())
    for row in rows:
        for pieces, told in ((row.older, before), (row.newer, after)):
            assert "".join(piece.text for piece in pieces) == told.get(row.label, "")
        same = ["".join(p.text for p in side if not p.changed) for side in (row.older, row.newer)]
        assert same[0] == same[1]
        assert row.changed == (before.get(row.label, "") != after.get(row.label, ""))
