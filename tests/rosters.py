"""Applying a roster to a cycle under way, for the tests that ask for it by name."""

import csv

import pytest

from cli.roster import apply
from config.example_roster import example_roster
from config.roster import COLUMNS
from tasks.surroundings import use


@pytest.fixture
def applied(tmp_path, capsys):
    """Apply the example roster with some rows more, without some people; gives what is printed."""

    def run(cycle, *more: tuple[str, ...], without: tuple[str, ...] = (), **how) -> list[str]:
        rows = example_roster(cycle.declared.jurisdictions, cycle.declared.centers)
        file = tmp_path / "roster.csv"
        with file.open("w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(COLUMNS)
            writer.writerows(
                [getattr(row, name) for name in COLUMNS]
                for row in rows
                if row.address not in without
            )
            writer.writerows(more)
        with use(cycle.surroundings):
            assert (
                apply(file, database=cycle.tracker.url, **({"by": "ada.alder@occ.example"} | how))
                == 0
            )
        return capsys.readouterr().out.splitlines()

    return run
