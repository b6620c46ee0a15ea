"""Steps and windows are moved by a decision; due dates, mails and what follows go along.

In these tests a confirmation has 15 business days, so that the last day of step 4, Friday 2
December 2016, shortens it. Asked on Monday 21 November; the 24th is Thanksgiving.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from config.declared import EMBEDDED, load
from config.errors import BadInput
from config.vocabulary import MeetingKind
from rehearsal.cast import load_cast
from tasks.dates import close_early, move_days
from tasks.opening import due_steps, moments_of, window
from tat.database import read, write
from tat.ledger import verify
from tat.meetings import Key, put_on_record
from tat.moves import Move
from tat.refusals import Refused
from tat.schema import Answer, Decision, LedgerEntry, Meeting, Notice, Prompt, Step, Window
from tat.statuses import StepState
from tests.scanning import asked_in

CYCLE = "2016-2018"
ADA, ALMA, AMOS = OCC = [
    "ada.alder@occ.example",
    "alma.ash@occ.example",
    "amos.aspen@occ.example",
]
COLORADO, MONTANA, VERMONT = ADMINISTRATORS = [
    "hal.dogwood@co.example",
    "kira.gannet@mt.example",
    "nell.heron@vt.example",
]
SPECIALIST = "greta.cypress@region8.scbc.example"
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
MANAGER = "emil.cedar@region8.example"
MANAGER_OF_VERMONT = "asa.beech@region1.example"
CONFIRMS = {"confirms": True}
NO_TIME = timedelta(0)


def move(cycle, step, starts_on=None, ends_on=None, *, window=None, by=ADA, reason="Thanksgiving"):
    """Move on the cycle's clock: move(cycle, 4, ends_on="2016-12-09")."""
    wanted = Move(step, window, _day(starts_on), _day(ends_on))
    by_id = cycle.person_id(by)
    return move_days(cycle.surroundings, CYCLE, wanted, by_id=by_id, reason=reason)


def close(cycle, step, *, by=ADA, reason="All have answered"):
    by_id = cycle.person_id(by)
    return close_early(cycle.surroundings, CYCLE, step, by_id=by_id, reason=reason)


def _day(text):
    return date.fromisoformat(text) if text else None


def asked(cycle_at, days=15):
    """Three Administrators were asked on the 21st; step 5 begins a week later than declared.

    It is Friday the 25th, and nothing waits to be told.
    """
    cycle = cycle_at("affirmed").with_rule("confirmation", days=days, reminders=(2,))
    move(cycle.at("2016-11-19 10:00"), 5, "2016-12-12", "2016-12-23")
    cycle.at("2016-11-21 07:00").run(4)
    cycle.at("2016-11-21 08:00").mails()
    cycle.at("2016-11-25 08:00").mails()
    assert waiting(cycle) == []
    return cycle.at("2016-11-25 10:00")


def due(cycle, kind="confirmation"):
    return [f"{row.due_on:%m-%d}" for row in cycle.prompts(kind)]


def days(cycle):
    rows = cycle.rows(Step, Step.cycle == CYCLE)
    return {row["number"]: f"{row['starts_on']:%m-%d} {row['ends_on']:%m-%d}" for row in rows}


def waiting(cycle):
    """Who is to be told of moved dates and has not been yet."""
    rows = (Notice.purpose == "dates-moved", Notice.state == "waiting")
    names = {cycle.person_id(one): one for one in [*OCC, *ADMINISTRATORS, SPECIALIST, MANAGER]}
    names |= {cycle.person_id(one): one for one in [SPECIALIST_OF_VERMONT, MANAGER_OF_VERMONT]}
    return sorted(names.get(row["person_id"], "?") for row in cycle.rows(Notice, *rows))


# --- what is moved, and what stays


def test_a_step_that_has_begun_is_extended(cycle_at):
    cycle = asked(cycle_at)
    move(cycle, 4, ends_on="2016-12-09")
    assert days(cycle)[4] == "11-21 12-09"


