"""What a table brings, as a CSV file: every row of it, however many there are. Pure."""

import csv
import io
from itertools import chain

from app.domain.imports.tables import as_text
from app.domain.imports.views import ImportView

COLUMNS = ("table", "row", "outcome", "kind", "title", "record", "reason")


def listed(view: ImportView) -> bytes:
    """One line for each thing that a row says, in the order of the rows. `record` is told of what is here already: new
    entries have no id before they are written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row, one in chain.from_iterable(((row, one) for one in row.told) for row in view.rows):
        record = one.record if one.record and (one.here or view.written) else ""
        cells = (row.table, str(row.row), one.outcome, one.kind, one.title, record, one.reason)
        writer.writerow([as_text(cell) for cell in cells])
    # spreadsheets read UTF-8 only where the file begins with its mark
    return text.getvalue().encode("utf-8-sig")
