"""What staff decide about mail: hold and release, try again, mend an address."""

from dataclasses import replace

import pytest

from cli import mail
from portal.postman import post
from tasks.surroundings import use
from tat.refusals import Refused
from tat.schema import LedgerEntry, Message, Person
from tests.small_cycle import CYCLE
from tests.test_delivery_fates import (
    ADMINISTRATOR,
    LEAD,
    NO_SUCH,
    OCC,
    SPECIALIST,
    TOO_BIG,
    Server,
    newest,
    owe,
    quiet,
    tried,
)


@pytest.fixture
def staff(capsys):
    """Gives a way to call a command on a cycle; what it printed."""

    def call(cycle, command, *given, **options):
        with use(cycle.surroundings):
            assert command(*given, database=cycle.tracker.url, **options) == 0
        return capsys.readouterr().out.splitlines()

    return call


def held(cycle_at):
    """Two mails that are held: to the Administrator and to a center lead."""
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR, LEAD)
    assert tried(cycle, Server(), is_holding=True) == []
    return cycle


def numbers(cycle) -> list[int]:
    return [row["id"] for row in cycle.rows(Message, Message.state == "held")]


def test_where_mail_is_held_nothing_leaves_and_each_is_listed(cycle_at, staff):
    cycle = held(cycle_at)
    rows = cycle.rows(Message, Message.state == "held")
    to = {row["id"]: cycle.address(row["person_id"]) for row in rows}
    assert staff(cycle, mail.held) == [
        *(
            f"{row['id']:>6}  held 2016-08-08 14:00 UTC  {to[row['id']]}  {row['subject']}"
            for row in rows
        ),
        "2 mails.",
    ]


def test_what_waited_when_hold_began_is_held_too(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR)
    post(cycle.surroundings, CYCLE, replace(cycle.office, way=Server(), a_minute=0))
    assert [str(newest(cycle)["state"])] == ["queued"]
    assert tried(cycle, Server(), is_holding=True) == []
    assert [str(newest(cycle)["state"])] == ["held"]


def test_one_that_is_released_leaves_and_the_ledger_says_by_whom(cycle_at, staff):
    cycle = held(cycle_at)
    first, second = numbers(cycle)
    assert staff(cycle, mail.release, first, by=OCC[0]) == [
        "1 mails are released and leave with the next turn of the postman."
    ]
    entry = cycle.rows(LedgerEntry)[-1]
    assert (entry["act"], entry["actor"], entry["details"]["message"]) == (
        "released a message",
        f"person {cycle.person_id(OCC[0])}",
        first,
    )
    assert len(tried(cycle, Server(), is_holding=True)) == 1
    assert numbers(cycle) == [second]


def test_all_are_released_at_once(cycle_at, staff):
    cycle = held(cycle_at)
    staff(cycle, mail.release, by=OCC[0], everything=True)
    assert sorted(tried(cycle, Server(), is_holding=True)) == [ADMINISTRATOR, LEAD]


@pytest.mark.parametrize(
    ("chosen", "options", "words"),
    [
        ([1], {"by": OCC[0]}, "message 1 is not held; see tacycle mail list"),
        ([], {"by": OCC[0]}, "name the numbers of mails, or say --all"),
        ([], {"by": SPECIALIST, "everything": True}, "is not of OCC, who release mail"),
        ([], {"by": "eve@evil.example", "everything": True}, "Nobody on record has the address"),
    ],
)
def test_a_release_that_is_not_possible_is_refused_and_nothing_leaves(
    cycle_at, staff, chosen, options, words
):
    cycle = held(cycle_at)
    with pytest.raises(Refused, match=words):
        staff(cycle, mail.release, *chosen, **options)
    assert len(numbers(cycle)) == 2


def test_a_mail_is_shown_whole_without_its_links(cycle_at, staff):
    cycle = held(cycle_at)
    shown = staff(cycle, mail.show, numbers(cycle)[0])
    assert shown[2] == "State: held"
    assert [line for line in shown if "/l/" in line] == []


def test_a_mail_that_failed_is_tried_again_by_command(cycle_at, staff):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR)
    server = Server(**{ADMINISTRATOR: [TOO_BIG]})
    tried(cycle, server)
    number = newest(cycle)["id"]
    [line, total] = staff(cycle, mail.show_all, state="failed")
    assert (line.split("  ")[-2], total) == (ADMINISTRATOR, "1 mails.")
    staff(cycle, mail.retry, number, by=OCC[0])
    server.says = {}
    assert tried(cycle, server) == [ADMINISTRATOR]
    with pytest.raises(Refused, match=f"message {number} has not failed"):
        staff(cycle, mail.retry, number, by=OCC[0])


def refused(cycle_at):
    """The Administrator's address takes no mail."""
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR)
    tried(cycle, Server(**{ADMINISTRATOR: [NO_SUCH]}))
    return cycle


@pytest.mark.parametrize("by", [OCC[0], SPECIALIST])
def test_a_mended_address_takes_what_waited(cycle_at, staff, by):
    cycle = refused(cycle_at)
    assert staff(cycle, mail.mended, ADMINISTRATOR, by=by) == [
        "Mail leaves to hal.dogwood@co.example again: 1 mails, and what gathered meanwhile."
    ]
    assert tried(cycle, Server()) == [ADMINISTRATOR]
    assert [row["act"] for row in cycle.rows(LedgerEntry)][-2:] == [
        "mended an address",
        "sent a message",
    ]


def test_at_another_address_the_same_person_gets_what_waited(cycle_at, staff):
    cycle = refused(cycle_at)
    staff(cycle, mail.mended, ADMINISTRATOR, by=OCC[0], to="Hal@co.example")
    assert tried(cycle, Server()) == ["hal@co.example"]


@pytest.mark.parametrize(
    ("address", "options", "words"),
    [
        (LEAD, {"by": OCC[0]}, "no mail server has refused it"),
        ("eve@evil.example", {"by": OCC[0]}, "nobody on record has it"),
        (ADMINISTRATOR, {"by": LEAD}, "OCC or the Specialist of the person's state may mend it"),
        (ADMINISTRATOR, {"by": OCC[0], "to": LEAD}, "is somebody else's"),
        (ADMINISTRATOR, {"by": OCC[0], "to": "hal at co"}, "is no mail address"),
    ],
)
def test_a_mending_that_is_not_possible_is_refused(cycle_at, staff, address, options, words):
    cycle = refused(cycle_at)
    with pytest.raises(Refused, match=words):
        staff(cycle, mail.mended, address, **options)
    assert tried(cycle, Server()) == []


def test_a_new_address_in_the_roster_mends_the_old_one(cycle_at, applied):
    cycle = refused(cycle_at)
    new = "hal.d@co.example"
    row = ("Hal Dogwood", new, "administrator", "CO")
    person_id = cycle.person_id(ADMINISTRATOR)
    assert applied(cycle, row, without=(ADMINISTRATOR,)) == [
        f"{new} takes the place of {ADMINISTRATOR}, which takes no mail",
        "0 roles joined, 0 open questions put before them.",
    ]
    [person] = cycle.rows(Person, Person.id == person_id)
    assert (person["address"], person["address_fault"]) == (new, None)
    assert tried(cycle, Server()) == [new]
