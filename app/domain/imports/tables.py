"""CSV files and spreadsheets as rows of text, each with its number in the file. Nothing in a cell is ever run."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from python_calamine import CalamineWorkbook

from app.errors import Invalid, Problem
from app.i18n import gettext as _

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 200_000
ENCODINGS = ("utf-8-sig", "cp1251")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""
SPREADSHEETS = (".xlsx", ".ods", ".xls", ".xlsb", ".xlsm")


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by the names of their columns. No blanks."""

    number: int
    cells: Mapping[str, str] = field(repr=False)

    def __getitem__(self, column: str) -> str:
        """The cell without the spaces around it; empty when there is nothing."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """A table under its file's name."""

    name: str = field(repr=False)
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_tables(name: str, data: bytes) -> list[Table]:
    """The tables in a file: one of a CSV or spreadsheet (its first sheet), all of a ZIP. Raises Invalid."""
    if len(data) > MOST_BYTES:
        raise _refused(_("This file is too large to be looked at in one go. Split it into several."))
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending == ".zip":
        return [read_table(inner, content) for inner, content in _unpacked(data)]
    return [read_table(name, data)]


def read_table(name: str, data: bytes) -> Table:
    """The table in a CSV file or in the first sheet of a spreadsheet. Raises Invalid."""
    lines = _of_spreadsheet(data) if name.lower().endswith(SPREADSHEETS) else _of_csv(data)
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in enumerate(lines, 1):
        texts = [_unquoted(cell.strip()) for cell in cells]
        if not any(texts):
            continue
        if not header:
            header = tuple(text.casefold() for text in texts)
            continue
        if len(rows) >= MOST_ROWS:
            raise _refused(_("This table has too many rows. Split it into several files."))
        given = {column: text for column, text in zip(header, texts, strict=False) if column and text}
        rows.append(Row(number, given))
    if not header:
        raise _refused(_("There is no table in this file: its first row names the columns."))
    return Table(name.rsplit("/", 1)[-1], header, tuple(rows))


def _unquoted(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULAS) else cell


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. What `read_table` reads is the cell itself."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _of_csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    sample = text[:20_000]
    first = sample.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise _refused(_("This is no CSV file. Save the table as CSV (UTF-8) or as XLSX.")) from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused(_("This is no text that we can read. Save the table as CSV (UTF-8) or as XLSX."))


def _of_spreadsheet(data: bytes) -> Iterator[list[str]]:
    if data.startswith(b"PK"):
        _must_unpack_small(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Exception:  # the reader's errors name the cell, which may be testimony
        raise _refused(_("This spreadsheet could not be opened. Save it anew as XLSX or CSV.")) from None
    return ([_text(cell) for cell in row] for row in cells)


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _unpacked(data: bytes) -> list[tuple[str, bytes]]:
    _must_unpack_small(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if name.lower().endswith(".csv")]
        return [(name, packed.read(name)) for name in names]


def _must_unpack_small(data: bytes) -> None:
    """Raises Invalid for a ZIP that is none, or that would unpack to more than a table can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise _refused(_("This file could not be unpacked. Pack or save it anew.")) from None
    if size > MOST_UNPACKED:
        raise _refused(_("This file is too large to be looked at in one go. Split it into several."))


def _refused(message: str) -> Invalid:
    return Invalid([Problem("file", message)])
