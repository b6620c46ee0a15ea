"""Letters: when what is owed leaves, in how many mails, and that each mail leaves once."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Lock

import pytest
import sqlalchemy as sa

from config.vocabulary import Channel, Purpose, Urgency
from portal.postman import post
from tasks.agenda import next_mail
from tasks.compose import Mail, UnsafeHeader, compose
from tasks.letters import make_messages, n_leaving_today
from tat import claims, links, notices
from tat.database import read, write
from tat.messages import Outgoing
from tat.notices import Owed
from tat.schema import LedgerEntry, Message, Notice, Person
from tests.scanning import asked_in
from tests.small_cycle import CYCLE, NEW_YORK

SPECIALIST = "greta.cypress@region8.scbc.example"
ADMINISTRATOR = "hal.dogwood@co.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
LINK = re.compile(r"https://tacycle\.example/l/([\w-]{43})")

CONFIRMS = {"confirms": True}
SUGGESTS = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}


def quiet(cycle_at):
    """The cycle is announced, and everything that was owed has left."""
    cycle = cycle_at("announced").at("2016-08-01 08:00")
    cycle.mails()
    return cycle


def owe(cycle, moment: str, *urgencies: Urgency, to: str = SPECIALIST) -> None:
    """Owe a person one notice of each urgency, at a moment; each is about another plan."""
    cycle.at(moment)
    owed = [
        Owed(
            purpose=Purpose.DRAFT_SHARED,
            step=1,
            subject=f"test {moment} {n}",
            person_id=cycle.person_id(to),
            urgency=urgency,
            plan_id=1 + n,
        )
        for n, urgency in enumerate(urgencies)
    ]
    with write(cycle.tracker) as tat:
        notices.owe(tat, CYCLE, owed, now=cycle.now)


def leaving(cycle, *moments: str, to: str = SPECIALIST) -> list[int]:
    """How many mails leave for a person, moment by moment."""
    return [len(cycle.at(moment).mails_to(to)) for moment in moments]


class Server:
    """Takes mails; breaks off at one of them if it is told to."""

    def __init__(self, breaks_at: int | None = None) -> None:
        self.taken: list[Mail] = []
        self._breaks_at = breaks_at
        self._lock = Lock()

    def deliver(self, mail: Mail, _meanwhile: object = None) -> None:
        with self._lock:
            if len(self.taken) == self._breaks_at:
                raise ConnectionError("The server went away.")
            self.taken.append(mail)

    def close(self) -> None:
        pass

    def ids(self) -> list[str]:
        return [mail.message_id for mail in self.taken]


def post_through(cycle, server: Server, name: str = "postman") -> None:
    post(cycle.surroundings, CYCLE, replace(cycle.office, way=server, name=name))


# --- when a letter leaves


@pytest.mark.process("rule few mails")
def test_what_is_not_urgent_leaves_in_one_mail_with_the_mail_of_the_day(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.DAILY, Urgency.DAILY, Urgency.DAILY)
    moments = ("2016-08-08 18:00", "2016-08-09 07:59", "2016-08-09 08:00", "2016-08-09 18:00")
    assert leaving(cycle, *moments) == [0, 0, 1, 0]


def test_the_mail_of_the_day_does_not_leave_on_a_weekend_or_holiday(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-09-02 10:00", Urgency.DAILY)  # the Friday before Labor Day
    moments = ("2016-09-03 08:00", "2016-09-04 08:00", "2016-09-05 08:00", "2016-09-06 08:00")
    assert leaving(cycle, *moments) == [0, 0, 0, 1]


@pytest.mark.process("rule few mails")
def test_nobody_gets_the_mail_of_the_day_twice(cycle_at):
    """What was due before 8:00 comes onto the record only after the mail of the day has left."""
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.DAILY)
    assert leaving(cycle, "2016-08-09 08:00") == [1]
    owe(cycle, "2016-08-09 07:59", Urgency.DAILY, Urgency.DAILY)
    moments = ("2016-08-09 08:01", "2016-08-09 18:00", "2016-08-10 07:59", "2016-08-10 08:00")
    assert leaving(cycle, *moments) == [0, 0, 0, 1]


def test_the_next_letter_is_foreseen_for_the_next_day_where_today_s_has_left(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-12 07:00", Urgency.DAILY)  # a Friday
    assert leaving(cycle, "2016-08-12 08:00") == [1]
    owe(cycle, "2016-08-12 08:00", Urgency.DAILY)
    foreseen = next_mail(cycle.at("2016-08-12 08:01").surroundings, CYCLE, daily_at=time(8))
    assert f"{foreseen.astimezone(NEW_YORK):%m-%d %H:%M}" == "08-15 08:00"


@pytest.mark.process("rule few mails")
def test_what_a_night_without_a_postman_kept_back_leaves_with_the_mail_of_the_morning(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 07:00", Urgency.DAILY)  # and no postman ran on the 8th
    owe(cycle, "2016-08-08 10:00", Urgency.DAILY)
    assert n_leaving_today(cycle.surroundings, CYCLE, daily_at=time(8)) == 1
    foreseen = next_mail(cycle.at("2016-08-09 07:30").surroundings, CYCLE, daily_at=time(8))
    assert f"{foreseen.astimezone(NEW_YORK):%m-%d %H:%M}" == "08-09 08:00"
    moments = ("2016-08-09 00:00", "2016-08-09 07:59", "2016-08-09 08:00", "2016-08-09 18:00")
    assert leaving(cycle, *moments) == [0, 0, 1, 0]


@pytest.mark.parametrize("moment", ["2016-08-08 22:00", "2016-08-13 07:00"])
def test_what_was_kept_back_leaves_at_once_where_no_mail_of_the_day_is_to_come(cycle_at, moment):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 07:00", Urgency.DAILY)
    assert leaving(cycle, moment) == [1]  # an evening, a Saturday


def test_what_is_urgent_leaves_after_the_mail_of_the_day_too(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-09 07:00", Urgency.DAILY)
    assert leaving(cycle, "2016-08-09 08:00") == [1]
    owe(cycle, "2016-08-09 07:59", Urgency.DAILY, Urgency.AT_ONCE)
    assert leaving(cycle, "2016-08-09 08:01", "2016-08-10 08:00") == [1, 0]


def test_what_is_urgent_leaves_at_once_even_at_night(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-06 23:00", Urgency.AT_ONCE)  # a Saturday
    assert leaving(cycle, "2016-08-06 23:00") == [1]


def test_with_an_urgent_letter_the_rest_rides_along(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE, Urgency.DAILY, Urgency.WEEKLY)
    assert leaving(cycle, "2016-08-08 10:00", "2016-08-09 08:00", "2016-08-12 08:00") == [1, 0, 0]


def test_with_the_mail_of_the_day_the_weekly_rides_along(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.DAILY, Urgency.WEEKLY)
    assert leaving(cycle, "2016-08-09 08:00", "2016-08-12 08:00") == [1, 0]


def test_what_is_weekly_waits_for_friday_when_nothing_else_leaves(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.WEEKLY)
    moments = ("2016-08-09 08:00", "2016-08-11 18:00", "2016-08-12 07:59", "2016-08-12 08:00")
    assert leaving(cycle, *moments) == [0, 0, 0, 1]


@pytest.mark.process("rule few mails")
def test_what_came_up_within_a_day_of_friday_waits_for_the_next_week(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-11 18:00", Urgency.WEEKLY)  # a Thursday
    owe(cycle, "2016-08-12 07:30", Urgency.WEEKLY)
    moments = ("2016-08-12 08:00", "2016-08-15 08:00", "2016-08-19 07:59", "2016-08-19 08:00")
    assert leaving(cycle, *moments) == [0, 0, 0, 1]


def test_what_waits_for_the_next_week_goes_with_any_mail_before(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-11 18:00", Urgency.WEEKLY)
    owe(cycle, "2016-08-15 18:00", Urgency.DAILY)
    assert leaving(cycle, "2016-08-12 08:00", "2016-08-16 08:00", "2016-08-19 08:00") == [0, 1, 0]


def test_what_is_weekly_leaves_on_thursday_when_friday_is_a_holiday(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-11-07 10:00", Urgency.WEEKLY)  # Friday is Veterans Day
    assert leaving(cycle, "2016-11-09 08:00", "2016-11-10 08:00") == [0, 1]


def test_what_is_owed_to_others_does_not_ride_along(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE)
    owe(cycle, "2016-08-08 10:00", Urgency.DAILY, to=ADMINISTRATOR)
    assert leaving(cycle, "2016-08-08 10:00", to=ADMINISTRATOR) == [0]


def test_a_question_that_was_answered_before_its_mail_left_is_not_asked_by_mail(cycle_at):
    cycle = cycle_at("asked").at("2016-11-21 07:30")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    assert leaving(cycle, "2016-11-21 08:00", to=ADMINISTRATOR) == [0]


def test_what_was_withdrawn_is_not_asked_by_mail(cycle_at):
    cycle = cycle_at("asked").at("2016-11-21 07:30")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    prompt = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(prompt.id, CONFIRMS)
    states = [
        row["state"]
        for row in cycle.rows(Notice, Notice.purpose == Purpose.ASK, Notice.step == 4)
        if row["person_id"] == cycle.person_id(SPECIALIST)
    ]
    assert (states, leaving(cycle, "2016-11-21 07:30")) == (["cancelled"], [0])


# --- two-way: who is asked can answer, who asked sees the answer


@pytest.mark.process("8.2")
@pytest.mark.parametrize(
    ("stage", "moment", "number", "kind", "state", "address"),
    [
        ("asked", "2016-11-21 08:00", 4, "confirmation", "CO", ADMINISTRATOR),
        ("confirmed", "2016-11-23 08:00", 4, "conversion", "CO", SPECIALIST),
        ("intermediate", "2016-12-05 07:00", 5, "package", "CO", LEAD_OF_ECQA),
        ("approved", "2016-12-08 08:00", 5, "finalization", "CO", SPECIALIST),
    ],
)
def test_a_mail_that_asks_carries_a_link_to_what_it_asks(
    cycle_at, stage, moment, number, kind, state, address
):
    cycle = cycle_at(stage).at(moment).run(number)
    tokens = LINK.findall(asked_in(cycle.mails_to(address)[0]))
    prompt = cycle.prompts(kind, state=state)[0]
    with read(cycle.tracker) as tat:
        found = [links.find(tat, token) for token in tokens]
        ends = [(link.person_id, link.prompt_id, link.sheet_id) for link in found]
    prompt_id = None if prompt.sheet_id else prompt.id
    assert ends == [(prompt.person_id, prompt_id, prompt.sheet_id)]


@pytest.mark.process("8.2")
def test_both_parts_of_a_mail_carry_the_same_link(cycle_at):
    mail = cycle_at("asked").at("2016-11-21 08:00").mails_to(ADMINISTRATOR)[0]
    plain = LINK.findall(mail.get_body(("plain",)).get_content())
    assert set(LINK.findall(mail.get_body(("html",)).get_content())) == set(plain)


@pytest.mark.parametrize(
    ("stage", "moment", "address"),
    [
        ("asked", "2016-11-21 08:00", ADMINISTRATOR),
        ("announced", "2016-08-01 08:00", SPECIALIST),
        ("announced", "2016-08-01 08:00", ADMINISTRATOR),  # it asks nothing
    ],
)
def test_the_foot_of_every_mail_has_the_readers_own_link(cycle_at, stage, moment, address):
    cycle = cycle_at(stage).at(moment)
    mail = cycle.mails_to(address)[0]
    foot = mail.get_body(("plain",)).get_content().partition("All that waits for you:")[2]
    [own] = LINK.findall(foot)
    with read(cycle.tracker) as tat:
        link = links.find(tat, own)
        person = tat.get_one(Person, link.person_id)
        assert (person.address, link.prompt_id, link.sheet_id) == (address, None, None)


def test_the_foot_has_the_same_link_in_each_mail_of_a_person(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE)
    [first] = cycle.mails_to(SPECIALIST)
    owe(cycle, "2016-08-09 10:00", Urgency.AT_ONCE)
    [second] = cycle.mails_to(SPECIALIST)
    found = [LINK.findall(one.get_body(("plain",)).get_content()) for one in (first, second)]
    assert (len(found[0]), found[0]) == (1, found[1])


@pytest.mark.process("8.2")
def test_the_specialist_who_asked_is_told_what_the_administrator_answered(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    subject = f"answer {receipt.answer_id}"
    assert [address for about, address in cycle.told("answer-received") if about == subject] == [
        SPECIALIST
    ]


@pytest.mark.process("8.2")
def test_the_specialist_reads_the_administrators_words(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    text = cycle.mails_to(SPECIALIST)[0].get_body(("plain",)).get_content()
    assert text.count("Two visits") == 2  # where the revision is asked for, and as the answer


@pytest.mark.process("8.2")
def test_who_recorded_an_answer_is_not_told_of_it(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer(
        "confirmation", CONFIRMS, state="CO", by=SPECIALIST, channel=Channel.PHONE
    )
    cycle.run(4)
    subject = f"answer {receipt.answer_id}"
    assert [address for about, address in cycle.told("answer-received") if about == subject] == []


def test_an_answer_is_told_of_once(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    receipt = cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4).run(4)
    subject = f"answer {receipt.answer_id}"
    assert [about for about, _ in cycle.told("answer-received") if about == subject] == [subject]


@pytest.mark.process("8.4")
def test_a_mail_that_left_is_in_the_ledger(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE)
    mail = cycle.mails_to(SPECIALIST)[0]
    newest = cycle.rows(LedgerEntry)[-1]
    assert (newest["act"], newest["subject"], newest["details"]["message_id"]) == (
        "sent a message",
        f"person {cycle.person_id(SPECIALIST)}",
        mail["Message-ID"],
    )


# --- each once


def test_a_mail_that_left_does_not_leave_again(cycle_at):
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE)
    moments = ("2016-08-08 10:00", "2016-08-08 10:01", "2016-08-09 08:00", "2016-08-12 08:00")
    assert leaving(cycle, *moments) == [1, 0, 0, 0]


def test_a_claim_is_left_to_who_claimed_it(cycle_at):
    cycle = _claimed(cycle_at)
    server = Server()
    cycle.now += timedelta(minutes=15)
    post_through(cycle, server)
    assert server.taken == []


def test_a_claim_that_was_abandoned_is_delivered_again_with_the_same_message_id(cycle_at):
    cycle = _claimed(cycle_at)
    server = Server()
    cycle.now += timedelta(minutes=16)
    post_through(cycle, server)
    written = cycle.rows(Message)[-1]
    assert (server.ids(), written["n_tries"]) == ([written["message_id"]], 2)


def _claimed(cycle_at):
    """A postman has claimed a message and was stopped before it was delivered."""
    cycle = quiet(cycle_at)
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE)
    where = {"public_address": "https://tacycle.example", "mail_from": "TA <ta@tacycle.example>"}
    make_messages(cycle.surroundings, CYCLE, daily_at=time(8), **where)
    with write(cycle.tracker) as tat:
        claims.claim(tat, CYCLE, postman="dead", now=cycle.now, stale_before=cycle.now, most=100)
    return cycle


def _id(cycle) -> int:
    return cycle.person_id(SPECIALIST)


class BreaksAtThird:
    """A way on which the third mail is not accepted; `accepted` shows what was."""

    def __init__(self):
        self.accepted = []

    def deliver(self, mail, _meanwhile=None):
        if len(self.accepted) == 2:
            raise OSError("No space left on device")
        self.accepted.append(mail.message_id)

    def close(self):
        pass


def test_what_was_accepted_before_the_way_broke_does_not_leave_again(cycle_at):
    cycle = cycle_at("announced").at("2016-08-01 08:00")
    way = BreaksAtThird()
    with pytest.raises(OSError, match="No space left on device"):
        post(cycle.surroundings, CYCLE, replace(cycle.office, way=way))
    sent = [row["message_id"] for row in cycle.rows(Message, Message.state == "sent")]
    assert sent == way.accepted
    later = cycle.at("2016-08-01 09:00").mails()
    assert {mail["Message-ID"] for mail in later} & set(way.accepted) == set()
    assert {row["state"] for row in cycle.rows(Message)} == {"sent"}


def test_two_postmen_at_once_deliver_each_message_once(cycle_at):
    cycle = quiet(cycle_at)
    with read(cycle.tracker) as tat:
        addresses = list(tat.scalars(sa.select(Person.address).order_by(Person.id).limit(20)))
    for address in addresses:
        owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE, to=address)
    server, start = Server(), Barrier(2)

    def work(name: str) -> None:
        start.wait()
        post_through(cycle, server, name)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ("first", "second")))  # raises what a postman has raised
    assert (len(server.ids()), sorted(mail.to for mail in server.taken)) == (20, sorted(addresses))


# --- no header from outside


def outgoing(**changes) -> Outgoing:
    message = Outgoing(
        id=1, message_id="<1@tacycle.example>", person_id=1, name="Hal Dogwood",
        address=ADMINISTRATOR, subject="Please confirm", text="", html="", documents=(),
    )  # fmt: skip
    return replace(message, **changes)


EVIL = "Bcc: eve@evil.example"


@pytest.mark.parametrize("field", ["name", "subject", "address"])
@pytest.mark.parametrize(
    "given",
    [f"Hal\r\n{EVIL}", f"Hal\n{EVIL}", f"Hal\r{EVIL}", f"Hal\x0b{EVIL}", f"Hal\x00{EVIL}",
     f"Hal\x85{EVIL}", f"Hal\u2028{EVIL}", f"Hal\u2029{EVIL}", "=?utf-8?q?Hal=0ABcc:_eve?="],
    ids=["crlf", "lf", "cr", "vt", "nul", "nel", "line", "paragraph", "encoded word"],
)  # fmt: skip
def test_no_name_subject_or_address_becomes_a_header_of_its_own(field, given):
    with pytest.raises(UnsafeHeader):
        compose(
            outgoing(**{field: given}),
            text="",
            html="",
            mail_from="TA planning <ta-planning@tacycle.example>",
            now=datetime(2016, 8, 8, tzinfo=UTC),
        )


def test_a_mail_that_cannot_leave_is_marked_with_the_cause_and_the_rest_leaves(cycle_at):
    cycle = quiet(cycle_at)
    with write(cycle.tracker) as tat:
        person = tat.get_one(Person, _id(cycle))
        person.name = f"Greta\r\n{EVIL}"
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE)
    owe(cycle, "2016-08-08 10:00", Urgency.AT_ONCE, to=ADMINISTRATOR)
    readers = [mail["To"].addresses[0].addr_spec for mail in cycle.mails()]
    states = {row["person_id"]: (row["state"], row["fault"]) for row in cycle.rows(Message)[-2:]}
    fault = (
        "The name 'Greta\\r\\nBcc: eve@evil.example' holds a character that no mail header may "
        "hold."
    )
    assert (readers, states) == (
        [ADMINISTRATOR],
        {_id(cycle): ("failed", fault), cycle.person_id(ADMINISTRATOR): ("sent", None)},
    )


@pytest.mark.process("4.2")
def test_words_of_an_answer_stay_in_the_body_of_a_mail(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    wish = {"confirms": False, "wishes": [{"text": f"Two visits\r\n{EVIL}"}]}
    cycle.answer("confirmation", wish, state="CO")
    cycle.run(4)
    assert [mail["Bcc"] for mail in cycle.mails_to(SPECIALIST)] == [None]
