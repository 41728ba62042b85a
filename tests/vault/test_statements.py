"""Statements: what was said comes back, what was left out stays hidden, and nothing can be slipped in."""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from app.vault.base64url import b64url, from_b64url
from app.vault.canonical import canonical
from app.vault.keys import HolderKeys
from app.vault.signing import SigningKey, public_jwk
from app.vault.statements import (
    Issued,
    Path,
    Statement,
    StatementError,
    header_kid,
    issue,
    open_statement,
    parse_presentation,
    presentation,
    statement_hash,
    withhold,
)
from app.vault.statements import without as without_places

KEY = HolderKeys.from_seed(bytes(range(32)))
RECORD, PREVIOUS = "00112233445566778899aabbccddeeff", "n" * 43
CLAIMS: dict[str, Any] = {
    "kind": "account",
    "recorded": "2026-03-02T12:00:00Z",
    "narrative": [
        "They took us to the sports hall.",
        "There were about forty of us.",
        "I saw the number 17.",
    ],
    "dates": {"first": "2020-08-10", "last": "2020-08-12", "starts": None},
    "citations": [{"source": "a1", "page": 3, "quote": ["«Па адным!»"]}, {"source": "b2", "certain": False}],
    "weight": 1.5,
    "empty": {},
    "none": [],
}


def issued(claims: dict[str, Any] | None = None, **changed: Any) -> Issued:
    given = {
        "record": RECORD,
        "version": 2,
        "previous": PREVIOUS,
        "claims": CLAIMS if claims is None else claims,
    }
    return issue(KEY, **(given | changed))


def opened(statement: Issued) -> Statement:
    return open_statement(statement.jwt, statement.disclosures, KEY.sign_public)


def decoded(part: str) -> Any:
    return json.loads(from_b64url(part))


def digest(disclosure: str) -> str:
    return b64url(hashlib.sha256(disclosure.encode()).digest())


def disclose(*content: Any) -> str:
    return b64url(canonical(list(content)))


HEADER = {"alg": "EdDSA", "kid": KEY.key_id, "typ": "testimonia+sd-jwt"}


def forge(payload: Any, *, header: Any = HEADER, spell: Callable[[Any], bytes] = canonical) -> str:
    """A statement of any shape, with a true signature: what a dishonest author could send."""
    signed = f"{b64url(spell(header))}.{b64url(spell(payload))}"
    return f"{signed}.{b64url(KEY.sign(signed.encode()))}"


def payload(*digests: Any, **changed: Any) -> dict[str, Any]:
    clear = {"_sd": list(digests), "_sd_alg": "sha-256", "previous": None, "record": RECORD, "version": 1}
    return clear | changed


def refused(jwt: str, *disclosures: str) -> str:
    with pytest.raises(StatementError) as error:
        open_statement(jwt, disclosures, KEY.sign_public)
    return str(error.value)


names = st.text(max_size=8).filter(lambda name: name not in ("_sd", "..."))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=12),
    lambda below: st.lists(below, max_size=5) | st.dictionaries(names, below, max_size=5),
    max_leaves=12,
)
CLEAR = {"_sd", "_sd_alg", "record", "version", "previous"}
claim_sets = st.dictionaries(names.filter(lambda name: name not in CLEAR), values, max_size=6)


def without(value: Any, paths: set[Path], here: Path = ()) -> Any:
    """What is left of claims when these paths are taken away."""
    if isinstance(value, dict):
        kept = {name: below for name, below in value.items() if (*here, name) not in paths}
        return {name: without(below, paths, (*here, name)) for name, below in kept.items()}
    if isinstance(value, list):
        kept_at = [at for at in range(len(value)) if (*here, at) not in paths]
        return [without(value[at], paths, (*here, at)) for at in kept_at]
    return value


def every_path(value: Any, here: Path = ()) -> set[Path]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    paths: set[Path] = set()
    for name, inner in below:
        paths |= {(*here, name)} | every_path(inner, (*here, name))
    return paths


def test_what_was_stated_comes_back() -> None:
    statement = issued()
    said = (RECORD, 2, PREVIOUS, KEY.key_id, CLAIMS)
    assert opened(statement) == Statement(*said, opened(statement).disclosures)
    assert header_kid(statement.jwt) == KEY.key_id
    assert opened(issued(version=1, previous=None)).previous is None


