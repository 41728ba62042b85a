"""Contents with every field filled, made from the published schemas: a field added to a kind is filled at once."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.conftest import REPOSITORY

DAY = "2021-03-07"
DATES = {"first_precise": DAY, "last_precise": DAY, "starts": True, "ends": True}
SHAPED = {  # fields whose text has a form of its own, and that no vocabulary lists
    "language": "be",
    "languages": "be",
    "script": "Cyrl",
    "jurisdiction": "DE",
    "jurisdictions": "DE",
    "time_zone": "+03:00",
    "at": "0:14:05",
    "until": "0:14:09",
    "sha256": "ab" * 32,
    "supports": "names",
    "media_type": "text/plain",
}
Words = Callable[[], str]


def filled(kind: str, words: Words, ids: Mapping[str, str]) -> dict[str, Any]:
    """One content of `kind` with every field filled: free texts from `words`, references from `ids` by kind.

    Where a part wants exactly one of several fields, it has the first for which there is an id.
    """
    schema = json.loads((REPOSITORY / "schemas" / f"{kind}.json").read_text())
    content = _Filler(schema.get("$defs", {}), words, ids).part(schema)
    assert content is not None, f"{kind} needs an id that is not there yet"
    if kind == "relation":
        content["superior"] = ids["superior"]  # no unit is above itself
    return content | OTHERWISE.get(kind, {})


OTHERWISE: dict[str, dict[str, Any]] = {
    "person": {"unidentified": False},
    "account": {"type": "full_interview"},
}
"""Where one field decides what another may be."""


class _Filler:
    def __init__(self, definitions: dict[str, Any], words: Words, ids: Mapping[str, str]) -> None:
        self.definitions, self.words, self.ids = definitions, words, ids

    def part(self, schema: dict[str, Any]) -> dict[str, Any] | None:
        """A part with every field; nothing where it needs a reference to a kind that has no id yet."""
        fields = dict(schema["properties"])
        alternatives = [choice["required"][0] for choice in schema.get("oneOf", [])]
        for name in alternatives[1:]:
            del fields[name]
        values = {name: self.value(name, field) for name, field in fields.items()}
        given = {name: value for name, value in values.items() if value is not None}
        return given if set(schema.get("required", ())) <= set(given) else None

    def value(self, name: str, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            target = schema["$ref"].rsplit("/", 1)[1]
            return dict(DATES) if target == "Dates" else self.part(self.definitions[target])
        if "anyOf" in schema or "oneOf" in schema:
            choices = [
                choice for choice in schema.get("anyOf", schema.get("oneOf")) if choice.get("type") != "null"
            ]
            lists = [choice for choice in choices if choice.get("type") == "array"]
            return self.value(name, (lists or choices)[0])
        if "const" in schema:
            return schema["const"]
        kind = schema["type"]
        if kind == "array":
            element = self.value(name, schema["items"])
            return None if element is None else [element]
        if kind == "object":
            return self.part(schema)
        return self.text(name, schema) if kind == "string" else self.number(name, kind)

    def number(self, name: str, kind: str) -> Any:
        if kind == "boolean":
            return True
        if kind == "number":
            return 0.5
        return 2 if name == "end" else 1

    def text(self, name: str, schema: dict[str, Any]) -> str | None:
        if "$comment" in schema:
            kinds = schema["$comment"].removeprefix("The id of: ").removesuffix(".").split(" or ")
            kinds = ["account"] if kinds == ["record of a case"] else kinds
            return next((self.ids[kind] for kind in kinds if kind in self.ids), None)
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("format") == "date":
            return DAY
        pattern = schema.get("pattern", "")
        if not pattern:
            return self.words()
        if name in SHAPED:
            return SHAPED[name]
        if pattern.startswith("^(?:https"):
            return f"https://example.org/{self.words()}"
        if pattern == "^(?:[A-Z]{2})$":
            return "DE"
        return "14:05" if ":" in pattern and "[0-5]" in pattern else self.words()
