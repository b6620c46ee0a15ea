"""What an answer says of each line: to a whole plan, and where "the rest" is accepted.

Colorado's plan has the needs 1 and 2; ECQA answers the first with activity 7, NCASE the second
with activity 8. Montana has 3, 4, 9 and 10.
"""

import pytest

from tat.refusals import Refused
from tat.schema import Answer, Line, LineAnswer

WISHES = {
    "confirms": False,
    "wishes": [{"text": "Say when", "line_id": 2}, {"text": "Say who", "line_id": 2}],
}
FOR_THE_WHOLE = {"confirms": False, "wishes": [{"text": "Everything is too late"}]}
WHY = "Outside of the workplan"


def said(cycle, answer_id: int) -> list[tuple]:
    """Line, revision, verdict and reason of everything that an answer says of a line."""
    rows = cycle.rows(LineAnswer, LineAnswer.answer_id == answer_id)
    return [(row["line_id"], row["revision"], row["verdict"], row["reason"]) for row in rows]


def content(cycle, answer_id: int) -> dict:
    return cycle.rows(Answer, Answer.id == answer_id)[0]["content"]


# --- a whole plan


@pytest.mark.process("4.1")
def test_a_confirmed_plan_is_accepted_line_by_line(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", {"confirms": True}, state="CO")
    assert said(cycle, receipt.answer_id) == [
        (1, 1, "accepted", ""),
        (2, 1, "accepted", ""),
        (7, 1, "accepted", ""),
        (8, 1, "accepted", ""),
    ]


@pytest.mark.process("4.1")
def test_a_suggestion_stands_with_its_line_and_the_other_lines_are_accepted(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", WISHES, state="CO")
    assert said(cycle, receipt.answer_id) == [
        (1, 1, "accepted", ""),
        (2, 1, "changes asked", "Say when\nSay who"),
        (7, 1, "accepted", ""),
        (8, 1, "accepted", ""),
    ]


@pytest.mark.process("4.1")
def test_a_suggestion_for_the_plan_as_a_whole_is_about_no_line(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", FOR_THE_WHOLE, state="CO")
    verdicts = [verdict for _line, _revision, verdict, _reason in said(cycle, receipt.answer_id)]
    assert verdicts == ["accepted"] * 4


@pytest.mark.parametrize(
    ("stage", "kind", "lines"),
    [
        pytest.param("initial", "accuracy", [1, 2], marks=pytest.mark.process("2.7")),
        pytest.param("entered", "affirmation", [1, 2, 7, 8], marks=pytest.mark.process("3.7")),
    ],
)
def test_every_question_about_a_whole_plan_is_answered_line_by_line(cycle_at, stage, kind, lines):
    cycle = cycle_at(stage)
    receipt = cycle.answer(kind, WISHES, state="CO")
    of_line = {line: "changes asked" if line == 2 else "accepted" for line in lines}
    assert {row[0]: row[2] for row in said(cycle, receipt.answer_id)} == of_line


@pytest.mark.process("4.4")
def test_a_final_review_says_it_of_the_revisions_that_it_shows(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", WISHES, state="CO")
    cycle.run(4)
    sharper = {
        "topic": "school-age-care",
        "text": "Who and when",
        "priority": 2,
        "requirement": "ccdbg",
    }
    cycle.answer("revision", {"needs": [{"line_id": 2, "need": sharper}], "note": "Both said"})
    cycle.run(4)
    receipt = cycle.answer("final-review", {"confirms": True}, state="CO")
    assert said(cycle, receipt.answer_id) == [
        (1, 1, "accepted", ""),
        (2, 2, "accepted", ""),
        (7, 1, "accepted", ""),
        (8, 1, "accepted", ""),
    ]


@pytest.mark.process("4.1")
def test_what_an_administrator_says_of_lines_changes_no_plan_and_a_correction_takes_its_place(
    cycle_at,
):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    before = cycle.rows(Line)
    asked = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(asked.id, WISHES)
    cycle.answer_prompt(asked.id, {"confirms": True})
    cycle.run(4)
    assert (cycle.rows(Line), cycle.prompts("revision")) == (before, [])


# --- "approve the rest"


@pytest.mark.process("5.3")
def test_who_names_some_items_and_approves_the_rest_is_on_record_with_every_item(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    asked = cycle.prompt("approval", state="CO", center="ECQA")
    receipt = cycle.answer_prompt(asked.id, {"rest_accepted": True})
    assert content(cycle, receipt.answer_id) == {
        "lines": [{"line_id": 7, "accepts": True, "reason": ""}],
        "rest_accepted": True,
    }


@pytest.mark.process("3.6")
def test_the_specialist_leaves_one_activity_out_and_enters_the_rest(cycle_at):
    cycle = cycle_at("proposed").at("2016-10-28 10:00")
    cycle.answer_all("officer-confirmation", {"rest_accepted": True})
    cycle.run(3)
    one_out = {"lines": [{"line_id": 8, "accepts": False, "reason": WHY}], "rest_accepted": True}
    receipt = cycle.answer("entry", one_out, state="CO")
    assert said(cycle, receipt.answer_id) == [(7, 1, "accepted", ""), (8, 1, "sent back", WHY)]
    assert cycle.plan("CO").entered == {1: 1, 2: 1, 7: 1}


@pytest.mark.process("3.5")
def test_what_an_officer_accepts_as_the_rest_comes_back_to_be_entered(cycle_at):
    cycle = cycle_at("proposed").at("2016-10-28 10:00")
    cycle.answer_all("officer-confirmation", {"rest_accepted": True})
    cycle.run(3)
    found = [(row.jurisdiction, cycle.shown(row.id)) for row in cycle.prompts("entry")]
    assert found == [("CO", {7: 1, 8: 1}), ("MT", {9: 1, 10: 1}), ("VT", {11: 1, 12: 1})]


@pytest.mark.process("4.3")
def test_a_center_agrees_to_all_changes_with_one_word(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", WISHES, state="CO")
    cycle.run(4)
    words = {
        "title": "Coaching", "description": "Two visits", "intensity": "brief",
        "forms": ["coaching"], "approach": "state",
    }  # fmt: skip
    change = {"activities": [{"line_id": 7, "activity": words}], "note": "Two visits"}
    cycle.answer("revision", change)
    cycle.run(4)
    receipt = cycle.answer("change-agreement", {"rest_accepted": True})
    assert said(cycle, receipt.answer_id) == [(7, 2, "accepted", "")]


@pytest.mark.process("5.3")
@pytest.mark.parametrize("answer", [{}, {"lines": []}, {"rest_accepted": False}])
def test_without_the_word_for_the_rest_a_line_left_out_is_refused(cycle_at, answer):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    with pytest.raises(Refused) as refused:
        cycle.answer("approval", answer, state="CO", center="ECQA")
    assert str(refused.value) == (
        "The answer was not recorded: 1 of 1 lines have no answer yet, the first is line 7."
    )


@pytest.mark.process("5.3")
def test_the_same_word_twice_is_one_answer(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    asked = cycle.prompt("approval", state="CO", center="ECQA")
    first = cycle.answer_prompt(asked.id, {"rest_accepted": True})
    second = cycle.answer_prompt(asked.id, {"rest_accepted": True})
    assert (second.answer_id, second.is_new) == (first.answer_id, False)
