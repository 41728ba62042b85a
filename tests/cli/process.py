"""`testimonia` as a process of its own: one command, or a server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Self

import httpx

TESTIMONIA = shutil.which("testimonia", path=str(Path(sys.executable).parent)) or "testimonia"


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without settings of an archive, and `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TESTIMONIA_")}
    return kept | dict(more or {})


def run(*words: str | Path, status: int = 0, env: Mapping[str, str] | None = None, **more: Any) -> str:
    """Runs `testimonia` with these words; asserts its exit status and that nothing of Python's shows."""
    done = subprocess.run(
        [TESTIMONIA, *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment(env),
        timeout=120,
        **more,
    )
    said = done.stdout + done.stderr
    assert done.returncode == status, f"{words}: {done.returncode} {said}"
    assert "Traceback" not in said and 'File "' not in said
    if status == 1 and not done.stdout:
        assert 0 < len(done.stderr.strip().splitlines()) <= 4, done.stderr
    return done.stdout if status == 0 else said


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
