"""Somebody answers in the place of somebody else on some days.

Hal Dogwood, Colorado's Administrator, delegates to Vera Wren from Wednesday 23 November to Friday
2 December 2016. His confirmation is asked on Monday the 21st.
"""

from datetime import date

import pytest

from config.vocabulary import Channel
from rehearsal.people import LINK
from tasks.delegating import delegate, end_delegation
from tat import links
from tat.answers import Reply, give
from tat.database import read, write
from tat.delegating import Wanted
from tat.refusals import Refused
from tat.schema import Answer, Delegation, LedgerEntry, Link, Notice
from tests.scanning import asked_in

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
HAL = "hal.dogwood@co.example"
VERA = "vera.wren@co.example"
OCC = "ada.alder@occ.example"
OFFICER = "uma.madrone@cor.ecqa.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
MANAGER = "emil.cedar@region8.example"

CONFIRMS = {"confirms": True}
SUGGESTS = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}


def wanted(cycle, **other) -> Wanted:
    """Hal to Vera, by Hal, unless said otherwise; people by their addresses."""
    given = {
        "person": HAL, "to": VERA, "starts_on": "2016-11-23", "ends_on": "2016-12-02",
        "reason": "On leave", "by": HAL,
    } | other  # fmt: skip
    return Wanted(
        cycle.person_id(given["person"]), cycle.person_id(given["to"]),
        date.fromisoformat(given["starts_on"]), date.fromisoformat(given["ends_on"]),
        given["reason"], cycle.person_id(given["by"]),
    )  # fmt: skip


def with_vera(cycle_at, stage: str = "asked"):
    cycle = cycle_at(stage)
    cycle.join(VERA, "licensing-director", "CO")
    return cycle


def delegated(cycle_at, **other):
    """Hal was asked, has his mail, and has delegated on the evening of the 21st."""
    cycle = with_vera(cycle_at).at("2016-11-21 18:00")
    cycle.mails()
    delegate(cycle.surroundings, wanted(cycle, **other))
    return cycle


def on(cycle, day: str):
    """The morning of a day: its sweep, and its mail."""
    cycle.at(f"{day} 07:30").sweep()
    return cycle.at(f"{day} 08:00")


def answer(cycle, content: dict, *, by: str, prompt_id: int | None = None):
    """Answer Colorado's confirmation as somebody who follows a link of their own."""
    known = [*cycle.prompts("confirmation", state="CO"),
             *cycle.prompts("confirmation", state="CO", stands="answered")]  # fmt: skip
    prompt_id = prompt_id or known[0].id
    with write(cycle.tracker) as tat:
        reply = Reply(prompt_id, content, cycle.person_id(by), Channel.PAGE)
        return give(tat, reply, now=cycle.now)


def refusal(cycle, content: dict, *, by: str, prompt_id: int | None = None) -> str:
    before = cycle.rows(Answer)
    with pytest.raises(Refused) as refused:
        answer(cycle, content, by=by, prompt_id=prompt_id)
    assert cycle.rows(Answer) == before
    return str(refused.value)


def refused_to_delegate(cycle, **other) -> str:
    with pytest.raises(Refused) as refused:
        delegate(cycle.surroundings, wanted(cycle, **other))
    assert cycle.rows(Delegation) == []
    return str(refused.value)


def text_of(mail) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


# --- what the delegate gets


