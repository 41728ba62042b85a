"""How text is folded for full-text search: the same for what is indexed and for what is asked.

Words are runs of letters and digits in lower case. Apostrophes inside a word and stress marks are dropped, ё
counts as е, and a letter typed on the wrong keyboard is read as the script of its word has it. All other
letters stay: и and і, г and ґ, у and ў are different letters, and й is not и.
"""

import re
import unicodedata

from app.domain.catalogue.names.fold import mended

APOSTROPHES = re.compile("\u0301|(?<=\\w)['`’‘ʼʹ′](?=\\w)")
WORD = re.compile(r"[^\W_]+")
MIXED = re.compile("[a-z][\u0400-\u052f]|[\u0400-\u052f][a-z]", re.IGNORECASE)
PHRASE = re.compile('"([^"]*)"')
LONGEST_WORD = 200  # characters; longer runs are no words, and FTS5 would keep only their beginning


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    text = APOSTROPHES.sub("", unicodedata.normalize("NFC", text))
    if MIXED.search(text):
        text = WORD.sub(lambda found: mended(found[0]), text)
    return [word[:LONGEST_WORD] for word in WORD.findall(text.lower().replace("ё", "е"))]


def folded(text: str) -> str:
    """A text as it is put into the full-text index."""
    return " ".join(words(text))


def matching(question: str) -> str | None:
    """The FTS5 expression for a question: every word must occur, in quotation marks as a phrase.

    Everything else that FTS5 would read as syntax is text. None when the question holds no word.
    """
    question = re.sub("[“”„«»]", '"', question)
    phrases = [words(phrase) for phrase in PHRASE.findall(question)]
    single = [[word] for word in words(PHRASE.sub(" ", question))]
    wanted = dict.fromkeys(" ".join(phrase) for phrase in [*single, *phrases] if phrase)
    return " ".join(f'"{phrase}"' for phrase in wanted) or None
