"""What a table brings, as a file that a spreadsheet opens: whole, and without anything that would be run there."""

from app.domain.imports.listing import listed
from app.domain.imports.tables import read_table
from app.domain.imports.views import ImportView, RowTold, Told

NEW, HERE = "1" * 32, "2" * 32


def view(*, written: bool, rows: int = 1) -> ImportView:
    told = (
        Told("created", "person", '=HYPERLINK("http://x.example")', NEW),
        Told("matched", "unit", "Друга рота", HERE, "The table writes “2nd”.", here=True),
    )
    return ImportView(
        "posts", written, {}, 0, tuple(RowTold("posts.csv", at, told) for at in range(2, rows + 2))
    )


def test_every_thing_that_every_row_says_is_a_line() -> None:
    table = read_table("told.csv", listed(view(written=False, rows=2000)))
    assert len(table.rows) == 4000
    assert [table.rows[1][column] for column in table.columns] == [
        *("posts.csv", "2", "matched", "unit", "Друга рота", HERE, "The table writes “2nd”."),
    ]


def test_no_cell_is_a_formula_and_what_is_not_written_has_no_id() -> None:
    data = listed(view(written=False))
    assert b"'=HYPERLINK" in data and NEW.encode() not in data
    assert NEW.encode() in listed(view(written=True))
