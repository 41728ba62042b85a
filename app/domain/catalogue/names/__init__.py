"""Names across scripts and spellings: Belarusian, Russian and Ukrainian, in Cyrillic and in Latin letters.

A name and a question are both read into parts, one for each word; a part carries keys. Two parts are the same
word when they share a key, and `meets` says whether a name answers a question. A catalogue keeps the
keys of every name (`Part.stored`) and looks up those of a question (`Part.asked`).

fold.py   how a word sounds, the same for all its spellings
given.py  given names that differ more than sounds explain
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from app.domain.catalogue.names.fold import readings, words
from app.domain.catalogue.names.given import beginnings, given

PATRONYMIC = re.compile("...*(?:ič|avna|ivna|ična)")
EITHER = {"i": ("i", "j"), "y": ("i", "j"), "j": ("i", "j")}  # Y. may be Юрий as well as Ирина


@dataclass(frozen=True)
class Part:
    """One word of a name. `stored` are its keys in a catalogue, `asked` those it looks for.

    A key is a reading, a given name (`~ana`), or a beginning: `a.` of a whole word, `a!` of an initial. So
    an initial finds whole words, a whole word finds initials, and two whole words never meet by a beginning.
    """

    word: str
    initial: bool
    stored: frozenset[str]
    asked: frozenset[str]
    patronymic: bool

    def meets(self, other: "Part") -> bool:
        """Whether this word of a question finds that word of a name."""
        return not self.asked.isdisjoint(other.stored)


@lru_cache(maxsize=20_000)
def _part(word: str) -> Part:
    sounds = readings(word)
    if len(word) == 1 and word.isalpha():
        letters = EITHER.get(word, tuple(sound[0] for sound in sounds))
        keys = frozenset(f"{letter}!" for letter in letters)
        return Part(word, True, keys, keys | {f"{letter}." for letter in letters}, False)
    names = frozenset[str]().union(*(given(sound) for sound in sounds))
    letters = {sound[0] for sound in sounds}.union(*(beginnings(name) for name in names))
    keys = frozenset(sounds) | {f"~{name}" for name in names}
    return Part(
        word,
        False,
        keys | {f"{letter}." for letter in letters},
        keys | {f"{letter}!" for letter in letters},
        any(PATRONYMIC.fullmatch(sound) for sound in sounds),
    )


def parts(text: str) -> list[Part]:
    """The words of a name or of a question, in their order."""
    return [_part(word) for word in words(text)]


def needed(asked: Sequence[Part]) -> list[Part]:
    """The parts of a question that a name must have: all but a patronymic, which names often leave out."""
    patronymic = _patronymic(asked)
    return [part for at, part in enumerate(asked) if at != patronymic]


def meets(asked: Sequence[Part], name: Sequence[Part]) -> bool:
    """Whether a name has every needed part of the question, in any order, each by a word of its own.

    A patronymic may be absent on either side; where both have one, it must be the same.
    """
    ours, theirs = _patronymic(asked), _patronymic(name)
    if ours is not None and theirs is not None and not asked[ours].meets(name[theirs]):
        return False
    return bool(asked) and _assigned(needed(asked), list(name)) is not None


def rank(question: str, names: Iterable[str]) -> float:
    """How well the best of `names` answers the question: 1 the same words, 0 when none meets it.

    The fold brings names together, the spelling orders them: Диана before Dana for the question Diana.
    """
    asked = parts(question)
    return max((_score(asked, parts(name)) for name in names), default=0.0)


def _score(asked: Sequence[Part], name: Sequence[Part]) -> float:
    if not meets(asked, name):
        return 0.0
    wanted = needed(asked)
    found = _assigned(wanted, list(name)) or []
    alike = sum(_alike(ours, theirs) for ours, theirs in zip(wanted, found, strict=True)) / len(wanted)
    covered = min(1.0, len(asked) / len(name))
    return 0.9 * alike + 0.1 * covered


def _alike(ours: Part, theirs: Part) -> float:
    if ours.word == theirs.word:
        return 1.0
    return 0.99 * ratio(anyascii(ours.word).lower(), anyascii(theirs.word).lower()) / 100


def _assigned(wanted: Sequence[Part], name: list[Part]) -> list[Part] | None:
    """For each wanted part a word of the name of its own, the most alike first; None if one finds none."""
    if not wanted:
        return []
    candidates = [part for part in name if wanted[0].meets(part)]
    for part in sorted(candidates, key=lambda part: -_alike(wanted[0], part)):
        rest = list(name)
        rest.remove(part)
        found = _assigned(wanted[1:], rest)
        if found is not None:
            return [part, *found]
    return None


def _patronymic(name: Sequence[Part]) -> int | None:
    """Where a name of three words or more has its patronymic: never first, as surnames end in -ич too."""
    if len(name) < 3:
        return None
    by_form = [at for at, part in enumerate(name) if at and part.patronymic]
    initials = [at for at, part in enumerate(name) if at and part.initial]
    return by_form[0] if by_form else initials[-1] if initials else None
