"""Lines of step 1 that were done before the software began, and the protocol (1.1)."""

from collections import Counter
from datetime import date

import pytest

from cli import done as done_command
from cli import meeting as meeting_command
from cli import protocol as protocol_command
from config.declared import EMBEDDED
from config.done_earlier import DoneEarlier, done_earlier_problems
from config.errors import BadInput
from config.vocabulary import MeetingKind
from tasks.surroundings import use
from tat import done
from tat.database import write
from tat.refusals import Refused
from tat.schema import Decision, LedgerEntry, Meeting
from tests.small_cycle import SmallCycle, documents_with

ADA = "ada.alder@occ.example"
RPM_8, RCR_8 = "emil.cedar@region8.example", "finn.cottonwood@region8.example"
ADMINISTRATOR = "hal.dogwood@co.example"
SPECIALIST_8 = "greta.cypress@region8.scbc.example"
CALENDAR = "cycles/2016-2018.toml"


@pytest.fixture
def due(tmp_path, monkeypatch, small_cycle) -> SmallCycle:
    """A cycle whose calendar does not say that the protocol was communicated."""
    folder = tmp_path / "due"
    folder.mkdir()
    return SmallCycle(f"sqlite:///{folder / 'tat.db'}", folder, is_protocol_due=True)


def say(cycle, line, scope="", on="2016-07-20", by=ADA):
    one = DoneEarlier(line=line, scope=scope, on=on, note="It was so.")
    with write(cycle.tracker) as tat:
        done.record(tat, "2016-2018", one, by_person_id=cycle.person_id(by), now=cycle.now)


def subjects(cycle, kind) -> list[str]:
    return sorted({row.subject for row in cycle.prompts(kind)})


# --- 1.1 the protocol


@pytest.mark.process("1.1")
def test_the_lead_and_the_project_leads_of_every_center_get_the_protocol_once(due):
    due.run(1).run(1)
    keys = list(due.declared.centers)
    everybody = [one for role in ("center-lead", "project-lead") for key in keys
                 for one in due.holders(role, key)]  # fmt: skip
    assert due.told("protocol") == [("cycle", address) for address in sorted(everybody)]
    assert len(everybody) == 20


@pytest.mark.process("1.1")
def test_the_description_of_the_process_goes_with_it(due):
    [lead] = due.holders("center-lead", "NCASE")
    [mail] = due.run(1).at("2016-08-01 08:00").mails_to(lead)
    [attached] = documents_with(mail)
    assert attached.get_filename() == (
        "How technical assistance is planned for 2016 to 2018.txt"
    )  # fmt: skip


@pytest.mark.process("1.1")
def test_it_can_be_sent_before_step_1_and_then_is_not_sent_again(due, capsys):
    due.at("2016-07-20 09:00")
    with use(due.surroundings):
        assert protocol_command.send(by=ADA, database=due.tracker.url) == 0
    assert capsys.readouterr().out == (
        "The protocol goes to 20 people of the National Centers with the next mail.\n"
    )
    before = len(due.at("2016-07-21 08:00").mails())
    due.at("2016-08-01 07:00").run(1)
    assert (before, len(due.told("protocol"))) == (20, 20)
    assert "sent the protocol" in [row["act"] for row in due.rows(LedgerEntry)]


@pytest.mark.process("1.1")
def test_somebody_who_joins_a_center_later_gets_it_too(due):
    due.run(1)
    due.join("new.lead@ncase.example", "project-lead", "NCASE")
    due.at("2016-08-10 09:00").run(1)
    assert ("cycle", "new.lead@ncase.example") in due.told("protocol")


@pytest.mark.process("1.1")
def test_the_national_meeting_is_recorded_by_hand_as_a_meeting(due, capsys):
    with use(due.surroundings):
        meeting_command.record_meeting(
            MeetingKind.NATIONAL_MEETING, on=date(2016, 7, 20), notes="All centers were there.",
            by=ADA, database=due.tracker.url,
        )  # fmt: skip
        meeting_command.list_meetings(database=due.tracker.url)
    assert capsys.readouterr().out.splitlines() == [
        "national-meeting nation is on record as held on 2016-07-20.",
        "2016-07-20  national-meeting nation: held, by Ada Alder",
    ]
    assert due.run(1).told("meeting-notes") == []


@pytest.mark.process("1.1")
def test_the_calendar_says_what_the_source_says_and_no_protocol_is_sent(small_cycle):
    small_cycle.run(1)
    [decision] = small_cycle.rows(Decision)
    [meeting] = small_cycle.rows(Meeting)
    assert (decision["subject"], decision["details"], decision["by_person_id"]) == (
        "line 1.1",
        {"on": "2016-07"},
        None,
    )
    assert (meeting["kind"], meeting["held_on"], meeting["outcome"]) == (
        "national-meeting",
        None,
        {"done_earlier": "2016-07"},
    )
    assert small_cycle.told("protocol") == []


