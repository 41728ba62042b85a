"""Building bundles in a process of its own: spawned, limited, and given its keys through a pipe alone.

    build_in_child(runtime, actor, export)    the server: returns at once; the export's row says how far it is
    build_and_wait(runtime, actor, export)    the command line
    refuse_abandoned(runtime)                 the start of a server
    python -m app.worker                      the child

Neither settings nor keys stand in the child's arguments or environment. A child that dies without a word leaves its
export refused, never building for ever.
"""

import json
import os
import resource
import subprocess
import sys
import threading
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import IO, Any

from app.domain.exports.actions import end_abandoned, refuse_export, show_life
from app.domain.exports.build import build_export
from app.domain.exports.queries import DIED
from app.domain.exports.sealing import Result
from app.domain.work import Actor
from app.runtime import Runtime, open_runtime, spare_the_collector
from app.settings import Settings
from app.vault.keys import HolderKeys

SIGN_OF_LIFE_SECONDS = 60
MEMORY_BYTES = 4 * 1024**3
NICENESS = 5
_ROOT = Path(__file__).resolve().parent.parent


def build_in_child(runtime: Runtime, actor: Actor, export: str) -> threading.Thread:
    """Sees to it that the export is built and returns; the thread ends when it is ready or refused.

    At most `exports_at_once` children of this process work at a time; the others wait for their turn.
    """
    watch = threading.Thread(
        target=build_and_wait, args=(runtime, actor, export), name=f"export-{export}", daemon=True
    )
    watch.start()
    return watch


def build_and_wait(runtime: Runtime, actor: Actor, export: str) -> None:
    """Builds and returns when the export is ready or refused."""
    turn = _turns(runtime.settings.exports_at_once)
    while not turn.acquire(timeout=SIGN_OF_LIFE_SECONDS):
        _show_life(runtime, export)
    try:
        _watch(runtime, actor, export, _start(runtime, actor, export))
    finally:
        turn.release()


def refuse_abandoned(runtime: Runtime) -> int:
    """Refuses what a server that was killed left building; answers how many.

    Call it when a server starts, before its workers do; and only where no other node can be building.
    """
    with runtime.work() as work:
        return end_abandoned(work=work, silent_for=timedelta())


def main(pipe: IO[str]) -> None:
    """The child: reads what it needs from the pipe, builds, and ends."""
    spare_the_collector()
    told: dict[str, Any] = json.loads(pipe.read())
    _limit_itself()
    runtime = open_runtime(Settings(**told["settings"]))
    try:
        build_export(runtime.work, _actor(told["actor"]), told["export"])
    finally:
        runtime.close()


def _start(runtime: Runtime, actor: Actor, export: str) -> "subprocess.Popen[str]":
    told = {
        "settings": runtime.settings.model_dump(mode="json"),
        "export": export,
        "actor": {
            "id": actor.id,
            "member_id": actor.member_id,
            "roles": sorted(actor.roles),
            "seed": actor.keys.seed.hex(),
            "session_key": actor.session_key,
            "kind": actor.kind,
        },
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "app.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a traceback may quote what it was working on
        cwd=_ROOT,
        text=True,
        start_new_session=True,
    )
    pipe = child.stdin
    if pipe is not None:
        try:
            with pipe:
                json.dump(told, pipe)
        except BrokenPipeError:
            pass  # it died at once: whoever watches it says so
    return child


def _watch(runtime: Runtime, actor: Actor, export: str, child: "subprocess.Popen[str]") -> None:
    """Waits for the child. Refusing an export that is ready, refused or gone does nothing."""
    while True:
        try:
            child.wait(SIGN_OF_LIFE_SECONDS)
            break
        except subprocess.TimeoutExpired:
            _show_life(runtime, export)
    with runtime.work() as work:
        refuse_export(work=work, actor=actor, export=export, result=Result(reason=DIED))


def _show_life(runtime: Runtime, export: str) -> None:
    with runtime.work() as work:
        show_life(work=work, export=export)


@cache
def _turns(at_once: int) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(at_once)


def _limit_itself() -> None:
    """No core file ever holds the keys; memory is bounded; people at the pages go first."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(NICENESS)


def _actor(told: dict[str, Any]) -> Actor:
    return Actor(
        id=told["id"],
        member_id=told["member_id"],
        roles=frozenset(told["roles"]),
        keys=HolderKeys.from_seed(bytes.fromhex(told["seed"])),
        session_key=told["session_key"],
        kind=told["kind"],
    )


if __name__ == "__main__":
    main(sys.stdin)
