"""Pages of a case with 200 records: time of the server and size; and 50 members working at once on a real server."""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
from rich.table import Table

from app.domain.accounts.actions import add_to_team, invite, make_team
from app.domain.accounts.joining import join
from app.domain.accounts.sessions import open_session
from app.domain.archive.grants import grant_case
from app.domain.archive.queries import read_case
from app.domain.catalogue.queries import case_records
from app.domain.once import fresh_id
from app.domain.work import Actor
from app.http import COOKIE, form_token
from benchmarks.world import World, build_world

ACCOUNTS = 115  # with individuals, acts and involvements: 201 records in the case
MEMBERS = 50
ROUNDS = 6
ALONE = 15
PORT = 8399
ADDRESS = f"http://127.0.0.1:{PORT}"


def measure_pages(table: Table) -> None:
    """Serves an archive with one case of 200 records and asks it as browsers do."""
    with tempfile.TemporaryDirectory() as folder:
        world = build_world(Path(folder) / "archive", ACCOUNTS, cases=1)
        people = _people(world)
        paths = _paths(world)
        world.runtime.close()
        server = _serve(Path(folder) / "archive")
        try:
            with _browser(people[0]) as browser:
                for name, path in paths.items():
                    _alone(table, name, browser, path)
            _together(table, people, world.cases[0], list(paths.values()))
        finally:
            server.terminate()
            server.wait(30)


def _people(world: World) -> list[str]:
    """The cookies of members who share the case through a team, each in a session of their own."""
    with world.runtime.work() as work:
        team = make_team(work=work, actor=world.actor, name="Analysis").id
        both = ["working", "identity"]
        grant_case(work=work, actor=world.actor, case=world.cases[0], holder=team, compartments=both)
    return [_person(world, team) for _ in range(MEMBERS)]


def _person(world: World, team: str) -> str:
    with world.runtime.work() as work:
        invited = invite(work=work, actor=world.actor, name="Member", roles=["documenter"])
    actor: Actor = join(world.runtime.work, secret=invited.invitation, passphrase="seven plain words here")[1]
    with world.runtime.work() as work:
        add_to_team(work=work, actor=world.actor, team=team, member=actor.id)
    with world.runtime.work() as work:
        return open_session(work, actor.member_id, actor.keys.seed)[0]


def _paths(world: World) -> dict[str, str]:
    """The pages that are asked for, by what they are."""
    case = world.cases[0]
    with world.runtime.work() as work:
        read_case(work=work, actor=world.actor, case=case)
        records = case_records(work=work, actor=world.actor, case=case)
    account = next(record.record for record in records if record.kind == "account")
    return {
        f"a case of {len(records)} records": f"/cases/{case}",
        "an account": f"/records/{account}",
        "who opens the case": f"/cases/{case}/grants",
        "the form of an act": f"/cases/{case}/new/act",
        "the register": "/register",
    }


def _serve(data: Path) -> "subprocess.Popen[bytes]":
    """`testimonia serve` in a process of its own, once it answers."""
    command = "import sys; from app.cli import main; sys.exit(main())"
    told = ["serve", "--data", str(data), "--port", str(PORT)]
    server = subprocess.Popen([sys.executable, "-c", command, *told], stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            httpx.get(f"{ADDRESS}/sign-in")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return server
    server.kill()
    raise RuntimeError("the server did not start")


def _browser(cookie: str) -> httpx.Client:
    return httpx.Client(
        base_url=ADDRESS, headers={"Cookie": f"{COOKIE}={cookie}", "Origin": ADDRESS}, timeout=120
    )


def _alone(table: Table, name: str, browser: httpx.Client, path: str) -> None:
    """One page, nobody else there: the median time, and its size."""
    spent: list[float] = []
    size = 0
    for _ in range(ALONE):
        began = time.perf_counter()
        answer = browser.get(path)
        spent.append((time.perf_counter() - began) * 1000)
        answer.raise_for_status()
        size = len(answer.content)
    told = f"{statistics.median(spent[1:]):.0f} ms, {size / 1000:.0f} kB"
    table.add_row(f"page: {name}", told, "", "100 ms, 100 kB")


def _together(table: Table, people: list[str], case: str, paths: list[str]) -> None:
    """Every member reads all pages and adds a note, again and again, without a pause between."""
    read: list[float] = []
    written: list[float] = []
    failed: list[int] = []

    def work(cookie: str) -> None:
        with _browser(cookie) as browser:
            for _ in range(ROUNDS):
                for path in paths:
                    began = time.perf_counter()
                    failed.append(browser.get(path).status_code)
                    read.append((time.perf_counter() - began) * 1000)
                fields = {
                    "form_token": form_token(cookie),
                    "form-once": fresh_id(),
                    "form-do": "save",
                    "text": "Ask.",
                }
                began = time.perf_counter()
                failed.append(browser.post(f"/cases/{case}/new/note", data=fields).status_code)
                written.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(cookie,)) for cookie in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(failed) / (time.perf_counter() - began)
    wrong = sum(status not in {200, 303} for status in failed)
    for what, spent in (("reading", read), ("writing", written)):
        p95 = statistics.quantiles(spent, n=20)[-1]
        table.add_row(f"{MEMBERS} members at once without a pause, {what}: p95", f"{p95:.0f} ms", "", "")
    table.add_row(f"{MEMBERS} members at once: answers in a second", f"{rate:.0f}, {wrong} failed", "", "")
