"""The command line as people meet it: a process of its own for each command, secrets from files, calm refusals."""

import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any, TypedDict

import httpx
import pytest
import sqlalchemy

from app.runtime import open_runtime
from app.settings import Settings
from tests.cli.conftest import PASSPHRASE, Office
from tests.cli.process import run


class Where(TypedDict):
    """Where a command runs."""

    cwd: Path
    env: dict[str, str]


def test_init_answers_what_to_print_and_closes_the_folder(office: Office) -> None:
    assert set(office.founded) == {"archive", "member", "anchor", "recovery_code"}
    assert (office.data / "host" / "anchor").read_text().strip() == office.founded["anchor"]
    assert office.data.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (office.data / "host").iterdir())
    assert "already" in run("init", *office.sign_in, status=1)


def test_init_in_words_and_after_a_refusal(office: Office, tmp_path: Path) -> None:
    fresh = ("--data", tmp_path / "fresh")
    weak = ("--login", "grey-harbour", "--passphrase-file", office.secret("weak", "short"))
    assert "at least 12" in run("init", *weak, *fresh, status=1)
    login = ("--login", "grey-harbour", "--passphrase-file", office.secrets / "passphrase")
    assert "code" in run("init", *login, *fresh, "--code", "no!", status=1)
    said = run("init", *login, *fresh)
    assert "Anchor" in said and "Recovery code" in said and PASSPHRASE not in said


def test_a_token_is_the_last_word_and_opens_the_door(office: Office, token: Path, address: str) -> None:
    headers = {"Authorization": f"Bearer {token.read_text().strip()}"}
    me = httpx.get(f"{address}/api/v1/me", headers=headers).json()
    assert me["id"] == office.founded["member"]
    narrow = json.loads(run("token", "add", "--name", "N", "--kind", "narrow", *office.sign_in, "--json"))
    headers = {"Authorization": f"Bearer {narrow['token']}"}
    assert httpx.get(f"{address}/api/v1/me", headers=headers).json()["id"] == narrow["id"]


def test_a_member_is_invited_joins_is_listed_and_revoked(office: Office, token: Path) -> None:
    by_token = ("--token-file", token, "--data", office.data)
    team = run("team", "add", "--name", "Field team", *by_token).strip()
    invited = run("member", "invite", "--name", "Guest", "--role", "documenter", "--team", team, *by_token)
    link = office.secret("invitation", invited.split()[-1])
    chosen = ("--passphrase-file", office.secret("guest", "another seven plain words here"))
    joined = json.loads(
        run("member", "join", "--invitation-file", link, *chosen, "--data", office.data, "--json")
    )
    assert set(joined) >= {"id", "login", "recovery_code"}
    run("member", "join", "--invitation-file", link, *chosen, "--data", office.data, status=1)
    guest = ("--login", joined["login"], *chosen, "--data", office.data)
    listed = json.loads(run("member", "list", *guest, "--json"))
    assert {m["name"] for m in listed["results"]} >= {"Guest"} and listed["total"] == 2
    assert "Guest" in run("member", "list", *by_token)
    run("team", "leave", team, *guest)
    run("team", "join", team, joined["id"], *by_token)
    run("team", "leave", team, joined["id"], *by_token)
    run("member", "invite", "--name", "Next", "--role", "documenter", *guest, status=1)
    run("member", "revoke", joined["id"], *by_token)
    run("member", "list", *guest, status=1)


