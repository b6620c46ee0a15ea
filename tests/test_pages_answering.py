"""Where the link of a mail leads: the question, its form, the answer, the receipt."""

import pytest

from tat.schema import Answer
from tests.pages import Pages


@pytest.fixture
def asked(cycle_at):
    cycle = cycle_at("asked")
    return Pages(cycle.at("2016-11-22 10:00"))


def test_the_link_of_a_mail_opens_its_question(asked):
    page = asked.get(asked.link_of(asked.cycle.prompt("confirmation", state="CO")))
    assert page.status_code == 200
    assert "<h1>Please confirm the TA plan for Colorado by" in page.text
    assert "Need 1: Help with background checks" in page.text
    assert "Activity 1: Coaching of licensing staff" in page.text
    assert "Nothing is approved by silence" in page.text


@pytest.mark.process("4.1")
def test_an_administrator_confirms_on_the_page(asked):
    prompt = asked.cycle.prompt("confirmation", state="CO")
    path = asked.link_of(prompt)
    name = asked.name(asked.get(path).text)
    answered = asked.send(path, confirms="yes", name=name)
    assert answered.status_code == 303
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (answer["content"], answer["channel"], answer["verdict"]) == (
        {"confirms": True, "wishes": []}, "page", "accepted",
    )  # fmt: skip
    receipt = asked.get(answered.headers["location"])
    assert receipt.status_code == 200
    assert "Colorado" in receipt.text
    assert "On record already" in asked.get(path).text
