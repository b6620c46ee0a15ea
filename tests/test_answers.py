"""Answers: who may give them, what they must hold, and what becomes of a second or a late one.

Colorado's plan has the needs 1 and 2 and the activities 7 (ECQA) and 8 (NCASE).
"""

import pytest

from config.vocabulary import Channel, Role
from tat import reading
from tat.answers import Reply, give
from tat.database import read, write
from tat.people import Enrolment, enrol
from tat.refusals import Refused
from tat.schema import ActivityRevision, Answer, LedgerEntry, LineAnswer, NeedRevision, Prompt
from tests.cycle_fixtures import Stages
from tests.example_plan import COACHING
from tests.small_cycle import CYCLE

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
ADMINISTRATOR = "hal.dogwood@co.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"

CONFIRMS = {"confirms": True}
SUGGESTS = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 7}]}
TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
REVISES_7 = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}


def asked(cycle_at):
    return cycle_at("asked").at("2016-11-22 10:00")


def refusal(cycle, prompt_id: int, content: dict, **how) -> str:
    """The sentence that refuses an answer; asserts that nothing of it was kept."""
    kept = (cycle.rows(Answer), cycle.rows(LedgerEntry), cycle.rows(Prompt))
    with pytest.raises(Refused) as refused:
        cycle.answer_prompt(prompt_id, content, **how)
    assert (cycle.rows(Answer), cycle.rows(LedgerEntry), cycle.rows(Prompt)) == kept
    return str(refused.value)


# --- a second answer


