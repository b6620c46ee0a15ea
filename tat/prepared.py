"""Statements that every answer makes: prepared once for SQLite, and handed to its driver itself.

SQLAlchemy looks through a statement each time that it is executed, which costs several times what
SQLite needs to do what it says. Reached by `look_up` and `change` in `tat/database.py`.
"""

import json
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler

Convert: TypeAlias = Callable[[Any], Any]
Reading: TypeAlias = sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]]
Changing: TypeAlias = sa.Insert | sa.Update

_DIALECT = sqlite.dialect()


@dataclass(frozen=True)
class Prepared:
    """A statement as SQLite takes it."""

    text: str
    names: Sequence[str]
    """Of its values, in the order of the text."""
    constants: Mapping[str, Any]
    to_sqlite: Mapping[str, Convert]
    """How values are kept, by name, where that is not as Python has them."""

    def run(self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> sqlite3.Cursor:
        """Execute it, once for each row of values."""
        driver: Any = connection.connection.dbapi_connection
        try:
            if len(rows) == 1:
                return driver.execute(self.text, self._sent(rows[0]))  # type: ignore[no-any-return]  # SQLAlchemy does not say whose driver it is
            return driver.executemany(self.text, map(self._sent, rows))  # type: ignore[no-any-return]  # as above
        except sqlite3.Error as error:  # SQLAlchemy has a class of the same name for each
            raise getattr(sa.exc, type(error).__name__)(self.text, None, error) from error

    def _sent(self, values: Mapping[str, Any]) -> list[Any]:
        given = {**self.constants, **values}
        return [
            to_sqlite(given[name]) if (to_sqlite := self.to_sqlite.get(name)) else given[name]
            for name in self.names
        ]


@dataclass(frozen=True)
class _Rows:
    """How the rows of a statement are made of what SQLite gives."""

    make: Callable[[Sequence[Any]], Any]
    from_sqlite: Sequence[tuple[int, Convert]]
    """By place in the row."""

    def row(self, found: Sequence[Any]) -> Any:
        values = list(found)
        for place, convert in self.from_sqlite:
            values[place] = convert(values[place])
        return self.make(values)


def rows(connection: sa.Connection, statement: Reading, values: Mapping[str, Any]) -> Sequence[Any]:
    """Read rows by a statement about tables; a value that is a list stands for its members."""
    found = _reading(statement).run(connection, [values]).fetchall()
    made = _rows(statement)
    return [made.row(row) for row in found]


@cache
def _reading(statement: Reading) -> Prepared:
    return _prepared(statement.compile(dialect=_DIALECT))


@cache
def changing(statement: Changing, columns: tuple[str, ...]) -> Prepared:
    """Prepare a statement that is given values under some names."""
    return _prepared(statement.compile(dialect=_DIALECT, column_keys=columns))


def _prepared(compiled: SQLCompiler) -> Prepared:
    text = str(compiled)
    to_sqlite: dict[str, Convert] = {}
    for name, bound in compiled.binds.items():
        convert = bound.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        if bound.expanding:  # as many as there are: SQLite takes them apart itself
            text = text.replace(f"(__[POSTCOMPILE_{name}])", "(SELECT value FROM json_each(?))")
            to_sqlite[name] = _as_json
        elif convert is not None:
            to_sqlite[name] = convert
    return Prepared(text, compiled.positiontup or (), compiled.params, to_sqlite)


@cache
def _rows(statement: Reading) -> _Rows:
    columns = statement.selected_columns
    row = namedtuple("row", " ".join(str(one.key) for one in columns), rename=True)  # type: ignore[misc]  # its names are those of the statement
    converts = [
        (place, convert)
        for place, column in enumerate(columns)
        if (convert := column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None))
    ]
    return _Rows(row._make, converts)


def _as_json(values: Any) -> str:
    return json.dumps(list(values))
