"""When the morning's sweep counts as missed."""

from datetime import UTC, date, datetime

import pytest

from tasks.surroundings import Surroundings, use
from tasks.sweeps import begin_sweep, note_sweep, sweep_is_missed, tell_of_missed_sweep
from tat.database import open_tracker, write
from tat.schema import Base, Cycle, Sweep

THURSDAY = datetime(2016, 9, 1, 11, 30, tzinfo=UTC)  # 07:30 in Washington
FRIDAY = datetime(2016, 9, 2, 11, 30, tzinfo=UTC)
CASES = [
    ("it ran this morning", datetime(2016, 9, 2, 18, tzinfo=UTC), FRIDAY, False),
    ("it may still come", datetime(2016, 9, 2, 14, 29, tzinfo=UTC), THURSDAY, False),
    ("three hours have passed", datetime(2016, 9, 2, 14, 30, tzinfo=UTC), THURSDAY, True),
    ("over a weekend", datetime(2016, 9, 4, 18, tzinfo=UTC), FRIDAY, False),
    ("on Labor Day", datetime(2016, 9, 5, 18, tzinfo=UTC), FRIDAY, False),
    ("on the day after Labor Day", datetime(2016, 9, 6, 18, tzinfo=UTC), FRIDAY, True),
    ("it never ran", datetime(2016, 9, 2, 18, tzinfo=UTC), None, True),
    ("before the cycle", datetime(2016, 8, 31, 18, tzinfo=UTC), None, False),
    ("after the cycle", datetime(2016, 9, 30, 18, tzinfo=UTC), FRIDAY, False),
]


@pytest.mark.parametrize(
    ("now", "last_at", "is_missed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_when_a_sweep_is_missed(tmp_path, now, last_at, is_missed):
    tracker = open_tracker(f"sqlite:///{tmp_path / 'tat.db'}")
    Base.metadata.create_all(tracker.engine)
    with write(tracker) as tat:
        tat.add(
            Cycle(
                name="c", title="", time_zone="America/New_York", starts_on=date(2016, 9, 1),
                ends_on=date(2016, 9, 16),
            )
        )  # fmt: skip
        tat.flush()
        if last_at is not None:
            tat.add(Sweep(cycle="c", at=last_at, n_reminders=0, n_escalations=0))
    assert sweep_is_missed(Surroundings(tracker, now=lambda: now), "c") is is_missed


def test_occ_is_told_once_of_a_morning_without_a_sweep(cycle_at):
    """The last sweep was on Tuesday; on Wednesday and Thursday none ran."""
    cycle = cycle_at("announced").at("2016-08-02 07:30")
    with use(cycle.surroundings):
        note_sweep(begin_sweep("2016-2018"), n_reminders=0, n_escalations=0)
    cycle.at("2016-08-04 12:00")
    for _ in range(2):
        tell_of_missed_sweep(cycle.surroundings, "2016-2018")
    assert cycle.told("sweep-missed") == [
        ("sweep of 2016-08-04", "ada.alder@occ.example"),
        ("sweep of 2016-08-04", "alma.ash@occ.example"),
        ("sweep of 2016-08-04", "amos.aspen@occ.example"),
    ]
    mail = cycle.mails_to("ada.alder@occ.example")[0]
    assert "Tuesday, August 2, 2016" in " ".join(mail.get_body(("plain",)).get_content().split())
