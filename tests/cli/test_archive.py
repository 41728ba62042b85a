"""A server that cannot listen, and a demo whose file is damaged: said in words, exit 1."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Office
from tests.cli.process import free_port, run


@pytest.fixture
def taken() -> Iterator[str]:
    """A port on which something else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


def test_a_taken_port_is_refused_and_named(office: Office, taken: str) -> None:
    said = run("serve", "--port", taken, "--data", office.data, status=1)
    assert f"port {taken}" in said and "--port" in said


def test_a_demo_is_not_built_for_a_taken_port(taken: str, tmp_path: Path) -> None:
    assert f"port {taken}" in run("demo", "--port", taken, "--data", tmp_path / "demo", status=1)
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b'{"ready": "Zapavetnaje", "members": 5}'])
def test_a_damaged_demo_file_is_told_without_what_stands_in_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "demo.json").write_bytes(content)
    said = run("demo", "--port", str(free_port()), "--data", tmp_path, status=1)
    assert "demo.json" in said and "damaged" in said and "Zapavetnaje" not in said
