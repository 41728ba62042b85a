"""The accounts of the demo: text files, a paragraph between blank lines, with marks on words.

`[in the yard](@place.mill_street_yard)` marks these words as a mention of that record.
"""

import re
from importlib.resources import files

from app.cli.demo.world import Content

_MARK = re.compile(r"\[([^\]]+)\]\(@(\w+)\.(\w+)\)")


def narrative(name: str, speaker: str | None = None) -> Content:
    """The fields `narrative` and `mentions` of an account, from narratives/<name>.txt."""
    paragraphs: list[Content] = []
    mentions: list[Content] = []
    for number, marked in enumerate(_paragraphs(name), start=1):
        text, marks = _unmarked(marked)
        paragraphs.append({"text": text} if speaker is None else {"text": text, "speaker": speaker})
        mentions += [{"paragraph": number, **mark} for mark in marks]
    return {"narrative": paragraphs, "mentions": mentions}


def translation(name: str, language: str, translator: str, day: str) -> Content:
    """A translation of an account, from narratives/<name>.txt: as many paragraphs, in the same order."""
    texts = enumerate(_paragraphs(name), start=1)
    return {
        "language": language,
        "translator": translator,
        "date": day,
        "paragraphs": [{"paragraph": number, "text": text} for number, text in texts],
    }


def _paragraphs(name: str) -> list[str]:
    text = (files("app.cli.demo") / "narratives" / f"{name}.txt").read_text(encoding="utf-8")
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


def _unmarked(marked: str) -> tuple[str, list[Content]]:
    """The words alone, and the marks with their places in them."""
    text, marks, read = "", list[Content](), 0
    for mark in _MARK.finditer(marked):
        words, kind, name = mark.groups()
        text += marked[read : mark.start()]
        marks.append({"start": len(text), "end": len(text) + len(words), kind: f"@{kind}.{name}"})
        text += words
        read = mark.end()
    return text + marked[read:], marks
