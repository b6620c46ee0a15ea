"""Map activities together (5.2): where centers of OCC and OHS serve the same state and topic."""

from collections.abc import Iterator, Mapping

from config.vocabulary import Gathered, PromptKind, Purpose, Role
from tasks.asking import ask, is_released, notice, owe
from tasks.outdated import withdraw_changed
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import people, reading, subjects
from tat.database import write
from tat.facts import Facts, PlanFacts
from tat.notices import Owed
from tat.overlaps import FundedBy, Overlap, overlaps, unsettled
from tat.people import Directory
from tat.prompts import Question
from tat.statuses import Status

KIND = PromptKind.MAPPING
MAPPED = (Status.INTERMEDIATE, Status.FINAL)
"""The statuses of plans whose activities are mapped."""


@repeatable_task
def ask_offices_to_map(step: StepRef) -> int:
    """Ask OCC and OHS what they say of the overlaps, when packages are asked for; anew of changes.

    It is no approval: no plan waits for it.
    """
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, KIND)
        if not _is_time(step, known):
            return 0
        found = _unsettled(step, known)
        now_shown = {subjects.plan(plan_id): _shown(of_plan) for plan_id, of_plan in found.items()}
        if withdraw_changed(tat, step, known, KIND, now_shown):
            known = reading.load(tat, step.cycle, KIND)
        return ask(tat, step, _questions(known, found))


@repeatable_task
def tell_of_overlaps(step: StepRef) -> int:
    """Tell leads and officers of the centers concerned what OCC and OHS have said (5.2)."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, KIND)
        return owe(tat, step, _told(step, known, people.directory(tat)))


def funded_by(step: StepRef) -> FundedBy:
    """The offices that fund each center."""
    return {key: center.funded_by for key, center in step.declared.centers.items()}


def _is_time(step: StepRef, known: Facts) -> bool:
    is_all = all(plan.status in MAPPED for plan in known.plans.values())
    return is_released(step, Gathered.PACKAGE, is_all_ready=is_all)


def _unsettled(step: StepRef, known: Facts) -> dict[int, list[Overlap]]:
    offices = funded_by(step)
    found = {
        plan.id: unsettled(plan, known, offices)
        for plan in known.plans.values()
        if plan.status in MAPPED
    }
    return {plan_id: of_plan for plan_id, of_plan in found.items() if of_plan}


def _shown(found: list[Overlap]) -> dict[int, int]:
    return {line_id: revision for one in found for line_id, revision in one.shown.items()}


def _questions(known: Facts, found: Mapping[int, list[Overlap]]) -> Iterator[Question]:
    for plan_id, of_plan in found.items():
        subject = subjects.plan(plan_id)
        last = known.last(KIND, subject)
        if last is None or not last.is_open:
            yield Question(
                KIND, subject, plan=known.plans[plan_id], shown=_shown(of_plan),
                round=known.next_round(KIND, subject),
                why={"topics": [one.topic for one in of_plan]},
            )  # fmt: skip


def _told(step: StepRef, known: Facts, directory: Directory) -> Iterator[Owed]:
    for round_ in known.of_kind(KIND):
        if round_.is_decided and round_.plan_id is not None:
            plan = known.plans[round_.plan_id]
            for center, topics in _concerned(step, plan, round_.why["topics"]).items():
                for holder in directory.holding(CONCERNED, center=center):
                    yield notice(
                        step, Purpose.OVERLAPS, holder.person, f"{round_.subject} center {center}",
                        plan_id=plan.id, round=round_.number, center=center, topics=topics,
                    )  # fmt: skip


CONCERNED = (Role.CENTER_LEAD, Role.COR, Role.FPO)
"""Who of a center hears what was said of its overlaps."""


def _concerned(step: StepRef, plan: PlanFacts, topics: list[str]) -> dict[str, list[str]]:
    """The topics asked about, by each center that works on them."""
    found: dict[str, list[str]] = {}
    for overlap in overlaps(plan, funded_by(step)):
        for center in overlap.centers if overlap.topic in topics else ():
            found.setdefault(center, []).append(overlap.topic)
    return found
