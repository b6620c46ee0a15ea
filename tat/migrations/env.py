"""Run by Alembic: bring one database to the migrations, or compare it with the schema."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from tat.columns import Moment
from tat.database import open_tracker
from tat.schema import Base

ONE_AT_A_TIME = 84_2016
"""Key of the PostgreSQL lock that a second upgrade at the same moment waits for."""


def main() -> None:
    """Migrate the database that the configuration names. Logging is left as it is."""
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise ValueError("The migrations need `sqlalchemy.url`: see tat.database.alembic_config")
    engine = open_tracker(url).engine
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


def _migrate(connection: sa.Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # A table that is rebuilt is dropped in between; what points to it must bear that.
        _raw(connection, "PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        transactional_ddl=True,  # all of it or nothing, also on SQLite
    )
    with context.begin_transaction():
        if not is_sqlite:  # on SQLite the transaction itself holds the only pen
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        context.run_migrations()


def _raw(connection: sa.Connection, statement: str) -> None:
    """Say something to SQLite before a transaction begins."""
    driver: Any = connection.connection.driver_connection
    driver.execute(statement)


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our own types as what the database sees: a migration imports nothing that changes."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Moment) else False


main()
