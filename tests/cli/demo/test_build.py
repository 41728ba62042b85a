"""The demo builds, once, and answers the questions that it is made to show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from app.cli.demo import sign_ins
from app.cli.demo.build import build_demo, describe_demo
from app.cli.demo.cases import CASES
from app.cli.demo.members import MEMBERS
from app.cli.demo.world import ANALYSIS, FIELD_OFFICE, INTAKE, LEGAL
from app.domain.accounts.queries import actor_of_token
from app.domain.accounts.signing_in import sign_in
from app.domain.archive.queries import list_cases, read_case, read_record, read_versions
from app.domain.catalogue.queries import case_records
from app.domain.custody.verify import verify_log
from app.domain.exports.actions import request_export
from app.domain.exports.queries import open_bundle, read_export
from app.domain.exports.verify import verify_bundle
from app.domain.forces.queries import command
from app.domain.search.queries import search, search_register
from app.domain.search.views import Question, RegisterQuestion
from app.domain.work import Actor
from app.errors import NotFound
from app.runtime import Runtime, open_runtime
from app.settings import Settings
from app.worker import build_and_wait
from tests.conftest import REPOSITORY

NIGHT = date(2021, 8, 14)
TEAM_OF = {
    "documenter": INTAKE,
    "field-documenter": FIELD_OFFICE,
    "investigator": ANALYSIS,
    "lawyer": LEGAL,
}


@dataclass
class Built:
    """The open demo, and what its demo.json says."""

    runtime: Runtime
    demo: sign_ins.Demo

    def id(self, what: str) -> str:
        """The id of something that the demo points at."""
        return next(shown.id for shown in self.demo.shown if shown.what == what)

    def founder(self) -> Actor:
        """The founding member, by the token that the demo prints."""
        with self.runtime.work() as work:
            return actor_of_token(work, self.demo.token)

    def member(self, login: str) -> Actor:
        """Another member, by the passphrase that the demo prints."""
        passphrase = next(member.passphrase for member in self.demo.members if member.login == login)
        return sign_in(self.runtime.work, login=login, passphrase=passphrase).actor

    def accounts(self, actor: Actor, **criteria: object) -> set[str]:
        """The titles of the accounts that answer a question."""
        with self.runtime.work() as work:
            question = Question.model_validate({"kind": "account", **criteria})
            return {result.title for result in search(work=work, actor=actor, question=question).results}

    def name_of(self, actor: Actor, record: str) -> str:
        """The first name of a register entry."""
        with self.runtime.work() as work:
            return read_record(work=work, actor=actor, record=record).content["names"][0]["text"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The demo, built once for this module, where an earlier build was interrupted."""
    settings = Settings(data=tmp_path_factory.mktemp("demo") / "archive")
    sign_ins.write(settings.folder, sign_ins.Demo())
    settings.host_folder.mkdir()
    (settings.host_folder / "log.key").write_bytes(b"a part of it")
    assert build_demo(settings)
    runtime = open_runtime(settings)
    demo = sign_ins.read(settings.folder)
    assert demo is not None
    yield Built(runtime, demo)
    runtime.close()


# --- building ---------------------------------------------------------------------------------------------


