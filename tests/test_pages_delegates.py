"""On the pages somebody answers in the place of somebody else; and all of it on both databases.

Hal Dogwood, Colorado's Administrator, delegates to Vera Wren from 23 November to 2 December 2016;
Vera stands on this record as New Person.
"""

from config.vocabulary import Purpose
from tat.schema import Answer, Notice
from tests.pages import Pages
from tests.test_delegation import HAL, VERA, delegated


def confirms(pages, path):
    """Confirm on a page, with the name that stands at its head."""
    html = pages.get(path).text
    return pages.send(path, confirms="yes", name=pages.name(html))


def test_a_delegate_finds_the_question_and_answers_it_with_both_names(cycle_at):
    pages = Pages(delegated(cycle_at).at("2016-11-23 10:00"))
    prompt = pages.cycle.prompt("confirmation", state="CO")
    mine = pages.get(pages.link(VERA) + "/mine").text
    assert "Delegated to you for these days" in mine
    path = f"{pages.link(VERA)}/prompt/{prompt.id}"
    assert "in the place of Hal Dogwood" in pages.get(path).text
    assert confirms(pages, path).status_code == 303
    [answer] = pages.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    people = (pages.cycle.person_id(VERA), pages.cycle.person_id(HAL))
    assert (answer["person_id"], answer["said_by_id"], answer["channel"]) == (*people, "page")


def test_before_the_delegation_begins_its_question_is_not_there(cycle_at):
    pages = Pages(delegated(cycle_at).at("2016-11-22 10:00"))
    prompt = pages.cycle.prompt("confirmation", state="CO")
    own = pages.link(VERA)
    assert "Delegated to you" not in pages.get(f"{own}/mine").text
    assert pages.get(f"{own}/prompt/{prompt.id}").status_code == 404


def test_once_the_delegation_is_over_its_link_refuses_the_answer_and_says_who_answers(cycle_at):
    pages = Pages(delegated(cycle_at).at("2016-12-05 10:00"))
    prompt = pages.cycle.prompt("confirmation", state="CO")
    answered = confirms(pages, pages.link(VERA, prompt_id=prompt.id))
    assert answered.status_code == 409
    assert "New Person does not answer for Hal Dogwood any more" in answered.text
    assert pages.cycle.rows(Answer, Answer.prompt_id == prompt.id) == []


def test_on_each_database_pages_open_take_answers_and_mail_links(small_cycle_on_both):
    cycle = small_cycle_on_both.reach("announced").at("2016-08-02 10:00")
    pages = Pages(cycle)
    prompt = cycle.prompts("meeting-date")[0]
    path = pages.link_of(prompt)
    name = pages.name(pages.get(path).text)
    assert pages.send(path, name=name, submits="yes").status_code == 422
    no = {"is_not_held": "yes", "reason": "Done by telephone", "submits": "yes", "name": name}
    answered = pages.send(path, **no)
    assert answered.status_code == 303
    assert pages.get(answered.headers["location"]).status_code == 200
    [answer] = cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (answer["content"]["is_not_held"], answer["content"]["reason"]) == (
        True, "Done by telephone",
    )  # fmt: skip
    assert pages.get(pages.link(prompt.address) + "/mine").status_code == 200
    assert pages.client.post("/", data={"address": prompt.address}).status_code == 200
    assert len(cycle.rows(Notice, Notice.purpose == Purpose.OWN_LINK)) == 1
