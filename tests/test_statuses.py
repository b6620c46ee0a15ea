"""The four statuses of a plan: which changes there are, what each needs, and that no other is."""

from itertools import product

import pytest

from config.vocabulary import PromptKind
from tat import guards, plans, reading
from tat.database import write
from tat.refusals import Refused
from tat.schema import LedgerEntry, Plan, PlanVersion, StatusChange
from tat.statuses import Status
from tests.example_plan import COACHING
from tests.small_cycle import CYCLE

STATUSES = ["draft initial", "initial", "intermediate", "final"]
ALLOWED = {
    ("draft initial", "initial"),
    ("initial", "intermediate"),
    ("intermediate", "final"),
}
STAGE_OF = {
    "draft initial": "drafted",
    "initial": "affirmed",
    "intermediate": "intermediate",
    "final": "final",
}
WISH = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}
TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
REVISES_7 = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}


def convert(cycle, states: str, to: str) -> None:
    """Change the status of plans past all flows, as a careless caller would."""
    with write(cycle.tracker) as tat:
        known = reading.load(tat, CYCLE, *guards.GUARD_KINDS, PromptKind.CONVERSION)
        chosen = [plan for plan in known.plans.values() if plan.jurisdiction in states.split()]
        plans.convert(
            tat, chosen, known, to=Status(to), by={}, rules=cycle.declared.rules, now=cycle.now
        )


def record(cycle) -> list:
    return [cycle.rows(table) for table in (Plan, StatusChange, PlanVersion, LedgerEntry)]


def refusal(cycle, states: str, to: str) -> str:
    with pytest.raises(Refused) as refused:
        convert(cycle, states, to)
    return str(refused.value)


@pytest.mark.parametrize(("before", "after"), sorted(set(product(STATUSES, repeat=2)) - ALLOWED))
def test_every_other_change_of_status_is_refused(cycle_at, before, after):
    cycle = cycle_at(STAGE_OF[before])
    assert refusal(cycle, "CO", after) == (
        f"Colorado's plan stays {before}: a plan does not go from {before} to {after}."
    )


@pytest.mark.parametrize(("before", "after"), sorted(set(product(STATUSES, repeat=2)) - ALLOWED))
def test_of_a_refused_change_of_status_nothing_is_written(cycle_at, before, after):
    cycle = cycle_at(STAGE_OF[before])
    known = record(cycle)
    refusal(cycle, "CO", after)
    assert record(cycle) == known


@pytest.mark.process("2.6")
def test_a_draft_waits_for_its_call(cycle_at):
    assert refusal(cycle_at("drafted"), "CO", "initial") == (
        "Colorado's plan stays draft initial: it waits for the call with its stakeholders."
    )


@pytest.mark.process("4.5")
def test_an_initial_plan_waits_for_its_administrator(cycle_at):
    assert refusal(cycle_at("asked"), "CO", "intermediate") == (
        "Colorado's plan stays initial: it waits for its Administrator's confirmation."
    )


@pytest.mark.process("4.3", "4.5")
def test_a_changed_plan_waits_for_its_administrator_and_for_the_center(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", WISH, state="CO")
    cycle.run(4).answer("revision", REVISES_7, state="CO")
    assert refusal(cycle, "CO", "intermediate") == (
        "Colorado's plan stays initial: it waits for its Administrator's confirmation; "
        "the agreement of ECQA to changed activities."
    )


@pytest.mark.process("5.3", "5.4")
def test_an_intermediate_plan_waits_for_every_officer_and_says_for_how_many_activities(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    accepted = {"lines": [{"line_id": 7, "accepts": True}]}
    cycle.answer("approval", accepted, state="CO", center="ECQA")
    assert refusal(cycle, "CO", "final") == (
        "Colorado's plan stays intermediate: it waits for the approval of 1 of its 2 activities "
        "by the officer of NCASE."
    )


@pytest.mark.process("5.4")
def test_a_plan_without_activities_has_nothing_that_could_be_approved(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", WISH, state="CO")
    cycle.run(4).answer("revision", {"withdrawn": [7, 8], "note": "Nothing is left"})
    cycle.run(4).answer_all("change-agreement", cycle.accept_lines)
    cycle.run(4).answer("final-review", {"confirms": True})
    cycle.run(4).answer("conversion", {"converts": True}, state="CO")
    cycle.run(4)
    assert refusal(cycle, "CO", "final") == (
        "Colorado's plan stays intermediate: it waits for an activity that an officer could "
        "approve."
    )


@pytest.mark.process("4.5")
def test_when_one_of_several_plans_is_not_ready_none_is_converted(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", {"confirms": True}, state="CO")
    refusal(cycle, "CO MT", "intermediate")
    assert cycle.statuses() == {"CO": "initial", "MT": "initial", "VT": "initial"}


@pytest.mark.process("8.4")
def test_every_change_of_status_is_in_the_ledger_with_who_when_and_which_version(cycle_at):
    cycle = cycle_at("final")
    made = LedgerEntry.act.startswith("made ")
    written = [
        (row["act"], row["actor"], f"{row['at']:%Y-%m-%d %H:%M}", row["plan_version"])
        for row in cycle.rows(LedgerEntry, made, LedgerEntry.plan_id == 1)
    ]
    specialist = f"person {cycle.person_id('greta.cypress@region8.scbc.example')}"
    assert written == [
        ("made initial", "tacycle", "2016-09-21 22:00", 2),
        ("made intermediate", specialist, "2016-11-23 23:00", 3),
        ("made final", specialist, "2016-12-08 23:00", 3),
    ]
