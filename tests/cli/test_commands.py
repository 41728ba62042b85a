"""What the program says of itself."""

import re

from app import __version__
from tests.cli.process import run
from tests.conftest import REPOSITORY


def test_the_version_is_printed_and_is_that_of_the_package() -> None:
    assert run("--version") == f"testimonia {__version__}\n"
    declared = re.search('^version = "(.+)"$', (REPOSITORY / "pyproject.toml").read_text(), re.MULTILINE)
    assert declared and declared[1] == __version__
    assert "Usage" in run("--help") and "Usage" in run(status=2), "and no command is still misuse"


def test_the_help_names_the_rule_of_an_archives_code() -> None:
    words = " ".join(re.sub("[^a-zA-Z0-9 ]", " ", run("init", "--help")).split())
    assert "2 to 12 capitals and digits" in words
