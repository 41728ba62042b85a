"""What the terminal is given: nothing in it is obeyed."""

import json

import pytest

from app.cli.terminal import answer

HOSTILE = "data/\x1b[2J\x9b31mEverything is whole\u202e\r.json"


def test_a_hostile_name_paints_no_other_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    answer({}, f"FAIL  3 [{HOSTILE}]\nАрдан Вельскі", as_json=False)
    said = capsys.readouterr().out
    assert said.isascii() is False and "Ардан Вельскі" in said
    assert not set("\x1b\x9b\u202e\r") & set(said)


def test_a_program_reads_what_was_there(capsys: pytest.CaptureFixture[str]) -> None:
    answer({"file": HOSTILE}, "", as_json=True)
    said = capsys.readouterr().out
    assert json.loads(said) == {"file": HOSTILE}
    assert not set("\x1b\x9b\u202e\r") & set(said)
