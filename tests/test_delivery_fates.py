"""What becomes of a message that a mail server does not take at once, and who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.vocabulary import Purpose, Urgency
from portal.postman import post
from tasks.compose import Mail
from tasks.ways import NeverTaken, NotNow, Unreached
from tat import fates, notices
from tat.database import write
from tat.notices import Owed
from tat.schema import LedgerEntry, Message, Notice, Person
from tests.small_cycle import CYCLE

SPECIALIST = "greta.cypress@region8.scbc.example"
ADMINISTRATOR = "hal.dogwood@co.example"
LEAD = "theo.locust@ecqa.example"
OCC = ("ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example")


class Server:
    """Takes mails, and says to each address what it is told to: a list of faults, one a try."""

    def __init__(self, **says) -> None:
        self.taken: list[str] = []
        self.tried: list[str] = []
        self.says: dict[str, list[Exception]] = says

    def deliver(self, mail: Mail, _meanwhile: object = None) -> None:
        self.tried.append(mail.to)
        if faults := self.says.get(mail.to):
            raise faults.pop(0)
        self.taken.append(mail.to)

    def close(self) -> None:
        pass


def quiet(cycle_at):
    """The cycle is announced, and everything that was owed has left."""
    cycle = cycle_at("announced").at("2016-08-01 08:00")
    cycle.mails()
    return cycle.at("2016-08-08 10:00")


def owe(cycle, *addresses: str, urgency=Urgency.AT_ONCE) -> None:
    owed = [
        Owed(
            Purpose.DRAFT_SHARED,
            1,
            f"test {cycle.now} {n}",
            cycle.person_id(one),
            urgency,
            plan_id=1,
        )
        for n, one in enumerate(addresses)
    ]
    with write(cycle.tracker) as tat:
        notices.owe(tat, CYCLE, owed, now=cycle.now)


def tried(cycle, server: Server, *, after: timedelta = timedelta(0), **office) -> list[str]:
    """Whom the postman tries to reach, some time later."""
    cycle.now += after
    server.tried = []
    post(cycle.surroundings, CYCLE, replace(cycle.office, way=server, **office))
    return server.tried


def newest(cycle) -> dict:
    return cycle.rows(Message)[-1]


def fate(row: dict) -> tuple[str, str | None]:
    return str(row["state"]), row["fault"]


BUSY = NotNow(450, "4.2.0 Try again later")
NO_SUCH = NeverTaken(550, "5.1.1 No such user here", is_address=True)
TOO_BIG = NeverTaken(552, "5.3.4 Message too big", is_address=False)


# --- later, perhaps


def test_what_the_server_takes_later_is_tried_after_growing_pauses(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR)
    server = Server(**{ADMINISTRATOR: [BUSY] * 4})
    minutes = []
    for minute in range(20):
        if tried(cycle, server, after=timedelta(minutes=minute > 0)):
            minutes.append(minute)
    assert minutes == [0, 1, 2, 4, 8]
    assert fate(newest(cycle)) == ("sent", None)


def test_meanwhile_it_waits_with_what_the_server_said_and_the_rest_leaves(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR, SPECIALIST)
    server = Server(**{ADMINISTRATOR: [BUSY]})
    tried(cycle, server)
    assert server.taken == [SPECIALIST]
    waiting = cycle.rows(Message, Message.state == "queued")
    assert [fate(row) for row in waiting] == [("queued", "450 4.2.0 Try again later")]


def test_after_a_day_it_counts_as_failed_and_the_specialist_is_told(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR)
    server = Server(**{ADMINISTRATOR: [BUSY] * 99})
    hours = [hour for hour in range(26) if tried(cycle, server, after=timedelta(hours=hour > 0))]
    assert hours == [0, 1, 2, 4, 8, 12, 16, 20, 24]
    failed = cycle.rows(Message, Message.fault.is_not(None))
    assert [fate(row) for row in failed] == [("failed", "450 4.2.0 Try again later")]
    assert cycle.told("mail-failed") == [(f"message {failed[0]['id']}", SPECIALIST)]


# --- never: the address


def test_an_address_that_is_refused_is_marked_and_the_specialist_of_the_state_is_told(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR)
    tried(cycle, Server(**{ADMINISTRATOR: [NO_SUCH]}))
    person_id = cycle.person_id(ADMINISTRATOR)
    [person] = cycle.rows(Person, Person.id == person_id)
    assert (person["address_fault"], person["address_failed_at"]) == (
        "550 5.1.1 No such user here",
        cycle.now,
    )
    assert cycle.told("address-fault") == [(f"person {person_id}", SPECIALIST)]
    assert cycle.rows(LedgerEntry)[-1]["act"] == "found that an address takes no mail"


def test_what_goes_to_a_marked_address_waits_untried_and_gathers_in_one_mail(cycle_at):
    cycle = quiet(cycle_at)
    server = Server(**{ADMINISTRATOR: [NO_SUCH]})
    owe(cycle, ADMINISTRATOR)
    tried(cycle, server)
    for _hour in range(3):
        cycle.now += timedelta(hours=1)
        owe(cycle, ADMINISTRATOR)
        assert tried(cycle, server) == []
    with write(cycle.tracker) as tat:
        tat.get_one(Person, cycle.person_id(ADMINISTRATOR)).address_fault = None
    assert tried(cycle, server) == [ADMINISTRATOR, ADMINISTRATOR]  # the refused one, and the rest
    assert server.taken == [ADMINISTRATOR, ADMINISTRATOR]


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (ADMINISTRATOR, [SPECIALIST]),
        (LEAD, [*OCC]),
        (SPECIALIST, [*OCC]),
        (OCC[0], [OCC[1], OCC[2]]),
    ],
)
def test_who_is_told_of_an_address_looks_after_the_persons_mail(cycle_at, refused, told):
    cycle = quiet(cycle_at)
    owe(cycle, refused)
    tried(cycle, Server(**{refused: [NO_SUCH]}))
    assert [address for _about, address in cycle.told("address-fault")] == told


def test_where_the_specialists_address_takes_no_mail_either_occ_is_told(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, SPECIALIST, ADMINISTRATOR)
    tried(cycle, Server(**{SPECIALIST: [NO_SUCH], ADMINISTRATOR: [NO_SUCH]}))
    subject = f"person {cycle.person_id(ADMINISTRATOR)}"
    assert [to for about, to in cycle.told("address-fault") if about == subject] == [*OCC]


# --- never: the content


def test_a_mail_that_is_refused_for_its_content_failed_and_is_told(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR)
    tried(cycle, Server(**{ADMINISTRATOR: [TOO_BIG]}))
    row = newest(cycle)
    assert fate(row) == ("failed", "552 5.3.4 Message too big")
    assert cycle.told("mail-failed") == [(f"message {row['id']}", SPECIALIST)]
    [notice] = cycle.rows(Notice, Notice.purpose == Purpose.MAIL_FAILED)
    assert (notice["details"]["mail"], notice["details"]["said"]) == (row["subject"], row["fault"])


def test_of_a_failed_mail_about_failed_mails_occ_is_not_told_by_mail_again(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, LEAD)
    server = Server(**{LEAD: [TOO_BIG], OCC[0]: [TOO_BIG], OCC[1]: [TOO_BIG], OCC[2]: [TOO_BIG]})
    tried(cycle, server)
    tried(cycle.at("2016-08-09 08:00"), server)
    tried(cycle.at("2016-08-10 08:00"), server)
    assert len(cycle.told("mail-failed")) == 3  # of the first mail, each of OCC
    assert len(cycle.rows(Message, Message.state == "failed")) == 4


# --- the way itself


def test_while_the_server_is_away_nobody_is_marked_and_all_leaves_when_it_is_back(cycle_at):
    cycle = quiet(cycle_at)
    everybody = [ADMINISTRATOR, SPECIALIST, LEAD, *OCC]
    owe(cycle, *everybody)
    away = [Unreached("Connection refused") for _minute in range(60)]
    server = Server(**{one: list(away) for one in everybody})
    for _minute in range(60):
        with pytest.raises(Unreached):
            tried(cycle, server, after=timedelta(minutes=1))
    assert cycle.rows(Message, Message.fault.is_not(None)) == []
    server.says = {}
    assert sorted(tried(cycle, server)) == sorted(everybody)
    assert [row["n_tries"] for row in cycle.rows(Message)][-6:] == [1] * 6


def test_one_mail_at_which_the_connection_breaks_each_time_stops_no_other(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR, SPECIALIST, LEAD)
    server = Server(**{ADMINISTRATOR: [ConnectionResetError("reset")] * 99})
    assert sorted(tried(cycle, server)) == [SPECIALIST, ADMINISTRATOR, LEAD]
    assert sorted(server.taken) == [SPECIALIST, LEAD]
    [waiting] = cycle.rows(Message, Message.state == "queued")
    assert fate(waiting) == (
        "queued",
        "The connection broke (reset); it may have arrived all the same.",
    )


def test_what_could_not_be_recorded_once_is_recorded_and_does_not_leave_again(
    cycle_at, monkeypatch
):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR, SPECIALIST, LEAD)
    mark_sent, faults = fates.mark_sent, [OSError("disk full")]

    def fails_once(*given, **named):
        if faults:
            raise faults.pop()
        mark_sent(*given, **named)

    monkeypatch.setattr(fates, "mark_sent", fails_once)
    server = Server()
    with pytest.raises(OSError, match="disk full"):
        tried(cycle, server, n_a_commit=2)
    assert len(server.taken) == 2
    assert [row["state"] for row in cycle.rows(Message)][-3:].count("sent") == 2
    tried(cycle, server)
    assert [row["state"] for row in cycle.rows(Message)][-3:] == ["sent"] * 3
    assert sorted(server.taken) == sorted([ADMINISTRATOR, SPECIALIST, LEAD])


def test_what_became_of_each_mail_is_put_on_record_once(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR, LEAD, SPECIALIST)
    server = Server(**{LEAD: [TOO_BIG]})
    n_before = len(cycle.rows(LedgerEntry))
    tried(cycle, server, n_a_commit=1)
    fates_of = [
        (row["act"], row["subject"], row["details"].get("fault"))
        for row in cycle.rows(LedgerEntry)[n_before:]
    ]
    number = {one: f"person {cycle.person_id(one)}" for one in server.tried}
    assert fates_of == [
        ("sent a message", number[SPECIALIST], None),
        ("sent a message", number[ADMINISTRATOR], None),
        ("could not deliver a message", number[LEAD], "552 5.3.4 Message too big"),
    ]


# --- a cap, and what is urgent


def test_with_a_cap_so_many_leave_in_a_minute_urgent_ones_first(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, ADMINISTRATOR, LEAD, urgency=Urgency.DAILY)
    start = cycle.at("2016-08-09 08:00").now
    owe(cycle, SPECIALIST, *OCC)
    server, left = Server(), {}
    for second in (0, 1, 58, 60, 62, 120, 180):
        cycle.now = start + timedelta(seconds=second)
        left[second] = len(tried(cycle, server, a_minute=2))
    assert left == {0: 2, 1: 0, 58: 0, 60: 2, 62: 0, 120: 2, 180: 0}
    assert sorted(server.taken[:4]) == [*OCC, SPECIALIST]