def test_a_statement_of_a_bare_signing_key() -> None:
    key = SigningKey.generate()
    statement = issue(key, record=RECORD, version=1, previous=None, claims={"kind": "note"})
    assert open_statement(statement.jwt, statement.disclosures, key.public).claims == {"kind": "note"}


@given(claim_sets)
def test_any_claims_come_back(claims: dict[str, Any]) -> None:
    statement = issued(claims)
    assert opened(statement).claims == claims
    assert opened(statement).disclosures.keys() == every_path(claims)


@given(claim_sets.filter(bool), st.data())
def test_whatever_is_withheld_the_rest_verifies(claims: dict[str, Any], data: st.DataObject) -> None:
    statement = issued(claims)
    paths = data.draw(st.sets(st.sampled_from(sorted(every_path(claims), key=repr))))
    kept = withhold(opened(statement).disclosures, paths)
    left = open_statement(statement.jwt, kept, KEY.sign_public)
    assert left.claims == without(claims, paths) == without_places(claims, paths)
    again = data.draw(st.sampled_from([*left.disclosures, ()]))
    if again:  # and what is left can be thinned out further
        rest = withhold(left.disclosures, [again])
        assert len(rest) < len(kept)
        open_statement(statement.jwt, rest, KEY.sign_public)


def test_nothing_disclosed_is_nothing_said() -> None:
    assert open_statement(issued().jwt, [], KEY.sign_public).claims == {}


def test_a_place_with_nothing_is_not_silently_withheld() -> None:
    statement = issued()
    for path in [("narative",), ("narrative", 3), ("narrative", "0"), ("dates", "first", 0), ()]:
        with pytest.raises(StatementError):
            withhold(opened(statement).disclosures, [("kind",), path])


def test_the_signed_part_reveals_nothing() -> None:
    statement = issued()
    clear = decoded(statement.jwt.split(".")[1])
    assert {name: clear[name] for name in clear if name != "_sd"} == {
        "_sd_alg": "sha-256",
        "previous": PREVIOUS,
        "record": RECORD,
        "version": 2,
    }
    assert clear["_sd"] == sorted(clear["_sd"])
    assert len(clear["_sd"]) == 8
    assert decoded(statement.jwt.split(".")[0]) == HEADER


@pytest.mark.parametrize(
    ("count", "top", "below"), [(0, 8, 4), (1, 8, 4), (4, 8, 4), (5, 8, 8), (9, 16, 16), (17, 32, 32)]
)
def test_decoys_fill_up_to_a_power_of_two(count: int, top: int, below: int) -> None:
    claims = {str(number): number for number in range(count)}
    assert len(decoded(issued(claims).jwt.split(".")[1])["_sd"]) == top
    for value in (claims, list(range(count))):
        concealed = decoded(issued({"x": value}).disclosures[-1])[2]
        digests = concealed["_sd"] if isinstance(value, dict) else [place["..."] for place in concealed]
        assert len(digests) == len(set(digests)) == below
        assert all(len(from_b64url(text)) == 32 for text in digests)


def test_the_place_of_an_element_among_decoys_is_random() -> None:
    places: set[int] = set()
    for _ in range(60):
        element, holder = issued({"x": ["only"]}).disclosures
        places.add(decoded(holder)[2].index({"...": digest(element)}))
    assert places == {0, 1, 2, 3}


def test_salts_are_fresh_and_long_enough() -> None:
    salts = [decoded(text)[0] for _ in range(20) for text in issued().disclosures]
    assert len(set(salts)) == len(salts)
    assert {len(from_b64url(salt)) for salt in salts} == {16}


@pytest.mark.parametrize(
    "claims",
    [
        {"_sd": []}, {"...": 1}, {"a": {"_sd": 1}}, {"a": [{"...": 1}]}, {"record": 1}, {"version": 1},
        {"previous": 1}, {"_sd_alg": "x"}, {"a": b"x"}, {"a": float("nan")}, {"a": 2**53}, {"a": 2.0**53}, {1: 2}, {"a": {1: 2}},
        {"a": {1, 2}}, {"a": "\ud800"}, {"\ud800": 1},
    ],
    ids=repr,
)  # fmt: skip
def test_what_cannot_be_stated_is_not_signed(claims: dict[str, Any]) -> None:
    with pytest.raises(StatementError):
        issued(claims)


