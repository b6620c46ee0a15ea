"""What SQLite must be told, and told apart, for the record to keep its promises on it."""

import sqlite3
import time
from typing import Any

import sqlalchemy as sa

from tat import remembered

READS = "tacycle_reads"
"""The option of an engine whose transactions only read."""

BUSY_SECONDS = 60
"""How long a writer waits for another one before it gives up."""

PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "recursive_triggers = ON",  # else INSERT OR REPLACE removes a row behind its trigger's back
)


def listen(engine: sa.Engine) -> None:
    """Have every connection of an engine begin, remember, forget and end as the record needs."""
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "checkin", _end_transaction)
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "before_cursor_execute", _look_before)
    sa.event.listen(engine, "after_cursor_execute", _forget_changed)
    sa.event.listen(engine, "rollback", _forget)
    sa.event.listen(engine, "rollback", remembered.has_ended)
    sa.event.listen(engine, "commit", remembered.has_ended)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would start too late
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _use_wal(connection)


def _end_transaction(connection: Any, _record: Any) -> None:
    """Undo what a commit left open that failed: SQLAlchemy holds it to be over, SQLite does not."""
    if connection is not None and connection.in_transaction:
        connection.rollback()


def _use_wal(connection: Any) -> None:
    """Have readers and the writer not wait for each other.

    For this change SQLite does not wait by itself: while another process holds the file, as on
    the very first upgrade of two at once, it refuses at once.
    """
    give_up_at = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: sa.Connection) -> None:
    # Deferred writers fail as locked or fork the ledger; IMMEDIATE takes the pen at once.
    connection.exec_driver_sql("BEGIN" if _is_reading(connection) else "BEGIN IMMEDIATE")


def refuse_change(connection: sa.Connection, statement: str) -> None:
    """Refuse a change in a transaction that reads.

    SQLite's own `query_only` does so too, but to switch it makes every prepared statement of the
    connection void: they were prepared anew in each transaction.
    """
    if _is_reading(connection) and remembered.table_changed(statement) is not None:
        cause = sqlite3.OperationalError("attempt to write in a readonly transaction")
        raise sa.exc.OperationalError(statement, None, cause)


def _look_before(
    connection: sa.Connection, _cursor: Any, statement: str, *_parameters: Any
) -> None:
    refuse_change(connection, statement)


def _forget(connection: sa.Connection) -> None:
    """Drop what was read among changes that are undone: SQLite does not count the undoing."""
    if not _is_reading(connection):
        remembered.forget(connection)


def _forget_changed(
    connection: sa.Connection, _cursor: Any, statement: str, *_parameters: Any
) -> None:
    remembered.forget_changed(connection, statement)


def _is_reading(connection: sa.Connection) -> bool:
    return bool(connection.get_execution_options().get(READS, False))
