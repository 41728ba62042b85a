"""An archive of many accounts made of invented words, and the same texts in a plain SQLite FTS5 database."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from app.domain.accounts.signing_in import sign_in
from app.domain.archive.actions import open_case
from app.domain.archive.founding import found_archive
from app.domain.archive.records import add_claim, add_record
from app.domain.work import Actor, Work
from app.runtime import Runtime, create_runtime
from app.settings import Settings
from app.vault.passphrase import generate_passphrase

WORDS_EACH = 300
UNITS = 40
FIRST_DAY = date(2021, 8, 1)
DAYS = 60
ACCOUNTS_EACH = 4  # of one witness
CASES = 20
VOCABULARY = 20_000
BATCH = 200
LOGIN = "bench-founder"
CITED = {"passage": "p. 1"}
CONSENT = {
    "basis": "own",
    "given_on": "2021-10-01",
    "covers": "everything",
    "permissions": [{"purpose": "national_prosecution", "jurisdictions": ["DE"], "identity": "disclosed"}],
}


@dataclass(frozen=True)
class Told:
    """One account: its words, and the day and unit of the act that it reports."""

    text: str
    day: date
    unit: int


def told(count: int) -> Iterator[Told]:
    """`count` accounts, the same in every run. Word frequencies fall as in natural text (Zipf)."""
    chance = random.Random(20210801)
    letters = "abcdefghiklmnoprstuvz"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
    for _ in range(count):
        text = " ".join(chance.choices(words, weights, k=WORDS_EACH))
        yield Told(text, FIRST_DAY + timedelta(days=chance.randrange(DAYS)), chance.randrange(UNITS))


@dataclass
class World:
    """The open archive of a benchmark."""

    runtime: Runtime
    actor: Actor
    cases: list[str]
    units: list[str]
    recipient: str
    accounts: int = 0
    consented: bool = False


def build_world(folder: Path, accounts: int, *, cases: int = CASES, consented: bool = False) -> World:
    """An archive with `accounts` accounts, four of each witness, with an act and an involvement, spread over cases."""
    runtime = create_runtime(Settings(data=folder))
    passphrase = generate_passphrase()
    with runtime.work() as work:
        found_archive(work=work, login=LOGIN, passphrase=passphrase, code="BEN")
    actor = sign_in(runtime.work, login=LOGIN, passphrase=passphrase).actor
    with runtime.work() as work:

        def claim(kind: str, content: dict[str, object]) -> str:
            return add_claim(work=work, actor=actor, kind=kind, content=content).id

        source = claim("source", {"title": "Gazette", "type": "document"})
        cited = {"citations": [{"source": source, **CITED}]}
        units = [
            claim("unit", {"names": [{"text": f"Company {n}"}], "type": "riot_police", **cited})
            for n in range(UNITS)
        ]
        recipient = claim(
            "recipient",
            {"authority": "Federal Prosecutor", "jurisdiction": "DE", "type": "national_prosecutor"},
        )
        opened = [open_case(work=work, actor=actor, title=f"Case {n}").id for n in range(cases)]
    world = World(runtime, actor, opened, units, recipient, consented=consented)
    grow(world, accounts)
    return world


def grow(world: World, accounts: int) -> None:
    """Records until there are so many accounts; in transactions of a few hundred, since building is not measured."""
    stream = islice(enumerate(told(accounts)), world.accounts, None)
    world.accounts = accounts
    while batch := list(islice(stream, BATCH)):
        with world.runtime.work() as work:
            for start in range(0, len(batch), ACCOUNTS_EACH):
                _record(world, work, batch[start : start + ACCOUNTS_EACH], consented=world.consented)


def _record(world: World, work: Work, told_by_one: list[tuple[int, Told]], *, consented: bool) -> None:
    """One witness: their accounts, and the act and involvement that the first of them reports."""
    number, first = told_by_one[0]
    case = world.cases[number // ACCOUNTS_EACH % len(world.cases)]

    def add(kind: str, content: dict[str, object]) -> str:
        return add_record(work=work, actor=world.actor, case=case, kind=kind, content=content).id

    day = first.day.isoformat()
    individual = add("individual", {"pseudonym": f"W-{number:05d}", "roles": ["victim"]})
    if consented:
        add("consent", {**CONSENT, "individual": individual})
    accounts = [add("account", account_content(individual, one)) for _number, one in told_by_one]
    reported = [{"account": accounts[0], "paragraphs": [1], "known": "lived"}]
    act = add(
        "act",
        {
            "individual": individual,
            "reported_in": reported,
            "type": "torture",
            "methods": ["beating"],
            "dates": {"first_precise": day, "last_precise": day},
        },
    )
    add(
        "involvement",
        {
            "act": act,
            "unit": world.units[first.unit],
            "degree": "carried_out",
            "basis": ["insignia"],
            "witness_certainty": "probable",
            "reported_in": reported,
        },
    )


def account_content(individual: str, one: Told) -> dict[str, object]:
    """The account as a record's content, in five paragraphs."""
    words = one.text.split()
    paragraphs = [{"text": " ".join(words[start : start + 60])} for start in range(0, len(words), 60)]
    return {
        "individual": individual,
        "type": "full_interview",
        "date": "2021-10-01",
        "language": "en",
        "narrative": paragraphs,
    }
