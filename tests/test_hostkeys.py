"""The host's files: what is missing or damaged is told by the name under which its operator knows it."""

import os

import pytest

from app.domain.custody.queries import checkpoint
from app.errors import NotReady, Tampered
from app.hostkeys import load_host_keys, make_host_keys
from app.runtime import Runtime
from app.settings import Settings
from tests.people import found


def test_a_pepper_that_is_elsewhere_and_not_there_is_told_by_its_setting(settings: Settings) -> None:
    make_host_keys(settings)
    elsewhere = settings.model_copy(update={"pepper_file": settings.folder / "nowhere"})
    with pytest.raises(NotReady, match="TESTIMONIA_PEPPER_FILE") as refused:
        load_host_keys(elsewhere)
    assert "init" not in refused.value.detail


def test_a_checkpoint_that_is_no_text_is_answered_like_another_text(runtime: Runtime) -> None:
    found(runtime)
    for content in (b"not a note\n", b"\xff\xfe" + os.urandom(50)):
        (runtime.host.folder / "checkpoint").write_bytes(content)
        with pytest.raises(Tampered, match="host folder"), runtime.work() as work:
            checkpoint(work)
