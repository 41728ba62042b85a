"""Step 13: export.json says for what and for whom, and counts, in the one form that the exporter writes."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.exports.verify import verify_bundle
from tests.domain.exports.packages import package

RECIPIENT = {"id": "2" * 32, "authority": "Federal Prosecutor"}


@pytest.mark.parametrize(
    "facts",
    [
        *({"purpose": purpose} for purpose in (None, 5, [], {}, "x", True)),
        *({"profile": profile} for profile in (None, [], {}, "x")),
        *({"recipient": recipient} for recipient in (None, "x", [], {}, {"id": "2" * 32})),
        {"recipient": RECIPIENT | {"authority": ""}},
        {"recipient": RECIPIENT | {"authority": 5}},
        {"recipient": RECIPIENT | {"telephone": "1"}},
        {"withheld": True},
        {"withheld": 1.0},
        {"withheld": "1"},
        {"released": 3.0},
        {"released": None},
        {"remark": "anything"},
    ],
    ids=str,
)
def test_facts_of_another_form_are_refused(facts: dict[str, Any], tmp_path: Path) -> None:
    verdict = verify_bundle(package().with_facts(**facts).to(tmp_path))
    assert (verdict.failed_step, verdict.failed_file) == (13, "data/export.json"), verdict.as_text()


@pytest.mark.parametrize("name", ["recipient", "purpose", "exported_at", "software"])
def test_a_fact_that_is_missing_is_refused(name: str, tmp_path: Path) -> None:
    made = package()
    del made.contents.facts[name]
    verdict = verify_bundle(made.to(tmp_path))
    assert (verdict.failed_step, verdict.failed_file) == (13, "data/export.json")


def test_a_recipient_may_have_a_jurisdiction(tmp_path: Path) -> None:
    assert verify_bundle(package().with_facts(recipient=RECIPIENT | {"jurisdiction": "DE"}).to(tmp_path)).ok
