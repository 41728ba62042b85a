"""Questions to the catalogue beside the same questions to plain SQLite, asked in turn; and recording an account.

Two times of ours are printed: the question alone, put to catalogues that are open, which is what the plain database
does too; and the whole request: a unit of work in which certificates and grants are judged and catalogues caught up.
"""

import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Callable

from rich.table import Table

from app.domain.archive.records import add_record
from app.domain.catalogue.queries import catalogues
from app.domain.search.queries import search, search_in
from app.domain.search.views import Question, SearchResults
from benchmarks.plain import of_unit, of_words
from benchmarks.world import World, account_content, told

TIMES = 60
RECORDINGS = 100
SAMPLE = 200
"""So many accounts are looked at to find two words that a few hundred of 20,000 hold together."""
DAYS = ("2021-08-10", "2021-08-16")
UNIT = 7


def measure_questions(table: Table, world: World, plain: sqlite3.Connection, count: int) -> None:
    """Opening the catalogue, two questions beside plain ones, and recording an account, at this size."""
    label = f"{count:,} accounts: "
    _search(world, Question(q="first"))  # brings the catalogue up to date
    table.add_row(f"{label}opening the catalogue", f"{_opening_ms(world):.0f} ms", "", "")
    words = frequent_words()
    unit = {"unit": world.units[UNIT], "kind": "account", "from": DAYS[0], "to": DAYS[1]}
    questions: list[tuple[str, Question, Callable[[], tuple[int, list[tuple[str, ...]]]]]] = [
        ("unit and dates", Question.model_validate(unit), lambda: of_unit(plain, UNIT, *DAYS)),
        ("two words, ranked", Question(q=" ".join(words)), lambda: of_words(plain, " ".join(words))),
    ]
    for what, question, beside in questions:
        _beside(table, f"{label}{what}", world, question, beside)
    table.add_row(f"{label}recording an account, fsync", f"{recording_ms(world):.1f} ms", "", "under 20 ms")


def frequent_words() -> tuple[str, str]:
    """Two words that each stand in about a seventh of all accounts."""
    counts = Counter(word for one in told(SAMPLE) for word in set(one.text.split()))
    wanted = SAMPLE * 0.15
    first, second = sorted(counts, key=lambda word: (abs(counts[word] - wanted), word))[:2]
    return first, second


def recording_ms(world: World) -> float:
    """The median of recording one account: signed, sealed, logged and on the disk."""
    with world.runtime.work() as work:
        case = world.cases[0]
        person = {"pseudonym": "W-BENCH", "roles": ["victim"]}
        individual = add_record(work=work, actor=world.actor, case=case, kind="individual", content=person).id
    content = account_content(individual, next(told(1)))

    def record() -> None:
        with world.runtime.work() as work:
            add_record(work=work, actor=world.actor, case=case, kind="account", content=content)

    record()
    return statistics.median(_ms(record) for _ in range(RECORDINGS))


def _beside(
    table: Table,
    what: str,
    world: World,
    question: Question,
    plain: Callable[[], tuple[int, list[tuple[str, ...]]]],
) -> None:
    """Asks all three in turn, so that what else the machine does meets each of them alike."""
    with world.runtime.work(reads_only=True) as work:
        held = catalogues(work, world.actor)
    ours, theirs = search_in(held, question), plain()
    if ours.total != theirs[0]:
        raise RuntimeError(f"{what}: {ours.total} results beside {theirs[0]}: not the same question")
    alone: list[float] = []
    whole: list[float] = []
    beside: list[float] = []
    for _ in range(TIMES):
        alone.append(_ms(lambda: search_in(held, question)))
        beside.append(_ms(plain))
        whole.append(_ms(lambda: _search(world, question)))
    found = f"{what} ({ours.total} results)"
    median, other = statistics.median(alone), statistics.median(beside)
    table.add_row(found, f"{median:.2f} ms", f"{other:.2f} ms", f"{median / other:.2f}x (1.5x)")
    table.add_row(f"{what}, the whole request", f"{statistics.median(whole):.2f} ms", "", "")


def _search(world: World, question: Question) -> SearchResults:
    """A question as a request puts it: in a unit of work of its own."""
    with world.runtime.work(reads_only=True) as work:
        return search(work=work, actor=world.actor, question=question)


def _opening_ms(world: World) -> float:
    """Opening the catalogue from its sealed snapshot, as the first question after a sign-in does."""

    def open_them() -> None:
        with world.runtime.work() as work:
            catalogues(work, world.actor)

    spent: list[float] = []
    for _ in range(3):
        world.runtime.shelf.close()
        spent.append(_ms(open_them))
    return statistics.median(spent)


def _ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
