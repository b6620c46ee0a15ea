"""Nobody approves their own work, and nobody counts for two.

Colorado's plan has the needs 1 and 2, written by its Specialist, and the activities 7 (ECQA) and
8 (NCASE), written by the leads of these centers.
"""

import pytest

from config.vocabulary import CAPACITY_CENTER, PromptKind, Role
from tat.database import write
from tat.people import Holder, Somebody
from tat.refusals import Refused
from tat.schema import ActivityRevision, Answer, Line, Notice
from tat.who_may import APPROVING, Matter, chosen, why_not

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
SPECIALIST_OF_VERMONT = "elsa.catalpa@region1.scbc.example"
LEAD_OF_ECQA = "theo.locust@ecqa.example"
LEAD_OF_NCASE = "anna.basswood@ncase.example"
OFFICER_OF_ECQA = "uma.madrone@cor.ecqa.example"
ADMINISTRATOR = "hal.dogwood@co.example"

CONFIRMS = {"confirms": True}


def accepts(*line_ids: int) -> dict:
    return {"lines": [{"line_id": line_id, "accepts": True} for line_id in line_ids]}


def refusal(cycle, prompt_id: int, content: dict) -> str:
    """The sentence that refuses an answer of the person asked; asserts that nothing was kept."""
    before = cycle.rows(Answer)
    with pytest.raises(Refused) as refused:
        cycle.answer_prompt(prompt_id, content)
    assert cycle.rows(Answer) == before
    return str(refused.value)


# --- the rule itself

ADA, BO, CY = (
    Somebody(n, name, f"{name}@a.example", "UTC") for n, name in ((1, "ada"), (2, "bo"), (3, "cy"))
)
OCC, OHS = Role.OCC, Role.OHS


def test_the_kinds_that_approve_the_work_of_others():
    assert sorted(APPROVING) == [
        "affirmation", "approval", "confirmation", "final-review", "further-confirmation",
        "officer-confirmation", "script-approval",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(APPROVING))
@pytest.mark.process("rule own work")
def test_who_wrote_it_does_not_approve_it(kind):
    said = why_not(kind, 1, {Role.FPO}, Matter(frozenset({1, 2})))
    assert said == "they wrote it, and nobody approves their own work"


@pytest.mark.parametrize("kind", sorted(APPROVING))
@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.INFANT_TODDLER_SPECIALIST])
@pytest.mark.process("rule own work")
def test_its_contractor_staff_approve_nothing_of_the_capacity_center(kind, role):
    said = why_not(kind, 1, {Role.REGIONAL_MANAGER, role}, Matter(is_of_capacity_center=True))
    assert said == "they work for SCBC, and nobody approves their own work"


@pytest.mark.parametrize("kind", sorted(set(PromptKind) - APPROVING))
def test_what_approves_nothing_may_be_answered_by_its_author(kind):
    held = {Role.SPECIALIST}
    assert why_not(kind, 1, held, Matter(frozenset({1}), is_of_capacity_center=True)) == ""


def holders(*of: tuple[Somebody, Role]) -> list[Holder]:
    return [Holder(person, role) for person, role in of]


def seated(found: list[Holder]) -> list[tuple[str, str]]:
    return [(holder.person.name, holder.role.value) for holder in found]


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ([(ADA, OCC), (BO, OHS)], [("ada", "occ"), ("bo", "ohs")]),
        ([(ADA, OCC), (ADA, OHS)], []),  # counts once only
        ([(ADA, OCC), (BO, OCC)], []),
        ([(ADA, OCC), (ADA, OHS), (BO, OHS)], [("ada", "occ"), ("bo", "ohs")]),
        ([(ADA, OCC), (BO, OCC), (ADA, OHS)], [("bo", "occ"), ("ada", "ohs")]),
        (
            [(ADA, OCC), (BO, OCC), (ADA, OHS), (CY, OHS)],
            [("ada", "occ"), ("bo", "occ"), ("cy", "ohs")],
        ),
    ],
)
def test_one_of_each_needs_another_person_for_each_role(held, asked):
    assert seated(chosen(holders(*held), (OCC, OHS), "one of each")) == asked


