"""The demo archive is built as its members would: every deed is an action of the domain, signed by who does it."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from app.cli.demo.cases import CASES
from app.cli.demo.members import FOUNDER_DOES, MEMBERS, Member
from app.cli.demo.register import REGISTER
from app.cli.demo.sign_ins import Demo, Shown, SignIn
from app.cli.demo.world import (
    ANALYSIS,
    DOCUMENTER,
    FIELD_OFFICE,
    FOUNDER,
    INTAKE,
    LEGAL,
    Amendment,
    CaseStory,
    Entry,
    Keys,
    Step,
    Upload,
    Withdrawal,
)
from app.domain.accounts import actions, queries, signing_in
from app.domain.accounts.joining import join
from app.domain.archive.actions import open_case, set_case_defaults
from app.domain.archive.founding import found_archive
from app.domain.archive.grants import grant_case, grant_register
from app.domain.archive.queries import read_record
from app.domain.archive.records import add_claim, add_record, amend_record
from app.domain.consent.actions import withdraw_consent
from app.domain.evidence.actions import add_file
from app.domain.evidence.views import Described
from app.domain.work import Actor, Work
from app.runtime import Runtime

ARCHIVE_CODE = "NVR"
TOKEN_DAYS = 366
SHOWN = (
    ("recipient", "recipient.federal_prosecutor", "Federal Prosecutor, DE"),
    ("unit", "unit.second_company", "Second Patrol Company"),
    ("incident", "incident.mill_street_night", "The night in the Mill Street yard"),
    ("account", "account.w0001_first", "W-0001, full interview"),
)


class Builder:
    """Builds one demo: members, then the register, then the cases.

    Records that one member adds one after the other are one unit of work; every other deed is one of its own.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._keys = Keys()
        self._actors: dict[str, Actor] = {}
        self._sign_ins: list[SignIn] = []
        self._teams: dict[str, str] = {}

    def build(self) -> Demo:
        """The whole demo. Its passphrases are generated here."""
        self._found()
        self._teams = {name: self._make_team(name) for name in (INTAKE, FIELD_OFFICE, ANALYSIS, LEGAL)}
        for member in MEMBERS:
            self._join(member)
        self._set_defaults()
        self._take_all(REGISTER, DOCUMENTER)
        for story in CASES:
            self._tell(story)
        token = self._make_token()
        self._sign_out()
        return Demo(ready=True, members=self._sign_ins, token=token, shown=self._shown())

    # --- members ------------------------------------------------------------------------------------------

    def _found(self) -> None:
        passphrase = queries.offer_passphrase().passphrase
        with self._runtime.work() as work:
            found_archive(work=work, login=FOUNDER, passphrase=passphrase, code=ARCHIVE_CODE)
        signed = signing_in.sign_in(self._runtime.work, login=FOUNDER, passphrase=passphrase)
        self._note(FOUNDER, passphrase, FOUNDER_DOES, signed.actor)

    def _make_team(self, name: str) -> str:
        with self._runtime.work() as work:
            return actions.make_team(work=work, actor=self._actors[FOUNDER], name=name).id

    def _join(self, member: Member) -> None:
        passphrase = queries.offer_passphrase().passphrase
        with self._runtime.work() as work:
            invited = actions.invite(
                work=work,
                actor=self._actors[FOUNDER],
                name=member.name,
                roles=list(member.roles),
                teams=[self._teams[name] for name in member.teams],
            )
        _, actor = join(
            self._runtime.work, secret=invited.invitation, login=member.login, passphrase=passphrase
        )
        self._note(member.login, passphrase, member.does, actor)

    def _note(self, login: str, passphrase: str, does: str, actor: Actor) -> None:
        self._actors[login] = actor
        self._sign_ins.append(SignIn(login=login, passphrase=passphrase, does=does))

    def _set_defaults(self) -> None:
        """Where new cases go, those of write-only members apart, and who holds the restricted register."""
        founder, teams = self._actors[FOUNDER], self._teams
        with self._runtime.work() as work:
            set_case_defaults(
                work=work,
                actor=founder,
                new_case_teams=[teams[INTAKE], teams[LEGAL]],
                intake_teams=[teams[INTAKE]],
            )
            for name in (ANALYSIS, LEGAL):
                grant_register(work=work, actor=founder, holder=teams[name])

    def _make_token(self) -> str:
        with self._runtime.work() as work:
            made = actions.make_token(
                work=work, actor=self._actors[FOUNDER], name="Demo", kind="full", roles=None, days=TOKEN_DAYS
            )
        return made.token

    def _sign_out(self) -> None:
        with self._runtime.work() as work:
            signing_in.end_session(work, self._actors[FOUNDER].session_key)

    # --- records ------------------------------------------------------------------------------------------

    def _tell(self, story: CaseStory) -> None:
        author = self._actors[story.by]
        teams = None if story.teams is None else [self._teams[name] for name in story.teams]
        with self._runtime.work() as work:
            opened = open_case(work=work, actor=author, title=story.title, teams=teams)
        with self._runtime.work() as work:
            for name in story.without_names:
                grant_case(
                    work=work,
                    actor=author,
                    case=opened.id,
                    holder=self._teams[name],
                    compartments=["working"],
                )
        self._keys.ids[f"case.{story.key}"] = opened.id
        self._take_all(story.steps, story.by, opened.id)

    def _take_all(self, steps: Iterable[Step], author: str, case: str = "") -> None:
        for stretch in _stretches(steps):
            with self._runtime.work() as work:
                for step in stretch:
                    self._take(work, step, self._actors[step.by or author], case)

    def _take(self, work: Work, step: Step, actor: Actor, case: str) -> None:
        match step:
            case Entry():
                self._add(work, step, actor, case)
            case Upload():
                self._upload(work, step, actor, case)
            case Amendment():
                self._amend(work, step, actor)
            case Withdrawal():
                withdraw_consent(
                    work=work,
                    actor=actor,
                    consent=self._keys.ids[step.key],
                    reason=step.reason,
                    from_=step.since,
                )
            case _:
                assert_never(step)

    def _add(self, work: Work, entry: Entry, actor: Actor, case: str) -> None:
        content = self._keys.resolve(entry.content)
        if entry.is_claim:
            written = add_claim(work=work, actor=actor, kind=entry.kind, content=content)
        else:
            written = add_record(work=work, actor=actor, case=case, kind=entry.kind, content=content)
        self._keys.ids[entry.key] = written.id

    def _upload(self, work: Work, upload: Upload, actor: Actor, case: str) -> None:
        described = Described(upload.filename, upload.media_type, upload.compartment, upload.title)
        added = add_file(
            work=work, actor=actor, case=case, chunks=iter([upload.make()]), describe=lambda: described
        )
        self._keys.ids[upload.key] = added.record

    def _amend(self, work: Work, step: Amendment, actor: Actor) -> None:
        record = self._keys.ids[step.key]
        latest = read_record(work=work, actor=actor, record=record)
        amend_record(
            work=work,
            actor=actor,
            record=record,
            expected=latest.version,
            content={**latest.content, **self._keys.resolve(step.changes)},
            reason=step.reason,
        )

    def _shown(self) -> list[Shown]:
        """The largest case, and what else is worth pointing at."""
        largest = max(CASES, key=lambda story: len(story.steps))
        case = Shown(what="case", id=self._keys.ids[f"case.{largest.key}"], name=largest.title)
        return [case, *(Shown(what=what, id=self._keys.ids[key], name=name) for what, key, name in SHOWN)]


def _stretches(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps of each unit of work: what one member adds one after the other, or one deed of another kind.

    Files are described in the unit of work after the one that adds them.
    """
    for (kind, _by), group in groupby(steps, lambda step: (type(step), step.by)):
        stretch = list(group)
        if kind in {Entry, Upload}:
            yield stretch
            described = [_description(step) for step in stretch if isinstance(step, Upload)]
            if described:
                yield described
        else:
            yield from ([step] for step in stretch)


def _description(upload: Upload) -> Step:
    """What is known of a file, written when it is in."""
    return Amendment(upload.key, upload.details, "Described after it was added.", upload.by)
