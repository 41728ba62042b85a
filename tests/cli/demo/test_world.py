"""The demo's data fits the kinds it claims to be, before any archive is built."""

import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.cli.demo import papers
from app.cli.demo.cases import CASES
from app.cli.demo.narrative import narrative
from app.cli.demo.register import REGISTER
from app.cli.demo.world import Entry, Keys, Upload
from app.records.kinds import REGISTER_KINDS, parse

STEPS = [*REGISTER, *(step for story in CASES for step in story.steps)]
ACCOUNTS = [step for step in STEPS if isinstance(step, Entry) and step.kind == "account"]


@dataclass
class Written:
    """The keys in the order in which they are written."""

    keys: Keys

    def contents(self) -> Iterator[tuple[Entry, dict[str, object]]]:
        """Every entry with its content resolved; an unknown or later key raises KeyError."""
        for step in STEPS:
            if isinstance(step, Entry):
                yield step, self.keys.resolve(step.content)
            if isinstance(step, Entry | Upload):
                assert step.key not in self.keys.ids, f"{step.key} is written twice"
                self.keys.ids[step.key] = secrets.token_hex(16)


def test_every_record_fits_its_kind_and_names_only_what_was_written_before() -> None:
    for entry, content in Written(Keys()).contents():
        assert parse(entry.kind, content).kind == entry.kind


def test_a_key_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(KeyError):
        Keys().resolve({"unit": ["@unit.nowhere"]})


def test_the_register_of_the_demo_holds_claims_alone() -> None:
    assert {entry.kind for entry in REGISTER} == REGISTER_KINDS


def test_accounts_are_of_a_realistic_length() -> None:
    assert len(ACCOUNTS) == 12
    for account in ACCOUNTS:
        words = sum(len(paragraph["text"].split()) for paragraph in account.content["narrative"])
        assert 130 <= words <= 400, account.key


def test_marks_fall_on_the_words_that_were_marked() -> None:
    told = narrative("w0001_first.be")
    marked = {
        told["narrative"][mark["paragraph"] - 1]["text"][mark["start"] : mark["end"]]
        for mark in told["mentions"]
    }
    assert marked == {
        "Прывакзальную плошчу",
        "вуліцу Млынавую, у ізалятар",
        "у двары",
        "студэнт са зламанай рукой",
    }
    assert not any("](@" in paragraph["text"] for paragraph in told["narrative"])


def test_papers_are_the_same_each_time_and_well_formed() -> None:
    drawing, page = papers.drawing_of_the_yard(), papers.page("One (1)", r"two \ three")
    assert drawing == papers.drawing_of_the_yard()
    start = drawing.index(b"IDAT") + 4
    pixels = zlib.decompress(drawing[start : drawing.rindex(b"IEND") - 8])
    assert len(pixels) == papers.HEIGHT * (1 + 3 * papers.WIDTH)
    assert page[int(page.split()[-2]) :].startswith(b"xref")
    assert rb"(One \(1\)) Tj" in page and rb"(two \\ three) Tj" in page