def test_a_bundle_is_exported_and_checked(office: Office, token: Path, address: str, tmp_path: Path) -> None:
    http = httpx.Client(
        base_url=f"{address}/api/v1",
        headers={"Authorization": f"Bearer {token.read_text().strip()}"},
        timeout=60,
    )

    def made(path: str, body: dict[str, Any]) -> str:
        answer = http.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    case = made("/cases", {"title": "The bus"})
    individual = {"pseudonym": "W-0001", "roles": ["victim"]}
    who = made(f"/cases/{case}/records", {"kind": "individual", "content": individual})
    permission = {"purpose": "national_prosecution", "jurisdictions": ["DE"], "identity": "disclosed"}
    consent = {
        "individual": who, "basis": "own", "given_on": "2021-09-01", "covers": "everything", "permissions": [permission]
    }  # fmt: skip
    made(f"/cases/{case}/records", {"kind": "consent", "content": consent})
    account = {"individual": who, "type": "full_interview", "narrative": [{"text": "They stopped the bus."}]}
    made(f"/cases/{case}/records", {"kind": "account", "content": account})
    recipient = {"authority": "Federal Prosecutor", "jurisdiction": "DE", "type": "national_prosecutor"}
    to = made("/register", {"kind": "recipient", "content": recipient})

    out = tmp_path / "bundle.zip"
    asked = ("--case", case, "--recipient", to, "--profile", "full", "--purpose", "national_prosecution")
    by_token = ("--token-file", token, "--data", office.data)
    assert "3 released, 0 withheld, 0 in part" in run("export", *asked, "--out", out, *by_token)
    assert out.stat().st_mode & 0o077 == 0
    assert "not replaced" in run("export", *asked, "--out", out, *by_token, status=2)
    relative = ("--token-file", token, "--data", office.data.name)
    run("export", *asked, "--out", tmp_path / "relative.zip", *relative, cwd=office.data.parent)
    run("export", *asked, "--out", tmp_path / "none" / "b.zip", *by_token, status=1)
    run("export", *asked[:-1], "nothing_known", "--out", tmp_path / "c.zip", *by_token, status=1)
    unknown = ("--case", "0" * 32, *asked[2:])
    run("export", *unknown, "--out", tmp_path / "d.zip", *by_token, status=1)
    assert not (tmp_path / "c.zip").exists() and not (tmp_path / "d.zip").exists()

    anchor = office.founded["anchor"]
    elsewhere = Where(cwd=tmp_path, env={"TESTIMONIA_DATA": str(tmp_path / "no archive")})
    assert "fingerprint you gave" in run("verify", out, "--anchor", anchor, **elsewhere)
    assert "not yet known" in run("verify", out, **elsewhere)
    verdict = json.loads(run("verify", out, "--anchor", anchor, "--json", **elsewhere))
    assert verdict["ok"] and verdict["signer_known"] and len(verdict["steps"]) > 8
    assert "another archive" in run("verify", out, "--anchor", "A" * 43, status=1)
    assert "fingerprint you gave" in run("verify", out, "--anchor", f" {anchor}\n")
    assert "43 signs" in run("verify", out, "--anchor", anchor[:-1], status=2)
    changed = bytearray(out.read_bytes())
    changed[len(changed) // 2] ^= 1
    other = tmp_path / "changed.zip"
    other.write_bytes(changed)
    said = run("verify", other, "--anchor", anchor, "--json", status=1)
    verdict = json.loads(said)
    assert not verdict["ok"] and verdict["failed_step"]
    for garbage in (b"", b"PK", os.urandom(5000)):
        other.write_bytes(garbage)
        assert "FAIL" in run("verify", other, status=1)
    run("verify", tmp_path / "none.zip", status=2)
    assert "is a folder" in run("verify", tmp_path, status=2)


def test_the_log_is_shown_and_verified(office: Office) -> None:
    data = ("--data", office.data)
    assert run("log", "checkpoint", *data).startswith("testimonia/")
    assert "agrees" in run("log", "verify", *data)
    assert json.loads(run("log", "verify", "--json", *data))["ok"] is True


def test_doctor_finds_what_needs_care(office: Office, tmp_path: Path) -> None:
    data = ("--data", office.data)
    assert "CARE" not in run("doctor", *data)
    assert json.loads(run("doctor", *data, "--json"))["ok"] is True
    office.data.chmod(0o755)
    assert "CARE  the data folder is closed" in run("doctor", *data, status=1)
    office.data.chmod(0o700)
    assert "init" in run("doctor", "--data", tmp_path / "none", status=1)


def test_a_log_that_was_rewritten_is_named(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(office.data, copy)
    runtime = open_runtime(Settings(data=copy))
    with runtime.engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE version SET statement = statement || 'x'"))
    runtime.close()
    assert "differs" in run("log", "verify", "--data", copy, status=1)
    assert "CARE" not in run("doctor", "--data", copy)


REFUSED: list[tuple[str, ...]] = [
    ("member", "list"),
    ("token", "add", "--name", "x"),
    ("team", "add", "--name", "x"),
]


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_a_wrong_passphrase_is_said_and_not_repeated(office: Office, words: tuple[str, ...]) -> None:
    wrong = office.secret("wrong", "Zapavetnaje slova not the passphrase")
    login = f"wrong-{words[0]}-login"
    said = run(*words, "--login", login, "--passphrase-file", wrong, "--data", office.data, status=1)
    assert "do not match" in said and "Zapavetnaje" not in said and login not in said


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("init", "--passphrase", "x"),
        ("member", "list", "--token", "x"),
        ("token", "add"),
        ("verify",),
        ("serve", "--port", "0"),
        ("export", "--case", "x"),
    ],
    ids=" ".join,
)
def test_misuse_is_exit_2_and_no_secret_is_an_argument(words: tuple[str, ...]) -> None:
    run(*words, status=2)


