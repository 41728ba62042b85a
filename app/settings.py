"""What an operator sets: environment variables `TESTIMONIA_*`, each also as `TESTIMONIA_*_FILE`.

A secret is never in here with a default: secrets live in the host folder, made by `testimonia init`.
"""

import os
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.errors import NotReady

PREFIX = "TESTIMONIA_"
OWN_FILES = {"PEPPER_FILE"}  # settings that are themselves a path
SQLITE = "sqlite"


class Settings(BaseSettings):
    """The settings of one archive. Sizes are bytes; times are as named.

    Paths are made absolute here and nowhere else: what builds bundles runs in another folder, with these settings.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data: Path = Path("testimonia-data")
    database_url: str = ""
    storage_url: str = ""
    sqlcipher: bool = True
    pepper_file: Path | None = None
    session_idle_minutes: int = Field(default=30, ge=1)
    session_hours: int = Field(default=12, ge=1)
    token_days: int = Field(default=90, ge=1)
    invitation_days: int = Field(default=7, ge=1)
    max_json_bytes: int = 8 * 1024 * 1024
    max_file_bytes: int = 64 * 1024 * 1024 * 1024
    handler_threads: int = Field(default=8, ge=1)
    exports_at_once: int = Field(default=2, ge=1)
    # Only for archives whose TLS or onion front is on another name: the origins that pages may be opened from.
    origins: str = ""
    # Where the button "Leave at once" leads, such as a weather page; without one, to a blank page.
    leave_to: str = Field(default="", pattern=r"(https?://[^\s\"<>]+)?")

    @field_validator("data", "pepper_file")
    @classmethod
    def _absolute_path(cls, path: Path | None) -> Path | None:
        return None if path is None else _absolute(path)

    @field_validator("storage_url")
    @classmethod
    def _absolute_storage(cls, url: str) -> str:
        """A folder becomes a plain path; what has another scheme is left to whoever opens the store."""
        folder = url.removeprefix("file://")
        return str(_absolute(folder)) if folder and "://" not in folder else url

    @field_validator("database_url")
    @classmethod
    def _absolute_database(cls, url: str) -> str:
        """SQLite's file; servers, and what is no URL at all, are left to whoever opens the database."""
        if not url.startswith(SQLITE):
            return url
        try:
            parsed = make_url(url)
        except ArgumentError:
            return url
        if not parsed.database or parsed.database == ":memory:":
            return url
        path = str(_absolute(parsed.database))
        return parsed.set(database=path).render_as_string(hide_password=False)

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.data

    @property
    def host_folder(self) -> Path:
        """Where the keys of the host live: never in the database, never in a session backup."""
        return self.folder / "host"

    @property
    def pepper_path(self) -> Path:
        """Where the pepper is read from."""
        return self.pepper_file or self.host_folder / "pepper"

    @property
    def url(self) -> str:
        """The SQLAlchemy URL: SQLite in the data folder unless one is set."""
        return self.database_url or f"sqlite:///{self.folder / 'testimonia.db'}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the archive lives in the embedded database."""
        return self.url.startswith(SQLITE)


def load(data: Path | None = None) -> Settings:
    """The settings from the environment; `data` (from `--data`) goes before `TESTIMONIA_DATA`.

    A variable `TESTIMONIA_X_FILE` names a file whose content becomes `TESTIMONIA_X`. Raises pydantic.ValidationError
    for a value that does not fit, NotReady for a file that is not there or not text.
    """
    values: dict[str, str | Path] = {}
    for name, path in os.environ.items():
        field = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and field.endswith("_FILE") and field not in OWN_FILES:
            values[field.removesuffix("_FILE").lower()] = _content(name, Path(path))
    if data is not None:
        values["data"] = data
    return Settings(**values)  # type: ignore[arg-type]  # pydantic validates each


def _content(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):  # what it holds may be a secret: nothing of it is repeated
        raise NotReady(
            f"The file that {name} names is not there, cannot be read, or is not text. Check the path and its mode."
        ) from None


def _absolute(path: str | Path) -> Path:
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError:
        raise ValueError("there is no such home folder") from None
