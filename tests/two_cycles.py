"""Two cycles on one tracker: the first is delivered while the next one is planned.

The second cycle is declared with the days of the first, 104 weeks later, and both have the same
people. The first is declared to end with the year 2018, so that it is delivered all the while.
"""

import csv
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.declared import load
from config.example_roster import example_roster
from config.roster import make_roster
from tasks.cycles import start_cycle
from tasks.surroundings import Surroundings, use
from tat.database import write
from tat.schema import Cycle, Step
from tests.small_cycle import CYCLE, STATES, SmallCycle

NEXT = "2018-2020"
LATER = timedelta(weeks=104)
PROJECT = Path(__file__).parent.parent
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class NextCycle(SmallCycle):
    """The cycle of 2018-2020 on the tracker of another; its days are given as those of 2016."""

    cycle = NEXT

    def __init__(self, first: SmallCycle, folder: Path) -> None:
        self.__dict__ |= {**first.__dict__, "_stages": []}
        self.declared = load(NEXT, folder)
        self.surroundings = Surroundings(
            self.tracker, now=lambda: self.now, config_folder=folder
        )  # fmt: skip
        rows = example_roster(self.declared.jurisdictions, self.declared.centers)
        roster = make_roster(
            rows, self.declared.jurisdictions, self.declared.centers,
            regions=self.declared.regions, time_zone="America/New_York",
        )  # fmt: skip
        self.at("2016-08-01 06:00")
        start_cycle(self.surroundings, self.declared, roster)

    def at(self, moment: str) -> "NextCycle":
        super().at(moment)
        self.now += LATER
        return self

    def answer_prompt(self, prompt_id, content, **how):
        return super().answer_prompt(prompt_id, later(content), **how)


def later(value):
    """The same content with every day 104 weeks later."""
    if isinstance(value, dict):
        return {key: later(one) for key, one in value.items()}
    if isinstance(value, list):
        return [later(one) for one in value]
    if isinstance(value, str):
        return DAY.sub(lambda day: str(date.fromisoformat(day[0]) + LATER), value)
    return value


@pytest.fixture
def folder_of_both(tmp_path) -> Path:
    """Declarations of both cycles for the three states."""
    made = tmp_path / "declared"
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    shutil.copytree(PROJECT / "config", made, ignore=ignored)
    with (made / "jurisdictions.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    with (made / "jurisdictions.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows[:1] + [row for row in rows[1:] if row[0] in STATES])
    cycles = made / "cycles"
    text = (cycles / f"{CYCLE}.toml").read_text(encoding="utf-8")
    (cycles / f"{NEXT}.toml").write_text(later(text).replace(CYCLE, NEXT), encoding="utf-8")
    ending = text.replace("ends_on = 2018-09-30", "ends_on = 2018-12-31")
    (cycles / f"{CYCLE}.toml").write_text(ending, encoding="utf-8")
    return made


@pytest.fixture
def both_cycles(cycle_at, folder_of_both):
    """The first cycle is delivered since December 2016, and the second one begins."""
    first = cycle_at("final")
    first.surroundings = Surroundings(
        first.tracker, now=lambda: first.now, config_folder=folder_of_both
    )  # fmt: skip
    with use(first.surroundings):
        first.declared = first.surroundings.declared_for(CYCLE)
    with write(first.tracker) as tat:
        tat.execute(sa.update(Cycle).values(ends_on=date(2018, 12, 31)))
        tat.execute(sa.update(Step).where(Step.number > 5).values(ends_on=date(2018, 12, 31)))
    first.at("2016-12-20 07:00").run(5).run(6).run(7)
    first.at("2016-12-23 08:00").mails()
    return first, NextCycle(first, folder_of_both)
