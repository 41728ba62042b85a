"""The documents stay in step with the code: labels, deeds, tables, frozen strings, and the paths they name."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Table

from app.domain.custody import tlog_proof
from app.domain.custody.deeds import Deed
from app.domain.exports.contents import FORMAT, INDEX_FIELDS, WITHHELD_FIELDS
from app.domain.exports.packing import NAMESPACE
from app.domain.exports.verify import STEPS
from app.models import Base
from app.settings import Settings
from app.vault import files, hpke, passphrase, statements
from app.vault.context import PREFIX, Purpose
from tests.conftest import REPOSITORY, missing
from tests.domain.exports.packages import package

DOCS = REPOSITORY / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), REPOSITORY / "README.md"])
TOP = "app|docs|tests|schemas|migrations|benchmarks"
# Ciphertext columns are sealed_...; these two measure ciphertext, and stand in clear.
MEASURES = {"sealed_size", "sealed_sha256"}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """The lines of a page's tables whose first cell is one code word: its other cells, by that word."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        word = re.fullmatch(r"`([a-z_0-9]+)`", cells[0])
        if line.startswith("|") and word:
            assert word[1] not in found, f"{word[1]} stands in two lines"
            found[word[1]] = cells[1:]
    return found


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", cell))


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of the same level."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_context_label_stands_in_the_formats_with_one_line() -> None:
    listed = rows(section(page("formats.md"), "Context labels"))
    assert listed.keys() == {purpose.value for purpose in Purpose}


def test_a_label_is_called_reserved_exactly_while_nothing_uses_it() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "app").rglob("*.py"))
    listed = rows(section(page("formats.md"), "Context labels"))
    reserved = {label for label, cells in listed.items() if cells[-1].startswith("reserved")}
    unused = {purpose.value for purpose in Purpose if not re.search(rf"\bPurpose\.{purpose.value}\b", code)}
    assert reserved == unused


def test_every_deed_stands_in_the_formats_with_one_line() -> None:
    assert rows(section(page("formats.md"), "Deeds")).keys() == {deed.value for deed in Deed}


@pytest.mark.parametrize(
    "frozen",
    [
        PREFIX.decode(),
        statements.TYPE,
        tlog_proof.HEADER,
        FORMAT,
        NAMESPACE,
        files._INFO.decode().rstrip("\0"),
        f"{passphrase.FLOOR.memory_kib} KiB",
        f"{len(passphrase.word_list())} words",
        f"{hpke.PUBLIC_SIZE} bytes",
        ",".join(INDEX_FIELDS),
        ",".join(WITHHELD_FIELDS),
    ],
)
def test_frozen_strings_stand_in_the_formats(frozen: str) -> None:
    assert frozen in page("formats.md")


def test_every_step_of_the_verifier_is_explained() -> None:
    headings = re.findall(r"^### (\d+)\. (.+)$", page("verification.md"), re.MULTILINE)
    assert headings == [(str(number), title) for number, (title, _) in enumerate(STEPS, start=1)]


@pytest.fixture(params=["full", "pseudonymised"])
def bag(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A bundle of either profile, unpacked."""
    for tool in ("openssl", "ssh-keygen", "jq", "basenc", "sha256sum"):
        if shutil.which(tool) is None:
            missing(tool)
    with zipfile.ZipFile(package(request.param).to(tmp_path)) as archive:
        archive.extractall(tmp_path)
    return tmp_path / "NEV-bundle"


def follow(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the commands of the verification page, in order, as a stranger would."""
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", page("verification.md"), re.MULTILINE | re.DOTALL))
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_commands_for_strangers_succeed(bag: Path) -> None:
    done = follow(bag)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "path",
    [
        "bagit.txt",
        "data/index.csv",
        "data/files/NEV-000002/original.jpg",
        "signature/certificates.json",
        "signature/tagmanifest-sha256.txt.sig",
    ],
)
def test_and_they_fail_when_a_byte_changes(bag: Path, path: str) -> None:
    data = bytearray((bag / path).read_bytes())
    data[len(data) // 2] ^= 1
    (bag / path).write_bytes(data)
    assert follow(bag).returncode != 0


def test_the_threat_model_has_a_line_for_each_table() -> None:
    listed = rows(section(page("threat-model.md"), "What stands in clear"))
    assert listed.keys() == Base.metadata.tables.keys()


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_the_threat_model_names_every_column_of_a_table(table: Table) -> None:
    clear, _tells, sealed = rows(section(page("threat-model.md"), "What stands in clear"))[table.name]
    ciphertext = {
        column.name
        for column in table.columns
        if column.name.startswith("sealed_") and column.name not in MEASURES
    }
    assert named(clear) == {column.name for column in table.columns} - ciphertext
    assert named(sealed) == ciphertext


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_paths_in_the_documents_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    inside = re.findall(rf"`((?:{TOP})/[\w./-]*)`", text)
    assert [name for name in inside if not (REPOSITORY / name).exists()] == []
    links = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [name for name in links if not (path.parent / name).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_no_document_names_a_place_on_the_machine_it_was_written_on(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert str(REPOSITORY) not in text
    assert re.findall(r"(?:^|[\s`\"'(=])/(?:home|root|work|tmp|Users|mnt|var|srv)/\S*", text) == []


def imported() -> set[str]:
    """The packages of others that the program imports by name."""
    paths = [path for folder in ("app", "migrations") for path in (REPOSITORY / folder).rglob("*.py")]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"app"}


def test_every_package_that_is_imported_is_declared_explained_and_locked() -> None:
    """What comes along with another package today may not tomorrow."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[>]", one)[0] for one in project["dependencies"]}
    first_cells = re.findall(r"^\| ([a-z0-9, -]+) \|", page("dependencies.md"), re.MULTILINE)
    explained = {name.strip() for cell in first_cells for name in cell.split(",")} - {"package"}
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert imported() <= {name.replace("-", "_") for name in declared}
    assert declared == explained
    assert declared <= set(re.findall("^([a-z0-9-]+)==", lock.replace("[binary,pool]", ""), re.MULTILINE))


def test_every_setting_stands_in_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall("`TESTIMONIA_([A-Z_]+)`", readme))
    assert {name.upper() for name in Settings.model_fields} <= listed


def test_every_file_of_the_host_folder_is_named() -> None:
    code = (REPOSITORY / "app" / "hostkeys.py").read_text(encoding="utf-8")
    files = set(re.findall(r'folder / "([a-z.]+)"', code))
    told = section(page("formats.md"), "Files in the host folder")
    assert {"anchor", "checkpoint", "verification.json"} <= files <= set(re.findall("`([a-z.]+)`", told))
