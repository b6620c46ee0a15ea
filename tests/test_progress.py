"""6.1: every three months each center says how far its activities in final plans have come.

NCASE leads activity 8 of Colorado, 10 of Montana and 12 of Vermont; ECQA leads 7, 9 and 11.
"""

from datetime import date

import pytest

from cli.progress import progress
from config.vocabulary import Progress
from tasks.surroundings import use
from tat.refusals import Refused
from tat.schema import LedgerEntry, ProgressMark

LEAD_OF_NCASE = "anna.basswood@ncase.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana

BEGAN = {"line_id": 8, "progress": "under way", "on": "2017-03-01", "expected_on": "2017-09-30"}
LATE = {"line_id": 10, "progress": "delayed", "on": "2017-03-15", "note": "The trainer left"}


def asked(cycle_at):
    return cycle_at("delivery").at("2017-03-20 07:30").run(6)


def marks(cycle) -> list[tuple]:
    names = ("line_id", "progress", "note", "by_person_id")
    return [tuple(row[name] for name in names) for row in cycle.rows(ProgressMark)]


@pytest.mark.process("6.1")
def test_each_center_lead_is_asked_one_question_about_all_its_activities(cycle_at):
    cycle = asked(cycle_at)
    found = [
        (row.subject, row.plan_id, row.address, cycle.shown(row.id))
        for row in cycle.prompts("progress")
    ]
    assert found == [
        ("center ECQA", None, LEAD_OF_ECQA, {7: 1, 9: 1, 11: 1}),
        ("center NCASE", None, LEAD_OF_NCASE, {8: 1, 10: 1, 12: 1}),
    ]


@pytest.mark.process("6.1")
def test_nobody_is_asked_before_the_interval_has_passed(cycle_at):
    assert cycle_at("delivery").at("2017-03-19 18:00").run(6).prompts("progress") == []


@pytest.mark.process("6.1")
def test_a_second_run_asks_nobody_twice_and_the_next_interval_asks_anew(cycle_at):
    cycle = asked(cycle_at).run(6)
    first = [row.round for row in cycle.prompts("progress")]
    cycle.at("2017-06-20 07:30").run(6)
    assert (first, [row.round for row in cycle.prompts("progress")]) == ([1, 1], [2, 2])


@pytest.mark.process("6.1")
def test_activities_of_a_plan_that_is_not_final_are_not_asked_about(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 10:00")
    cycle.answer("finalization", {"converts": True}, state="VT")
    cycle.run(5).at("2017-03-20 07:30").run(6)
    assert [cycle.shown(row.id) for row in cycle.prompts("progress")] == [{11: 1}, {12: 1}]


@pytest.mark.process("6.1")
def test_what_is_marked_stands_on_record_with_its_days_and_author(cycle_at):
    cycle = asked(cycle_at).at("2017-03-22 10:00")
    cycle.answer("progress", {"marks": [BEGAN, LATE]}, center="NCASE")
    lead = cycle.person_id(LEAD_OF_NCASE)
    assert marks(cycle) == [
        (8, "under way", "", lead), (10, "delayed", "The trainer left", lead)
    ]  # fmt: skip
    first = cycle.rows(ProgressMark)[0]
    assert (str(first["on"]), str(first["expected_on"])) == ("2017-03-01", "2017-09-30")


@pytest.mark.process("6.1")
def test_that_nothing_has_changed_is_an_answer(cycle_at):
    cycle = asked(cycle_at).at("2017-03-22 10:00")
    receipt = cycle.answer("progress", {"marks": []}, center="NCASE")
    assert (receipt.is_new, receipt.is_outdated, marks(cycle)) == (True, False, [])


@pytest.mark.process("6.1")
def test_a_later_answer_adds_its_marks_and_the_earlier_stay(cycle_at):
    cycle = asked(cycle_at).at("2017-03-22 10:00")
    first = cycle.answer("progress", {"marks": [BEGAN]}, center="NCASE")
    prompt = cycle.prompt("progress", center="NCASE", stands="answered")
    done = BEGAN | {"progress": "done", "on": "2017-03-23"}
    second = cycle.at("2017-03-24 10:00").answer_prompt(prompt.id, {"marks": [done]})
    assert second.corrects_id == first.answer_id
    assert [row[:2] for row in marks(cycle)] == [(8, "under way"), (8, "done")]


@pytest.mark.process("6.1")
@pytest.mark.parametrize(("mark", "sentence"), [
    (BEGAN | {"line_id": 7}, "The answer was not recorded: it names line 7, which this prompt does "
     "not show. Open the link in your mail again."),
    (BEGAN | {"on": "2017-03-23"}, "The progress was not recorded: line 8 cannot be under way "
     "since 2017-03-23, a day to come. Use the day on which it became so."),
])  # fmt: skip
def test_a_line_of_another_center_and_a_day_to_come_are_refused(cycle_at, mark, sentence):
    cycle = asked(cycle_at).at("2017-03-22 10:00")
    with pytest.raises(Refused) as refused:
        cycle.answer("progress", {"marks": [mark]}, center="NCASE")
    assert (str(refused.value), marks(cycle)) == (sentence, [])


@pytest.mark.process("6.1", "8.2")
def test_the_mail_says_how_many_activities_in_how_many_plans(cycle_at):
    cycle = asked(cycle_at)
    cycle.mails()
    (mail,) = cycle.at("2017-03-20 08:30").mails_to(LEAD_OF_NCASE)
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "have come: 3 activities in 3 final plans." in text


# --- without being asked


def says(cycle, tmp_path, by, *, state="CO", activity=2, on=date(2017, 2, 1)):
    with use(cycle.surroundings):
        progress(
            state, activity, Progress.DONE, on=on, by=by, note="In one visit",
            database=f"sqlite:///{tmp_path / 'tat.db'}",
        )  # fmt: skip


@pytest.mark.process("6.1")
@pytest.mark.parametrize("by", [LEAD_OF_NCASE, SPECIALIST])
def test_the_lead_and_the_specialist_mark_an_activity_without_being_asked(cycle_at, tmp_path, by):
    cycle = cycle_at("delivery").at("2017-02-02 10:00")
    says(cycle, tmp_path, by)
    assert marks(cycle) == [(8, "done", "In one visit", cycle.person_id(by))]
    entry = cycle.rows(LedgerEntry)[-1]
    assert (entry["act"], entry["subject"], entry["plan_version"]) == (
        "marked done", "activity 2 of Colorado", 3
    )  # fmt: skip


@pytest.mark.process("6.1")
@pytest.mark.parametrize(("by", "where", "sentence"), [
    (LEAD_OF_ECQA, {}, "Activity 2 of CO stays as it is: it is marked by a lead of NCASE or by the "
     "Specialist of CO, and Theo Locust is neither."),
    (LEAD_OF_NCASE, {"activity": 3}, "The progress was not recorded: no final plan of CO in "
     "2016-2018 has an activity 3. Look at the plan for its number."),
    (LEAD_OF_NCASE, {"on": date(2017, 2, 3)}, "The progress was not recorded: line 8 cannot be "
     "done since 2017-02-03, a day to come. Use the day on which it became so."),
])  # fmt: skip
def test_a_mark_by_somebody_else_or_of_no_activity_is_refused(
    cycle_at, tmp_path, by, where, sentence
):
    cycle = cycle_at("delivery").at("2017-02-02 10:00")
    with pytest.raises(Refused) as refused:
        says(cycle, tmp_path, by, **where)
    assert (str(refused.value), marks(cycle)) == (sentence, [])
