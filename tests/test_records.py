"""7.2: stale and incomplete records are listed, and asked about twice a year.

Colorado's plan has the needs 1 and 2; ECQA answers the first with activity 7, NCASE the second
with activity 8. Plans became final on 8 December 2016.
"""

from datetime import date

import pytest

from cli.records import records
from tasks.surroundings import use
from tat.database import read, write
from tat.record_reading import plan_records
from tat.records import find
from tat.refusals import Refused
from tat.schema import Line, ProgressMark

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
LEAD_OF_NCASE = "anna.basswood@ncase.example"

NO_WORD_ON_7 = "Activity 1, Coaching of licensing staff: no word on it since December 8, 2016"
NO_WORD_ON_8 = "Activity 2, Coaching of licensing staff: no word on it since December 8, 2016"
TEXTS = {1: "Need 1, Help with background checks", 2: "Need 2, More school-age care"}


def mark(cycle, line_id, progress, *, expected=None) -> None:
    with write(cycle.tracker) as tat:
        tat.add(
            ProgressMark(
                line_id=line_id, progress=progress, on=cycle.now.date(), expected_on=expected,
                note="", by_person_id=1, at=cycle.now,
            )
        )  # fmt: skip


def found(cycle, state="CO", *, today: date) -> list[str]:
    with read(cycle.tracker) as tat:
        record = next(one for one in plan_records(tat, "2016-2018") if
                      one.plan.jurisdiction == state)  # fmt: skip
        return [one.says for one in find(record, today=today, stale_after_months=6)]


@pytest.mark.process("7.2")
@pytest.mark.parametrize(("today", "expected"), [
    (date(2017, 6, 7), []), (date(2017, 6, 8), [NO_WORD_ON_7, NO_WORD_ON_8]),
])  # fmt: skip
def test_an_activity_without_a_word_for_six_months_is_stale(cycle_at, today, expected):
    assert found(cycle_at("delivery"), today=today) == expected


@pytest.mark.process("7.2")
def test_of_a_draft_only_its_status_is_asked_about(cycle_at):
    """Its needs are not agreed yet: nothing has to answer them."""
    assert found(cycle_at("drafted"), today=date(2017, 6, 8)) == ["The plan is still draft initial"]


@pytest.mark.process("7.2")
def test_a_mark_is_a_word_and_it_grows_stale_too(cycle_at):
    cycle = cycle_at("delivery").at("2017-03-01 10:00")
    mark(cycle, 7, "under way")
    assert found(cycle, today=date(2017, 8, 31)) == [NO_WORD_ON_8]
    assert found(cycle, today=date(2017, 9, 1)) == [
        "Activity 1, Coaching of licensing staff: no word on it since March 1, 2017", NO_WORD_ON_8
    ]  # fmt: skip


@pytest.mark.process("7.2")
def test_an_activity_past_its_expected_day_is_asked_about_from_the_next_day_on(cycle_at):
    cycle = cycle_at("delivery").at("2017-03-01 10:00")
    mark(cycle, 7, "delayed", expected=date(2017, 4, 28))
    assert found(cycle, today=date(2017, 4, 28)) == []
    assert found(cycle, today=date(2017, 4, 29)) == [
        "Activity 1, Coaching of licensing staff: was expected by April 28, 2017, and is not done"
    ]


@pytest.mark.process("7.2")
@pytest.mark.parametrize(("progress", "says"), [
    ("done", "all is delivered, and the need still stands"),
    ("dropped", "every activity for it was dropped"),
])  # fmt: skip
def test_a_need_whose_activities_are_over_is_asked_about(cycle_at, progress, says):
    cycle = cycle_at("delivery").at("2017-03-01 10:00")
    mark(cycle, 8, progress)
    assert found(cycle, today=date(2017, 4, 28)) == [f"{TEXTS[2]}: {says}"]


@pytest.mark.process("7.2")
def test_a_need_without_any_activity_is_asked_about(cycle_at):
    cycle = cycle_at("delivery")
    with write(cycle.tracker) as tat:
        tat.get_one(Line, 7).state = "withdrawn"
    assert found(cycle, today=date(2017, 1, 10)) == [f"{TEXTS[1]}: no activity answers it"]


