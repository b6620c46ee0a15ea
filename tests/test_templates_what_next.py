"""Each kind of question says in one sentence what happens once it is answered."""

import re

import pytest

from config.vocabulary import PromptKind
from templates.what_next import WHAT_NEXT, what_follows
from tests.pages import Pages


@pytest.mark.parametrize("kind", PromptKind)
def test_every_kind_has_one_plain_sentence(kind):
    said = WHAT_NEXT[kind]
    assert (said[0].isupper(), said[-1], said.count(". ")) == (True, ".", 0)
    assert len(said) <= 180, "say less"


def test_no_two_kinds_say_the_same():
    assert len(set(WHAT_NEXT.values())) == len(PromptKind)


@pytest.mark.parametrize("kind", PromptKind)
@pytest.mark.parametrize("is_yes", [True, False])
def test_what_follows_from_an_answer_is_one_sentence_without_an_if(kind, is_yes):
    said = what_follows(kind, is_yes=is_yes)
    assert (said[0].isupper(), said[-1], said.count(". ")) == (True, ".", 0)
    assert not re.search(r"\b[Ii]f\b", said)


def test_the_question_says_what_may_follow_and_its_receipt_what_follows(cycle_at):
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    path = pages.link_of(pages.cycle.prompt("confirmation", state="CO"))
    said = (
        "If you confirm the plan, it becomes the intermediate plan; if you suggest modifications, "
        "the Specialist revises it and you review it a final time."
    )
    page = pages.get(path).text
    assert f"<p><strong>What happens next.</strong> {said}</p>" in page
    answered = pages.send(path, confirms="yes", name=pages.name(page))
    assert following(pages, answered) == (
        "The plan becomes the intermediate plan as soon as its Specialist has it converted."
    )
    no = {"wishes.n": "1", "wishes.new0.text": "Later", "confirms": "no"}
    answered = pages.client.post(
        path, data=dict(pages.fields(path)) | no | {"name": pages.name(page)}
    )
    assert following(pages, answered) == (
        "The Specialist revises the plan, and you review it a final time."
    )


def following(pages: Pages, answered) -> str:
    """What the receipt says first under "What happens next"."""
    receipt = pages.get(answered.headers["location"]).text
    return re.findall("<p>(.*)</p>", receipt.partition("<h2>What happens next</h2>")[2])[0]


def test_a_sheet_says_it_once(cycle_at):
    pages = Pages(cycle_at("submitted").at("2016-12-08 10:00"))
    prompt = pages.cycle.prompts("approval")[0]
    page = pages.get(pages.link(prompt.address, sheet_id=prompt.sheet_id)).text
    assert page.count("The center is told what you decided, item by item") == 1
