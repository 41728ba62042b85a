"""`make bench`: prints a table. Sizes can be lowered: `python -m benchmarks --accounts 2000 --gigabytes 0.1`."""

import argparse
import platform
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.domain.archive.records import add_record
from app.domain.catalogue.queries import catalogues
from app.domain.search.queries import search
from app.domain.search.views import Question
from benchmarks.exporting import measure_export
from benchmarks.world import World, account_content, build_world, plain_database, told

SEARCHES = 30
RECORDINGS = 200


def median_ms(act: Callable[[], object], times: int) -> float:
    """The median time of `act` in milliseconds, after one run that warms up."""
    act()
    spent: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def opening_ms(world: World) -> float:
    """Opening the catalogue from its sealed snapshot, as the first question after a sign-in does."""
    spent: list[float] = []
    for _ in range(3):
        world.runtime.shelf.close()
        began = time.perf_counter()
        with world.runtime.work() as work:
            catalogues(work, world.actor)
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def ask(world: World, **criteria: object) -> int:
    """The number of results of a question, opening a unit of work as a request does."""
    with world.runtime.work(reads_only=True) as work:
        return search(work=work, actor=world.actor, question=Question.model_validate(criteria)).total


def frequent_words() -> tuple[str, str]:
    """Two words that a few hundred of 20,000 accounts hold together."""
    words = sorted({w for one in told(200) for w in one.text.split()})
    counts = {w: sum(w in one.text.split() for one in told(200)) for w in words[:400]}
    ranked = sorted(counts, key=lambda w: abs(counts[w] - 30))
    return ranked[0], ranked[1]


def plain_words(plain: sqlite3.Connection, words: tuple[str, str]) -> list[tuple[int]]:
    """The two-word question to plain FTS5: the fifty best, and how many there are."""
    match = " ".join(words)
    plain.execute("SELECT count(*) FROM account WHERE account MATCH ?", (match,)).fetchone()
    return plain.execute(
        "SELECT rowid FROM account WHERE account MATCH ? ORDER BY rank LIMIT 50", (match,)
    ).fetchall()


def plain_unit(plain: sqlite3.Connection) -> list[tuple[int]]:
    """The question by unit and dates to plain SQLite."""
    return plain.execute(
        "SELECT account.rowid FROM act JOIN account ON account.rowid = act.account "
        "WHERE unit = 7 AND day BETWEEN '2021-08-10' AND '2021-08-12'"
    ).fetchall()


def recording_ms(world: World) -> float:
    """Recording one account, signed, sealed, logged and on the disk."""
    with world.runtime.work() as work:
        case = world.cases[0]
        person = {"pseudonym": "W-BENCH", "roles": ["victim"]}
        individual = add_record(work=work, actor=world.actor, case=case, kind="individual", content=person).id
    content = account_content(individual, next(told(1)))

    def record() -> None:
        with world.runtime.work() as work:
            add_record(work=work, actor=world.actor, case=case, kind="account", content=content)

    return median_ms(record, RECORDINGS)


def main() -> None:
    """Builds the worlds, measures, prints."""
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("--accounts", type=int, default=20_000)
    options.add_argument("--gigabytes", type=float, default=1.0)
    chosen = options.parse_args()
    table = Table("what", "Testimonia", "plain alternative", "ratio or target", title=platform.platform())
    words = frequent_words()
    with tempfile.TemporaryDirectory() as folder:
        for count in sorted({chosen.accounts // 10, chosen.accounts}):
            began = time.perf_counter()
            world = build_world(Path(folder) / str(count), count)
            built = time.perf_counter() - began
            plain = plain_database(Path(folder) / f"{count}.db", count)
            _measure_questions(table, world, plain, words, count, built)
            world.runtime.close()
            plain.close()
    measure_export(table, chosen.gigabytes)
    table.add_row(
        "memory of this process, highest",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB",
        "",
        "",
    )
    Console(width=120).print(table)


def _measure_questions(
    table: Table, world: World, plain: sqlite3.Connection, words: tuple[str, str], count: int, built: float
) -> None:
    label = f"{count:,} accounts: "
    table.add_row(label + "building (4 records each)", f"{built:.0f} s", "", "")
    ask(world, q="first")  # brings the catalogue up to date
    table.add_row(label + "opening the catalogue", f"{opening_ms(world):.0f} ms", "", "")
    unit = median_ms(
        lambda: ask(world, unit=world.units[7], kind="account", **{"from": "2021-08-10", "to": "2021-08-12"}),
        SEARCHES,
    )
    _beside(table, label + "unit and dates", unit, median_ms(lambda: plain_unit(plain), SEARCHES))
    two = median_ms(lambda: ask(world, q=" ".join(words)), SEARCHES)
    _beside(table, label + "two words, ranked", two, median_ms(lambda: plain_words(plain, words), SEARCHES))
    table.add_row(label + "recording an account, fsync", f"{recording_ms(world):.1f} ms", "", "under 20 ms")


def _beside(table: Table, what: str, ours: float, plain: float) -> None:
    table.add_row(what, f"{ours:.2f} ms", f"{plain:.2f} ms", f"{ours / plain:.2f}x (1.5x)")


if __name__ == "__main__":
    main()
