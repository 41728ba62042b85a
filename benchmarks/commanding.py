"""Who commanded, and what the highest commander answers for, in a large register; beside recursive SQL in plain SQLite.

The plain side holds the same relations and postings as rows with a first and a last day. It is asked for the same and
gives the same: the units above on a day with their commanders, by which relation and posting, and what these cite;
every unit below a commander with its days, and the acts linked to it then. It grades nothing, looks at no open ends
and tells of no gaps.
"""

import json
import random
import resource
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from rich.table import Table

from app.domain.accounts.keyring import everyone_id
from app.domain.archive.compartments import of_register
from app.domain.catalogue.entries import Entry
from app.domain.catalogue.queries import catalogues, on_shelf, places
from app.domain.catalogue.snapshots import save
from app.domain.catalogue.store import Catalogue
from app.domain.forces.chain import chain
from app.domain.forces.queries import command, responsibility
from app.domain.forces.responsibility import responsibility_in
from app.domain.work import Work
from app.models import new_id
from app.records.kinds import dump, parse
from app.records.projection import project
from app.runtime import spare_the_collector
from benchmarks.world import World, build_world

UNITS, PERSONS, POSTINGS, RELATIONS, ACTS = 10_000, 60_000, 100_000, 12_000, 500
BRANCHES = 8
"""Units directly under each unit: six levels."""
FIRST, LAST = date(2005, 1, 1), date(2024, 12, 31)
DAY = date(2020, 8, 10)
BATCH = 1000
CHAINS, RESPONSIBILITIES, ROUNDS = 60, 2, 5
TABLES = """
CREATE TABLE relation (lower TEXT, upper TEXT, first TEXT, last TEXT, id TEXT, content TEXT);
CREATE INDEX relation_lower ON relation(lower);
CREATE INDEX relation_upper ON relation(upper);
CREATE TABLE posting (person TEXT, unit TEXT, role TEXT, first TEXT, last TEXT, id TEXT, content TEXT);
CREATE INDEX posting_unit ON posting(unit);
CREATE INDEX posting_person ON posting(person);
CREATE TABLE act (unit TEXT, first TEXT, last TEXT);
CREATE INDEX act_unit ON act(unit);
"""
ABOVE = """
WITH RECURSIVE above(unit, level, relation) AS (
    VALUES (:unit, 0, NULL)
    UNION SELECT relation.upper, above.level + 1, relation.rowid FROM above
    JOIN relation ON relation.lower = above.unit AND relation.first <= :day AND relation.last >= :day
)
SELECT above.unit, above.level, relation.id, relation.first, relation.last, relation.content,
       posting.person, posting.id, posting.first, posting.last, posting.content
FROM above LEFT JOIN relation ON relation.rowid = above.relation
LEFT JOIN posting ON posting.unit = above.unit AND posting.role = 'commander'
    AND posting.first <= :day AND posting.last >= :day
"""
BELOW = """
WITH RECURSIVE below(unit, first, last) AS (
    SELECT unit, first, last FROM posting WHERE person = :person AND role = 'commander'
    UNION SELECT relation.lower, MAX(below.first, relation.first), MIN(below.last, relation.last) FROM below
    JOIN relation ON relation.upper = below.unit AND relation.first <= below.last AND relation.last >= below.first
)
SELECT below.unit, below.first, below.last, act.rowid FROM below
LEFT JOIN act ON act.unit = below.unit AND act.first <= below.last AND act.last >= below.first
"""


@dataclass
class Register:
    """The same register twice: as an archive, and as rows in a plain database."""

    world: World
    plain: sqlite3.Connection
    catalogue: Catalogue
    compartment: str
    units: list[str] = field(default_factory=list[str])
    top_commander: str = ""


@dataclass(frozen=True)
class Held:
    """A span of days: when a relation or posting held."""

    first: date
    last: date

    @property
    def dates(self) -> dict[str, Any]:
        """As a claim says it."""
        return {
            "first_precise": str(self.first),
            "last_precise": str(self.last),
            "starts": True,
            "ends": True,
        }

    @property
    def days(self) -> tuple[str, str]:
        """As the plain rows have it."""
        return str(self.first), str(self.last)


