"""Where the boxes of a chart stand: Graphviz, in a process of its own with a limit to its time and memory.

    lay_out(charts)                              graphs in the DOT language, to SVG
    python -m app.domain.forces.pictures.layout  the child

Names go to the child through a pipe, and to no file.
"""

import json
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

SECONDS = 20
AT_ONCE = 40
"""Graphs that one child draws, in that time together."""
MEMORY_BYTES = 1024**3
_TURNS = threading.BoundedSemaphore(2)
"""So many children of a process draw at a time; the others wait, as long as a child may take."""
_ROOT = Path(__file__).resolve().parents[4]
_SIZE = re.compile(r'<svg width="(\d+)pt" height="(\d+)pt"')
_OURS = re.compile(r"<title>[^<]*</title>\n?|<!--.*?-->\n?", re.DOTALL)
"""The names of nodes, which mean nothing to a reader, and Graphviz's own remarks."""


class NoLayout(RuntimeError):
    """The chart could not be drawn: it took too long, or needed too much memory."""


class Drawn(NamedTuple):
    """A chart as an `svg` element, and how large it is, in points."""

    svg: str
    width: int
    height: int


def lay_out(charts: Sequence[str]) -> list[Drawn]:
    """Draws graphs, each written in the DOT language. Raises NoLayout."""
    return [one for at in range(0, len(charts), AT_ONCE) for one in _in_child(charts[at : at + AT_ONCE])]


def _in_child(charts: Sequence[str]) -> list[Drawn]:
    if not _TURNS.acquire(timeout=SECONDS):
        raise NoLayout
    try:
        child = subprocess.run(
            [sys.executable, "-m", "app.domain.forces.pictures.layout"],
            input=json.dumps(charts),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            cwd=_ROOT,
            check=True,
        )
        return [_drawn(svg) for svg in json.loads(child.stdout)]
    except (subprocess.SubprocessError, ValueError):
        raise NoLayout from None  # the child's words, and its input, may name people
    finally:
        _TURNS.release()


def main(given: IO[str], answer: IO[str]) -> None:
    """The child: reads graphs, writes pictures, and ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    import pygraphviz  # pyright: ignore[reportMissingTypeStubs] # heavy, and needed in the child alone

    graph: Any = pygraphviz.AGraph
    charts = [graph(string=chart).draw(format="svg", prog="dot") for chart in json.load(given)]
    json.dump([chart.decode() for chart in charts], answer)


def _drawn(document: str) -> Drawn:
    """The `svg` element of what Graphviz wrote. Raises ValueError for anything else."""
    found = _SIZE.search(document)
    if found is None:
        raise ValueError("no picture")
    return Drawn(_OURS.sub("", document[found.start() :]).strip(), int(found[1]), int(found[2]))


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
