"""Remember what was read of the record until somebody changes it: many tasks read the same."""

import re
from collections import ChainMap
from collections.abc import Hashable, MutableMapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

REMEMBERED = "tacycle_remembered"
"""Under which name a connection carries its memory."""

KEPT, HAS_CHANGED = "tacycle_kept", "tacycle_has_changed"
"""The same of what never changes, and whether the transaction has changed anything."""

Memory = dict[frozenset[str], dict[Hashable, Any]]
"""What was read, by the tables from which it was read."""

_CHANGES = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)")
_CHANGES_NOTHING = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|SAVEPOINT|RELEASE)\b")


def remembered(tat: Session, *tables: str) -> dict[Hashable, Any]:
    """Give what this connection has read of some tables since their last change, by whatever key.

    Who reads something puts it in, names every table that was looked at, and does not change it
    afterwards. One commit of anybody else, or one change of these tables by this connection, and
    it is empty. SQLite alone can tell at no cost whether there was one; elsewhere it is always
    empty, and everything is read anew.
    """
    connection = tat.connection()
    if connection.dialect.name != "sqlite":
        return {}
    if tat.autoflush:
        tat.flush()  # as a query would: what waits in the session is a change too
    version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    known = connection.info.get(REMEMBERED)
    if known is None or known[0] != version:
        known = connection.info[REMEMBERED] = (version, {})
    memory: Memory = known[1]
    return memory.setdefault(frozenset(tables), {})


def kept(tat: Session, table: str) -> MutableMapping[int, Any]:
    """Give what this connection has read of rows that never change once committed, by an id.

    Who reads more puts it in. What a transaction reads after a change of its own may still grow
    or be undone: that lasts for one look only. Not on SQLite nothing lasts, as in `remembered`:
    there a lower id may be committed after a higher one.
    """
    connection = tat.connection()
    if connection.dialect.name != "sqlite":
        return {}
    if tat.autoflush:
        tat.flush()
    rows: dict[int, Any] = connection.info.setdefault(KEPT, {}).setdefault(table, {})
    return ChainMap({}, rows) if connection.info.get(HAS_CHANGED) else rows


def has_ended(connection: sa.Connection) -> None:
    """The transaction of a connection is over."""
    if not connection.invalidated:
        connection.info.pop(HAS_CHANGED, None)


def forget(connection: sa.Connection) -> None:
    """Forget everything; a connection that was thrown away remembers nothing anyhow."""
    if not connection.invalidated:
        connection.info.pop(REMEMBERED, None)


def forget_changed(connection: sa.Connection, statement: str) -> None:
    """Forget what was read of the table that a statement changes; told of every statement."""
    if (changed := table_changed(statement)) is None:
        return
    connection.info[HAS_CHANGED] = True
    if (known := connection.info.get(REMEMBERED)) is None:
        return
    memory: Memory = known[1]
    for tables in [one for one in memory if changed in one or not changed]:
        del memory[tables]


@lru_cache(maxsize=1024)
def table_changed(statement: str) -> str | None:
    """The table that a statement changes; None for none; empty for what nobody can tell."""
    if _CHANGES_NOTHING.match(statement):
        return None
    found = _CHANGES.match(statement)
    return found[1] if found else ""
