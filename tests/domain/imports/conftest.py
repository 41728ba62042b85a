"""What tests of this area share."""

from tests.domain.imports.archives import desk

__all__ = ["desk"]
