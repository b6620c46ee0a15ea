"""Step 6: delivery begins on 20 December 2016; every plan is reviewed every six months."""

from dataclasses import replace

import pytest

from tat.schema import Answer, PlanVersion

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"

NO_CHANGE = {"needs_change": False}


def in_delivery(cycle_at):
    return cycle_at("final").at("2016-12-20 07:00").run(6)


@pytest.mark.process("6.2")
def test_nothing_is_asked_when_delivery_begins(cycle_at):
    assert in_delivery(cycle_at).prompts("review") == []


@pytest.mark.process("6.2")
@pytest.mark.parametrize(("moment", "n_asked"), [("2017-06-19 18:00", 0), ("2017-06-20 07:30", 3)])
def test_a_review_is_asked_for_on_the_day_of_the_interval_and_not_before(cycle_at, moment, n_asked):
    cycle = in_delivery(cycle_at).at(moment).run(6)
    assert len(cycle.prompts("review")) == n_asked


@pytest.mark.process("6.2")
def test_every_final_plan_is_put_before_its_specialist(cycle_at):
    cycle = in_delivery(cycle_at).at("2017-06-20 07:30").run(6)
    assert [(row.jurisdiction, row.address) for row in cycle.prompts("review")] == [
        ("CO", SPECIALIST),
        ("MT", SPECIALIST),
        ("VT", SPECIALIST_OF_VERMONT),
    ]


@pytest.mark.process("6.2")
def test_the_plans_of_a_region_are_reviewed_on_one_sheet(cycle_at):
    cycle = in_delivery(cycle_at).at("2017-06-20 07:30").run(6)
    colorado, montana, vermont = (row.sheet_id for row in cycle.prompts("review"))
    assert (colorado == montana, colorado == vermont) == (True, False)


@pytest.mark.process("6.2")
def test_a_plan_that_is_not_final_is_not_reviewed(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    cycle.answer("finalization", {"converts": True}, state="VT")
    cycle.run(5).at("2017-06-20 07:30").run(6)
    assert [row.jurisdiction for row in cycle.prompts("review")] == ["VT"]


@pytest.mark.process("6.2")
def test_a_review_is_asked_for_once_in_each_interval(cycle_at):
    cycle = in_delivery(cycle_at).at("2017-06-20 07:30").run(6)
    cycle.at("2017-09-05 07:30").run(6)
    assert [row.round for row in cycle.prompts("review", state="CO")] == [1]


@pytest.mark.process("6.2")
def test_the_next_interval_asks_again(cycle_at):
    cycle = in_delivery(cycle_at).at("2017-06-20 07:30").run(6)
    cycle.at("2017-06-21 10:00").answer_all("review", NO_CHANGE)
    cycle.at("2017-12-20 07:30").run(6)
    assert [(row.jurisdiction, row.round) for row in cycle.prompts("review")] == [
        ("CO", 2),
        ("MT", 2),
        ("VT", 2),
    ]


@pytest.mark.process("6.2")
def test_a_yearly_interval_is_a_setting(cycle_at):
    cycle = in_delivery(cycle_at)
    calendar = cycle.declared.calendar.model_copy(update={"review_interval_months": 12})
    cycle.surroundings = replace(
        cycle.surroundings, declared=replace(cycle.declared, calendar=calendar)
    )
    cycle.at("2017-06-20 07:30").run(6)
    before = len(cycle.prompts("review"))
    cycle.at("2017-12-20 07:30").run(6)
    assert (before, len(cycle.prompts("review"))) == (0, 3)


@pytest.mark.process("6.2")
def test_no_change_is_an_answer(cycle_at):
    cycle = in_delivery(cycle_at).at("2017-06-20 07:30").run(6)
    receipt = cycle.answer("review", NO_CHANGE, state="CO")
    answer = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    assert (answer["verdict"], answer["content"]) == (
        "accepted",
        {"needs_change": False, "note": ""},
    )


@pytest.mark.process("6.2")
def test_a_review_that_finds_nothing_to_change_leaves_the_plan_as_it_is(cycle_at):
    cycle = in_delivery(cycle_at).at("2017-06-20 07:30").run(6)
    cycle.answer("review", NO_CHANGE, state="CO")
    cycle.run(6)
    numbers = [row["number"] for row in cycle.rows(PlanVersion, PlanVersion.plan_id == 1)]
    assert (cycle.statuses()["CO"], numbers) == ("final", [1, 2, 3])
