"""Calendar entries: what the delivered mails put into calendars, change there, and take out."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from config.vocabulary import Purpose, Urgency
from tasks.calendar_files import Sender, files_of
from tasks.dates import close_early, move_days
from tat import agreed_calls, notices
from tat.agreed_calls import Change
from tat.calendar_entries import Entry, Numbered
from tat.database import write
from tat.moves import Move
from tat.notices import Owed
from tat.people import Somebody
from tat.refusals import Refused
from tat.schema import CalendarEntry, Meeting, Person
from templates.filters import by_both_clocks
from tests.small_cycle import CYCLE, documents_with

ADA = "ada.alder@occ.example"
ITS_8 = "fay.cormorant@region8.example"
ADM_CO = "hal.dogwood@co.example"
SPECIALIST_8 = "greta.cypress@region8.scbc.example"
CHAIR_CO = "hugo.dove@co.example"
START = {"starts_at": "2016-08-10T10:00:00-06:00", "minutes": 90, "place": "https://c.example/8"}
LATER = {**START, "starts_at": "2016-08-12T10:00:00-06:00"}
FROM = "TA planning <ta-planning@tacycle.example>"


def date_of_start(cycle):
    """The question when the start meeting of region 8 is."""
    found = cycle.prompts("meeting-date")
    return next(row.id for row in found if row.subject == "regional-start region 8")


def invited(cycle_at, **changes):
    """The start meeting of region 8 has a date, and its invitations have left."""
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    prompt_id = date_of_start(cycle)
    cycle.answer_prompt(prompt_id, {**START, **changes})
    cycle.run(1).at("2016-08-05 08:00")
    return cycle, prompt_id


def calendar_parts(mail) -> list[tuple]:
    """Method on the type, disposition, name and calendar of each such part of a mail."""
    return [
        (
            part.get_param("method"),
            part.get_content_disposition(),
            part.get_filename(),
            Calendar.from_ical(part.get_payload(decode=True)),
        )
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]


def said(calendar) -> dict[str, str]:
    """What the one event of a calendar says, as its lines have it."""
    [event] = calendar.walk("VEVENT")
    return {name: event[name].to_ical().decode() for name in event if name != "DESCRIPTION"}


def structure(part) -> object:
    """The tree of a mail's content types."""
    if part.is_multipart():
        return (part.get_content_type(), [structure(one) for one in part.iter_parts()])
    return part.get_content_type()


def of(calendar) -> tuple:
    event = said(calendar)
    return (str(calendar["METHOD"]), event["UID"], event["SEQUENCE"], event["STATUS"])


def test_an_invitation_stands_as_last_alternative_and_again_as_a_file(cycle_at):
    cycle, _prompt_id = invited(cycle_at)
    [mail] = cycle.mails_to(ITS_8)
    calendar = "text/calendar"
    assert structure(mail) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/html", calendar]), calendar],
    )
    [inside, attached] = calendar_parts(mail)
    assert [(one[0], one[1], one[2]) for one in (inside, attached)] == [
        ("REQUEST", None, None),
        ("REQUEST", "attachment", "Start meeting of region 8 2016-08-10.ics"),
    ]
    assert inside[3].to_ical() == attached[3].to_ical()