@pytest.mark.process("7.2")
def test_a_plan_that_was_never_converted_and_a_role_that_nobody_has_are_asked_about(cycle_at):
    cycle = cycle_at("confirmed")
    cycle.leave("licensing-director", "CO")
    assert found(cycle, today=date(2017, 6, 20)) == [
        "Nobody on record is Licensing Director", "The plan is still initial"
    ]  # fmt: skip


# --- asking


def at_first_check(cycle_at):
    cycle = cycle_at("delivery").at("2017-06-19 10:00")
    for line_id in (7, 9, 10, 11, 12):
        mark(cycle, line_id, "under way")
    return cycle.at("2017-06-20 07:30").run(7)


@pytest.mark.process("7.2")
def test_the_specialist_is_asked_about_what_is_stale_and_about_nothing_else(cycle_at):
    cycle = at_first_check(cycle_at)
    assert [
        (row.jurisdiction, row.address, list(row.why["found"].values()))
        for row in cycle.prompts("record-check")
    ] == [("CO", SPECIALIST, [NO_WORD_ON_8])]


@pytest.mark.process("7.2")
def test_a_region_has_one_sheet(cycle_at):
    cycle = cycle_at("delivery").at("2017-06-20 07:30").run(7)
    colorado, montana, vermont = cycle.prompts("record-check")
    assert colorado.sheet_id == montana.sheet_id != vermont.sheet_id


@pytest.mark.process("7.2")
def test_what_goes_stale_between_two_checks_waits_for_the_next_one(cycle_at):
    cycle = at_first_check(cycle_at).at("2017-07-03 10:00")
    mark(cycle, 11, "done")
    cycle.run(7)
    assert [row.jurisdiction for row in cycle.prompts("record-check")] == ["CO"]


@pytest.mark.process("7.2")
def test_the_next_check_asks_again_but_not_about_what_was_said_to_be_right(cycle_at):
    cycle = at_first_check(cycle_at).at("2017-06-21 10:00")
    mark(cycle, 8, "done")
    mark(cycle, 7, "done")
    cycle.answer("record-check", {"is_accurate": True, "note": "Marked now"})
    cycle.at("2017-12-20 07:30").run(7)
    cycle.answer_all("record-check", {"is_accurate": True})
    before = [row.round for row in cycle.prompts("record-check", state="CO", stands="answered")]
    cycle.at("2018-06-20 07:30").run(7)
    assert (before, [row.jurisdiction for row in cycle.prompts("record-check")]) == (
        [1, 2], ["MT", "VT"]
    )  # fmt: skip


@pytest.mark.process("7.2")
def test_what_is_not_accurate_leads_to_a_revision(cycle_at):
    cycle = at_first_check(cycle_at).at("2017-06-21 10:00")
    receipt = cycle.answer("record-check", {"is_accurate": False, "note": "NCASE has begun"})
    cycle.run(7)
    assert [(row.jurisdiction, row.why) for row in cycle.prompts("revision")] == [
        ("CO", {"answer": receipt.answer_id})
    ]


@pytest.mark.process("7.2", "8.2")
def test_the_mail_names_what_is_stale(cycle_at):
    cycle = at_first_check(cycle_at)
    (mail,) = cycle.at("2017-06-20 08:30").mails_to(SPECIALIST)
    assert NO_WORD_ON_8 in " ".join(mail.get_body(("plain",)).get_content().split())


@pytest.mark.process("7.2")
def test_the_command_lists_them_at_any_time_for_a_region(cycle_at, tmp_path, capsys):
    cycle = cycle_at("delivery").at("2017-06-08 10:00")
    mark(cycle, 7, "under way")
    with use(cycle.surroundings):
        records(region=8, database=f"sqlite:///{tmp_path / 'tat.db'}")
    assert capsys.readouterr().out.splitlines() == [
        "Colorado",
        f"  {NO_WORD_ON_8}",
        "Montana",
        f"  {NO_WORD_ON_7}",
        f"  {NO_WORD_ON_8}",
        "2 plans with stale or incomplete records",
    ]


def test_a_region_without_states_is_refused(cycle_at, tmp_path):
    cycle = cycle_at("delivery")
    with use(cycle.surroundings), pytest.raises(Refused) as refusal:
        records(region=99, database=f"sqlite:///{tmp_path / 'tat.db'}")
    assert str(refusal.value) == (
        "Nothing was listed: the cycle 2016-2018 has no states in a region 99; choose one of 1, 8."
    )
