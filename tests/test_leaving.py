"""People leave and join while a cycle goes on.

Greta Cypress is the Specialist of Colorado and Montana, Hal Dogwood is Colorado's Administrator.
"""

from datetime import date

import pytest

from config.vocabulary import Channel, Role
from rehearsal.people import LINK
from tasks.delegating import delegate
from tasks.leaving import Newcomer, leave
from tat import links
from tat.answers import Reply, give
from tat.database import read, write
from tat.delegating import Wanted
from tat.leaving import Leaving
from tat.refusals import Refused
from tat.schema import (
    Answer,
    Assignment,
    Decision,
    Delegation,
    Invitee,
    LedgerEntry,
    Link,
    Meeting,
    Notice,
    Person,
    Prompt,
)
from tests.scanning import asked_in
from tests.small_cycle import CYCLE

GRETA = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
ELSA = "elsa.catalpa@region1.scbc.example"  # of Vermont
MANAGER = "emil.cedar@region8.example"
REX = "rex.willow@region8.scbc.example"
HAL = "hal.dogwood@co.example"
VERA = "vera.wren@co.example"
OCC = "ada.alder@occ.example"
OFFICER = "uma.madrone@cor.ecqa.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"

CONFIRMS = {"confirms": True}
SUGGESTS = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}


def left(cycle, address: str, successor: str | None = None, **other):
    """Have somebody leave, by OCC; a successor who is not on record is called Rex Willow."""
    known = {row["address"]: row["id"] for row in cycle.rows(Person)}
    newcomer = None
    if successor is not None and successor not in known:
        newcomer = Newcomer("Rex Willow", successor)
    given = {"reason": "Took another job", "by": OCC, "role": None, "scope_key": None} | other
    wanted = Leaving(
        known[address], known.get(successor), given["reason"], known[given["by"]],
        Role(given["role"]) if given["role"] else None, given["scope_key"],
    )  # fmt: skip
    return leave(cycle.surroundings, CYCLE, wanted, newcomer=newcomer)


def refusal(cycle, *args, **other) -> str:
    tables = (Assignment, Prompt, Decision, LedgerEntry, Link, Notice, Person)
    before = [cycle.rows(table) for table in tables]
    with pytest.raises(Refused) as refused:
        left(cycle, *args, **other)
    assert [cycle.rows(table) for table in tables] == before
    return str(refused.value)


def answer(cycle, prompt_id: int, content: dict, *, by: str):
    with write(cycle.tracker) as tat:
        reply = Reply(prompt_id, content, cycle.person_id(by), Channel.PAGE)
        return give(tat, reply, now=cycle.now)


def drafting(cycle_at):
    """The Specialists have the worksheets of step 1 before them, and their mail."""
    cycle = cycle_at("announced").at("2016-08-01 08:00")
    cycle.mails()
    return cycle.at("2016-08-10 10:00")


# --- roles


def test_the_roles_end_and_the_successor_has_them(cycle_at):
    cycle = drafting(cycle_at)
    came = left(cycle, GRETA, REX)
    assert (came.roles, came.n_prompts) == (["specialist CO", "specialist MT"], 3)
    assert [cycle.holders("specialist", code) for code in ("CO", "MT", "VT")] == [
        [REX], [REX], [ELSA],
    ]  # fmt: skip
    ended = cycle.rows(Assignment, Assignment.person_id == cycle.person_id(GRETA))
    assert {f"{row['ended_at']:%Y-%m-%d %H:%M}" for row in ended} == {"2016-08-10 14:00"}


def test_somebody_may_leave_one_state_only(cycle_at):
    cycle = drafting(cycle_at)
    left(cycle, GRETA, REX, role="specialist", scope_key="MT")
    assert [cycle.holders("specialist", code) for code in ("CO", "MT")] == [[GRETA], [REX]]
    worksheets = [(row.jurisdiction, row.address) for row in cycle.prompts("worksheet")]
    assert worksheets == [("CO", GRETA), ("VT", ELSA), ("MT", REX)]


