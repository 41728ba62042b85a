"""Bundles judged by programs that we did not write: the commands of VERIFY.txt, word for word, and two SD-JWT libraries."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit as bagit_package
import pytest
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from tests.conftest import missing
from tests.domain.exports.packages import package

JUDGES = Path(__file__).parents[2] / "judges"


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(package().to(folder)) as archive:
        archive.extractall(folder)
    return folder / "NEV-bundle"


def test_the_bagit_package_agrees(bag: Path):
    assert bagit_package.Bag(str(bag)).validate()


def commands(bag: Path) -> list[str]:
    """The commands that VERIFY.txt tells a stranger to type."""
    lines = re.findall(
        r"^    ((?:sha256sum|openssl|ssh-keygen) .*)$", (bag / "VERIFY.txt").read_text(), re.MULTILINE
    )
    assert len(lines) == 5
    return lines


def test_every_command_of_verify_txt_succeeds(bag: Path):
    for command in commands(bag):
        if shutil.which(command.split()[0]) is None:
            missing(command.split()[0])
        subprocess.run(["bash", "-c", command], cwd=bag, check=True, capture_output=True)


@pytest.mark.parametrize("path", ["tagmanifest-sha256.txt", "data/index.csv", "README.txt"])
def test_and_some_command_fails_when_a_byte_changes(bag: Path, path: str, tmp_path: Path):
    changed = tmp_path / "changed"
    shutil.copytree(bag, changed)
    (changed / path).write_bytes((bag / path).read_bytes() + b" ")

    codes = [
        subprocess.run(["bash", "-c", command], cwd=changed, capture_output=True, check=False).returncode
        for command in commands(bag)
    ]
    assert any(codes)


def test_the_sd_jwt_package_reads_what_the_json_says(bag: Path):
    for path in bag.glob("data/re*/*/*.sd-jwt"):
        kid = key_of(path)
        key = (bag / "signature/authors" / f"{kid}.jwk").read_text()
        verified = SDJWTVerifier(
            path.read_text(), lambda issuer, header, key=key: JWK.from_json(key), None, None
        ).get_verified_payload()
        told = json.loads(path.with_suffix(".json").read_text())
        assert verified["content"] == told


def key_of(path: Path) -> str:
    import base64

    header = path.read_text().partition(".")[0]
    return json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"]


def test_the_npm_library_reads_what_the_json_says(bag: Path):
    if not (JUDGES / "node_modules").is_dir() or shutil.which("node") is None:
        missing("tests/judges/node_modules (make judges)")
    paths = sorted(str(path) for path in bag.glob("data/re*/*/*.sd-jwt"))
    answer = subprocess.run(
        ["node", str(JUDGES / "sd_jwt.mjs"), str(bag / "signature/authors"), *paths],
        capture_output=True,
        check=True,
        env=os.environ | {"NODE_PATH": str(JUDGES / "node_modules")},
    )
    assert answer.stdout.decode().split() == ["ok"] * len(paths)
