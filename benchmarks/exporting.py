"""Exporting 1,000 records with files beside `sha256sum` of the same files, in the same run."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from app.domain.archive.records import add_record
from app.domain.evidence.actions import add_file
from app.domain.evidence.views import Described
from app.domain.exports.actions import request_export
from app.domain.exports.queries import read_export
from app.worker import build_and_wait
from benchmarks.children import watched_children
from benchmarks.world import CONSENT, World, build_world

FILES = 16
ACCOUNTS = 572  # with individuals, consents, acts and involvements: 1,144 records
BLOCK = 1 << 20


def measure_export(table: Table, gigabytes: float) -> None:
    """Adds the files of one case to its records, exports it, and hashes the same files with `sha256sum`."""
    size = int(gigabytes * (1 << 30)) // FILES
    with tempfile.TemporaryDirectory() as folder:
        world = build_world(Path(folder) / "archive", ACCOUNTS, cases=1, consented=True)
        plain = Path(folder) / "plain"
        plain.mkdir()
        _add_files(world, plain, size)
        began = time.perf_counter()
        with world.runtime.work() as work:
            asked = request_export(
                work=work,
                actor=world.actor,
                cases=world.cases,
                recipient=world.recipient,
                profile="full",
                purpose="national_prosecution",
            )
        with watched_children() as memory:
            build_and_wait(world.runtime, world.actor, asked.id)
        ours = time.perf_counter() - began
        with world.runtime.work(reads_only=True) as work:
            view = read_export(work=work, actor=world.actor, export=asked.id)
        began = time.perf_counter()
        subprocess.run(["sha256sum", *map(str, plain.iterdir())], check=True, stdout=subprocess.DEVNULL)
        theirs = time.perf_counter() - began
        what = f"export: {view.released} released, {gigabytes} GiB of files ({view.state})"
        table.add_row(what, f"{ours:.1f} s", f"sha256sum {theirs:.1f} s", f"{ours / theirs:.2f}x (2x)")
        table.add_row(
            "export: memory of the process that built it, highest", f"{memory.kib >> 10} MiB", "", ""
        )
        world.runtime.close()


def _add_files(world: World, plain: Path, size: int) -> None:
    """Random bytes, once into the case (of a witness who consented), once beside it in clear."""
    case = world.cases[0]
    with world.runtime.work() as work:
        shown = {"pseudonym": "W-FILES", "roles": ["victim"]}
        individual = add_record(work=work, actor=world.actor, case=case, kind="individual", content=shown).id
        consent = {**CONSENT, "individual": individual}
        add_record(work=work, actor=world.actor, case=case, kind="consent", content=consent)
    described = Described("film.mp4", "video/mp4", "working", "Film", {"individuals": [individual]})
    for number in range(FILES):
        with world.runtime.work() as work:
            chunks = _random_blocks(plain / f"{number}.bin", max(1, size // BLOCK))
            add_file(work=work, actor=world.actor, case=case, chunks=chunks, describe=lambda: described)


def _random_blocks(path: Path, count: int) -> Iterator[bytes]:
    with path.open("wb") as copy:
        for _ in range(count):
            block = os.urandom(BLOCK)
            copy.write(block)
            yield block
