"""`/healthz`: 200 where all runs, 503 and what to do where the morning's reminders did not."""

from datetime import UTC, datetime, timedelta

import pytest

from config.data_folder import DataFolder
from portal.loops import Turns
from tasks.surroundings import use
from tasks.sweeps import begin_sweep, note_sweep
from tasks.ways import Unreached
from tat.database import write
from tat.received import note_reading
from tat.schema import MailboxRead, Message
from tests.pages import Pages
from tests.test_delivery_fates import ADMINISTRATOR, LEAD, NO_SUCH, OCC, TOO_BIG, Server, owe, tried


def heard_of(**older) -> Turns:
    """Every loop took its turn just now; some of them longer ago."""
    names = ("waker", "postman", "doorkeeper", "collector")
    ago = dict.fromkeys(names, timedelta()) | older
    return Turns(**{f"{name}_at": datetime.now(UTC) - one for name, one in ago.items()})


WHAT_TO_DO = (
    "This morning nobody was reminded in 2016-2018. On Prefect's page run the deployment "
    "2016-2018-sweep now (Quick run); if nothing runs there, stop tacycle up and start it again: "
    "it catches up."
)


@pytest.fixture
def pages(cycle_at, prefect_server):
    """An installation of which every part has just been heard of; its last sweep was on Tuesday."""
    cycle = cycle_at("announced").at("2016-08-02 07:30")
    with use(cycle.surroundings):
        note_sweep(begin_sweep("2016-2018"), n_reminders=0, n_escalations=0)
    DataFolder(cycle.folder).runner_beat.touch()
    pages = Pages(cycle)
    pages.app.state.turns = heard_of()
    return pages


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2016-08-02 12:00", 200),
        ("2016-08-04 12:00", 503),  # Thursday
        ("2016-08-06 12:00", 200),  # Saturday: nobody is reminded anyway
    ],
)
def test_a_missed_sweep_is_not_well_and_says_what_to_do(pages, now, status):
    pages.cycle.at(now)
    answered = pages.get("/healthz")
    told = answered.json()
    is_well = status == 200
    assert (answered.status_code, told["is_well"]) == (status, is_well)
    assert {name: part["is_well"] for name, part in told.items()
            if name not in ("is_well", "cycles")} == {
        "database": True, "prefect": True, "runner": True, "waker": True, "postman": True,
        "doorkeeper": True, "sweep": is_well, "mail": True,
    }  # fmt: skip
    assert told["sweep"]["says"] == ("" if is_well else WHAT_TO_DO)
    assert told["cycles"]["2016-2018"] == {
        "swept_at": "2016-08-02T11:30:00+00:00", "is_sweep_missed": not is_well,
    }  # fmt: skip


def test_a_part_that_was_not_heard_of_is_not_well(pages):
    pages.app.state.turns = Turns(waker_at=datetime.now(UTC))
    answered = pages.get("/healthz")
    told = answered.json()
    assert (answered.status_code, told["postman"]["says"]) == (503, "not heard of yet")


AWAY = (
    "The mail server takes no mail just now: 2 mails wait, and leave by themselves once it does. "
    "See: tacycle check, tacycle mail list."
)


def go_away(pages) -> None:
    """Two mails are to leave, and the server is away; the postman notes it."""
    fault = Unreached("mail.example cannot be reached")
    with pytest.raises(Unreached):
        tried(pages.cycle, Server(**{ADMINISTRATOR: [fault], LEAD: [fault]}))
    pages.app.state.turns.posted(fault, now=datetime.now(UTC))


def swept(pages, moment) -> None:
    pages.cycle.at(moment)
    with use(pages.cycle.surroundings):
        note_sweep(begin_sweep("2016-2018"), n_reminders=0, n_escalations=0)


def test_a_mail_server_that_is_away_over_a_sweep_is_not_well_and_is_again_when_it_is_back(pages):
    pages.cycle.at("2016-08-02 08:00").mails()
    owe(pages.cycle.at("2016-08-02 10:00"), ADMINISTRATOR, LEAD)
    go_away(pages)
    found = [pages.get("/healthz")]
    swept(pages, "2016-08-03 07:30")
    found.append(pages.get("/healthz"))
    tried(pages.cycle, Server())
    pages.app.state.turns.posted(None, now=datetime.now(UTC))
    found.append(pages.get("/healthz"))
    mail = [one.json()["mail"] for one in found]
    assert [one.status_code for one in found] == [200, 503, 200]
    assert [one["says"] for one in mail] == [AWAY, AWAY, ""]
    assert [one["at"] is None for one in mail] == [False, False, True]


