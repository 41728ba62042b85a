"""Step 1 names a file as all other steps do: without the folder of the bundle."""

from pathlib import Path

from app.domain.exports.verify import verify_bundle
from app.domain.exports.zip_framing import check_framing
from tests.domain.exports.packages import package


def test_a_file_is_named_without_the_folder_of_the_bundle(tmp_path: Path) -> None:
    data = bytearray(package().packed())
    entry = check_framing(lambda start, end: bytes(data[start:end]), len(data))[3]
    data[entry.offset + 10] ^= 1  # its time, in the local header
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)

    verdict = verify_bundle(path)
    assert (verdict.failed_step, verdict.failed_file) == (1, entry.name.partition("/")[2])
