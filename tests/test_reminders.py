"""Reminders and escalations of the morning's sweep, by business days.

The rules of these tests: a confirmation has 7 business days. Asked on Monday 21 November 2016 it
is due on Thursday 1 December: the 24th is Thanksgiving. Its reminder is owed 3 business days
before; silence is told to the Specialist 1 and to the Regional Program Manager 3 after; 5 after it
stands first in the weekly mail to OCC (tests/test_weekly.py).
"""

import pytest
import sqlalchemy as sa

from config.rules import Escalation
from config.vocabulary import Purpose, Role
from config.workdays import holidays_for
from tat.database import write
from tat.due_days import due_day
from tat.schema import Message, Notice
from tat.statuses import MessageState
from tests.scanning import asked_in

SPECIALIST = "greta.cypress@region8.scbc.example"
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
MANAGER = "emil.cedar@region8.example"
ADMINISTRATORS = ["hal.dogwood@co.example", "kira.gannet@mt.example", "nell.heron@vt.example"]

CONFIRMS = {"confirms": True}
LEVELS = (
    Escalation(after_days=1, to=Role.SPECIALIST),
    Escalation(after_days=3, to=Role.REGIONAL_MANAGER),
    Escalation(after_days=5, to=Role.OCC),
)


def with_our_rules(cycle, reminders=(3,)):
    return cycle.with_rule("confirmation", days=7, reminders=reminders, escalates=LEVELS)


def asked(cycle_at, **rules):
    """Three Administrators are asked on 21 November, and nobody anything else."""
    cycle = with_our_rules(cycle_at("affirmed"), **rules).at("2016-11-21 07:00")
    record_meetings(cycle)
    cycle.run(4).at("2016-11-21 08:00").mails()
    return cycle


def record_meetings(cycle) -> None:
    """The all-hands meetings are on record: nothing is told of them."""
    cycle.answer_all("meeting-record", {"held_on": "2016-11-16", "notes": "All were there."})


def told(cycle, purpose: str) -> list[str]:
    return sorted(address for _subject, address in cycle.told(purpose))


def swept(cycle, *days: str) -> list[tuple[int, int]]:
    """How many reminders and escalations are new, morning by morning."""
    return [cycle.at(f"{day} 07:30").sweep() for day in days]


# --- reminders


def test_a_confirmation_is_due_after_seven_business_days(cycle_at):
    due = [f"{row.due_on:%Y-%m-%d}" for row in asked(cycle_at).prompts("confirmation")]
    assert due == ["2016-12-01", "2016-12-01", "2016-12-01"]


def test_nobody_is_reminded_before_the_day(cycle_at):
    cycle = asked(cycle_at)
    mornings = swept(cycle, "2016-11-21", "2016-11-22", "2016-11-23", "2016-11-25")
    assert mornings == [(0, 0), (0, 0), (0, 0), (0, 0)]


def test_who_has_not_answered_is_reminded_three_business_days_before_the_due_date(cycle_at):
    cycle = asked(cycle_at)
    swept(cycle, "2016-11-28")
    assert told(cycle, "reminder") == ADMINISTRATORS


def test_a_reminder_of_the_last_day_comes_on_its_morning(cycle_at):
    cycle = asked(cycle_at, reminders=(0,))
    mornings = swept(cycle, "2016-11-30", "2016-12-01", "2016-12-02")
    assert mornings == [(0, 0), (3, 0), (0, 3)]


def test_a_reminder_comes_once(cycle_at):
    cycle = asked(cycle_at)
    mornings = swept(cycle, "2016-11-28", "2016-11-28", "2016-11-29", "2016-11-30", "2016-12-01")
    assert mornings == [(3, 0), (0, 0), (0, 0), (0, 0), (0, 0)]


def test_a_morning_that_was_missed_is_caught_up_once(cycle_at):
    cycle = asked(cycle_at)
    assert swept(cycle, "2016-11-30", "2016-12-01") == [(3, 0), (0, 0)]


def test_of_several_reminders_that_were_missed_the_newest_alone_is_caught_up(cycle_at):
    cycle = asked(cycle_at, reminders=(5, 3, 1))
    swept(cycle, "2016-11-29")
    rounds = [row["round"] for row in cycle.rows(Notice, Notice.purpose == Purpose.REMINDER)]
    assert rounds == [3, 3, 3]


def test_nobody_is_reminded_of_a_due_date_that_has_passed(cycle_at):
    cycle = asked(cycle_at)
    swept(cycle, "2016-12-02")
    assert told(cycle, "reminder") == []


def test_who_has_answered_is_not_reminded(cycle_at):
    cycle = asked(cycle_at).at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    swept(cycle, "2016-11-28")
    assert told(cycle, "reminder") == ["kira.gannet@mt.example", "nell.heron@vt.example"]


def test_nobody_is_reminded_on_the_day_of_asking(cycle_at):
    cycle = _asked_late(cycle_at, "2016-11-29 06:00")
    cycle.at("2016-11-29 08:00").mails()
    assert swept(cycle, "2016-11-29", "2016-11-30", "2016-12-01") == [(0, 0), (0, 0), (0, 0)]


