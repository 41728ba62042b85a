"""Publishes what a record of each kind is: one JSON Schema (2020-12) a kind, and the vocabularies.

`python -m app.records.schemas [FOLDER]` writes them to `schemas/`. They travel in every bundle, so a schema
is named by a URN that leads nowhere (`urn:testimonia:schema:act:1`) and refers to nothing outside itself.
"""

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from app.records import case_vocabularies, vocabularies
from app.records.base import Content
from app.records.kinds import KINDS
from app.records.vocabulary import Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path("schemas")

VOCABULARIES = {
    value.name: value
    for module in (vocabularies, case_vocabularies)
    for value in vars(module).values()
    if isinstance(value, Vocabulary)
}


class _Published(GenerateJsonSchema):
    """The form in which contents are signed and exported: an absent field is left out, never null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def schema_id(model: type[Content]) -> str:
    """The name of a kind's schema, with its version."""
    return f"urn:testimonia:schema:{model.kind}:{model.schema_version}"


def schema_of(model: type[Content]) -> dict[str, Any]:
    """The JSON Schema of one kind."""
    schema = model.model_json_schema(by_alias=True, schema_generator=_Published, mode="validation")
    return {"$schema": DIALECT, "$id": schema_id(model)} | schema | {"title": model.label}


def publish(kinds: Collection[str] = KINDS) -> dict[str, str]:
    """Every file to publish, by its name; or those of these kinds."""
    files = {f"{kind}.json": schema_of(KINDS[kind]) for kind in KINDS if kind in kinds}
    files["vocabularies.json"] = {
        name: {
            "title": vocabulary.title,
            "terms": {
                term.code: {"labels": dict(term.labels)}
                | ({"definition": term.definition} if term.definition else {})
                for term in vocabulary.terms.values()
            },
        }
        for name, vocabulary in VOCABULARIES.items()
    }
    return {name: json.dumps(file, ensure_ascii=False, indent=2) + "\n" for name, file in files.items()}


def main(folder: Path) -> None:
    """Writes every file to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in publish().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
