"""What an operator sets: environment variables `TESTIMONIA_*`, each also as `TESTIMONIA_*_FILE`.

A secret is never in here with a default: secrets live in the host folder, made by `testimonia init`.
"""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "TESTIMONIA_"
OWN_FILES = {"PEPPER_FILE"}  # settings that are themselves a path


class Settings(BaseSettings):
    """The settings of one archive. Paths are made absolute; sizes are bytes; times are as named."""

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

    @property
    def folder(self) -> Path:
        """The data folder, absolute."""
        return self.data.expanduser().absolute()

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
        return self.url.startswith("sqlite")


def load(data: Path | None = None) -> Settings:
    """The settings from the environment; `data` (from `--data`) goes before `TESTIMONIA_DATA`.

    A variable `TESTIMONIA_X_FILE` names a file whose content becomes `TESTIMONIA_X`.
    Raises pydantic.ValidationError for a value that does not fit.
    """
    values: dict[str, str | Path] = {}
    for name, path in os.environ.items():
        field = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and field.endswith("_FILE") and field not in OWN_FILES:
            values[field.removesuffix("_FILE").lower()] = Path(path).read_text().strip()
    if data is not None:
        values["data"] = data
    return Settings(**values)  # type: ignore[arg-type]  # pydantic validates each
