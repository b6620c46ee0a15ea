"""Needs of 2016-2018 that are still open are carried into the plans of 2018-2020, or dropped.

Colorado's plan of the first cycle has the needs 1 (activity 7 of ECQA) and 2 (activity 8, NCASE).
"""

from datetime import date

import pytest

from tat.carried import last_cycle, open_needs
from tat.content import contents
from tat.database import read, write
from tat.refusals import Refused
from tat.schema import Cycle, Line, NeedRevision, PlanVersion, ProgressMark
from tests.example_plan import SCHOOL_AGE

SPECIALIST = "greta.cypress@region8.scbc.example"
BACKGROUND = {"need_id": 1, "text": "Help with background checks"}
AFTER_SCHOOL = {"need_id": 2, "text": "More school-age care"}
SUMMER = SCHOOL_AGE | {"text": "School-age care in the summer"}


def mark(first, *line_and_progress) -> None:
    with write(first.tracker) as tat:
        for line_id, progress in line_and_progress:
            tat.add(
                ProgressMark(
                    line_id=line_id, progress=progress, on=first.now.date(), note="",
                    by_person_id=1, at=first.now,
                )
            )  # fmt: skip
            tat.flush()


def worksheet(second, *carried) -> dict:
    usual = second._worksheet(second.prompt("worksheet", state="CO"))
    return {**usual, "needs": [], "carried": list(carried)}


def carries(need_id, **more) -> dict:
    return {"need_id": need_id, "carries": True, **more}


def needs(second) -> list[tuple]:
    plan = second.plan("CO")
    with read(second.tracker) as tat:
        known = contents(tat, [plan.id])[plan.id]
    return [(need.text, need.carried_from) for need in known.needs]


def test_the_next_worksheet_lists_what_is_still_open(both_cycles):
    _first, second = both_cycles
    second.reach("announced")
    assert second.prompt("worksheet", state="CO").why["carried"] == [BACKGROUND, AFTER_SCHOOL]


@pytest.mark.parametrize(("marks", "still_open"), [
    ([(7, "done")], [AFTER_SCHOOL]),
    ([(7, "dropped"), (8, "under way")], [BACKGROUND, AFTER_SCHOOL]),
    ([(7, "done"), (7, "under way"), (8, "done")], [BACKGROUND]),  # the newest mark counts
])  # fmt: skip
def test_a_need_with_an_activity_that_is_done_is_not_open(both_cycles, marks, still_open):
    first, second = both_cycles
    mark(first, *marks)
    second.reach("announced")
    assert second.prompt("worksheet", state="CO").why["carried"] == still_open


def still_open(cycle) -> list[int]:
    with read(cycle.tracker) as tat:
        return [need.line_id for need in open_needs(tat, "2018-2020")["CO"]]


def test_a_withdrawn_need_is_not_open(both_cycles):
    first, second = both_cycles
    with write(first.tracker) as tat:
        tat.get_one(Line, 2).state = "withdrawn"
    assert still_open(second) == [1]


def test_a_need_whose_done_activity_was_withdrawn_afterwards_is_open(both_cycles):
    first, second = both_cycles
    mark(first, (7, "done"), (8, "done"))
    with write(first.tracker) as tat:
        tat.get_one(Line, 7).state = "withdrawn"
    assert still_open(second) == [1]


def test_a_need_that_was_revised_is_open_once_in_its_newest_words(both_cycles):
    first, second = both_cycles
    [words] = first.rows(NeedRevision, NeedRevision.line_id == 2)
    with write(first.tracker) as tat:
        tat.add(NeedRevision(**{**words, "revision": 2, "text": "More care in the summer"}))
        tat.get_one(Line, 2).revision = 2
    with read(second.tracker) as tat:
        found = [(need.line_id, need.text) for need in open_needs(tat, "2018-2020")["CO"]]
    assert found == [(1, "Help with background checks"), (2, "More care in the summer")]


