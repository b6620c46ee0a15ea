"""Open the tracker's database; read from it, and write to it one writer at a time."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from tat import on_sqlite, prepared, remembered
from tat.on_sqlite import BUSY_SECONDS, READS
from tat.prepared import Changing, Reading
from tat.schema import LedgerHead

Tat: TypeAlias = Session
"""An open transaction on the tracker."""

MOST_KEPT = 40
"""How many connections a process keeps open: as many as threads of a web server use at once."""


@dataclass(frozen=True)
class Tracker:
    """The tracker's database, opened. SQLite by default, PostgreSQL by URL."""

    url: str
    engine: sa.Engine
    pen: Lock = field(default_factory=Lock, compare=False)
    """On SQLite, who writes in this process holds it. SQLite itself has a writer that waits look
    again after a while, and longer each time: the pen then lies idle between two of ours."""

    @cached_property
    def reading(self) -> sa.Engine:
        """The same database for transactions that only read."""
        options: dict[str, Any] = {READS: True}
        if self.engine.dialect.name == "postgresql":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return self.engine.execution_options(**options)


def open_tracker(url: str) -> Tracker:
    """Open the database at an SQLAlchemy URL. Makes no tables: see `upgrade`."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = sa.create_engine(url, pool_pre_ping=True)
        sa.event.listen(engine, "connect", _prepare_postgresql)
        return Tracker(url, engine)
    if (path := make_url(url).database) is not None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    is_file = make_url(url).database not in (None, "", ":memory:")
    # The newest first: it has its statements prepared, and remembers what was read.
    pool: dict[str, Any] = {"pool_size": MOST_KEPT, "pool_use_lifo": True} if is_file else {}
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **pool)
    on_sqlite.listen(engine)
    return Tracker(url, engine)


def upgrade(tracker: Tracker) -> None:
    """Bring the tables to the newest migration."""
    command.upgrade(alembic_config(tracker.url), "head")


def alembic_config(url: str) -> Config:
    """Where the migrations are, and for which database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@contextmanager
def read(tracker: Tracker) -> Iterator[Tat]:
    """A transaction that cannot write; it sees one state of the record from its first query on."""
    with Session(tracker.reading, autoflush=False) as tat:
        yield tat
        tat.rollback()


@contextmanager
def write(tracker: Tracker) -> Iterator[Tat]:
    """A transaction that writes: all of it or nothing. It holds the only pen.

    One inside another in the same process would wait for itself, and fails after BUSY_SECONDS.
    """
    with _pen(tracker), Session(tracker.engine) as tat:
        if tat.connection().dialect.name == "postgresql":  # on SQLite it has just begun IMMEDIATE
            tat.execute(sa.select(LedgerHead.id).with_for_update())
        yield tat
        tat.commit()


@contextmanager
def _pen(tracker: Tracker) -> Iterator[None]:
    """Wait for the other writers of this process; those of others SQLite keeps apart."""
    if tracker.engine.dialect.name != "sqlite":  # PostgreSQL wakes who waits by itself
        yield
        return
    if not tracker.pen.acquire(timeout=BUSY_SECONDS):
        raise sa.exc.OperationalError(
            "BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked")
        )
    try:
        yield
    finally:
        tracker.pen.release()


def look_up(tat: Tat, statement: Reading, **values: Any) -> Sequence[Any]:
    """Read rows by a statement about tables, made once, with its values.

    For what every answer asks: it costs a tenth of the same query made anew about classes. As
    before a query about classes, what waits in the session is written first.
    """
    if tat.autoflush:
        tat.flush()
    connection = tat.connection()
    if connection.dialect.name == "sqlite":
        return prepared.rows(connection, statement, values)
    return connection.execute(statement, values).all()


def change(tat: Tat, statement: Changing, rows: Sequence[Mapping[str, Any]]) -> int:
    """Change the record by a statement about tables, made once: once for each row of values.

    For what every answer writes. All rows have the same names; what waits in the session is
    written first. Returns how many rows it changed or made.
    """
    tat.flush()
    connection = tat.connection()
    if connection.dialect.name == "sqlite":
        return _changed(connection, statement, rows).rowcount
    options = {"preserve_rowcount": True}  # else an INSERT does not say it of several rows
    return connection.execute(statement, rows, execution_options=options).rowcount


def insert_one(tat: Tat, statement: sa.Insert, values: Mapping[str, Any]) -> int:
    """Insert a row in the same way; gives the id that the database chose for it."""
    tat.flush()
    connection = tat.connection()
    if connection.dialect.name == "sqlite":
        return _changed(connection, statement, [values]).lastrowid or 0
    key = connection.execute(statement, values).inserted_primary_key
    return int(key[0]) if key else 0


def _changed(
    connection: sa.Connection, statement: Changing, rows: Sequence[Mapping[str, Any]]
) -> sqlite3.Cursor:
    one = prepared.changing(statement, tuple(rows[0]))
    on_sqlite.refuse_change(connection, one.text)
    remembered.forget_changed(connection, one.text)
    return one.run(connection, rows)


def is_away(error: sa.exc.OperationalError) -> bool:
    """Whether a database server cannot be reached, or has broken off, rather than refuse something.

    SQLite is no server: where its file cannot be read, waiting mends nothing.
    """
    return isinstance(error.orig, psycopg.OperationalError)


def insert_new(tat: Tat, table: type[Any], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows, all but those whose unique key is there already; returns how many are new."""
    if not rows:
        return 0
    statement = _insert_new(tat.connection().dialect.name, table.__table__)
    return change(tat, statement, rows)


@cache
def _insert_new(dialect: str, table: sa.Table) -> sa.Insert:
    kinds = {"sqlite": sqlite, "postgresql": postgresql}
    statement: sa.Insert = kinds[dialect].insert(table).on_conflict_do_nothing()
    return statement


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    connection.commit()
