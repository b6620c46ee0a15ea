"""OCC's page on mail that has not left: what is held is released there, and nobody else sees it."""

import pytest

from tat.schema import LedgerEntry, Message
from tests.pages import Pages
from tests.test_delivery_fates import ADMINISTRATOR, LEAD, OCC, Server, owe, quiet, tried


@pytest.fixture
def held(cycle_at):
    """Two mails are held: to the Administrator of Colorado and to a center lead."""
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR, LEAD)
    assert tried(cycle, Server(), is_holding=True) == []
    return Pages(cycle)


def states(pages) -> dict[str, str]:
    """The state of the mail to each person."""
    return {
        pages.cycle.address(row["person_id"]): row["state"]
        for row in pages.cycle.rows(Message, Message.released_at.is_not(None))
        + pages.cycle.rows(Message, Message.state == "held")
    }


def number(pages, address) -> str:
    person = pages.cycle.person_id(address)
    [row] = pages.cycle.rows(Message, Message.state == "held", Message.person_id == person)
    return str(row["id"])


def test_occ_sees_what_is_held_and_releases_one(held):
    path = f"{held.link(OCC[0])}/mail"
    page = held.get(path)
    assert page.status_code == 200
    assert ADMINISTRATOR in page.text
    sent = held.send(path, message=[number(held, LEAD)], which="chosen", name="Ada Alder")
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    assert states(held) == {ADMINISTRATOR: "held", LEAD: "queued"}
    entries = held.cycle.rows(LedgerEntry, LedgerEntry.act == "released a message")
    assert [row["actor"] for row in entries] == [f"person {held.cycle.person_id(OCC[0])}"]


def test_all_that_is_held_is_released_in_one_act(held):
    path = f"{held.link(OCC[0])}/mail"
    assert held.send(path, which="all", name="Ada Alder").status_code == 303
    assert states(held) == {ADMINISTRATOR: "queued", LEAD: "queued"}
    assert "Nothing is held." in held.get(path).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"which": "chosen", "name": "Ada Alder"}, "Choose which mails leave, or all of them."),
        ({"name": "Ada Alder"}, "Choose which mails leave, or all of them."),
        ({"which": "all"}, "Type your name: it stands on record with what you release."),
    ],
)
def test_without_a_choice_and_a_name_nothing_leaves(held, given, said):
    sent = held.send(f"{held.link(OCC[0])}/mail", **given)
    assert sent.status_code == 422
    assert said in sent.text
    assert states(held) == {ADMINISTRATOR: "held", LEAD: "held"}


def test_a_mail_that_was_released_meanwhile_is_said(held):
    path, one = f"{held.link(OCC[0])}/mail", number(held, LEAD)
    held.send(path, message=[one], which="chosen", name="Ada Alder")
    sent = held.send(path, message=[one], which="chosen", name="Ada Alder")
    assert sent.status_code == 422
    assert "is not held" in sent.text


@pytest.mark.parametrize("address", [ADMINISTRATOR, LEAD])
def test_for_others_the_page_is_not_there(held, address):
    path = f"{held.link(address)}/mail"
    assert held.get(path).status_code == 404
    assert held.client.post(path, data={"which": "all", "name": "x"}).status_code == 404
    assert states(held) == {ADMINISTRATOR: "held", LEAD: "held"}