def test_missing_and_empty_files_are_misuse(office: Office, tmp_path: Path) -> None:
    data = ("--data", office.data)
    run("member", "list", "--token-file", tmp_path / "none", *data, status=2)
    run("member", "list", "--token-file", office.secret("empty", ""), *data, status=2)
    run("member", "list", "--token-file", office.secret("bad", "no token"), *data, status=1)
    assert "is a folder" in run("member", "list", "--token-file", tmp_path, *data, status=2)


def test_a_secret_that_is_no_text_is_not_repeated(office: Office, tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"Zapavetnaje\xff\xfe\n")
    for words in (("--token-file", binary), ("--login", "x", "--passphrase-file", binary)):
        said = run("member", "list", *words, "--data", office.data, status=2)
        assert "not text" in said and "Zapavetnaje" not in said and "xff" not in said


def test_one_signs_in_by_token_or_by_name_not_by_both(office: Office, token: Path) -> None:
    said = run("member", "list", "--token-file", token, *office.sign_in, status=2)
    assert "--token-file" in said and "not both" in said


@pytest.mark.parametrize(
    "words",
    [
        ("log", "verify"),
        ("log", "checkpoint"),
        ("serve",),
        ("member", "list", "--login", "x", "--passphrase-file"),
    ],
)
def test_without_an_archive_every_command_says_what_to_do(
    office: Office, tmp_path: Path, words: tuple[str, ...]
) -> None:
    more = (office.secrets / "passphrase",) if words[-1] == "--passphrase-file" else ()
    assert "testimonia init" in run(*words, *more, "--data", tmp_path / "none", status=1)
    assert not (tmp_path / "none").exists()


def test_settings_that_do_not_fit_are_named(office: Office) -> None:
    env = {"TESTIMONIA_SESSION_HOURS": "Zapavetnaje"}
    said = run("doctor", "--data", office.data, env=env, status=2)
    assert "TESTIMONIA_SESSION_HOURS" in said and "Zapavetnaje" not in said
    run("doctor", "--data", office.data, env={"TESTIMONIA_STORAGE_URL": "gopher://x"}, status=1)
    run("doctor", "--data", office.data, env={"TESTIMONIA_DATABASE_URL": "nonsense"}, status=1)
    run("doctor", "--data", office.data, env={"TESTIMONIA_DATABASE_URL_FILE": "/none/at/all"}, status=1)


def test_a_database_that_does_not_answer_is_said_in_one_line(office: Office, tmp_path: Path) -> None:
    env = {"TESTIMONIA_DATABASE_URL": "postgresql+psycopg://who:Zapavetnaje@127.0.0.1:9/none"}
    said = run("log", "verify", "--data", office.data, env=env, status=1)
    assert "database" in said.lower() and "Zapavetnaje" not in said
    copy = tmp_path / "copy"
    shutil.copytree(office.data, copy)
    (copy / "testimonia.db").write_bytes(os.urandom(8192))
    for file in ("testimonia.db-wal", "testimonia.db-shm"):
        (copy / file).unlink(missing_ok=True)
    assert "database" in run("log", "verify", "--data", copy, status=1).lower()
    run("doctor", "--data", copy, status=1)
    (copy / "host" / "database.key").chmod(0o644)
    assert "chmod" in run("log", "verify", "--data", copy, status=1)