def test_what_a_person_has_to_mend_is_said_and_is_no_alarm(pages):
    pages.cycle.at("2016-08-02 08:00").mails()
    owe(pages.cycle.at("2016-08-02 10:00"), ADMINISTRATOR, LEAD)
    tried(pages.cycle, Server(**{ADMINISTRATOR: [NO_SUCH], LEAD: [TOO_BIG]}))
    owe(pages.cycle, OCC[0])
    tried(pages.cycle, Server(), is_holding=True)
    answered = pages.get("/healthz")
    words = "1 mail failed; 1 address takes no mail; {} are held until OCC releases them."
    n_held = len(pages.cycle.rows(Message, Message.state == "held"))
    assert (answered.status_code, answered.json()["mail"]["says"]) == (
        200, f"{words.format(f'{n_held} mails')} See: tacycle check, tacycle mail list."
    )  # fmt: skip
    status = pages.get(f"{pages.link(OCC[0])}/status").text
    assert words.format(f"{n_held} mails") in status
    assert f'{pages.link(OCC[0])}/mail">Mail that has not left</a>' in status


def test_occ_reads_on_the_status_page_why_no_mail_leaves_and_others_do_not(pages):
    pages.cycle.at("2016-08-02 08:00").mails()
    owe(pages.cycle.at("2016-08-02 10:00"), ADMINISTRATOR, LEAD)
    go_away(pages)
    said = [
        "takes no mail just now (mail.example cannot be reached): 2 mails wait"
        in pages.get(f"{pages.link(who)}/status").text
        for who in (OCC[0], "greta.cypress@region8.scbc.example")
    ]
    assert said == [True, False]


def test_a_doorkeeper_that_has_taken_nothing_for_a_while_is_not_well_and_says_what_to_do(pages):
    pages.app.state.turns = heard_of(doorkeeper=timedelta(minutes=9))
    well = pages.get("/healthz").json()["doorkeeper"]
    pages.app.state.turns = heard_of(doorkeeper=timedelta(minutes=11))
    answered = pages.get("/healthz")
    told = answered.json()["doorkeeper"]
    assert (well["is_well"], well["says"], answered.status_code, told["is_well"]) == (
        True, "", 503, False,
    )  # fmt: skip
    assert told["says"] == (
        "Files wait in the inbox folder, or came by mail, and could not be taken since then. Call "
        "tacycle inbox: it says why; they are taken by themselves once that is mended."
    )
    assert timedelta(minutes=10) < datetime.now(UTC) - datetime.fromisoformat(told["at"])


@pytest.fixture
def with_mailbox(pages):
    """The same, and a mailbox is named to which answers come."""
    pages.cycle.at("2016-08-02 12:00")
    told = Pages(
        pages.cycle, imap_host="imap.example", imap_user="plans", imap_password="known to us",
    )  # fmt: skip
    told.app.state.turns = heard_of()
    return told


def mailbox_after(pages, *readings: tuple[str, str | None]) -> tuple[int, dict]:
    """What is said of the mailbox after some readings of it, each with its fault."""
    for moment, fault in readings:
        with write(pages.cycle.at(f"2016-08-02 {moment}").tracker) as tat:
            note_reading(tat, n_taken=0, fault=fault, now=pages.cycle.now)
    answered = pages.get("/healthz")
    return answered.status_code, answered.json()["mailbox"]


AWAY_SINCE = (
    "Answers that come by mail wait in their mailbox. {} read to its end; it is tried again by "
    "itself. Call tacycle inbox: it says why, and what to correct."
)
REFUSED = "imap.example cannot be reached"


def test_a_mailbox_that_cannot_be_read_for_a_while_is_not_well_and_is_again_once_it_is(
    with_mailbox,
):
    since = AWAY_SINCE.format("Since 2016-08-02 16:05 UTC it was not")
    found = [
        mailbox_after(with_mailbox),
        mailbox_after(with_mailbox, ("12:00", None), ("12:05", None)),
        mailbox_after(with_mailbox, ("12:10", REFUSED), ("12:35", REFUSED)),
        mailbox_after(with_mailbox, ("12:40", REFUSED)),
        mailbox_after(with_mailbox, ("12:45", None)),
    ]
    assert [(status, one["is_well"], one["at"], one["says"]) for status, one in found] == [
        (200, True, None, "not read yet"),
        (200, True, "2016-08-02T16:05:00+00:00", ""),
        (200, True, "2016-08-02T16:35:00+00:00", since),
        (503, False, "2016-08-02T16:40:00+00:00", since),
        (200, True, "2016-08-02T16:45:00+00:00", ""),
    ]
    n_rows = len(with_mailbox.cycle.rows(MailboxRead))
    assert n_rows == 3  # readings in a row that say the same are one


def test_a_mailbox_that_was_never_read_whole_is_not_well_at_once(with_mailbox):
    status, told = mailbox_after(with_mailbox, ("12:00", REFUSED))
    assert (status, told["says"]) == (503, AWAY_SINCE.format("It was never"))


def test_a_collector_that_is_stuck_is_not_well_and_without_a_mailbox_there_is_none(
    with_mailbox, pages
):
    with_mailbox.app.state.turns = heard_of(collector=timedelta(minutes=14))
    well = with_mailbox.get("/healthz")
    with_mailbox.app.state.turns = heard_of(collector=timedelta(minutes=16))
    stuck = with_mailbox.get("/healthz")
    assert [(one.status_code, one.json()["collector"]["is_well"]) for one in (well, stuck)] == [
        (200, True), (503, False),
    ]  # fmt: skip
    assert {"collector", "mailbox"}.isdisjoint(pages.get("/healthz").json())