@pytest.mark.parametrize(
    "changed",
    [{"version": 0}, {"version": True}, {"version": "1"}, {"record": None}, {"previous": 1}],
    ids=repr,
)
def test_a_statement_needs_its_record_and_version(changed: dict[str, Any]) -> None:
    with pytest.raises(StatementError):
        issued(**changed)


def test_claims_that_contain_themselves_are_refused() -> None:
    claims: dict[str, Any] = {}
    claims["a"] = claims
    with pytest.raises(StatementError):
        issued(claims)


def test_a_tuple_is_a_list() -> None:
    assert opened(issued({"a": ("b", {"c": ()})})).claims == {"a": ["b", {"c": []}]}


STATEMENT = issued()


@settings(max_examples=150)
@given(st.integers(0, len(STATEMENT.jwt) - 1), st.sampled_from("Ab9-_.~=+/ \n"))
def test_no_character_of_a_statement_can_change(at: int, character: str) -> None:
    changed = STATEMENT.jwt[:at] + character + STATEMENT.jwt[at + 1 :]
    if changed != STATEMENT.jwt:
        refused(changed, *STATEMENT.disclosures)
    refused(STATEMENT.jwt[:at], *STATEMENT.disclosures)
    refused(STATEMENT.jwt[:at] + character + STATEMENT.jwt[at:], *STATEMENT.disclosures)


@settings(max_examples=150)
@given(st.integers(0, len(STATEMENT.disclosures) - 1), st.data())
def test_no_character_of_a_disclosure_can_change(which: int, data: st.DataObject) -> None:
    disclosures = list(STATEMENT.disclosures)
    at = data.draw(st.integers(0, len(disclosures[which]) - 1))
    character = data.draw(st.sampled_from("Ab9-_.~= \n"))
    changed = disclosures[which][:at] + character + disclosures[which][at + 1 :]
    if changed != disclosures[which]:
        disclosures[which] = changed
        refused(STATEMENT.jwt, *disclosures)


def test_another_key_is_refused() -> None:
    for public in (HolderKeys.generate().sign_public, bytes(32), b""):
        with pytest.raises(StatementError):
            open_statement(STATEMENT.jwt, STATEMENT.disclosures, public)
    stolen = HEADER | {"kid": HolderKeys.generate().key_id}
    assert "another key" in refused(forge(payload(), header=stolen))


@pytest.mark.parametrize(
    "header",
    [
        HEADER | {"alg": "none"}, HEADER | {"alg": "HS256"}, HEADER | {"alg": "ES256"}, HEADER | {"alg": "eddsa"},
        HEADER | {"typ": "JWT"}, HEADER | {"crit": ["exp"]}, HEADER | {"jwk": public_jwk(KEY.sign_public)},
        {"alg": "EdDSA", "kid": KEY.key_id}, {}, [], "EdDSA", HEADER | {"kid": None},
    ],
    ids=repr,
)  # fmt: skip
def test_any_other_header_is_refused(header: Any) -> None:
    refused(forge(payload(), header=header))


def test_an_unsigned_statement_is_refused() -> None:
    header, body, _ = STATEMENT.jwt.split(".")
    for signature in ("", b64url(bytes(64)), b64url(KEY.sign(b"something else"))):
        refused(f"{header}.{body}.{signature}")
    unsigned = b64url(canonical(HEADER | {"alg": "none"}))
    refused(f"{unsigned}.{body}.")


@pytest.mark.parametrize(
    "changed",
    [
        {"_sd_alg": "sha-512"}, {"_sd_alg": None}, {"version": 0}, {"version": True}, {"version": 1.5},
        {"version": "1"}, {"version": 2**53 + 2.0}, {"record": 7}, {"previous": 7}, {"name": "in clear"},
        {"_sd": None}, {"_sd": {}}, {"_sd": [7]}, {"_sd": ["short"]}, {"_sd": [None]},
    ],
    ids=repr,
)  # fmt: skip
def test_any_other_payload_is_refused(changed: dict[str, Any]) -> None:
    refused(forge(payload(**changed)))


