"""Centers' own protocols for the approval of final plans (5.4), declared in rules.toml alone.

NCASE has activity 8 in Colorado's plan, 10 in Montana's and 12 in Vermont's. Its lead and its
project lead are asked where its protocol says so; here it has a second project lead.
"""

import pytest

from tests.example_plan import COACHING

LEAD, PROJECT_LEAD = "anna.basswood@ncase.example", "arlo.beech@ncase.example"
SECOND = "ivy.ibis@ncase.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana

PROTOCOL = """
[[protocol]]
center = "NCASE"
when = "before"
asked = ["center-lead", "project-lead"]
sufficient = 2
"""
ONE_LEAD_BEFORE = """
[[protocol]]
center = "NCASE"
when = "before"
asked = ["center-lead"]
"""
TWO_LEADS_AFTER = PROTOCOL.replace('"before"', '"after"')
YES, NO = {"approves": True}, {"approves": False, "reason": "Dates are missing"}
CONVERTS = {"converts": True}
DATED = COACHING | {"description": "Six sessions and one visit, from March on."}


def approved(cycle_at, text: str):
    """Every activity is approved; nobody has ordered a conversion."""
    cycle = cycle_at("submitted").with_toml(text)
    cycle.join(SECOND, "project-lead", "NCASE")
    cycle.at("2016-12-07 10:00").answer_all("approval", cycle.accept_lines)
    return cycle.run(5)


def asked(cycle) -> list[tuple]:
    found = cycle.prompts("final-agreement")
    return [(row.jurisdiction, row.center, row.address, cycle.shown(row.id)) for row in found]


def say(cycle, address: str, content: dict, state: str = "CO") -> None:
    found = cycle.prompts("final-agreement", state=state, center="NCASE")
    cycle.answer_prompt(next(row.id for row in found if row.address == address), content)


# --- before plans are final


@pytest.mark.process("5.4")
def test_where_a_protocol_says_before_its_leads_are_asked_of_approved_plans(cycle_at):
    assert asked(approved(cycle_at, ONE_LEAD_BEFORE)) == [
        ("CO", "NCASE", LEAD, {8: 1}),
        ("MT", "NCASE", LEAD, {10: 1}),
        ("VT", "NCASE", LEAD, {12: 1}),
    ]


@pytest.mark.process("5.4")
def test_nobody_is_asked_while_the_plan_lacks_an_approval(cycle_at):
    cycle = cycle_at("submitted").with_toml(ONE_LEAD_BEFORE).at("2016-12-07 10:00")
    for row in cycle.prompts("approval", center="NCASE"):
        cycle.answer_prompt(row.id, cycle.accept_lines(row))
    cycle.run(5)
    assert asked(cycle) == []


@pytest.mark.process("5.4")
def test_without_its_leads_the_plan_does_not_become_final(cycle_at):
    cycle = approved(cycle_at, ONE_LEAD_BEFORE)
    before = cycle.prompts("finalization")
    say(cycle, LEAD, YES)
    cycle.run(5)
    after = [row.jurisdiction for row in cycle.prompts("finalization")]
    cycle.answer_all("finalization", CONVERTS)
    cycle.run(5)
    assert (before, after, cycle.statuses()) == (
        [],
        ["CO"],
        {"CO": "final", "MT": "intermediate", "VT": "intermediate"},
    )


@pytest.mark.process("5.4")
def test_who_approved_before_is_not_asked_again_once_the_plan_is_final(cycle_at):
    cycle = approved(cycle_at, ONE_LEAD_BEFORE)
    cycle.answer_all("final-agreement", YES)
    cycle.run(5).answer_all("finalization", CONVERTS)
    cycle.run(5)
    assert asked(cycle) == [
        ("CO", "ECQA", LEAD_OF_ECQA, {7: 1}),
        ("MT", "ECQA", LEAD_OF_ECQA, {9: 1}),
        ("VT", "ECQA", LEAD_OF_ECQA, {11: 1}),
    ]


