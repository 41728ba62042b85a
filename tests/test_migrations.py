"""Every revision up and down, with data in the tables, and no difference between migrations and models."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, insert, inspect, select

from app.db import make_engine, migrate, migrations_folder
from app.hostkeys import make_host_keys
from app.models import Base
from app.settings import Settings
from tests.conftest import REPOSITORY, STORES

DATABASE_KEY = b"k" * 32


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An empty database on the store under test."""
    made = make_engine(settings, DATABASE_KEY)
    yield made
    made.dispose()


def config_for(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def example(table: Table) -> dict[str, object]:
    """A row that fills every column; every reference is to the one row `a` of the other table."""
    values: dict[type, object] = {
        int: 1,
        str: "a",
        bytes: b"\x00\xff",
        bool: True,
        object: datetime(2026, 3, 2, 12, 0, tzinfo=UTC),  # UtcDateTime names no Python type of its own
    }
    return {column.name: values[column.type.python_type] for column in table.columns}


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_up_with_data_down_and_up_again(engine: Engine) -> None:
    migrate(engine)
    tables = Base.metadata.sorted_tables
    with engine.begin() as connection:
        for table in tables:
            connection.execute(insert(table), example(table))
    migrate(engine)  # a second time changes nothing
    with engine.begin() as connection:
        for table in tables:
            assert connection.execute(select(table)).mappings().one() == example(table), table.name
    with engine.begin() as connection:
        command.downgrade(config_for(connection), "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(engine)
    with engine.begin() as connection:
        assert all(connection.execute(select(table)).first() is None for table in tables)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_migration_that_fails_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE export_case (id TEXT)")  # one of the last that 0001 makes
    with pytest.raises(Exception, match="export_case"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["export_case"]


def test_the_command_line_migrates_the_archive_of_the_environment(settings: Settings) -> None:
    host = make_host_keys(settings)
    environment = {**os.environ, "TESTIMONIA_DATA": str(settings.folder)}
    ran = subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"], cwd=REPOSITORY, env=environment, check=False
    )
    assert ran.returncode == 0
    opened = make_engine(settings, host.database_key)
    assert "version" in inspect(opened).get_table_names()
    opened.dispose()
