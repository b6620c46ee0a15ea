"""Remember what was read of the record for as long as nobody writes: many tasks read the same."""

from collections.abc import Hashable
from typing import Any

import sqlalchemy as sa

from tat.database import REMEMBERED, Tat


def remembered(tat: Tat) -> dict[Hashable, Any]:
    """Give what this connection has read since the last change of any table, by whatever key.

    Who reads something puts it in, and must not change it afterwards. One change by anybody,
    committed or of this very transaction, and it is empty. SQLite alone can tell at no cost
    whether there was one; elsewhere it is always empty, and everything is read anew.
    """
    connection = tat.connection()
    if connection.dialect.name != "sqlite":
        return {}
    if tat.autoflush:
        tat.flush()  # as a query would: what waits in the session is a change too
    state = _state(connection)
    known = connection.info.get(REMEMBERED)
    if known is None or known[0] != state:
        known = connection.info[REMEMBERED] = (state, {})
    found: dict[Hashable, Any] = known[1]
    return found


def _state(connection: sa.Connection) -> tuple[int, int]:
    """Changes with every commit of another connection, and with every change of this one."""
    of_others = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    own: int = connection.connection.dbapi_connection.total_changes  # type: ignore[union-attr]  # of sqlite3
    return of_others, own