def test_nobody_is_reminded_of_what_no_mail_has_asked_yet(cycle_at):
    """Asked on the evening of the 28th, the mail leaves on the 29th: the day of the reminder."""
    cycle = _asked_late(cycle_at, "2016-11-28 20:00")
    assert swept(cycle, "2016-11-29") == [(0, 0)]
    [mail] = cycle.at("2016-11-29 08:00").mails_to("hal.dogwood@co.example")
    assert "eminder" not in mail.get_body(("plain",)).get_content()
    assert swept(cycle, "2016-11-30", "2016-12-01") == [(0, 0), (0, 0)]


def _asked_late(cycle_at, moment: str):
    """Colorado alone was affirmed, and so late that its confirmation is due with the step."""
    cycle = with_our_rules(cycle_at("entered")).at("2016-11-19 07:00").run(3)
    cycle.at("2016-11-21 07:00").run(4)
    record_meetings(cycle)
    cycle.at(moment).answer("affirmation", CONFIRMS, state="CO")
    withdrawn = cycle.prompts("affirmation")
    cycle.run(3).run(4)
    for row in withdrawn:
        cycle.answer_prompt(row.id, {"confirms": False, "wishes": [{"text": "Not yet"}]})
    assert [f"{row.due_on:%m-%d}" for row in cycle.prompts("confirmation")] == ["12-02"]
    return cycle


@pytest.mark.process("8.2")
def test_many_questions_are_one_reminder_in_one_mail(cycle_at):
    cycle = cycle_at("intermediate").with_rule("package", days=2, reminders=(1,))
    cycle.at("2016-12-05 07:00").run(5).mails()
    swept(cycle, "2016-12-06")
    mails = cycle.at("2016-12-06 08:00").mails_to("theo.locust@ecqa.example")
    assert (told(cycle, "reminder"), len(mails)) == (
        ["anna.basswood@ncase.example"] * 3 + ["theo.locust@ecqa.example"] * 3,
        1,
    )


@pytest.mark.process("rule few mails")
def test_many_questions_on_one_sheet_are_one_item_with_one_link(cycle_at):
    cycle = cycle_at("intermediate").with_rule("package", days=2, reminders=(1,))
    cycle.at("2016-12-05 07:00").run(5).mails()
    swept(cycle, "2016-12-06")
    [mail] = cycle.at("2016-12-06 08:00").mails_to("theo.locust@ecqa.example")
    text = asked_in(mail)
    assert (text.count("A reminder:"), text.count("https://tacycle.example/l/")) == (1, 1)
    assert [text.count(f"- {state}") for state in ("Colorado", "Montana", "Vermont")] == [1, 1, 1]


def test_the_days_left_are_those_of_the_day_on_which_the_mail_leaves(cycle_at):
    """The reminder of the 28th is caught up on the 30th: one business day is left, not three."""
    cycle = asked(cycle_at)
    swept(cycle, "2016-11-30")
    [mail] = cycle.at("2016-11-30 08:00").mails_to("hal.dogwood@co.example")
    assert "There is 1 business day left." in said(mail)


def test_on_the_last_day_a_reminder_says_so(cycle_at):
    cycle = asked(cycle_at)
    swept(cycle, "2016-12-01")
    [mail] = cycle.at("2016-12-01 08:00").mails_to("hal.dogwood@co.example")
    assert "Today is the last day." in said(mail)


def said(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


def test_an_older_reminder_that_waits_is_taken_back_for_the_newer_one(cycle_at):
    """No mail left on the 28th; on the 30th one reminder leaves, not two."""
    cycle = asked(cycle_at, reminders=(3, 1))
    swept(cycle, "2016-11-28", "2016-11-30")
    rows = cycle.rows(Notice, Notice.purpose == Purpose.REMINDER)
    assert sorted((row["round"], row["state"]) for row in rows) == [
        *[(1, "waiting")] * 3,
        *[(3, "cancelled")] * 3,
    ]


# --- whose business days


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("administrator", "MT"),
        ("licensing-director", "MT"),
        ("specialist", None),
        ("regional-manager", None),
        ("occ", None),
        ("cor", None),
        ("center-lead", None),
        ("regional-partner", None),
    ],
)
def test_a_state_s_holidays_are_those_of_its_own_people(role, place):
    assert holidays_for(Role(role), "MT") == place