def test_somebody_who_left_may_come_back(cycle_at):
    cycle = drafting(cycle_at)
    left(cycle, GRETA, REX)
    left(cycle.at("2016-08-11 10:00"), REX, GRETA)
    assert cycle.holders("specialist", "CO") == [GRETA]
    worksheets = [(row.jurisdiction, row.address) for row in cycle.prompts("worksheet")]
    assert worksheets == [("CO", GRETA), ("MT", GRETA), ("VT", ELSA)]
    asked = cycle.rows(Notice, Notice.purpose == "ask", Notice.person_id == cycle.person_id(GRETA))
    assert [row["round"] for row in asked if row["state"] == "waiting"] == [2, 2, 2]


@pytest.mark.process("8.4")
def test_the_leaving_is_a_decision_with_author_reason_and_what_followed(cycle_at):
    cycle = drafting(cycle_at)
    left(cycle, GRETA, REX)
    (decision,) = cycle.rows(Decision, Decision.kind == "left")
    assert (decision["subject"], decision["reason"], decision["by_person_id"]) == (
        f"person {cycle.person_id(GRETA)}", "Took another job", cycle.person_id(OCC),
    )  # fmt: skip
    assert (decision["details"]["roles"], decision["details"]["successor"]) == (
        ["specialist CO", "specialist MT"], cycle.person_id(REX),
    )  # fmt: skip


# --- what waits


@pytest.mark.process("8.2")
def test_the_successor_is_asked_what_waits_with_a_link_of_their_own(cycle_at):
    cycle = drafting(cycle_at)
    left(cycle, GRETA, REX)
    (mail,) = cycle.at("2016-08-11 08:00").mails_to(REX)
    tokens = set(LINK.findall(asked_in(mail)))
    with read(cycle.tracker) as tat:
        led_to = sorted(
            tat.get_one(Prompt, links.find(tat, token).prompt_id).kind for token in tokens
        )
    assert led_to == ["meeting-date", "worksheet", "worksheet"]


def test_the_links_of_who_left_open_nothing(cycle_at):
    cycle = drafting(cycle_at)
    left(cycle, GRETA, REX)
    theirs = cycle.rows(Link, Link.person_id == cycle.person_id(GRETA))
    n_links = 3 + 1  # to three questions, and to everything of theirs
    assert ({row["revoked_at"] is None for row in theirs}, len(theirs)) == ({False}, n_links)


def test_the_due_date_stays(cycle_at):
    cycle = drafting(cycle_at)
    before = {row.jurisdiction: row.due_on for row in cycle.prompts("worksheet")}
    left(cycle, GRETA, REX)
    after = {row.jurisdiction: row.due_on for row in cycle.prompts("worksheet")}
    assert (after, before["CO"]) == (before, date(2016, 8, 22))


@pytest.mark.parametrize(
    ("moment", "due_on"),
    [
        ("2016-08-19 10:00", date(2016, 8, 22)),  # a Friday; it was due on Monday
        ("2016-08-22 10:00", date(2016, 8, 23)),  # on the last day
        ("2016-08-26 10:00", date(2016, 8, 29)),  # late since Tuesday
    ],
)
def test_the_successor_has_at_least_one_business_day(cycle_at, moment, due_on):
    cycle = drafting(cycle_at).at(moment)
    left(cycle, GRETA, REX)
    assert cycle.prompt("worksheet", state="CO").due_on == due_on


def test_what_was_answered_stays_theirs(cycle_at):
    cycle = drafting(cycle_at)
    cycle.reach("drafted")
    before = cycle.rows(Answer)
    left(cycle.at("2016-09-05 10:00"), GRETA, REX)
    assert cycle.rows(Answer) == before


def test_nothing_more_is_sent_to_who_left(cycle_at):
    cycle = cycle_at("announced").at("2016-08-01 07:30")
    left(cycle, GRETA, REX)
    assert cycle.at("2016-08-01 08:00").mails_to(GRETA) == []


def test_what_they_were_still_to_be_told_their_successor_is_told(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4)
    left(cycle, GRETA, REX)
    newest = cycle.rows(Answer)[-1]["id"]
    told = [
        address
        for subject, address in cycle.told("answer-received")
        if subject == f"answer {newest}"
    ]
    assert told == [REX]


