"""The leak check: free text that names somebody whose identity does not leave stays, too. Pure.

Marks say whom the words of a narrative name; a name may stand there unmarked. So every text of a case is read for the
names in the identity records that the exporter opens, in any script and spelling, with the endings of Slavic cases.
A word of a name tells it by itself, unless somebody who may be named has that word, too, or it is very short: then it
does beside another word of the name. Rather a paragraph too many stays than a name leaves. Names
that the exporter does not open cannot be looked for: a preview says so.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from app.domain.archive.opening import OpenedVersion
from app.domain.catalogue import names
from app.domain.catalogue.names import Part
from app.domain.consent.rules import Place
from app.domain.exports.selection import NAMES_SOMEBODY, Selection
from app.records.base import Content
from app.records.individuals import Identity

SHORTEST = 4
"""A word of a name with fewer letters says nothing by itself."""
BESIDE = 2
"""How many words apart two parts of a name may stand."""

_ID = re.compile("[0-9a-f]{32}")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_CASE_ENDING = re.compile("[aiujvmxg]{0,3}")
_OWN_NAMES = frozenset({"names", "other_names", "relatives"})


@dataclass(frozen=True)
class _Word:
    """A word of a name that must not be told: its keys, and its stem by each reading."""

    keys: frozenset[str]
    stems: tuple[str, ...]
    alone: bool

    @classmethod
    def of(cls, part: Part, open_keys: Collection[str]) -> "_Word":
        """A word of a name; one that is in `open_keys`, too, is somebody's who may be named."""
        keys = _keys(part)
        sounds = [key for key in keys if not key.startswith("~")]
        alone = len(part.word) >= SHORTEST and keys.isdisjoint(open_keys)
        return cls(keys, tuple(sound.rstrip("aiuj") for sound in sounds), alone)

    def is_told_by(self, keys: Collection[str]) -> bool:
        """Whether a word with these keys is this one, or a case of it."""
        return not self.keys.isdisjoint(keys) or any(
            key.startswith(stem) and _CASE_ENDING.fullmatch(key, len(stem))
            for stem in self.stems
            if len(stem) >= SHORTEST - 1
            for key in keys
        )


class Names:
    """Names that must not be told."""

    def __init__(self, hidden: Iterable[str], told: Iterable[str]) -> None:
        """`told` are names that may leave: a word that one of them shares names nobody by itself."""
        open_keys = {key for name in told for part in names.parts(name) for key in _keys(part)}
        self._names = [_words(name, open_keys) for name in set(hidden)]

    def in_text(self, text: str) -> bool:
        """Whether a text tells one of them."""
        told = [_keys(part) for part in names.parts(_POSSESSIVE.sub("", text))]
        return any(_tells(told, name) for name in self._names)


def withhold_names(chosen: Selection, nameable: Collection[str]) -> None:
    """Takes every text that names somebody else than `nameable` out of what leaves; an account without a paragraph
    left stays as a whole.
    """
    hidden: set[str] = set()
    told: set[str] = set()
    for version in chosen.known.values():
        for individual, name in _named(version.parsed):
            (told if individual in nameable else hidden).add(name)
    if not hidden:
        return
    listed = Names(hidden, told)
    for id_, one in list(chosen.leaves.items()):
        kept = one.without(_places(one.version, listed), NAMES_SOMEBODY)
        paragraphs = {("narrative", at) for at in range(len(one.version.content.get("narrative", ())))}
        if kept is not one and paragraphs and paragraphs <= kept.withheld:
            del chosen.leaves[id_]
            chosen.stays[id_] = kept.reasons
        else:
            chosen.leaves[id_] = kept


def _named(content: Content) -> Iterator[tuple[str, str]]:
    """Each name of an identity record, with whose it is. A relative without a record has agreed to nothing."""
    if isinstance(content, Identity):
        for name in (*content.names, *content.other_names):
            yield content.individual, name.text
        for relative in content.relatives:
            for name in relative.names:
                yield relative.individual or "", name.text


def _words(name: str, open_keys: Collection[str]) -> list[_Word]:
    return [_Word.of(part, open_keys) for part in names.parts(name) if not part.initial]


@lru_cache(maxsize=20_000)  # the same few thousand words make all texts
def _keys(part: Part) -> frozenset[str]:
    """The readings of a word and the given names it may be; no initials: а, и and у are words of their own."""
    return frozenset() if part.initial else frozenset(key for key in part.stored if key[-1] not in ".!")


def _tells(text: list[frozenset[str]], name: list[_Word]) -> bool:
    at = [{place for place, keys in enumerate(text) if word.is_told_by(keys)} for word in name]
    if any(places and word.alone for word, places in zip(name, at, strict=True)):
        return True
    pairs = ((one, other) for number, one in enumerate(at) for other in at[number + 1 :])
    return any(0 < abs(here - there) <= BESIDE for one, other in pairs for here in one for there in other)


def _places(version: OpenedVersion, listed: Names) -> set[Place]:
    """Where a record names one of them. A paragraph stays with its translations and marks."""
    own = _OWN_NAMES if version.kind == "identity" else frozenset[str]()
    content = {name: value for name, value in version.content.items() if name not in own}
    found = {place for place, text in _texts(content, ()) if listed.in_text(text)}
    numbers = {number for place in found if (number := _paragraph(content, place)) is not None}
    return {place for place in found if _paragraph(content, place) is None} | {
        place for place in _of_paragraphs(content) if _paragraph(content, place) in numbers
    }


def _of_paragraphs(content: Mapping[str, Any]) -> Iterator[Place]:
    yield from (("narrative", at) for at in range(len(content.get("narrative", ()))))
    yield from (("mentions", at) for at in range(len(content.get("mentions", ()))))
    for at, translation in enumerate(content.get("translations", ())):
        for inner in range(len(translation.get("paragraphs", ()))):
            yield ("translations", at, "paragraphs", inner)


def _paragraph(content: Mapping[str, Any], place: Place) -> int | None:
    """The number of the paragraph of a narrative that this place belongs to."""
    match place:
        case ("narrative", int(at), *_):
            return at + 1
        case ("mentions", int(at), *_):
            return content["mentions"][at]["paragraph"]
        case ("translations", int(at), "paragraphs", int(inner), *_):
            return content["translations"][at]["paragraphs"][inner]["paragraph"]
        case _:
            return None


def _texts(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        if not _ID.fullmatch(value):
            yield place, value
    elif isinstance(value, Mapping):
        for name, inner in cast("Mapping[str, object]", value).items():
            yield from _texts(inner, (*place, name))
    elif isinstance(value, list):
        for at, inner in enumerate(cast("list[object]", value)):
            yield from _texts(inner, (*place, at))
