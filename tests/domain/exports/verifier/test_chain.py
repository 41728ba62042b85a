"""Step 7: whose bundle it is, told apart from whether it is whole."""

from pathlib import Path

import pytest

from app.domain.exports.verify import read_anchor, verify_bundle
from app.vault.keys import HolderKeys
from tests.domain.exports.packages import package


def test_a_bundle_of_another_archive_is_not_called_damaged(tmp_path: Path) -> None:
    verdict = verify_bundle(package().to(tmp_path), HolderKeys.generate().key_id)
    assert (verdict.ok, verdict.failed_step, verdict.other_archive) == (False, 7, True)
    assert "another archive" in verdict.as_text() and "mistyped" in verdict.as_text()
    assert "never whole" not in verdict.as_text()


def test_a_damaged_bundle_of_the_right_archive_is(tmp_path: Path) -> None:
    made = package()
    path = made.to(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    verdict = verify_bundle(path, made.archive.founder.key_id)
    assert (verdict.ok, verdict.other_archive) == (False, False)
    assert "never whole" in verdict.as_text()


def test_a_fingerprint_is_read_as_it_was_copied() -> None:
    fingerprint = HolderKeys.generate().key_id
    for copied in (fingerprint, f"  {fingerprint}\n", f"{fingerprint[:20]}\n  {fingerprint[20:]}"):
        assert read_anchor(copied) == fingerprint


@pytest.mark.parametrize("text", ["", "x", "A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "=", "é" * 43])
def test_what_cannot_be_a_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_anchor(text)
