"""3.1, 3.8: a Specialist modifies a plan at any time, with all that follows from it."""

import pytest

from cli.revise import revise
from tasks.surroundings import use
from tat.database import write
from tat.refusals import Refused
from tat.revisions import begin
from tat.schema import Amendment, PlanVersion
from tests.example_plan import BACKGROUND_CHECKS, COACHING
from tests.small_cycle import CYCLE

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
ADMINISTRATOR = "hal.dogwood@co.example"  # of Colorado

TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
CHANGES_7 = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}
SHARPER = BACKGROUND_CHECKS | {"text": "Help with background checks for volunteers"}
CHANGES_NEED_1 = {"needs": [{"line_id": 1, "need": SHARPER}], "note": "For whom"}


def begin_own(cycle, state="CO", by=SPECIALIST) -> int:
    with write(cycle.tracker) as tat:
        prompt = begin(
            tat, CYCLE, state, by_person_id=cycle.person_id(by), rules=cycle.declared.rules,
            now=cycle.now,
        )  # fmt: skip
        return prompt.id


def versions(cycle) -> list[tuple]:
    rows = cycle.rows(PlanVersion, PlanVersion.plan_id == 1)
    return [(row["number"], row["why"], row["by_person_id"]) for row in rows]


@pytest.mark.process("3.1", "3.8")
@pytest.mark.parametrize(("stage", "moment", "step"), [
    ("drafted", "2016-09-05 10:00", 1),  # between two steps: the one before takes it up
    ("calls", "2016-09-09 10:00", 2),
    ("initial", "2016-09-22 10:00", 2),
    ("proposed", "2016-10-27 10:00", 3),
    ("asked", "2016-11-21 12:00", 4),
    ("submitted", "2016-12-06 10:00", 5),
    ("delivery", "2017-01-10 10:00", 7),
])  # fmt: skip
def test_a_specialist_begins_at_any_time_and_alone_is_asked(cycle_at, stage, moment, step):
    cycle = cycle_at(stage).at(moment)
    begin_own(cycle)
    assert [(row.subject, row.address, row.step) for row in cycle.prompts("revision")] == [
        ("own 1 of plan 1", SPECIALIST, step)
    ]


@pytest.mark.process("3.1")
def test_what_they_change_stands_in_the_initial_plan_at_once(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-25 10:00")
    cycle.answer_prompt(begin_own(cycle), CHANGES_NEED_1)
    assert cycle.plan("CO").entered == {1: 2, 2: 1}
    assert versions(cycle)[-1] == (3, "For whom", cycle.person_id(SPECIALIST))


@pytest.mark.process("3.8", "4.3", "4.4")
def test_a_plan_that_is_confirmed_is_agreed_and_reviewed_again(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 10:00")
    cycle.answer_prompt(begin_own(cycle), CHANGES_7)
    cycle.run(4)
    agreement = cycle.prompt("change-agreement")
    before = cycle.prompts("final-review")
    cycle.answer_prompt(agreement.id, {"lines": [{"line_id": 7, "accepts": True}]})
    cycle.run(4)
    assert (agreement.address, cycle.shown(agreement.id)) == (LEAD_OF_ECQA, {7: 2})
    assert (before, [row.address for row in cycle.prompts("final-review")]) == ([], [ADMINISTRATOR])


@pytest.mark.process("3.8", "7.1")
def test_a_final_plan_reads_as_before_until_the_change_is_confirmed(cycle_at):
    cycle = cycle_at("delivery").at("2017-01-10 10:00")
    cycle.answer_prompt(begin_own(cycle), CHANGES_7)
    cycle.run(7)
    assert cycle.plan("CO").entered == {1: 1, 2: 1, 7: 1, 8: 1}
    assert [row["why"] for row in cycle.rows(Amendment)] == ["A second visit"]
    assert [row.address for row in cycle.prompts("change-agreement")] == [LEAD_OF_ECQA]


def test_a_note_alone_ends_what_they_began(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-25 10:00")
    n_versions = len(versions(cycle))
    cycle.answer_prompt(begin_own(cycle), {"note": "Nothing after all"})
    assert (cycle.prompts("revision"), len(versions(cycle))) == ([], n_versions)


def test_the_next_one_has_its_own_number(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-25 10:00")
    cycle.answer_prompt(begin_own(cycle), {"note": "Nothing after all"})
    begin_own(cycle)
    assert [row.subject for row in cycle.prompts("revision")] == ["own 2 of plan 1"]


@pytest.mark.parametrize(("state", "by", "sentence"), [
    ("CO", SPECIALIST_OF_VERMONT, "Colorado's plan stays as it is: its Specialist revises it, and "
     "Elsa Catalpa is not."),
    ("XX", SPECIALIST, "No revision was begun: 2016-2018 has no plan of XX."),
])  # fmt: skip
def test_only_the_specialist_of_the_state_begins(cycle_at, state, by, sentence):
    cycle = cycle_at("accurate").at("2016-10-25 10:00")
    with pytest.raises(Refused) as refused:
        begin_own(cycle, state, by)
    assert str(refused.value) == sentence


def test_who_has_begun_is_pointed_to_the_link_that_they_have(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-25 10:00")
    begin_own(cycle)
    with pytest.raises(Refused) as refused:
        begin_own(cycle)
    assert str(refused.value) == (
        "Colorado's plan stays as it is: Greta Cypress has begun a revision on October 25, 2016 "
        "and not finished it. Follow the link in that mail."
    )


def test_the_command_sends_the_link(cycle_at, tmp_path, capsys):
    cycle = cycle_at("accurate").at("2016-10-25 10:00")
    with use(cycle.surroundings):
        revise("co", by=SPECIALIST, database=f"sqlite:///{tmp_path / 'tat.db'}")
    (mail,) = cycle.mails_to(SPECIALIST)
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "You have begun a revision of the TA plan for Colorado." in text
    assert "https://tacycle.example/l/" in text
    assert capsys.readouterr().out == (
        "The revision is begun, due on 2016-10-27: the link leaves by mail.\n"
    )


# --- two at once


@pytest.mark.process("4.2")
@pytest.mark.parametrize("first", ["requested", "own"])
def test_when_one_of_two_revisions_changes_the_plan_the_other_is_asked_anew(cycle_at, first):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    suggests = {"confirms": False, "wishes": [{"text": "Two visits, please", "line_id": 7}]}
    cycle.answer("confirmation", suggests, state="CO")
    requested = cycle.run(4).prompt("revision", state="CO").id
    own = begin_own(cycle)
    cycle.answer_prompt(requested if first == "requested" else own, CHANGES_7)
    other = cycle.run(4).prompt("revision", state="CO")
    assert (other.round, other.subject.startswith("own")) == (2, first == "requested")
    assert cycle.shown(other.id) == {1: 1, 2: 1, 7: 2, 8: 1}
    receipt = cycle.answer_prompt(other.id, CHANGES_NEED_1)
    assert not receipt.is_outdated
    assert [row[1] for row in versions(cycle)[-2:]] == ["A second visit", "For whom"]
