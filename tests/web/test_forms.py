"""The forms of every kind: what is stored comes back as it was, what does not fit stays as it was typed."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.archive.actions import open_case
from app.domain.archive.queries import read_record
from app.domain.archive.records import add_claim, add_record
from app.domain.work import Actor
from app.records.kinds import CASE_KINDS, KINDS, dump, parse
from app.runtime import Runtime, create_runtime
from app.settings import Settings
from tests.api.filled import filled
from tests.people import found
from tests.web.paper import Page, Person

ENTERED = sorted(KINDS)


class Archive:
    """One archive, its founder at a desk, and one record of every kind to be named."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.founder = found(runtime)
        self.person = Person.at(runtime, self.founder)
        self.case = self.do(open_case, title="One").id
        self.ids: dict[str, str] = {}
        for kind in ("source", "unit", "place", "person", "posting", "incident", "recipient"):
            self.ids[kind] = self.claim(kind, filled(kind, lambda: "words", self.ids))
        self.ids["superior"] = self.claim("unit", filled("unit", lambda: "above", self.ids))
        self.ids["individual"] = self.add("individual", {"pseudonym": "W-0001"})
        for kind in ("account", "detention", "act"):
            self.ids[kind] = self.add(kind, filled(kind, lambda: "words", self.ids))

    def do(self, deed: Any, actor: Actor | None = None, **inputs: Any) -> Any:
        with self.runtime.work() as work:
            return deed(work=work, actor=actor or self.founder, **inputs)

    def claim(self, kind: str, content: dict[str, Any]) -> str:
        return self.do(add_claim, kind=kind, content=content).id

    def add(self, kind: str, content: dict[str, Any], case: str = "") -> str:
        return self.do(add_record, case=case or self.case, kind=kind, content=content).id

    def content(self, record: str) -> Any:
        return dict(self.do(read_record, record=record).content)

    def form(self, kind: str) -> Page:
        page = self.person.get(
            f"/cases/{self.case}/new/{kind}" if kind in CASE_KINDS else f"/register/new/{kind}"
        )
        assert page.status == 200, page.html
        return page


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive of this module."""
    yield Archive(
        create_runtime(
            Settings(data=tmp_path_factory.mktemp("forms") / "archive", origins="https://archive.example")
        )
    )


@pytest.mark.parametrize("kind", sorted(set(ENTERED) - {"evidence"}))
def test_every_field_of_a_kind_goes_through_its_form_and_comes_back(archive: Archive, kind: str) -> None:
    content = dump(parse(kind, filled(kind, lambda: "words", archive.ids)))
    add = archive.add if kind in CASE_KINDS else archive.claim
    record = add(kind, content)
    page = archive.person.get(f"/records/{record}/edit")
    assert page.status == 200, page.html
    assert len(page.ids) == len(set(page.ids)), "an id stands twice on the page"
    done = archive.person.send_fields(page, "save", {"form-reason": "A slip."})
    assert (done.status, done.location) == (303, f"/records/{record}"), done.html
    assert archive.content(record) == content
    assert archive.do(read_record, record=record).version == 2
