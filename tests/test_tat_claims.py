"""Claims: in which order messages are taken, with what, on each kind of database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tat import claims, fates, links, messages
from tat.database import read, write
from tat.messages import Document, Envelope, Outgoing
from tat.schema import Cycle, Message, Person

NOON = datetime(2016, 9, 12, 12, tzinfo=UTC)
ADA, BO, CY = 1, 2, 3
SECRET = b"a secret of the server, 32 bytes"
AGENDA, SCRIPT = Document("agenda.pdf", b"%PDF agenda"), Document("script.pdf", b"%PDF script")
LINKED = Document("trends.pdf", b"%PDF trends", is_linked=True)


@pytest.fixture
def record(tracker):
    """Three people, and three messages that wait: the last is urgent, the first has documents."""
    zone = "America/New_York"
    start, end = date(2016, 9, 6), date(2018, 9, 30)
    with write(tracker) as tat:
        tat.add(Cycle(name="2016", title="", time_zone=zone, starts_on=start, ends_on=end))
        for number, name in ((ADA, "Ada"), (BO, "Bo"), (CY, "Cy")):
            tat.add(Person(id=number, name=name, address=f"{name}@a.example", time_zone=zone))
        tat.flush()
        own = links.link_for(tat, ADA)
        waiting = [
            Envelope(ADA, [], "one", "1", "<p>1", [SCRIPT, LINKED, AGENDA],
                     thread="step 4 plan CO", reply_link_id=own.id, is_required=True),
            Envelope(BO, [], "two", "2", "<p>2", [AGENDA]),
            Envelope(CY, [], "three", "3", "<p>3", is_urgent=True),
        ]  # fmt: skip
        messages.enclose(tat, "2016", waiting, host="a.example", now=NOON)
    return tracker


def taken(tracker, postman, *, at=NOON, most=10) -> list[Outgoing]:
    stale_before = at - timedelta(minutes=15)
    with write(tracker) as tat:
        return claims.claim(
            tat, "2016", postman=postman, now=at, stale_before=stale_before, most=most
        )


def test_what_is_urgent_is_taken_first_and_each_message_with_its_own_documents(record):
    three, one, two = taken(record, "first")
    assert [(m.subject, m.text, m.html, m.documents) for m in (three, one, two)] == [
        ("three", "3", "<p>3", ()),
        ("one", "1", "<p>1", [AGENDA, SCRIPT]),
        ("two", "2", "<p>2", [AGENDA]),
    ]
    assert (one.person_id, one.name, one.address) == (ADA, "Ada", "Ada@a.example")
    assert (one.thread, one.is_required, one.reply_link_id) == ("2016 step 4 plan CO", True, 1)
    assert (two.thread, two.is_required, two.reply_link_id) == (None, False, None)


def test_what_is_taken_is_left_by_others_until_the_claim_is_stale(record):
    assert [m.subject for m in taken(record, "first", most=2)] == ["three", "one"]
    assert [m.subject for m in taken(record, "second")] == ["two"]
    late = NOON + timedelta(minutes=16)
    assert [m.subject for m in taken(record, "second", at=late)] == ["three", "one", "two"]
    with read(record) as tat:
        rows = [tat.get_one(Message, number) for number in (1, 2, 3)]
        assert [(row.claimed_by, row.claimed_at, row.n_tries) for row in rows] == [
            ("second", late, 2)
        ] * 3


def test_what_has_left_is_marked_and_nothing_else(record):
    three, one, _two = taken(record, "first")
    with write(record) as tat:
        fates.mark_sent(tat, [three, one], now=NOON)
    with read(record) as tat:
        rows = [tat.get_one(Message, number) for number in (1, 2, 3)]
        assert [(str(row.state), row.sent_at) for row in rows] == [
            ("sent", NOON),
            ("claimed", None),
            ("sent", NOON),
        ]


def test_each_reader_gets_tokens_of_their_own_links_alone(record):
    with write(record) as tat:
        adas, bos = links.link_for(tat, ADA), links.link_for(tat, BO)
        text = f"{links.mask(adas)} {links.mask(bos)} [[link 999]]"
        to_ada, to_bo, to_nobody = links.give_out(
            tat, [(ADA, ["none", text]), (BO, [text]), (BO, ["none"])], SECRET
        )
        of_ada, of_bo = links.token(SECRET, adas), links.token(SECRET, bos)
    assert links.fill(text, to_ada) == f"{of_ada} [[link 2]] [[link 999]]"
    assert links.fill(text, to_bo) == f"[[link 1]] {of_bo} [[link 999]]"
    assert to_nobody == {}
    with read(record) as tat:
        assert (links.find(tat, of_ada).id, links.find(tat, of_bo).id) == (1, 2)
