"""A real register that tables are taken into, with people who may and may not."""

import csv
import io
from typing import Any

import pytest

from app.domain.archive.queries import read_record
from app.domain.imports.actions import import_tables
from app.domain.imports.queries import preview_import
from app.domain.imports.views import ImportView
from app.domain.search.queries import search_register
from app.domain.search.views import RegisterQuestion
from app.domain.work import Actor
from app.runtime import Runtime
from tests.domain.catalogue.archives import begin


def as_csv(*rows: dict[str, str]) -> bytes:
    """Rows as a CSV file, with every column that one of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class Desk:
    """An archive with its founding member, and short ways to take tables in and look at what came of it."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime, self.founder = runtime, begin(runtime)

    def do(self, deed: Any, actor: Actor | None = None, **inputs: Any) -> Any:
        with self.runtime.work() as work:
            return deed(work=work, actor=actor or self.founder, **inputs)

    def look(self, data: bytes, format_: str = "posts", name: str = "posts.csv", **more: Any) -> ImportView:
        return self.do(preview_import, format_=format_, name=name, data=data, **more)

    def take(self, data: bytes, format_: str = "posts", name: str = "posts.csv", **more: Any) -> ImportView:
        return self.do(import_tables, format_=format_, name=name, data=data, **more)

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """Every entry of a kind: its content by its id."""
        with self.runtime.work() as work:
            who: dict[str, Any] = {"work": work, "actor": self.founder}
            found = search_register(**who, question=RegisterQuestion(kind=kind, limit=1000)).results
            return {one.record: dict(read_record(**who, record=one.record).content) for one in found}

    def one(self, kind: str, title: str) -> tuple[str, dict[str, Any]]:
        """The entry of a kind with this first name or title."""

        def named(content: dict[str, Any]) -> str:
            return content["names"][0]["text"] if content.get("names") else content.get("title", "")

        ((record, content),) = [pair for pair in self.all(kind).items() if named(pair[1]) == title]
        return record, content


@pytest.fixture
def desk(runtime: Runtime) -> Desk:
    return Desk(runtime)
