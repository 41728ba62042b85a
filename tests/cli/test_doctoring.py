"""Doctor and `log verify` where something is wrong with the database: in words, and without making it worse."""

import os
import shutil
import time
from pathlib import Path

import pytest

from app.cli.doctoring import examine
from app.runtime import Runtime
from app.settings import Settings
from tests.cli.conftest import Office
from tests.cli.process import Served, free_port, run
from tests.domain.custody.spoiling import spoil
from tests.people import found


@pytest.fixture
def copy(office: Office, tmp_path: Path) -> Path:
    """A copy of the archive, to be damaged."""
    copied = tmp_path / "copy"
    shutil.copytree(office.data, copied)
    return copied


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_damaged_table_is_named(copy: Path) -> None:
    spoil(Settings(data=copy), "grant")
    said = run("doctor", "--data", copy, status=1)
    assert "CARE  the database is damaged" in said and "to their end: grant." in said
    assert "ok    the custody log extends" in said, "what can be looked at still is"
    said = run("log", "verify", "--data", copy, status=1)
    assert "grant: this table cannot be read" in said and "differs from its log" in said
    assert "SELECT" not in said


def test_noise_in_the_middle_of_the_database_is_told_in_words(copy: Path) -> None:
    path = copy / "testimonia.db"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(8192))
    assert "CARE  the database is damaged" in run("doctor", "--data", copy, status=1)


def test_a_missing_database_is_not_replaced(office: Office, copy: Path) -> None:
    for path in copy.glob("testimonia.db*"):
        path.unlink()
    before = everything(copy)
    signing_in = ("--login", "quiet-river-stone", "--passphrase-file", office.secrets / "passphrase")
    serving = ("serve", "--port", str(free_port()))
    for words in (("doctor",), ("log", "verify"), serving, ("member", "list", *signing_in)):
        said = run(*words, "--data", copy, status=1)
        assert "The database is missing. Restore it" in said and "init" not in said
    assert everything(copy) == before
    (copy / "testimonia.db").touch()
    assert "The database is missing" in run("doctor", "--data", copy, status=1)


def test_a_mistyped_database_makes_neither_folder_nor_file(office: Office, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    env = {"TESTIMONIA_DATABASE_URL": f"sqlite:///{nowhere / 'x.db'}"}
    for words in (("doctor",), ("log", "verify")):
        assert "TESTIMONIA_DATABASE_URL" in run(*words, "--data", office.data, status=1, env=env)
    assert not nowhere.exists()


def test_doctor_changes_nothing(copy: Path) -> None:
    shutil.rmtree(copy / "objects", ignore_errors=True)
    (copy / "host" / "checkpoint").unlink(missing_ok=True)
    before = everything(copy)
    run("doctor", "--data", copy)
    assert everything(copy) == before
    assert not (copy / "objects").exists()


def test_host_files_that_are_no_text_are_told_in_words(copy: Path) -> None:
    run("log", "checkpoint", "--data", copy)
    for name in ("checkpoint", "anchor"):
        path = copy / "host" / name
        kept = path.read_bytes()
        path.write_bytes(b"\xff\xfe\x00binary")
        said = run("log", "verify", "--data", copy, status=1)
        assert "checkpoint" in said or "cert" in said, said
        if name == "checkpoint":
            assert "host folder" in run("doctor", "--data", copy, status=1)
        path.write_bytes(kept)


DAY = 24 * 3600


def test_the_doctor_counts_what_a_killed_process_began_and_serving_removes_it(runtime: Runtime) -> None:
    found(runtime)
    old, young = begun(runtime, "ab", 2 * DAY), begun(runtime, "ac", 60)
    (told,) = [one for one in examine(runtime.settings) if "not finished" in one.what]
    assert not told.ok
    assert "not finished: 2; older than a day: 1" in told.what and "'testimonia serve' removes" in told.what
    with Served(["--data", str(runtime.settings.folder)]):
        assert not old.exists() and young.exists(), "somebody else may be writing it"
    (told,) = [one for one in examine(runtime.settings) if "not finished" in one.what]
    assert told.ok and told.what.endswith("not finished: 1; older than a day: 0")


def begun(runtime: Runtime, start: str, age: float) -> Path:
    """An object that a process began so many seconds ago and did not finish."""
    path = runtime.settings.folder / "objects" / start / f"{start * 16}.part"
    path.parent.mkdir()
    path.write_bytes(b"half of it")
    os.utime(path, (time.time() - age, time.time() - age))
    return path