@pytest.mark.process("4.1", "8.2")
def test_the_delegate_is_asked_what_waits_already_in_the_mail_of_the_first_day(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    (mail,) = cycle.mails_to(VERA)
    assert mail["Subject"].startswith("Please confirm the TA plan for Colorado")
    assert (
        "You are asked in the place of Hal Dogwood, who has delegated it to you until Friday, "
        "December 2, 2016. Your answer goes on record with both names."
    ) in text_of(mail)


@pytest.mark.process("8.2")
def test_the_delegate_has_a_link_of_their_own(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    (mail,) = cycle.mails_to(VERA)
    (token,) = set(LINK.findall(asked_in(mail)))
    waiting = cycle.prompt("confirmation", state="CO").id
    with read(cycle.tracker) as tat:
        link = links.find(tat, token)
        assert (link.person_id, link.prompt_id) == (cycle.person_id(VERA), waiting)
    assert len(cycle.rows(Link, Link.prompt_id == waiting)) == 2


def test_before_the_first_day_the_delegate_hears_nothing(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-22")
    assert cycle.mails_to(VERA) == []


def test_the_delegate_is_asked_once_however_often_the_sweep_runs(cycle_at):
    cycle = delegated(cycle_at)
    for day in ("2016-11-23", "2016-11-23", "2016-11-25"):
        on(cycle, day)
    asked = cycle.rows(Notice, Notice.purpose == "ask", Notice.person_id == cycle.person_id(VERA))
    assert len(asked) == 1


@pytest.mark.process("8.2")
def test_a_delegation_that_begins_today_tells_at_once_of_links_that_were_sent_already(cycle_at):
    cycle = delegated(cycle_at, starts_on="2016-11-21")
    assert [address for subject, address in cycle.told("ask") if address == VERA] == [VERA]


@pytest.mark.process("4.4")
def test_what_is_asked_on_those_days_comes_to_both(cycle_at):
    cycle = with_vera(cycle_at, "affirmed").at("2016-11-20 10:00")
    delegate(cycle.surroundings, wanted(cycle, starts_on="2016-11-20"))
    cycle.at("2016-11-21 07:00").run(4).at("2016-11-21 08:00")
    readers = {mail["To"].addresses[0].addr_spec for mail in cycle.mails()}
    assert {HAL, VERA} < readers


def test_who_is_asked_the_same_themselves_is_not_asked_twice(cycle_at):
    cycle = with_vera(cycle_at, "affirmed").at("2016-11-20 10:00")
    cycle.join(VERA, "administrator", "CO")
    delegate(cycle.surroundings, wanted(cycle, starts_on="2016-11-20"))
    cycle.at("2016-11-21 07:00").run(4)
    on(cycle, "2016-11-21")
    asked = cycle.rows(Notice, Notice.purpose == "ask", Notice.person_id == cycle.person_id(VERA))
    assert len(asked) == 1


@pytest.mark.process("8.2")
def test_reminders_go_to_the_delegate_too(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    due_on = cycle.prompt("confirmation", state="CO").due_on
    assert due_on == date(2016, 11, 30)
    cycle.at("2016-11-23 08:00").mails()
    on(cycle, "2016-11-28")
    of_colorado = [address for _subject, address in cycle.told("reminder")]
    assert {HAL, VERA} < set(of_colorado)


def test_before_the_delegation_nobody_but_who_was_asked_is_reminded(cycle_at):
    cycle = on(delegated(cycle_at, starts_on="2016-11-29"), "2016-11-28")
    assert VERA not in [address for _subject, address in cycle.told("reminder")]


@pytest.mark.process("8.2")
def test_silence_is_told_with_both_names(cycle_at):
    cycle = on(delegated(cycle_at), "2016-12-01")
    (mail,) = cycle.mails_to(SPECIALIST)
    assert (
        "Colorado: Hal Dogwood (Administrator), for whom New Person answers now, due Wednesday, "
        "November 30, 1 business day late"
    ) in text_of(mail)


# --- an answer of the delegate


@pytest.mark.process("4.1", "8.4")
def test_the_delegate_answers_and_both_names_are_on_record(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    receipt = answer(cycle, CONFIRMS, by=VERA)
    kept = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    hal, vera = cycle.person_id(HAL), cycle.person_id(VERA)
    assert (kept["person_id"], kept["said_by_id"], kept["channel"]) == (vera, hal, "page")
    entry = cycle.rows(LedgerEntry)[-1]
    assert (entry["actor"], entry["on_behalf_of"]) == (f"person {vera}", f"person {hal}")


@pytest.mark.process("4.5")
def test_the_answer_of_the_delegate_counts(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    answer(cycle, CONFIRMS, by=VERA)
    cycle.run(4)
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["CO"]


def test_who_delegated_may_still_answer_and_the_delegate_is_told_no_more(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    answer(cycle, CONFIRMS, by=HAL)
    assert cycle.mails_to(VERA) == []


@pytest.mark.process("8.2")
def test_who_delegated_may_correct_the_delegate_who_is_told(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    first = answer(cycle, CONFIRMS, by=VERA)
    second = answer(cycle, SUGGESTS, by=HAL)
    cycle.run(4)
    assert (second.corrects_id, second.is_outdated) == (first.answer_id, False)
    assert cycle.told("answer-conflict") == [(f"answer {first.answer_id}", VERA)]


def test_the_delegate_may_correct_their_answer_after_the_prompt_has_closed(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    first = answer(cycle, CONFIRMS, by=VERA)
    second = answer(cycle, SUGGESTS, by=VERA)
    cycle.run(4)
    assert (second.corrects_id, cycle.told("answer-conflict")) == (first.answer_id, [])


def test_the_same_answer_of_both_is_one_answer(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    answer(cycle, CONFIRMS, by=VERA)
    assert answer(cycle, CONFIRMS, by=HAL).is_new is False


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (
            "2016-11-23 01:59",  # 23:59 of the 22nd in Denver
            "New Person answers for Hal Dogwood from November 23, 2016 on: until then Hal Dogwood "
            "does.",
        ),
        (
            "2016-12-03 02:00",  # 00:00 of the 3rd in Denver
            "New Person does not answer for Hal Dogwood any more: Hal Dogwood does, or delegates "
            "again.",
        ),
    ],
)
def test_before_and_after_its_days_the_delegate_is_refused(cycle_at, moment, said):
    cycle = delegated(cycle_at).at(moment)
    assert refusal(cycle, CONFIRMS, by=VERA) == said


@pytest.mark.parametrize("moment", ["2016-11-23 02:00", "2016-12-03 01:59"])
def test_the_days_are_those_of_the_place_of_who_delegates(cycle_at, moment):
    cycle = delegated(cycle_at).at(moment)
    assert answer(cycle, CONFIRMS, by=VERA).is_new


def test_who_is_no_delegate_is_refused(cycle_at):
    cycle = with_vera(cycle_at).at("2016-11-23 10:00")
    assert refusal(cycle, CONFIRMS, by=VERA) == (
        "This was asked of Hal Dogwood: only Hal Dogwood can answer it."
    )


# --- its end


def test_a_delegation_can_be_taken_back(cycle_at):
    cycle = on(delegated(cycle_at), "2016-11-23")
    end_delegation(
        cycle.surroundings, cycle.person_id(HAL), cycle.person_id(VERA),
        by_person_id=cycle.person_id(HAL),
    )  # fmt: skip
    assert cycle.mails_to(VERA) == []  # what waited to be sent is not sent
    assert refusal(cycle.at("2016-11-23 09:00"), CONFIRMS, by=VERA) == (
        "New Person does not answer for Hal Dogwood any more: Hal Dogwood does, or delegates again."
    )


def test_a_mail_that_waits_for_the_delegate_does_not_leave_after_the_last_day(cycle_at):
    cycle = delegated(cycle_at, starts_on="2016-11-21", ends_on="2016-11-21")
    on(cycle, "2016-11-22")
    assert cycle.mails_to(VERA) == []


def test_who_was_told_under_one_delegation_is_told_under_the_next(cycle_at):
    cycle = delegated(cycle_at, starts_on="2016-11-21", ends_on="2016-11-21")
    delegate(cycle.surroundings, wanted(cycle))
    on(cycle, "2016-11-23")
    assert len(cycle.mails_to(VERA)) == 1


def test_there_is_nothing_to_end_where_nobody_answers_for_anybody(cycle_at):
    cycle = with_vera(cycle_at)
    with pytest.raises(Refused) as refused:
        end_delegation(
            cycle.surroundings, cycle.person_id(HAL), cycle.person_id(VERA),
            by_person_id=cycle.person_id(HAL),
        )  # fmt: skip
    assert str(refused.value) == (
        "New Person does not answer for Hal Dogwood: there is nothing to end."
    )


@pytest.mark.process("8.4")
def test_the_ledger_says_who_delegated_to_whom_for_which_days_and_why(cycle_at):
    cycle = delegated(cycle_at, by=SPECIALIST)
    entry = cycle.rows(LedgerEntry)[-1]
    hal, vera, greta = (cycle.person_id(one) for one in (HAL, VERA, SPECIALIST))
    names = ("actor", "on_behalf_of", "act", "subject")
    assert tuple(entry[name] for name in names) == (
        f"person {greta}", f"person {hal}", "delegated", f"person {vera}",
    )  # fmt: skip
    assert entry["details"] == {
        "delegation": 1, "from": f"person {hal}", "starts_on": "2016-11-23",
        "ends_on": "2016-12-02", "reason": "On leave",
    }  # fmt: skip


# --- to whom nobody delegates


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            {"to": HAL},
            "Nothing was delegated to Hal Dogwood: Hal Dogwood answers for themselves already; "
            "name somebody else.",
        ),
        (
            {"ends_on": "2016-11-22"},
            "Nothing was delegated to New Person: 2016-11-22 is over before it begins; give a "
            "later last day.",
        ),
        (
            {"starts_on": "2016-11-18", "ends_on": "2016-11-20"},
            "Nothing was delegated to New Person: 2016-11-20 is over before it begins; give a "
            "later last day.",
        ),
        (
            {"reason": "  "},
            "Nothing was delegated to New Person: say why Hal Dogwood cannot answer.",
        ),
        (
            {"by": VERA},
            "Nothing was changed: New Person cannot arrange who answers for Hal Dogwood; Hal "
            "Dogwood can, or OCC.",
        ),
        (
            {"to": SPECIALIST},
            "Nothing was delegated to Greta Cypress: they write the plan of Colorado, and nobody "
            "approves their own work; name somebody else.",
        ),
        (
            {"to": LEAD_OF_ECQA},
            "Nothing was delegated to Theo Locust: plan 1 waits, they wrote it, and nobody "
            "approves their own work; name somebody else.",
        ),
    ],
)
def test_what_is_no_delegation_is_refused_in_one_sentence(cycle_at, other, said):
    cycle = with_vera(cycle_at).at("2016-11-21 18:00")
    assert refused_to_delegate(cycle, **other) == said


@pytest.mark.process("5.3")
@pytest.mark.parametrize("to", [LEAD_OF_ECQA, SPECIALIST])
@pytest.mark.process("rule federal")
def test_no_contractor_is_the_delegate_of_an_officer(cycle_at, to):
    cycle = cycle_at("asked").at("2016-11-21 18:00")
    name = {LEAD_OF_ECQA: "Theo Locust", SPECIALIST: "Greta Cypress"}[to]
    assert refused_to_delegate(cycle, person=OFFICER, to=to, by=OFFICER) == (
        f"Nothing was delegated to {name}: no contractor makes a federal decision; name somebody "
        "of the federal staff."
    )


@pytest.mark.process("5.3")
def test_who_is_not_federal_is_no_delegate_of_an_officer(cycle_at):
    cycle = with_vera(cycle_at).at("2016-11-21 18:00")
    assert refused_to_delegate(cycle, person=OFFICER, by=OFFICER) == (
        "Nothing was delegated to New Person: only federal staff make a federal decision; name "
        "somebody of the federal staff."
    )


@pytest.mark.process("5.3")
@pytest.mark.parametrize("by", [SPECIALIST, LEAD_OF_ECQA])
@pytest.mark.process("rule federal")
def test_no_contractor_arranges_who_decides_for_an_officer(cycle_at, by):
    cycle = cycle_at("asked").at("2016-11-21 18:00")
    name = {LEAD_OF_ECQA: "Theo Locust", SPECIALIST: "Greta Cypress"}[by]
    assert refused_to_delegate(cycle, person=OFFICER, to=OCC, by=by) == (
        f"Nothing was changed: {name} cannot arrange who answers for Uma Madrone; Uma Madrone can, "
        "or OCC."
    )


@pytest.mark.process("5.3", "8.4")
def test_federal_staff_decide_as_delegates_of_an_officer(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.join("deputy@cor.ecqa.example", "cor", "PFCE")
    days = {"starts_on": "2016-12-07", "ends_on": "2016-12-09"}
    to = "deputy@cor.ecqa.example"
    delegate(cycle.surroundings, wanted(cycle, person=OFFICER, to=to, by=OFFICER, **days))
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    accepts = {"lines": [{"line_id": 7, "accepts": True}]}
    receipt = answer(cycle, accepts, by=to, prompt_id=prompt.id)
    kept = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    assert (kept["person_id"], kept["said_by_id"]) == (
        cycle.person_id(to), cycle.person_id(OFFICER),
    )  # fmt: skip


@pytest.mark.process("5.3")
def test_a_delegate_who_becomes_a_contractor_decides_nothing_federal_any_more(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    days = {"starts_on": "2016-12-07", "ends_on": "2016-12-09"}
    delegate(cycle.surroundings, wanted(cycle, person=OFFICER, to=OCC, by=OFFICER, **days))
    cycle.join(OCC, "regional-partner", "region 8")
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    accepts = {"lines": [{"line_id": 7, "accepts": True}]}
    assert refusal(cycle, accepts, by=OCC, prompt_id=prompt.id) == (
        "Ada Alder cannot answer this for Uma Madrone: no contractor makes a federal decision."
    )


def test_an_rpm_delegates_to_the_staff_of_the_regional_office(cycle_at):
    cycle = cycle_at("entered").at("2016-11-01 10:00")
    to = cycle.holders("regional-staff", "region 8")[0]
    days = {"starts_on": "2016-11-01", "ends_on": "2016-11-04"}
    delegate(cycle.surroundings, wanted(cycle, person=MANAGER, to=to, by=MANAGER, **days))
    prompt = cycle.prompt("affirmation", state="CO")
    assert answer(cycle, CONFIRMS, by=to, prompt_id=prompt.id).is_new


# --- chains, and two voices of one person


def test_what_was_delegated_is_not_delegated_again(cycle_at):
    cycle = delegated(cycle_at)
    cycle.join("third@co.example", "health-lead", "CO")
    with pytest.raises(Refused) as refused:
        delegate(
            cycle.surroundings, wanted(cycle, person=VERA, to="third@co.example", by=SPECIALIST)
        )
    assert str(refused.value) == (
        "Nothing was delegated to New Person: New Person answers for Hal Dogwood until 2016-12-02, "
        "and what was delegated is not delegated again."
    )


def test_nobody_has_two_delegates_at_once(cycle_at):
    cycle = delegated(cycle_at)
    cycle.join("third@co.example", "health-lead", "CO")
    with pytest.raises(Refused) as refused:
        delegate(cycle.surroundings, wanted(cycle, to="third@co.example"))
    assert str(refused.value) == (
        "Nothing was delegated to New Person: Hal Dogwood has delegated to New Person from "
        "2016-11-23 to 2016-12-02; end that first, or choose other days."
    )


def test_other_days_may_be_delegated_to_somebody_else(cycle_at):
    cycle = delegated(cycle_at)
    cycle.join("third@co.example", "health-lead", "CO")
    later = {"starts_on": "2016-12-03", "ends_on": "2016-12-09"}
    delegate(cycle.surroundings, wanted(cycle, to="third@co.example", **later))
    assert len(cycle.rows(Delegation)) == 2


@pytest.mark.process("2.5")
def test_the_delegate_of_ohs_who_is_of_occ_does_not_approve_the_script_twice(cycle_at):
    cycle = cycle_at("drafted").at("2016-09-06 07:00").run(2)
    of_ohs = cycle.prompts("script-approval", role="ohs")[0]
    days = {"starts_on": "2016-09-06", "ends_on": "2016-09-09"}
    delegate(cycle.surroundings, wanted(cycle, person=of_ohs.address, to=OCC, by=OCC, **days))
    own = next(row for row in cycle.prompts("script-approval") if row.address == OCC)
    answer(cycle, {"approves": True}, by=OCC, prompt_id=own.id)
    assert refusal(cycle, {"approves": True}, by=OCC, prompt_id=of_ohs.id) == (
        "You have answered this question already, and more than one person must: somebody else has "
        "to answer here."
    )


@pytest.mark.process("2.5")
def test_nor_the_other_way_round(cycle_at):
    cycle = cycle_at("drafted").at("2016-09-06 07:00").run(2)
    of_ohs = cycle.prompts("script-approval", role="ohs")[0]
    days = {"starts_on": "2016-09-06", "ends_on": "2016-09-09"}
    delegate(cycle.surroundings, wanted(cycle, person=of_ohs.address, to=OCC, by=OCC, **days))
    own = next(row for row in cycle.prompts("script-approval") if row.address == OCC)
    answer(cycle, {"approves": True}, by=OCC, prompt_id=of_ohs.id)
    assert refusal(cycle, {"approves": True}, by=OCC, prompt_id=own.id) == (
        "You have answered this question already, and more than one person must: somebody else has "
        "to answer here."
    )


def test_a_delegate_who_wrote_the_line_since_is_refused(cycle_at):
    """What Vera put down for the Specialist she does not confirm for the Administrator."""
    cycle = delegated(cycle_at, starts_on="2016-11-21")
    cycle.join("deputy@scbc.example", "regional-partner", "region 8")
    cycle.at("2016-11-22 10:00")
    for_greta = {"person": SPECIALIST, "by": SPECIALIST, "to": VERA, "starts_on": "2016-11-22"}
    delegate(cycle.surroundings, wanted(cycle, **for_greta))
    answer(cycle, SUGGESTS, by=HAL)
    cycle.run(4)
    note = {"note": "A second visit", "needs": [_sharper()]}
    answer(cycle, note, by=VERA, prompt_id=cycle.prompt("revision").id)
    cycle.run(4)
    review = cycle.prompt("final-review", state="CO")
    assert refusal(cycle, CONFIRMS, by=VERA, prompt_id=review.id) == (
        "New Person cannot answer this: they wrote it, and nobody approves their own work."
    )
    told = cycle.rows(Notice, Notice.prompt_id == review.id)
    assert [row["person_id"] for row in told] == [cycle.person_id(HAL)]


def _sharper() -> dict:
    need = {
        "topic": "school-age-care", "text": "In the mountains", "priority": 3,
        "requirement": "beyond compliance", "setting": "school age",
    }  # fmt: skip
    return {"line_id": 2, "need": need}
