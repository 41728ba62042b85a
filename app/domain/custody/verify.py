"""Reads the whole archive again and names what does not match its custody log. Needs no member's keys.

First the log itself (`replay`): every line follows on the one before, hashes to its place in the tree, and
is signed by a key that was certified there, up to the founding member; the tree is computed again from the
lines alone and compared with the stored nodes and with the highest checkpoint that the host keeps outside
the database. Then the tables (`rows`, `versions`): every row against its line, and every line against its
row. What a damaged database does not give is named, and the rest is read all the same.
"""

from pydantic import TypeAdapter

from app.domain.custody import rows, versions
from app.domain.custody.damage import UNREADABLE, unreadable
from app.domain.custody.replay import Replay
from app.domain.custody.views import LastVerification, LogReport
from app.domain.work import Work

MOST_KEPT = 100
"""How many differences are kept on the host: one is enough to stop, and the command prints all."""


def verify_log(work: Work) -> LogReport:
    """Reads everything, the sealed files included, and keeps the result on the host, where auditors see it.

    Best given a unit of work that only reads.
    """
    size, problems = _compared(work)
    found = LastVerification(work.clock.now(), size, not problems, problems[:MOST_KEPT])
    work.host.keep_verification(TypeAdapter(LastVerification).dump_json(found))
    return LogReport(not problems, size, problems)


def _compared(work: Work) -> tuple[int, list[str]]:
    """How many lines were read, and every difference."""
    replay = Replay(work)
    try:
        replay.run()
    except UNREADABLE:
        replay.damaged = True
        work.session.rollback()
        # rows can only be judged by the whole log
        replay.problems.append(
            "log_entry: the log cannot be read to its end. Nothing else was compared with it"
        )
    else:
        replay.problems += [*rows.problems(work, replay), *versions.problems(work, replay)]
    if replay.damaged:
        replay.problems += [
            f"{table}: this table cannot be read to its end: the database is damaged"
            for table in unreadable(work)
        ]
    return replay.size, replay.problems
