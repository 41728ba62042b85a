"""Passphrases, sign-in names, recovery codes, and the secrets handed to programs."""

import math
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import passphrase as subject
from app.vault.base64url import from_b64url
from app.vault.context import Purpose
from app.vault.passphrase import (
    FLOOR,
    KdfParams,
    PassphraseKeys,
    RecoveryCodeError,
    WeakKdfError,
    auth_hash,
    derive,
    format_recovery_code,
    generate_login,
    generate_passphrase,
    generate_recovery_code,
    parse_recovery_code,
    same,
    word_list,
)
from app.vault.tokens import keyed_hash, new_secret, secret_id, secret_key

SALT, PEPPER = bytes(range(16)), bytes(range(32, 64))
MEMBER = "00112233445566778899aabbccddeeff"
AT_ONCE = 24  # that 64 sign-ins end is tested where they sign in


def derived(text: str = "correct horse battery staple", **changed: object) -> PassphraseKeys:
    given: dict[str, object] = {"salt": SALT, "pepper": PEPPER, "params": FLOOR, "member_id": MEMBER}
    return derive(text, **(given | changed))  # type: ignore[arg-type]


def test_a_known_answer_of_argon2() -> None:
    # made with argon2-cffi 25.1.0: Argon2id, t=3, m=65536, p=1, secret=PEPPER, and as associated data
    # testimonia/v1/passphrase\n{"iterations":3,"member":"0011...","memory_kib":65536}
    keys = derived()
    assert keys.auth.hex() == "a01945f16cb4df197b21d04b0d04ff854d658b94892fe18c17da48541721205b"
    assert keys.wrap.hex() == "56b6d304bc79ca83af63ea530c84c23a0e123dcefd3d1156eb2c6e8e263c6326"


def test_spelling_that_looks_the_same_is_the_same() -> None:
    composed = "Straße  in Dębica, fließend"
    typed = "\n " + unicodedata.normalize("NFD", composed).replace("  ", "\u00a0").replace("fl", "ﬂ") + "\r\n"
    assert derived(composed) == derived(typed)


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "correct horse battery stapler"},
        {"text": "Correct horse battery staple"},
        {"salt": bytes(16)},
        {"pepper": bytes(32)},
        {"member_id": "10112233445566778899aabbccddeeff"},
        {"params": KdfParams(iterations=4)},
        {"params": KdfParams(memory_kib=65537)},
    ],
    ids=str,
)
def test_everything_is_bound(changed: dict[str, object]) -> None:
    other = derived(**changed)  # type: ignore[arg-type]
    assert not same(other.auth, derived().auth)
    assert not same(other.wrap, derived().wrap)


@pytest.mark.parametrize(
    "weak",
    [
        {"params": KdfParams(memory_kib=65535)},
        {"params": KdfParams(iterations=2)},
        {"params": KdfParams(memory_kib=8, iterations=100)},
        {"salt": bytes(15)},
        {"pepper": b""},
        {"pepper": bytes(31)},
    ],
    ids=str,
)
def test_less_than_the_floor_is_refused(weak: dict[str, object]) -> None:
    with pytest.raises(WeakKdfError):
        derived(**weak)


def test_sign_ins_at_once_all_end_and_share_the_memory_of_four() -> None:
    expected = derived()
    Path("/proc/self/clear_refs").write_text("5")  # the highest memory use starts anew
    before = memory("VmRSS")
    with ThreadPoolExecutor(AT_ONCE) as threads:
        keys = list(threads.map(lambda _: derived(), range(AT_ONCE)))
    assert keys == [expected] * AT_ONCE
    assert memory("VmHWM") - before < 6 * FLOOR.memory_kib


