"""Statements: the signed form of a record's version, an SD-JWT (RFC 9901) signed with EdDSA.

Every property and every list element, at every depth, is a salted *disclosure* of its own, and the signed
part holds only their digests, so any of them can be left out later and the rest still verifies:

    signed in clear   {"_sd_alg": "sha-256", "record": ..., "version": 2, "previous": ..., "_sd": [digests]}
    disclosure        base64url of [salt, name, value], or of [salt, value] for a list element

Decoy digests fill each list of digests up to a power of two, so their number does not tell how much there is.
Reading is stricter than RFC 9901 asks: one header, one payload form, one spelling of everything.
"""

import hashlib
import json
import os
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from app.vault import VaultError
from app.vault.base64url import b64url, from_b64url
from app.vault.canonical import JSON, CanonicalError, canonical
from app.vault.signing import SignatureError, Signer, key_id, verify

TYPE = "testimonia+sd-jwt"
_ALGORITHM = "EdDSA"
_PAYLOAD = frozenset({"_sd", "_sd_alg", "previous", "record", "version"})
_RESERVED = frozenset({"_sd", "..."})
_SALT_SIZE = 16
_DIGEST_LENGTH = 43
_MAX_INTEGER = 2**53 - 1
_LEAST_DIGESTS = 4
_LEAST_TOP_DIGESTS = 8

_decode = json.JSONDecoder().decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

Path = tuple[str | int, ...]
"""Where a claim stands: names of properties and positions in lists, from the top."""


