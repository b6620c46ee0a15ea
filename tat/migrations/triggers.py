"""What keeps the record from being changed: triggers on the tables that only grow.

A migration that rebuilds one of these tables on SQLite (batch mode) loses its triggers:
call `drop` before it and `add` after it.
"""

import sqlalchemy as sa

ONLY_GROW = ("ledger", "plan_version")
"""Tables whose rows are never changed and never removed."""


def add(connection: sa.Connection) -> None:
    """Have the database refuse to change or remove what stands in these tables."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(POSTGRESQL_FUNCTION))
    for table in ONLY_GROW:
        for statement in _statements(connection, table):
            connection.execute(sa.text(statement))


def drop(connection: sa.Connection) -> None:
    """Take the refusals away."""
    is_postgresql = connection.dialect.name == "postgresql"
    for table in ONLY_GROW:
        for act in ("change",) if is_postgresql else ("update", "delete"):
            of_table = f" ON {table}" if is_postgresql else ""
            connection.execute(sa.text(f"DROP TRIGGER {table}_refuses_{act}{of_table}"))
    if is_postgresql:
        connection.execute(sa.text("DROP FUNCTION refuse_change()"))


def _statements(connection: sa.Connection, table: str) -> list[str]:
    if connection.dialect.name == "postgresql":
        return [
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ]
    return [
        f"CREATE TRIGGER {table}_refuses_{act} BEFORE {act.upper()} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'The rows of {table} stay as they were written.'); END"
        for act in ("update", "delete")
    ]


POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The rows of % stay as they were written.', TG_TABLE_NAME;
END $$
"""