@pytest.mark.parametrize(
    ("sufficient", "asked"),
    [("any", ["ada", "bo"]), ("all", ["ada", "bo"]), (2, ["ada", "bo"]), (3, [])],
)
def test_who_has_two_roles_is_asked_once_and_counts_once(sufficient, asked):
    held = holders((ADA, OCC), (BO, OCC), (ADA, OHS))
    assert [holder.person.name for holder in chosen(held, (OCC, OHS), sufficient)] == asked


# --- where somebody else has the role, the author is not asked


@pytest.mark.process("3.5")
@pytest.mark.process("rule own work")
def test_an_officer_who_wrote_the_activity_is_not_asked_where_another_has_the_role(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    cycle.join(LEAD_OF_ECQA, "cor", "ECQA")
    cycle.at("2016-10-26 10:00").answer_all("approaches", cycle._approaches)
    cycle.run(3)
    asked = [
        row.address for row in cycle.prompts("officer-confirmation", state="CO", center="ECQA")
    ]
    assert asked == [OFFICER_OF_ECQA]


@pytest.mark.process("3.5")
def test_where_only_the_author_could_confirm_nobody_is_asked_and_occ_is_told(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    cycle.leave("cor", "ECQA")
    cycle.join(LEAD_OF_ECQA, "cor", "ECQA")
    cycle.at("2016-10-26 10:00").answer_all("approaches", cycle._approaches)
    cycle.run(3)
    about = [row for row in cycle.rows(Notice) if row["purpose"] == "nobody-to-ask"]
    assert cycle.prompts("officer-confirmation", center="ECQA") == []
    assert {(row["details"]["about"], *row["details"]["barred"]) for row in about} == {
        ("ECQA", "Theo Locust")
    }
    assert len({row["person_id"] for row in about}) == 3


@pytest.mark.process("3.5")
def test_the_question_is_asked_as_soon_as_somebody_else_has_the_role(cycle_at):
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    cycle.leave("cor", "ECQA")
    cycle.join(LEAD_OF_ECQA, "cor", "ECQA")
    cycle.at("2016-10-26 10:00").answer_all("approaches", cycle._approaches)
    cycle.run(3).join("new.officer@cor.ecqa.example", "cor", "ECQA")
    cycle.run(3)
    asked = {row.address for row in cycle.prompts("officer-confirmation", center="ECQA")}
    assert asked == {"new.officer@cor.ecqa.example"}


@pytest.mark.process("4.1")
def test_a_specialist_who_is_administrator_too_does_not_confirm_the_plan_they_wrote(cycle_at):
    cycle = cycle_at("affirmed")
    cycle.join(SPECIALIST, "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    assert [row.address for row in cycle.prompts("confirmation", state="CO")] == [ADMINISTRATOR]


# --- who is asked all the same, because they wrote it later, is refused


@pytest.mark.process("5.3")
@pytest.mark.process("rule own work")
def test_an_officer_who_became_an_author_is_refused_with_the_reason(cycle_at):
    cycle = cycle_at("intermediate")
    cycle.leave("cor", "ECQA")
    cycle.join("new.officer@cor.ecqa.example", "cor", "ECQA")
    cycle.reach("submitted")
    prompt = cycle.prompt("approval", state="CO", center="ECQA")
    author_id = cycle.person_id("new.officer@cor.ecqa.example")
    with write(cycle.tracker) as tat:  # as if they had been the lead when it was written
        tat.get_one(ActivityRevision, (7, 1)).by_person_id = author_id
    assert refusal(cycle, prompt.id, accepts(7)) == (
        "New Person cannot answer this: they wrote it, and nobody approves their own work."
    )


@pytest.mark.process("4.1")
def test_who_joins_the_capacity_center_after_being_asked_is_refused_with_the_reason(cycle_at):
    cycle = cycle_at("asked")
    with write(cycle.tracker) as tat:
        tat.get_one(Line, 7).center = CAPACITY_CENTER
    cycle.join(ADMINISTRATOR, "infant-toddler-specialist", "region 1")
    assert refusal(cycle, cycle.prompt("confirmation", state="CO").id, CONFIRMS) == (
        "Hal Dogwood cannot answer this: they work for SCBC, and nobody approves their own work."
    )


@pytest.mark.process("4.1")
def test_a_specialist_of_another_region_confirms_no_plan_with_an_activity_of_the_capacity_center(
    cycle_at,
):
    cycle = cycle_at("affirmed")
    with write(cycle.tracker) as tat:
        tat.get_one(Line, 7).center = CAPACITY_CENTER
    cycle.join(SPECIALIST_OF_VERMONT, "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    assert [row.address for row in cycle.prompts("confirmation", state="CO")] == [ADMINISTRATOR]


@pytest.mark.process("4.1")
def test_a_specialist_of_another_region_who_wrote_nothing_may_confirm_another_plan(cycle_at):
    cycle = cycle_at("affirmed")
    cycle.join(SPECIALIST_OF_VERMONT, "administrator", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    asked = [row.address for row in cycle.prompts("confirmation", state="CO")]
    assert asked == [ADMINISTRATOR, SPECIALIST_OF_VERMONT]


@pytest.mark.process("4.1")
def test_an_administrator_with_other_roles_in_the_state_who_wrote_nothing_confirms(cycle_at):
    cycle = cycle_at("affirmed")
    cycle.join(ADMINISTRATOR, "licensing-director", "CO")
    cycle.at("2016-11-21 07:00").run(4)
    assert cycle.answer("confirmation", CONFIRMS, state="CO").is_outdated is False


@pytest.mark.process("5.4")
def test_a_center_lead_agrees_to_the_activity_that_they_wrote(cycle_at):
    cycle = cycle_at("final").at("2016-12-16 07:00").run(5)
    assert cycle.answer("final-agreement", {"approves": True}, state="CO", center="ECQA").is_new


# --- nobody counts for two


@pytest.mark.process("2.5")
def test_one_person_of_both_offices_alone_does_not_approve_the_script(cycle_at):
    cycle = cycle_at("drafted")
    cycle.leave("occ", "nation")
    cycle.leave("ohs", "nation")
    for role in ("occ", "ohs"):
        cycle.join("ada.alder@occ.example", role, "nation")
    cycle.at("2016-09-06 07:00").run(2)
    told = [
        row["details"]["is_too_few"]
        for row in cycle.rows(Notice)
        if row["purpose"] == "nobody-to-ask"
    ]
    assert (cycle.prompts("script-approval"), told) == ([], [True])


@pytest.mark.process("2.5")
def test_a_second_person_completes_the_pair(cycle_at):
    cycle = cycle_at("drafted")
    cycle.leave("ohs", "nation")
    cycle.join("ada.alder@occ.example", "ohs", "nation")
    cycle.at("2016-09-06 07:00").run(2)
    asked = [(row.address, row.role) for row in cycle.prompts("script-approval")]
    assert asked == [
        ("alma.ash@occ.example", "occ"),
        ("amos.aspen@occ.example", "occ"),
        ("ada.alder@occ.example", "ohs"),
    ]


@pytest.mark.process("rule few mails")
@pytest.mark.process("8.2")
def test_who_has_several_roles_gets_one_mail(cycle_at):
    cycle = cycle_at("asked")
    cycle.join(ADMINISTRATOR, "regional-partner", "region 8")
    cycle.join(ADMINISTRATOR, "licensing-director", "CO")
    cycle.at("2016-11-21 08:00")
    assert len(cycle.mails_to(ADMINISTRATOR)) == 1
