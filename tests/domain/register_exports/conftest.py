"""The desk of the imports, for tables given out again."""

from tests.domain.imports.archives import desk

__all__ = ["desk"]
