"""A page shows what is decided on, as it read when it was asked; and what became of it since."""

import re

import pytest

from tat.database import write
from tat.schema import ActivityRevision, Line
from tat.statuses import LineState
from tests.example_plan import COACHING
from tests.pages import Pages
from tests.test_amendments import WITHDRAWS_7, changed

TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}


def words_of(pages, prompt) -> str:
    """The words of a question's page, without its tags."""
    html = pages.get(pages.link_of(prompt)).text
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def revised(cycle_at):
    """Colorado is asked to confirm; then its activity 7 gets other words."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    wish = {"confirms": False, "wishes": [{"line_id": 7, "text": "Two visits"}]}
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer("confirmation", wish, state="CO")
    cycle.at("2016-11-22 11:00").run(4)
    change = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "As you asked"}
    cycle.answer("revision", change, state="CO")
    return cycle, prompt


@pytest.mark.process("8.4")
def test_a_line_that_was_changed_stands_as_it_was_asked_with_what_it_says_now(cycle_at):
    cycle, prompt = revised(cycle_at)
    words = words_of(Pages(cycle), prompt)
    assert "Coaching of licensing staff Six sessions and one visit." in words
    assert (
        "Since you were asked the description was changed. "
        "It now reads: Six sessions and two visits."
    ) in words
    assert words.count("Since you were asked") == 1


def test_what_nobody_changed_says_nothing_of_changes(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    words = words_of(Pages(cycle), cycle.prompt("confirmation", state="CO"))
    assert "Six sessions and one visit." in words
    assert "Since you were asked" not in words


@pytest.mark.parametrize(("line_id", "says"), [(1, "Help with background checks"), (7, "Coaching")])
def test_a_line_that_left_the_plan_still_stands_there_and_says_so(cycle_at, line_id, says):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    with write(cycle.tracker) as tat:
        tat.get_one(Line, line_id).state = LineState.WITHDRAWN
    words = words_of(Pages(cycle), cycle.prompt("confirmation", state="CO"))
    assert says in words
    assert words.count("Since you were asked it was taken out of the plan.") == 1


@pytest.mark.process("7.1")
def test_a_center_agrees_on_the_page_that_its_activity_leaves_a_final_plan(cycle_at):
    cycle = changed(cycle_at, WITHDRAWS_7).at("2017-06-23 10:00")
    pages = Pages(cycle)
    prompt = cycle.prompt("change-agreement", center="ECQA")
    path = pages.link_of(prompt)
    page = pages.get(path).text
    assert "To be withdrawn: activity 1: Coaching of licensing staff" in page
    yes = {"lines.7.accepts": "yes", "name": pages.name(page)}
    fields = dict(pages.fields(path)) | yes
    assert pages.client.post(path, data=fields).status_code == 303
    cycle.run(7)
    assert [row.jurisdiction for row in cycle.prompts("final-review")] == ["CO"]


@pytest.mark.process("4.2", "4.3")
def test_an_activity_that_the_specialist_leaves_alone_has_not_changed(cycle_at):
    """Its forms are on record in another order than that in which the page shows the ticks."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    suggests = {"confirms": False, "wishes": [{"text": "Two visits, please", "line_id": 7}]}
    cycle.answer("confirmation", suggests, state="CO")
    pages, prompt = Pages(cycle.run(4)), cycle.prompt("revision")
    path = pages.link_of(prompt)
    sent = {"activities.7.activity.description": "Six sessions and two visits.",
            "note": "A second visit", "name": pages.name(pages.get(path).text)}  # fmt: skip
    forms = [value for name, value in pages.fields(path) if name == "activities.8.activity.forms"]
    fields: dict[str, list[str]] = {}
    for name, value in pages.fields(path):
        fields.setdefault(name, []).append(value)
    assert pages.client.post(path, data=fields | sent).status_code == 303
    words = cycle.rows(ActivityRevision, ActivityRevision.line_id.in_((7, 8)))
    assert forms == ["consultation", "coaching"]
    assert [(row["line_id"], row["revision"]) for row in words] == [(7, 1), (7, 2), (8, 1)]
    assert words[2]["forms"] == ["coaching", "consultation"]
