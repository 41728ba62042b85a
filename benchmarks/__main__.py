"""`make bench`: prints a table. `python -m benchmarks --accounts 2000 --gigabytes 0.1 --only questions` for less."""

import argparse
import platform
import resource
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.commanding import measure_command
from benchmarks.exporting import measure_export
from benchmarks.pages import measure_pages
from benchmarks.plain import plain_database
from benchmarks.questions import measure_questions
from benchmarks.world import build_world, grow

PARTS = ("questions", "command", "export", "pages")


def main() -> None:
    """Measures the chosen parts and prints."""
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("--accounts", type=int, default=20_000)
    options.add_argument("--gigabytes", type=float, default=1.0)
    options.add_argument(
        "--register", type=float, default=1.0, help="a part of 10,000 units and what belongs to them"
    )
    options.add_argument("--only", choices=PARTS, action="append")
    chosen = options.parse_args()
    parts = chosen.only or PARTS
    table = Table("what", "Testimonia", "plain alternative", "ratio or target", title=platform.platform())
    if "questions" in parts:
        _measure_growth(table, chosen.accounts)
    if "command" in parts:
        with tempfile.TemporaryDirectory() as folder:
            measure_command(table, Path(folder), chosen.register)
    if "export" in parts:
        measure_export(table, chosen.gigabytes)
    if "pages" in parts:
        measure_pages(table)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    table.add_row("memory of the benchmark itself, highest", f"{highest} MiB", "", "")
    Console(width=120).print(table)


def _measure_growth(table: Table, accounts: int) -> None:
    """The same questions at a tenth of the accounts and at all of them, in one archive that grows."""
    with tempfile.TemporaryDirectory() as folder:
        few = accounts // 10
        world = build_world(Path(folder) / "archive", few)
        for count in (few, accounts):
            grow(world, count)
            plain = plain_database(Path(folder) / f"{count}.db", count)
            measure_questions(table, world, plain, count)
            plain.close()
        world.runtime.close()


if __name__ == "__main__":
    main()
