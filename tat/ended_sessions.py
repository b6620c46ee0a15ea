"""Sign-ons that were ended before their time: whoever kept such a cookie is not signed on."""

import hashlib
from datetime import datetime

import sqlalchemy as sa

from tat.database import Tat, insert_new, look_up
from tat.schema import EndedSession


def end(tat: Tat, key: str, *, expires_at: datetime, now: datetime) -> None:
    """Put on record that a session was ended; those whose cookies have expired are forgotten."""
    tat.execute(sa.delete(EndedSession).where(EndedSession.expires_at <= now))
    insert_new(tat, EndedSession, [{"key_sha256": _sha256(key), "expires_at": expires_at}])


def is_ended(tat: Tat, key: str) -> bool:
    """Whether a session was ended."""
    return bool(look_up(tat, _ENDED, key_sha256=_sha256(key)))


_TABLE = EndedSession.__table__
_ENDED = sa.select(_TABLE.c.key_sha256).where(_TABLE.c.key_sha256 == sa.bindparam("key_sha256"))


def _sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