def test_a_manager_s_plan_of_montana_is_due_by_federal_days_and_an_administrator_s_by_montana_s(
    cycle_at,
):
    """General election day, 8 November 2016, is a holiday in Montana alone."""
    cycle = cycle_at("proposed").with_rule("affirmation", days=3, escalates=())
    cycle.at("2016-10-28 10:00").answer_all("officer-confirmation", cycle.accept_lines)
    cycle.at("2016-11-04 07:00").run(3).answer_all("entry", cycle.accept_lines)
    cycle.at("2016-11-04 18:00").run(3)
    [affirmation] = cycle.prompts("affirmation", state="MT")
    assert f"{affirmation.due_on:%m-%d}" == "11-09"
    administrator = due_day(
        cycle.declared.rules.prompt["confirmation"].model_copy(update={"days": 3}),
        affirmation.asked_at, last_day=None, zone="America/Denver",
        code=holidays_for(Role.ADMINISTRATOR, "MT"),
    )  # fmt: skip
    assert f"{administrator:%m-%d}" == "11-10"


# --- escalations


def test_the_first_silence_is_told_to_the_specialist_of_the_state(cycle_at):
    cycle = asked(cycle_at)
    swept(cycle, "2016-12-02")
    assert told(cycle, "escalation") == [SPECIALIST_OF_VERMONT, SPECIALIST, SPECIALIST]


def test_each_level_is_told_once_and_on_its_day(cycle_at):
    cycle = asked(cycle_at)
    mornings = swept(
        cycle, "2016-12-01", "2016-12-02", "2016-12-05", "2016-12-06", "2016-12-07", "2016-12-08",
        "2016-12-09",
    )  # fmt: skip
    assert [n_escalations for _, n_escalations in mornings] == [0, 3, 0, 3, 0, 0, 0]


def test_after_three_days_the_manager_of_the_region_is_told_and_occ_in_its_weekly_mail(cycle_at):
    cycle = asked(cycle_at)
    swept(cycle, "2016-12-08")
    assert told(cycle, "escalation") == sorted(
        [
            *("emil.cedar@region8.example", "emil.cedar@region8.example"),
            "asa.beech@region1.example",
            *(SPECIALIST, SPECIALIST, SPECIALIST_OF_VERMONT),
        ]
    )


def test_mornings_that_were_missed_are_caught_up_once(cycle_at):
    cycle = asked(cycle_at)
    assert swept(cycle, "2016-12-08", "2016-12-09") == [(0, 6), (0, 0)]


def test_who_has_two_of_the_roles_is_told_once_of_what_was_missed(cycle_at):
    """On the 8th, for the first time since the due date, the Specialist is also the manager."""
    cycle = asked(cycle_at)
    cycle.join(SPECIALIST, "regional-manager", "region 8")
    swept(cycle, "2016-12-08")
    told_of = cycle.rows(
        Notice, Notice.purpose == Purpose.ESCALATION,
        Notice.person_id == cycle.person_id(SPECIALIST),
    )  # fmt: skip
    assert [row["round"] for row in told_of] == [3, 3]  # Colorado and Montana


def test_who_is_silent_too_is_not_told_of_a_colleague_s_silence(cycle_at):
    """Two Administrators of Colorado are asked; one is also the manager of its region."""
    cycle = with_our_rules(cycle_at("affirmed")).at("2016-11-21 07:00")
    cycle.join(MANAGER, "administrator", "CO")
    cycle.run(4).at("2016-11-21 08:00").mails()
    swept(cycle, "2016-12-06")
    told_of = cycle.rows(
        Notice, Notice.purpose == Purpose.ESCALATION,
        Notice.person_id == cycle.person_id(MANAGER),
    )  # fmt: skip
    montana = cycle.prompt("confirmation", state="MT")
    assert [row["prompt_id"] for row in told_of] == [montana.id]
    assert len(cycle.prompts("confirmation", state="CO")) == 2


def test_each_level_reads_what_was_tried_before(cycle_at):
    """Asked on the 21st, reminded on the 28th, the Specialist told on 2 December."""
    cycle = asked(cycle_at)
    for day in ("2016-11-28", "2016-12-02", "2016-12-06"):
        swept(cycle, day)
        mails = cycle.at(f"{day} 08:00").mails_to("asa.beech@region1.example")
    text = said(mails[0])
    assert "Tried so far: reminded on November 28; told Elsa Catalpa on December 2" in text
    assert "Due on Thursday, December 1, 2016, 3 business days ago" in text


def test_a_mail_that_came_back_is_told(cycle_at):
    cycle = asked(cycle_at)
    with write(cycle.tracker) as tat:
        tat.execute(
            sa.update(Message)
            .where(Message.person_id == cycle.person_id("nell.heron@vt.example"))
            .values(state=MessageState.FAILED, fault="550 no such mailbox")
        )
    swept(cycle, "2016-12-02")
    [mail] = cycle.at("2016-12-02 08:00").mails_to(SPECIALIST_OF_VERMONT)
    assert "Tried so far: the mail of November 21 to Nell Heron came back" in said(mail)


def test_who_answers_late_is_not_told_of_any_more(cycle_at):
    cycle = asked(cycle_at)
    swept(cycle, "2016-12-02")
    for state in ("CO", "MT", "VT"):
        cycle.at("2016-12-05 10:00").answer("confirmation", CONFIRMS, state=state)
    assert swept(cycle, "2016-12-06", "2016-12-08") == [(0, 0), (0, 0)]