def test_a_late_answer_of_who_left_is_refused_with_who_answers_now(cycle_at):
    cycle = drafting(cycle_at)
    theirs = cycle.prompt("worksheet", state="CO").id
    left(cycle, GRETA, REX)
    with pytest.raises(Refused) as refused:
        answer(cycle, theirs, {}, by=GRETA)
    assert str(refused.value) == "Greta Cypress has left: Rex Willow answers this now."


def test_an_answer_of_before_is_not_corrected_by_who_left(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.join(VERA, "administrator", "CO")
    left(cycle, HAL, VERA)
    with pytest.raises(Refused) as refused:
        answer(cycle, prompt.id, SUGGESTS, by=HAL)
    assert str(refused.value) == "Hal Dogwood has left: New Person answers this now."


@pytest.mark.process("4.1", "4.5")
def test_the_successor_answers_and_it_counts(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    left(cycle, HAL, VERA)
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4)
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["CO"]
    assert cycle.rows(Answer)[-1]["said_by_id"] == cycle.person_id(VERA)


def test_running_the_step_again_asks_nobody_anew(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    left(cycle, HAL, VERA)
    before = cycle.rows(Prompt)
    cycle.run(4)
    assert cycle.rows(Prompt) == before


def test_a_successor_who_was_asked_the_same_is_not_asked_twice(cycle_at):
    cycle = cycle_at("affirmed")
    cycle.join(VERA, "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    left(cycle, HAL, VERA)
    assert [row.address for row in cycle.prompts("confirmation", state="CO")] == [VERA]


def test_standing_delegations_end(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.join(VERA, "licensing-director", "CO")
    hal, vera = cycle.person_id(HAL), cycle.person_id(VERA)
    days = date(2016, 11, 22), date(2016, 12, 2)
    delegate(cycle.surroundings, Wanted(hal, vera, *days, "On leave", hal))
    left(cycle.at("2016-11-23 10:00"), HAL, "new.administrator@co.example")
    assert [f"{row['ended_at']:%Y-%m-%d}" for row in cycle.rows(Delegation)] == ["2016-11-23"]


# --- what they had answered


def confirmed_and_left(cycle_at):
    """Hal has confirmed Colorado's plan and left to Vera; the plan is not converted yet."""
    cycle = cycle_at("confirmed").at("2016-11-23 09:00")
    prompt = cycle.prompt("confirmation", state="CO", stands="answered")
    left(cycle, HAL, VERA)
    return cycle, prompt.id


@pytest.mark.process("4.1", "8.4")
def test_the_successor_corrects_what_the_leaver_answered_in_their_own_name(cycle_at):
    cycle, prompt_id = confirmed_and_left(cycle_at)
    receipt = answer(cycle, prompt_id, SUGGESTS, by=VERA)
    cycle.run(4)
    old, new = cycle.rows(Answer, Answer.prompt_id == prompt_id)
    assert (new["said_by_id"], new["person_id"]) == (cycle.person_id(VERA),) * 2
    assert (receipt.corrects_id, old["corrected_by_id"]) == (old["id"], new["id"])
    assert [row.why for row in cycle.prompts("revision")] == [{"answer": new["id"]}]
    assert HAL not in [address for _subject, address in cycle.told("answer-conflict")]


@pytest.mark.parametrize("by", [HAL, GRETA, ELSA, "kira.gannet@mt.example"])
def test_nobody_else_corrects_it(cycle_at, by):
    cycle, prompt_id = confirmed_and_left(cycle_at)
    before = cycle.rows(Answer)
    with pytest.raises(Refused) as refused:
        answer(cycle, prompt_id, SUGGESTS, by=by)
    assert cycle.rows(Answer) == before
    assert str(refused.value) == "Hal Dogwood has left: Rex Willow answers this now."


def test_a_colleague_does_not_correct_who_has_not_left(cycle_at):
    cycle = cycle_at("confirmed").at("2016-11-23 09:00")
    prompt = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.join(VERA, "administrator", "CO")
    with pytest.raises(Refused) as refused:
        answer(cycle, prompt.id, SUGGESTS, by=VERA)
    assert str(refused.value) == "This was asked of Hal Dogwood: only Hal Dogwood can answer it."


@pytest.mark.process("rule own work")
def test_a_successor_who_wrote_what_was_approved_does_not_correct_the_approval(cycle_at):
    cycle = cycle_at("approved").at("2016-12-08 09:00")
    prompt = cycle.prompt("approval", state="CO", center="ECQA", stands="answered")
    cycle.join("new.officer@cor.ecqa.example", "cor", "ECQA")
    cycle.join(LEAD_OF_ECQA, "cor", "ECQA")
    left(cycle, OFFICER, "new.officer@cor.ecqa.example")
    no = {"lines": [{"line_id": 7, "accepts": False, "reason": "Not in the workplan"}]}
    with pytest.raises(Refused) as refused:
        answer(cycle, prompt.id, no, by=LEAD_OF_ECQA)
    assert str(refused.value) == (
        "Theo Locust cannot answer this: they wrote it, and nobody approves their own work."
    )


# --- meetings ahead

START = {"starts_at": "2016-08-17T10:00:00-06:00", "minutes": 90, "place": "https://c.example/8"}


def called(cycle_at):
    """Region 8's start meeting is called for the 17th; its manager and Specialists are invited."""
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    prompts = cycle.prompts("meeting-date")
    start = next(row for row in prompts if row.subject == "regional-start region 8")
    cycle.answer_prompt(start.id, START)
    return cycle.run(1).at("2016-08-10 10:00")


def invited(cycle) -> list[str]:
    [meeting] = cycle.rows(Meeting, Meeting.subject == "region 8", Meeting.round == 1)
    return [
        cycle.address(row["person_id"])
        for row in cycle.rows(Invitee, Invitee.meeting_id == meeting["id"])
    ]


@pytest.mark.process("1.3")
def test_the_successor_is_invited_to_the_meetings_ahead_and_the_leaver_no_more(cycle_at):
    cycle = called(cycle_at)
    left(cycle, MANAGER, "new.manager@region8.example")
    cycle.run(1)
    assert MANAGER not in invited(cycle)
    assert invited(cycle)[-1] == "new.manager@region8.example"
    told = [address for _subject, address in cycle.told("meeting-invitation")]
    assert "new.manager@region8.example" in told


def test_who_is_invited_in_another_role_stays_so(cycle_at):
    cycle = called(cycle_at)
    cycle.join(MANAGER, "infant-toddler-specialist", "region 8")
    left(cycle, MANAGER, "new.manager@region8.example", role="regional-manager")
    assert MANAGER in invited(cycle)


def test_a_meeting_that_was_held_keeps_who_was_invited_and_its_notes_do_not_reach_them(cycle_at):
    cycle = called(cycle_at).at("2016-08-18 07:30").run(1)
    left(cycle, MANAGER, "new.manager@region8.example")
    record = {"held_on": "2016-08-17", "notes": "All were there"}
    cycle.answer("meeting-record", record)
    cycle.run(1)
    told = [address for _subject, address in cycle.told("meeting-notes")]
    assert (MANAGER in invited(cycle), MANAGER in told, len(told) > 0) == (True, False, True)


@pytest.mark.process("2.1", "2.2")
def test_the_call_of_a_state_passes_to_the_successor(cycle_at):
    cycle = cycle_at("calls").at("2016-09-12 10:00")
    chair = cycle.holders("advisory-council-chair", "CO")[0]
    [call] = cycle.rows(Meeting, Meeting.kind == "stakeholder-call", Meeting.plan_id == 1)
    left(cycle, chair, "new.chair@co.example")
    seats = {
        cycle.address(row["person_id"])
        for row in cycle.rows(Invitee, Invitee.meeting_id == call["id"])
    }
    assert (chair in seats, "new.chair@co.example" in seats) == (False, True)


# --- the last one


@pytest.mark.process("5.3")
def test_the_last_approver_is_not_removed_without_a_successor(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-06 10:00")
    assert refusal(cycle, OFFICER) == (
        "Uma Madrone has not left: then nobody is COR or FPO of ECQA; name a successor."
    )


def test_nor_the_last_where_both_offices_must_answer(cycle_at):
    cycle = cycle_at("drafted")
    first, second = cycle.holders("ohs", "nation")
    left(cycle, first)
    assert refusal(cycle, second) == (
        "Arlo Basswood has not left: then nobody is program staff of the Office of Head Start of "
        "the nation; name a successor."
    )


def test_one_of_two_may_leave_without_a_successor_and_the_other_answers(cycle_at):
    cycle = cycle_at("affirmed")
    cycle.join(VERA, "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    left(cycle, HAL)
    assert [row.address for row in cycle.prompts("confirmation", state="CO")] == [VERA]


def test_who_has_a_role_that_nobody_asks_may_just_leave(cycle_at):
    cycle = cycle_at("asked")
    chair = cycle.holders("advisory-council-chair", "CO")[0]
    assert left(cycle, chair).n_prompts == 0


def test_a_colleague_who_was_not_asked_is_asked_where_no_successor_is_named(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.join(VERA, "administrator", "CO")  # after the question was asked
    left(cycle, HAL)
    assert [row.address for row in cycle.prompts("confirmation", state="CO")] == [VERA]


def test_where_nobody_else_may_answer_what_waits_nobody_leaves(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-06 10:00")
    cycle.join(LEAD_OF_ECQA, "cor", "ECQA")  # the author of what waits for approval
    said = refusal(cycle, OFFICER)
    assert said == (
        "Uma Madrone has not left: nobody else may answer approval plan 1 center ECQA, which "
        "waits; name a successor who may."
    )


# --- who may arrange it, and who may come after


@pytest.mark.parametrize(
    ("who", "successor", "other", "said"),
    [
        (GRETA, REX, {"reason": " "}, "Nobody has left: say why."),
        (
            GRETA, GRETA, {},
            "Greta Cypress has not left: somebody else must come after them.",
        ),
        (
            GRETA, REX, {"role": "administrator"},
            "Nobody has left: the person has no such role; see the roster.",
        ),
        (
            OFFICER, "new@cor.ecqa.example", {"by": GRETA},
            "Nothing was changed: Greta Cypress cannot arrange who answers for Uma Madrone; Uma "
            "Madrone can, or OCC.",
        ),
        (
            OFFICER, GRETA, {},
            "Greta Cypress does not come after them: no contractor makes a federal decision; name "
            "somebody of the federal staff.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_leaving_is_refused_in_one_sentence(cycle_at, who, successor, other, said):
    cycle = drafting(cycle_at)
    assert refusal(cycle, who, successor, **other) == said


def test_a_specialist_may_arrange_for_an_administrator(cycle_at):
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    left(cycle, HAL, VERA, by=GRETA)
    assert cycle.holders("administrator", "CO") == [VERA]


@pytest.mark.process("4.1", "8.4")
def test_on_each_database_people_delegate_leave_and_answer_at_once(small_cycle_on_both):
    cycle = small_cycle_on_both.reach("affirmed")
    cycle.join(VERA, "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    cycle.at("2016-11-22 10:00")
    third = "third.person@co.example"
    cycle.join(third, "licensing-director", "CO")
    hal, to = cycle.person_id(HAL), cycle.person_id(third)
    days = date(2016, 11, 22), date(2016, 12, 2)
    delegate(cycle.surroundings, Wanted(hal, to, *days, "On leave", hal))
    left(cycle, VERA, "new.administrator@co.example")
    of_hal, of_new = cycle.prompts("confirmation", state="CO")
    first = answer(cycle, of_hal.id, CONFIRMS, by=third)
    second = answer(cycle, of_new.id, SUGGESTS, by="new.administrator@co.example")
    cycle.run(4)
    assert (first.is_outdated, second.is_outdated) == (False, True)
    assert cycle.told("answer-conflict") == [
        (f"answer {second.answer_id}", GRETA),
        (f"answer {second.answer_id}", "new.administrator@co.example"),
    ]
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["CO"]
