"""Ask people: one prompt for each person who may answer, on a sheet where there are many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from config.rules import PromptRule, Rules
from config.vocabulary import PromptKind, Purpose
from config.workdays import holidays_for
from tat import authors, delegations, ledger, notices, subjects, who_may
from tat.authors import Shown
from tat.database import Tat, look_up
from tat.due_days import due_day
from tat.facts import PlanFacts
from tat.notices import Owed
from tat.people import Directory, Holder, Somebody
from tat.schema import Prompt, PromptLine
from tat.sheets import Sheets
from tat.statuses import PromptState
from tat.who_may import Matter


@dataclass(frozen=True)
class Question:
    """Something to be asked, before it is known of whom."""

    kind: PromptKind
    subject: str
    round: int = 1
    variant: str = ""
    """The meeting's or the further confirmation's key, where the kind has several rules."""
    plan: PlanFacts | None = None
    region: int | None = None
    """For what is asked about a region and no plan."""
    center: str | None = None
    shown: Mapping[int, int] = field(default_factory=dict)
    """Revision of each line shown, by line id."""
    why: dict[str, Any] = field(default_factory=dict)
    step: int | None = None
    """The step that takes up the answer, where it is not the one that asks."""


@dataclass(frozen=True)
class Asking:
    """In which cycle and step, by which rules, of whom and when something is asked."""

    cycle: str
    step: int
    rules: Rules
    directory: Directory
    now: datetime
    last_day: date | None
    """Of the step; None once it has closed: then the days allowed count alone."""


@dataclass(frozen=True)
class Unasked:
    """A question for which there is nobody, or too few; it stays unasked."""

    question: Question
    barred: Sequence[Somebody]
    """Who has the role, but would approve their own work."""
    is_too_few: bool
    """Whether somebody could answer, but more people must."""


@dataclass(frozen=True)
class Asked:
    """What came of asking."""

    n_prompts: int
    nobody: Sequence[Unasked]


def ask(tat: Tat, questions: Iterable[Question], asking: Asking) -> Asked:
    """Open the prompts of some questions and owe each person the notice."""
    pairs: list[tuple[Question, Prompt]] = []
    nobody: list[Unasked] = []
    sheets = Sheets(tat, asking.cycle)
    questions = list(questions)
    for question, matter in zip(questions, _matters(tat, questions), strict=True):
        rule = asking.rules.rule(question.kind, question.variant)
        free, barred = _free(question, matter, rule, asking.directory)
        holders = who_may.chosen(free, rule.asked, rule.sufficient)
        if not holders:
            nobody.append(Unasked(question, barred, is_too_few=bool(free)))
        for holder in holders:
            prompt = _prompt(question, holder, asking)
            if rule.sheet:
                prompt.sheet_id = sheets.of(prompt)
            pairs.append((question, prompt))
    tat.add_all([prompt for _question, prompt in pairs])
    tat.flush()
    shown = [
        {"prompt_id": prompt.id, "line_id": line_id, "revision": revision}
        for question, prompt in pairs
        for line_id, revision in question.shown.items()
    ]
    if shown:
        tat.execute(sa.insert(PromptLine), shown)
    notices.owe(tat, asking.cycle, [_owed(prompt, asking) for _, prompt in pairs], now=asking.now)
    found = delegations.delegates(
        tat, [prompt for _, prompt in pairs], asking.directory, now=asking.now
    )
    delegations.owe_delegates(tat, asking.cycle, found, asking.rules, now=asking.now)
    ledger.record(tat, [_entry(question, prompt, asking.now) for question, prompt in pairs])
    return Asked(len(pairs), nobody)


def withdraw(tat: Tat, prompts: Sequence[Prompt], *, because: str, now: datetime) -> None:
    """Close open prompts that need no answer any more, and take back what was not sent."""
    for prompt in prompts:
        prompt.state = PromptState.WITHDRAWN
        prompt.closed_at = now
        prompt.closed_because = because
    notices.cancel_for_prompts(tat, [prompt.id for prompt in prompts])
    entries = [
        ledger.Entry(
            at=now, actor=ledger.SOFTWARE, act="withdrew a prompt", subject=prompt.subject,
            plan_id=prompt.plan_id, plan_version=prompt.plan_version,
            details={"prompt": prompt.id, "kind": prompt.kind, "because": because},
        )
        for prompt in prompts
    ]  # fmt: skip
    ledger.record(tat, entries)


def open_prompts(tat: Tat, cycle: str, *, step: int | None = None) -> Sequence[Prompt]:
    """Every prompt that waits, oldest first; of one step or of all."""
    rows = sa.select(Prompt).where(Prompt.cycle == cycle, Prompt.state == PromptState.OPEN)
    if step is not None:
        rows = rows.where(Prompt.step == step)
    return tat.scalars(rows.order_by(Prompt.id)).all()


def is_any_open(tat: Tat, cycle: str, kind: PromptKind) -> bool:
    """Whether a prompt of the kind waits."""
    ours = sa.exists().where(
        Prompt.state == PromptState.OPEN, Prompt.kind == kind, Prompt.cycle == cycle
    )
    return bool(tat.scalar(sa.select(ours)))


def siblings(tat: Tat, prompt: Prompt) -> Sequence[Prompt]:
    """The other open prompts of the same asking."""
    found = look_up(
        tat, _OPEN_OF_ASKING, cycle=prompt.cycle, kind=prompt.kind, subject=prompt.subject,
        round=prompt.round,
    )  # fmt: skip
    others = [row.id for row in found if row.id != prompt.id]
    if not others:
        return []
    return tat.scalars(sa.select(Prompt).where(Prompt.id.in_(others)).order_by(Prompt.id)).all()


_PROMPT = Prompt.__table__
_OPEN_OF_ASKING = sa.select(_PROMPT.c.id).where(
    _PROMPT.c.cycle == sa.bindparam("cycle"), _PROMPT.c.kind == sa.bindparam("kind"),
    _PROMPT.c.subject == sa.bindparam("subject"), _PROMPT.c.round == sa.bindparam("round"),
    _PROMPT.c.state == PromptState.OPEN,
)  # fmt: skip


def on_sheet(tat: Tat, sheet_id: int) -> Sequence[Prompt]:
    """The open prompts of a sheet."""
    rows = sa.select(Prompt).where(Prompt.sheet_id == sheet_id, Prompt.state == PromptState.OPEN)
    return tat.scalars(rows.order_by(Prompt.id)).all()


def shown_lines(tat: Tat, prompt_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Revision of each line shown, by prompt id and line id."""
    shown: dict[int, dict[int, int]] = {prompt_id: {} for prompt_id in prompt_ids}
    for row in look_up(tat, _SHOWN, prompt_ids=list(shown)):
        shown[row.prompt_id][row.line_id] = row.revision
    return shown


