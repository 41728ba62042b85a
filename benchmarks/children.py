"""How much memory the processes take that a measured deed starts."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

EVERY_SECONDS = 0.02
PROC = Path("/proc")


@dataclass
class Highest:
    """The most memory that one child process held at any time, in KiB; 0 where there is no /proc."""

    kib: int = 0


@contextmanager
def watched_children() -> Iterator[Highest]:
    """Looks at the children that this process starts until the end of the block; then `kib` is the highest of any.

    Not `getrusage(RUSAGE_CHILDREN)`: Linux counts there what the parent held when it started the child, and a benchmark
    may hold more than the child that it measures. The kernel's own high mark of a child begins with its program, so no
    peak between two looks is missed, unless the child ends before the next.
    """
    seen, stop = Highest(), threading.Event()
    others = set(_children())  # who started before is not measured

    def look() -> None:
        while not stop.wait(EVERY_SECONDS):
            seen.kib = max([seen.kib, *map(_high_mark, _children() - others)])

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield seen
    finally:
        stop.set()
        looking.join()


def _children() -> set[Path]:
    """The folders in /proc of the processes that this one started, and that run a program of their own."""
    own, program = str(os.getpid()), _text(PROC / "self" / "cmdline")
    found = [folder for folder in PROC.glob("[0-9]*") if _field(folder, "PPid") == own]
    return {folder for folder in found if _text(folder / "cmdline") not in {"", program}}


def _high_mark(process: Path) -> int:
    return int(_field(process, "VmHWM").removesuffix(" kB") or 0)


def _field(process: Path, name: str) -> str:
    """A line of a process's status; empty when it has ended."""
    lines = (line.partition(":\t") for line in _text(process / "status").splitlines())
    return next((value.strip() for key, _tab, value in lines if key == name), "")


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
