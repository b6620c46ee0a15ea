"""What a page says once an answer is on record: in plain words, with all that was said."""

import re
from dataclasses import replace

import pytest

from tat.schema import Answer
from tests.pages import SECRET, Pages

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado
HAL = "hal.dogwood@co.example"  # Administrator of Colorado

SAID = "Activity 1, Coaching of licensing staff: “Two visits, please”"


def words_of(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


@pytest.mark.process("8.4")
def test_the_receipt_and_the_question_say_what_was_said(cycle_at):
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    path = pages.link_of(pages.cycle.prompt("confirmation", state="CO"))
    name = pages.name(pages.get(path).text)
    no = {"wishes.7.text": "Two visits, please", "confirms": "no", "name": name}
    answered = pages.client.post(path, data=dict(pages.fields(path)) | no)
    assert answered.status_code == 303
    receipt = words_of(pages.get(answered.headers["location"]).text)
    assert f"Answer {name} suggested modifications {SAID} By" in receipt
    again = words_of(pages.get(path).text)
    assert f"{name} suggested modifications, Tuesday, November 22, 2016, 8:00 AM MST" in again
    assert SAID in again


@pytest.mark.process("4.2", "8.2")
def test_whoever_reads_a_suggestion_reads_on_which_line_it_was_put(cycle_at):
    """In the Specialist's mail, on the page of the revision, and on that of the plan."""
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    on_a_line = {"text": "Please make this intensive.", "line_id": 1}
    wishes = [on_a_line, {"text": "All too late."}]
    pages.cycle.answer("confirmation", {"confirms": False, "wishes": wishes}, state="CO")
    pages.cycle.run(4)
    [mail] = pages.cycle.mails_to(SPECIALIST)
    text = words_of(mail.get_body(("plain",)).get_content())
    said = "> All too late. Need 1, Help with background checks: > Please make this intensive."
    assert text.count(said) == 2  # where the revision is asked for, and as the answer
    revision = words_of(pages.get(pages.link_of(pages.cycle.prompt("revision"))).text)
    said = "All too late. Need 1, Help with background checks: Please make this intensive."
    assert f"suggests: {said}" in revision
    plan = words_of(pages.get(f"{pages.link(SPECIALIST)}/plan/CO").text)
    in_short = "All too late. Need 1, Help with background checks: “Please make this intensive.”"
    assert in_short in plan


def test_enter_in_a_text_field_records_the_answer_and_adds_no_row(cycle_at):
    """A browser presses the first button of the form."""
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    prompt = pages.cycle.prompt("confirmation", state="CO")
    path = pages.link_of(prompt)
    html = pages.get(path).text
    name, value = re.search(r'<button[^>]* name="(\w+)" value="([\w.]+)"', html).groups()
    sent = {"confirms": "yes", "name": pages.name(html), name: value}
    assert pages.client.post(path, data=dict(pages.fields(path)) | sent).status_code == 303
    [answer] = pages.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert answer["content"] == {"confirms": True, "wishes": []}


def test_a_receipt_rides_along_with_the_next_mail_and_only_with_that(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.office = replace(cycle.office, secret=SECRET.encode())
    pages = Pages(cycle)
    path = pages.link_of(cycle.prompt("confirmation", state="CO"))
    cycle.mails()
    pages.send(path, confirms="yes", name=pages.name(pages.get(path).text))
    assert pages.cycle.mails_to(HAL) == []
    said = "You were asked to confirm the plan for Colorado"
    found = []
    for moment in ("2016-11-22 11:00", "2016-11-22 12:00"):  # Hal asks for a link, twice
        pages.cycle.at(moment)
        pages.client.post("/", data={"address": HAL})
        [mail] = pages.cycle.mails_to(HAL)
        found.append((mail["Subject"], said in mail.get_body(("plain",)).get_content()))
    assert found == [
        ("Your answer is on record for Colorado; 1 other matter", True),
        ("Your link to the technical assistance planning", False),
    ]
