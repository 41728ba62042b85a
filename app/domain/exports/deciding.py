"""What leaves and what stays: gathered, decided by the consent gate, and carried on to the register.

One place for the bundle that is built and for what is shown before it is asked for.
"""

from sqlalchemy import func, select

from app.domain.accounts.keyring import keyring
from app.domain.archive.opening import open_latest
from app.domain.consent.rules import Profile, Question, nameable
from app.domain.exports import gathering
from app.domain.exports.concerns import consents
from app.domain.exports.fairness import keep_fair
from app.domain.exports.gathered import Gathered
from app.domain.exports.naming import withhold_names
from app.domain.exports.reaching import reach
from app.domain.exports.sealing import Request
from app.domain.exports.selection import case_contents
from app.domain.exports.selection import select as choose
from app.domain.work import Actor, Work
from app.errors import NotFound
from app.models import Record, Version
from app.records.sources import Recipient


def decide(work: Work, actor: Actor, request: Request) -> Gathered:
    """What would leave today. Raises NotFound, NotAllowed for what the actor does not open, Tampered."""
    recipient = open_latest(work, keyring(work, actor), request.recipient).parsed
    if not isinstance(recipient, Recipient):
        raise NotFound
    question = Question(
        purpose=request.purpose,
        recipient=request.recipient,
        jurisdiction=recipient.jurisdiction,
        profile=Profile(request.profile),
        day=work.clock.today(),
    )
    records = gathering.case_records(work, actor, request.cases)
    selection = choose(records, question)
    withhold_names(selection, nameable(consents(case_contents(records)), question))
    find = gathering.connecting(work, actor)
    reach(selection, lambda ids: gathering.claims(work, actor, ids), find)
    keep_fair(selection, lambda persons: gathering.on_superiors(work, actor, persons))
    code = work.setting("archive_code")
    return Gathered(request, recipient, selection, code, reached(work, request.cases))


def reached(work: Work, cases: list[str]) -> int:
    """The line of the newest version in these cases."""
    newest = select(func.max(Version.sequence)).join(Record, Record.id == Version.record_id)
    return work.session.scalar(newest.where(Record.case_id.in_(cases))) or 0
