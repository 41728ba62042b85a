"""`testimonia` as a process of its own: one command, or a server.

Commands are forked from a process that has imported the program already, since importing takes longer than most of
them; servers are started as people start them.
"""

import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Self

import httpx

from app.cli import main
from tests.conftest import REPOSITORY

TESTIMONIA = shutil.which("testimonia", path=str(Path(sys.executable).parent)) or "testimonia"


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without settings of an archive, and `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TESTIMONIA_")}
    return kept | dict(more or {})


_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["app.cli"])


def run(
    *words: str | Path, status: int = 0, env: Mapping[str, str] | None = None, cwd: Path = REPOSITORY
) -> str:
    """Runs `testimonia` with these words; asserts its exit status and that nothing of Python's shows."""
    (out, out_end), (err, err_end) = _forks.Pipe(duplex=False), _forks.Pipe(duplex=False)
    process = _forks.Process(
        target=_command, args=([*map(str, words)], environment(env), str(cwd), out_end, err_end)
    )
    process.start()
    out_end.close()
    err_end.close()
    with ThreadPoolExecutor(2) as readers:
        stdout, stderr = readers.map(_all_of, (out, err))
    process.join(timeout=120)
    said = stdout + stderr
    assert process.exitcode == status, f"{words}: {process.exitcode} {said}"
    assert "Traceback" not in said and 'File "' not in said
    if status == 1 and not stdout:
        assert 0 < len(stderr.strip().splitlines()) <= 4, stderr
    return stdout if status == 0 else said


def _command(words: list[str], env: dict[str, str], cwd: str, out: Connection, err: Connection) -> None:
    """In the fork: becomes `testimonia` as the shell would have started it."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for end, stream in ((nothing, 0), (out.fileno(), 1), (err.fileno(), 2)):
        os.dup2(end, stream)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["testimonia", *words]
    main()


def _all_of(end: Connection) -> str:
    """What a process writes until it ends."""
    with end, os.fdopen(os.dup(end.fileno()), encoding="utf-8") as stream:
        return stream.read()


def free_port() -> int:
    """A port of this machine on which nothing listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Served:
    """`testimonia serve` until the end of the block; `said` is what it printed, complete after it."""

    def __init__(
        self, words: list[str], log: IO[bytes] | None = None, env: Mapping[str, str] | None = None
    ) -> None:
        port = free_port()
        self.address, self.said = f"http://127.0.0.1:{port}", ""
        self.process = subprocess.Popen(
            [TESTIMONIA, "serve", *words, "--port", str(port)],
            stdout=log or subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=environment(env),
        )

    def __enter__(self) -> Self:
        for _turn in range(600):
            assert self.process.poll() is None, "the server ended"
            try:
                httpx.get(self.address)
                return self
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the server did not answer")

    def __exit__(self, *_error: object) -> None:
        self.process.send_signal(signal.SIGINT)
        said, _nothing = self.process.communicate(timeout=60)
        self.said = (said or b"").decode()
        assert "Traceback" not in self.said, self.said
        assert "GET" not in self.said and "POST" not in self.said, "no path of a request is logged"
