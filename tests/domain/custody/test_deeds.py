"""A leaf has one form only, says nothing of content, and stands by its signature."""

import json
from dataclasses import replace
from datetime import date

import pytest

from app.domain.custody.deeds import (
    Deed,
    LeafError,
    PendingDeed,
    grant_commitment,
    leaf_text,
    membership_commitment,
    parse_leaf,
    verify_leaf,
)
from app.vault.canonical import canonical
from app.vault.signing import SignatureError, SigningKey

KEY = SigningKey.from_seed(b"\x01" * 32)
SUBJECT = "a" * 32
DEED = PendingDeed(Deed.wrote, SUBJECT, KEY, "statement-hash", None, None)
TEXT = leaf_text(DEED, 7, date(2026, 3, 2))


def test_a_leaf_is_canonical_json_with_the_fields_of_the_format() -> None:
    assert canonical(json.loads(TEXT)).decode() == TEXT
    assert set(json.loads(TEXT)) == {"actor", "day", "deed", "seq", "signature", "statement", "subject"}
    committed = leaf_text(replace(DEED, statement=None, commitment=b"c" * 32), 7, date(2026, 3, 2))
    assert set(json.loads(committed)) == {"actor", "commitment", "day", "deed", "seq", "signature", "subject"}


def test_a_leaf_is_read_back_and_verifies() -> None:
    leaf = parse_leaf(TEXT)
    assert (leaf.sequence, leaf.day, leaf.deed, leaf.subject) == (7, "2026-03-02", "wrote", SUBJECT)
    assert (leaf.actor, leaf.statement, leaf.commitment) == (KEY.key_id, "statement-hash", None)
    verify_leaf(leaf, KEY.public)


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": 8},
        {"day": "2026-03-03"},
        {"deed": "erased"},
        {"subject": "b" * 32},
        {"actor": "someone"},
        {"statement": "another"},
    ],
)
def test_no_field_of_a_leaf_can_be_changed(changed: dict[str, object]) -> None:
    leaf = parse_leaf(canonical(json.loads(TEXT) | changed).decode())
    with pytest.raises(SignatureError):
        verify_leaf(leaf, KEY.public)


def test_a_signature_of_another_key_does_not_count() -> None:
    with pytest.raises(SignatureError):
        verify_leaf(parse_leaf(TEXT), SigningKey.generate().public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        TEXT + " ",
        TEXT.replace(":7", ":7.0"),
        canonical({k: v for k, v in json.loads(TEXT).items() if k != "day"}).decode(),
        canonical(json.loads(TEXT) | {"more": "of it"}).decode(),
        canonical(json.loads(TEXT) | {"signature": "not base64!"}).decode(),
        canonical(json.loads(TEXT) | {"statement": None}).decode(),
        canonical(json.loads(TEXT) | {"statement": 1}).decode(),
        canonical(json.loads(TEXT) | {"seq": "7"}).decode(),
        canonical(json.loads(TEXT) | {"seq": True}).decode(),
        canonical(json.loads(TEXT) | {"subject": ["a"]}).decode(),
    ],
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(LeafError):
        parse_leaf(text)


def test_commitments_name_what_was_given_to_whom() -> None:
    commitments = {
        grant_commitment("c", "h"),
        grant_commitment("h", "c"),
        membership_commitment("c", "h"),
        membership_commitment("h", "c"),
    }
    assert len(commitments) == 4