def measure_command(table: Table, folder: Path, scale: float) -> None:
    """The chain of command on a day, the responsibility of the highest commander, opening the register, memory."""
    register = build_register(folder, scale)
    world = register.world
    plain, label = register.plain, f"{len(register.units):,} units: "
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opening = statistics.median(_opening_ms(world) for _ in range(3))
    table.add_row(f"{label}opening the register", f"{opening:.0f} ms", "", "")
    with world.runtime.work(reads_only=True) as work:
        held = catalogues(work, world.actor)
        size = sum(len(one.serialized()) for one in held) >> 20
    table.add_row(f"{label}its catalogue in memory", f"{size} MiB", "", f"process {before >> 10} MiB")
    lowest, commander = cycle(register.units[-CHAINS:]), register.top_commander
    spare_the_collector()  # as a server does when it starts
    _beside(
        table,
        f"{label}chain on a day",
        CHAINS * ROUNDS,
        lambda: next(lowest),
        (
            lambda unit: len({step.unit for step in chain(held, unit, DAY, DAY).superiors}),
            lambda unit: len({row[0] for row in plain.execute(ABOVE, {"unit": unit, "day": str(DAY)})}) - 1,
            lambda unit: _whole(
                world, lambda work: command(work=work, actor=world.actor, unit=unit, first=DAY, last=DAY)
            ),
        ),
    )
    _beside(
        table,
        f"{label}responsibility of the highest commander",
        RESPONSIBILITIES * ROUNDS,
        lambda: commander,
        (
            lambda person: len(responsibility_in(held, person).postings[0].units),
            lambda person: len({row[0] for row in plain.execute(BELOW, {"person": person})}),
            lambda person: _whole(
                world, lambda work: responsibility(work=work, actor=world.actor, person=person)
            ),
        ),
    )
    register.plain.close()
    world.runtime.close()


def build_register(folder: Path, scale: float) -> Register:
    """A tree of units with some parallel superiors, persons with posts, and acts linked to units."""
    world = build_world(folder / "archive", 0, cases=1)
    plain = sqlite3.connect(folder / "plain.db")
    plain.executescript(TABLES)
    with world.runtime.work() as work:
        (place,) = [one for one in places(work, world.actor) if one.holder == everyone_id(work)]
        catalogues(work, world.actor)
        catalogue, part = on_shelf(work, world.actor, place), of_register(work)["register"].id
    register = Register(world, plain, catalogue, part)
    chance = random.Random(20200809)
    count = {name: max(2, int(n * scale)) for name, n in COUNTS.items()}
    source = _filled(register, [("source", {"title": "Gazette", "type": "document"})])[0]
    cited = {"citations": [{"source": source, "passage": "p. 1"}]}

    def named(kind: str, name: str, number: int) -> tuple[str, dict[str, Any]]:
        return kind, {"names": [{"text": f"{name} {number}"}], **cited}

    register.units = _filled(register, (named("unit", "Company", n) for n in range(count["units"])))
    persons = _filled(register, (named("person", "Officer", n) for n in range(count["persons"])))
    register.top_commander = persons[0]
    _filled(register, _relations(register, chance, count["relations"], cited))
    _filled(register, _postings(register, chance, persons, count["postings"], cited))
    _add_acts(register, chance, count["acts"])
    plain.commit()  # and no ANALYZE: knowing the sizes, SQLite builds a filter over all postings for a chain of five
    with world.runtime.work() as work:
        catalogues(work, world.actor)
        save(work, place, catalogue)
    return register


COUNTS = {"units": UNITS, "persons": PERSONS, "postings": POSTINGS, "relations": RELATIONS, "acts": ACTS}


