"""Further confirmations (5.6, 6.2): a table of rules.toml alone adds one, from asking to blocking.

Colorado's plan has the needs 1 and 2; ECQA answers the first with activity 7, NCASE the second
with activity 8. Montana's has 3, 4, 9 and 10; Vermont's 5, 6, 11 and 12.
"""

import pytest

from config.rules import Promotion
from config.vocabulary import PromptKind
from tat import guards, plans, reading
from tat.database import write
from tat.refusals import Refused
from tat.statuses import Status
from tests.declarations import LEGAL_REVIEW, SCOPE_CHECK, SPRING_LOOK
from tests.example_plan import COACHING
from tests.small_cycle import CYCLE

OCC = ["ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example"]
SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
COR_OF_ECQA = "uma.madrone@cor.ecqa.example"
FPO_OF_NCASE = "asa.birch@fpo.ncase.example"

YES, WHY = {"approves": True}, "Section 658E is not met"
NO = {"approves": False, "reason": WHY}
TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
REVISES_7 = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}
ALL_OF_COLORADO = {1: 1, 2: 1, 7: 1, 8: 1}


def asked(cycle, **where) -> list[tuple]:
    """Subject and lines shown of each open further confirmation, each question once."""
    found = cycle.prompts("further-confirmation", **where)
    return list({row.subject: (row.subject, cycle.shown(row.id)) for row in found}.values())


def say(cycle, content: dict, state: str = "CO", **where) -> None:
    """The first of those who were asked about a state answers."""
    found = cycle.prompts("further-confirmation", state=state, **where)
    cycle.answer_prompt(found[0].id, content)


def with_legal_review(cycle_at):
    """Every activity is approved, and OCC is asked whether the plans are within the law."""
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW)
    cycle.at("2016-12-05 07:00").run(5).answer_all("package", {})
    cycle.run(5)
    cycle.at("2016-12-07 10:00").answer_all("approval", cycle.accept_lines)
    return cycle.run(5)


def colorado_is_sent_back(cycle_at):
    """OCC has said no to Colorado's plan; its Specialist is asked to revise it."""
    cycle = with_legal_review(cycle_at)
    say(cycle, NO)
    return cycle.run(5)


# --- asked


@pytest.mark.process("5.6")
def test_a_table_of_the_rules_alone_has_every_plan_of_the_status_asked_about(cycle_at):
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW).at("2016-12-05 07:00").run(5)
    assert asked(cycle) == [
        ("plan 1 legal-review", ALL_OF_COLORADO),
        ("plan 2 legal-review", {3: 1, 4: 1, 9: 1, 10: 1}),
        ("plan 3 legal-review", {5: 1, 6: 1, 11: 1, 12: 1}),
    ]
    found = cycle.prompts("further-confirmation", state="CO")
    assert [(row.address, row.variant, str(row.due_on)) for row in found] == [
        (address, "legal-review", "2016-12-08") for address in OCC
    ]


@pytest.mark.process("5.6")
def test_a_person_of_the_nation_answers_for_all_regions_on_one_sheet(cycle_at):
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW).at("2016-12-05 07:00").run(5)
    sheets = [
        row.sheet_id for row in cycle.prompts("further-confirmation") if row.address == OCC[0]
    ]
    assert (len(sheets), len(set(sheets))) == (3, 1)


@pytest.mark.process("5.6")
def test_two_confirmations_of_one_person_are_two_sheets(cycle_at):
    second = LEGAL_REVIEW.replace('"legal-review"', '"budget-review"')
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW + second)
    cycle.at("2016-12-05 07:00").run(5)
    of_one = [row for row in cycle.prompts("further-confirmation") if row.address == OCC[0]]
    assert len({(row.variant, row.sheet_id) for row in of_one}) == 2
    assert len({row.sheet_id for row in of_one}) == 2


@pytest.mark.process("5.6")
def test_the_mail_says_title_question_and_plans(cycle_at):
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW).at("2016-12-05 07:00").run(5)
    mail = cycle.at("2016-12-05 08:00").mails_to(OCC[0])[0]
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == (
        "Legal review: please answer for Colorado, Montana and Vermont by Dec 8"
    )
    assert "Is everything in this plan within the law and the award?" in text
    assert "Nothing is approved by silence" in text


