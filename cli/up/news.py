"""What happens while everything is up, one line each: on the screen and in the log."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from tasks.logs import mask_tokens
from tat.database import Tracker, read
from tat.schema import Step
from tat.statuses import StepState

LOOK_SECONDS = 2.0
IN_WORDS = {StepState.OPEN: "is open", StepState.CLOSED: "is closed", StepState.AHEAD: "is ahead"}

Say = Callable[[str], None]


def teller(log: Path) -> Say:
    """Make the way to tell something: a line with the time of day."""

    def say(sentence: str) -> None:
        line = f"{datetime.now().astimezone():%H:%M:%S}  {mask_tokens(sentence)}"
        print(line, flush=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return say


class StepNews:
    """Tells when a step opens or closes, or a cycle comes on record."""

    def __init__(self, tracker: Tracker, say: Say) -> None:
        self._tracker = tracker
        self._say = say
        self._known = self._states()
        self._looked_at = time.monotonic()

    def look(self) -> None:
        """Tell what has changed since the last look, every now and then."""
        if time.monotonic() < self._looked_at + LOOK_SECONDS:
            return
        self._looked_at = time.monotonic()
        try:
            found = self._states()
        except sa.exc.DBAPIError as error:
            self._say(f"The tracker does not answer ({type(error.orig).__name__}).")
            return
        for (cycle, number), (state, name) in found.items():
            if self._known.get((cycle, number), (StepState.AHEAD, ""))[0] is not state:
                self._say(f"Step {number} of {cycle} {IN_WORDS[state]}: {name}.")
        self._known = found

    def _states(self) -> dict[tuple[str, int], tuple[StepState, str]]:
        rows = sa.select(Step.cycle, Step.number, Step.state, Step.name)
        with read(self._tracker) as tat:
            found = tat.execute(rows.order_by(Step.cycle, Step.number))
            return {(one.cycle, one.number): (one.state, one.name) for one in found}