def _relations(
    register: Register, chance: random.Random, count: int, cited: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each unit under its own superior all the time, and some for a while under a second one."""
    units = len(register.units)
    for number in range(count):
        lower = number + 1 if number + 1 < units else chance.randrange(BRANCHES + 1, units)
        upper = (lower - 1) // BRANCHES if number + 1 < units else chance.randrange(lower // BRANCHES)
        held = Held(FIRST, LAST) if number + 1 < units else _while(chance)
        ends = {"subordinate": register.units[lower], "superior": register.units[upper], "class": "command"}
        content = {**ends, "dates": held.dates, **cited}
        row = (register.units[lower], register.units[upper], *held.days, new_id(), json.dumps(content))
        register.plain.execute("INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?)", row)
        yield "relation", content


def _postings(
    register: Register, chance: random.Random, persons: list[str], count: int, cited: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The first person commands the highest unit all the time; every tenth posting is a command."""
    for number in range(count):
        person = number % len(persons)
        unit = 0 if number == 0 else chance.randrange(1, len(register.units))
        role = "commander" if number % 10 == 0 else "member"
        if number and person == 0:
            role = "member"
        held = Held(FIRST, LAST) if number == 0 else _while(chance)
        ends = {"person": persons[person], "unit": register.units[unit], "roles": [role]}
        content = {**ends, "dates": held.dates, **cited}
        row = (persons[person], register.units[unit], role, *held.days, new_id(), json.dumps(content))
        register.plain.execute("INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        yield "posting", content


def _add_acts(register: Register, chance: random.Random, count: int) -> None:
    case = register.world.cases[0]
    (individual,) = _filled(register, [("individual", {"pseudonym": "W-0001", "roles": ["victim"]})], case)
    told = {"individual": individual, "type": "full_interview", "narrative": [{"text": "They beat us."}]}
    (account,) = _filled(register, [("account", told)], case)
    reported = {"reported_in": [{"account": account, "paragraphs": [1], "known": "lived"}]}
    days = [DAY + timedelta(days=chance.randrange(30)) for _ in range(count)]
    units = [chance.randrange(len(register.units)) for _ in range(count)]
    dates = ({"first_precise": str(day), "last_precise": str(day)} for day in days)
    done = {"individual": individual, "type": "torture", **reported}
    acts = _filled(register, [("act", {**done, "dates": each}) for each in dates], case)
    by = {"degree": "carried_out", "witness_certainty": "probable", **reported}
    involved = [
        {"act": act, "unit": register.units[unit], **by} for act, unit in zip(acts, units, strict=True)
    ]
    _filled(register, [("involvement", one) for one in involved], case)
    rows = [(register.units[unit], str(day), str(day)) for unit, day in zip(units, days, strict=True)]
    register.plain.executemany("INSERT INTO act VALUES (?, ?, ?)", rows)


def _while(chance: random.Random) -> Held:
    first = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    return Held(first, min(LAST, first + timedelta(days=chance.randrange(1, 1500))))


def _filled(
    register: Register, claims: Iterable[tuple[str, dict[str, Any]]], case: str | None = None
) -> list[str]:
    """Puts records into the register's catalogue as if they had been recorded: signing and sealing 180,000 of them
    takes half an hour, and the questions are answered from the catalogue alone."""
    found: list[str] = []
    entries: list[Entry] = []
    for kind, content in claims:
        parsed = parse(kind, content)
        entries.append(
            Entry(
                new_id(),
                1,
                register.compartment,
                case,
                kind,
                json.loads(json.dumps(dump(parsed))),
                project(parsed),
            )
        )
        found.append(entries[-1].record)
    for at in range(0, len(entries), BATCH):
        register.catalogue.take_in(entries[at : at + BATCH])
    return found


def _beside(
    table: Table,
    what: str,
    times: int,
    about: Callable[[], str],
    asked: tuple[Callable[[str], int], Callable[[str], int], Callable[[str], None]],
) -> None:
    """Asks all three the same in turn, so that what else the machine does meets each of them alike; after a first
    round, since they are compared warm. The run stops unless both find as many units."""
    ours, theirs, _request = asked
    found = 0
    for _ in range(times // ROUNDS):
        subject = about()
        found = ours(subject)
        if found != (beside := theirs(subject)):
            raise RuntimeError(f"{what}: {found} units beside {beside}: not the same question")
    spent: list[list[float]] = [[], [], []]
    for _ in range(times):
        subject = about()
        for kept, question in zip(spent, asked, strict=True):
            kept.append(_ms(partial(question, subject)))
    alone, plain, whole = (statistics.median(kept) for kept in spent)
    table.add_row(
        f"{what} ({found} units)", f"{alone:.2f} ms", f"{plain:.2f} ms", f"{alone / plain:.2f}x (1x)"
    )
    table.add_row(f"{what}, the whole request", f"{whole:.2f} ms", "", "")


def _whole(world: World, question: Callable[[Work], object]) -> None:
    with world.runtime.work(reads_only=True) as work:
        question(work)


def _opening_ms(world: World) -> float:
    """From the sealed snapshot, as the first question after a sign-in does."""
    world.runtime.shelf.close()
    return _ms(lambda: _whole(world, lambda work: catalogues(work, world.actor)))


def _ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
