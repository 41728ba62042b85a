"""An archive made by `testimonia init`, the files with its secrets, and a server over it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.process import Served, run

PASSPHRASE = "seven plain words from one list"


@dataclass
class Office:
    """An archive made by `init`, and the files that hold the secrets."""

    data: Path
    secrets: Path
    founded: dict[str, str]

    @property
    def sign_in(self) -> tuple[str | Path, ...]:
        return (
            "--login",
            "quiet-river-stone",
            "--passphrase-file",
            self.secrets / "passphrase",
            "--data",
            self.data,
        )

    def secret(self, name: str, text: str) -> Path:
        """A file with a secret in it."""
        path = self.secrets / name
        path.write_text(text + "\n")
        return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An archive made once for this module."""
    folder = tmp_path_factory.mktemp("office")
    office = Office(folder / "archive", folder, {})
    office.secret("passphrase", PASSPHRASE)
    office.founded = json.loads(run("init", *office.sign_in, "--code", "NVR", "--json"))
    return office


@pytest.fixture(scope="module")
def token(office: Office) -> Path:
    """A file with a full token of the founding member."""
    return office.secret("token", run("token", "add", "--name", "Script", *office.sign_in).split()[-1])


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    """The archive, served."""
    with Served(["--data", str(office.data)]) as served:
        yield served.address