@pytest.mark.parametrize("absent", sorted(CLEAR))
def test_a_payload_is_whole(absent: str) -> None:
    refused(forge({name: value for name, value in payload().items() if name != absent}))


def test_a_disclosure_that_nothing_refers_to_is_refused() -> None:
    stray = disclose("salt", "name", "slipped in")
    assert "nothing" in refused(STATEMENT.jwt, *STATEMENT.disclosures, stray)
    assert "nothing" in refused(forge(payload()), stray)


def test_a_child_without_its_parent_is_refused() -> None:
    paths = opened(STATEMENT).disclosures
    orphans = [text for path, text in paths.items() if path != ("dates",)]
    assert "nothing" in refused(STATEMENT.jwt, *orphans)


def test_a_disclosure_given_twice_is_refused() -> None:
    assert "twice" in refused(STATEMENT.jwt, *STATEMENT.disclosures, STATEMENT.disclosures[0])


def test_a_digest_that_stands_twice_is_refused() -> None:
    name, element = disclose("s", "name", "value"), disclose("s", "value")
    refused(forge(payload(digest(name), digest(name))), name)
    decoy = b64url(bytes(32))
    refused(forge(payload(decoy, decoy)))
    twice = disclose("s", "list", [{"...": digest(element)}, {"...": digest(element)}])
    refused(forge(payload(digest(twice))), twice, element)
    above = disclose("s", "outer", {"_sd": [digest(name)]})
    refused(forge(payload(digest(name), digest(above))), name, above)


def test_two_disclosures_of_one_name_are_refused() -> None:
    one, other = disclose("s", "name", "guilty"), disclose("t", "name", "innocent")
    assert "same name" in refused(forge(payload(digest(one), digest(other))), one, other)
    below = disclose("s", "outer", {"_sd": [digest(one), digest(other)]})
    assert "same name" in refused(forge(payload(digest(below))), one, other, below)
    assert open_statement(forge(payload(digest(one), digest(other))), [one], KEY.sign_public).claims == {
        "name": "guilty"
    }


@pytest.mark.parametrize(
    "name", ["_sd", "...", "record", "version", "previous", "_sd_alg", 7, None, ["name"]]
)
def test_a_disclosure_may_not_take_a_name_that_means_something_else(name: Any) -> None:
    disclosure = disclose("s", name, "value")
    refused(forge(payload(digest(disclosure))), disclosure)


@pytest.mark.parametrize(
    "content",
    [[], ["s"], ["s", "value"], ["s", "name", "value", "more"], {"s": 1}, "text", 7, None, True, {}],
    ids=repr,
)
def test_a_property_is_disclosed_by_salt_name_and_value(content: Any) -> None:
    disclosure = b64url(canonical(content))
    refused(forge(payload(digest(disclosure))), disclosure)


@pytest.mark.parametrize("content", [[], ["s"], ["s", "name", "value"]], ids=repr)
def test_an_element_is_disclosed_by_salt_and_value(content: list[Any]) -> None:
    element = disclose(*content)
    holder = disclose("s", "list", [{"...": digest(element)}])
    refused(forge(payload(digest(holder))), holder, element)


DECOY = b64url(bytes(range(32)))


@pytest.mark.parametrize(
    "value",
    [
        {"in": "clear"}, ["in clear"], [["in clear"]], [{"...": DECOY, "more": 1}], [{"...": 7}], [{"...": None}],
        [{"_sd": [DECOY]}], {"_sd": DECOY}, {"_sd": [7]}, {"_sd": [DECOY], "in": "clear"}, {"...": DECOY}, {}, [{}],
    ],
    ids=repr,
)  # fmt: skip
def test_nothing_below_a_disclosure_stands_in_clear(value: Any) -> None:
    disclosure = disclose("s", "name", value)
    refused(forge(payload(digest(disclosure))), disclosure)


