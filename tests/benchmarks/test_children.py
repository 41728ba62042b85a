"""What a child process held at most is told of the child, not of who started it."""

import subprocess
import sys

import pytest

from benchmarks.children import PROC, watched_children

MIB = 1 << 20


def held(mib: int) -> int:
    """What is measured, in MiB, of a child that fills so much memory, gives it back, and lives a little longer."""
    code = f"import time; x = bytearray(b'x') * ({mib} << 20); del x; time.sleep(0.5)"
    with watched_children() as memory:
        subprocess.run([sys.executable, "-c", code], check=True)
    return memory.kib >> 10


@pytest.mark.skipif(not PROC.is_dir(), reason="not on this machine: /proc")
def test_the_highest_memory_of_a_child_is_its_own_at_its_peak() -> None:
    ours = bytearray(b"x") * (300 * MIB)
    assert held(0) < 100, "what the parent holds is not counted"
    assert 200 <= held(200) < 300, "what was given back is"
    assert len(ours) == 300 * MIB


def test_without_a_child_there_is_nothing_to_tell() -> None:
    with watched_children() as memory:
        pass
    assert memory.kib == 0
