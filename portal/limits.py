"""How often somebody may ask for something, kept in memory: a restart forgives."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from threading import Lock

MOST_KNOWN = 10_000
"""So many askers are kept apart; then those who have not asked for longest are forgotten."""


class Limit:
    """At most so many within a time, for each asker."""

    def __init__(self, *, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._asked: dict[str, deque[datetime]] = defaultdict(deque)
        self._lock = Lock()

    def takes(self, who: str, *, now: datetime) -> bool:
        """Count one more; False, and it is not counted, where that is too many."""
        with self._lock:
            asked = self._asked[who]
            while asked and asked[0] <= now - self._within:
                asked.popleft()
            if len(asked) >= self._most:
                return False
            asked.append(now)
            if len(self._asked) > MOST_KNOWN:
                self._asked.pop(next(iter(self._asked)))
            return True
