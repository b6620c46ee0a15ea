"""The weekly mail to OCC: all that is overdue, and the head of the ledger.

Three confirmations were asked on Monday 21 November 2016 and are due on Thursday 1 December. They
come to OCC 5 business days later, on Thursday the 8th; the week ends on Friday the 9th.
"""

from datetime import date

import pytest

from config.rules import Escalation
from config.vocabulary import Purpose, Role
from config.workdays import last_week_end
from tat.database import read
from tat.ledger import head
from tat.schema import Notice

ADA, ALMA, AMOS = "ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example"
CONFIRMS = {"confirms": True}
LEVELS = (
    Escalation(after_days=1, to=Role.SPECIALIST),
    Escalation(after_days=3, to=Role.REGIONAL_MANAGER),
    Escalation(after_days=5, to=Role.OCC),
)


def asked(cycle_at):
    cycle = cycle_at("affirmed").with_rule("confirmation", days=7, reminders=(3,), escalates=LEVELS)
    cycle.at("2016-11-21 07:00")
    cycle.answer_all("meeting-record", {"held_on": "2016-11-16", "notes": "All were there."})
    cycle.run(4).at("2016-11-21 08:00").mails()
    return cycle


def morning(cycle, day: str):
    """The sweep and the mail of a day; gives the mails."""
    cycle.at(f"{day} 07:30").sweep()
    return cycle.at(f"{day} 08:00").mails()


def week(cycle, *days: str) -> None:
    for day in days:
        morning(cycle, f"2016-{day}")


def to(mails, address: str):
    return [mail for mail in mails if mail["To"].addresses[0].addr_spec == address]


def said(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


def weeks(cycle, address: str = ADA) -> list[str]:
    mine = cycle.rows(
        Notice, Notice.purpose == Purpose.WEEKLY_OVERVIEW,
        Notice.person_id == cycle.person_id(address),
    )  # fmt: skip
    return [row["subject"] for row in mine]


def test_everybody_of_occ_gets_one_mail_with_all_that_is_overdue(cycle_at):
    cycle = asked(cycle_at)
    week(cycle, "11-25", "11-28", "12-02", "12-06", "12-08")
    mails = morning(cycle, "2016-12-09")
    assert [len(to(mails, address)) for address in (ADA, ALMA, AMOS)] == [1, 1, 1]
    [mail] = to(mails, ADA)
    assert mail["Subject"] == "3 late answers need your help"
    text = said(mail)
    assert "On Friday, December 9, 2016, 3 answers are late." in text
    assert (
        "- Vermont: confirm the plan. Nell Heron (Administrator), due Thursday, December 1, "
        "6 business days late; reminded on November 28; told Elsa Catalpa on December 2; told Asa "
        "Beech on December 6."
    ) in text


def test_the_mail_has_the_head_of_the_ledger(cycle_at):
    cycle = asked(cycle_at)
    cycle.at("2016-11-25 07:30")
    with read(cycle.tracker) as tat:
        n_entries, newest = head(tat)
    [mail] = to(morning(cycle, "2016-11-25"), ADA)
    assert f"has {n_entries} entries now" in said(mail)
    assert newest in said(mail).replace(" ", "")


def test_what_others_can_still_mend_is_counted_by_question(cycle_at):
    """On Friday the 2nd the answers are one day late: they are with the Specialists."""
    cycle = asked(cycle_at)
    [mail] = to(morning(cycle, "2016-12-02"), ADA)
    assert mail["Subject"] == "The week: 3 answers late"
    assert (
        "- confirm the plan: 3 (Colorado, Montana, Vermont), the oldest due Thursday, December 1"
    ) in said(mail)


def test_a_week_is_told_once_whenever_and_however_often_the_sweep_runs(cycle_at):
    cycle = asked(cycle_at)
    cycle.at("2016-12-09 07:30").sweep()
    cycle.at("2016-12-09 15:00").sweep()
    week(cycle, "12-12", "12-13")
    assert weeks(cycle) == ["week to 2016-12-09"]


def test_a_friday_that_was_missed_is_caught_up_on_monday(cycle_at):
    cycle = asked(cycle_at)
    week(cycle, "12-08")
    [mail] = to(morning(cycle, "2016-12-12"), ADA)
    week(cycle, "12-13")
    assert weeks(cycle) == ["week to 2016-12-02", "week to 2016-12-09"]
    assert "On Monday, December 12, 2016, 3 answers are late." in said(mail)


def test_a_week_that_brought_nothing_new_is_not_told(cycle_at):
    """After the 9th nobody does anything: that the same answers are late has been said."""
    cycle = asked(cycle_at)
    week(cycle, "12-09", "12-16", "12-23", "12-30")
    assert weeks(cycle) == ["week to 2016-12-09"]


def test_a_week_with_acts_and_nothing_late_is_told_for_the_ledger(cycle_at):
    cycle = asked(cycle_at)
    for state in ("CO", "MT", "VT"):
        cycle.at("2016-11-22 10:00").answer("confirmation", CONFIRMS, state=state)
    [mail] = to(morning(cycle, "2016-11-25"), ADA)
    assert mail["Subject"] == "The week: no answer is late"


def test_nobody_of_occ_reads_of_their_own_silence(cycle_at):
    cycle = cycle_at("drafted").with_rule("script-approval", days=3, escalates=LEVELS[2:])
    cycle.at("2016-09-06 07:00").run(2)
    mails = morning(cycle, "2016-09-16")
    line = "- approve the script of the stakeholder calls. "
    who = [said(to(mails, one)[0]).partition(line)[2].partition(" (")[0] for one in (ADA, ALMA)]
    assert who == ["Alma Ash and Amos Aspen", "Ada Alder and Amos Aspen"]


@pytest.mark.parametrize(
    ("day", "ended_on"),
    [
        ("2016-11-10", "2016-11-10"),  # Thursday before Veterans Day
        ("2016-11-14", "2016-11-10"),
        ("2016-11-25", "2016-11-25"),  # the day after Thanksgiving is a federal business day
        ("2016-12-30", "2016-12-30"),
        ("2017-01-03", "2016-12-30"),  # Monday the 2nd was New Year's Day observed
        ("2028-03-01", "2028-02-25"),
    ],
)
def test_a_week_ends_on_its_last_business_day(day, ended_on):
    assert last_week_end(date.fromisoformat(day)) == date.fromisoformat(ended_on)
