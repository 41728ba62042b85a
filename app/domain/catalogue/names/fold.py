"""From the spelling of one word to how it sounds: the same for all spellings of a name.

A reading is a short string of consonants (`b d f g k l m n p r s š t v x z ž č`), vowels (`a i u`), and at
its beginning perhaps a glide (`j`) or the vowel of Эдуард (`e`). In it
- o, e and a are one vowel (akanne and yakanne: Сергей and Сяргей), and so are и, і and ы;
- softness and a glide between vowels are dropped; at the beginning a glide stays (Яна is not Анна);
- ц is т and дз is д (Цімафей and Тимофей, Мядзведзеў and Медведев); щ and шч are ш;
- ў is в (Кавалёў and Ковалёв), and so is a u after a vowel (Kavaliou and Kovalev).

A Cyrillic word has one reading, or two if it begins with е. Latin letters leave more open (h is г or х, ch is
ч or х, c is ц or к, ia is я or ия), so that a Latin word may have several.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

MOST_READINGS = 16

# Letters that look alike. One of them in a word of the other script was typed on the wrong keyboard: і, which
# Russian keyboards lack, is often a Latin i.
LATIN_ALIKE, CYRILLIC_ALIKE = "aceopxyijskmthABCEHIJKMOPSTXYë", "асеорхуіјѕкмтнАВСЕНІЈКМОРЅТХУё"
TO_CYRILLIC = str.maketrans(LATIN_ALIKE, CYRILLIC_ALIKE)
TO_LATIN = str.maketrans(CYRILLIC_ALIKE, LATIN_ALIKE)

CYRILLIC: Mapping[str, str] = {
    "а": "a", "о": "a", "э": "a", "е": "ja", "є": "ja", "ё": "ja", "я": "ja", "ю": "ju", "у": "u",
    "и": "i", "і": "i", "ы": "i", "ї": "ji", "й": "j", "ј": "j", "ў": "v", "в": "v", "б": "b", "г": "g",
    "ґ": "g", "д": "d", "ж": "ž", "з": "z", "ѕ": "z", "к": "k", "л": "l", "м": "m", "н": "n", "п": "p",
    "р": "r", "с": "s", "т": "t", "ф": "f", "х": "x", "ц": "t", "ч": "č", "ш": "š", "щ": "š", "ь": "",
    "ъ": "",
}  # fmt: skip
CYRILLIC_INITIAL: Mapping[str, tuple[str, ...]] = {"е": ("ja", "e"), "э": ("e",)}

# What Latin letters may stand for in English transliteration, passports, łacinka with its marks or without,
# Polish and German. `y` is decided by its neighbours, later.
LATIN: Mapping[str, tuple[str, ...]] = {
    "shch": ("š",), "szcz": ("š",), "tsch": ("č",), "sch": ("š",), "tch": ("č",), "dzh": ("dž",),
    "sh": ("š",), "sz": ("š",), "zh": ("ž",), "cz": ("č",), "ch": ("č", "x"), "kh": ("x",), "th": ("t",),
    "ph": ("f",), "ck": ("tk", "k"), "ff": ("v", "f"), "ć": ("t",), "c": ("t", "k"), "q": ("k",),
    "x": ("ks",), "w": ("v",), "ŭ": ("v",), "h": ("g", "x"), "ł": ("l",), "ĺ": ("l",), "ń": ("n",),
    "ś": ("s",), "ź": ("z",), "ż": ("ž",), "č": ("č",), "š": ("š",), "ž": ("ž",), "o": ("a",), "e": ("a",),
}  # fmt: skip
SOFT_OR_SYLLABLE = ("j", "ij")  # an i before a vowel: Piatro (Пятро) or Diana (Диана)
LATIN_INITIAL_E = ("e", "ja")
LATIN_LETTERS = re.compile(f"(?P<initial>^e)|(?P<soft>(?<![aeouiyj])i(?=[aeou]))|{'|'.join(LATIN)}|.")
PLAIN_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzćŭłĺńśźżčšž")

# In this order, on what the letters gave.
RULES = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        ("(?<=[aeu])[ijy]+(?=[aeu])", "j"),  # Майя, Ермолаев: one glide between vowels
        ("[ijy]{2,}(?=[aeu])", "ij"),  # Мария, Maryia, Mariya
        ("[jy](?=[aeu])", "j"),
        ("(?<=[aeu])[ijy]+(?![aeu])", "i"),  # Гайдук, Раиса
        ("[ijy]{2,}|[iy](?!j)", "i"),  # Вельский, Velskiy, Velsky, Вельскі
        ("(?<=i)j", ""),
        ("j(?![aeu])", ""),
        ("(?<=[aeiu])u|(?<=[aeiu])vu(?=[^aeiuj])", "v"),  # Kavaliou; Навуменка and Науменко
        ("(?<!^)j", ""),
        ("t[sz]", "t"),  # Совецкий and Советский
        ("dz", "d"),
        (r"([^aiu])\1+", r"\1"),  # Анна and Ана
        ("šč", "š"),
        ("skaa$", "ska"),  # ru Вельская, uk Вельська
    )
)


_CYRILLIC_LETTERS = re.compile("[\u0400-\u052f]+")
_LATIN_LETTERS = re.compile("[A-Za-zªµºÀ-ÖØ-öø-\u024f]+")
"""All letters before U+0250."""


def words(text: str) -> list[str]:
    """The words of a name in lower case: runs of letters, runs of digits. Look-alike letters are mended."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("\u0301|(?<=\\w)['`’‘ʼʹ′](?=\\w)", "", text)  # stress marks, apostrophes
    found = re.findall(r"[^\W\d_]+|\d+", text)
    in_cyrillic = any(_cyrillic(word) and not _latin(word) for word in found)
    return [mended(word, in_cyrillic).lower() for word in found]


def mended(word: str, in_cyrillic: bool = False) -> str:
    """A word with its look-alike letters in one script: that of most letters which only one script has.

    `in_cyrillic` says that words beside it are Cyrillic: then a word of look-alikes alone is, too.
    """
    cyrillic, latin = _cyrillic(word), _latin(word)
    if cyrillic and latin:
        only_cyrillic = sum(letter not in CYRILLIC_ALIKE for letter in cyrillic)
        only_latin = sum(letter not in LATIN_ALIKE for letter in latin)
        return word.translate(TO_LATIN if only_latin > only_cyrillic else TO_CYRILLIC)
    if in_cyrillic and latin and all(letter in LATIN_ALIKE for letter in latin):
        return word.translate(TO_CYRILLIC)
    return word


def _cyrillic(word: str) -> str:
    return "".join(_CYRILLIC_LETTERS.findall(word))


def _latin(word: str) -> str:
    return "".join(_LATIN_LETTERS.findall(word))


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[str, ...]:
    """How a word from `words` may sound, the likeliest first; never none. Digits stay as they are."""
    if word.isdigit():
        return (word,)
    letters = _from_cyrillic(word) if _cyrillic(word) else _from_latin(word)
    raw = islice(product(*letters), MOST_READINGS)
    folded = dict.fromkeys(_folded("".join(reading)) for reading in raw)
    return tuple(reading for reading in folded if reading) or (word,)


def _from_cyrillic(word: str) -> list[tuple[str, ...]]:
    letters = [(CYRILLIC.get(letter, anyascii(letter).lower()),) for letter in word]
    return [CYRILLIC_INITIAL.get(word[0], letters[0]), *letters[1:]]


def _from_latin(word: str) -> list[tuple[str, ...]]:
    plain = "".join(letter if letter in PLAIN_LATIN else anyascii(letter).lower() for letter in word)
    letters: list[tuple[str, ...]] = []
    for found in LATIN_LETTERS.finditer(plain):
        if found["initial"]:
            letters.append(LATIN_INITIAL_E)
        elif found["soft"]:
            letters.append(SOFT_OR_SYLLABLE)
        else:
            letters.append(LATIN.get(found[0], (found[0],)))
    return letters


def _folded(raw: str) -> str:
    for pattern, becomes in RULES:
        raw = pattern.sub(becomes, raw)
    return raw
