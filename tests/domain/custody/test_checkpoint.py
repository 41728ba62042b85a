"""Checkpoints: C2SP notes; a log that shrank or was rewritten is refused, by every node, at the start and
later.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from app.domain.custody import merkle, queries, tree
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed, parse_leaf
from app.domain.custody.tlog_proof import HEADER, parse_proof, verify_proof
from app.errors import Invalid, NotReady, Tampered
from app.models import LogEntry, LogNode, LogState
from app.runtime import Runtime
from app.vault.notes import sign_checkpoint, verify_checkpoint
from app.vault.signing import SigningKey
from tests.conftest import REPOSITORY, STORES
from tests.people import found

SUBJECT = "a" * 32


def append(runtime: Runtime, count: int, subject: str = SUBJECT) -> None:
    with runtime.work() as work:
        for _ in range(count):
            record(work=work, actor=None, deed=Deed.administered, subject=subject)


def checkpoint(runtime: Runtime) -> str:
    with runtime.work() as work:
        return queries.checkpoint(work)


def cut(runtime: Runtime, size: int) -> None:
    """What a thief who can write to the database does: takes the last lines away, and all traces of them."""
    with runtime.work() as work:
        work.session.execute(delete(LogEntry).where(LogEntry.sequence >= size))
        last = work.session.get_one(LogState, 1)
        work.session.execute(delete(LogNode).where(LogNode.level >= 1))
        work.session.execute(delete(LogNode).where(LogNode.position >= size))
        nodes = {(0, position): tree.node_of(work, 0, position) for position in range(size)}
        for position in range(size):
            for level, place, hashed in merkle.completed(
                position, nodes[0, position], lambda level, position: nodes[level, position]
            ):
                nodes[level, place] = hashed
                if level:
                    work.session.add(LogNode(level=level, position=place, hash=hashed))
        last.size = size


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_checkpoint_is_a_note_by_the_logs_key_of_all_that_is_committed(runtime: Runtime) -> None:
    found(runtime)
    append(runtime, 5)
    note = checkpoint(runtime)
    with runtime.work(reads_only=True) as work:
        origin = queries.origin(work)
        assert origin == f"testimonia/{work.setting('archive_id')}"
        read = verify_checkpoint(note, origin, runtime.host.log_key.public)
        assert (read.size, read.root) == (tree.size(work), tree.root(work, tree.size(work)))
    assert runtime.host.highest_checkpoint() == note


def test_it_covers_nothing_that_is_not_committed(runtime: Runtime) -> None:
    found(runtime)
    before = checkpoint(runtime)
    with runtime.work() as work:
        record(work=work, actor=None, deed=Deed.administered, subject=SUBJECT)
        work.session.flush()
        assert queries.checkpoint(work).splitlines()[:3] == before.splitlines()[:3]


def test_who_reads_older_data_does_not_cry_wolf(runtime: Runtime) -> None:
    found(runtime)
    with runtime.work(reads_only=True) as old:
        tree.size(old)  # its view of the database begins here
        append(runtime, 3)
        newest = checkpoint(runtime)
        assert queries.checkpoint(old) == newest


def test_many_at_once_never_lower_the_highest(runtime: Runtime) -> None:
    found(runtime)

    def append_and_sign(_: int) -> int:
        append(runtime, 1)
        return int(checkpoint(runtime).splitlines()[1])

    with ThreadPoolExecutor(8) as threads:
        sizes = list(threads.map(append_and_sign, range(24)))
    kept = runtime.host.highest_checkpoint()
    assert kept is not None
    assert int(kept.splitlines()[1]) == max(sizes)


def test_a_smaller_log_is_refused(runtime: Runtime) -> None:
    found(runtime)
    append(runtime, 9)
    kept = checkpoint(runtime)
    cut(runtime, 6)
    with pytest.raises(Tampered, match="smaller than the highest checkpoint"):
        checkpoint(runtime)
    with runtime.work() as work, pytest.raises(Tampered, match="smaller"):
        queries.check_at_start(work)
    assert runtime.host.highest_checkpoint() == kept


def test_a_smaller_log_that_grew_again_is_refused(runtime: Runtime) -> None:
    found(runtime)
    append(runtime, 9)
    checkpoint(runtime)
    cut(runtime, 6)
    append(runtime, 20, subject="b" * 32)
    with pytest.raises(Tampered, match="does not continue"):
        checkpoint(runtime)


def test_a_rewritten_tree_is_refused(runtime: Runtime) -> None:
    found(runtime)
    append(runtime, 9)
    checkpoint(runtime)
    with runtime.work() as work:
        work.session.execute(update(LogNode).values(hash=b"x" * 32))
    with pytest.raises(Tampered, match="does not continue"):
        checkpoint(runtime)


def test_a_missing_line_is_refused_at_the_start(runtime: Runtime) -> None:
    found(runtime)
    append(runtime, 3)
    with runtime.work() as work:
        queries.check_at_start(work)
    with runtime.work() as work:
        work.session.execute(delete(LogEntry).where(LogEntry.sequence == 2))
    with runtime.work() as work, pytest.raises(Tampered, match="missing"):
        queries.check_at_start(work)


@pytest.mark.parametrize("hidden", ["in its row", "with its hash", "as another deed", "before a checkpoint"])
def test_a_line_changed_in_place_is_refused_at_the_start(runtime: Runtime, hidden: str) -> None:
    """Who hides the line of a revocation would make a key count again; no question for other lines meets it."""
    found(runtime)
    append(runtime, 9)
    if hidden == "before a checkpoint":
        checkpoint(runtime)
    with runtime.work() as work:
        row = work.session.get_one(LogEntry, 5)
        row.subject_id = "b" * 32
        if hidden == "as another deed":
            row.subject_id, row.deed = parse_leaf(row.leaf).subject, "read"
        elif hidden != "in its row":
            row.leaf = row.leaf.replace(parse_leaf(row.leaf).subject, "b" * 32)
            work.session.get_one(LogNode, (0, 5)).hash = merkle.leaf_hash(row.leaf.encode())
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered, match="was changed"):
        queries.check_at_start(work)


def test_an_archive_without_founder_or_log_is_not_served(runtime: Runtime) -> None:
    with runtime.work() as work, pytest.raises(NotReady, match="init"):
        queries.check_at_start(work)
    runtime.host.keep_anchor("somebody")
    with runtime.work() as work, pytest.raises(NotReady, match="no custody log"):
        queries.check_at_start(work)


def test_a_checkpoint_of_another_key_in_the_host_folder_is_refused(runtime: Runtime) -> None:
    found(runtime)
    note = checkpoint(runtime)
    with runtime.work(reads_only=True) as work:
        forged = sign_checkpoint(queries.origin(work), 1, b"r" * 32, SigningKey.generate())
    runtime.host.keep_checkpoint(forged)
    with pytest.raises(Tampered, match="not of this archive"):
        checkpoint(runtime)
    runtime.host.keep_checkpoint(note)
    checkpoint(runtime)


def test_proofs_for_outsiders(runtime: Runtime) -> None:
    found(runtime)
    append(runtime, 7)
    note = checkpoint(runtime)
    with runtime.work(reads_only=True) as work:
        size, origin = tree.size(work), queries.origin(work)
        shown = queries.inclusion(work, 4, size)
        assert (shown.index, shown.size, len(shown.proof) > 0) == (4, size, True)
        joined = queries.consistency(work, 2, size)
        assert (joined.first, joined.last, joined.last_root) == (2, size, shown.root)
        for index, bad in [(size, size), (0, size + 1), (0, 0)]:
            with pytest.raises(Invalid):
                queries.inclusion(work, index, bad)
        for first, last in [(0, size), (3, 2), (1, size + 1)]:
            with pytest.raises(Invalid):
                queries.consistency(work, first, last)
        text = queries.proof_files(work, range(size), note)[4]
        leaf = tree.node_of(work, 0, 4)
    assert text.startswith(f"{HEADER}\nindex 4\n")
    assert parse_proof(text).checkpoint == note
    assert verify_proof(text, leaf, origin, runtime.host.log_key.public)[0] == 4


def test_a_second_process_keeps_the_same_checkpoint(runtime: Runtime, tmp_path: Path) -> None:
    found(runtime)
    append(runtime, 2)
    script = (
        "import sys; from pathlib import Path; from app.settings import Settings; "
        "from app.runtime import open_runtime; from app.domain.custody.queries import checkpoint\n"
        "runtime = open_runtime(Settings(data=Path(sys.argv[1])))\n"
        "with runtime.work() as work: print(checkpoint(work), end='')\n"
        "runtime.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(runtime.settings.folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == checkpoint(runtime)
