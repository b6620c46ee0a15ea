"""What people type, from the form to the header lines of every mail: nobody adds a header."""

from email.utils import getaddresses

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from config.vocabulary import Channel
from tat.answer_models.calls import CallProposal
from tat.database import write
from tat.schema import CenterName, Jurisdiction, Meeting, Message, Notice, Person
from tests import example_plan as arranged

START = "regional-start region 8"
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


def check_headers(cycle, mails):
    """Every mail has our headers, each once, and one reader, who is on record."""
    known = {row["address"] for row in cycle.rows(Person)}
    assert {name for mail in mails for name in mail} <= HEADERS
    assert all(len(set(mail.keys())) == len(mail.keys()) for mail in mails)
    readers = [address for mail in mails for _name, address in getaddresses([str(mail["To"])])]
    assert len(readers) == len(mails)
    assert set(readers) <= known
    assert EVE not in readers


hostile = pytest.mark.parametrize(
    "words", [LINE_BREAKS, ENCODED_WORD], ids=["line breaks", "encoded word"]
)


@hostile
def test_no_field_that_people_type_becomes_a_header_or_a_reader(small_cycle, monkeypatch, words):
    typed(monkeypatch, words)
    mails = mails_of(small_cycle, words)
    check_headers(small_cycle, mails)
    assert len(mails) > 20
    assert [row["fault"] for row in small_cycle.rows(Message) if row["state"] != "sent"] == []
    assert any("visits" in mail["Subject"] or "Two" in mail["Subject"] for mail in mails)


@hostile
def test_neither_do_the_place_of_a_meeting_and_its_notes(small_cycle, words):
    cycle = small_cycle.reach("announced").at("2016-08-02 10:00")
    start = next(row for row in cycle.prompts("meeting-date") if row.subject == START)
    said = {"starts_at": "2016-08-10T10:00:00-06:00", "minutes": 90, "place": words}
    cycle.answer_prompt(start.id, said)
    mails = cycle.run(1).at("2016-08-05 08:00").mails()
    cycle.at("2016-08-10 14:00").run(1)
    record = next(row for row in cycle.prompts("meeting-record") if row.subject == START)
    cycle.answer_prompt(record.id, {"held_on": "2016-08-10", "notes": words})
    mails += cycle.run(1).at("2016-08-12 08:00").mails()
    check_headers(cycle, mails)
    assert [row["fault"] for row in cycle.rows(Message) if row["state"] != "sent"] == []
    told = cycle.rows(Notice, Notice.purpose.in_(("meeting-invitation", "meeting-notes")))
    assert {(row["purpose"], row["state"]) for row in told} == {
        ("meeting-invitation", "enclosed"),
        ("meeting-notes", "enclosed"),
    }


@hostile
def test_neither_does_the_reason_in_a_signed_memo(small_cycle, words):
    cycle = small_cycle.reach("submitted").at("2016-12-07 10:00")
    cycle.mails()
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    sent_back = {"lines": [{"line_id": 7, "accepts": False, "reason": words}]}
    cycle.answer_prompt(prompt.id, sent_back, by="ada.alder@occ.example", channel=Channel.MEMO)
    mails = cycle.run(5).at("2016-12-08 08:00").mails()
    check_headers(cycle, mails)
    assert "theo.locust@ecqa.example" in [mail["To"].addresses[0].addr_spec for mail in mails]
    assert [row["fault"] for row in cycle.rows(Message) if row["state"] != "sent"] == []


@hostile
def test_who_is_named_for_a_call_has_a_name_that_a_header_may_hold(small_cycle, words):
    cycle = small_cycle.reach("calls")
    named = {"name": words, "address": "new@co.example", "leads": words}
    proposal = {"starts_at": "2016-09-27T10:00:00-06:00", "minutes": 60, "invitee_ids": []}
    with pytest.raises(ValidationError, match="is not a name"):
        CallProposal.model_validate({**proposal, "others": [named]})
    taken = CallProposal.model_validate({**proposal, "others": [{**named, "name": "Sam Field"}]})
    assert [one.name for one in taken.others] == ["Sam Field"]
    assert cycle.rows(Person, Person.address == "new@co.example") == []


@hostile
def test_a_name_that_came_onto_the_record_by_another_way_stops_mail_to_its_bearer_alone(
    small_cycle, words
):
    cycle = small_cycle.reach("asked")
    bearer = cycle.person_id("hal.dogwood@co.example")
    with write(cycle.tracker) as tat:
        tat.get_one(Person, bearer).name = words
    mails = cycle.at("2016-11-21 08:00").mails()
    cycle.at("2016-11-22 10:00").answer("confirmation", {"confirms": True}, state="CO")
    mails += cycle.run(4).at("2016-11-23 08:00").mails()
    check_headers(cycle, mails)
    failed = [row for row in cycle.rows(Message) if row["state"] != "sent"]
    assert {(row["person_id"], row["state"]) for row in failed} == {(bearer, "failed")}
    told = [address for about, address in cycle.told("mail-failed")]
    assert set(told) == {"greta.cypress@region8.scbc.example"}
    assert "greta.cypress@region8.scbc.example" in [
        mail["To"].addresses[0].addr_spec for mail in mails
    ]