@pytest.mark.parametrize(
    "spelling",
    [
        b'["s", "name", 1]', b' ["s","name",1]', b'["s","name",1.0]', b'["s","name",1e2]', b'["s","name",-0]',
        b'["s","name",NaN]', b'["s","name",Infinity]', b'["s","name",1e999]', b'["s","name",9007199254740993]',
        b'["s","name","\\u0041"]', b'["s","name","\\ud800"]', b'["s","name","\\/"]', b'["s","name","\xff"]',
        b'["s","name",{"_sd":[],"_sd":[]}]', b'\xef\xbb\xbf["s","name",1]', b'["s","name",1]x', b'["s","name"', b"",
        b'["s","name",' + b"[" * 100_000 + b"]" * 100_000 + b"]", b'["s","name",' + b"9" * 10_000 + b"]",
    ],
    ids=lambda spelling: spelling[:40].decode("latin-1"),
)  # fmt: skip
def test_a_disclosure_has_one_spelling(spelling: bytes) -> None:
    disclosure = b64url(spelling)
    refused(forge(payload(digest(disclosure))), disclosure)


def test_header_and_payload_have_one_spelling() -> None:
    refused(forge(payload(), spell=lambda value: json.dumps(value).encode()))
    refused(forge(payload(), spell=lambda value: canonical(value)[:-1] + b',"version":1}'))


@pytest.mark.parametrize("jwt", ["", ".", "..", "...", "a.b.c", "é.é.é", STATEMENT.jwt + ".x"])
def test_what_is_no_statement(jwt: str) -> None:
    refused(jwt)
    with pytest.raises(StatementError):
        header_kid(jwt)
    assert len(statement_hash(jwt)) == 43


def test_a_chain_of_disclosures_without_end_is_refused() -> None:
    disclosures = [disclose("s", "a", 1)]
    for _ in range(3000):
        disclosures.append(disclose("s", "a", {"_sd": [digest(disclosures[-1])]}))
    assert "deeply" in refused(forge(payload(digest(disclosures[-1]))), *disclosures)


def test_refusals_repeat_nothing() -> None:
    secret = disclose("s", "name", "Nadzeya Karol")
    for said in (
        refused(forge(payload()), secret),
        refused(forge(payload(digest(secret), digest(secret))), secret),
    ):
        assert "Nadzeya" not in said
        assert secret not in said


def test_the_hash_names_the_statement() -> None:
    expected = base64.urlsafe_b64encode(hashlib.sha256(STATEMENT.jwt.encode()).digest()).decode().rstrip("=")
    assert statement_hash(STATEMENT.jwt) == expected
    assert statement_hash(issued().jwt) != expected


def test_a_presentation_comes_apart_again() -> None:
    text = presentation(STATEMENT.jwt, STATEMENT.disclosures)
    assert parse_presentation(text) == (STATEMENT.jwt, STATEMENT.disclosures)
    assert parse_presentation(presentation(STATEMENT.jwt, [])) == (STATEMENT.jwt, [])
    for broken in (STATEMENT.jwt, text[:-1], text + "key-binding", ""):
        with pytest.raises(StatementError):
            parse_presentation(broken)


def judged(jwt: str, disclosures: list[str]) -> Any:
    """What another's implementation of SD-JWT reads."""
    issuer = JWK(**public_jwk(KEY.sign_public))
    return SDJWTVerifier(presentation(jwt, disclosures), lambda *_: issuer).get_verified_payload()


CLEAR_PAYLOAD = {"record": RECORD, "version": 2, "previous": PREVIOUS}


def test_another_implementation_reads_the_same() -> None:
    assert judged(STATEMENT.jwt, STATEMENT.disclosures) == CLAIMS | CLEAR_PAYLOAD
    assert judged(STATEMENT.jwt, []) == CLEAR_PAYLOAD


@settings(max_examples=40)
@given(claim_sets, st.data())
def test_another_implementation_reads_any_claims_and_what_is_left_of_them(
    claims: dict[str, Any], data: st.DataObject
) -> None:
    statement = issued(claims)
    assert judged(statement.jwt, statement.disclosures) == claims | CLEAR_PAYLOAD
    paths = data.draw(st.sets(st.sampled_from(sorted(every_path(claims), key=repr)))) if claims else set()
    kept = withhold(opened(statement).disclosures, paths)
    assert judged(statement.jwt, kept) == without(claims, paths) | CLEAR_PAYLOAD
