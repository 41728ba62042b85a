"""The demo's data fits the kinds it claims to be, before any archive is built."""

import re
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import pytest

from app.cli.demo import papers
from app.cli.demo.cases import CASES
from app.cli.demo.narrative import narrative
from app.cli.demo.register import REGISTER
from app.cli.demo.world import Entry, Keys, Upload, Withdrawal
from app.records.case_vocabularies import CONSENT_BASES, CONSENT_MANNERS, IDENTITY_DEGREES, ONWARD, PURPOSES
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
    assert len(CASES) == 12 and len(ACCOUNTS) >= 30
    for account in ACCOUNTS:
        words = sum(len(paragraph["text"].split()) for paragraph in account.content["narrative"])
        brief = account.content["type"] in {"first_contact", "correction"}
        assert (40 if brief else 100) <= words <= 1500, account.key


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


# --- what the world holds ---------------------------------------------------------------------------------

PERMISSIONS = [
    permission
    for step in STEPS
    if isinstance(step, Entry) and step.kind == "consent"
    for permission in step.content["permissions"]
]

_WORDS = "belarus|беларусь|беларуси|omon|омон|амап|kgb|кгб|кдб|sobr|собр|брест|brest|russia"
_STEMS = (
    "minsk|мінск|минск|okrestin|akrest|окрестин|акрэсцін|zhodin|жодин|жодзін|volodark|володарк|валадарк|"
    "lukash|лукаш|gubop|губоп|губаз|grodno|hrodna|гродн|gomel|homel|гомел|vitebsk|витебск|віцебск|"
    "mogilev|mahil|могил[её]в|магіл[её]|moscow|москв|росси[яйи]"
)
REAL_NAMES = re.compile(rf"\b(?:(?:{_WORDS})\b|(?:{_STEMS}))", re.IGNORECASE)


def test_nothing_in_the_demo_has_a_real_name() -> None:
    folder = files("app.cli.demo")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (folder / "narratives").iterdir()}
    texts |= {entry.key: repr(entry.content) for entry in STEPS if isinstance(entry, Entry)}
    for step in STEPS:
        if isinstance(step, Upload):
            words = step.make().decode("latin-1") if step.media_type != "image/png" else ""
            texts[step.key] = f"{step.title} {step.details} {words}"
    texts["titles"] = repr([story.title for story in CASES])
    found = {name: match[0] for name, text in texts.items() if (match := REAL_NAMES.search(text))}
    assert not found
    assert REAL_NAMES.search("у Мінску") and REAL_NAMES.search("(OMON)")


def test_consents_are_of_every_kind() -> None:
    consents = [step.content for step in STEPS if isinstance(step, Entry) and step.kind == "consent"]
    assert {permission["purpose"] for permission in PERMISSIONS} == set(PURPOSES.codes)
    assert {permission["identity"] for permission in PERMISSIONS} == set(IDENTITY_DEGREES.codes)
    assert {permission.get("onward") for permission in PERMISSIONS} >= set(ONWARD.codes)
    assert {consent["basis"] for consent in consents} == set(CONSENT_BASES.codes)
    assert {consent["manner"] for consent in consents} == set(CONSENT_MANNERS.codes)
    assert any(consent["covers"] != "everything" for consent in consents)
    assert any("expires_on" in consent for consent in consents)
    assert any(isinstance(step, Withdrawal) for step in STEPS)


def test_an_unidentified_perpetrator_is_described_by_several_and_accounts_contradict_each_other() -> None:
    described: dict[str, set[str]] = {}
    contradicted: set[str] = set()
    for step in STEPS:
        if isinstance(step, Entry) and step.kind == "involvement":
            for told in step.content["reported_in"]:
                described.setdefault(step.content.get("person", ""), set()).add(told["account"])
                contradicted |= {step.key} if told.get("stance") == "contradicts" else set()
    unnamed = {
        f"@{step.key}" for step in STEPS if isinstance(step, Entry) and step.content.get("unidentified")
    }
    assert {person for person in unnamed if len(described.get(person, ())) >= 2} >= {
        "@person.stork",
        "@person.accountant",
        "@person.water_carrier",
    }
    assert len(contradicted) >= 2


def test_a_translation_has_as_many_paragraphs_as_its_original() -> None:
    translated = [account for account in ACCOUNTS if account.content.get("translations")]
    assert len(translated) >= 6
    for account in translated:
        for translation in account.content["translations"]:
            assert len(translation["paragraphs"]) == len(account.content["narrative"]), account.key


def test_photographs_are_the_same_each_time_and_scanned_papers_end_well() -> None:
    assert papers.photograph_of_a_cell() == papers.photograph_of_a_cell()
    assert papers.photograph_of_a_cell().endswith(b"IEND" + zlib.crc32(b"IEND").to_bytes(4, "big"))
    scanned = papers.scan("One", seal="SEAL")
    assert scanned == papers.scan("One", seal="SEAL")
    assert scanned[int(scanned.split()[-2]) :].startswith(b"xref")
    assert b"(SEAL) Tj" in scanned
    assert b"(SEAL) Tj" not in papers.scan("One")
