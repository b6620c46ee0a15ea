"""Align resources with needs: approaches (3.4), the officer's confirmation (3.5), entry (3.6)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.vocabulary import Gathered, PromptKind
from tasks.asking import ask, is_released
from tasks.feedback import needs_by_center
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import prompts, reading, subjects
from tat.added import added_needs, is_proposed
from tat.database import Tat, write
from tat.facts import Facts, LineFacts, PlanFacts, by_center
from tat.meetings import named_along
from tat.prompts import Question
from tat.schema import Prompt
from tat.statuses import LineState, Status, Verdict


@repeatable_task
def ask_centers_for_approaches(step: StepRef) -> int:
    """Ask each center what it proposes for the needs put before it, on one sheet (3.4)."""
    kinds = (PromptKind.APPROACHES, PromptKind.CONFIRMATION)
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, *kinds)
        if _withdraw_moved(tat, step, known):
            known = reading.load(tat, step.cycle, *kinds)
        return ask(tat, step, _approaches(step, known, named_along(tat, step.cycle)))


@repeatable_task
def ask_officers_to_confirm(step: StepRef) -> int:
    """Ask the COR or FPO whether what a center proposes is in its scope and workplan (3.5)."""
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle,
            PromptKind.APPROACHES, PromptKind.OFFICER_CONFIRMATION, PromptKind.REWORK,
            PromptKind.CONFIRMATION,
        )  # fmt: skip
        return ask(tat, step, _confirmations(step, known))


@repeatable_task
def ask_centers_to_rework(step: StepRef) -> int:
    """Put before each center the items that its officer has sent back (3.5, 5.3)."""
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle, PromptKind.OFFICER_CONFIRMATION, PromptKind.APPROVAL,
            PromptKind.REWORK, PromptKind.CONFIRMATION,
        )  # fmt: skip
        return ask(tat, step, _reworks(step, known))


@repeatable_task
def ask_specialists_to_enter(step: StepRef) -> int:
    """Ask the Specialist to enter in each plan the activities that came back (3.6)."""
    with write(step.tracker) as tat:
        known = reading.load(
            tat, step.cycle,
            PromptKind.APPROACHES, PromptKind.OFFICER_CONFIRMATION, PromptKind.REWORK,
            PromptKind.ENTRY, PromptKind.CONFIRMATION,
        )  # fmt: skip
        return ask(tat, step, _entries(step, known))


ALIGNMENT, APPROVAL = 3, 5
"""Numbers of steps. Step 3 aligns every need; 4 and 5 align only what was added since."""

ALIGNED_STATUS = {3: Status.INITIAL, 4: Status.INITIAL, 5: Status.INTERMEDIATE}
"""The status of the plans whose needs each step puts before centers."""


def is_recommended(known: Facts, line: LineFacts) -> bool:
    """Whether a proposed activity came back with its officer's confirmation (3.5, 3.6)."""
    confirmed = known.last_line_verdict(line, PromptKind.OFFICER_CONFIRMATION)
    return is_proposed(line) and confirmed == Verdict.ACCEPTED


def awaits(known: Facts, line: LineFacts, kind: PromptKind) -> bool:
    """Whether an officer has yet to decide on a line as it reads now."""
    for said in reversed(known.line_said.get(line.id, ())):
        if said.kind == PromptKind.REWORK:
            return True
        if said.kind == kind:
            return said.revision != line.revision
    return True


def is_sent_back(known: Facts, line: LineFacts, kind: PromptKind) -> bool:
    """Whether an officer has sent a line back and its center has not dealt with it yet."""
    for said in reversed(known.line_said.get(line.id, ())):
        if said.kind in (kind, PromptKind.REWORK):
            return said.kind == kind and said.verdict == Verdict.SENT_BACK
    return False


def _is_aligned_here(step: StepRef, known: Facts, plan: PlanFacts, need_id: int | None) -> bool:
    """Whether this step takes a need, and what is proposed for it, through 3.4 to 3.6."""
    return step.number == ALIGNMENT or need_id in added_needs(plan, known)


def _withdraw_moved(tat: Tat, step: StepRef, known: Facts) -> int:
    """Withdraw what shows a need that is put before another center now (3.3); returns how many."""
    put_before = {
        need.id: center
        for plan in _aligned(step, known)
        for center, needs in needs_by_center(step, plan.needs).items()
        for need in needs
    }
    asked = [one for one in prompts.open_prompts(tat, step.cycle) if _asks_approaches(one)]
    shown = prompts.shown_lines(tat, [prompt.id for prompt in asked])
    moved = [
        prompt
        for prompt in asked
        if any(put_before.get(line_id, prompt.center) != prompt.center
               for line_id in shown[prompt.id])
    ]  # fmt: skip
    prompts.withdraw(
        tat, moved, because="a need is put before another center, as a meeting suggests",
        now=step.now,
    )  # fmt: skip
    return len(moved)


def _asks_approaches(prompt: Prompt) -> bool:
    return prompt.kind == PromptKind.APPROACHES