def memory(field: str) -> int:
    """A field of this process's status, in KiB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{field}:\s+(\d+) kB", status)[1])  # type: ignore[index]


def test_the_stored_hash_is_not_the_auth_half() -> None:
    auth = bytes(range(32))
    assert len(auth_hash(auth)) == 32
    assert auth not in auth_hash(auth)
    assert same(auth_hash(auth), auth_hash(bytes(range(32))))
    assert not same(auth_hash(auth), auth_hash(bytes(32)))


def test_keys_do_not_show_themselves() -> None:
    assert repr(PassphraseKeys(b"auth-half", b"wrap-half")) == "PassphraseKeys()"


def test_the_word_list_is_plain_and_distinct() -> None:
    words = word_list()
    assert len(words) == len(set(words)) >= 3000
    assert all(re.fullmatch(r"[a-z]{4,7}", word) for word in words)
    assert math.log2(len(words)) * 6 > 69
    assert not {"arrest", "torture", "prison", "execute", "police", "hostage", "kill"} & set(words)


def test_generated_passphrases_and_logins() -> None:
    words = set(word_list())
    passphrases = {generate_passphrase() for _ in range(50)}
    assert len(passphrases) == 50
    assert all(len(text.split(" ")) == 6 and words.issuperset(text.split(" ")) for text in passphrases)
    assert len(generate_passphrase(9).split(" ")) == 9
    logins = {generate_login() for _ in range(50)}
    assert len(logins) == 50
    assert all(len(text.split("-")) == 3 and words.issuperset(text.split("-")) for text in logins)


def test_a_known_recovery_code() -> None:
    code = format_recovery_code(bytes(range(32)))
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert code.startswith("000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RF")


@given(st.binary(min_size=32, max_size=32))
def test_a_recovery_code_comes_back_from_paper(secret: bytes) -> None:
    code = format_recovery_code(secret)
    assert parse_recovery_code(code) == secret
    careless = code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + "\n"
    assert parse_recovery_code(careless) == secret
    assert parse_recovery_code(code.replace("-", "").replace("1", "I")) == secret


@given(st.binary(min_size=32, max_size=32), st.integers(0, 55), st.data())
def test_a_misread_digit_is_noticed(secret: bytes, at: int, data: st.DataObject) -> None:
    digits = format_recovery_code(secret).replace("-", "")
    wrong = data.draw(st.sampled_from(sorted(set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") - {digits[at]})))
    with pytest.raises(RecoveryCodeError) as refused:
        parse_recovery_code(digits[:at] + wrong + digits[at + 1 :])
    assert digits[:20] not in str(refused.value)


@pytest.mark.parametrize("text", ["", "U" * 56, "0" * 55, "0" * 57, "é" * 56, "0" * 56])
def test_what_is_not_a_recovery_code(text: str) -> None:
    with pytest.raises(RecoveryCodeError):
        parse_recovery_code(text)


def test_recovery_codes_are_fresh() -> None:
    assert len({generate_recovery_code() for _ in range(50)}) == 50
    with pytest.raises(ValueError, match="32 bytes"):
        format_recovery_code(bytes(31))


def test_secrets_are_fresh_and_whole() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(len(secret) == 43 and len(from_b64url(secret)) == 32 for secret in secrets)


def test_known_answers_of_token_hashes() -> None:
    secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    assert secret_id(secret) == "ea709c53b0217d0f6fd9c394cb2897350de18dfa61a7a2f80fd3f101bb4f103e"
    assert (
        secret_key(secret, PEPPER, Purpose.session_seed).hex()
        == "b9890626d3d7f3d2737f8d10cbd8fd72b630eb01e7a658a96053bea86b097207"
    )
    assert (
        keyed_hash(PEPPER, Purpose.login, "amber-otter-quill")
        == "1f4158150e0f5938ce7078283dd9eb4cc3128db5d5b99c47514cc4531be4b7ad"
    )


def test_each_purpose_and_each_pepper_has_its_own_key() -> None:
    secret = new_secret()
    keys = {secret_key(secret, pepper, purpose) for pepper in (PEPPER, SALT * 2) for purpose in Purpose}
    hashes = {keyed_hash(pepper, purpose, "x") for pepper in (PEPPER, SALT * 2) for purpose in Purpose}
    assert len(keys) == len(hashes) == 2 * len(Purpose)
    assert secret not in secret_id(secret)


def test_the_module_names_one_lane() -> None:
    # with two or more lanes cryptography 50.0.2 was seen to hang on concurrent threads
    assert "lanes=1," in Path(subject.__file__).read_text()
