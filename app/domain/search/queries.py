"""Searching: the catalogues of an actor answer as one."""

from collections.abc import Generator, Mapping, Sequence, Set
from contextlib import ExitStack, contextmanager
from heapq import nsmallest
from itertools import chain
from json import dumps
from operator import itemgetter
from sqlite3 import Connection
from typing import NamedTuple

from pydantic_core import from_json

from app.domain.archive import rules
from app.domain.catalogue.lookups import number
from app.domain.catalogue.queries import catalogues
from app.domain.catalogue.store import Catalogue
from app.domain.forces.chain import units_below
from app.domain.forces.rules import ALWAYS, Window
from app.domain.search.asking import Asked, Hit, named
from app.domain.search.views import Question, RegisterQuestion, Result, SearchResults
from app.domain.search.why import why
from app.domain.work import Actor, Work
from app.records.kinds import CASE_KINDS

SHOWN = """
SELECT item.n, record.text, dossier.text, kind.text, item.title, item.dates
FROM json_each(?) asked CROSS JOIN item ON item.n = asked.value
JOIN term record ON record.n = item.record JOIN term kind ON kind.n = item.kind
LEFT JOIN term dossier ON dossier.n = item."case"
"""

OF_KIND = """
SELECT i.n, i.title, compartment.text FROM item i JOIN term compartment ON compartment.n = i.compartment
WHERE i.kind = :kind
AND (:type IS NULL OR i.n IN (SELECT item FROM facet WHERE field = :type_field AND value = :type))
AND (:country IS NULL OR i.n IN (SELECT item FROM facet WHERE field = :country_field AND value = :country))
"""


ORDER = itemgetter(slice(5))
"""By what answers are ordered: see Hit. Among equals, the catalogue that comes first."""


class OnPage(NamedTuple):
    """A record to be shown: in which catalogue, and which item there."""

    catalogue: int
    n: int


def search(*, work: Work, actor: Actor, question: Question) -> SearchResults:
    """The records that answer a question, best first, from everything the actor may read.

    Raises NotAllowed to roles that read no cases, write-only members among them.
    """
    rules.must_read(actor.roles)
    return search_in(catalogues(work, actor), question)


def search_in(held: Sequence[Catalogue], question: Question) -> SearchResults:
    """`search`, answered from catalogues that have caught up, in the order of their holders."""
    units = _units(held, question)
    if (
        question.kind in CASE_KINDS
    ):  # a catalogue without a case, as that of *everyone*, has no answer to give
        held = [catalogue for catalogue in held if any(part.case for part in catalogue.held.values())]
    most = question.offset + question.limit
    with _together(held) as connections:
        asked = [Asked(connection, question, units) for connection in connections]
        if len(asked) > 1:
            _agree(held, asked, question)
        answers = [each.hits(most) for each in asked]
    total = sum(hits[0].total for hits in answers if hits)
    best = sorted(chain.from_iterable(answers), key=ORDER)
    return SearchResults(total, tuple(_result(hit) for hit in best[question.offset : most]))


def search_register(*, work: Work, actor: Actor, question: RegisterQuestion) -> SearchResults:
    """Register entries of a kind: by name the best first, without a name all of them by title.

    Open to every member: whoever writes claims must find the units and persons to name.
    """
    return search_register_in(catalogues(work, actor), question)


def search_register_in(held: Sequence[Catalogue], question: RegisterQuestion) -> SearchResults:
    """`search_register`, answered from catalogues that have caught up."""
    with _together(held) as connections:
        found = [
            (score, title, n, at)
            for at, (connection, doubles) in enumerate(zip(connections, _doubles(held), strict=True))
            for score, title, n, compartment in _of_kind(connection, question)
            if compartment not in doubles
        ]
        page = nsmallest(question.offset + question.limit, found)[question.offset :]
        best = [OnPage(at, n) for _, _, n, at in page]
        return SearchResults(len(found), _entries(connections, best))


def _of_kind(connection: Connection, question: RegisterQuestion) -> list[tuple[float, str, int, str]]:
    """Rank, title, item and compartment of the entries of a kind, with a name that meets the question."""
    bound = {
        "kind": number(connection, question.kind),
        "type": question.type and (number(connection, question.type) or 0),
        "type_field": number(connection, "type"),
        "country": question.country and (number(connection, question.country) or 0),
        "country_field": number(connection, "country"),
    }
    rows = connection.execute(OF_KIND, bound).fetchall()
    if question.name is None:
        return [(0.0, title.casefold(), n, compartment) for n, title, compartment in rows]
    scores = named(connection, question.name)
    return [(-scores[n], title.casefold(), n, compartment) for n, title, compartment in rows if n in scores]


def _units(held: Sequence[Catalogue], question: Question) -> Mapping[str, Sequence[Window]]:
    """The unit asked for, always; and, if they are asked for, those under it, while they were."""
    if question.unit is None:
        return {}
    below = units_below(held, question.unit) if question.subordinates else {}
    return {question.unit: [ALWAYS], **below}


@contextmanager
def _together(held: Sequence[Catalogue]) -> Generator[list[Connection]]:
    """All catalogues held at once; everybody takes them in the order of their holders, so none waits for ever."""
    with ExitStack() as stack:
        yield [stack.enter_context(catalogue.reading()) for catalogue in held]


def _doubles(held: Sequence[Catalogue]) -> list[Set[str]]:
    """For each catalogue the compartments that one before it answers for."""
    answered: set[str] = set()
    doubles: list[Set[str]] = []
    for catalogue in held:
        doubles.append(answered & catalogue.held.keys())
        answered |= catalogue.held.keys()
    return doubles


def _agree(held: Sequence[Catalogue], asked: Sequence[Asked], question: Question) -> None:
    """Tells each catalogue what it must know of the others: which answers are theirs, and what they found."""
    for each, doubles in zip(asked, _doubles(held), strict=True):
        each.leave_out(doubles)
    if question.of_facts:
        _share(held, asked)


def _share(held: Sequence[Catalogue], asked: Sequence[Asked]) -> None:
    """Tells a catalogue what the others found in cases whose identities it holds, and whose acts it does not.

    A team may hold a case's working compartment and a member its identities: then an act finds the identity.
    """
    for catalogue, learner in zip(held, asked, strict=True):
        open_in = {part.case for part in catalogue.held.values() if part.name == "working"}
        blind = {part.case for part in catalogue.held.values() if part.case and part.case not in open_in}
        if cases := {case for case in blind if case}:
            learner.learn([pair for teller in asked if teller is not learner for pair in teller.pairs(cases)])


def _result(hit: Hit) -> Result:
    """An answer as it is shown."""
    possible, *_ordering, record, case, kind, title, dates, reasons = hit
    days = from_json(dates) if dates else None
    return Result(record, case, kind, title, days, bool(possible), () if reasons is None else why(reasons))


def _entries(connections: Sequence[Connection], page: Sequence[OnPage]) -> tuple[Result, ...]:
    """The page in its order; each catalogue is asked once for all that it shows."""
    shown: dict[OnPage, Result] = {}
    for at, connection in enumerate(connections):
        asked = dumps([one.n for one in page if one.catalogue == at])
        for n, record, case, kind, title, dates in connection.execute(SHOWN, (asked,)):
            days = from_json(dates) if dates else None
            shown[OnPage(at, n)] = Result(record, case, kind, title, days, False, ())
    return tuple(shown[one] for one in page)