def test_of_several_earlier_cycles_the_newest_is_the_last(both_cycles):
    first, second = both_cycles
    with write(first.tracker) as tat:
        tat.add(
            Cycle(
                name="2014-2016", title="2014 to 2016", time_zone="America/New_York",
                starts_on=date(2014, 8, 1), ends_on=date(2016, 7, 29),
            )
        )  # fmt: skip
    with read(second.tracker) as tat:
        assert last_cycle(tat, "2018-2020") == "2016-2018"


def test_a_need_of_the_next_plan_itself_is_not_carried_into_it(both_cycles):
    _first, second = both_cycles
    second.add_need("CO", SUMMER)
    assert still_open(second) == [1, 2]


def test_where_all_is_delivered_nothing_is_asked(both_cycles):
    first, second = both_cycles
    mark(first, (7, "done"), (8, "done"))
    second.reach("announced")
    assert "carried" not in second.prompt("worksheet", state="CO").why


def test_a_carried_need_stands_in_the_new_plan_and_names_where_it_came_from(both_cycles):
    _first, second = both_cycles
    second.reach("announced").at("2016-08-10 10:00")
    content = worksheet(second, carries(1), carries(2, need=SUMMER))
    second.answer("worksheet", content, state="CO")
    assert needs(second) == [
        ("Help with background checks", "need 1 of 2016-2018"),
        ("School-age care in the summer", "need 2 of 2016-2018"),
    ]
    plan = second.plan("CO")
    carried = [
        row["carried_from_id"] for row in second.rows(Line, Line.plan_id == plan.id)
    ]  # fmt: skip
    version = second.rows(PlanVersion, PlanVersion.plan_id == plan.id)[-1]
    assert carried == [1, 2]
    assert [one["carried_from"] for one in version["content"]["needs"]] == [
        "need 1 of 2016-2018", "need 2 of 2016-2018"
    ]  # fmt: skip


def test_the_plan_of_the_last_cycle_stays_as_it_is(both_cycles):
    first, second = both_cycles
    before = first.rows(NeedRevision, NeedRevision.line_id < 3)
    second.reach("announced").at("2016-08-10 10:00")
    second.answer("worksheet", worksheet(second, carries(1), carries(2, need=SUMMER)), state="CO")
    assert first.rows(NeedRevision, NeedRevision.line_id < 3) == before


def test_a_need_is_dropped_with_a_reason(both_cycles):
    _first, second = both_cycles
    second.reach("announced").at("2016-08-10 10:00")
    dropped = {"need_id": 2, "carries": False, "reason": "The law has changed"}
    second.answer("worksheet", worksheet(second, carries(1), dropped), state="CO")
    assert needs(second) == [("Help with background checks", "need 1 of 2016-2018")]


@pytest.mark.parametrize(("carried", "sentence"), [
    ([carries(1)], 'The worksheet was not recorded: say once of "More school-age care" whether it '
     "is carried on or dropped."),
    ([carries(1), carries(2), carries(2)], 'The worksheet was not recorded: say once of "More '
     'school-age care" whether it is carried on or dropped.'),
    ([carries(1), carries(2), carries(3)], "The worksheet was not recorded: need 3 is no open need "
     "of the last cycle; leave it out."),
    ([carries(1), {"need_id": 2, "carries": False}], "The answer was not recorded: carried 1: a "
     "need that is dropped needs a reason."),
])  # fmt: skip
def test_no_open_need_vanishes(both_cycles, carried, sentence):
    _first, second = both_cycles
    second.reach("announced").at("2016-08-10 10:00")
    with pytest.raises(Refused) as refused:
        second.answer("worksheet", worksheet(second, *carried), state="CO")
    assert (str(refused.value), needs(second)) == (sentence, [])


def test_the_mail_names_them(both_cycles):
    _first, second = both_cycles
    second.reach("announced")
    second.mails()
    text = "\n".join(
        mail.get_body(("plain",)).get_content()
        for mail in second.at("2016-08-02 08:30").mails_to(SPECIALIST)
    )
    assert "Nothing was delivered yet for these needs of Colorado from the last cycle." in (
        " ".join(text.split())
    )


def test_the_first_cycle_has_nothing_to_carry_on(cycle_at):
    assert "carried" not in cycle_at("announced").prompt("worksheet", state="CO").why