def test_help_names_every_command() -> None:
    said = run("--help")
    for command in (
        "init",
        "serve",
        "demo",
        "doctor",
        "export",
        "verify",
        "member",
        "team",
        "token",
        "log",
        "import",
        "export-register",
    ):
        assert command in said
    for absent in ("backup", "restore", "timestamp"):
        assert absent not in said, "what is not built yet is absent"


def test_what_is_written_is_its_owners_alone(office: Office, tmp_path: Path) -> None:
    """A database named by a setting stands in a folder that nobody closed."""
    elsewhere = tmp_path / "open"
    elsewhere.mkdir(mode=0o755)
    env = {"TESTIMONIA_DATABASE_URL": f"sqlite:///{elsewhere / 'archive.db'}"}
    secrets = ("--login", "quiet-river-stone", "--passphrase-file", office.secrets / "passphrase")
    run("init", *secrets, "--data", tmp_path / "archive", env=env)
    made = [*elsewhere.iterdir(), *(tmp_path / "archive").rglob("*")]
    assert made and all(path.stat().st_mode & 0o077 == 0 for path in made)


@pytest.mark.parametrize("name", ["DATABASE_URL", "STORAGE_URL", "PEPPER_FILE"])
def test_the_demo_touches_no_part_of_another_archive(tmp_path: Path, name: str) -> None:
    there = tmp_path / "real"
    env = {f"TESTIMONIA_{name}": f"sqlite:///{there}" if name == "DATABASE_URL" else str(there)}
    said = run("demo", "--data", tmp_path / "demo", status=2, env=env)
    assert "folder of its own" in said
    assert list(tmp_path.iterdir()) == []


def test_tables_are_looked_at_and_taken_in(office: Office, tmp_path: Path) -> None:
    posts = tmp_path / "posts.csv"
    posts.write_text(
        "person,unit,role,from,to,source\nZoran Vadar,Lake Guard,head,2021-03-01,,Gazette 7\n,,,,,x\n"
    )
    looked = json.loads(run("import", "posts", posts, "--preview", "--json", *office.sign_in))
    assert looked["creates"] == {"source": 1, "unit": 1, "person": 1, "posting": 1}
    assert looked["written"] is False and looked["refused"] == 1
    told = run("import", "posts", posts, *office.sign_in)
    assert "posts.csv:3  refused" in told and "Written: 1 person, 1 posting, 1 source, 1 unit." in told
    assert "Written: nothing new." in run("import", "posts", posts, *office.sign_in)
    blank = tmp_path / "blank.csv"
    blank.write_text("person,unit,source\n,,Gazette 8\n")
    told = run("import", "posts", blank, "--preview", *office.sign_in)
    assert "posting refused: Fill in: person, unit." in told, "no space where there is no title"
    run("import", "guess", posts, *office.sign_in, status=1)
    run("import", "posts", tmp_path / "nowhere.csv", *office.sign_in, status=2)
    folder = tmp_path / "tables"
    folder.mkdir()
    run("import", "sfm", folder, *office.sign_in, status=1)


def test_the_register_is_given_out(office: Office, tmp_path: Path) -> None:
    posts = tmp_path / "posts.csv"
    posts.write_text("person,unit,role,from,to,source\nMila Tarn,River Guard,head,2021-03-01,,Gazette 8\n")
    run("import", "posts", posts, *office.sign_in)
    out = tmp_path / "register.ftm.json"
    told = run("export-register", "followthemoney", "--out", out, *office.sign_in)
    assert "stay, since no open source shows them" in told
    assert "Mila Tarn" in out.read_text()
    assert out.stat().st_mode & 0o077 == 0
    assert "is not replaced" in run("export-register", "sfm", "--out", out, *office.sign_in, status=2)
    tables = tmp_path / "register.zip"
    assert json.loads(run("export-register", "sfm", "--out", tables, "--json", *office.sign_in))["stays"] == 0
    assert zipfile.is_zipfile(tables)
    run("export-register", "excel", "--out", tmp_path / "other", *office.sign_in, status=1)
    assert not (tmp_path / "other").exists()