def test_a_step_that_is_ahead_is_moved_as_a_whole_and_steps_without_days_of_their_own_follow(
    cycle_at,
):
    cycle = cycle_at("announced")
    move(cycle, 5, "2016-12-12", "2016-12-30")
    # 2 January 2017 is New Year's Day, observed.
    assert days(cycle) == {
        1: "08-01 09-02",
        2: "09-06 10-21",
        3: "10-24 11-18",
        4: "11-21 12-02",
        5: "12-12 12-30",
        **{number: "01-03 09-30" for number in days(cycle) if number > 5},
    }


def test_a_step_that_follows_and_was_moved_by_itself_follows_no_more(cycle_at):
    cycle = cycle_at("announced")
    move(cycle, 6, "2017-01-09")
    move(cycle, 5, ends_on="2016-12-23")
    assert days(cycle)[6] == "01-09 09-30"


def test_a_window_is_moved_inside_its_step(cycle_at):
    cycle = cycle_at("announced")
    move(cycle, 3, "2016-11-15", "2016-11-17", window="all-hands")
    with read(cycle.tracker) as tat:
        held = window(tat, CYCLE, 3, "all-hands")
        assert (held.starts_on, held.ends_on) == (date(2016, 11, 15), date(2016, 11, 17))
    assert days(cycle)[3] == "10-24 11-18"


@pytest.mark.process("8.4")
def test_a_move_is_on_record_with_author_reason_and_both_days(cycle_at):
    cycle = asked(cycle_at)
    move(cycle, 5, ends_on="2016-12-20", reason=" The officers meet on the 20th ")
    decision = cycle.rows(Decision)[-1]
    expected = {
        "step": 5,
        "window": None,
        "before": {"starts_on": "2016-12-12", "ends_on": "2016-12-23"},
        "after": {"starts_on": "2016-12-12", "ends_on": "2016-12-20"},
        "at_once": False,
        "due": {},
    }
    follow = decision["details"].pop("follow")
    assert follow[0] == {
        "step": 6,
        "before": {"starts_on": "2016-12-27", "ends_on": "2018-09-30"},
        "after": {"starts_on": "2016-12-21", "ends_on": "2018-09-30"},
    }
    assert (decision["kind"], decision["subject"], decision["details"]) == (
        "moved a step", "step 5", expected
    )  # fmt: skip
    assert (decision["reason"], decision["by_person_id"], decision["at"]) == (
        "The officers meet on the 20th", cycle.person_id(ADA),
        datetime(2016, 11, 25, 15, tzinfo=UTC),
    )  # fmt: skip
    entry = cycle.rows(LedgerEntry)[-1]
    assert (entry["act"], entry["subject"], entry["actor"]) == (
        "decided: moved a step", "step 5", f"person {cycle.person_id(ADA)}"
    )  # fmt: skip
    with read(cycle.tracker) as tat:
        assert verify(tat).is_intact


def test_a_step_that_is_closed_early_closes_at_once(cycle_at):
    cycle = asked(cycle_at)
    assert due_steps(cycle.surroundings, CYCLE, grace=NO_TIME) == []
    close(cycle, 4)
    assert days(cycle)[4] == "11-21 11-25"
    assert due_steps(cycle.surroundings, CYCLE, grace=NO_TIME) == [4]
    cycle.run(4)
    assert cycle.rows(Step, Step.number == 4)[0]["state"] == StepState.CLOSED


def test_a_step_that_was_to_close_at_once_and_is_extended_first_goes_on(cycle_at):
    cycle = asked(cycle_at)
    close(cycle, 4)
    move(cycle, 4, ends_on="2016-12-01")
    assert due_steps(cycle.surroundings, CYCLE, grace=NO_TIME) == []
    closes = {one.number: one.closes_at for one in moments_of(cycle.surroundings, CYCLE)}
    # In Denver, the last of these three states, the 1st ends at 07:00 UTC of the 2nd.
    assert closes[4] == datetime(2016, 12, 2, 7, tzinfo=UTC)


