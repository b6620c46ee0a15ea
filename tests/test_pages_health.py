"""`/healthz`: 200 where all runs, 503 and what to do where the morning's reminders did not."""

from datetime import UTC, datetime

import pytest

from config.data_folder import DataFolder
from portal.loops import Turns
from tasks.surroundings import use
from tasks.sweeps import begin_sweep, note_sweep
from tests.pages import Pages

WHAT_TO_DO = (
    "This morning nobody was reminded in 2016-2018. On Prefect's page run the deployment "
    "2016-2018-sweep now (Quick run); if nothing runs there, stop tacycle up and start it again: "
    "it catches up."
)


@pytest.fixture
def pages(cycle_at, prefect_server, tmp_path):
    """An installation of which every part has just been heard of; its last sweep was on Tuesday."""
    cycle = cycle_at("announced").at("2016-08-02 07:30")
    with use(cycle.surroundings):
        note_sweep(begin_sweep("2016-2018"), n_reminders=0, n_escalations=0)
    DataFolder(tmp_path).runner_beat.touch()
    pages = Pages(cycle, data_folder=tmp_path)
    pages.app.state.turns = Turns(datetime.now(UTC), datetime.now(UTC))
    return pages


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2016-08-02 12:00", 200),
        ("2016-08-04 12:00", 503),  # Thursday
        ("2016-08-06 12:00", 200),  # Saturday: nobody is reminded anyway
    ],
)
def test_a_missed_sweep_is_not_well_and_says_what_to_do(pages, now, status):
    pages.cycle.at(now)
    answered = pages.get("/healthz")
    told = answered.json()
    is_well = status == 200
    assert (answered.status_code, told["is_well"]) == (status, is_well)
    assert {name: part["is_well"] for name, part in told.items()
            if name not in ("is_well", "cycles")} == {
        "database": True, "prefect": True, "runner": True, "waker": True, "postman": True,
        "sweep": is_well,
    }  # fmt: skip
    assert told["sweep"]["says"] == ("" if is_well else WHAT_TO_DO)
    assert told["cycles"]["2016-2018"] == {
        "swept_at": "2016-08-02T11:30:00+00:00", "is_sweep_missed": not is_well,
    }  # fmt: skip


def test_a_part_that_was_not_heard_of_is_not_well(pages):
    pages.app.state.turns = Turns(waker_at=datetime.now(UTC))
    answered = pages.get("/healthz")
    told = answered.json()
    assert (answered.status_code, told["postman"]["says"]) == (503, "not heard of yet")
