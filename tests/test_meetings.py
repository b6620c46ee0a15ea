"""Meetings that somebody is asked to call: dates, invitations, records, notes."""

from datetime import date

import pytest

from config.vocabulary import MeetingKind
from tat.database import read, write
from tat.meetings import named_along
from tat.refusals import Refused
from tat.schema import Invitee, LedgerEntry, Meeting, Notice, Person, Prompt
from tests.small_cycle import CYCLE

OCC = ["ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example"]
RPM_1, RPM_8 = "asa.beech@region1.example", "emil.cedar@region8.example"
ITS_8 = "fay.cormorant@region8.example"
SPECIALIST_1 = "elsa.catalpa@region1.scbc.example"
SPECIALIST_8 = "greta.cypress@region8.scbc.example"
CALL = {"starts_at": "2016-08-09T14:00:00-04:00", "minutes": 60, "place": "202-555-0100"}
START = {"starts_at": "2016-08-10T10:00:00-06:00", "minutes": 90, "place": "https://c.example/8"}
CONFERENCE = {
    "starts_at": "2016-10-27T13:00:00-06:00",
    "minutes": 120,
    "place": "https://conference.example/8",
}


def asked(cycle, kind, **where) -> list[tuple]:
    return [
        (row.subject, row.round, row.address, str(row.due_on), row.step)
        for row in cycle.prompts(kind, **where)
    ]


def prompt_of(cycle, kind, subject):
    """The first open prompt of a subject."""
    return next(row for row in cycle.prompts(kind) if row.subject == subject)


def say(cycle, kind, subject, content):
    return cycle.answer_prompt(prompt_of(cycle, kind, subject).id, content)


def meeting(cycle, kind, scope) -> dict:
    [found] = cycle.rows(Meeting, Meeting.kind == MeetingKind(kind), Meeting.subject == scope)
    return found


def invited(cycle, kind, scope) -> list[str]:
    meeting_id = meeting(cycle, kind, scope)["id"]
    ids = {row["person_id"] for row in cycle.rows(Invitee, Invitee.meeting_id == meeting_id)}
    return sorted(row["address"] for row in cycle.rows(Person, Person.id.in_(ids)))


def told(cycle, purpose) -> list[str]:
    return [address for _subject, address in cycle.told(purpose)]