def test_what_was_done_earlier_is_not_sent_by_hand_either(small_cycle):
    with use(small_cycle.surroundings), pytest.raises(Refused) as refused:
        protocol_command.send(by=ADA, database=small_cycle.tracker.url)
    assert str(refused.value) == (
        "The protocol was not sent: line 1.1 is on record as done earlier. "
        "Leave it out of the calendar's [[done_earlier]] to have it sent."
    )


# --- any line of step 1


@pytest.mark.process("1.2")
def test_a_managers_call_that_was_held_before_is_not_asked_for(small_cycle):
    say(small_cycle, "1.2")
    small_cycle.run(1)
    assert subjects(small_cycle, "meeting-date") == [
        "regional-start region 1",
        "regional-start region 8",
    ]
    [call] = small_cycle.rows(Meeting, Meeting.kind == MeetingKind.MANAGERS_CALL)
    assert (call["held_on"], call["notes"]) == (date(2016, 7, 20), "It was so.")
    assert small_cycle.told("meeting-notes") == []


@pytest.mark.process("1.3")
def test_of_one_region_that_has_met_nothing_is_asked_and_open_questions_are_withdrawn(cycle_at):
    cycle = cycle_at("announced")
    say(cycle, "1.3", "region 8")
    cycle.at("2016-08-02 09:00").run(1)
    [withdrawn] = cycle.prompts("meeting-date", stands="withdrawn")
    assert (subjects(cycle, "meeting-date"), withdrawn.subject, withdrawn.closed_because) == (
        ["managers-call nation", "regional-start region 1"],
        "regional-start region 8",
        "line 1.3 region 8 was done earlier",
    )
    assert cycle.prompts("meeting-record") == []


@pytest.mark.process("1.4")
def test_who_was_told_of_the_cycle_before_is_not_told_again(small_cycle):
    say(small_cycle, "1.4", "CO")
    say(small_cycle, "1.4", "region 1")
    small_cycle.run(1)
    states = Counter(address.partition("@")[2] for _cycle, address in
                     small_cycle.told("announcement"))  # fmt: skip
    assert states == {"mt.example": 4}


@pytest.mark.process("1.4")
def test_an_announcement_that_waits_is_taken_back(cycle_at):
    cycle = cycle_at("announced")
    cycle.join("x.y@co.example", "licensing-director", "CO")
    cycle.at("2016-08-15 18:00").run(1)
    say(cycle, "1.4")
    assert cycle.at("2016-08-16 08:00").mails_to("x.y@co.example") == []


@pytest.mark.process("1.5", "1.6", "1.7")
@pytest.mark.parametrize(
    ("line", "leaves_out"),
    [
        ("1.5", ("documents",)),
        ("1.6", ("factors",)),
        ("1.7", ("check_in_held_on", "high_priority_needs")),
        ("1.8", ("needs",)),
    ],
)
def test_a_part_of_the_worksheet_that_was_done_before_is_not_asked_for(
    small_cycle, line, leaves_out
):
    from tests.test_worksheets import WORKSHEET

    say(small_cycle, line, "CO")
    small_cycle.run(1)
    rest = {key: value for key, value in WORKSHEET.items() if key not in leaves_out}
    small_cycle.answer("worksheet", rest, state="CO")
    assert [row.jurisdiction for row in small_cycle.prompts("worksheet")] == ["MT", "VT"]


@pytest.mark.process("1.5", "1.6", "1.7", "1.8")
def test_a_state_whose_whole_preparation_was_done_before_gets_no_worksheet(small_cycle):
    for line in ("1.5", "1.6", "1.7", "1.8"):
        say(small_cycle, line, "CO")
    small_cycle.run(1)
    assert [row.jurisdiction for row in small_cycle.prompts("worksheet")] == ["MT", "VT"]


@pytest.mark.process("1.8")
def test_a_draft_that_was_written_before_is_not_shared_and_its_call_is_proposed(small_cycle):
    for line in ("1.5", "1.6", "1.7", "1.8"):
        say(small_cycle, line)
    small_cycle.run(1).at("2016-09-03 07:00").run(1).at("2016-09-06 07:00").run(2)
    proposed = [row.jurisdiction for row in small_cycle.prompts("call-proposal")]
    assert (small_cycle.told("draft-shared"), proposed) == ([], ["CO", "MT", "VT"])


@pytest.mark.process("1.6")
def test_an_open_worksheet_is_asked_anew_without_the_part_that_was_done(cycle_at):
    cycle = cycle_at("announced")
    say(cycle, "1.6", "CO")
    cycle.run(1)
    [again] = cycle.prompts("worksheet", state="CO")
    assert (again.round, again.why["done"]) == (2, ["1.6"])
    [mail] = cycle.at("2016-08-01 08:00").mails_to(SPECIALIST_8)
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "and not to be filled in: the contextual factors." in text


@pytest.mark.process("1.2", "1.3", "1.4", "1.8")
def test_the_step_says_nothing_more_however_often_it_runs(small_cycle):
    for line in ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"):
        say(small_cycle, line)
    small_cycle.run(1).at("2016-08-20 09:00").run(1).at("2016-09-03 07:00").run(1)
    assert small_cycle.mails() == []


# --- how it is said


