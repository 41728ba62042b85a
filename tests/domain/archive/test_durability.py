"""Acknowledged means durable: a process that is killed in the middle of writing loses nothing it had answered."""

import json
import os
import signal
import subprocess
import sys

import pytest

from app.domain.archive.queries import list_cases, read_record
from app.domain.custody.verify import verify_log
from app.domain.evidence.queries import open_file
from app.domain.work import Actor
from app.runtime import open_runtime
from app.settings import Settings
from app.vault.keys import HolderKeys
from tests.conftest import REPOSITORY, STORES
from tests.domain.scenes import INDIVIDUAL, Scene

WRITER = "import tests.domain.archive.test_durability as this; this.write_for_ever()"
ANSWERS = 10


def write_for_ever() -> None:
    """The process that is killed: it answers each record and file once its unit of work is committed."""
    from app.domain.archive.records import add_record
    from app.domain.evidence.actions import add_file
    from app.domain.evidence.views import Described

    given = json.loads(sys.stdin.readline())
    runtime = open_runtime(Settings(**given["settings"]))
    keys = HolderKeys.from_seed(bytes.fromhex(given["seed"]))
    actor = Actor(given["actor"], given["actor"], frozenset({"documenter"}), keys, "session")
    while True:
        with runtime.work() as work:
            case = {"work": work, "actor": actor, "case": given["case"]}
            record = add_record(**case, kind="individual", content=INDIVIDUAL).id
        with runtime.work() as work:
            case["work"] = work
            chunks = iter([os.urandom(40_000)])
            file = add_file(**case, chunks=chunks, describe=lambda: Described("a.bin", None))
        sys.stdout.write(f"{record} {file.record} {file.sha256}\n")
        sys.stdout.flush()


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_what_was_answered_survives_kill_9(scene: Scene, settings: Settings) -> None:
    given = {
        "settings": settings.model_dump(mode="json", include={"data", "database_url", "sqlcipher"}),
        "actor": scene.owner.id,
        "seed": scene.owner.keys.seed.hex(),
        "case": scene.case,
    }
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(json.dumps(given) + "\n")
        writer.stdin.flush()
        answered = [writer.stdout.readline().split() for _ in range(ANSWERS)]
        writer.send_signal(signal.SIGKILL)
    assert all(len(answer) == 3 for answer in answered)

    scene.runtime.close()
    scene.runtime = open_runtime(settings, scene.runtime.clock)
    for record, file, sha256 in answered:
        assert scene.do(scene.owner, read_record, record=record).content == INDIVIDUAL
        opened = scene.do(scene.owner, open_file, record=file)
        assert (opened.sha256, len(opened.read(0, opened.size))) == (sha256, 40_000)
    assert scene.do(scene.owner, list_cases).total == 1
    with scene.runtime.work(reads_only=True) as work:
        report = verify_log(work)
    assert report.ok, report.problems
    scene.individual()
    scene.runtime.close()
