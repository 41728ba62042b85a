"""What the doctor counts."""

import os
import time
from pathlib import Path

from app.cli.doctoring import examine
from app.runtime import Runtime
from tests.cli.process import Served
from tests.people import found

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
