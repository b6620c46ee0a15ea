"""A sheet of several questions: what one tick for all the rest covers, and what it never does."""

import pytest
import sqlalchemy as sa

from tat.database import write
from tat.schema import Answer, Prompt
from tests.pages import Pages

STANDS = ("open", "answered")
SUGGESTS = {"confirms": False, "wishes": [{"text": "Two visits"}]}


@pytest.fixture
def affirming(cycle_at):
    """The Regional Program Manager of region 8 is asked about Colorado and Montana."""
    return Pages(cycle_at("entered").at("2016-11-01 10:00"))


def said(pages, state):
    """What was said in all answers about a state's plan, by what they confirm."""
    both = [pages.cycle.prompts("affirmation", state=state, stands=one) for one in STANDS]
    [prompt] = [row for rows in both for row in rows]
    rows = pages.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    return [row["content"]["confirms"] for row in rows]


def opened(pages):
    """The sheet's address, and its form as it is found, with the name and the tick filled in."""
    prompt = pages.cycle.prompt("affirmation", state="CO")
    path = pages.link(prompt.address, sheet_id=prompt.sheet_id)
    name = pages.name(pages.get(path).text)
    return path, dict(pages.fields(path)) | {"all_the_rest": "yes", "name": name}


@pytest.mark.process("3.7")
def test_the_rest_is_not_what_was_answered_meanwhile(affirming):
    """A page that was left open for an hour does not turn a no into a yes."""
    path, form = opened(affirming)
    affirming.cycle.answer("affirmation", SUGGESTS, state="CO")
    assert affirming.client.post(path, data=form).status_code == 303
    assert (said(affirming, "CO"), said(affirming, "MT")) == ([False], [True])


@pytest.mark.process("3.7")
def test_the_rest_is_not_what_came_onto_the_sheet_after_the_page_was_opened(affirming):
    montana = affirming.cycle.prompt("affirmation", state="MT")
    put_on_sheet(affirming, montana.id, None)
    path, form = opened(affirming)
    put_on_sheet(affirming, montana.id, montana.sheet_id)
    assert affirming.client.post(path, data=form).status_code == 303
    assert (said(affirming, "CO"), said(affirming, "MT")) == ([True], [])


def put_on_sheet(pages, prompt_id, sheet_id):
    with write(pages.cycle.tracker) as tat:
        tat.execute(sa.update(Prompt).where(Prompt.id == prompt_id).values(sheet_id=sheet_id))