@pytest.mark.process("5.4")
def test_two_of_three_leads_approve(cycle_at):
    cycle = approved(cycle_at, PROTOCOL)
    of_colorado = [address for state, _, address, _ in asked(cycle) if state == "CO"]
    say(cycle, PROJECT_LEAD, YES)
    cycle.run(5)
    after_one = cycle.prompts("finalization", state="CO")
    say(cycle, SECOND, YES)
    cycle.run(5)
    after_two = [row.jurisdiction for row in cycle.prompts("finalization")]
    assert (of_colorado, after_one, after_two) == ([LEAD, PROJECT_LEAD, SECOND], [], ["CO"])


@pytest.mark.process("5.4")
def test_a_no_before_is_a_request_to_the_specialist_to_revise(cycle_at):
    cycle = approved(cycle_at, ONE_LEAD_BEFORE)
    say(cycle, LEAD, NO)
    cycle.run(5)
    assert [(row.jurisdiction, row.address) for row in cycle.prompts("revision")] == [
        ("CO", SPECIALIST)
    ]
    text = cycle.mails_to(SPECIALIST)[0].get_body(("plain",)).get_content()
    assert "Dates are missing" in text


@pytest.mark.process("5.4")
def test_a_plan_revised_after_a_no_passes_its_confirmations_and_comes_to_the_lead_again(cycle_at):
    cycle = approved(cycle_at, ONE_LEAD_BEFORE)
    say(cycle, LEAD, NO)
    cycle.run(5)
    cycle.answer("revision", {"activities": [{"line_id": 8, "activity": DATED}], "note": "Dated"})
    cycle.run(5).answer("change-agreement", {"rest_accepted": True})
    cycle.run(5).answer("final-review", {"confirms": True})
    cycle.run(5)
    before = [row for row in asked(cycle) if row[0] == "CO"]
    cycle.answer("approval", {"rest_accepted": True}, state="CO", center="NCASE")
    cycle.run(5)
    after = [row for row in asked(cycle) if row[0] == "CO"]
    assert (before, after) == ([], [("CO", "NCASE", LEAD, {8: 2})])


@pytest.mark.process("5.4")
def test_the_mail_before_says_that_the_plan_waits_for_the_lead(cycle_at):
    cycle = approved(cycle_at, ONE_LEAD_BEFORE).at("2016-12-08 08:00")
    text = cycle.mails_to(LEAD)[0].get_body(("plain",)).get_content()
    assert "by your center's protocol wait for you to become final" in " ".join(text.split())


# --- once final


@pytest.mark.process("5.4")
def test_two_of_three_leads_are_asked_once_final_where_the_protocol_says_so(cycle_at):
    cycle = approved(cycle_at, TWO_LEADS_AFTER)
    before = asked(cycle)
    cycle.answer_all("finalization", CONVERTS)
    cycle.run(5)
    of_colorado = [row[2] for row in asked(cycle) if row[:2] == ("CO", "NCASE")]
    say(cycle, LEAD, YES)
    still = [row[2] for row in asked(cycle) if row[:2] == ("CO", "NCASE")]
    say(cycle, SECOND, YES)
    then = [row[2] for row in asked(cycle) if row[:2] == ("CO", "NCASE")]
    assert (before, of_colorado, still, then) == (
        [],
        [LEAD, PROJECT_LEAD, SECOND],
        [PROJECT_LEAD, SECOND],
        [],
    )


@pytest.mark.process("5.4")
def test_a_no_to_a_final_plan_is_a_request_to_the_specialist_and_the_plan_stays_final(cycle_at):
    cycle = cycle_at("final").at("2016-12-09 10:00")
    say(cycle, LEAD, NO)
    cycle.run(5)
    assert [(row.jurisdiction, row.address) for row in cycle.prompts("revision")] == [
        ("CO", SPECIALIST)
    ]
    assert cycle.statuses()["CO"] == "final"


@pytest.mark.process("5.4")
def test_once_dealt_with_the_lead_is_asked_again_of_the_final_plan(cycle_at):
    cycle = cycle_at("final").at("2016-12-09 10:00")
    say(cycle, LEAD, NO)
    cycle.run(5).answer("revision", {"note": "They stand in the workplan"})
    cycle.run(5)
    found = cycle.prompts("final-agreement", state="CO", center="NCASE")
    assert [(row.round, row.address, cycle.shown(row.id)) for row in found] == [(2, LEAD, {8: 1})]