def test_a_move_goes_through_on_both_databases(small_cycle_on_both):
    cycle = small_cycle_on_both.reach("announced")
    cycle.at("2016-08-01 08:00").mails()
    assert due(cycle, "worksheet") == ["08-22", "08-22", "08-22"]  # not Bennington Battle Day
    move(cycle, 1, ends_on="2016-08-19")
    move(cycle, 1, ends_on="2016-08-18", reason="The 19th is taken")
    assert due(cycle, "worksheet") == ["08-18", "08-18", "08-18"]
    of_worksheets = [SPECIALIST, SPECIALIST, SPECIALIST_OF_VERMONT]
    others = [ALMA, AMOS, SPECIALIST, SPECIALIST_OF_VERMONT, MANAGER, MANAGER_OF_VERMONT]
    assert (days(cycle)[1], waiting(cycle)) == ("08-01 08-18", sorted(of_worksheets + others))


# --- what is refused

STAYS_4 = "Step 4 stays 2016-11-21 to 2016-12-02: "
REFUSED = [
    (
        "into the next step",
        (4, None, "2016-12-12"),
        f"{STAYS_4}step 5 (2016-12-12 to 2016-12-23) overlaps step 4 (2016-11-21 to 2016-12-12); "
        "move one of the steps.",
    ),
    (
        "out of the cycle",
        (6, None, "2018-10-01"),
        "Step 6 stays 2016-12-27 to 2018-09-30: step 6 (2016-12-27 to 2018-10-01) is not inside "
        "the cycle (2016-08-01 to 2018-09-30); correct the dates.",
    ),
    (
        "into the past",
        (4, None, "2016-11-24"),
        f"{STAYS_4}2016-11-24 has passed; name a day from 2016-11-25 on.",
    ),
    (
        "the first day of what has begun",
        (4, "2016-11-28", None),
        f"{STAYS_4}it has begun on 2016-11-21; move its last day alone.",
    ),
    (
        "end before start",
        (5, None, "2016-12-09"),
        "Step 5 stays 2016-12-12 to 2016-12-23: step 5 ends on 2016-12-09, before it starts on "
        "2016-12-12; correct one of the dates.",
    ),
    (
        "nothing",
        (4, None, "2016-12-02"),
        f"{STAYS_4}these are its days already; name another first or last day.",
    ),
    (
        "a closed step",
        (3, None, "2016-12-01"),
        "Step 3 stays 2016-10-24 to 2016-11-18: step 3 is closed, and a closed step is not opened "
        "again. Late answers still count: each wakes the step once more.",
    ),
    (
        "no step",
        (9, None, "2016-12-01"),
        "Nothing was moved: the cycle 2016-2018 has no step 9; name one of the steps 1 to LAST.",
    ),
]


