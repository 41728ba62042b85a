"""A real archive with a case in it, for catalogues that catch up."""

from typing import Any

from app.domain.archive.actions import open_case
from app.domain.archive.founding import make_register
from app.domain.archive.records import add_claim, add_record, amend_record
from app.domain.search.queries import search
from app.domain.search.views import Question
from app.domain.work import Actor
from app.runtime import Runtime
from tests.people import found


def begin(runtime: Runtime) -> Actor:
    """A founded archive with its register; the founding member."""
    founder = found(runtime)
    with runtime.work() as work:
        make_register(work, founder)
    return founder


def claim(runtime: Runtime, actor: Actor, kind: str, content: dict[str, Any]) -> str:
    with runtime.work() as work:
        return add_claim(work=work, actor=actor, kind=kind, content=content).id


def unit(runtime: Runtime, actor: Actor, name: str = "First Patrol Company") -> str:
    source = claim(runtime, actor, "source", {"title": "Gazette 12"})
    return claim(runtime, actor, "unit", {"names": [{"text": name}], "citations": [{"source": source}]})


class Told:
    """A case with an individual and an account of these words."""

    def __init__(
        self,
        runtime: Runtime,
        actor: Actor,
        words: str = "They beat us with batons.",
        teams: tuple[str, ...] = (),
    ) -> None:
        self.runtime, self.actor = runtime, actor
        with runtime.work() as work:
            self.case = open_case(work=work, actor=actor, title="Yard", teams=teams).id
        self.individual = self.add("individual", {"pseudonym": "W-0001"})
        self.account = self.add("account", self.words(words))

    def words(self, text: str) -> dict[str, Any]:
        return {"individual": self.individual, "type": "full_interview", "narrative": [{"text": text}]}

    def add(self, kind: str, content: dict[str, Any]) -> str:
        with self.runtime.work() as work:
            return add_record(work=work, actor=self.actor, case=self.case, kind=kind, content=content).id

    def retell(self, text: str, expected: int = 1) -> None:
        with self.runtime.work() as work:
            amend_record(
                work=work,
                actor=self.actor,
                record=self.account,
                content=self.words(text),
                reason="Typing error.",
                expected=expected,
            )

    def identify(self, name: str) -> str:
        return self.add("identity", {"individual": self.individual, "names": [{"text": name}]})


def ask(runtime: Runtime, actor: Actor, **criteria: Any) -> set[str]:
    """The records that answer, asked in a unit of work of its own, as a door does."""
    with runtime.work(reads_only=True) as work:
        found = search(work=work, actor=actor, question=Question.model_validate(criteria))
    assert found.total == len(found.results)
    return {result.record for result in found.results}
