"""Settings: paths mean the same wherever they are used; a file that names none of it is told by its setting."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.errors import NotReady
from app.settings import Settings, load


def test_relative_paths_are_of_the_folder_in_which_they_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    elsewhere.mkdir()
    monkeypatch.chdir(here)
    given = {
        "data": "archive",
        "pepper_file": "pepper",
        "storage_url": "objects",
        "database_url": "sqlite:///a.db",
    }
    settings = Settings.model_validate(given)
    unset = Settings()
    monkeypatch.chdir(elsewhere)

    assert (settings.folder, settings.pepper_path) == (here / "archive", here / "pepper")
    assert (settings.storage_url, settings.url) == (str(here / "objects"), f"sqlite:///{here / 'a.db'}")
    assert unset.folder == here / "testimonia-data"
    assert (unset.storage_url, unset.database_url, unset.pepper_file) == ("", "", None)
    assert Settings(**settings.model_dump(mode="json")) == settings


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("file://objects", "{here}/objects"),
        ("file:///srv/objects", "/srv/objects"),
        ("~/objects", "{home}/objects"),
        ("s3://bucket", "s3://bucket"),
    ],
)
def test_a_store_is_a_folder_or_has_a_scheme_of_its_own(
    given: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/nobody-in-particular")
    expected = meant.format(here=tmp_path, home="/home/nobody-in-particular")
    assert Settings(storage_url=given).storage_url == expected


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://who:what%40x@127.0.0.1/archive?sslmode=require",
        "sqlite://",
        "sqlite",
        "nonsense",
        "sqlite:////srv/archive.db?timeout=5",
    ],
)
def test_what_names_no_relative_file_stays_as_it_is(url: str) -> None:
    assert Settings(database_url=url).database_url == url


def test_a_home_folder_that_is_not_there_is_a_setting_that_does_not_fit() -> None:
    with pytest.raises(ValidationError):
        Settings(data=Path("~no-such-user-here/archive"))


@pytest.mark.parametrize("content", [None, b"\xff\xfeZapavetnaje"])
def test_a_file_that_cannot_be_read_is_told_by_the_name_of_its_setting(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "url"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("TESTIMONIA_DATABASE_URL_FILE", str(path))
    with pytest.raises(NotReady) as refused:
        load()
    assert "TESTIMONIA_DATABASE_URL_FILE" in refused.value.detail
    assert "Zapavetnaje" not in refused.value.detail and str(path) not in refused.value.detail


def test_a_file_gives_the_value_of_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "url").write_text("sqlite:////srv/archive.db\n")
    monkeypatch.setenv("TESTIMONIA_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert load(tmp_path).url == "sqlite:////srv/archive.db"
