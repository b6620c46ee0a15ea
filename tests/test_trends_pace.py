"""The pace of a cycle: who waited for whom, and days by step, worked out by hand."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from tasks.trends.frames import STEPS, WAITS, MissingColumns
from tasks.trends.pace import days_by_step, waits_by_person, waits_by_roles
from tasks.trends.waits import read_steps, read_waits
from tat.database import read
from tests.small_cycle import CYCLE

UNTIL = datetime(2016, 12, 1, 12, tzinfo=UTC)
ADMINISTRATOR, SPECIALIST, LEAD = "Administrator", "State Systems Specialist", "center lead"
BY_HAND = [  # step, asked, who waits, person, for what, asked and answered (day of November)
    (3, SPECIALIST, LEAD, (1, "Ada"), "region 8", 1, 3),
    (3, SPECIALIST, LEAD, (1, "Ada"), "region 8", 1, 8),
    (3, LEAD, SPECIALIST, (2, "Bo"), "NCASE", 10, 14),
    (4, ADMINISTRATOR, SPECIALIST, (3, "Cy"), "Ohio", 21, None),
    (4, ADMINISTRATOR, SPECIALIST, (4, "Di"), "Utah", 21, 22),
    (4, ADMINISTRATOR, SPECIALIST, (4, "Di"), "Utah", 21, 24),
    (4, ADMINISTRATOR, SPECIALIST, (4, "Di"), "Utah", 25, None),
]


def noon(day: int | None) -> datetime | None:
    return datetime(2016, 11, day, 12, tzinfo=UTC) if day else None


def waits(rows) -> pd.DataFrame:
    whole = [
        (step, party, waiting, *person, where, 8, noon(asked), noon(answered))
        for step, party, waiting, person, where, asked, answered in rows
    ]
    moment = pd.DatetimeTZDtype("us", "UTC")
    frame = pd.DataFrame(whole, columns=list(WAITS))
    return frame.astype({"asked_at": moment, "answered_at": moment})


def steps() -> pd.DataFrame:
    rows = [
        (3, "Alignment", date(2016, 10, 24), date(2016, 11, 18), date(2016, 10, 24),
         date(2016, 11, 19)),
        (4, "Confirmation", date(2016, 11, 21), date(2016, 12, 2), date(2016, 11, 21), None),
        (5, "Approval", date(2016, 12, 5), date(2016, 12, 19), None, None),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(STEPS), dtype=object)


def records(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.itertuples(index=False, name=None))


def test_each_role_kept_each_other_waiting_so_long():
    assert records(waits_by_roles(waits(BY_HAND), until=UNTIL)) == [
        # asked, waiting, answered, median, longest, open, oldest open
        (SPECIALIST, LEAD, 2, 4.5, 7.0, 0, None),
        (LEAD, SPECIALIST, 1, 4.0, 4.0, 0, None),
        (ADMINISTRATOR, SPECIALIST, 2, 2.0, 3.0, 2, 10.0),
    ]


def test_the_people_who_kept_others_waiting_longest_come_first():
    assert records(waits_by_person(waits(BY_HAND), until=UNTIL)) == [
        ("Cy", ADMINISTRATOR, "Ohio", 0, None, None, 1, 10.0),
        ("Ada", SPECIALIST, "region 8", 2, 4.5, 7.0, 0, None),
        ("Di", ADMINISTRATOR, "Utah", 2, 2.0, 3.0, 1, 6.0),
        ("Bo", LEAD, "NCASE", 1, 4.0, 4.0, 0, None),
    ]


def test_each_step_has_its_days_planned_and_taken_and_how_long_its_questions_waited():
    counted = days_by_step(steps(), waits(BY_HAND), until=UNTIL)
    assert records(counted.drop(columns=["name", "starts_on", "ends_on", "opened_on"])) == [
        # step, closed; planned, taken; answered, median, longest, open, oldest open
        (3, date(2016, 11, 19), 26, 26, 3, 4.0, 7.0, 0, None),
        (4, None, 12, None, 2, 2.0, 3.0, 2, 10.0),
        (5, None, 15, None, 0, None, None, 0, None),
    ]


def test_without_questions_nobody_waited():
    assert (
        records(waits_by_roles(waits([]), until=UNTIL)),
        records(waits_by_person(waits([]), until=UNTIL)),
    ) == ([], [])


def test_the_order_of_the_questions_does_not_matter():
    one, other = waits(BY_HAND), waits(BY_HAND[::-1])
    assert records(waits_by_roles(one, until=UNTIL)) == records(waits_by_roles(other, until=UNTIL))


def test_a_frame_without_its_columns_is_refused():
    with pytest.raises(MissingColumns):
        waits_by_roles(waits(BY_HAND).drop(columns="waiting"), until=UNTIL)


def test_the_record_knows_who_was_asked_for_whom_in_which_region(cycle_at):
    cycle = cycle_at("accurate")
    with read(cycle.tracker) as tat:
        found, days = read_waits(tat, CYCLE, cycle.declared.rules), read_steps(tat, CYCLE)
    asked = found[found["step"] == 2].groupby(["party", "waiting", "region"]).size()
    assert asked.to_dict() == {
        (ADMINISTRATOR, SPECIALIST, 1): 2,  # the call agreed on, the plan accurate
        (ADMINISTRATOR, SPECIALIST, 8): 4,
        (SPECIALIST, ADMINISTRATOR, 1): 2,  # the call proposed and recorded
        (SPECIALIST, ADMINISTRATOR, 8): 4,
    }
    assert records(days[["step", "starts_on", "ends_on", "opened_on", "closed_on"]])[:2] == [
        (1, date(2016, 8, 1), date(2016, 9, 2), date(2016, 8, 1), date(2016, 9, 3)),
        (2, date(2016, 9, 6), date(2016, 10, 21), date(2016, 9, 6), date(2016, 10, 22)),
    ]
