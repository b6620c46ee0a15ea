"""What a page of the trends costs in CPU: of 56 states, with and without reading the record.

    python -m benchmarks.trends_page out/rehearsal/2016-2018/tracker.db

Takes a copy of the record. The goal is under 100 ms for each page, with reading.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from starlette.testclient import TestClient

from config.declared import load
from config.settings import Settings
from config.vocabulary import Role
from portal.app import make_app
from tasks.surroundings import Surroundings
from tat import links
from tat.database import Tracker, open_tracker, write
from tat.schema import Assignment, Person

CYCLE, ZONE = "2016-2018", ZoneInfo("America/New_York")
LOOKED_AT = datetime(2016, 11, 14, 10, tzinfo=ZONE)
"""The first morning of the all-hands meetings."""

SECRET = "a secret of thirty-two characters"  # noqa: S105 - of a copy that is thrown away
GOAL_MS, N_ROUNDS = 100, 9
CHOICES = ("", "?region=8", "?state=CO", "?region=8&priority=1", "?center=ECQA", "?type=brief")


def measure(tracker: Tracker, choices: tuple[str, ...] = CHOICES) -> dict[str, tuple[float, float]]:
    """Milliseconds of CPU of each page: with reading the record, and while nobody changes it."""
    surroundings = Surroundings(tracker=tracker, declared=load(CYCLE), now=lambda: LOOKED_AT)
    client = TestClient(make_app(surroundings, Settings(secret=SECRET)))
    link = _link(tracker)

    def look(choice: str) -> None:
        answer = client.get(f"{link}/trends{choice}")
        if answer.status_code != 200:
            raise SystemExit(f"{choice}: the page answered {answer.status_code}.")

    for choice in choices:  # templates are compiled, the first connection is made
        look(choice)
    return {
        choice: (
            _cpu_ms(partial(look, choice), before=partial(_touch, tracker)),
            _cpu_ms(partial(look, choice)),
        )
        for choice in choices
    }


def _cpu_ms(act: Callable[[], None], *, before: Callable[[], None] | None = None) -> float:
    """The median of several rounds."""
    found = []
    for _ in range(N_ROUNDS):
        if before is not None:
            before()
        begun = time.process_time()
        act()
        found.append((time.process_time() - begun) * 1000)
    return statistics.median(found)


def _touch(tracker: Tracker) -> None:
    """Change a word of the record, so that nothing of it is remembered."""
    with write(tracker) as tat:
        tat.execute(sa.update(Person).values(name=Person.name + ".").where(Person.id == 1))


def _link(tracker: Tracker) -> str:
    with write(tracker) as tat:
        occ = sa.select(Assignment.person_id).where(Assignment.role == Role.OCC)
        person_id = tat.scalars(occ).first()
        if person_id is None:
            raise SystemExit("Nobody of OCC is on record.")
        row = links.link_for(tat, person_id)
        token = links.unmask(tat, links.mask(row), SECRET.encode(), person_id=person_id)
    return f"/l/{token}"


def main() -> None:
    """Measure on a copy of a record, such as that of a rehearsal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("record", type=Path, help="the tracker.db of a rehearsal")
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copy(parser.parse_args().record, folder)
        tracker = open_tracker(f"sqlite:///{copied}")
        for choice, (reading, remembered) in measure(tracker).items():
            is_met = "" if reading < GOAL_MS else f"  above {GOAL_MS}"
            print(f"{choice or 'the nation':24}{reading:6.0f} ms {remembered:6.0f} ms{is_met}")
        tracker.engine.dispose()


if __name__ == "__main__":
    main()
