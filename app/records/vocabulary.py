"""Vocabularies: lists of stable codes with words for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from app.records.part import refuse


@dataclass(frozen=True)
class Term:
    """A code that never changes, its labels by language (English always), and what it means."""

    code: str
    labels: Mapping[str, str]
    definition: str = ""

    def label(self, language: str = "en") -> str:
        """The label in that language, or in English while nobody has translated it."""
        return self.labels.get(language, self.labels["en"])


class Vocabulary:
    """A named list of terms. As metadata of a field, `Annotated[str, UNIT_TYPES]`, it admits its codes
    alone."""

    def __init__(self, name: str, title: str, /, **terms: str | tuple[str, str]) -> None:
        """`terms` maps each code to its English label, or to the label and a definition."""
        self.name = name
        self.title = title
        self.terms = {
            code: Term(code, {"en": words})
            if isinstance(words, str)
            else Term(code, {"en": words[0]}, words[1])
            for code, words in terms.items()
        }

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order in which a form offers them."""
        return tuple(self.terms)

    def label(self, code: str, language: str = "en") -> str:
        """The label of one of the codes."""
        return self.terms[code].label(language)

    def check(self, code: str) -> str:
        """The same code. Refuses one that is not in the list, and names those that are."""
        if code not in self.terms:
            raise refuse(f"Choose one of the known codes: {', '.join(self.terms)}.")
        return code

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"enum": list(self.terms)}