@pytest.mark.parametrize(
    ("wanted", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_written(
    cycle_at, wanted, sentence
):
    cycle = asked(cycle_at)
    before = everything(cycle)
    with pytest.raises(Refused) as refusal:
        move(cycle, *wanted)
    assert str(refusal.value) == sentence.replace("LAST", str(max(days(cycle))))
    assert everything(cycle) == before


def everything(cycle):
    return [cycle.rows(table) for table in (Step, Window, Prompt, Notice, Decision, LedgerEntry)]


WINDOWS_REFUSED = [
    (
        "2016-10-31 10:00",
        {"window": "all-hands", "ends_on": "2016-11-21"},
        'Window "all-hands" of step 3 stays 2016-11-14 to 2016-11-18: window "all-hands" '
        "(2016-11-14 to 2016-11-21) is not inside step 3 (2016-10-24 to 2016-11-18); "
        "correct the dates.",
    ),
    (
        "2016-10-31 10:00",
        {"ends_on": "2016-11-15"},
        'Step 3 stays 2016-10-24 to 2016-11-18: window "all-hands" (2016-11-14 to 2016-11-18) is '
        "not inside step 3 (2016-10-24 to 2016-11-15); correct the dates.",
    ),
    (
        "2016-11-15 10:00",
        {"window": "all-hands", "starts_on": "2016-11-16"},
        'Window "all-hands" of step 3 stays 2016-11-14 to 2016-11-18: it has begun on 2016-11-14; '
        "move its last day alone.",
    ),
    (
        "2016-10-31 10:00",
        {"window": "none", "ends_on": "2016-11-16"},
        'Nothing was moved: step 3 has no window "none"; there is "all-hands" of step 3.',
    ),
]


@pytest.mark.parametrize(("at", "wanted", "sentence"), WINDOWS_REFUSED)
def test_windows_stay_inside_their_step(cycle_at, at, wanted, sentence):
    cycle = cycle_at("entered").at(at)
    with pytest.raises(Refused) as refusal:
        move(cycle, 3, **wanted)
    assert str(refusal.value) == sentence


def test_only_occ_moves_the_calendar(cycle_at):
    cycle = asked(cycle_at)
    with pytest.raises(Refused) as refusal:
        move(cycle, 4, ends_on="2016-12-09", by=SPECIALIST)
    assert str(refusal.value) == (
        "Step 4 stays as it is: Greta Cypress is not of OCC, who own the calendar; ask "
        "Ada Alder or Alma Ash or Amos Aspen to decide."
    )


def test_a_move_without_a_reason_is_refused_and_nothing_moves(cycle_at):
    cycle = asked(cycle_at)
    with pytest.raises(Refused, match="say why"):
        move(cycle, 4, ends_on="2016-12-09", reason=" ")
    assert days(cycle)[4] == "11-21 12-02"


def test_a_step_that_has_not_begun_is_not_closed_early(cycle_at):
    cycle = asked(cycle_at)
    with pytest.raises(Refused) as refusal:
        close(cycle, 5)
    assert str(refusal.value) == (
        "Step 5 stays 2016-12-12 to 2016-12-23: it has not begun, so there is nothing to close; "
        "move it instead."
    )


def test_a_step_that_is_closing_at_this_moment_is_not_moved(cycle_at):
    """Its execution may have seen the old day already: one of both acts would be lost."""
    cycle = asked(cycle_at).at("2016-12-03 07:00")
    with write(cycle.tracker) as tat:
        tat.execute(sa.update(Step).where(Step.number == 4).values(lease_holder="somebody"))
    with pytest.raises(Refused) as refusal:
        move(cycle, 4, ends_on="2016-12-09")
    assert str(refusal.value) == (
        "Step 4 stays as it is: it is closing at this moment; look again in a minute with "
        "tacycle dates."
    )


# --- due dates


def test_extended_a_step_gives_its_open_prompts_more_time(cycle_at):
    cycle = asked(cycle_at)
    assert due(cycle) == ["12-02", "12-02", "12-02"]
    move(cycle, 4, ends_on="2016-12-09")
    assert due(cycle) == ["12-09", "12-09", "12-09"]


def test_what_the_last_day_had_not_shortened_stays(cycle_at):
    cycle = asked(cycle_at, days=6)
    assert due(cycle) == ["11-30", "11-30", "11-30"]
    move(cycle, 4, ends_on="2016-12-09")
    assert due(cycle) == ["11-30", "11-30", "11-30"]


def test_the_days_allowed_still_count_from_the_moment_of_asking(cycle_at):
    cycle = asked(cycle_at, days=10)  # until 6 December
    move(cycle, 4, ends_on="2016-12-09")
    assert due(cycle) == ["12-06", "12-06", "12-06"]


def test_shortened_a_step_leaves_at_least_one_business_day(cycle_at):
    cycle = asked(cycle_at).at("2016-11-28 10:00")
    move(cycle, 4, ends_on="2016-11-30")
    assert due(cycle) == ["11-30", "11-30", "11-30"]
    close(cycle, 4)
    assert due(cycle) == ["11-29", "11-29", "11-29"]


def test_moved_there_and_back_a_prompt_is_due_as_before(cycle_at):
    cycle = asked(cycle_at)
    move(cycle, 4, ends_on="2016-11-29")
    move(cycle, 4, ends_on="2016-12-02")
    assert due(cycle) == ["12-02", "12-02", "12-02"]


def test_who_was_late_is_no_longer_late_when_the_step_is_extended(cycle_at):
    cycle = asked(cycle_at).at("2016-12-03 01:30")  # the 2nd has ended in Vermont
    move(cycle, 4, ends_on="2016-12-09")
    receipt = cycle.at("2016-12-07 10:00").answer("confirmation", CONFIRMS, state="VT")
    assert [row["is_late"] for row in answers_of(cycle, receipt)] == [False]


def answers_of(cycle, receipt):
    return cycle.rows(Answer, Answer.id == receipt.answer_id)


# --- reminders and escalations


def swept(cycle, *mornings):
    """How many reminders and escalations of the confirmations are new, morning by morning."""
    found = [said(cycle)]
    for day in mornings:
        cycle.at(f"{day} 07:30").sweep()
        found.append(said(cycle))
    return [(now[0] - was[0], now[1] - was[1]) for was, now in pairwise(found)]


def said(cycle):
    ids = [row.id for row in cycle.prompts("confirmation")]
    return [
        len(cycle.rows(Notice, Notice.purpose == purpose, Notice.prompt_id.in_(ids)))
        for purpose in ("reminder", "escalation")
    ]


def test_the_reminder_goes_by_the_new_day(cycle_at):
    cycle = asked(cycle_at)
    move(cycle, 4, ends_on="2016-12-09")
    mornings = swept(cycle, "2016-11-30", "2016-12-06", "2016-12-07", "2016-12-12")
    assert mornings == [(0, 0), (0, 0), (3, 0), (0, 3)]


def test_a_reminder_that_was_sent_is_not_sent_again_for_the_same_distance(cycle_at):
    """Who was reminded two days before the old day hears of the new one, and that is enough."""
    cycle = asked(cycle_at)
    assert swept(cycle, "2016-11-30") == [(3, 0)]
    cycle.at("2016-11-30 08:00").mails()
    move(cycle.at("2016-11-30 10:00"), 4, ends_on="2016-12-09")
    assert swept(cycle, "2016-12-07", "2016-12-08", "2016-12-12") == [(0, 0), (0, 0), (0, 3)]


def test_a_reminder_that_has_not_left_yet_is_owed_anew_on_its_day(cycle_at):
    cycle = asked(cycle_at)
    assert swept(cycle, "2016-11-30") == [(3, 0)]
    move(cycle.at("2016-11-30 07:45"), 4, ends_on="2016-12-09")
    assert said(cycle) == [0, 0]
    assert swept(cycle, "2016-12-07") == [(3, 0)]


# --- who is told


def test_who_has_an_open_question_and_specialists_managers_and_occ_are_told_but_not_the_author(
    cycle_at,
):
    cycle = asked(cycle_at)
    move(cycle, 4, ends_on="2016-12-09")
    everybody = [*ADMINISTRATORS, SPECIALIST, SPECIALIST_OF_VERMONT, MANAGER, MANAGER_OF_VERMONT]
    assert waiting(cycle) == sorted([ALMA, AMOS, *everybody])


def test_where_no_due_date_moves_nobody_but_they_is_told(cycle_at):
    cycle = asked(cycle_at, days=6)
    move(cycle, 4, ends_on="2016-12-09")
    others = [SPECIALIST, SPECIALIST_OF_VERMONT, MANAGER, MANAGER_OF_VERMONT]
    assert waiting(cycle) == sorted([ALMA, AMOS, *others])


def test_later_days_ride_along_with_the_next_mail_and_earlier_ones_leave_the_same_day(cycle_at):
    cycle = asked(cycle_at).at("2016-11-28 06:00")
    move(cycle, 4, ends_on="2016-12-09")
    assert cycle.at("2016-11-28 08:00").mails() == []
    move(cycle, 4, ends_on="2016-11-30")
    assert len(cycle.at("2016-11-28 08:00").mails()) == 9  # three Administrators, six others


def test_moved_twice_before_a_mail_left_people_are_told_once_and_of_the_newest(cycle_at):
    cycle = asked(cycle_at).at("2016-11-28 10:00")
    move(cycle, 4, ends_on="2016-12-09")
    move(cycle, 4, ends_on="2016-12-07", reason="The 8th is taken")
    mails = cycle.at("2016-12-02 08:00").mails_to(VERMONT)
    assert [mail["Subject"] for mail in mails] == [
        "Another due date: please confirm the plan for Vermont by Wednesday, December 7"
    ]
    text = words_of(mails[0])
    assert "now due Wednesday, December 7, before Friday, December 2" in text
    assert "The 8th is taken" in text
    assert "December 9" not in text


def test_moved_there_and_back_before_a_mail_left_nobody_is_told(cycle_at):
    cycle = asked(cycle_at).at("2016-11-28 10:00")
    move(cycle, 4, ends_on="2016-12-09")
    move(cycle, 4, ends_on="2016-12-02")
    assert waiting(cycle) == []


def test_who_answers_before_the_mail_leaves_is_not_told(cycle_at):
    cycle = asked(cycle_at).at("2016-11-28 10:00")
    move(cycle, 4, ends_on="2016-12-09")
    cycle.answer("confirmation", CONFIRMS, state="VT")
    assert VERMONT not in waiting(cycle)


def test_who_has_not_read_the_question_yet_reads_the_new_day_in_it(cycle_at):
    cycle = cycle_at("affirmed").with_rule("confirmation", days=15, reminders=(2,))
    move(cycle.at("2016-11-19 10:00"), 5, "2016-12-12", "2016-12-23")
    cycle.at("2016-11-21 07:00").run(4)
    move(cycle, 4, ends_on="2016-12-09")
    mails = cycle.at("2016-11-21 08:00").mails_to(VERMONT)
    assert [mail["Subject"] for mail in mails] == [
        "Please confirm the TA plan for Vermont by Friday, December 9"
    ]


@pytest.mark.process("8.2")
def test_the_mail_says_old_and_new_day_reason_and_author_and_has_a_link(cycle_at):
    cycle = asked(cycle_at).at("2016-11-28 10:00")
    move(cycle, 4, ends_on="2016-12-09", reason="Thanksgiving is in the middle")
    (mail,) = cycle.at("2016-12-02 08:00").mails_to(VERMONT)
    text = words_of(mail)
    assert (
        "Please confirm the plan for Vermont: the due date has changed. "
        "Due Friday, December 9, 2016. It takes about "
    ) in text
    assert "now due Friday, December 9, before Friday, December 2" in text
    assert "ends on Friday, December 9, 2016 (before: Friday, December 2)" in text
    assert "“Thanksgiving is in the middle”" in text
    assert asked_in(mail).count("https://tacycle.example/l/") == 1


def test_a_specialist_reads_which_calls_lie_outside_of_the_new_days(cycle_at):
    """Calls are agreed for 20 September; step 2 now ends on the 19th."""
    cycle = cycle_at("calls").at("2016-09-09 10:00")
    move(cycle, 2, ends_on="2016-09-19")
    mails = cycle.at("2016-09-12 08:00").mails()
    told = {mail["To"].addresses[0].addr_spec: words_of(mail) for mail in mails}
    called = "the stakeholder call for Vermont: Tuesday, September 20, 2016, 2:00 PM EDT"
    assert [address for address, text in told.items() if called in text] == [SPECIALIST_OF_VERMONT]
    assert "the stakeholder call for Colorado: " in told[SPECIALIST]
    assert "the stakeholder call for Montana: " in told[SPECIALIST]
    assert "Please look whether to hold these on another day." in told[SPECIALIST]
    assert "New dates; there is nothing to answer." in told[MANAGER]
    calls = cycle.rows(Meeting, Meeting.kind == MeetingKind.STAKEHOLDER_CALL)
    assert [row["agreed_at"] is not None for row in calls] == [True, True, True]


def test_who_has_called_a_meeting_of_the_region_reads_that_it_lies_outside(cycle_at):
    cycle = cycle_at("announced").at("2016-08-15 10:00")
    with write(cycle.tracker) as tat:
        key = Key(MeetingKind.REGIONAL_START, "region 8")
        meeting = put_on_record(tat, CYCLE, key, region=8)
        meeting.starts_at = datetime(2016, 8, 31, 15, tzinfo=UTC)
        meeting.minutes = 60
    move(cycle, 1, ends_on="2016-08-26")
    (mail,) = cycle.at("2016-08-16 08:00").mails_to(SPECIALIST)
    assert "the start meeting of region 8: Wednesday, August 31, 2016, 9:00 AM MDT" in (
        words_of(mail)
    )
    rows = cycle.rows(Notice, Notice.purpose == "dates-moved", Notice.prompt_id.is_(None))
    callers = [row["person_id"] for row in rows if row["details"]["calls"]]
    assert callers == [cycle.person_id(SPECIALIST)]


def test_the_announcement_says_the_days_that_hold_now(cycle_at):
    cycle = cycle_at("announced")
    move(cycle, 5, "2016-12-12", "2016-12-23")
    text = words_of(cycle.at("2016-08-01 08:00").mails_to(VERMONT)[0])
    assert (
        "5. Approval of TA plans: Monday, December 12, 2016 to Friday, December 23, 2016 "
        "6. Delivery of TA: Tuesday, December 27, 2016 to Sunday, September 30, 2018"
    ) in text


def test_who_is_asked_nothing_reads_what_was_moved_why_and_by_whom(cycle_at):
    cycle = asked(cycle_at).at("2016-11-28 10:00")
    move(cycle, 5, "2016-12-13", reason="The officers meet on the 13th")
    (mail,) = cycle.at("2016-12-02 08:00").mails_to(ALMA)
    assert mail["Subject"] == "Dates moved: Step 5, Approval of TA plans"
    assert (
        "New dates; there is nothing to answer. - Step 5, Approval of TA plans: "
        "begins on Tuesday, December 13, 2016 (before: Monday, December 12), and ends on Friday, "
        "December 23, 2016, as before. Ada Alder of the Office of Child Care: “The officers meet "
        "on the 13th” Whoever has another due date because of this gets a mail of its own about it."
    ) in words_of(mail)


def test_nothing_that_was_sent_is_sent_again_and_running_the_step_again_changes_nothing(cycle_at):
    cycle = asked(cycle_at)
    move(cycle, 4, ends_on="2016-12-09")
    cycle.at("2016-12-02 08:00").mails()
    before = [cycle.rows(Prompt), cycle.rows(Notice)]
    cycle.run(4).run(4)
    assert [cycle.rows(Prompt), cycle.rows(Notice)] == before
    assert cycle.mails() == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (
            "step = 9",
            "rehearsal.toml, moved 1, step: the cycle has no step 9; name one of its steps",
        ),
        (
            'step = 4\nwindow = "all-hands"',
            'rehearsal.toml, moved 1, window: step 4 has no window "all-hands"; '
            "name a window of the calendar",
        ),
    ],
)
def test_what_a_rehearsal_cannot_move_is_named(tmp_path, wrong, problem):
    text = (EMBEDDED / "rehearsal.toml").read_text(encoding="utf-8")
    declared = text.replace('step = 3\nwindow = "all-hands"', wrong)
    (tmp_path / "rehearsal.toml").write_text(declared, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        load_cast(load(CYCLE), folder=tmp_path)
    assert str(refusal.value) == problem


def words_of(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())
