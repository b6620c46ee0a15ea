"""What a mail is filed under, and that an answer to it finds its way back."""

import pytest
import sqlalchemy as sa

from config.vocabulary import Purpose, Urgency
from tat import links, notices, reply_addresses
from tat.database import read, write
from tat.notices import Owed
from tat.schema import Link, Message
from tests.small_cycle import CYCLE

ADMINISTRATOR = "hal.dogwood@co.example"
SPECIALIST = "greta.cypress@region8.scbc.example"
SECRET, OTHER = b"a secret for tests", b"another secret for tests"
BASE = "ta-planning@tacycle.example"


def filed(cycle, address):
    """Thread, and whether an answer is required, of every message to somebody."""
    person_id = cycle.person_id(address)
    return [
        (row["thread"], row["is_required"])
        for row in cycle.rows(Message)
        if row["person_id"] == person_id
    ]


def link_of(cycle, address):
    """What the link of an address leads to: id, whose it is, prompt, sheet."""
    with read(cycle.tracker) as tat:
        link = reply_addresses.find_link(tat, address, SECRET)
        return link and (link.id, link.person_id, link.prompt_id, link.sheet_id)


def test_a_question_is_filed_by_plan_and_step_and_its_reminder_joins_it(cycle_at):
    cycle = cycle_at("affirmed").at("2016-11-21 07:00").run(4).at("2016-11-21 08:00")
    [first] = cycle.mails_to(ADMINISTRATOR)
    cycle.at("2016-11-30 07:30").sweep()
    [reminder] = cycle.at("2016-11-30 08:00").mails_to(ADMINISTRATOR)
    assert filed(cycle, ADMINISTRATOR)[-2:] == [("step 4 plan CO", True)] * 2
    assert first["References"] == first["In-Reply-To"] == reminder["References"]
    assert (first["List-Unsubscribe"], reminder["List-Unsubscribe"]) == (None, None)


def test_an_answer_to_a_question_leads_to_that_question(cycle_at):
    cycle = cycle_at("affirmed").at("2016-11-21 07:00").run(4).at("2016-11-21 08:00")
    [mail] = cycle.mails_to(ADMINISTRATOR)
    prompt = cycle.prompt("confirmation", state="CO")
    found = link_of(cycle, mail["Reply-To"])
    assert found[1:] == (cycle.person_id(ADMINISTRATOR), prompt.id, None)
    assert link_of(cycle, mail["Reply-To"].upper()) == found


def owe(cycle, *owed):
    with write(cycle.tracker) as tat:
        notices.owe(
            tat, CYCLE,
            [Owed(purpose=Purpose.DRAFT_SHARED if plan_id else Purpose.OWN_LINK, step=step,
                  subject=f"test {step} {plan_id}", person_id=cycle.person_id(SPECIALIST),
                  urgency=Urgency.AT_ONCE, plan_id=plan_id)
             for step, plan_id in owed],
            now=cycle.now,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("owed", "thread"),
    [
        ([(1, 1)], "step 1 plan CO"),
        ([(1, None)], "step 1"),
        ([(1, 1), (1, 2)], None),
        ([(1, 1), (2, 1)], None),
        ([(1, 1), (1, None)], None),
        ([(0, None)], None),
    ],
)
def test_news_is_filed_by_the_one_thing_that_it_is_about(cycle_at, owed, thread):
    cycle = cycle_at("announced").at("2016-08-01 08:00")
    cycle.mails()
    owe(cycle.at("2016-08-08 10:00"), *owed)
    [mail] = cycle.mails_to(SPECIALIST)
    assert filed(cycle, SPECIALIST)[-1] == (thread, False)
    assert (mail["Reply-To"], mail["References"] is None) == (BASE, thread is None)
    assert mail["List-Unsubscribe"].startswith(f"<mailto:{BASE}?subject=")


def test_who_is_asked_several_things_answers_to_all_that_is_theirs(cycle_at):
    cycle = cycle_at("affirmed").at("2016-11-21 07:00").run(4)
    other = cycle.prompts("accuracy", state="CO", stands="answered")[-1]
    with write(cycle.tracker) as tat:
        reminder = Owed(
            purpose=Purpose.REMINDER, step=4, subject="a second question", prompt_id=other.id,
            person_id=cycle.person_id(ADMINISTRATOR), urgency=Urgency.DAILY,
        )  # fmt: skip
        notices.owe(tat, CYCLE, [reminder], now=cycle.now)
    [mail] = cycle.at("2016-11-21 08:00").mails_to(ADMINISTRATOR)
    found = link_of(cycle, mail["Reply-To"])
    assert found[1:] == (cycle.person_id(ADMINISTRATOR), None, None)


@pytest.fixture
def linked(cycle_at):
    cycle = cycle_at("announced")
    with write(cycle.tracker) as tat:
        link = links.link_for(tat, cycle.person_id(SPECIALIST))
        address = reply_addresses.reply_address(BASE, SECRET, link)
        return cycle, link.id, address


def test_a_reply_address_is_a_mailbox_with_a_code(linked):
    cycle, link_id, address = linked
    local, _at, domain = address.partition("@")
    mailbox, _plus, code = local.partition("+")
    assert (mailbox, domain, code.split("-")[0]) == ("ta-planning", "tacycle.example", str(link_id))
    assert len(code.split("-")[1]) == 16
    assert link_of(cycle, address)[0] == link_id


def test_nobody_can_guess_an_address_of_a_reply(linked):
    cycle, link_id, address = linked
    with read(cycle.tracker) as tat:
        link = tat.get_one(Link, link_id)
        others = [
            reply_addresses.reply_address(BASE, OTHER, link),
            f"ta-planning+{link_id}-{'a' * 16}@tacycle.example",
            address.replace(f"+{link_id}-", f"+{link_id + 1}-"),
            f"ta-planning+{links.token(SECRET, link)}@tacycle.example",
            BASE,
            "",
            f"{address}@evil.example",
        ]
    assert [link_of(cycle, one) for one in others] == [None] * 7


def test_a_revoked_link_takes_no_replies(linked):
    cycle, link_id, address = linked
    with write(cycle.tracker) as tat:
        links.revoke(tat, tat.get_one(Link, link_id), cycle.now)
    assert link_of(cycle, address) is None


def test_a_long_mailbox_has_no_room_for_a_code(linked):
    cycle, link_id, _address = linked
    long = f"{'x' * 50}@tacycle.example"
    with read(cycle.tracker) as tat:
        link = tat.get_one(Link, link_id)
        assert reply_addresses.reply_address(long, SECRET, link) == long
        with pytest.raises(ValueError, match="need a secret"):
            reply_addresses.reply_address(BASE, b"", link)


def test_a_code_says_nothing_of_the_token_of_its_link(linked):
    cycle, link_id, address = linked
    with read(cycle.tracker) as tat:
        token = links.token(SECRET, tat.get_one(Link, link_id))
        n_links = tat.scalar(sa.select(sa.func.count()).select_from(Link))
    assert address.partition("-")[2][:8] not in token.lower()
    assert n_links > 0
