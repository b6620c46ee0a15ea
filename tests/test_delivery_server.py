"""A thousand messages to a mail server that does what servers do: every one is accounted for."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from portal.office import PostOffice
from portal.postman import post
from tasks.mail_server import Account, MailServer, Security
from tasks.ways import Unreached
from tat.database import write
from tat.messages import Envelope, enclose
from tat.schema import Message, Person
from tests.small_cycle import CYCLE
from tests.smtp_server import NO_SUCH_USER, PERMANENT, TEMPORARY, smtp_server

N = 1_000
NAMES = (
    "Zoë Ångström", "Łukasz Żółw", "Дарья Ёлкина", "Ελένη Πεύκη", "أمل النخلة", "נועה אלון",
    "林小雨", "小川 さくら", "김하늘", "आशा नीम", "ทดสอบ สน", "ამირან მუხა",
    "O'Neil \"Bo\" Oak, Jr.",
)  # fmt: skip
ODD = [f"reader{n}@state.example" for n in range(0, N, 10)]
"""Every tenth reader, to whom the server behaves oddly."""


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "server"
    folder.mkdir()
    with smtp_server(folder) as found:
        yield found


@pytest.fixture
def thousand(cycle_at):
    """A cycle with one message to each of a thousand readers, with names in every script."""
    cycle = cycle_at("announced").at("2016-08-01 08:00")
    cycle.mails()
    cycle.at("2016-08-08 10:00")
    with write(cycle.tracker) as tat:
        people = [
            Person(
                name=NAMES[n % len(NAMES)], address=f"reader{n}@state.example",
                time_zone="America/Denver",
            )
            for n in range(N)
        ]  # fmt: skip
        tat.add_all(people)
        tat.flush()
        envelopes = [
            Envelope(one.id, [], f"Mail {one.id}", "Hello", "<p>Hello</p>") for one in people
        ]
        enclose(tat, CYCLE, envelopes, host="tacycle.example", now=cycle.now)
    return cycle


def office(cycle, server, **more) -> PostOffice:
    account = Account("localhost", server.port, Security.NONE, "ta-planning@tacycle.example")
    return replace(cycle.office, way=MailServer(account), **more)


def turn(cycle, server, *, after: timedelta = timedelta(0), **more) -> None:
    """One turn of the postman, some time later; that the way broke is no matter."""
    cycle.now += after
    try:
        post(cycle.surroundings, CYCLE, office(cycle, server, **more))
    except OSError:
        return


def states(cycle) -> Counter:
    rows = cycle.rows(Message, Message.subject.startswith("Mail "))
    return Counter(str(row["state"]) for row in rows)


def copies(server) -> Counter:
    """How many messages the server has once, twice, ..."""
    return Counter(Counter(server.kept()).values())


def test_a_server_that_takes_all_has_each_once_with_its_readers_name(thousand, server):
    server.start()
    turn(thousand, server)
    assert (states(thousand), copies(server)) == ({"sent": N}, {1: N})
    mails = [message_from_bytes(raw, policy=default) for raw in server.raw()]
    readers = [mail["To"].addresses[0] for mail in mails]
    assert {one.addr_spec: one.display_name for one in readers} == {
        f"reader{n}@state.example": NAMES[n % len(NAMES)] for n in range(N)
    }


def test_what_is_taken_later_is_sent_once(thousand, server):
    server.start(refuse_rcpt=dict.fromkeys(ODD, TEMPORARY), n_refusals=2)
    turn(thousand, server)
    assert states(thousand) == {"sent": 900, "queued": 100}
    for _minute in range(2):
        turn(thousand, server, after=timedelta(minutes=1))
    assert (states(thousand), copies(server)) == ({"sent": N}, {1: N})


def test_refused_addresses_wait_and_refused_contents_failed(thousand, server):
    addresses, contents = ODD[:50], ODD[50:]
    server.start(
        refuse_rcpt=dict.fromkeys(addresses, NO_SUCH_USER),
        refuse_data=dict.fromkeys(contents, PERMANENT),
    )
    turn(thousand, server)
    turn(thousand, server, after=timedelta(hours=1))
    expected = ({"sent": 900, "queued": 50, "failed": 50}, {1: 900})
    assert (states(thousand), copies(server)) == expected
    marked = thousand.rows(Person, Person.address_fault.is_not(None))
    assert sorted(row["address"] for row in marked) == sorted(addresses)
    told = Counter(about for about, _to in thousand.told("address-fault"))
    assert told == {f"person {row['id']}": 3 for row in marked}  # they have no state: OCC
    assert len({about for about, _to in thousand.told("mail-failed")}) == 50


@pytest.mark.parametrize(
    ("how", "expected"),
    [("close_before_keeping", {1: 1_000}), ("close_after_keeping", {1: 900, 2: 100})],
)
def test_where_the_server_hangs_up_the_same_message_comes_again(thousand, server, how, expected):
    server.start(**{how: ODD})
    turn(thousand, server)
    assert states(thousand) == {"sent": 900, "queued": 100}
    turn(thousand, server, after=timedelta(minutes=1))
    assert (states(thousand), copies(server)) == ({"sent": N}, expected)
    twice = {to for (to, _key), n in Counter(server.kept()).items() if n == 2}
    assert twice == (set(ODD) if 2 in expected else set())


def test_where_our_set_up_is_refused_all_waits_and_no_reader_is_marked(thousand, server):
    server.start(refuse_rcpt={"*": "550 5.7.1 Relay access denied"})
    for _minute in range(3):
        thousand.now += timedelta(minutes=1)
        with pytest.raises(Unreached, match=r"550 5\.7\.1 Relay access denied"):
            post(thousand.surroundings, CYCLE, office(thousand, server))
    assert (states(thousand), server.kept()) == ({"queued": N}, [])
    assert thousand.rows(Person, Person.address_fault.is_not(None)) == []
    assert thousand.rows(Message, Message.fault.is_not(None)) == []
    server.start()
    turn(thousand, server)
    assert (states(thousand), copies(server)) == ({"sent": N}, {1: N})


def test_a_server_that_is_away_for_an_hour_gets_all_when_it_is_back(thousand, server):
    server.start()
    way = office(thousand, server).way
    deliver, n_tried = way.deliver, []

    def until_it_goes(mail, meanwhile):
        n_tried.append(mail.to)
        if len(n_tried) == 300:
            server.stop()
        deliver(mail, meanwhile)

    way.deliver = until_it_goes
    with pytest.raises(OSError):  # noqa: PT011 - whatever the operating system says
        post(thousand.surroundings, CYCLE, replace(thousand.office, way=way))
    for _minute in range(60):
        thousand.now += timedelta(minutes=1)
        with pytest.raises(Unreached):
            post(thousand.surroundings, CYCLE, office(thousand, server))
    assert states(thousand)["failed"] == 0
    assert thousand.rows(Person, Person.address_fault.is_not(None)) == []
    server.start()
    turn(thousand, server)
    turn(thousand, server, after=timedelta(minutes=1))
    assert (states(thousand), copies(server)) == ({"sent": N}, {1: N})


def test_a_server_that_needs_30_seconds_a_mail_gets_each_once_from_two_postmen(thousand, server):
    """The clock is simulated: each mail takes 30 s of it. A batch ends before its claims age."""
    server.start()
    first, second = office(thousand, server, name="first"), office(thousand, server, name="second")
    deliver = first.way.deliver
    n_slow = []

    def slow(mail, meanwhile):
        deliver(mail, meanwhile)
        thousand.now += timedelta(seconds=30)
        n_slow.append(mail.to)
        if len(n_slow) in (9, 35):  # after 4.5 minutes, and when the first claims would be stale
            post(thousand.surroundings, CYCLE, second)

    first.way.deliver = slow
    post(thousand.surroundings, CYCLE, first)
    assert (states(thousand), copies(server)) == ({"sent": N}, {1: N})
    assert len(n_slow) == 200  # what it had claimed before the other came


def test_two_postmen_in_two_processes_send_each_message_once(thousand, server):
    server.start()
    thousand.tracker.engine.dispose()
    command = [sys.executable, "-m", "tests.postman_process", thousand.tracker.url]
    both = [subprocess.Popen([*command, str(server.port)]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert (states(thousand), copies(server)) == ({"sent": N}, {1: N})
    by = Counter(row["claimed_by"] for row in thousand.rows(Message, Message.claimed_by != ""))
    assert len([n for n in by.values() if n >= 100]) >= 2