def test_another_archive_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "testimonia.db").write_bytes(b"somebody's")
    assert not build_demo(Settings(data=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["testimonia.db"]


def test_a_demo_that_is_there_is_taken_as_it_is(built: Built) -> None:
    assert build_demo(built.runtime.settings)
    assert sign_ins.read(built.runtime.settings.folder) == built.demo


def test_sign_ins_are_generated_and_readable_by_the_owner_alone(built: Built) -> None:
    assert (built.runtime.settings.folder / sign_ins.FILE).stat().st_mode & 0o777 == 0o600
    passphrases = {member.passphrase for member in built.demo.members}
    assert len(passphrases) == len(built.demo.members) == 1 + len(MEMBERS)
    assert all(len(passphrase.split()) == 6 for passphrase in passphrases)


def test_the_description_says_how_to_sign_in(built: Built) -> None:
    text = describe_demo(built.runtime.settings, "http://127.0.0.1:8000")
    lines = text.splitlines()
    assert "address: http://127.0.0.1:8000" in lines
    assert f"token: {built.demo.token}" in lines
    assert all(member.passphrase in text for member in built.demo.members)
    for what in ("case", "recipient", "unit", "incident"):
        assert any(line.startswith(f"{what}: {built.id(what)}") for line in lines)


def test_the_custody_log_agrees_with_everything(built: Built) -> None:
    with built.runtime.work() as work:
        report = verify_log(work)
    assert report.ok, report


# --- asking -----------------------------------------------------------------------------------------------


def test_an_incident_and_a_unit_find_the_accounts_of_their_witnesses(built: Built) -> None:
    founder = built.founder()
    told = built.accounts(founder, incident=built.id("incident"), unit=built.id("unit"))
    assert {"Full interview, 2021-09-02", "Full interview, 2021-11-29"} <= told
    assert "Full interview, 2021-10-08" not in told, "the school is another incident"


def test_words_are_found_in_narratives_and_translations(built: Built) -> None:
    founder = built.founder()
    assert "Full interview, 2021-09-02" in built.accounts(founder, q="batons", unit=built.id("unit"))
    found = built.accounts(founder, q="фельдшер")
    assert "Own writing, 2021-09-15" in found and "Full interview, 2021-09-02" not in found


def test_a_person_is_found_by_a_name_in_another_script(built: Built) -> None:
    founder = built.founder()
    with built.runtime.work() as work:
        question = RegisterQuestion(kind="person", name="Карштан")
        found = search_register(work=work, actor=founder, question=question)
    assert found.results[0].title == "Trajan Karshtan"


def test_who_commanded_the_company_on_that_night(built: Built) -> None:
    founder = built.founder()
    with built.runtime.work() as work:
        answer = command(work=work, actor=founder, unit=built.id("unit"), first=NIGHT, last=NIGHT)
    graded = {built.name_of(founder, c.person): c.grade for c in answer.commanders}
    assert graded == {"Trajan Karshtan": "certain", "Liavon Shalamok": "possible"}
    superiors = {built.name_of(founder, s.unit): s for s in answer.superiors}
    regiment = superiors["First Special Police Regiment"]
    assert [built.name_of(founder, c.person) for c in regiment.commanders] == ["Vieslau Drahan"]
    assert superiors["Operational Headquarters for Orsk-na-Nevi"].control == "de_facto"
    assert "City Police of Orsk-na-Nevi" not in superiors, "administration is not command"
    gaps = {built.name_of(founder, gap.unit) for gap in answer.gaps}
    assert "Directorate of the Special Police" in gaps


def test_after_the_gap_the_commander_is_back_by_a_posting_of_its_own(built: Built) -> None:
    founder = built.founder()
    with built.runtime.work() as work:
        answer = command(
            work=work, actor=founder, unit=built.id("unit"), first=date(2021, 9, 1), last=date(2021, 9, 1)
        )
    regiment = next(superior for superior in answer.superiors if superior.level == 1)
    assert [built.name_of(founder, c.person) for c in regiment.commanders] == ["Ardan Velski"]


# --- who may open what ------------------------------------------------------------------------------------


def test_each_member_has_a_desk_of_its_own(built: Built) -> None:
    desks = {
        member.login: _titles(built, member.login) for member in MEMBERS if "write_only" not in member.roles
    }
    assert desks.pop("auditor") == desks.pop("administrator") == set()
    assert desks == {login: _granted(team) for login, team in TEAM_OF.items()}
    assert len({frozenset(titles) for titles in desks.values()}) == len(desks), "no two desks are the same"


def _granted(team: str) -> set[str]:
    """The titles of the cases that a team was granted, in whole or without the names."""
    return {
        story.title
        for story in CASES
        if team in ((INTAKE,) if story.teams is None else (*story.teams, *story.without_names))
    }


def _titles(built: Built, login: str) -> set[str | None]:
    actor = built.member(login)
    with built.runtime.work() as work:
        return {item.title for item in list_cases(work=work, actor=actor, limit=100, offset=0).results}


def test_the_investigator_opens_accounts_and_no_identity(built: Built) -> None:
    actor = built.member("investigator")
    with built.runtime.work() as work:
        kinds = {r.kind for r in case_records(work=work, actor=actor, case=built.id("case"))}
    assert "account" in kinds
    assert "identity" not in kinds


def test_the_write_only_documenter_cannot_read_back(built: Built) -> None:
    actor = built.member("write-only")
    with built.runtime.work() as work:
        cases = list_cases(work=work, actor=actor, limit=100, offset=0).results
        assert [case.title for case in cases] == [None]
        with pytest.raises(NotFound):
            read_record(work=work, actor=actor, record=built.id("account"))


def test_the_largest_case_is_shown_and_has_versions(built: Built) -> None:
    founder = built.founder()
    with built.runtime.work() as work:
        case = read_case(work=work, actor=founder, case=built.id("case"))
        records = case_records(work=work, actor=founder, case=case.id)
        assert case.title == max(CASES, key=lambda story: len(story.steps)).title
        detention = next(r.record for r in records if r.kind == "detention" and r.version == 2)
        versions = read_versions(work=work, actor=founder, record=detention)
    assert len(records) > 60
    assert "call log" in (versions.results[-1].reason or "")


# --- exporting --------------------------------------------------------------------------------------------


def test_the_largest_case_leaves_as_a_bundle_that_verifies(built: Built, tmp_path: Path) -> None:
    founder, runtime = built.founder(), built.runtime
    with runtime.work() as work:
        asked = request_export(
            work=work,
            actor=founder,
            cases=[built.id("case")],
            recipient=built.id("recipient"),
            profile="full",
            purpose="national_prosecution",
        )
    build_and_wait(runtime, founder, asked.id)
    with runtime.work() as work:
        view = read_export(work=work, actor=founder, export=asked.id)
        assert view.state == "ready", view
        bundle = open_bundle(work=work, actor=founder, export=asked.id)
        (tmp_path / "bundle.zip").write_bytes(b"".join(bundle.chunks(0, bundle.size)))
    assert view.released > 2 * len(view.withheld)
    reasons = {reason for item in view.withheld for reason in item.reasons}
    assert {"no_consent", "not_covered", "identity", "restricted", "privileged"} <= reasons
    verdict = verify_bundle(tmp_path / "bundle.zip", anchor=runtime.host.anchor)
    assert verdict.ok
    printed = re.findall(r"^# (ok +\d+ .+)$", (REPOSITORY / "README.md").read_text(), re.MULTILINE)
    assert len(printed) == 2 and set(printed) <= set(verdict.as_text().splitlines()), (
        "the README shows this bundle"
    )
