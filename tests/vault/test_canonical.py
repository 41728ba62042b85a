"""Canonical JSON and contexts: the bytes that everything sealed or signed depends on."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.base64url import b64url, from_b64url
from app.vault.canonical import CanonicalError, canonical
from app.vault.context import Purpose, context

# Sealed archives depend on each of these: a label may be added, never renamed or removed
FROZEN = """
holder_seal_seed holder_sign_seed holder_catalogue_key passphrase passphrase_check recovery_checksum secret_id
version_key version_content file_key file_content compartment_key certificate leaf
team_seed member_seed recovery_seed session_seed token_seed draft_key draft_content case_title display_name
team_name token_name snapshot export_request export_key export_bundle export_result
"""


def test_the_examples_of_rfc_8785() -> None:
    value = json.loads(
        r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
             "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""
    )
    assert canonical(value) == (
        b'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_names_are_sorted_as_rfc_8785_does_by_utf_16() -> None:
    names = ["€", "\r", "\ufb33", "1", "😀", "\x80", "ö"]
    order = list(json.loads(canonical(dict.fromkeys(names, 0))))
    assert order == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, 2**53, -(2**53), b"bytes", {1: "key"}, {"set": {1}}, "\ud800", {"\udfff": 1}],
)
def test_what_other_languages_would_read_differently_is_refused(value: object) -> None:
    with pytest.raises(CanonicalError) as refused:
        canonical(value)
    assert str(value) not in str(refused.value)


def test_endless_nesting_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(CanonicalError):
        canonical(value)


def test_a_context_is_its_label_and_its_canonical_parts() -> None:
    bound = context(Purpose.version_content, version=3, record="ab", case=None)
    assert bound == b'testimonia/v1/version_content\n{"case":null,"record":"ab","version":3}'


def test_no_label_was_renamed_or_removed() -> None:
    assert set(FROZEN.split()) <= {purpose.value for purpose in Purpose}
    assert all(purpose.value == purpose.name for purpose in Purpose)


parts = st.dictionaries(st.text(min_size=1), st.text() | st.integers(0, 2**53 - 1) | st.none(), max_size=4)


@given(st.sampled_from(Purpose), parts, st.sampled_from(Purpose), parts)
def test_different_places_never_give_the_same_bytes(
    one: Purpose, here: dict[str, str], other: Purpose, there: dict[str, str]
) -> None:
    here.pop("purpose", None), there.pop("purpose", None)
    assert (context(one, **here) == context(other, **there)) == (one is other and here == there)


@given(st.binary())
def test_base64url_comes_back(data: bytes) -> None:
    assert from_b64url(b64url(data)) == data


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "+/8", "Q Q", "QQ\n", "Qä", "Q.Q", "QQQ~"])
def test_base64url_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError):
        from_b64url(text)
