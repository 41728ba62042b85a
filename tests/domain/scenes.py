"""An archive with three people: who owns the case, a teammate, and one who must never see anything of it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.domain.archive.actions import open_case
from app.domain.archive.grants import grant_case
from app.domain.archive.records import add_claim, add_record
from app.domain.work import Actor
from app.runtime import Runtime, create_runtime, open_runtime
from app.settings import Settings
from tests.conftest import TestClock
from tests.people import found, join

SOURCE = {"title": "Nevaria Gazette 12", "type": "document"}
INDIVIDUAL = {"pseudonym": "W-0001", "roles": ["victim"]}
SECRET = "Zorana of Orsk-na-Nevi"


@dataclass
class Scene:
    """People, one case of the owner, and short ways to do things in a unit of work of their own."""

    runtime: Runtime
    owner: Actor
    teammate: Actor
    outsider: Actor
    case: str
    ids: dict[str, str] = field(default_factory=dict[str, str])

    def do(self, actor: Actor, deed: Callable[..., Any], **inputs: Any) -> Any:
        """One action or query in one unit of work."""
        with self.runtime.work() as work:
            return deed(work=work, actor=actor, **inputs)

    def add(
        self, kind: str, content: dict[str, Any], *, by: Actor | None = None, case: str | None = None
    ) -> str:
        """A record in the case; answers its id."""
        return self.do(by or self.owner, add_record, case=case or self.case, kind=kind, content=content).id

    def claim(self, kind: str, content: dict[str, Any], *, by: Actor | None = None) -> str:
        """A claim of the register; answers its id."""
        return self.do(by or self.owner, add_claim, kind=kind, content=content).id

    def individual(self) -> str:
        """The victim of the case."""
        return self.add("individual", INDIVIDUAL)

    def account(self, individual: str, *paragraphs: str) -> dict[str, Any]:
        """The content of an account."""
        return {
            "individual": individual,
            "type": "full_interview",
            "date": "2021-09-01",
            "language": "be",
            "narrative": [{"text": text} for text in paragraphs or ("They came at night.", SECRET)],
        }

    def grant(self, holder: Actor, *names: str) -> None:
        """Grants compartments of the case (both, if none are named)."""
        wanted = names or ("working", "identity")
        self.do(self.owner, grant_case, case=self.case, holder=holder.id, compartments=wanted)

    def another_case(self, actor: Actor | None = None) -> str:
        """A second case."""
        return self.do(actor or self.owner, open_case, title="Another case").id


@dataclass
class Template:
    """An archive that was made once, to be copied: making people takes as long as passphrases should."""

    folder: Path
    owner: Actor
    teammate: Actor
    outsider: Actor
    case: str

    @classmethod
    def make(cls, runtime: Runtime) -> "Template":
        """The three people, and the owner's case, granted to nobody else yet."""
        owner = found(runtime)
        teammate = join(runtime, owner, "documenter", name="Teammate")
        outsider = join(runtime, owner, "documenter", "investigator", "lawyer", "auditor", name="Outsider")
        with runtime.work() as work:
            case = open_case(work=work, actor=owner, title="Mill Street").id
        return cls(runtime.settings.folder, owner, teammate, outsider, case)

    def scene(self, runtime: Runtime) -> Scene:
        """The scene in an archive that is this one, or a copy of it."""
        return Scene(runtime, self.owner, self.teammate, self.outsider, self.case)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The archive to copy, in an SQLCipher file."""
    runtime = create_runtime(Settings(data=tmp_path_factory.mktemp("template") / "archive"), TestClock())
    made = Template.make(runtime)
    runtime.close()
    return made


@pytest.fixture
def scene(settings: Settings, clock: TestClock, template: Template) -> Iterator[Scene]:
    """The owner's case, granted to nobody else yet."""
    copies = settings.is_sqlite and settings.sqlcipher
    if copies:
        shutil.copytree(template.folder, settings.folder)
    runtime = open_runtime(settings, clock) if copies else create_runtime(settings, clock)
    yield (template if copies else Template.make(runtime)).scene(runtime)
    runtime.close()
