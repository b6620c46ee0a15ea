"""Meetings that are recorded without being asked about: partners one by one, and any other."""

from datetime import date

import pytest

from cli import meeting
from config.vocabulary import MeetingKind
from tasks.surroundings import use
from tat.refusals import Refused
from tat.schema import Invitee, LedgerEntry, Meeting

SPECIALIST_8 = "greta.cypress@region8.scbc.example"


@pytest.fixture
def aligned(cycle_at, capsys):
    """Step 3 is open; `record` gives what the command printed."""
    cycle = cycle_at("proposed").at("2016-10-28 10:00")

    def record(kind, **given):
        usual = {"on": date(2016, 10, 27), "notes": "One by one.", "by": SPECIALIST_8}
        with use(cycle.surroundings):
            meeting.record_meeting(kind, **(usual | given), database=cycle.tracker.url)
        return capsys.readouterr().out

    cycle.record_meeting = record
    return cycle


@pytest.mark.process("3.3")
def test_a_meeting_with_a_partner_is_recorded_and_the_partner_gets_the_notes(aligned):
    partner, _other = aligned.holders("regional-partner", "region 8")
    printed = aligned.record_meeting(
        MeetingKind.PARTNER_MEETING, region=8, attendees=[partner, SPECIALIST_8]
    )
    aligned.run(3).run(3)
    [told] = [told for _subject, told in aligned.told("meeting-notes")]
    assert (printed, told) == (
        "partner-meeting region 8 is on record as held on 2016-10-27.\n",
        partner,
    )
    [row] = aligned.rows(Meeting, Meeting.kind == MeetingKind.PARTNER_MEETING)
    there = {one["person_id"] for one in aligned.rows(Invitee) if one["meeting_id"] == row["id"]}
    assert there == {aligned.person_id(partner), aligned.person_id(SPECIALIST_8)}


@pytest.mark.process("3.3", "8.4")
def test_who_recorded_it_is_on_record(aligned):
    aligned.record_meeting(MeetingKind.PARTNER_MEETING, region=8)
    entry = aligned.rows(LedgerEntry)[-1]
    assert (entry["act"], entry["actor"], entry["subject"]) == (
        "recorded a meeting",
        f"person {aligned.person_id(SPECIALIST_8)}",
        "partner-meeting region 8",
    )


@pytest.mark.process("3.3")
def test_a_second_meeting_of_a_kind_is_one_of_its_own(aligned):
    aligned.record_meeting(MeetingKind.PARTNER_MEETING, region=8)
    printed = aligned.record_meeting(MeetingKind.PARTNER_MEETING, region=8)
    assert printed == "partner-meeting region 8 no. 2 is on record as held on 2016-10-27.\n"


@pytest.mark.process("1.7")
def test_the_list_names_the_state_whose_call_it_was(aligned, capsys):
    with use(aligned.surroundings):
        meeting.list_meetings(database=aligned.tracker.url)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "Vermont" in line] == [
        "2016-08-09  check-in Vermont: held, without notes, by Elsa Catalpa",
        "2016-09-20  stakeholder-call Vermont: held, without notes, by Elsa Catalpa",
    ]


@pytest.mark.process("3.3")
def test_a_conference_that_is_recorded_by_hand_is_asked_about_no_more(aligned):
    assert len(aligned.prompts("meeting-date")) == 2
    aligned.record_meeting(MeetingKind.REGIONAL_CONFERENCE, region=8)
    aligned.run(3)
    left = [row.subject for row in aligned.prompts("meeting-date")]
    assert (left, aligned.prompts("meeting-record")) == (["regional-conference region 1"], [])


@pytest.mark.parametrize(
    ("kind", "given", "because"),
    [
        ("partner-meeting", {"notes": " "}, "say with --notes what came of it."),
        (
            "partner-meeting", {"on": date(2016, 10, 31)},
            "2016-10-31 lies ahead; record it once it was held.",
        ),
        ("partner-meeting", {"region": 4}, "there is no region 4; name one of 1, 8."),
        (
            "check-in", {},
            "a check-in belongs to one state; it is recorded from the link in the Specialist's "
            "mail.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_refused(aligned, kind, given, because):
    with pytest.raises(Refused) as refused:
        aligned.record_meeting(MeetingKind(kind), **given)
    assert str(refused.value) == f"The record of the meeting was not taken: {because}"