def test_an_invitation_says_when_where_and_who_in_utc(cycle_at):
    cycle, _prompt_id = invited(cycle_at)
    [mail] = cycle.mails_to(ITS_8)
    calendar = calendar_parts(mail)[0][3]
    [meeting] = cycle.rows(CalendarEntry, CalendarEntry.uid.like("meeting-%"))[:1]
    assert str(calendar["METHOD"]) == "REQUEST"
    assert said(calendar) == {
        "UID": meeting["uid"],
        "SEQUENCE": "0",
        "DTSTAMP": "20160805T120000Z",
        "DTSTART": "20160810T160000Z",
        "DTEND": "20160810T173000Z",
        "SUMMARY": "Start meeting of region 8",
        "LOCATION": "https://c.example/8",
        "STATUS": "CONFIRMED",
        "ORGANIZER": "mailto:ta-planning@tacycle.example",
        "ATTENDEE": "mailto:fay.cormorant@region8.example",
    }
    [event] = calendar.walk("VEVENT")
    assert event["ORGANIZER"].params["CN"] == "TA planning"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_a_change_and_a_cancellation_keep_the_uid_and_count_up(cycle_at):
    cycle, prompt_id = invited(cycle_at)
    [first] = cycle.mails_to(ITS_8)
    cycle.answer_prompt(prompt_id, LATER)
    [second] = cycle.run(1).at("2016-08-08 08:00").mails_to(ITS_8)
    cycle.answer_prompt(prompt_id, {"is_not_held": True, "reason": "We meet every week."})
    [third] = cycle.run(1).at("2016-08-12 08:00").mails_to(ITS_8)
    calendars = [calendar_parts(mail)[0] for mail in (first, second, third)]
    uid = said(calendars[0][3])["UID"]
    assert [of(calendar) for *_rest, calendar in calendars] == [
        ("REQUEST", uid, "0", "CONFIRMED"),
        ("REQUEST", uid, "1", "CONFIRMED"),
        ("CANCEL", uid, "2", "CANCELLED"),
    ]
    assert [method for method, *_rest in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [said(one[3])["DTSTART"] for one in calendars] == [
        "20160810T160000Z",
        "20160812T160000Z",
        "20160812T160000Z",
    ]


def test_another_place_is_a_change(cycle_at):
    cycle, prompt_id = invited(cycle_at)
    cycle.mails()
    cycle.answer_prompt(prompt_id, {**START, "place": "Room 4"})
    [mail] = cycle.run(1).at("2016-08-08 08:00").mails_to(ITS_8)
    event = said(calendar_parts(mail)[0][3])
    assert (event["LOCATION"], event["SEQUENCE"]) == ("Room 4", "1")


def test_what_was_sent_is_on_record_with_its_message(cycle_at):
    cycle, _prompt_id = invited(cycle_at)
    cycle.mails()
    theirs = CalendarEntry.person_id == cycle.person_id(ITS_8)
    [row] = cycle.rows(CalendarEntry, theirs)
    assert (row["sequence"], row["is_off"], row["facts"]) == (
        0,
        False,
        {
            "title": "Start meeting of region 8",
            "starts_at": "2016-08-10T16:00:00+00:00",
            "minutes": 90,
            "place": "https://c.example/8",
        },
    )


@pytest.mark.parametrize(
    "text", ["Room 4\r\nEND:VEVENT\nBEGIN:VEVENT", 'a, b; c \\n "d" \x1b[2J', "=HYPERLINK(1)"]
)
def test_hostile_words_in_a_place_stay_words(cycle_at, text):
    cycle, _prompt_id = invited(cycle_at, place=text)
    [mail] = cycle.mails_to(ITS_8)
    calendar = calendar_parts(mail)[0][3]
    [event] = calendar.walk("VEVENT")
    shown = {
        "Room 4\r\nEND:VEVENT\nBEGIN:VEVENT": "Room 4 END:VEVENT BEGIN:VEVENT",
        'a, b; c \\n "d" \x1b[2J': 'a, b; c \\n "d" [2J',
        "=HYPERLINK(1)": "=HYPERLINK(1)",
    }
    assert str(event["LOCATION"]) == shown[text]


@pytest.mark.process("2.3", "2.4")
def test_an_agreed_call_is_in_the_calendar_of_each_who_gets_its_pack(cycle_at):
    cycle = cycle_at("calls").at("2016-09-09 08:00")
    invited = cycle.mails()
    mails = [*invited, *cycle.at("2016-09-16 08:00").mails()]  # who called it: on Friday
    calls = {
        mail["To"].addresses[0].addr_spec: said(calendar)["UID"]
        for mail in mails
        for _method, disposition, name, calendar in calendar_parts(mail)
        if disposition == "attachment" and "Colorado" in name
    }
    told = [address for subject, address in cycle.told("call-pack") if subject == "call of plan 1"]
    assert sorted(calls) == sorted([*told, SPECIALIST_8])  # who called it is not told of it
    assert set(calls.values()) == {"call-1@tacycle.example"}


def test_several_invitations_in_one_letter_are_files_alone(cycle_at):
    cycle = cycle_at("calls").at("2016-09-09 08:00")
    [mail] = cycle.mails_to(ITS_8)
    names = [
        (method, disposition, name) for method, disposition, name, _calendar in calendar_parts(mail)
    ]
    assert sorted(name for _method, _disposition, name in names) == [
        "Stakeholder call for Colorado 2016-09-20.ics",
        "Stakeholder call for Montana 2016-09-20.ics",
    ]
    assert {method for method, _disposition, _name in names} == {"REQUEST"}
    assert {disposition for _method, disposition, _name in names} == {"attachment"}


def test_due_dates_are_whole_days_in_one_file(cycle_at):
    cycle = cycle_at("asked").at("2016-11-21 08:00")
    [mail] = cycle.mails_to(ADM_CO)
    [(method, disposition, name, calendar)] = calendar_parts(mail)
    assert (method, disposition, name) == ("PUBLISH", "attachment", "deadlines.ics")
    [event] = calendar.walk("VEVENT")
    due_on = cycle.prompt("confirmation", state="CO").due_on
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert (event.decoded("DTSTART"), str(event["SUMMARY"])) == (
        due_on,
        "TA planning, due: confirm the plan for Colorado",
    )
    assert "ATTENDEE" not in event


def test_each_letter_still_brings_its_documents(cycle_at):
    cycle = cycle_at("asked").at("2016-11-21 08:00")
    [mail] = cycle.mails_to(ADM_CO)
    names = sorted(one.get_filename()[:17] for one in documents_with(mail))
    assert names == ["Colorado, confirm", "TA plan Colorado "]  # the workbook to answer with, too


@pytest.mark.parametrize(
    ("zone", "starts_at", "says"),
    [
        ("Pacific/Guam", "2016-09-20T18:00:00-04:00",
         "Wednesday, September 21, 2016, 8:00 AM ChST by your clock (Pacific/Guam)."),
        ("America/Puerto_Rico", "2016-11-07T14:00:00-05:00",
         "Monday, November 7, 2016, 3:00 PM AST by your clock (America/Puerto_Rico)."),
        ("Pacific/Pago_Pago", "2016-09-20T02:00:00-04:00",
         "Monday, September 19, 2016, 7:00 PM SST by your clock (Pacific/Pago_Pago)."),
        ("America/New_York", "2016-11-04T18:00:00+00:00",
         "Friday, November 4, 2016, 2:00 PM EDT by your clock (America/New_York)."),
        ("America/New_York", "2016-11-07T18:00:00+00:00",
         "Monday, November 7, 2016, 1:00 PM EST by your clock (America/New_York)."),
        ("Pacific/Guam", "2016-12-31T10:00:00-05:00",
         "Sunday, January 1, 2017, 1:00 AM ChST by your clock (Pacific/Guam)."),
    ],
)  # fmt: skip
def test_the_time_stands_by_the_readers_clock_and_in_utc(zone, starts_at, says):
    facts = {"title": "Call", "starts_at": starts_at, "minutes": 60, "place": ""}
    event = event_of(facts, zone=zone)
    assert str(event["DESCRIPTION"]) == says
    assert event.decoded("DTSTART") == datetime.fromisoformat(starts_at).astimezone(UTC)
    assert event["DTSTART"].to_ical().decode().endswith("Z")


def test_a_due_date_at_the_end_of_the_year_ends_the_day_after():
    event = event_of({"title": "Due", "due_on": "2016-12-31"}, zone="Pacific/Guam")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        date(2016, 12, 31),
        date(2017, 1, 1),
    )