_PROMPT_LINE = PromptLine.__table__
_SHOWN = sa.select(_PROMPT_LINE.c.prompt_id, _PROMPT_LINE.c.line_id, _PROMPT_LINE.c.revision).where(
    _PROMPT_LINE.c.prompt_id.in_(sa.bindparam("prompt_ids", expanding=True))
)


def _matters(tat: Tat, questions: Sequence[Question]) -> list[Matter]:
    """What bears on who may decide: read only where something is approved."""
    return authors.matters(
        tat,
        [
            Shown(one.center, one.shown, one.why.get("amendment"))
            if one.kind in who_may.APPROVING
            else Shown(None, {})
            for one in questions
        ],
    )


def _free(
    question: Question, matter: Matter, rule: PromptRule, directory: Directory
) -> tuple[list[Holder], list[Somebody]]:
    """Who has the role and may answer, and who has it but would approve their own work."""
    free: list[Holder] = []
    barred: list[Somebody] = []
    for holder in _holding(question, rule, directory):
        roles = directory.roles_of[holder.person.id]
        if not who_may.why_not(question.kind, holder.person.id, roles, matter):
            free.append(holder)
        elif holder.person not in barred:
            barred.append(holder.person)
    return free, barred


def _holding(question: Question, rule: PromptRule, directory: Directory) -> list[Holder]:
    plan = question.plan
    if plan is None and question.region is not None:
        return directory.in_region(rule.asked, question.region)
    return directory.holding(
        rule.asked,
        jurisdiction=plan.jurisdiction if plan else "",
        region=plan.region if plan else 0,
        center=question.center or "",
    )


def _prompt(question: Question, holder: Holder, asking: Asking) -> Prompt:
    plan = question.plan
    rule = asking.rules.rule(question.kind, question.variant)
    code = holidays_for(holder.role, plan.jurisdiction if plan else None)
    return Prompt(
        cycle=asking.cycle, step=question.step or asking.step, kind=question.kind,
        person_id=holder.person.id,
        role=holder.role, subject=question.subject, round=question.round,
        variant=question.variant, sufficient=str(rule.sufficient),
        region=plan.region if plan else question.region,
        plan_id=plan.id if plan else None, center=question.center,
        plan_version=plan.version if plan else None, why=question.why, asked_at=asking.now,
        due_on=due_day(
            rule, asking.now, last_day=asking.last_day, zone=holder.person.time_zone, code=code
        ),
        state=PromptState.OPEN,
    )  # fmt: skip


def _owed(prompt: Prompt, asking: Asking) -> Owed:
    return Owed(
        purpose=Purpose.ASK, step=prompt.step, subject=subjects.prompt(prompt.id),
        person_id=prompt.person_id, urgency=asking.rules.rule(prompt.kind, prompt.variant).urgency,
        prompt_id=prompt.id, plan_id=prompt.plan_id,
    )  # fmt: skip


def _entry(question: Question, prompt: Prompt, now: datetime) -> ledger.Entry:
    return ledger.Entry(
        at=now, actor=ledger.SOFTWARE, act="asked", subject=question.subject,
        on_behalf_of=None, plan_id=prompt.plan_id, plan_version=prompt.plan_version,
        details={"prompt": prompt.id, "kind": prompt.kind, "person": prompt.person_id,
                 "due_on": prompt.due_on.isoformat(), "lines": len(question.shown)},
    )  # fmt: skip
