"""The process that builds bundles is given its keys through a pipe and nowhere else."""

import json
from pathlib import Path

import pytest

from app.domain.exports.actions import SILENCE, end_abandoned, show_life
from app.domain.exports.queries import DIED, STOPPED
from app.runtime import Runtime, create_runtime
from app.settings import Settings
from app.worker import build_and_wait, build_in_child, refuse_abandoned
from tests.conftest import TestClock
from tests.domain.exports.archives import fill


def test_keys_and_settings_come_by_the_pipe_alone(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    filled = fill(runtime)
    spy = tmp_path / "spy"
    spy.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/args\nenv > {tmp_path}/env\ncat > {tmp_path}/pipe\n')
    spy.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(spy))
    build_and_wait(runtime, filled.actor, filled.ask())

    told = json.loads((tmp_path / "pipe").read_text())
    seed = filled.actor.keys.seed.hex()
    assert told["actor"]["seed"] == seed
    assert (tmp_path / "args").read_text() == "-m app.worker\n"
    assert seed not in (tmp_path / "env").read_text()


def test_paths_that_were_given_as_relative_lead_the_child_to_the_same_archive(
    tmp_path: Path, clock: TestClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    given = {
        "data": "archive",
        "storage_url": "objects",
        "pepper_file": "pepper",
        "database_url": "sqlite:///a.db",
    }
    runtime = create_runtime(Settings.model_validate(given), clock)
    try:
        filled = fill(runtime)
        export = filled.ask()
        build_and_wait(runtime, filled.actor, export)
        assert filled.view(export).state == "ready", filled.view(export).reason
    finally:
        runtime.close()


def test_a_child_that_died_is_not_taken_for_a_consent_that_was_withdrawn(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    filled = fill(runtime)
    export = filled.ask()
    monkeypatch.setattr("sys.executable", "/bin/false")
    build_and_wait(runtime, filled.actor, export)

    assert (filled.view(export).state, filled.view(export).reason) == ("refused", DIED)
    assert "consent" not in DIED


def test_the_server_does_not_wait(runtime: Runtime):
    filled = fill(runtime)
    export = filled.ask()
    watch = build_in_child(runtime, filled.actor, export)
    assert filled.view(export).state in {"building", "ready"}
    watch.join(timeout=60)

    assert filled.view(export).state == "ready"


def test_more_than_may_build_at_once_wait_for_their_turn(runtime: Runtime, monkeypatch: pytest.MonkeyPatch):
    filled = fill(runtime)
    exports = [filled.ask() for _ in range(3)]
    monkeypatch.setattr(runtime.settings, "exports_at_once", 1)
    watches = [build_in_child(runtime, filled.actor, export) for export in exports]
    for watch in watches:
        watch.join(timeout=120)

    assert [filled.view(export).state for export in exports] == ["ready"] * 3


def test_an_export_without_a_sign_of_life_is_ended_and_one_with_it_is_not(runtime: Runtime, clock: TestClock):
    filled = fill(runtime)
    silent, alive = filled.ask(), filled.ask()
    clock.at += SILENCE
    with runtime.work() as work:
        show_life(work=work, export=alive)
        assert end_abandoned(work=work) == 1
    assert (filled.view(silent).state, filled.view(silent).reason) == ("refused", STOPPED)
    assert filled.view(alive).state == "building"


def test_what_nobody_builds_any_more_is_refused_at_start(runtime: Runtime):
    filled = fill(runtime)
    ready, abandoned = filled.build().id, filled.ask()

    assert refuse_abandoned(runtime) == 1
    assert (filled.view(abandoned).state, filled.view(abandoned).reason) == ("refused", STOPPED)
    assert filled.view(ready).state == "ready"
