"""Reads the whole archive again and names what does not match its custody log. Needs no member's keys.

First the log itself (`replay`): every line follows on the one before, hashes to its place in the tree, and
is signed by a key that was certified there, up to the founding member; the tree is computed again from the
lines alone and compared with the stored nodes and with the highest checkpoint that the host keeps outside
the database. Then the tables (`rows`, `versions`): every row against its line, and every line against its
row.
"""

from pydantic import TypeAdapter

from app.domain.custody import rows, versions
from app.domain.custody.replay import Replay
from app.domain.custody.views import LastVerification, LogReport
from app.domain.work import Work

MOST_KEPT = 100
"""How many differences are kept on the host: one is enough to stop, and the command prints all."""


def verify_log(work: Work) -> LogReport:
    """Reads everything, the sealed files included, and keeps the result on the host, where auditors see it.

    Best given a unit of work that only reads.
    """
    replay = Replay(work)
    replay.run()
    problems = [*replay.problems, *rows.problems(work, replay), *versions.problems(work, replay)]
    found = LastVerification(work.clock.now(), replay.size, not problems, problems[:MOST_KEPT])
    work.host.keep_verification(TypeAdapter(LastVerification).dump_json(found))
    return LogReport(not problems, replay.size, problems)