def test_the_same_answer_twice_is_one_answer(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    first = cycle.answer_prompt(prompt.id, CONFIRMS)
    second = cycle.answer_prompt(prompt.id, CONFIRMS)
    kept = cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (second.answer_id, second.is_new, len(kept)) == (first.answer_id, False, 1)


def test_the_same_answer_twice_is_one_entry_of_the_ledger(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    before = len(cycle.rows(LedgerEntry))
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.answer_prompt(prompt.id, CONFIRMS)
    assert len(cycle.rows(LedgerEntry)) == before + 1


def test_the_same_words_by_phone_and_on_the_page_are_one_answer(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, CONFIRMS, by=SPECIALIST, channel=Channel.PHONE)
    assert cycle.answer_prompt(prompt.id, CONFIRMS).is_new is False


def test_a_contradicting_answer_corrects_the_first_and_both_stay_on_record(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    first = cycle.answer_prompt(prompt.id, SUGGESTS).answer_id
    second = cycle.answer_prompt(prompt.id, CONFIRMS).answer_id
    kept = [
        (row["id"], row["verdict"], row["corrects_id"], row["corrected_by_id"])
        for row in cycle.rows(Answer, Answer.prompt_id == prompt.id)
    ]
    assert kept == [(first, "changes asked", None, second), (second, "accepted", first, None)]


def test_a_correction_takes_back_what_was_asked_of_the_specialist(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.run(4)
    withdrawn = [row.closed_because for row in cycle.prompts("revision", stands="withdrawn")]
    assert (cycle.prompts("revision"), withdrawn) == (
        [],
        ["the answer that asked for it was corrected"],
    )


def test_after_a_correction_the_plan_counts_as_confirmed(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.run(4)
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["CO"]


def test_a_confirmation_that_is_taken_back_is_none(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, CONFIRMS)
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    asked_of = [len(cycle.prompts(kind, state="CO")) for kind in ("conversion", "revision")]
    assert asked_of == [0, 1]


def test_an_officer_corrects_one_item(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    cycle.answer_prompt(prompt.id, {"lines": [{"line_id": 7, "accepts": True}]})
    no = {"lines": [{"line_id": 7, "accepts": False, "reason": "Out of scope"}]}
    cycle.answer_prompt(prompt.id, no)
    cycle.run(5)
    assert [cycle.shown(row.id) for row in cycle.prompts("rework")] == [{7: 1}]


# --- an answer to something that has changed since


def _outdated(cycle_at):
    """Colorado's plan has changed while its Administrator had the older one before them."""
    cycle = asked(cycle_at)
    accurate = cycle.prompt("accuracy", state="CO", stands="answered")
    cycle.answer_prompt(
        accurate.id, {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 1}]}
    )
    cycle.run(2).answer("revision", REVISES_7, state="CO")
    cycle.run(4)
    receipt = cycle.answer("confirmation", CONFIRMS, state="CO")
    return cycle, receipt


def test_an_answer_to_an_outdated_revision_is_kept_and_marked(cycle_at):
    cycle, receipt = _outdated(cycle_at)
    kept = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    assert (receipt.is_outdated, kept["is_outdated"], kept["verdict"]) == (True, True, "accepted")


@pytest.mark.process("4.5")
def test_an_answer_to_an_outdated_revision_confirms_nothing(cycle_at):
    cycle, _receipt = _outdated(cycle_at)
    cycle.answer("change-agreement", {"lines": [{"line_id": 7, "accepts": True}]}, center="ECQA")
    cycle.run(4)
    assert cycle.prompts("conversion", state="CO") == []


@pytest.mark.process("4.1")
def test_what_was_answered_on_an_outdated_revision_is_asked_anew(cycle_at):
    cycle, _receipt = _outdated(cycle_at)
    cycle.run(4)
    anew = cycle.prompt("confirmation", state="CO")
    assert (anew.round, cycle.shown(anew.id)) == (2, {1: 1, 2: 1, 7: 2, 8: 1})


def test_an_outdated_approval_approves_no_line(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    confirmed = cycle.prompt("confirmation", state="CO", stands="answered")
    cycle.answer_prompt(confirmed.id, SUGGESTS)
    cycle.run(4).answer("revision", REVISES_7, state="CO")
    receipt = cycle.answer(
        "approval", {"lines": [{"line_id": 7, "accepts": True}]}, state="CO", center="ECQA"
    )
    said = cycle.rows(LineAnswer, LineAnswer.answer_id == receipt.answer_id)
    assert (receipt.is_outdated, said) == (True, [])


def test_an_answer_to_a_prompt_that_was_withdrawn_is_kept_without_effect(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    cycle.answer_prompt(prompt.id, SUGGESTS)
    cycle.run(4)
    withdrawn = cycle.prompt("revision")
    cycle.answer_prompt(prompt.id, CONFIRMS)
    receipt = cycle.answer_prompt(withdrawn.id, REVISES_7)
    assert (receipt.is_outdated, cycle.plan("CO").entered) == (True, {1: 1, 2: 1, 7: 1, 8: 1})


# --- late answers


@pytest.fixture(scope="module")
def pacific(tmp_path_factory) -> Stages:
    """American Samoa and Guam: the last and the first place in which a day ends."""
    return Stages(tmp_path_factory.mktemp("pacific"), states=("AS", "GU"))


@pytest.mark.process("2.7")
@pytest.mark.parametrize(("state", "due_on"), [("AS", "2016-09-28"), ("GU", "2016-09-29")])
def test_days_are_counted_from_the_day_that_it_is_where_the_person_is(
    pacific, cycle_at, tmp_path, state, due_on
):
    cycle = pacific.copy("calls", tmp_path).with_rule("accuracy", days=5)
    cycle.at("2016-09-21 07:30").run(2).answer_all("call-record", {"held_on": "2016-09-20"})
    cycle.at("2016-09-21 18:00").run(2)  # 11:00 of that day in Pago Pago, 08:00 of the next in Guam
    assert f"{cycle.prompt('accuracy', state=state).due_on}" == due_on


@pytest.mark.parametrize(
    ("state", "moment", "is_late"),
    [
        ("GU", "2016-09-29 09:59", False),  # 23:59 of the 29th in Guam
        ("GU", "2016-09-29 10:00", True),
        ("AS", "2016-09-29 06:59", False),  # 23:59 of the 28th in Pago Pago
        ("AS", "2016-09-29 07:00", True),
    ],
)
def test_a_due_date_ends_with_the_day_of_the_person_asked(
    pacific, cycle_at, tmp_path, state, moment, is_late
):
    cycle = pacific.copy("calls", tmp_path).with_rule("accuracy", days=5)
    cycle.at("2016-09-21 07:30").run(2).answer_all("call-record", {"held_on": "2016-09-20"})
    cycle.at("2016-09-21 18:00").run(2)
    assert cycle.at(moment).answer("accuracy", CONFIRMS, state=state).is_late is is_late


def test_a_late_answer_is_kept_and_marked(cycle_at):
    cycle = asked(cycle_at).at("2016-12-02 10:00")
    receipt = cycle.answer("confirmation", CONFIRMS, state="CO")
    kept = cycle.rows(Answer, Answer.id == receipt.answer_id)[0]
    assert (kept["is_late"], kept["is_outdated"], kept["verdict"]) == (True, False, "accepted")


@pytest.mark.process("4.5")
def test_a_late_answer_counts(cycle_at):
    cycle = asked(cycle_at).at("2016-12-02 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.run(4)
    assert [row.jurisdiction for row in cycle.prompts("conversion")] == ["CO"]


# --- who may answer


def test_nobody_answers_in_the_place_of_who_was_asked(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    assert refusal(cycle, prompt.id, CONFIRMS, by="ada.alder@occ.example") == (
        "Only the Specialist of the state records what Hal Dogwood said by phone or email."
    )


def test_the_specialist_of_another_state_records_no_answer(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    how = {"by": SPECIALIST_OF_VERMONT, "channel": Channel.PHONE}
    assert refusal(cycle, prompt.id, CONFIRMS, **how) == (
        "Only the Specialist of the state records what Hal Dogwood said by phone or email."
    )


def test_what_a_specialist_records_was_said_by_phone_or_email(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    how = {"by": SPECIALIST, "channel": Channel.PAGE}
    assert refusal(cycle, prompt.id, CONFIRMS, **how) == (
        "Only the Specialist of the state records what Hal Dogwood said by phone or email."
    )


@pytest.mark.process("5.3")
@pytest.mark.parametrize("contractor", [SPECIALIST, LEAD_OF_ECQA])
@pytest.mark.parametrize("channel", sorted(set(Channel) - {Channel.MEMO}))
@pytest.mark.process("rule federal")
def test_no_contractor_records_a_federal_decision(cycle_at, contractor, channel):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    content = {"lines": [{"line_id": 7, "accepts": True}]}
    assert refusal(cycle, prompt.id, content, by=contractor, channel=channel) == (
        "This is a federal decision of Uma Madrone: nobody records it on their behalf. Ask them to "
        "sign on and answer from the link in their mail, or have staff of OCC or OHS file "
        f"their signed memo: tacycle memo FILE.pdf --prompt {prompt.id}."
    )


@pytest.mark.process("3.7")
def test_no_specialist_affirms_for_the_regional_program_manager(cycle_at):
    cycle = cycle_at("entered").at("2016-11-01 10:00")
    prompt = cycle.prompt("affirmation", state="CO")
    how = {"by": SPECIALIST, "channel": Channel.PHONE}
    assert refusal(cycle, prompt.id, CONFIRMS, **how) == (
        "This is a federal decision of Emil Cedar: nobody records it on their behalf. Ask them to "
        "sign on and answer from the link in their mail, or have staff of OCC or OHS file "
        f"their signed memo: tacycle memo FILE.pdf --prompt {prompt.id}."
    )


@pytest.mark.process("8.4")
def test_the_ledger_says_who_recorded_an_answer_for_whom_by_which_channel_on_which_version(
    cycle_at,
):
    cycle = asked(cycle_at)
    cycle.answer("confirmation", CONFIRMS, state="CO", by=SPECIALIST, channel=Channel.PHONE)
    newest = cycle.rows(LedgerEntry)[-1]
    names = ("actor", "on_behalf_of", "act", "subject", "channel", "plan_version")
    assert ({name: newest[name] for name in names}, f"{newest['at']:%Y-%m-%d %H:%M}") == (
        {
            "actor": f"person {cycle.person_id(SPECIALIST)}",
            "on_behalf_of": f"person {cycle.person_id(ADMINISTRATOR)}",
            "act": "answered: accepted",
            "subject": "plan 1",
            "channel": "phone",
            "plan_version": 3,
        },
        "2016-11-22 15:00",
    )


@pytest.mark.process("8.4")
def test_the_ledger_says_what_was_asked_of_whom(cycle_at):
    cycle = cycle_at("asked")
    newest = cycle.rows(LedgerEntry, LedgerEntry.act == "asked")[-1]
    vermont = cycle.prompt("confirmation", state="VT")
    assert (newest["actor"], newest["plan_version"], newest["details"]) == (
        "tacycle",
        3,
        {
            "prompt": vermont.id,
            "kind": "confirmation",
            "person": cycle.person_id("nell.heron@vt.example"),
            "due_on": f"{vermont.due_on:%Y-%m-%d}",
            "lines": 4,
        },
    )


# --- what an answer must hold


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "confirms: Field required"),
        (
            {"confirms": True, "wishes": [{"text": "More"}]},
            "confirm the plan, or suggest modifications: not both",
        ),
        ({"confirms": False}, "say which modifications you suggest"),
        (
            {"confirms": True, "approves": True},
            "approves: Extra inputs are not permitted",
        ),
    ],
)
def test_the_fault_of_an_answer_is_named_in_one_sentence(cycle_at, content, said):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    assert refusal(cycle, prompt.id, content) == f"The answer was not recorded: {said}."


@pytest.mark.process("5.3")
def test_an_item_is_not_sent_back_without_a_reason(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    content = {"lines": [{"line_id": 7, "accepts": False, "reason": "  "}]}
    assert refusal(cycle, prompt.id, content) == (
        "The answer was not recorded: lines 0: a line that is not accepted needs a reason."
    )


def test_a_wish_about_a_line_of_another_plan_is_refused(cycle_at):
    cycle = asked(cycle_at)
    prompt = cycle.prompt("confirmation", state="CO")
    content = {"confirms": False, "wishes": [{"text": "Two visits", "line_id": 9}]}
    assert refusal(cycle, prompt.id, content) == (
        "The answer was not recorded: it names line 9, which this prompt does not show. "
        "Open the link in your mail again."
    )


@pytest.mark.process("5.3")
def test_an_officer_who_leaves_out_a_line_is_told_which(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    assert refusal(cycle, prompt.id, {"lines": []}) == (
        "The answer was not recorded: 1 of 1 lines have no answer yet, the first is line 7."
    )


@pytest.mark.process("5.3")
def test_two_verdicts_on_one_line_in_one_answer_are_refused(cycle_at):
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    yes, no = {"accepts": True}, {"accepts": False, "reason": "Out of scope"}
    content = {"lines": [{"line_id": 7} | yes, {"line_id": 7} | no]}
    assert refusal(cycle, prompt.id, content) == (
        "The answer was not recorded: it answers line 7 twice; answer it once."
    )


@pytest.mark.process("4.2")
def test_a_revision_of_another_plans_activity_is_refused(cycle_at):
    cycle = asked(cycle_at)
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    content = {"activities": [{"line_id": 9, "activity": TWO_VISITS}], "note": "A second visit"}
    assert refusal(cycle, cycle.prompt("revision").id, content) == (
        "The answer was not recorded: it names line 9, which this prompt does not show. "
        "Open the link in your mail again."
    )


def test_a_prompt_that_there_is_not_is_refused_with_the_next_act(cycle_at):
    cycle = asked(cycle_at)
    reply = Reply(999_999, CONFIRMS, cycle.person_id(ADMINISTRATOR), Channel.PAGE)
    with write(cycle.tracker) as tat, pytest.raises(Refused) as refused:
        give(tat, reply, now=cycle.now)
    assert str(refused.value) == ("There is no prompt 999999: follow the link in your newest mail.")


# --- what an activity and a need say (8.1)


@pytest.mark.process("8.1")
def test_an_activity_is_brief_or_intensive_in_one_or_more_forms(cycle_at):
    first = cycle_at("proposed").rows(ActivityRevision)[0]
    assert (first["intensity"], first["forms"]) == ("intensive", ["coaching", "consultation"])


@pytest.mark.process("8.1")
def test_a_need_can_be_about_school_age(cycle_at):
    settings = [row["setting"] for row in cycle_at("drafted").rows(NeedRevision)][:2]
    assert settings == ["all ages", "school age"]


@pytest.mark.process("8.1")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"intensity": "long"}, "intensity: Input should be 'brief' or 'intensive'"),
        ({"forms": []}, "forms: Tuple should have at least 1 item after validation, not 0"),
        (
            {"forms": ["coaching", "lecture"]},
            "forms 1: Input should be 'consultation', 'coaching', 'training', "
            "'peer-to-peer learning' or 'other'",
        ),
    ],
)
def test_another_type_or_form_of_assistance_is_refused(cycle_at, wrong, said):
    cycle = asked(cycle_at)
    cycle.answer("confirmation", SUGGESTS, state="CO")
    cycle.run(4)
    content = {"activities": [{"line_id": 7, "activity": COACHING | wrong}], "note": "Other"}
    assert refusal(cycle, cycle.prompt("revision").id, content) == (
        f"The answer was not recorded: activities 0 activity {said}."
    )


# --- how many answers suffice


def _script(cycle_at, sufficient):
    cycle = cycle_at("drafted").with_rule("script-approval", sufficient=sufficient)
    return cycle.at("2016-09-06 07:00").run(2)


def _open(cycle) -> list[str]:
    return [row.address.partition("@")[0] for row in cycle.prompts("script-approval")]


def _approve(cycle, *names: str) -> None:
    for name in names:
        row = next(row for row in cycle.prompts("script-approval") if row.address.startswith(name))
        cycle.answer_prompt(row.id, {"approves": True})


def _verdict(cycle) -> str | None:
    with read(cycle.tracker) as tat:
        known = reading.load(tat, CYCLE, "script-approval")
    return next(iter(known.rounds.values()))[-1].verdict


@pytest.mark.parametrize(
    ("sufficient", "who", "still_open", "verdict"),
    [
        ("any", ["ada"], [], "accepted"),
        ("one of each", ["ada"], ["anna.avocet", "arlo.basswood"], None),
        ("one of each", ["ada", "arlo"], [], "accepted"),
        ("all", ["ada", "alma", "amos", "anna"], ["arlo.basswood"], None),
        ("all", ["ada", "alma", "amos", "anna", "arlo"], [], "accepted"),
        (3, ["ada", "anna"], ["alma.ash", "amos.aspen", "arlo.basswood"], None),
        (3, ["ada", "anna", "alma"], [], "accepted"),
    ],
)
def test_how_many_answers_suffice(cycle_at, sufficient, who, still_open, verdict):
    cycle = _script(cycle_at, sufficient)
    _approve(cycle, *who)
    assert (_open(cycle), _verdict(cycle)) == (still_open, verdict)


def test_one_who_sends_back_outweighs_all_the_others(cycle_at):
    cycle = _script(cycle_at, "all")
    first = cycle.prompts("script-approval")[0]
    cycle.answer_prompt(first.id, {"approves": False, "reason": "Too long"})
    _approve(cycle, "alma", "amos", "anna", "arlo")
    assert _verdict(cycle) == "sent back"


@pytest.mark.process("4.5")
def test_where_two_administrators_must_both_confirm_one_of_them_is_not_enough(cycle_at):
    cycle = cycle_at("affirmed").with_rule("confirmation", sufficient="all")
    second = Enrolment(
        "Vera Wren", "vera.wren@co.example", "America/Denver", Role.ADMINISTRATOR, "CO"
    )
    with write(cycle.tracker) as tat:
        enrol(tat, [second])
    cycle.at("2016-11-21 07:00").run(4)
    hal, vera = cycle.prompts("confirmation", state="CO")
    cycle.answer_prompt(hal.id, CONFIRMS)
    cycle.run(4)
    before = cycle.prompts("conversion")
    cycle.answer_prompt(vera.id, CONFIRMS)
    cycle.run(4)
    assert (before, [row.jurisdiction for row in cycle.prompts("conversion")]) == ([], ["CO"])