@pytest.mark.process("5.6")
def test_another_step_does_not_ask_and_a_second_run_asks_nobody_twice(cycle_at):
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW).run(4)
    before = asked(cycle)
    cycle.at("2016-12-05 07:00").run(5).run(5)
    assert (before, len(cycle.prompts("further-confirmation"))) == ([], 9)


# --- blocks


@pytest.mark.process("5.6")
def test_a_plan_without_it_is_not_made_final(cycle_at):
    cycle = with_legal_review(cycle_at).with_rules(promotion=Promotion.AUTOMATIC)
    say(cycle, YES)
    cycle.run(5)
    assert cycle.statuses() == {"CO": "final", "MT": "intermediate", "VT": "intermediate"}


@pytest.mark.process("5.6")
def test_the_conversion_is_ordered_only_of_plans_that_have_it(cycle_at):
    cycle = with_legal_review(cycle_at)
    say(cycle, YES)
    cycle.run(5)
    assert [row.jurisdiction for row in cycle.prompts("finalization")] == ["CO"]


@pytest.mark.process("5.6")
def test_a_careless_conversion_is_refused_with_its_name(cycle_at):
    cycle = with_legal_review(cycle_at)
    with pytest.raises(Refused) as refused:
        convert(cycle, "CO", Status.FINAL)
    assert str(refused.value) == (
        "Colorado's plan stays intermediate: it waits for a yes to what it now says by Legal "
        "review."
    )


def convert(cycle, state: str, to: Status) -> None:
    with write(cycle.tracker) as tat:
        known = reading.load(tat, CYCLE, *guards.GUARD_KINDS, PromptKind.FINALIZATION)
        chosen = [plan for plan in known.plans.values() if plan.jurisdiction == state]
        rules = cycle.declared.rules
        plans.convert(tat, chosen, known, to=to, by={}, rules=rules, now=cycle.now)


@pytest.mark.process("5.6")
def test_of_two_confirmations_each_blocks(cycle_at):
    second = LEGAL_REVIEW.replace('"legal-review"', '"budget-review"')
    cycle = cycle_at("approved").with_toml(LEGAL_REVIEW + second)
    cycle.with_rules(promotion=Promotion.AUTOMATIC).at("2016-12-08 10:00").run(5)
    first, *_ = cycle.prompts("further-confirmation", state="CO")
    cycle.answer_prompt(first.id, YES)
    cycle.run(5)
    before = cycle.statuses()["CO"]
    say(cycle, YES)
    cycle.run(5)
    assert (before, cycle.statuses()["CO"]) == ("intermediate", "final")


@pytest.mark.process("5.6")
def test_one_before_the_plans_are_intermediate_blocks_that(cycle_at):
    early = LEGAL_REVIEW.replace("step = 5", "step = 4").replace(
        'status = "intermediate"\nblocks = "final"', 'status = "initial"\nblocks = "intermediate"'
    )
    cycle = cycle_at("asked").with_toml(early).with_rules(promotion=Promotion.AUTOMATIC)
    cycle.at("2016-11-22 10:00").answer_all("confirmation", {"confirms": True})
    cycle.run(4)
    before = cycle.statuses()["CO"]
    say(cycle, YES)
    cycle.run(4)
    assert (before, cycle.statuses()) == (
        "initial",
        {"CO": "intermediate", "MT": "initial", "VT": "initial"},
    )


# --- between 5.2 and 5.3


@pytest.mark.process("5.6")
def test_one_between_5_2_and_5_3_holds_back_the_officers_approval_of_that_center(cycle_at):
    cycle = cycle_at("intermediate").with_toml(SCOPE_CHECK)
    cycle.at("2016-12-05 07:00").run(5).answer_all("package", {})
    cycle.run(5)
    assert cycle.prompts("approval") == []
    say(cycle, YES, center="ECQA")
    cycle.run(5)
    found = [(row.jurisdiction, row.center, row.address) for row in cycle.prompts("approval")]
    assert found == [("CO", "ECQA", COR_OF_ECQA)]