# --- who calls a meeting has it in the calendar too, with whatever mail they get next


def own(mails) -> list[tuple]:
    """Of each mail that has the start meeting: method, UID, number, status, start, attendee."""
    found = []
    for mail in mails:
        for method, disposition, name, calendar in calendar_parts(mail):
            if name and name.startswith("Start meeting of region 8"):
                event = said(calendar)
                found.append(
                    (
                        method,
                        disposition,
                        event["UID"],
                        event["SEQUENCE"],
                        event["STATUS"],
                        event["DTSTART"],
                        event.get("ATTENDEE"),
                    )
                )
    return found  # fmt: skip


def urgent_to_specialist(cycle, moment):
    """Something else is told to the Specialist; gives the mails that bring it."""
    owed = Owed(Purpose.DRAFT_SHARED, 1, f"test {moment}", cycle.person_id(SPECIALIST_8),
                Urgency.AT_ONCE, plan_id=1)  # fmt: skip
    with write(cycle.tracker) as tat:
        notices.owe(tat, CYCLE, [owed], now=cycle.at(moment).now)
    return cycle.mails_to(SPECIALIST_8)


@pytest.mark.process("1.3")
def test_who_calls_a_meeting_has_it_with_their_next_mail_and_each_change_of_it(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    cycle.mails()
    prompt_id = date_of_start(cycle)
    cycle.answer_prompt(prompt_id, START)
    assert cycle.run(1).at("2016-08-02 10:30").mails_to(SPECIALIST_8) == []  # no mail of its own
    mails = urgent_to_specialist(cycle, "2016-08-02 11:00")
    mails += urgent_to_specialist(cycle, "2016-08-02 12:00")  # nothing new
    cycle.answer_prompt(prompt_id, LATER)
    mails += urgent_to_specialist(cycle, "2016-08-02 13:00")
    cycle.answer_prompt(prompt_id, {"is_not_held": True, "reason": "We meet every week."})
    mails += urgent_to_specialist(cycle, "2016-08-02 14:00")
    [meeting] = cycle.rows(Meeting, Meeting.kind == "regional-start", Meeting.region == 8)
    uid = f"meeting-{meeting['id']}@tacycle.example"
    assert own(mails) == [
        ("PUBLISH", "attachment", uid, "0", "CONFIRMED", "20160810T160000Z", None),
        ("PUBLISH", "attachment", uid, "1", "CONFIRMED", "20160812T160000Z", None),
        ("PUBLISH", "attachment", uid, "2", "CANCELLED", "20160812T160000Z", None),
    ]


def test_a_meeting_that_is_over_is_not_put_into_the_callers_calendar(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    cycle.mails()
    cycle.answer_prompt(date_of_start(cycle), START)
    assert own(urgent_to_specialist(cycle, "2016-08-10 12:01")) == []


# --- by whose clock


@pytest.mark.process("2.3")
def test_an_invitee_reads_the_call_by_their_own_clock_and_by_the_states(cycle_at):
    cycle = cycle_at("calls")
    with write(cycle.tracker) as tat:
        tat.get_one(Person, cycle.person_id(CHAIR_CO)).time_zone = "Pacific/Guam"
    [mail] = cycle.at("2016-09-09 08:00").mails_to(CHAIR_CO)
    words = " ".join(mail.get_body(("plain",)).get_content().split())
    assert (
        "the stakeholder call for Colorado on Wednesday, September 21, 2016, 4:00 AM ChST "
        "(Tuesday, September 20, 2016, 12:00 PM MDT in Colorado)"
    ) in words
    assert mail["Subject"] == "Stakeholder call for Colorado on Wednesday, September 21"


@pytest.mark.parametrize(
    ("zone", "there", "says"),
    [
        ("America/New_York", "America/Denver",
         "Tuesday, September 20, 2016, 2:00 PM EDT (12:00 PM MDT in Colorado)"),
        ("America/Boise", "America/Denver", "Tuesday, September 20, 2016, 12:00 PM MDT"),
        ("America/Denver", "America/Denver", "Tuesday, September 20, 2016, 12:00 PM MDT"),
    ],
)  # fmt: skip
def test_the_states_clock_is_named_where_it_shows_another_time(zone, there, says):
    at = "2016-09-20T18:00:00+00:00"
    assert by_both_clocks(at, zone, there, "Colorado") == says


# --- moved dates, and a step that is closed early


def test_a_moved_due_date_moves_in_the_calendar(cycle_at):
    cycle = cycle_at("affirmed").with_rule("confirmation", days=15, reminders=(2,))
    cycle.at("2016-11-21 07:00").run(4)
    [asked] = cycle.at("2016-11-21 08:00").mails_to(ADM_CO)
    by_id = cycle.at("2016-11-22 10:00").person_id(ADA)
    earlier = Move(4, ends_on=date(2016, 11, 30))
    move_days(cycle.surroundings, CYCLE, earlier, by_id=by_id, reason="Thanksgiving")
    [moved] = cycle.at("2016-11-23 08:00").mails_to(ADM_CO)
    found = []
    for mail in (asked, moved):
        [(method, _disposition, name, calendar)] = calendar_parts(mail)
        event = said(calendar)
        found.append((method, name, event["SEQUENCE"], event["DTSTART"], event["DTEND"]))
    assert found == [
        ("PUBLISH", "deadlines.ics", "0", "20161202", "20161203"),
        ("PUBLISH", "deadlines.ics", "1", "20161130", "20161201"),
    ]
    uids = {said(calendar_parts(mail)[0][3])["UID"] for mail in (asked, moved)}
    number = cycle.prompt("confirmation", state="CO").id
    assert uids == {f"due-prompt-{number}-{cycle.person_id(ADM_CO)}@tacycle.example"}


def test_a_step_that_is_closed_early_leaves_agreed_calls_in_the_calendars(cycle_at):
    cycle, _mails = packed(cycle_at)
    by_id = cycle.at("2016-09-12 10:00").person_id(ADA)
    close_early(cycle.surroundings, CYCLE, 2, by_id=by_id, reason="All have answered")
    later = [*cycle.run(2).mails(), *cycle.at("2016-09-16 08:00").mails()]
    assert SPECIALIST_8 in [mail["To"].addresses[0].addr_spec for mail in later]  # told of it
    meant = [calendar_parts(mail) for mail in later]
    assert [part for parts in meant for part in parts if part[0] == "CANCEL"] == []
    calls = cycle.rows(CalendarEntry, CalendarEntry.uid.like("call-%"))
    assert {(row["is_off"], row["sequence"]) for row in calls} == {(False, 0)}


# --- an agreed call is moved or called off


def packed(cycle_at):
    """The calls are agreed for 20 September, and their packs have left."""
    cycle = cycle_at("calls").at("2016-09-09 08:00")
    return cycle, cycle.mails_to(CHAIR_CO)


def change(cycle, **changes) -> Change:
    by = cycle.person_id(changes.pop("by", SPECIALIST_8))
    return Change(**{"state": "CO", "reason": "The governor calls.", "by_person_id": by, **changes})


def move(cycle, starts_at, **changes) -> int:
    with write(cycle.tracker) as tat:
        return agreed_calls.move(
            tat, CYCLE, change(cycle, **changes),
            starts_at=datetime.fromisoformat(starts_at), now=cycle.now,
        )  # fmt: skip


def call_off(cycle) -> int:
    with write(cycle.tracker) as tat:
        return agreed_calls.call_off(tat, CYCLE, change(cycle), now=cycle.now)


@pytest.mark.process("2.3")
def test_a_moved_call_is_told_with_its_reason_and_moves_in_the_calendar(cycle_at):
    cycle, [pack] = packed(cycle_at)
    assert move(cycle, "2016-09-27T10:00:00-06:00") == 7
    [mail] = cycle.run(2).at("2016-09-12 08:00").mails_to(CHAIR_CO)
    first, second = (calendar_parts(one)[0][3] for one in (pack, mail))
    assert (of(first), of(second)) == (
        ("REQUEST", "call-1@tacycle.example", "0", "CONFIRMED"),
        ("REQUEST", "call-1@tacycle.example", "1", "CONFIRMED"),
    )
    assert said(second)["DTSTART"] == "20160927T160000Z"
    assert mail["Subject"] == ("New time: stakeholder call for Colorado on Tuesday, September 27")
    assert "“The governor calls.”" in mail.get_body(("plain",)).get_content()
    assert documents_with(mail) == []


@pytest.mark.process("2.1", "2.3")
def test_a_call_that_is_called_off_leaves_the_calendar_and_is_proposed_anew(cycle_at):
    cycle, [_pack] = packed(cycle_at)
    assert call_off(cycle) == 7
    [off] = cycle.run(2).at("2016-09-12 08:00").mails_to(CHAIR_CO)
    assert of(calendar_parts(off)[0][3]) == (
        "CANCEL", "call-1@tacycle.example", "1", "CANCELLED",
    )  # fmt: skip
    assert off["Subject"].startswith("Called off: stakeholder call for Colorado")
    proposal = {
        "starts_at": "2016-09-27T10:00:00-06:00", "minutes": 60,
        "invitee_ids": [cycle.person_id(CHAIR_CO)],
    }  # fmt: skip
    cycle.answer("call-proposal", proposal, state="CO")
    cycle.run(2).answer("call-agreement", {"agrees": True}, state="CO")
    [again] = cycle.run(2).at("2016-09-13 08:00").mails_to(CHAIR_CO)
    assert of(calendar_parts(again)[0][3]) == (
        "REQUEST", "call-1@tacycle.example", "2", "CONFIRMED",
    )  # fmt: skip
    assert len(documents_with(again)) == 3


def test_a_call_moved_before_its_pack_has_left_is_told_once(cycle_at):
    cycle = cycle_at("calls")
    move(cycle, "2016-09-27T10:00:00-06:00")
    [mail] = cycle.at("2016-09-09 08:00").mails_to(CHAIR_CO)
    assert mail["Subject"] == "Stakeholder call for Colorado on Tuesday, September 27"
    assert len(documents_with(mail)) == 3


@pytest.mark.parametrize(
    ("starts_at", "changes", "because"),
    [
        ("2016-09-01T10:00:00-06:00", {}, "the new time has passed. Name one that lies ahead."),
        ("2016-09-27T10:00:00-06:00", {"reason": " "}, "say with --reason why it changes."),
        (
            "2016-09-27T10:00:00-06:00", {"by": ADM_CO},
            "only the Specialist of CO changes it. Ask Greta Cypress.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_moved_stays(cycle_at, starts_at, changes, because):
    cycle = cycle_at("calls")
    with pytest.raises(Refused) as refused:
        move(cycle, starts_at, **changes)
    assert str(refused.value) == f"The call of CO stays as it is: {because}"


def event_of(facts: dict, *, zone: str):
    """The event in the file that is made of an entry for a reader in a zone."""
    [document] = files_for_reader(zone, Entry("x@y", facts))
    [event] = Calendar.from_ical(document.content).walk("VEVENT")
    return event


def files_for_reader(zone, *entries):
    reader = Somebody(1, "Rae Reader", "rae@gu.example", zone)
    sender = Sender(FROM, datetime(2016, 9, 1, 12, tzinfo=UTC))
    return files_of([Numbered(entry, 0) for entry in entries], sender, reader)


def test_only_files_of_one_name_are_numbered():
    call = {"title": "Call", "starts_at": "2016-09-20T18:00:00+00:00", "minutes": 60, "place": ""}
    entries = [Entry("1@y", call), Entry("2@y", call), Entry("3@y", {**call, "title": "Start"})]
    assert [one.name for one in files_for_reader("America/Denver", *entries)] == [
        "Call 2016-09-20.ics",
        "Call 2016-09-20 2.ics",
        "Start 2016-09-20.ics",
    ]