def words_of(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


# --- 1.2, 1.3: who calls, and when


@pytest.mark.process("1.2", "1.3")
def test_occ_and_the_specialists_are_asked_for_the_dates_as_step_1_opens(cycle_at):
    assert asked(cycle_at("announced"), "meeting-date") == [
        *(("managers-call nation", 1, address, "2016-08-05", 1) for address in OCC),
        ("regional-start region 1", 1, SPECIALIST_1, "2016-08-05", 1),
        ("regional-start region 8", 1, SPECIALIST_8, "2016-08-05", 1),
    ]


@pytest.mark.process("1.2")
def test_one_of_occ_sets_the_date_and_the_others_need_not(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "managers-call nation", CALL)
    found = meeting(cycle, "managers-call", "nation")
    assert (str(found["starts_at"]), found["minutes"], found["place"]) == (
        "2016-08-09 18:00:00+00:00",
        60,
        "202-555-0100",
    )
    assert [row.subject for row in cycle.prompts("meeting-date")] == [
        "regional-start region 1",
        "regional-start region 8",
    ]


@pytest.mark.process("1.2")
def test_every_regional_manager_is_invited_to_the_managers_call(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "managers-call nation", CALL)
    cycle.run(1)
    both = [RPM_1, RPM_8]
    assert (invited(cycle, "managers-call", "nation"), told(cycle, "meeting-invitation")) == (
        both,
        both,
    )


@pytest.mark.process("1.2")
def test_the_invitation_says_when_in_the_readers_zone_where_and_who_calls(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "managers-call nation", CALL)
    [mail] = cycle.run(1).at("2016-08-05 08:00").mails_to(RPM_8)
    assert mail["Subject"].strip() == (
        "Invitation to the call of the Regional Program Managers on Tuesday, August 9"
    )
    said = (
        "Ada Alder invites you to the call of the Regional Program Managers: Tuesday, August 9, "
        "2016, 12:00 PM MDT, for 60 minutes. Place: 202-555-0100."
    )
    assert said in words_of(mail)


@pytest.mark.process("1.3")
def test_manager_infant_toddler_specialist_and_specialists_of_the_region_convene(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "regional-start region 8", START)
    cycle.run(1)
    assert invited(cycle, "regional-start", "region 8") == [RPM_8, ITS_8, SPECIALIST_8]


@pytest.mark.process("1.3")
def test_who_calls_a_meeting_is_not_told_of_it(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "regional-start region 8", START)
    assert told(cycle.run(1), "meeting-invitation") == [RPM_8, ITS_8]


@pytest.mark.process("1.2", "1.3")
def test_both_invitations_reach_a_manager_in_one_letter(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "managers-call nation", CALL)
    say(cycle, "meeting-date", "regional-start region 8", START)
    cycle.run(1)
    assert cycle.at("2016-08-03 08:00").mails_to(RPM_8) == []
    [mail] = cycle.at("2016-08-05 08:00").mails_to(RPM_8)
    assert mail["Subject"] == "2 meetings"


@pytest.mark.process("1.3")
@pytest.mark.parametrize(
    ("starts_on", "leaves_at"),
    [
        ("2016-08-08", "2016-08-05 08:00"),  # with Friday's letters, the business day before
        ("2016-08-05", "2016-08-03 08:00"),  # Friday's come too late: with the next day's
        ("2016-08-04", "2016-08-03 08:00"),
        ("2016-08-03", "2016-08-02 18:00"),  # tomorrow's come too late: at once
    ],
)
def test_an_invitation_arrives_before_the_meeting(cycle_at, starts_on, leaves_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    soon = {**START, "starts_at": f"{starts_on}T10:00:00-06:00"}
    say(cycle, "meeting-date", "regional-start region 8", soon)
    cycle.at("2016-08-02 18:00").run(1)
    moments = ["2016-08-02 18:00", "2016-08-03 08:00", "2016-08-04 08:00", "2016-08-05 08:00"]
    left = [moment for moment in moments if cycle.at(moment).mails_to(ITS_8)]
    assert left == [leaves_at]


@pytest.mark.process("1.3")
def test_a_changed_date_is_told_again_once_to_each(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    prompt = prompt_of(cycle, "meeting-date", "regional-start region 8")
    cycle.answer_prompt(prompt.id, START)
    cycle.run(1).at("2016-08-05 08:00").mails()
    cycle.answer_prompt(prompt.id, {**START, "starts_at": "2016-08-12T10:00:00-06:00"})
    cycle.run(1).run(1)
    [mail] = cycle.at("2016-08-08 08:00").mails_to(ITS_8)
    assert mail["Subject"] == "New date of the start meeting of region 8 on Friday, August 12"
    assert told(cycle, "meeting-invitation") == [RPM_8, RPM_8, ITS_8, ITS_8]


@pytest.mark.process("1.3")
def test_a_date_that_changes_before_the_letter_leaves_is_told_once(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    prompt = prompt_of(cycle, "meeting-date", "regional-start region 8")
    cycle.answer_prompt(prompt.id, START)
    cycle.run(1)
    cycle.answer_prompt(prompt.id, {**START, "starts_at": "2016-08-11T10:00:00-06:00"})
    [mail] = cycle.run(1).at("2016-08-05 08:00").mails_to(ITS_8)
    assert mail["Subject"] == "Invitation to the start meeting of region 8 on Thursday, August 11"


@pytest.mark.process("1.3")
def test_a_meeting_that_is_called_off_is_told_with_its_reason(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    prompt = prompt_of(cycle, "meeting-date", "regional-start region 8")
    cycle.answer_prompt(prompt.id, START)
    cycle.run(1).at("2016-08-05 08:00").mails()
    cycle.answer_prompt(prompt.id, {"is_not_held": True, "reason": "We meet every week."})
    [mail] = cycle.run(1).at("2016-08-12 08:00").mails_to(ITS_8)
    assert mail["Subject"] == "Not held: start meeting of region 8"
    assert "“We meet every week.”" in words_of(mail)


@pytest.mark.process("1.3")
def test_of_a_meeting_that_is_not_held_nobody_hears_and_nothing_more_is_asked(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    none = {"is_not_held": True, "reason": "We meet every week."}
    say(cycle, "meeting-date", "regional-start region 8", none)
    cycle.run(1).at("2016-08-20 08:00").run(1)
    assert (told(cycle, "meeting-invitation"), cycle.prompts("meeting-record")) == ([], [])
    assert meeting(cycle, "regional-start", "region 8")["outcome"] == {
        "not_held": "We meet every week."
    }


def test_a_date_that_has_passed_is_refused(cycle_at):
    cycle = cycle_at("announced").at("2016-08-11 10:00")
    with pytest.raises(Refused) as refused:
        say(cycle, "meeting-date", "regional-start region 8", START)
    assert str(refused.value) == (
        "The date was not recorded: it has passed. Say on which day the meeting was held."
    )


def test_somebody_who_joins_before_the_meeting_is_invited_too(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "regional-start region 8", START)
    cycle.run(1)
    cycle.join("new.one@region8.example", "infant-toddler-specialist", "region 8")
    cycle.at("2016-08-04 09:00").run(1)
    assert told(cycle, "meeting-invitation") == [RPM_8, ITS_8, "new.one@region8.example"]


def test_a_date_that_nobody_set_is_asked_no_more_once_the_step_has_ended(cycle_at):
    assert cycle_at("drafted").prompts("meeting-date") == []


# --- records and notes


def held_start(cycle):
    """Region 8 has set its start, and the day after has come."""
    cycle.at("2016-08-02 10:00")
    say(cycle, "meeting-date", "regional-start region 8", START)
    return cycle.run(1).at("2016-08-11 07:30").run(1)


@pytest.mark.process("1.3")
def test_who_called_a_meeting_is_asked_what_came_of_it_once_it_is_over(cycle_at):
    cycle = cycle_at("announced")
    cycle.at("2016-08-02 10:00")
    say(cycle, "meeting-date", "regional-start region 8", START)
    before = asked(cycle.at("2016-08-10 13:29").run(1), "meeting-record")
    after = asked(cycle.at("2016-08-10 13:30").run(1), "meeting-record")
    assert (before, after) == (
        [],
        [("regional-start region 8", 1, SPECIALIST_8, "2016-08-15", 1)],
    )


@pytest.mark.process("1.3", "8.4")
def test_the_record_keeps_day_attendees_and_notes_and_who_wrote_them(cycle_at):
    cycle = held_start(cycle_at("announced"))
    record = {
        "held_on": "2016-08-10", "notes": "We agreed on who reads what.",
        "attendee_ids": [cycle.person_id(RPM_8), cycle.person_id(SPECIALIST_8)],
    }  # fmt: skip
    say(cycle, "meeting-record", "regional-start region 8", record)
    found = meeting(cycle, "regional-start", "region 8")
    by_id = {row["person_id"]: row["attended"] for row in cycle.rows(Invitee)}
    assert (found["held_on"], found["notes"], found["by_person_id"]) == (
        date(2016, 8, 10),
        "We agreed on who reads what.",
        cycle.person_id(SPECIALIST_8),
    )
    attended = {address: by_id[cycle.person_id(address)] for address in (RPM_8, ITS_8)}
    assert attended == {RPM_8: True, ITS_8: False}
    acts = [row["act"] for row in cycle.rows(LedgerEntry)]
    assert acts[-1] == "answered: accepted"


@pytest.mark.process("1.3")
def test_the_notes_go_to_everybody_invited_but_their_author(cycle_at):
    cycle = held_start(cycle_at("announced"))
    notes = {"held_on": "2016-08-10", "notes": "We agreed on who reads what."}
    say(cycle, "meeting-record", "regional-start region 8", notes)
    cycle.run(1).run(1)
    assert told(cycle, "meeting-notes") == [RPM_8, ITS_8]
    [mail] = cycle.at("2016-08-12 08:00").mails_to(ITS_8)
    assert "Notes of the start meeting of region 8" in mail.get_body(("plain",)).get_content()


@pytest.mark.process("1.3")
def test_a_meeting_that_was_held_already_is_recorded_and_nobody_is_invited(cycle_at):
    cycle = cycle_at("announced").at("2016-08-03 10:00")
    said = {"held_on": "2016-07-28", "notes": "We met in July."}
    say(cycle, "meeting-date", "regional-start region 8", said)
    cycle.run(1)
    assert told(cycle, "meeting-invitation") == []
    assert cycle.prompts("meeting-record") == []
    assert told(cycle, "meeting-notes") == [RPM_8, ITS_8]


def test_of_a_meeting_that_was_held_without_notes_only_the_notes_are_asked(cycle_at):
    cycle = cycle_at("announced").at("2016-08-03 10:00")
    say(cycle, "meeting-date", "regional-start region 8", {"held_on": "2016-07-28"})
    row = cycle.run(1).prompt("meeting-record")
    assert (row.subject, row.why["held_on"]) == ("regional-start region 8", "2016-07-28")


def test_corrected_notes_are_sent_again_once(cycle_at):
    cycle = held_start(cycle_at("announced"))
    prompt = cycle.prompt("meeting-record")
    cycle.answer_prompt(prompt.id, {"held_on": "2016-08-10", "notes": "Wrong."})
    cycle.run(1).at("2016-08-12 08:00").mails()
    cycle.answer_prompt(prompt.id, {"held_on": "2016-08-10", "notes": "Right."})
    cycle.run(1).run(1)
    [mail] = cycle.at("2016-08-19 08:00").mails_to(ITS_8)
    assert mail["Subject"] == "Corrected notes of the start meeting of region 8"


def test_a_date_moved_to_later_takes_the_request_for_its_record_back(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    prompt = prompt_of(cycle, "meeting-date", "regional-start region 8")
    cycle.answer_prompt(prompt.id, START)
    cycle.run(1).at("2016-08-11 07:30").run(1)
    cycle.answer_prompt(prompt.id, {**START, "starts_at": "2016-08-17T10:00:00-06:00"})
    cycle.run(1)
    assert cycle.prompts("meeting-record") == []
    again = cycle.at("2016-08-18 07:30").run(1).prompt("meeting-record")
    assert (again.round, again.why["held_on"]) == (2, "2016-08-17")


def test_the_date_of_a_meeting_that_is_recorded_stays(cycle_at):
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    prompt = prompt_of(cycle, "meeting-date", "regional-start region 8")
    cycle.answer_prompt(prompt.id, START)
    cycle.run(1).at("2016-08-11 07:30").run(1)
    cycle.answer("meeting-record", {"held_on": "2016-08-10", "notes": "Done."})
    with pytest.raises(Refused) as refused:
        cycle.answer_prompt(prompt.id, {**START, "starts_at": "2016-08-17T10:00:00-06:00"})
    assert str(refused.value) == (
        "The date was not changed: the meeting is on record as held on 2016-08-10. "
        "Correct its record instead."
    )


@pytest.mark.parametrize(
    ("record", "because"),
    [
        ({"attendee_ids": [9999]}, "nobody on record has the number 9999; see the roster."),
        (
            {"wishes": [{"plan_id": 3, "text": "Vermont is in region 1"}]},
            "plan 3 is not one of its plans, or has no such line.",
        ),
        (
            {"leads": [{"need_id": 77, "center": "NCASE"}]},
            "line 77 is not a need of one of its plans.",
        ),
    ],
)
def test_a_record_that_names_what_is_not_there_is_refused(cycle_at, record, because):
    cycle = held_start(cycle_at("announced"))
    with pytest.raises(Refused) as refused:
        cycle.answer("meeting-record", {"held_on": "2016-08-10", "notes": "Done.", **record})
    assert str(refused.value) == f"The record of the meeting was not taken: {because}"


# --- 3.3: the conferences


@pytest.mark.process("3.3")
def test_dates_of_the_conferences_are_asked_for_in_the_last_week_before_step_3(cycle_at):
    cycle = cycle_at("initial")
    before = asked(cycle.at("2016-10-14 07:30").run(2), "meeting-date")
    after = asked(cycle.at("2016-10-17 07:30").run(2), "meeting-date")
    assert (before, after) == (
        [],
        [
            ("regional-conference region 1", 1, SPECIALIST_1, "2016-10-21", 2),
            ("regional-conference region 8", 1, SPECIALIST_8, "2016-10-21", 2),
        ],
    )


def with_conference(cycle):
    """The Specialist of region 8 has set the conference before step 3 opens."""
    cycle.at("2016-10-17 07:30").run(2)
    say(cycle, "meeting-date", "regional-conference region 8", CONFERENCE)
    cycle.run(2)
    return cycle.at("2016-10-22 07:00").run(2)


@pytest.mark.process("3.3")
def test_partners_and_the_leads_of_every_center_are_invited_as_the_step_opens(cycle_at):
    cycle = with_conference(cycle_at("initial"))
    before = told(cycle, "meeting-invitation")
    cycle.at("2016-10-24 07:00").run(3)
    leads = [address for key in cycle.declared.centers
             for address in cycle.holders("center-lead", key)]  # fmt: skip
    region = [
        address
        for role in ("infant-toddler-specialist", "regional-partner",
                     "regional-center-representative")
        for address in cycle.holders(role, "region 8")
    ]  # fmt: skip
    assert (before, told(cycle, "meeting-invitation")) == ([], sorted(leads + region))
    assert len(leads) == 10


@pytest.mark.process("3.3")
def test_a_center_lead_gets_trends_and_invitation_in_one_letter(cycle_at):
    cycle = with_conference(cycle_at("initial"))
    [lead] = cycle.holders("center-lead", "NCASE")
    cycle.at("2016-10-22 08:00").mails()
    mails = cycle.at("2016-10-24 07:00").run(3).at("2016-10-24 08:00").mails_to(lead)
    texts = [mail.get_body(("plain",)).get_content() for mail in mails]
    assert [("regional ECTTAS conference of region 8" in text, "trends" in text)
            for text in texts] == [(True, True)]  # fmt: skip


@pytest.mark.process("3.3")
def test_a_conference_on_the_first_day_of_the_step_is_told_before_it_opens(cycle_at):
    cycle = cycle_at("initial").at("2016-10-17 07:30").run(2)
    first_day = {**CONFERENCE, "starts_at": "2016-10-24T10:00:00-06:00"}
    say(cycle, "meeting-date", "regional-conference region 8", first_day)
    cycle.run(2)
    assert len(told(cycle, "meeting-invitation")) == 14


@pytest.mark.process("3.3")
def test_a_conference_without_a_date_is_asked_for_once_more_as_the_step_opens(cycle_at):
    cycle = with_conference(cycle_at("initial"))
    cycle.at("2016-10-24 07:00").run(3).run(3)
    assert asked(cycle, "meeting-date") == [
        ("regional-conference region 1", 2, SPECIALIST_1, "2016-10-28", 3)
    ]


def recorded(cycle, **outcome):
    """The conference of region 8 was held and is recorded with an outcome."""
    with_conference(cycle).at("2016-10-24 07:00").run(3)
    cycle.at("2016-10-28 07:30").run(3)
    record = {"held_on": "2016-10-27", "notes": "All needs were looked at.", **outcome}
    cycle.answer("meeting-record", record)
    return cycle.at("2016-10-28 18:00").run(3)


def need_of(cycle, state, topic) -> int:
    return next(need.id for need in cycle.plan(state).needs if need.topic == topic)


@pytest.mark.process("3.3")
def test_a_lead_that_the_conference_suggests_gets_the_need_and_the_other_is_asked_without_it(
    cycle_at,
):
    cycle = cycle_at("initial")
    need = need_of(cycle, "CO", "school-age-care")
    other = need_of(cycle, "CO", "background-checks")
    with_conference(cycle).at("2016-10-24 07:00").run(3)
    [before] = cycle.prompts("approaches", state="CO", center="NCASE")
    recorded_lead = {"need_id": need, "center": "ECQA", "collaborators": ["NCASE"]}
    cycle.at("2016-10-28 07:30").run(3)
    record = {"held_on": "2016-10-27", "notes": "ECQA leads.", "leads": [recorded_lead]}
    cycle.answer("meeting-record", record)
    cycle.run(3)
    open_now = [
        (row.center, sorted(cycle.shown(row.id))) for row in cycle.prompts("approaches", state="CO")
    ]
    [withdrawn] = cycle.prompts("approaches", state="CO", stands="withdrawn")
    assert (withdrawn.id, open_now) == (before.id, [("ECQA", [other]), ("ECQA", [need])])
    assert meeting(cycle, "regional-conference", "region 8")["outcome"]["leads"] == [recorded_lead]


@pytest.mark.process("3.3", "3.4")
def test_the_new_center_reads_with_whom_the_conference_suggests_to_work(cycle_at):
    cycle = cycle_at("initial")
    need = need_of(cycle, "CO", "school-age-care")
    recorded(cycle, leads=[{"need_id": need, "center": "ECQA", "collaborators": ["NCASE"]}])
    why = [row.why for row in cycle.prompts("approaches", state="CO", center="ECQA")]
    [lead] = cycle.holders("center-lead", "ECQA")
    [mail] = [
        one
        for one in cycle.at("2016-10-31 08:00").mails_to(lead)
        if "More school-age care" in words_of(one)
    ]
    assert why == [{}, {"along": {str(need): ["NCASE"]}}]
    assert "More school-age care (a meeting suggests to work with NCASE)" in words_of(mail)


@pytest.mark.process("3.3")
def test_of_two_meetings_that_name_centers_for_a_need_the_later_one_counts(cycle_at):
    cycle = cycle_at("initial")
    with write(cycle.tracker) as tat:
        for round_, held_on, named in (
            (1, date(2016, 10, 27), "NCASE"),
            (2, date(2016, 10, 25), "DTL"),
        ):
            lead = {"need_id": 2, "center": "ECQA", "collaborators": [named]}
            tat.add(
                Meeting(
                    cycle=CYCLE, kind="regional-conference", subject="region 8", round=round_,
                    region=8, place="", notes="", held_on=held_on, outcome={"leads": [lead]},
                )
            )  # fmt: skip
            tat.flush()
    with read(cycle.tracker) as tat:
        assert named_along(tat, CYCLE) == {2: ["NCASE"]}


def wished(cycle, *texts) -> None:
    """The record of region 8's conference, put right."""
    [row] = cycle.prompts("meeting-record", stands="answered")
    wishes = [{"plan_id": 1, "text": text} for text in texts]
    record = {"held_on": "2016-10-27", "notes": "Put right.", "wishes": wishes}
    cycle.answer_prompt(row.id, record)
    cycle.run(3)


def asked_to_revise(cycle) -> list:
    return [row.why["wishes"] for row in cycle.prompts("revision")]


@pytest.mark.process("3.3")
def test_what_is_wished_in_a_record_later_is_asked_about_too(cycle_at):
    cycle = cycle_at("initial")
    recorded(cycle, wishes=[{"plan_id": 1, "text": "Name the months"}])
    first = asked_to_revise(cycle)
    cycle.answer("revision", {"note": "Named"}, state="CO")
    cycle.run(3)
    between = asked_to_revise(cycle)
    wished(cycle, "Name the months", "Name the agency")
    assert (first, between, asked_to_revise(cycle)) == (
        [["Name the months"]],
        [],
        [["Name the agency"]],
    )
    cycle.answer("revision", {"note": "Named too"}, state="CO")
    assert asked_to_revise(cycle.run(3)) == []


@pytest.mark.process("3.3")
@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (["Name the months", "Name the agency"], [["Name the months", "Name the agency"]]),
        (["Name the agency"], [["Name the agency"]]),
        ([], []),
    ],
)
def test_what_waits_follows_the_record_of_the_meeting(cycle_at, texts, left):
    cycle = cycle_at("initial")
    recorded(cycle, wishes=[{"plan_id": 1, "text": "Name the months"}])
    wished(cycle, *texts)
    assert asked_to_revise(cycle) == left


@pytest.mark.process("3.3")
def test_the_other_needs_of_the_center_are_asked_anew_without_the_one_that_moved(cycle_at):
    cycle = cycle_at("initial")
    moved = need_of(cycle, "CO", "background-checks")
    kept = cycle.add_need("CO", {
        "topic": "licensing", "text": "Licensing", "priority": 2, "requirement": "ccdbg",
    })  # fmt: skip
    recorded(cycle, leads=[{"need_id": moved, "center": "NCASE"}])
    open_now = {
        (row.center, tuple(cycle.shown(row.id)), row.round)
        for row in cycle.prompts("approaches", state="CO")
    }
    school_age = need_of(cycle, "CO", "school-age-care")
    assert open_now == {
        ("NCASE", (school_age,), 1), ("NCASE", (moved,), 2), ("ECQA", (kept,), 2),
    }  # fmt: skip


@pytest.mark.process("3.3")
def test_what_the_conference_wishes_is_kept_with_its_plan_and_line(cycle_at):
    cycle = cycle_at("initial")
    need = need_of(cycle, "MT", "school-age-care")
    wish = {"plan_id": 2, "text": "Name the summer months.", "line_id": need}
    recorded(cycle, wishes=[wish])
    assert meeting(cycle, "regional-conference", "region 8")["outcome"] == {
        "leads": [],
        "wishes": [wish],
    }


@pytest.mark.process("3.3")
def test_the_notes_name_the_center_that_could_lead_and_on_what(cycle_at):
    cycle = cycle_at("initial")
    need = need_of(cycle, "CO", "school-age-care")
    recorded(cycle, leads=[{"need_id": need, "center": "ECQA"}])
    [lead] = cycle.holders("center-lead", "HW")
    mails = cycle.at("2016-11-03 09:00").run(3).at("2016-11-04 08:00").mails_to(lead)
    text = words_of(mails[-1])
    assert (
        "National Center on Early Childhood Quality Assurance (ECQA) could lead on "
        "“More school-age care”" in text
    )


@pytest.mark.process("3.3")
def test_the_notes_of_all_conferences_reach_a_center_lead_in_one_mail(cycle_at):
    """Region 1 has not met yet: its notes are waited for, but not for ever."""
    cycle = cycle_at("initial")
    recorded(cycle)
    [lead] = cycle.holders("center-lead", "HW")
    before = told(cycle.at("2016-11-02 09:00").run(3), "meeting-notes")
    say(cycle, "meeting-date", "regional-conference region 1",
        {"held_on": "2016-11-01", "notes": "Vermont's needs."})  # fmt: skip
    cycle.at("2016-11-02 18:00").run(3)
    [mail] = [
        one for one in cycle.at("2016-11-04 08:00").mails_to(lead) if "Notes" in words_of(one)
    ]
    assert before == []
    assert [f"region {n}" for n in (1, 8) if f"conference of region {n} was held" in words_of(mail)
            ] == ["region 1", "region 8"]  # fmt: skip


# --- 3.9: the all-hands meetings


@pytest.mark.process("3.9")
def test_the_all_hands_meetings_have_the_days_of_the_window_and_only_their_record_is_asked(
    cycle_at,
):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    before = cycle.rows(Meeting, Meeting.kind == MeetingKind.ALL_HANDS)
    cycle.at("2016-11-14 07:30").run(3)
    during = asked(cycle, "meeting-record")
    cycle.at("2016-11-19 07:00").run(3)
    assert (before, during, asked(cycle, "meeting-record")) == (
        [],
        [],
        [
            ("all-hands region 1", 1, SPECIALIST_1, "2016-11-23", 3),
            ("all-hands region 8", 1, SPECIALIST_8, "2016-11-23", 3),
        ],
    )
    staff_and_partners = [
        *cycle.holders("regional-staff", "region 8"),
        *cycle.holders("regional-partner", "region 8"),
    ]
    assert invited(cycle, "all-hands", "region 8") == sorted(staff_and_partners)


@pytest.mark.process("3.9")
def test_the_record_of_an_all_hands_meeting_is_taken_after_the_step_and_its_notes_sent(cycle_at):
    cycle = cycle_at("affirmed")
    say(cycle.at("2016-11-21 10:00"), "meeting-record", "all-hands region 8",
        {"held_on": "2016-11-16", "notes": "The trends were shown."})  # fmt: skip
    cycle.run(3)
    partners_and_staff = [
        *cycle.holders("regional-staff", "region 8"),
        *cycle.holders("regional-partner", "region 8"),
    ]
    assert told(cycle, "meeting-notes") == sorted(partners_and_staff)


# --- 7.1: the regional meetings


@pytest.mark.process("7.1")
def test_a_regional_meeting_is_called_in_each_review_interval(cycle_at):
    cycle = cycle_at("delivery")
    none = [row for row in cycle.prompts("meeting-date") if "regional-meeting" in row.subject]
    cycle.at("2017-06-20 07:30").run(7)
    first = [(row.subject, row.address, row.why["first_on"]) for row in
             cycle.prompts("meeting-date")]  # fmt: skip
    date_ = {"starts_at": "2017-07-11T10:00:00-06:00", "minutes": 120, "place": "on the web"}
    say(cycle, "meeting-date", "regional-meeting region 8", date_)
    cycle.run(7).at("2017-07-12 07:30").run(7)
    say(cycle, "meeting-record", "regional-meeting region 8",
        {"held_on": "2017-07-11", "notes": "Plans were reviewed.",
         "wishes": [{"plan_id": 1, "text": "Add a visit."}]})  # fmt: skip
    cycle.at("2017-12-20 07:30").run(7)
    second = [row.subject for row in cycle.prompts("meeting-date")]
    assert (none, first, second) == (
        [],
        [
            ("regional-meeting region 1", SPECIALIST_1, "2017-07-05"),
            ("regional-meeting region 8", SPECIALIST_8, "2017-07-05"),
        ],
        ["regional-meeting region 1 no. 2", "regional-meeting region 8 no. 2"],
    )  # fmt: skip
    wishes = [row["outcome"]["wishes"] for row in cycle.rows(Meeting)
              if row["kind"] == "regional-meeting"]  # fmt: skip
    assert wishes == [[{"plan_id": 1, "text": "Add a visit.", "line_id": None}]]


# --- repeats


@pytest.mark.process("1.2", "1.3", "3.3", "3.9")
def test_nothing_is_asked_or_told_twice_when_the_texts_run_again(cycle_at):
    cycle = with_conference(cycle_at("initial"))
    for moment in ("2016-10-24 07:00", "2016-10-28 07:30", "2016-11-14 07:30", "2016-11-19 07:00"):
        cycle.at(moment).run(3)
    counted = (len(cycle.rows(Prompt)), len(cycle.rows(Notice)), len(cycle.rows(Meeting)))
    cycle.run(3).run(3)
    again = (len(cycle.rows(Prompt)), len(cycle.rows(Notice)), len(cycle.rows(Meeting)))
    assert again == counted