@pytest.mark.process("5.6")
def test_what_is_about_centers_shows_each_its_own_activities(cycle_at):
    cycle = cycle_at("intermediate").with_toml(SCOPE_CHECK).at("2016-12-05 07:00").run(5)
    assert asked(cycle, state="CO") == [
        ("plan 1 center ECQA scope-check", {7: 1}),
        ("plan 1 center NCASE scope-check", {8: 1}),
    ]
    found = cycle.prompts("further-confirmation", state="CO")
    assert [row.address for row in found] == [COR_OF_ECQA, FPO_OF_NCASE]


@pytest.mark.process("5.6")
def test_a_changed_activity_is_asked_about_anew_at_its_own_center_alone(cycle_at):
    cycle = cycle_at("intermediate").with_toml(SCOPE_CHECK)
    cycle.at("2016-12-05 07:00").run(5).answer_all("further-confirmation", YES)
    reworked(cycle)
    assert asked(cycle) == [("plan 1 center ECQA scope-check", {7: 2})]


def reworked(cycle) -> None:
    """The officer of ECQA sends Colorado's activity back, and the center changes its words."""
    cycle.run(5).answer_all("package", {})
    cycle.run(5)
    back = {"lines": [{"line_id": 7, "accepts": False, "reason": "One visit?"}]}
    cycle.answer("approval", back, state="CO", center="ECQA")
    cycle.run(5)
    cycle.answer("rework", {"items": [{"line_id": 7, "changed": TWO_VISITS}]})
    cycle.run(5)


# --- a plan that changes, a no


@pytest.mark.process("5.6")
def test_a_plan_that_changed_after_the_yes_is_asked_about_anew(cycle_at):
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW)
    cycle.at("2016-12-05 07:00").run(5)
    say(cycle, YES)
    reworked(cycle)
    found = cycle.prompts("further-confirmation", state="CO")
    assert {(row.round, tuple(cycle.shown(row.id).items())) for row in found} == {
        (2, ((1, 1), (2, 1), (7, 2), (8, 1)))
    }


@pytest.mark.process("5.6")
def test_a_plan_that_changes_while_it_is_asked_about_is_asked_about_as_it_now_reads(cycle_at):
    cycle = cycle_at("intermediate").with_toml(LEGAL_REVIEW)
    cycle.at("2016-12-05 07:00").run(5)
    reworked(cycle)
    withdrawn = cycle.prompts("further-confirmation", state="CO", stands="withdrawn")
    assert [(row.round, row.closed_because) for row in withdrawn] == [
        (1, "the plan has changed since")
    ] * 3
    assert asked(cycle, state="CO") == [("plan 1 legal-review", {1: 1, 2: 1, 7: 2, 8: 1})]


@pytest.mark.process("5.6")
def test_a_no_goes_to_the_specialist_with_its_reason(cycle_at):
    cycle = colorado_is_sent_back(cycle_at)
    asked_of = [(row.jurisdiction, row.address) for row in cycle.prompts("revision")]
    assert asked_of == [("CO", SPECIALIST)]
    text = cycle.mails_to(SPECIALIST)[0].get_body(("plain",)).get_content()
    assert WHY in text


@pytest.mark.process("5.6")
def test_after_a_no_the_plan_waits_and_nobody_is_asked_before_the_specialist_has_answered(cycle_at):
    cycle = colorado_is_sent_back(cycle_at)
    cycle.run(5)
    assert (asked(cycle, state="CO"), cycle.prompts("finalization", state="CO")) == ([], [])


@pytest.mark.process("5.6")
def test_once_revised_and_agreed_it_is_asked_again_about_the_plan_as_it_now_reads(cycle_at):
    cycle = colorado_is_sent_back(cycle_at)
    cycle.answer("revision", REVISES_7)
    cycle.run(5)
    before = asked(cycle, state="CO")
    cycle.answer("change-agreement", {"rest_accepted": True})
    cycle.run(5)
    assert (before, asked(cycle, state="CO")) == (
        [],
        [("plan 1 legal-review", {1: 1, 2: 1, 7: 2, 8: 1})],
    )


