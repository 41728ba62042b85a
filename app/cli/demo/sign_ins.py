"""demo.json: how to sign in to the demo, and the ids to show.

The only archive whose passphrases are kept in a file: everything in it is invented. They are made anew for each
demo, so no two demos share one, and the file is readable by its owner alone.
"""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from app.errors import NotReady
from app.hostkeys import write_durably
from app.i18n import gettext as _

FILE = "demo.json"


class SignIn(BaseModel):
    """One fictional member: how to sign in, and what the member's roles are for."""

    login: str
    passphrase: str
    does: str


class Shown(BaseModel):
    """Something of the demo to point at: what it is, its id, its name."""

    what: str
    id: str
    name: str


class Demo(BaseModel):
    """What a demo knows of itself. `ready` is false while it is being built; the founding member comes first."""

    ready: bool = False
    members: list[SignIn] = []
    token: str = ""
    shown: list[Shown] = []


def read(folder: Path) -> Demo | None:
    """The demo in this folder; None when there is none. Raises NotReady where its file is damaged."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Demo.model_validate_json(path.read_bytes())
    except ValidationError:  # whose message shows what stands in the file
        raise NotReady(
            _(
                "{file} in {folder} is damaged. Remove this folder, or choose another: the demo is built anew."
            ).format(file=FILE, folder=folder)
        ) from None


def write(folder: Path, demo: Demo) -> None:
    """Keeps `demo` in this folder, mode 0600."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(folder / FILE, demo.model_dump_json(indent=2).encode())
