"""Tables that cannot be read, signed by an exporter all the same: refused in words, and the file at fault is named."""

from pathlib import Path

import pytest

from app.domain.exports.contents import INDEX_FIELDS, WITHHELD_FIELDS
from app.domain.exports.verify import verify_bundle
from tests.domain.exports.packages import package

QUOTE = b'"a"b\n' * 4
TABLES = {"data/index.csv": (8, INDEX_FIELDS), "data/withheld.csv": (13, WITHHELD_FIELDS)}


@pytest.mark.parametrize("path", TABLES)
@pytest.mark.parametrize(
    "content",
    [
        QUOTE,
        b"x" * 140_000 + b"\n",  # longer than the csv module takes
        b"%(header)s\n" + QUOTE,  # a good header does not make the rest an empty table
        b'%(header)s\n"unterminated',
    ],
    ids=["quote", "long", "after a good header", "unterminated"],
)
def test_a_table_with_a_line_that_cannot_be_read_is_named(path: str, content: bytes, tmp_path: Path) -> None:
    step, fields = TABLES[path]
    bundle = tmp_path / "bundle.zip"
    data = content.replace(b"%(header)s", ",".join(fields).encode())
    bundle.write_bytes(package().with_file(path, data))

    verdict = verify_bundle(bundle)
    assert (verdict.failed_step, verdict.failed_file) == (step, path)
    assert "a line that cannot be read" in verdict.as_text()