@pytest.mark.process("5.6")
def test_a_no_that_is_only_explained_is_asked_again_of_the_same(cycle_at):
    cycle = colorado_is_sent_back(cycle_at)
    cycle.answer("revision", {"note": "The state has a waiver"})
    cycle.run(5)
    assert asked(cycle, state="CO") == [("plan 1 legal-review", ALL_OF_COLORADO)]
    say(cycle, YES)
    cycle.run(5).answer_all("final-review", {"confirms": True})
    cycle.run(5)
    assert [row.jurisdiction for row in cycle.prompts("finalization")] == ["CO"]


@pytest.mark.process("rule silence")
@pytest.mark.process("5.6")
def test_silence_is_no_yes(cycle_at):
    cycle = with_legal_review(cycle_at).with_rules(promotion=Promotion.AUTOMATIC)
    cycle.at("2016-12-20 07:00").run(5)
    assert cycle.statuses() == {"CO": "intermediate", "MT": "intermediate", "VT": "intermediate"}
    cycle.sweep()
    asked = {f"prompt {row.id}" for row in cycle.prompts("further-confirmation")}
    told = [subject for subject, _address in cycle.told("escalation") if subject in asked]
    # All three of OCC are asked: who is silent is not told of a colleague's silence on the same.
    assert (len(asked), len(told)) == (9, 0)


@pytest.mark.process("5.6")
def test_what_is_declared_no_more_is_asked_no_more_and_blocks_nothing(cycle_at):
    cycle = with_legal_review(cycle_at).with_toml("").with_rules(promotion=Promotion.AUTOMATIC)
    cycle.run(5)
    assert (asked(cycle), cycle.statuses()["CO"]) == ([], "final")


# --- in step 6 (6.2)


@pytest.mark.process("5.6", "6.2")
def test_one_in_step_6_asks_about_final_plans_and_blocks_nothing(cycle_at):
    cycle = cycle_at("final").with_toml(SPRING_LOOK).at("2016-12-20 07:00").run(5).run(6)
    found = [(row.jurisdiction, row.address) for row in cycle.prompts("further-confirmation")]
    assert found == [
        ("CO", "emil.cedar@region8.example"),
        ("MT", "emil.cedar@region8.example"),
        ("VT", "asa.beech@region1.example"),
    ]


@pytest.mark.process("5.6", "6.2")
def test_a_no_in_step_6_goes_to_the_specialist_too(cycle_at):
    cycle = cycle_at("final").with_toml(SPRING_LOOK).at("2016-12-20 07:00").run(5).run(6)
    say(cycle, NO)
    cycle.run(6)
    assert [row.jurisdiction for row in cycle.prompts("revision")] == ["CO"]


@pytest.mark.process("5.6")
def test_a_no_that_corrects_an_older_yes_counts_and_is_asked_anew_once_dealt_with(cycle_at):
    """OCC says no, is asked anew and says yes; then who had said no says no once more."""
    cycle = colorado_is_sent_back(cycle_at)
    [first] = cycle.prompts("further-confirmation", state="CO", stands="answered")
    cycle.answer("revision", {"note": "It is met"}, state="CO")
    say(cycle.run(5), YES)
    orders = [row.jurisdiction for row in cycle.run(5).prompts("finalization")]
    cycle.answer_prompt(first.id, NO | {"reason": "It is not met at all"})
    cycle.run(5)
    [asked_anew] = [row.why for row in cycle.prompts("revision", state="CO")]
    cycle.answer("revision", {"note": "Now it is"}, state="CO")
    cycle.run(5)
    assert orders == ["CO"]
    assert list(asked_anew) == ["answer"]
    assert asked(cycle, state="CO") == [("plan 1 legal-review", ALL_OF_COLORADO)]
    cycle.answer_all("finalization", {"converts": True})
    assert cycle.run(5).statuses()["CO"] == "intermediate"