class StatementError(VaultError):
    """The statement or a disclosure is not what its author signed, or not in the one form we write."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed statement, safe to keep in clear, and the disclosures that give it meaning, to be sealed."""

    jwt: str
    disclosures: list[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a verified statement says. `claims` holds only what the disclosures at hand disclose.

    `disclosures` are those, each by the place of what it discloses: from a claim's path to the disclosure.
    Positions in lists count what is disclosed.
    """

    record: str
    version: int
    previous: str | None
    kid: str
    claims: dict[str, JSON]
    disclosures: dict[Path, str]


def issue(
    key: Signer, *, record: str, version: int, previous: str | None, claims: Mapping[str, object]
) -> Issued:
    """Sign `claims` as version `version` of `record`, after the statement whose hash is `previous`.

    Claims are JSON: dict, list, str, int, float, bool, None. Raises `StatementError` for other values, for
    the names `_sd` and `...` anywhere, and for the names of the clear payload at the top.
    """
    if not _PAYLOAD.isdisjoint(claims):
        raise StatementError("a claim has the name of a field of the statement itself")
    header = {"alg": _ALGORITHM, "kid": key.key_id, "typ": TYPE}
    payload = {"_sd_alg": "sha-256", "previous": previous, "record": record, "version": version}
    disclosures: list[str] = []
    try:
        payload |= _conceal_object(claims, disclosures, least=_LEAST_TOP_DIGESTS)
        _check_payload(payload)
        signed = f"{b64url(canonical(header))}.{b64url(canonical(payload))}"
    except (CanonicalError, RecursionError):
        raise StatementError("the claims cannot be written as JSON") from None
    return Issued(f"{signed}.{b64url(key.sign(signed.encode('ascii')))}", disclosures)


def open_statement(jwt: str, disclosures: Iterable[str], public: bytes) -> Statement:
    """Verify a statement with its author's public key, and say what the disclosures at hand disclose.

    Raises `StatementError` unless the signature verifies, the header names this key, and every disclosure is
    well formed, referred to exactly once and clashes with no other. What was left out is simply absent: in a
    list, the elements after it move up.
    """
    kid, payload = _parse_jwt(jwt)
    if kid != key_id(public):
        raise StatementError("the statement names another key")
    signed, _, signature = jwt.rpartition(".")
    try:
        verify(public, _bytes(signature), signed.encode("ascii"))
    except SignatureError:
        raise StatementError("the signature of the statement does not verify") from None
    disclosed = _Disclosed(disclosures)
    claims = disclosed.reveal(payload)
    said = (payload["record"], payload["version"], payload["previous"])
    return Statement(*said, kid, claims, disclosed.paths)


def count_disclosures(value: object) -> int:
    """How many disclosures claims (or a part of them) have: one for each field of an object and element of a list."""
    if isinstance(value, Mapping):
        inner = list(cast("Mapping[str, object]", value).values())
    elif isinstance(value, list):
        inner = cast("list[object]", value)
    else:
        return 0
    return len(inner) + sum(count_disclosures(one) for one in inner)


def withhold(disclosures: Mapping[Path, str], paths: Collection[Path]) -> list[str]:
    """A statement's disclosures without those at `paths` and all below them; what is left still verifies.

    Raises `StatementError` for a path at which there is nothing, so that a mistyped one never releases a
    name.
    """
    withheld = frozenset(paths)
    if not withheld <= disclosures.keys():
        raise StatementError("there is no claim at one of the places to withhold")
    return [text for path, text in disclosures.items() if withheld.isdisjoint(_and_above(path))]


def without(claims: Mapping[str, JSON], paths: Collection[Path]) -> dict[str, JSON]:
    """What a statement's claims say once `paths` are withheld: as if it was opened again with what is left."""
    withheld = frozenset(paths)
    return {
        name: _without(value, (name,), withheld) for name, value in claims.items() if (name,) not in withheld
    }


def statement_hash(jwt: str) -> str:
    """The name of a statement in the custody log and in its successor: base64url of the JWT's SHA-256."""
    return b64url(hashlib.sha256(jwt.encode("ascii", "replace")).digest())


def header_kid(jwt: str) -> str:
    """The key that the statement says it was signed with, to look it up by. Nothing is verified."""
    return _parse_jwt(jwt)[0]


def presentation(jwt: str, disclosures: Iterable[str]) -> str:
    """Statement and disclosures as other programs read them: `jwt~disclosure~...~` (RFC 9901, section 4)."""
    return "~".join((jwt, *disclosures, ""))


def parse_presentation(text: str) -> tuple[str, list[str]]:
    """Statement and disclosures of a `presentation`, unverified; raises `StatementError` for another form."""
    jwt, *disclosures = text.split("~")
    if not disclosures or disclosures.pop():
        raise StatementError("not a statement with disclosures")
    return jwt, disclosures


def _conceal_object(
    claims: Mapping[Any, object], disclosures: list[str], *, least: int = _LEAST_DIGESTS
) -> dict[str, object]:
    if not _RESERVED.isdisjoint(claims) or not all(isinstance(name, str) for name in claims):
        raise StatementError("a claim has a name that SD-JWT reserves, or that is no text")
    digests = [_disclose(disclosures, [name, value]) for name, value in claims.items()]
    digests += _decoys(len(digests), least)
    return {"_sd": sorted(digests)}  # digests are random: their order says nothing


def _conceal_list(elements: Sequence[object], disclosures: list[str]) -> list[object]:
    digests = [_disclose(disclosures, [element]) for element in elements]
    decoys = _decoys(len(digests), _LEAST_DIGESTS)
    places = set(random.SystemRandom().sample(range(len(digests) + len(decoys)), len(digests)))
    real, decoy = iter(digests), iter(decoys)
    return [
        {"...": next(real) if place in places else next(decoy)} for place in range(len(digests) + len(decoys))
    ]


def _disclose(disclosures: list[str], content: list[object]) -> str:
    """Add the disclosure of [name, value] or [value], those below it before it, and answer its digest."""
    value = content[-1]
    if isinstance(value, dict):
        content[-1] = _conceal_object(cast("dict[Any, object]", value), disclosures)
    elif isinstance(value, list | tuple):
        content[-1] = _conceal_list(cast("Sequence[object]", value), disclosures)
    elif isinstance(value, float) and abs(value) > _MAX_INTEGER:
        # RFC 8785 writes it without a point, and some languages would then read another number
        raise StatementError("a number is too large to be read alike everywhere")
    text = b64url(canonical([b64url(os.urandom(_SALT_SIZE)), *content]))
    disclosures.append(text)
    return _digest(text)


def _decoys(count: int, least: int) -> list[str]:
    """As many random digests as bring `count` up to a power of two, and at least to `least`."""
    wanted = max(least, 1 << (count - 1).bit_length()) if count else least
    return [b64url(os.urandom(32)) for _ in range(wanted - count)]


def _digest(text: str) -> str:
    return b64url(hashlib.sha256(text.encode("ascii")).digest())


class _Disclosed:
    """The disclosures at hand, being fitted into the places of a payload that refer to them."""

    def __init__(self, disclosures: Iterable[str]) -> None:
        self.paths: dict[Path, str] = {}
        self._at_hand: dict[str, tuple[str, list[Any]]] = {}
        self._met: set[str] = set()
        for text in disclosures:
            content = _json(text)
            if not isinstance(content, list):
                raise StatementError("a disclosure is not a list")
            digest = _digest(text)
            if digest in self._at_hand:
                raise StatementError("a disclosure is there twice")
            self._at_hand[digest] = text, cast("list[Any]", content)

    def reveal(self, payload: dict[str, Any]) -> dict[str, JSON]:
        """The claims that are disclosed; refuses a disclosure that nothing refers to."""
        try:
            claims = self._object({"_sd": payload["_sd"]}, ())
        except RecursionError:
            raise StatementError("the statement is nested too deeply") from None
        if not _PAYLOAD.isdisjoint(claims):
            raise StatementError("a claim has the name of a field of the statement itself")
        if len(self.paths) != len(self._at_hand):
            raise StatementError("a disclosure belongs to nothing in the statement")
        return claims

    def _value(self, value: Any, path: Path) -> JSON:
        if isinstance(value, dict):
            return self._object(cast("dict[str, Any]", value), path)
        if isinstance(value, list):
            return self._list(cast("list[Any]", value), path)
        return value

    def _object(self, value: dict[str, Any], path: Path) -> dict[str, JSON]:
        digests = value.get("_sd")
        if len(value) != 1 or not isinstance(digests, list):
            raise StatementError("an object is not concealed as it should be")
        claims: dict[str, JSON] = {}
        for digest in cast("list[Any]", digests):
            found = self._find(digest)
            if found is None:
                continue
            text, content = found
            if len(content) != 3 or not isinstance(content[1], str) or content[1] in _RESERVED:
                raise StatementError("the disclosure of a property is not a salt, a name and a value")
            name = content[1]
            if name in claims:
                raise StatementError("two disclosures have the same name")
            self.paths[*path, name] = text
            claims[name] = self._value(content[2], (*path, name))
        return claims

    def _list(self, value: list[Any], path: Path) -> list[JSON]:
        elements: list[JSON] = []
        for place in value:
            if not isinstance(place, dict) or place.keys() != {"..."}:
                raise StatementError("a list is not concealed as it should be")
            found = self._find(cast("dict[str, Any]", place)["..."])
            if found is None:
                continue
            text, content = found
            if len(content) != 2:
                raise StatementError("the disclosure of a list element is not a salt and a value")
            here = (*path, len(elements))
            self.paths[here] = text
            elements.append(self._value(content[1], here))
        return elements

    def _find(self, digest: Any) -> tuple[str, list[Any]] | None:
        """The disclosure of a digest, None if withheld or a decoy; refuses a digest that was met before."""
        if not isinstance(digest, str) or len(digest) != _DIGEST_LENGTH or digest in self._met:
            raise StatementError("a digest is malformed or there twice")
        self._met.add(digest)
        return self._at_hand.get(digest)


def _parse_jwt(jwt: str) -> tuple[str, dict[str, Any]]:
    """The key id and the payload of a JWT in our one form, unverified."""
    parts = jwt.split(".")
    if len(parts) != 3:
        raise StatementError("not a signed statement")
    header, payload = _json(parts[0]), _json(parts[1])
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise StatementError("not a signed statement")
    kid = header.get("kid")
    if header != {"alg": _ALGORITHM, "kid": kid, "typ": TYPE} or not isinstance(kid, str):
        raise StatementError("the header of the statement is not the one we write")
    _check_payload(payload)
    return kid, payload


def _check_payload(payload: Mapping[str, Any]) -> None:
    """Refuse every payload but the one form: in clear, only names that say nothing."""
    version = payload.get("version")
    if (
        payload.keys() ^ _PAYLOAD
        or payload["_sd_alg"] != "sha-256"
        or not isinstance(payload["record"], str)
        or type(version) is not int
        or not 1 <= version <= _MAX_INTEGER
        or not isinstance(payload["previous"], str | None)
    ):
        raise StatementError("the payload of the statement is not the one we write")


def _json(text: str) -> JSON:
    """Decode base64url JSON, in its canonical spelling only: no two programs read that differently."""
    data = _bytes(text)
    try:
        value = cast("JSON", _decode(data.decode()))
        # The encoder in C is fast and differs from RFC 8785 in numbers alone. A number is only ever the value
        # of a disclosure, its last element: every other place is checked to hold something else.
        number_at_end = isinstance(value, list) and type(value[-1]) in (int, float)
        if (canonical(value) if number_at_end else _encode(value).encode()) == data:
            return value
    except (ValueError, IndexError, RecursionError, CanonicalError):
        pass
    raise StatementError("a part of the statement is not canonical JSON")


def _bytes(text: str) -> bytes:
    try:
        return from_b64url(text)
    except ValueError:
        raise StatementError("a part of the statement is not base64url") from None


def _without(value: JSON, path: Path, withheld: frozenset[Path]) -> JSON:
    if isinstance(value, dict):
        named = [((*path, name), name, inner) for name, inner in value.items()]
        return {name: _without(inner, at, withheld) for at, name, inner in named if at not in withheld}
    if isinstance(value, list):
        placed = [((*path, number), inner) for number, inner in enumerate(value)]
        return [_without(inner, at, withheld) for at, inner in placed if at not in withheld]
    return value


def _and_above(path: Path) -> Iterable[Path]:
    """The path itself and every place above it."""
    return (path[:length] for length in range(1, len(path) + 1))
