"""What people type, from the form to the header lines of every mail: nobody adds a header."""

from email.utils import getaddresses

import pytest
import sqlalchemy as sa

from tat.database import write
from tat.schema import CenterName, Jurisdiction, Meeting, Message, Person
from tests import small_cycle as arranged

EVE = "eve@evil.example"
LINE_BREAKS = (
    f'Two, {EVE}, "x" <{EVE}>;\r\nBcc: {EVE}\r\n\r\nvisits\nTo: {EVE}\rCc: {EVE}\x0bCc: {EVE}\x85'
    f"Cc: {EVE}\u2028Bcc: {EVE}\u2029Bcc: {EVE}"
)
ENCODED_WORD = (
    "=?utf-8?q?Two=0D=0ABcc:_eve@evil.example?= =?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?="
)

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Reply-To",
    "List-Unsubscribe", "Content-Type", "Auto-Submitted", "MIME-Version",
}  # fmt: skip


def typed(monkeypatch, words):
    """Have everybody type these words wherever the arranged answers have free words."""
    for need in (arranged.BACKGROUND_CHECKS, arranged.SCHOOL_AGE):
        monkeypatch.setitem(need, "text", words)
    for name in ("title", "description"):
        monkeypatch.setitem(arranged.COACHING, name, words)


def named(cycle, words):
    """Write the words into the names of states and centers, as no form would let them in."""
    with write(cycle.tracker) as tat:
        tat.execute(sa.update(Jurisdiction).values(name=words))
        tat.execute(sa.update(CenterName).values(name=words))
        tat.execute(sa.update(Meeting).values(place=words, notes=words))


def mails_of(cycle, words):
    """Every mail until step 4 has a wish; the words are in all that people have said and named."""
    mails = []
    for stage in ("announced", "drafted", "calls", "initial", "accurate", "proposed", "entered",
                  "affirmed", "asked"):  # fmt: skip
        cycle.reach(stage)
        named(cycle, words)
        mails += cycle.mails()
    wish = {"confirms": False, "wishes": [{"text": words}]}
    cycle.at("2016-11-22 10:00").answer("confirmation", wish, state="CO")
    cycle.at("2016-11-22 18:00").run(4)
    cycle.at("2016-11-30 07:30").sweep()
    return [*mails, *cycle.at("2016-11-30 08:00").mails()]


@pytest.mark.parametrize("words", [LINE_BREAKS, ENCODED_WORD], ids=["line breaks", "encoded word"])
def test_no_field_that_people_type_becomes_a_header_or_a_reader(small_cycle, monkeypatch, words):
    typed(monkeypatch, words)
    mails = mails_of(small_cycle, words)
    known = {row["address"] for row in small_cycle.rows(Person)}
    assert len(mails) > 20
    assert {name for mail in mails for name in mail} <= HEADERS
    assert all(len(set(mail.keys())) == len(mail.keys()) for mail in mails)
    readers = [address for mail in mails for _name, address in getaddresses([str(mail["To"])])]
    assert len(readers) == len(mails)
    assert set(readers) <= known
    assert [row["fault"] for row in small_cycle.rows(Message) if row["state"] != "sent"] == []
    assert any("visits" in mail["Subject"] or "Two" in mail["Subject"] for mail in mails)
