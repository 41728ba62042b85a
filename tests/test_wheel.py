"""The wheel is whole: what a stranger installs founds an archive and serves it, far from any checkout."""

import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from tests.cli import process
from tests.conftest import REPOSITORY, missing

SOURCES = ("app", "migrations", "schemas", "setup.py", "pyproject.toml", "README.md", "LICENSE")
DATA = {".html", ".css", ".svg", ".js", ".txt", ".json", ".mo", ".mako", ".typed"}
"""What the program reads at run time beside its modules; a compiled catalogue's sources are for translators."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from what is committed, without a network."""
    tree = tmp_path_factory.mktemp("tree")
    archive = subprocess.run(
        ["git", "-C", REPOSITORY, "archive", "HEAD", *SOURCES], capture_output=True, check=False
    )
    if archive.returncode:
        missing("git with the history of this checkout")
    subprocess.run(["tar", "-x", "-C", tree], input=archive.stdout, check=True)
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(tree / "dist"), str(tree))
    (built,) = (tree / "dist").glob("*.whl")
    return built


def python(*words: str, executable: Path = Path(sys.executable), folder: Path | None = None) -> str:
    """What Python prints, with no path of the checkout in its environment."""
    done = subprocess.run(
        [executable, *words],
        cwd=folder,
        env={name: value for name, value in process.environment().items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel, which finds its dependencies here and nothing of the checkout.

    A folder named in a .pth file is searched, but the .pth files in it are not read: the editable install of the
    checkout is one of those.
    """
    made = tmp_path_factory.mktemp("environment")
    python("-m", "venv", "--without-pip", str(made))
    site = Path(sysconfig.get_path("purelib", vars={"base": str(made)}))
    python("-m", "pip", "--python", str(made), "install", "-q", "--no-deps", "--no-index", str(wheel))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return made


@pytest.fixture
def installed(environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, in which `testimonia` is the installed one."""
    monkeypatch.setattr(process, "TESTIMONIA", str(environment / "bin" / "testimonia"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_that_the_program_reads_is_in_the_wheel(wheel: Path) -> None:
    with ZipFile(wheel) as packed:
        names = set(packed.namelist())
    listed = subprocess.run(
        [
            "git",
            "-C",
            REPOSITORY,
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            "HEAD",
            "app",
            "migrations",
            "schemas",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    committed = [Path(name) for name in listed.stdout.split("\0") if name]
    wanted = {path for path in committed if path.suffix in DATA | {".py"}}
    unknown = {path for path in committed if path.suffix not in DATA | {".py", ".po", ".pot"}}
    assert not unknown, "say in pyproject.toml and here whether this belongs into the wheel"
    assert {path.suffix for path in wanted} >= {".html", ".txt", ".json", ".mo", ".mako", ".typed", ".py"}
    inside = {str(path) if path.parts[0] == "app" else f"app/{path}" for path in wanted}
    assert not inside - names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/")) or "__pycache__" in name]


def test_what_is_installed_founds_an_archive_and_serves_it(environment: Path, installed: Path) -> None:
    where = python(
        "-c", "import app; print(app.__file__)", executable=environment / "bin" / "python", folder=installed
    )
    assert Path(where).is_relative_to(environment)
    passphrase = installed / "passphrase"
    passphrase.write_text("seven plain words from one list")
    sign_in = ("--login", "quiet-river-stone", "--passphrase-file", str(passphrase))
    env = {"TESTIMONIA_DATA": str(installed / "archive")}
    process.run("init", *sign_in, env=env)
    token = process.run("token", "add", "--name", "wheel", *sign_in, env=env).split()[-1]
    with process.Served([], env=env) as served:
        front = httpx.get(f"{served.address}/", follow_redirects=True)
        assert front.status_code == 200 and "Testimonia" in front.text
        described = httpx.get(f"{served.address}/api/v1/openapi.json").json()
        assert "/api/v1/session" in described["paths"]
        me = httpx.get(f"{served.address}/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert me.status_code == 200
