"""Text and question are folded alike."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.text import folded, matching


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They BEAT us, with batons!", "they beat us with batons"),
        ("сям’я, сям'я, сямʼя", "сямя сямя сямя"),
        ("don't", "dont"),
        ("трое́х ёлка", "троех елка"),
        ("мой й", "мой й"),
        ("мо\u0438\u0306", "мой"),
        ("Мiнск Mинск", "мінск минск"),
        ("и і ґ г ў у", "и і ґ г ў у"),
        ("A-12, №7; a_b", "a 12 7 a b"),
        ("", ""),
        ("*** ---", ""),
    ],
)
def test_folded(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("two words", '"two" "words"'),
        ('"two words" more', '"more" "two words"'),
        ("“two words”", '"two words"'),
        ('a "open', '"a" "open"'),
        ("again again", '"again"'),
        ("a-12", '"a" "12"'),
        ('"" * ()', None),
        ("", None),
    ],
)
def test_matching(question: str, expected: str | None) -> None:
    assert matching(question) == expected


@given(st.text(max_size=60))
def test_every_text_is_found_by_itself(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5 (w, content='', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("INSERT INTO t (rowid, w) VALUES (1, ?)", (folded(text),))
    question = matching(text.replace('"', " "))
    if question is not None:
        assert connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (question,)).fetchall() == [(1,)]
    connection.close()
