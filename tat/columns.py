"""Column types that every table shares: moments in UTC, enums as checked text, JSON."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, stored without zone: SQLite keeps none."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Any,  # noqa: ARG002 - SQLAlchemy passes it by name
    ) -> datetime | None:
        """Refuse a naive moment; store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; moments in the tracker are aware")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Any,  # noqa: ARG002 - SQLAlchemy passes it by name
    ) -> datetime | None:
        """Give the moment back as aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def word(kind: type[StrEnum], name: str) -> sa.Enum:
    """A column of one vocabulary, kept as its value and checked by the database."""
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=48,
        values_callable=lambda members: [member.value for member in members],
    )
