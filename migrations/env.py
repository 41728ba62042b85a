"""Runs migrations on the connection app.db.migrate gives; from the command line, on the archive's own."""

from typing import cast

from alembic import context
from sqlalchemy import Connection

from app.db import make_engine
from app.hostkeys import load_host_keys
from app.models import Base
from app.settings import load


def run(connection: Connection) -> None:
    """Migrates within the connection's transaction: a migration that fails changes nothing."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = cast("Connection | None", context.config.attributes.get("connection"))
if given is not None:
    run(given)
else:
    settings = load()
    engine = make_engine(settings, load_host_keys(settings).database_key)
    with engine.begin() as connection:
        run(connection)
    engine.dispose()
