"""Packs `migrations/` and `schemas/`, which stand at the top of a checkout, into the package as data."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

TOP = Path(__file__).parent


class BuildWithData(build_py):
    """Copies the data folders beside the package's modules, so that an installed wheel is whole."""

    def run(self) -> None:
        """Builds, then copies. An editable install reads the checkout's own folders instead."""
        super().run()
        if self.editable_mode:
            return
        for name in ("migrations", "schemas"):
            shutil.copytree(
                TOP / name,
                Path(self.build_lib) / "app" / name,
                dirs_exist_ok=True,
                ignore=shutil.ignore_patterns("__pycache__"),
            )


setup(cmdclass={"build_py": BuildWithData})
