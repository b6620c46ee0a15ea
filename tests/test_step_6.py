"""Step 6: delivery begins on 20 December 2016; every plan is reviewed every six months.

Regions: Colorado and Montana are in region 8, Vermont in region 1.
"""

from dataclasses import replace

import pytest

from tat.refusals import Refused
from tat.schema import Answer, PlanVersion

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
ADMINISTRATOR = "hal.dogwood@co.example"  # of Colorado
PARTNERS = ["flora.crane@region8.example", "gil.curlew@region8.example"]

NO_CHANGE = {"needs_change": False}
LATER = {"needs_change": True, "note": "The session in May comes too early"}


def at_first_review(cycle_at):
    return cycle_at("delivery").at("2017-06-20 07:30").run(6)


def asked(cycle, kind, **where):
    return [(row.jurisdiction, row.address, row.round) for row in cycle.prompts(kind, **where)]


@pytest.mark.process("6.2")
def test_nothing_is_asked_when_delivery_begins(cycle_at):
    assert cycle_at("delivery").prompts("review") == []


@pytest.mark.process("6.2")
@pytest.mark.parametrize(("moment", "states"), [
    ("2017-06-19 18:00", []), ("2017-06-20 07:30", ["CO", "MT", "VT"]),
])  # fmt: skip
def test_a_review_is_asked_for_on_the_day_of_the_interval_and_not_before(cycle_at, moment, states):
    cycle = cycle_at("delivery").at(moment).run(6)
    reviewed = dict.fromkeys(row.jurisdiction for row in cycle.prompts("review"))
    assert list(reviewed) == states


@pytest.mark.process("6.2")
def test_state_partners_and_specialist_review_every_final_plan(cycle_at):
    cycle = at_first_review(cycle_at)
    found = [(row.address, row.role) for row in cycle.prompts("review", state="CO")]
    assert found == [
        (ADMINISTRATOR, "administrator"),
        (PARTNERS[0], "regional-partner"),
        (PARTNERS[1], "regional-partner"),
        (SPECIALIST, "specialist"),
    ]


@pytest.mark.process("6.2")
def test_the_partners_have_one_sheet_for_their_region_and_so_has_the_specialist(cycle_at):
    cycle = at_first_review(cycle_at)
    rows = cycle.prompts("review")
    sheets = {
        address: {row.sheet_id for row in rows if row.address == address}
        for address in (*PARTNERS, SPECIALIST)
    }
    assert [len(of_person) for of_person in sheets.values()] == [1, 1, 1]
    assert len(set.union(*sheets.values())) == 3


@pytest.mark.process("6.2")
def test_the_answer_of_one_partner_spares_the_other_but_not_the_administrator(cycle_at):
    cycle = at_first_review(cycle_at)
    mine = next(row for row in cycle.prompts("review", state="CO") if row.address == PARTNERS[1])
    cycle.answer_prompt(mine.id, NO_CHANGE)
    left = [row.address for row in cycle.prompts("review", state="CO")]
    assert left == [ADMINISTRATOR, SPECIALIST]


@pytest.mark.process("6.2")
def test_a_plan_that_is_not_final_is_not_reviewed(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    cycle.answer("finalization", {"converts": True}, state="VT")
    cycle.run(5).at("2017-06-20 07:30").run(6)
    assert {row.jurisdiction for row in cycle.prompts("review")} == {"VT"}


@pytest.mark.process("6.2")
def test_a_review_is_asked_for_once_in_each_interval(cycle_at):
    cycle = at_first_review(cycle_at).at("2017-09-05 07:30").run(6)
    assert [row.round for row in cycle.prompts("review", state="CO")] == [1, 1, 1, 1]


@pytest.mark.process("6.2")
def test_the_next_interval_asks_again_and_no_longer_what_the_last_one_asked(cycle_at):
    cycle = at_first_review(cycle_at)
    cycle.at("2017-06-21 10:00").answer("review", NO_CHANGE, state="CO", role="administrator")
    cycle.at("2017-12-20 07:30").run(6)
    assert asked(cycle, "review", state="CO") == [
        ("CO", ADMINISTRATOR, 2),
        ("CO", PARTNERS[0], 2),
        ("CO", PARTNERS[1], 2),
        ("CO", SPECIALIST, 2),
    ]


@pytest.mark.process("6.2")
def test_a_yearly_interval_is_a_setting(cycle_at):
    cycle = cycle_at("delivery")
    calendar = cycle.declared.calendar.model_copy(update={"review_interval_months": 12})
    cycle.surroundings = replace(
        cycle.surroundings, declared=replace(cycle.declared, calendar=calendar)
    )
    cycle.at("2017-06-20 07:30").run(6)
    before = len(cycle.prompts("review", role="specialist"))
    cycle.at("2017-12-20 07:30").run(6)
    assert (before, len(cycle.prompts("review", role="specialist"))) == (0, 3)


@pytest.mark.process("6.2")
@pytest.mark.parametrize(("content", "verdict"), [
    (NO_CHANGE, "accepted"), (LATER, "changes asked"),
])  # fmt: skip
def test_no_change_is_an_answer_and_a_wish_too(cycle_at, content, verdict):
    cycle = at_first_review(cycle_at)
    receipt = cycle.answer("review", content, state="CO", role="administrator")
    answer = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    assert (answer["verdict"], answer["content"]) == (verdict, {"note": ""} | content)


@pytest.mark.process("6.2")
def test_who_wants_a_change_says_which(cycle_at):
    cycle = at_first_review(cycle_at)
    with pytest.raises(Refused) as refused:
        cycle.answer("review", {"needs_change": True}, state="CO", role="administrator")
    assert str(refused.value) == "The answer was not recorded: say what should change."


@pytest.mark.process("6.2")
def test_a_review_that_finds_nothing_to_change_leaves_the_plan_as_it_is(cycle_at):
    cycle = at_first_review(cycle_at)
    cycle.answer_all("review", NO_CHANGE)
    cycle.run(6).run(7)
    numbers = [row["number"] for row in cycle.rows(PlanVersion, PlanVersion.plan_id == 1)]
    assert (cycle.statuses()["CO"], numbers) == ("final", [1, 2, 3])
