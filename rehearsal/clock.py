"""The simulated clock."""

from datetime import datetime


class Clock:
    """Shows the moment to which it was set; it never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The simulated moment, UTC."""
        return self._now

    def advance(self, moment: datetime) -> None:
        """Go on to a moment; one that has passed changes nothing."""
        self._now = max(self._now, moment)
