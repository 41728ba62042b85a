"""The scene of three people and one case."""

from tests.domain.scenes import scene, template

__all__ = ["scene", "template"]