def _approaches(
    step: StepRef, known: Facts, along: Mapping[int, Sequence[str]]
) -> Iterator[Question]:
    """Args: along: the centers that a meeting suggests to work along, by need."""
    shown: dict[tuple[int, str], set[int]] = {}
    for round_ in known.of_kind(PromptKind.APPROACHES):
        if round_.plan_id is not None and (round_.is_open or round_.said):
            shown.setdefault((round_.plan_id, round_.center or ""), set()).update(round_.shown)
    for plan in _aligned(step, known):
        for center, needs in needs_by_center(step, _unmet(plan)).items():
            new = [
                need
                for need in needs
                if need.id not in shown.get((plan.id, center), ())
                and _is_aligned_here(step, known, plan, need.id)
            ]
            if new:
                subject = subjects.center_in_plan(plan.id, center)
                yield Question(
                    PromptKind.APPROACHES, subject, plan=plan, center=center,
                    shown={need.id: need.revision for need in new},
                    round=known.next_round(PromptKind.APPROACHES, subject),
                    why=_why_along(new, along),
                )  # fmt: skip


def _why_along(needs: Sequence[LineFacts], along: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    named = {str(need.id): list(along[need.id]) for need in needs if along.get(need.id)}
    return {"along": named} if named else {}


def _confirmations(step: StepRef, known: Facts) -> Iterator[Question]:
    kind = PromptKind.OFFICER_CONFIRMATION
    busy = {
        round_.center
        for round_ in known.of_kind(PromptKind.APPROACHES)
        if round_.is_open and round_.step == step.number
    }
    for plan in _aligned(step, known):
        proposed = [
            line
            for line in plan.lines
            if is_proposed(line)
            and awaits(known, line, kind)
            and _is_aligned_here(step, known, plan, line.need_id)
        ]
        for center, shown in by_center(proposed).items():
            subject = subjects.center_in_plan(plan.id, center)
            last = known.last(kind, subject)
            is_ready = _is_released(
                step, Gathered.OFFICER_CONFIRMATION, is_all_ready=center not in busy
            )
            if is_ready and not (last and last.is_open):
                yield Question(
                    kind, subject, plan=plan, center=center, shown=shown,
                    round=known.next_round(kind, subject),
                )  # fmt: skip


def _reworks(step: StepRef, known: Facts) -> Iterator[Question]:
    for plan in known.plans.values():
        back = [
            line
            for line in plan.lines
            if line.state != LineState.WITHDRAWN
            and (kind := _decided_by(step, known, plan, line))
            and is_sent_back(known, line, kind)
        ]
        for center, shown in by_center(back).items():
            subject = subjects.center_in_plan(plan.id, center)
            last = known.last(PromptKind.REWORK, subject)
            if not (last and last.is_open):
                yield Question(
                    PromptKind.REWORK, subject, plan=plan, center=center, shown=shown,
                    round=known.next_round(PromptKind.REWORK, subject),
                    why={"reasons": {str(line_id): _reason(known, line_id) for line_id in shown}},
                )  # fmt: skip


def _decided_by(step: StepRef, known: Facts, plan: PlanFacts, line: LineFacts) -> PromptKind | None:
    """By which question an officer decides on a line in a step: 3.5, or 5.3 once it stands."""
    if step.number == ALIGNMENT or (
        is_proposed(line) and _is_aligned_here(step, known, plan, line.need_id)
    ):
        return PromptKind.OFFICER_CONFIRMATION
    return PromptKind.APPROVAL if step.number == APPROVAL else None


def _reason(known: Facts, line_id: int) -> str:
    said = [one for one in known.line_said[line_id] if one.verdict == Verdict.SENT_BACK]
    return said[-1].reason


def _is_released(step: StepRef, key: Gathered, *, is_all_ready: bool) -> bool:
    """As everywhere in step 3; what is added later waits only for what it belongs with."""
    if step.number != ALIGNMENT:
        return is_all_ready
    return is_released(step, key, is_all_ready=is_all_ready)


def _entries(step: StepRef, known: Facts) -> Iterator[Question]:
    in_work = (PromptKind.APPROACHES, PromptKind.OFFICER_CONFIRMATION, PromptKind.REWORK)
    for plan in _aligned(step, known):
        subject = subjects.plan(plan.id)
        back = {
            line.id: line.revision
            for line in plan.lines
            if is_recommended(known, line) and _is_aligned_here(step, known, plan, line.need_id)
        }
        last = known.last(PromptKind.ENTRY, subject)
        is_all = not any(
            round_.is_open and round_.plan_id == plan.id and round_.step == step.number
            for round_ in known.of_kind(*in_work)
        )
        is_ready = _is_released(step, Gathered.ENTRY, is_all_ready=is_all)
        if back and is_ready and not (last and last.is_open):
            yield Question(
                PromptKind.ENTRY, subject, plan=plan, shown=back,
                round=known.next_round(PromptKind.ENTRY, subject),
            )  # fmt: skip


def _aligned(step: StepRef, known: Facts) -> list[PlanFacts]:
    status = ALIGNED_STATUS[step.number]
    return [plan for plan in known.plans.values() if plan.status == status]


def _unmet(plan: PlanFacts) -> list[LineFacts]:
    """The needs of a plan for which no activity is there yet, not even a proposal."""
    met = {line.need_id for line in plan.lines if line.state != LineState.WITHDRAWN}
    return [need for need in plan.needs if need.id not in met]
