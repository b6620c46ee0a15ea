"""The mailbox read to its end, from a real server to the record; and what staff decide then."""

import io
import socket
import zipfile
from dataclasses import replace
from threading import Barrier, Event, Thread

import pytest

from cli.machinery import of_machinery
from config.settings import Settings
from portal.collector import collect_until
from portal.door.mailed import take_mailed
from portal.loops import LiveCycles, Turns, loops
from tasks.incoming.inbox import Inbox, inbox_of
from tasks.incoming.reading import read_answers, read_mailbox
from tasks.surroundings import use
from tasks.sweeps import begin_sweep
from tasks.ways import Unreached
from tat import received_orders
from tat.database import open_tracker, write
from tat.file_store import FileStore
from tat.refusals import Refused
from tat.schema import Answer, LedgerEntry, MailboxRead, Received
from tests.answers_by_mail import HOME, reply
from tests.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.pages import Pages
from tests.test_database_away import wait_until

ADMINISTRATOR = "hal.dogwood@co.example"
SPECIALIST = "greta.cypress@region8.scbc.example"
OTHER_SPECIALIST = "elsa.catalpa@region1.scbc.example"
OCC = "ada.alder@occ.example"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with imap_server(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def asked(cycle_at, running):
    """The Administrators are asked by mail, and the mailbox is empty."""
    running.empty()
    cycle = cycle_at("asked").at("2016-11-21 08:00")
    cycle.mail = {str(one["To"].addresses[0].addr_spec): one for one in cycle.mails()}
    cycle.inbox_here = inbox(running, cycle)
    return cycle.at("2016-11-22 07:30")


def inbox(server, cycle, **settings) -> Inbox:
    told = {"imap_host": "127.0.0.1", "imap_port": server.tls_port, "imap_user": USER,
            "imap_password": PASSWORD, "data_folder": cycle.folder} | settings  # fmt: skip
    return replace(inbox_of(Settings(**told)), home=HOME, context=server.context())


def yes(cycle) -> bytes:
    return reply(cycle.mail[ADMINISTRATOR], "Confirmed.").as_bytes()


def decide(cycle, act, *given, by: str, **more):
    with write(cycle.tracker) as tat:
        return act(tat, *given, by_person_id=cycle.person_id(by), now=cycle.now, **more)


def states(cycle) -> list[str]:
    return [str(row["state"]) for row in cycle.rows(Received)]


def loops_of(surroundings) -> list[str]:
    settings = Settings(secret="a secret of thirty-two characters")
    return [*loops(surroundings, settings, LiveCycles(surroundings), Turns())]


# --- read


def test_the_sweep_takes_in_what_lies_in_the_mailbox_and_puts_it_away(asked, running):
    running.put(yes(asked))
    asked.surroundings = replace(asked.surroundings, inbox=asked.inbox_here)
    with use(asked.surroundings):
        assert read_answers.fn(begin_sweep("2016-2018")) == 1
    assert (running.n_in("INBOX"), running.n_in("Taken in")) == (0, 1)
    [row] = asked.rows(Received)
    assert (str(row["state"]), row["own_words"]) == ("offered", "Confirmed.")
    assert FileStore(asked.folder / "files").read(row["sha256"]) == yes(asked).replace(
        b"\n", b"\r\n"
    )
    [read] = asked.rows(MailboxRead)
    assert (read["n_taken"], read["fault"]) == (1, None)


def test_where_no_mailbox_is_named_nothing_is_read(asked):
    assert inbox_of(Settings()) is None
    with_mailbox = replace(asked.surroundings, inbox=asked.inbox_here)
    assert [loops_of(one) for one in (asked.surroundings, with_mailbox)] == [
        ["waker", "postman", "doorkeeper"], ["waker", "postman", "doorkeeper", "collector"],
    ]  # fmt: skip
    with use(asked.surroundings):
        assert read_answers.fn(begin_sweep("2016-2018")) == 0
    assert asked.rows(MailboxRead) == []


def test_a_crash_before_a_mail_is_put_away_repeats_nothing(asked, running, monkeypatch):
    running.put(yes(asked))

    def breaks(_self, _uid):
        raise Unreached("127.0.0.1 went away")

    with monkeypatch.context() as broken:
        broken.setattr("tasks.incoming.imap_mailbox.ImapMailbox.put_away", breaks)
        first = read_mailbox(asked.surroundings, asked.inbox_here)
    second = read_mailbox(asked.surroundings, asked.inbox_here)
    assert (first.n_taken, first.fault, second.n_taken) == (1, "127.0.0.1 went away", 0)
    assert states(asked) == ["offered"]
    assert (running.n_in("INBOX"), running.n_in("Taken in")) == (0, 1)


def test_two_who_read_at_the_same_moment_take_each_mail_once(asked, running):
    """The sweep and the loop beside the pages are two processes: each its own connections."""
    mail = asked.mail[ADMINISTRATOR]
    running.put(*[reply(mail, f"Note {n}").as_bytes() for n in range(20)])
    found, start = [], Barrier(2)

    def read() -> None:
        tracker = open_tracker(asked.tracker.url)
        start.wait()
        found.append(read_mailbox(replace(asked.surroundings, tracker=tracker), asked.inbox_here))
        tracker.engine.dispose()

    readers = [Thread(target=read) for _ in range(2)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert sum(one.n_taken for one in found) == 20
    assert [one.fault for one in found] == [None, None]
    words = [row["own_words"] for row in asked.rows(Received)]
    assert sorted(words) == sorted(f"Note {n}" for n in range(20))
    assert running.n_in("INBOX") == 0


def test_the_collector_reads_again_once_a_server_that_was_away_is_back(asked, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    server = ImapServer(tmp_path, tls_port=port)
    stop, turns = Event(), []
    collecting = Thread(target=collect_until, kwargs={
        "stop": stop, "surroundings": asked.surroundings, "inbox": inbox(server, asked),
        "wait_seconds": 0.05, "took_turn": lambda: turns.append(len(states(asked))),
    })  # fmt: skip
    collecting.start()
    try:
        wait_until(lambda: len(turns) >= 4)
        server.start().put(yes(asked))
        wait_until(lambda: turns[-1] == 1)
    finally:
        stop.set()
        collecting.join()
        server.stop()
    faults = [row["fault"] for row in asked.rows(MailboxRead)]
    assert faults[0] == "127.0.0.1 cannot be reached ([Errno 111] Connection refused)"
    assert None in faults
    assert states(asked) == ["offered"]


def test_a_mailbox_that_cannot_be_read_is_on_record_with_why(asked, running):
    closed = inbox(running, asked, imap_password="wrong")
    read = read_mailbox(asked.surroundings, closed)
    assert read.fault.startswith("127.0.0.1 does not let ta-planning sign on (")
    assert [row["fault"] for row in asked.rows(MailboxRead)] == [read.fault]


def test_the_checks_try_the_mailbox_and_say_what_mends_it(asked):
    settings = Settings(imap_host="127.0.0.1", imap_port=1, imap_user=USER, imap_password=PASSWORD)
    told = [str(one) for one in of_machinery(asked.surroundings, settings, "2016-2018")]
    assert [one for one in told if "answer by mail" in one] == [
        "No answer by mail is read: 127.0.0.1 cannot be reached ([Errno 111] Connection refused); "
        "correct the TACYCLE_IMAP settings, or ask who runs the server"
    ]


def test_a_mail_that_cannot_be_kept_stays_in_the_mailbox(asked, running):
    running.put(yes(asked))
    (asked.folder / "files").write_text("no folder")
    read = read_mailbox(asked.surroundings, asked.inbox_here)
    assert read.fault.startswith("The file was not taken, and nothing was recorded:")
    assert (states(asked), running.n_in("INBOX")) == ([], 1)


def test_after_any_hostile_mail_the_next_one_is_read(asked, running):
    running.put(*hostile(asked), yes(asked))
    read = read_mailbox(asked.surroundings, asked.inbox_here)
    assert (read.n_taken, read.fault) == (8, None)
    assert states(asked) == ["noted"] * 6 + ["unsorted", "offered"]
    rows = asked.rows(Received)
    assert all(row["why"].endswith(".") for row in rows)
    assert [row["own_words"][:13] for row in rows] == [
        "We confirm it", "", "Confirmé", "", "", "Here is the p", "ÿ", "Confirmed.",
    ]  # fmt: skip
    assert running.n_in("INBOX") == 0
    # Its bomb, which is called like a path, goes through the door of all files.
    assert [one["name"] for row in rows for one in row["files"]] == ["plan.xlsx"]
    [outcome] = take_mailed(Pages(asked).app.state.portal)
    assert (outcome.state, outcome.sentences) == (
        "refused",
        ("The file would become far larger when it is opened. Nothing was read.",),
    )
    assert [path.name for path in asked.folder.parent.rglob("plan.xlsx")] == []


def hostile(cycle) -> list[bytes]:
    """Each an answer to the Administrator's mail, but the last."""
    mail = cycle.mail[ADMINISTRATOR]
    head = reply(mail, "x").as_bytes().partition(b"Content-Type")[0].replace(b"\n", b"\r\n")
    kinds = {
        b"text/html": b"<p>We confirm it.</p>" + b"<div><b>x</b>" * 750_000,
        b"application/octet-stream": b"\x01\x02",
        b"text/plain; charset=klingon": "Confirmé".encode("cp1252"),
        b"multipart/mixed; boundary=b": b"--b\r\nContent-Type: multipart/mixed\r\n" * 2_000,
        b"message/rfc822": b"Content-Type: message/rfc822\r\n\r\n" * 100,
    }
    made = [
        head.replace(b"<reply-", b"<reply-%d-" % n) + b"Content-Type: " + kind + b"\r\n\r\n" + body
        for n, (kind, body) in enumerate(kinds.items())
    ]
    return [*made, _bomb(mail), b"From: \xff\xfe\r\nDate: never\r\n\r\n\xff"]


def _bomb(mail) -> bytes:
    """100 MB of nothing in a file that is called like a path."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"\0" * 100_000_000)
    sent = reply(mail, "Here is the plan.")
    sent.add_attachment(
        content.getvalue(), maintype="application", subtype="zip", filename="../../../plan.xlsx"
    )
    return sent.as_bytes()


# --- decided


@pytest.mark.process("4.1")
@pytest.mark.process("8.4")
def test_a_yes_that_the_specialist_takes_is_the_answer_by_email_of_who_was_asked(asked, running):
    running.put(yes(asked))
    read_mailbox(asked.surroundings, asked.inbox_here)
    [row] = asked.rows(Received)
    decide(asked, received_orders.accept, row["id"], by=SPECIALIST)
    answer = asked.rows(Answer)[-1]
    assert (answer["prompt_id"], answer["content"], str(answer["channel"])) == (
        row["prompt_id"],
        {"confirms": True, "wishes": []},
        "email",
    )
    assert (answer["said_by_id"], answer["person_id"]) == (
        asked.person_id(ADMINISTRATOR),
        asked.person_id(SPECIALIST),
    )
    assert states(asked) == ["recorded"]
    sorted_by = asked.rows(LedgerEntry)[-1]
    assert (sorted_by["act"], sorted_by["actor"]) == (
        "sorted a mail",
        f"person {asked.person_id(SPECIALIST)}",
    )
    with pytest.raises(Refused, match="waits for no decision"):
        decide(asked, received_orders.accept, row["id"], by=SPECIALIST)


@pytest.mark.parametrize("by", [OTHER_SPECIALIST, ADMINISTRATOR, OCC])
@pytest.mark.parametrize("act", [received_orders.accept, received_orders.decline])
def test_nobody_else_decides_on_it(asked, running, by, act):
    running.put(yes(asked))
    read_mailbox(asked.surroundings, asked.inbox_here)
    n_answers = len(asked.rows(Answer))
    with pytest.raises(Refused, match="only the Specialist of the state"):
        decide(asked, act, asked.rows(Received)[0]["id"], by=by)
    assert (states(asked), len(asked.rows(Answer))) == (["offered"], n_answers)


def test_what_the_specialist_does_not_take_is_a_note_and_the_question_stays_open(asked, running):
    running.put(yes(asked))
    read_mailbox(asked.surroundings, asked.inbox_here)
    [row] = asked.rows(Received)
    decide(asked, received_orders.decline, row["id"], by=SPECIALIST)
    assert states(asked) == ["noted"]
    assert row["prompt_id"] in [one.id for one in asked.prompts("confirmation", state="CO")]


@pytest.fixture
def unsorted(asked, running):
    """A yes from an address that nobody knows waits for OCC."""
    mail = reply(asked.mail[ADMINISTRATOR], "Confirmed.", sender="hal@home.example")
    running.put(mail.as_bytes())
    read_mailbox(asked.surroundings, asked.inbox_here)
    return asked


def belongs(cycle, prompt_id: int, *, by: str) -> None:
    row = cycle.rows(Received)[0]
    rules = cycle.declared.rules
    decide(cycle, received_orders.belongs, row["id"], prompt_id, rules, is_yes=True, by=by)


def test_occ_says_to_which_question_it_belongs_and_it_is_a_note_not_an_answer(unsorted):
    prompt = unsorted.prompts("confirmation", state="CO")[0]
    belongs(unsorted, prompt.id, by=OCC)
    [row] = unsorted.rows(Received)
    assert (str(row["state"]), row["prompt_id"]) == ("noted", prompt.id)
    assert row["settled_by_id"] == unsorted.person_id(OCC)
    assert unsorted.told("reply-received") == [(f"received {row['id']}", SPECIALIST)]


def test_occ_says_that_it_is_nothing_and_it_is_kept(unsorted):
    decide(unsorted, received_orders.set_aside, unsorted.rows(Received)[0]["id"], by=OCC)
    [row] = unsorted.rows(Received)
    assert str(row["state"]) == "set aside"
    assert FileStore(unsorted.folder / "files").read(row["sha256"]) is not None


def test_only_occ_sorts_and_only_to_questions_that_are_there(unsorted):
    with pytest.raises(Refused, match=r"Greta Cypress is not of OCC, who sort mail\.$"):
        belongs(unsorted, 1, by=SPECIALIST)
    with pytest.raises(Refused, match=r"stays unsorted: there is no question 99999\.$"):
        belongs(unsorted, 99_999, by=OCC)
    assert states(unsorted) == ["unsorted"]