@pytest.mark.process("8.4")
def test_the_command_records_who_says_it_when_and_why(cycle_at, capsys):
    cycle = cycle_at("announced")
    with use(cycle.surroundings):
        done_command.done(
            "1.2", on="2016-07-20", by=ADA, reason="At the July call.", database=cycle.tracker.url
        )
    assert capsys.readouterr().out == "Line 1.2 is on record as done earlier (2016-07-20).\n"
    decision = cycle.rows(Decision)[-1]
    assert (decision["subject"], decision["reason"], decision["details"]) == (
        "line 1.2",
        "At the July call.",
        {"on": "2016-07-20"},
    )
    assert decision["by_person_id"] == cycle.person_id(ADA)


def test_what_is_on_record_already_is_refused(cycle_at):
    cycle = cycle_at("announced")
    say(cycle, "1.2")
    with pytest.raises(Refused) as refused:
        say(cycle, "1.2")
    assert str(refused.value) == (
        "line 1.2 is on record as done earlier already; nothing was changed."
    )


@pytest.mark.parametrize(
    ("line", "scope", "on", "problem"),
    [
        (
            "2.1", "", "2016-07-20",
            'tacycle done, line: "2.1" should be a line of step 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, '
            "1.7, 1.8; correct the value",
        ),
        (
            "1.2", "region 8", "2016-07-20",
            'tacycle done, scope: "region 8" does not fit line 1.2, which takes no scope; '
            "correct it",
        ),
        (
            "1.6", "XX", "2016-07-20",
            'tacycle done, scope: "XX" does not fit line 1.6, which takes no scope or "region 8" '
            'or "CO"; correct it',
        ),
        (
            "1.2", "", "July",
            'tacycle done, on: "July" should be a day such as 2016-07-20, or a month such as '
            '"2016-07"; correct the value',
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused(cycle_at, line, scope, on, problem):
    cycle = cycle_at("announced")
    with use(cycle.surroundings), pytest.raises(BadInput) as bad:
        done_command.done(
            line, scope, on=on, by=ADA, reason="So it is.", database=cycle.tracker.url
        )
    assert str(bad.value) == problem
    assert len(cycle.rows(Decision)) == 1


@pytest.mark.process("8.4")
@pytest.mark.parametrize(
    ("by", "line", "scope"),
    [
        (ADA, "1.2", ""),
        (RPM_8, "1.3", "region 8"),
        (SPECIALIST_8, "1.3", "region 8"),
        (SPECIALIST_8, "1.6", "CO"),
        (RPM_8, "1.6", "MT"),
    ],
)
def test_who_plans_there_says_what_was_done(cycle_at, by, line, scope):
    cycle = cycle_at("announced")
    say(cycle, line, scope, by=by)
    assert cycle.rows(Decision)[-1]["subject"] == f"line {line} {scope}".strip()


@pytest.mark.process("8.4")
@pytest.mark.parametrize(
    ("by", "line", "scope", "sentence"),
    [
        (
            SPECIALIST_8, "1.2", "",
            "Greta Cypress cannot say that line 1.2 was done: of all regions only OCC says so; ask "
            "OCC, or who has the region's plans.",
        ),
        (
            SPECIALIST_8, "1.6", "VT",
            "Greta Cypress cannot say that line 1.6 VT was done: they plan nothing in VT; ask OCC, "
            "or who has the region's plans.",
        ),
        (
            RPM_8, "1.3", "region 1",
            "Emil Cedar cannot say that line 1.3 region 1 was done: they plan nothing in region 1; "
            "ask OCC, or who has the region's plans.",
        ),
        (
            ADMINISTRATOR, "1.6", "CO",
            "Hal Dogwood cannot say that line 1.6 CO was done: they plan nothing in CO; ask OCC, "
            "or who has the region's plans.",
        ),
    ],
)  # fmt: skip
def test_nobody_else_says_so_and_nothing_is_written(cycle_at, by, line, scope, sentence):
    cycle = cycle_at("announced")
    before = (cycle.rows(Decision), cycle.rows(LedgerEntry))
    with pytest.raises(Refused) as refused:
        say(cycle, line, scope, by=by)
    assert str(refused.value) == sentence
    assert (cycle.rows(Decision), cycle.rows(LedgerEntry)) == before


def test_the_declarations_of_the_calendar_are_checked(cycle_at):
    places = cycle_at("announced").declared.jurisdictions
    lines = (
        DoneEarlier(line="1.3", scope="region 9", on="2016-07", note="So it is."),
        DoneEarlier(line="1.2", on="2016-07", note="So it is."),
        DoneEarlier(line="1.2", on="2016-06", note="So it is."),
    )
    assert [str(one) for one in done_earlier_problems(lines, places, file=CALENDAR)] == [
        f"{CALENDAR}, done_earlier 1.3 region 9.scope: "
        '"region 9" does not fit line 1.3, which takes no scope or "region 8"; correct the scope',
        f"{CALENDAR}, done_earlier 1.2: is declared twice; remove one of them",
    ]


def test_the_embedded_calendar_declares_only_what_the_source_says():
    text = (EMBEDDED / CALENDAR).read_text()
    assert text.count("\n[[done_earlier]]\n") == 1
