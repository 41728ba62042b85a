"""The demo archive is built as its members would: every deed is an action of the domain, signed by who does it."""

from typing import assert_never

from app.cli.demo.cases import CASES
from app.cli.demo.members import FOUNDER_DOES, INTAKE, LEGAL, MEMBERS, Member
from app.cli.demo.register import REGISTER
from app.cli.demo.sign_ins import Demo, Shown, SignIn
from app.cli.demo.world import FOUNDER, Amendment, CaseStory, Content, Entry, Keys, Step, Upload, Withdrawal
from app.domain.accounts import actions, queries, signing_in
from app.domain.accounts.joining import join
from app.domain.archive.actions import open_case, set_case_defaults
from app.domain.archive.founding import found_archive
from app.domain.archive.grants import grant_register
from app.domain.archive.queries import read_record
from app.domain.archive.records import add_claim, add_record, amend_record
from app.domain.consent.actions import withdraw_consent
from app.domain.evidence.actions import add_file
from app.domain.evidence.views import Described
from app.domain.work import Actor
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
    """Builds one demo: members, then the register, then the cases. A unit of work for each deed, as with users."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._keys = Keys()
        self._actors: dict[str, Actor] = {}
        self._sign_ins: list[SignIn] = []

    def build(self) -> Demo:
        """The whole demo. Its passphrases are generated here."""
        self._found()
        teams = {name: self._make_team(name) for name in (INTAKE, LEGAL)}
        for member in MEMBERS:
            self._join(member, teams)
        self._set_defaults(teams)
        for entry in REGISTER:
            self._add_claim(entry)
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

    def _join(self, member: Member, teams: dict[str, str]) -> None:
        passphrase = queries.offer_passphrase().passphrase
        with self._runtime.work() as work:
            invited = actions.invite(
                work=work,
                actor=self._actors[FOUNDER],
                name=member.name,
                roles=list(member.roles),
                teams=[teams[name] for name in member.teams],
            )
        _, actor = join(
            self._runtime.work, secret=invited.invitation, login=member.login, passphrase=passphrase
        )
        self._note(member.login, passphrase, member.does, actor)

    def _note(self, login: str, passphrase: str, does: str, actor: Actor) -> None:
        self._actors[login] = actor
        self._sign_ins.append(SignIn(login=login, passphrase=passphrase, does=does))

    def _set_defaults(self, teams: dict[str, str]) -> None:
        """New cases go to both teams, those of write-only members to intake; the restricted register to legal."""
        founder = self._actors[FOUNDER]
        with self._runtime.work() as work:
            set_case_defaults(
                work=work, actor=founder, new_case_teams=list(teams.values()), intake_teams=[teams[INTAKE]]
            )
            grant_register(work=work, actor=founder, holder=teams[LEGAL])

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

    def _add_claim(self, entry: Entry) -> None:
        content = self._keys.resolve(entry.content)
        with self._runtime.work() as work:
            written = add_claim(work=work, actor=self._actors[entry.by], kind=entry.kind, content=content)
        self._keys.ids[entry.key] = written.id

    def _tell(self, story: CaseStory) -> None:
        with self._runtime.work() as work:
            opened = open_case(work=work, actor=self._actors[story.by], title=story.title)
        self._keys.ids[f"case.{story.key}"] = opened.id
        for step in story.steps:
            self._take(step, opened.id)

    def _take(self, step: Step, case: str) -> None:
        match step:
            case Entry():
                self._add(step, case)
            case Upload():
                self._upload(step, case)
            case Amendment():
                self._amend(step.key, step.changes, step.reason, step.by)
            case Withdrawal():
                self._withdraw(step)
            case _:
                assert_never(step)

    def _add(self, entry: Entry, case: str) -> None:
        if entry.is_claim:
            self._add_claim(entry)
            return
        content = self._keys.resolve(entry.content)
        with self._runtime.work() as work:
            written = add_record(
                work=work, actor=self._actors[entry.by], case=case, kind=entry.kind, content=content
            )
        self._keys.ids[entry.key] = written.id

    def _upload(self, upload: Upload, case: str) -> None:
        described = Described(upload.filename, upload.media_type, upload.compartment, upload.title)
        with self._runtime.work() as work:
            added = add_file(
                work=work,
                actor=self._actors[upload.by],
                case=case,
                chunks=iter([upload.make()]),
                describe=lambda: described,
            )
        self._keys.ids[upload.key] = added.record
        self._amend(upload.key, upload.details, "Described after it was added.", upload.by)

    def _amend(self, key: str, changes: Content, reason: str, by: str) -> None:
        actor, record = self._actors[by], self._keys.ids[key]
        with self._runtime.work() as work:
            latest = read_record(work=work, actor=actor, record=record)
            amend_record(
                work=work,
                actor=actor,
                record=record,
                expected=latest.version,
                content={**latest.content, **self._keys.resolve(changes)},
                reason=reason,
            )

    def _withdraw(self, step: Withdrawal) -> None:
        with self._runtime.work() as work:
            withdraw_consent(
                work=work,
                actor=self._actors[step.by],
                consent=self._keys.ids[step.key],
                reason=step.reason,
                from_=step.since,
            )

    def _shown(self) -> list[Shown]:
        """The largest case, and what else is worth pointing at."""
        largest = max(CASES, key=lambda story: len(story.steps))
        case = Shown(what="case", id=self._keys.ids[f"case.{largest.key}"], name=largest.title)
        return [case, *(Shown(what=what, id=self._keys.ids[key], name=name) for what, key, name in SHOWN)]
