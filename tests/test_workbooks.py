"""A question answered with the workbook that was issued for it."""

import re
from zoneinfo import ZoneInfo

import pytest

from portal.asking.questions import read_questions
from tat.database import read
from tat.schema import Answer, Person, Prompt
from tests.pages import Pages, filled_in
from tests.sayings import sayings
from tests.small_cycle import STAGES
from tests.test_pages_answering import given_content, open_prompts, plain
from tests.workbooks import Filling, type_in


@pytest.fixture
def asked(cycle_at):
    return Pages(cycle_at("asked").at("2016-11-22 10:00"))


def issued(pages, prompt):
    """The link of a prompt, and the workbook that its page offers."""
    link = pages.link_of(prompt)
    page = pages.get(link).text
    path = f"{link}/workbook/prompt/{prompt.id}"
    assert f'href="{path}"' in page
    found = pages.get(path)
    assert (found.status_code, found.headers["content-type"]) == (
        200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )  # fmt: skip
    return path, Filling(found.content)


def send(pages, path, content, *, file_name="answer.xlsx", name=None):
    page = pages.get(path.rpartition("/workbook/")[0])
    fields = dict(pages.fields(path.rpartition("/workbook/")[0]))
    sent = {"form_key": fields["form_key"], "name": pages.name(page.text) if name is None else name}
    return pages.client.post(path, data=sent, files={"file": (file_name, content)})


@pytest.mark.process("4.1")
def test_an_administrator_confirms_with_the_workbook(asked):
    prompt = asked.cycle.prompt("confirmation", state="CO")
    path, book = issued(asked, prompt)
    book.put("confirms", "Your answer", "I confirm the plan as it is shown here")
    answered = send(asked, path, book.saved())
    assert (answered.status_code, answered.headers["location"].rpartition("/")[0]) == (
        303, f"{asked.link_of(prompt)}/receipt",
    )  # fmt: skip
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (answer["content"], answer["channel"]) == ({"confirms": True, "wishes": []}, "page")


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_is_said_to_a_question_can_be_said_in_its_workbook(cycle_at, stage):
    """Each saying of every kind that waits at a stage, filled in and sent back."""
    first = cycle_at(stage)
    for kind, row in {row.kind: row for row in open_prompts(first)}.items():
        for content in sayings(first, row):
            cycle = cycle_at(stage)
            pages = Pages(cycle)
            prompt = next(one for one in open_prompts(cycle) if one.id == row.id)
            with read(cycle.tracker) as tat:
                zone = ZoneInfo(tat.get_one(Person, prompt.person_id).time_zone)
                asked = [tat.get_one(Prompt, prompt.id)]
                [question] = read_questions(tat, pages.app.state.portal, asked).questions
            path, book = issued(pages, prompt)
            type_in(book, question, filled_in(question.parts, content, zone) | submits(question))
            answered = send(pages, path, book.saved())
            expected = given_content(kind, content, cycle.shown(row.id))
            assert answered.status_code == 303, (kind, content, faults(answered))
            recorded = cycle.rows(Answer, Answer.prompt_id == prompt.id)[-1]["content"]
            assert plain(recorded) == plain(expected), (kind, content)


def submits(question):
    """The tick by which an answer is given that may say nothing more."""
    return {part.name: "yes" for part in question.parts if part.name == "submits"}


def faults(page):
    return re.findall(r'class="fault"[^>]*>([^<]*)', page.text)
