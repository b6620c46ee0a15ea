"""Where things stand, read from the record: states, steps, who has the ball and for how long."""

from datetime import date

from config.vocabulary import Role
from flows.waiting import described
from portal.standing.questions import Waiting
from portal.standing.sight import sight
from portal.standing.states import Sort, Wanted, chosen, state_rows
from portal.standing.steps import step_row, step_stands
from portal.who_sees import Page
from tat.database import read
from tests.small_cycle import CYCLE

OCC = [(Role.OCC, "nation")]


def rows(cycle):
    with read(cycle.tracker) as tat:
        return state_rows(tat, CYCLE, cycle.declared.rules, now=cycle.now)


def stands(cycle, number, *held):
    with read(cycle.tracker) as tat:
        seen = sight(tat, CYCLE, held or OCC, Page.STEP)
        return step_stands(tat, step_row(tat, CYCLE, number), seen, now=cycle.now)


def counts(found):
    return [
        (one.asked_to, one.n_asked, one.n["answered"], one.n["open"], one.n_overdue)
        for one in found.kinds
    ]


def test_a_state_says_who_has_the_ball_since_when_and_what_its_next_status_lacks(cycle_at):
    cycle = cycle_at("asked").at("2016-12-02 12:00")  # due on the 30th
    colorado = rows(cycle)[0]
    assert (colorado.code, colorado.status, colorado.version, colorado.lacks) == (
        "CO", "initial", 3, ["its Administrator's confirmation"],
    )  # fmt: skip
    prompt = cycle.prompt("confirmation", state="CO")
    assert colorado.waits == [
        Waiting(
            plan_id=prompt.plan_id, kind="confirmation", center=None, names="Hal Dogwood",
            title="Administrator", asked_to="confirm the plan", asked_on=date(2016, 11, 21),
            due_on=date(2016, 11, 30), days=11, days_overdue=2,
            prompt_of={prompt.person_id: prompt.id},
        )
    ]  # fmt: skip
    assert (colorado.days, colorado.days_overdue, colorado.is_held) == (11, 2, False)


def test_a_last_day_ends_where_the_person_is(cycle_at):
    cycle = cycle_at("asked").at("2016-12-01 01:00")  # still the 30th in Colorado
    assert [(row.code, row.days_overdue) for row in rows(cycle)] == [
        ("CO", 0), ("MT", 0), ("VT", 1),
    ]  # fmt: skip


def test_the_last_day_of_an_administrator_ends_where_their_state_is(cycle_at):
    cycle = cycle_at("affirmed")
    cycle.leave("administrator", "CO")
    cycle.join("away@state.example", "administrator", "CO")  # whose clock is Washington's
    cycle.at("2016-11-21 07:00").run(4).at("2016-12-01 01:00")
    assert rows(cycle)[0].days_overdue == 0


def test_where_one_of_several_may_answer_each_of_them_has_the_ball(cycle_at):
    cycle = cycle_at("affirmed")
    cycle.join("second@state.example", "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    assert [one.names for one in rows(cycle)[0].waits] == ["Hal Dogwood or New Person"]


def test_a_plan_that_a_closed_step_left_behind_is_held(cycle_at):
    cycle = cycle_at("asked")
    cycle.at("2016-11-22 10:00")
    cycle.answer("confirmation", {"confirms": True}, state="VT")
    cycle.run(4).answer("conversion", {"converts": True}, state="VT")
    cycle.run(4).at("2016-12-03 07:00").run(4)
    assert [(row.code, row.is_held) for row in rows(cycle)] == [
        ("CO", True), ("MT", True), ("VT", False),
    ]  # fmt: skip


def test_states_are_chosen_and_ordered_as_wanted(cycle_at):
    cycle = cycle_at("asked").at("2016-12-02 12:00")
    cycle.answer("confirmation", {"confirms": True}, state="CO")
    found = rows(cycle)
    wanted = [
        Wanted(region=8),
        Wanted(region=2),
        Wanted(is_overdue=True),
        Wanted(status="final"),
        Wanted(sort=Sort.REGION),
        Wanted(sort=Sort.WAITING),
    ]
    assert [[row.code for row in chosen(found, one)] for one in wanted] == [
        ["CO", "MT"], [], ["MT", "VT"], [], ["VT", "CO", "MT"], ["MT", "VT", "CO"],
    ]  # fmt: skip


def test_a_step_counts_what_was_asked_answered_and_is_overdue(cycle_at):
    cycle = cycle_at("asked").at("2016-12-01 12:00")
    cycle.answer("confirmation", {"confirms": True}, state="MT")
    cycle.run(4)
    assert counts(stands(cycle, 4)) == [
        ("confirm the plan", 3, 1, 2, 2), ("order the conversion to intermediate", 1, 0, 1, 0),
    ]  # fmt: skip


def test_a_step_counts_only_what_the_reader_sees(cycle_at):
    cycle = cycle_at("submitted")
    seen = {
        held: counts(stands(cycle, 5, (Role(held[0]), held[1])))
        for held in [("administrator", "VT"), ("fpo", "NCASE"), ("regional-manager", "region 8")]
    }
    assert seen == {
        ("administrator", "VT"): [
            ("submit the package", 2, 2, 0, 0), ("approve the package", 2, 0, 2, 0),
        ],
        ("fpo", "NCASE"): [
            ("submit the package", 3, 3, 0, 0), ("approve the package", 3, 0, 3, 0),
        ],
        ("regional-manager", "region 8"): [
            ("submit the package", 4, 4, 0, 0), ("approve the package", 4, 0, 4, 0),
        ],
    }  # fmt: skip


def test_the_form_in_prefects_page_says_where_the_page_of_the_step_is():
    assert described(4, "**3** asked", "https://tacycle.example") == (
        "**3** asked\n\nWho has the ball, what is overdue, and the decisions of OCC to move "
        "the end of this step or to close it early stand on the step's own page: open your "
        "own link (or have it mailed to you at [https://tacycle.example/](https://tacycle.example/))"
        ", then Where things stand, then Step 4."
    )
