"""Ask somebody more what waits already: a successor, a colleague, somebody who has just joined."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import Rules
from config.vocabulary import SCOPE_OF, Purpose, Role, Scope
from config.workdays import business_days_after, holidays_for
from tat import authors, delegations, ledger, notices, plans, prompts, subjects, who_may
from tat.database import Tat
from tat.due_days import urgency_of_handed
from tat.notices import Owed
from tat.people import Directory, Holder, scope_key
from tat.schema import Jurisdiction, Notice, Plan, Prompt, PromptLine, Sheet
from tat.statuses import PromptState


def scopes_of(tat: Tat, prompt: Prompt, role: Role) -> set[str]:
    """For what a role must be held to answer a prompt; for a region's, one of its states."""
    code = plans.jurisdiction_of(tat, prompt.plan_id) if prompt.plan_id else ""
    if not code and prompt.region and SCOPE_OF[role] == Scope.JURISDICTION:
        of_region = sa.select(Jurisdiction.code).where(Jurisdiction.region == prompt.region)
        return set(tat.scalars(of_region))
    region, center = prompt.region or 0, prompt.center or ""
    return {scope_key(role, jurisdiction=code, region=region, center=center)}


def able(
    tat: Tat, waiting: Sequence[Prompt], rules: Rules, directory: Directory
) -> dict[int, list[Holder]]:
    """Everybody who has a role that may answer each open prompt, and would approve no own work."""
    found: dict[int, list[Holder]] = {}
    for prompt, matter in zip(waiting, authors.of_prompts(tat, waiting), strict=True):
        holders = [
            Holder(person, role)
            for role in rules.rule(prompt.kind, prompt.variant).asked
            for key in sorted(scopes_of(tat, prompt, role))
            for person in directory.holders.get((role, key), ())
        ]
        found[prompt.id] = [
            holder
            for holder in dict.fromkeys(holders)
            if not who_may.why_not(
                prompt.kind, holder.person.id, directory.roles_of[holder.person.id], matter
            )
        ]
    return found


def hand_on(
    tat: Tat,
    handed: Iterable[tuple[Prompt, Holder]],
    rules: Rules,
    directory: Directory,
    *,
    now: datetime,
) -> list[Prompt]:
    """Ask people what others were asked, in the same asking, with at least one business day left.

    Who was asked it already, and need not be asked again, is left out. All are of one cycle.
    """
    new = []
    for prompt, holder in handed:
        own = _own(tat, prompt, holder)
        if own is not None and own.state != PromptState.WITHDRAWN:
            continue
        new.append(_open(tat, prompt, holder, own, now=now))
    tat.flush()
    if not new:
        return []
    cycle = new[0].cycle
    notices.owe(tat, cycle, [_owed(tat, one, rules) for one in new], now=now)
    found = delegations.delegates(tat, new, directory, now=now)
    delegations.owe_delegates(tat, cycle, found, rules, now=now)
    ledger.record(tat, [_entry(one, now) for one in new])
    return new


def _own(tat: Tat, prompt: Prompt, holder: Holder) -> Prompt | None:
    """The person's own prompt in the same asking, if they have one."""
    same = sa.select(Prompt).where(
        Prompt.cycle == prompt.cycle, Prompt.kind == prompt.kind,
        Prompt.subject == prompt.subject, Prompt.round == prompt.round,
        Prompt.person_id == holder.person.id,
    )  # fmt: skip
    return tat.scalars(same).one_or_none()


def _open(tat: Tat, prompt: Prompt, holder: Holder, own: Prompt | None, *, now: datetime) -> Prompt:
    """A prompt like another one, for somebody else; one that was withdrawn waits again."""
    due_on = _due_on(tat, prompt, holder, now=now)
    if own is not None:
        own.state, own.role, own.asked_at, own.due_on = PromptState.OPEN, holder.role, now, due_on
        own.closed_at = own.closed_because = None
        return own
    new = Prompt(
        cycle=prompt.cycle, step=prompt.step, kind=prompt.kind, person_id=holder.person.id,
        role=holder.role, subject=prompt.subject, round=prompt.round, variant=prompt.variant,
        sufficient=prompt.sufficient, region=prompt.region, plan_id=prompt.plan_id,
        center=prompt.center, plan_version=prompt.plan_version, why=prompt.why, asked_at=now,
        due_on=due_on, state=PromptState.OPEN, sheet_id=_sheet(tat, prompt, holder),
    )  # fmt: skip
    tat.add(new)
    tat.flush()
    shown = prompts.shown_lines(tat, [prompt.id])[prompt.id]
    tat.add_all(
        PromptLine(prompt_id=new.id, line_id=line_id, revision=revision)
        for line_id, revision in shown.items()
    )
    return new


def _due_on(tat: Tat, prompt: Prompt, holder: Holder, *, now: datetime) -> date:
    """The day that stood, but at least one business day from now."""
    state = tat.get_one(Plan, prompt.plan_id).jurisdiction if prompt.plan_id else None
    code = holidays_for(holder.role, state)
    today = now.astimezone(ZoneInfo(holder.person.time_zone)).date()
    return max(prompt.due_on, business_days_after(today, 1, code))


def _sheet(tat: Tat, prompt: Prompt, holder: Holder) -> int | None:
    """The person's own sheet about the same, made where there is none."""
    if prompt.sheet_id is None:
        return None
    theirs = tat.get_one(Sheet, prompt.sheet_id)
    same = sa.select(Sheet.id).where(
        Sheet.cycle == theirs.cycle, Sheet.kind == theirs.kind, Sheet.subject == theirs.subject,
        Sheet.person_id == holder.person.id,
    )  # fmt: skip
    known = tat.scalar(same)
    if known is not None:
        return known
    sheet = Sheet(
        cycle=theirs.cycle, kind=theirs.kind, person_id=holder.person.id, subject=theirs.subject
    )
    tat.add(sheet)
    tat.flush()
    return sheet.id


def _owed(tat: Tat, prompt: Prompt, rules: Rules) -> Owed:
    told = sa.select(sa.func.count()).where(
        Notice.prompt_id == prompt.id, Notice.person_id == prompt.person_id,
        Notice.purpose == Purpose.ASK,
    )  # fmt: skip
    return Owed(
        purpose=Purpose.ASK, step=prompt.step, subject=subjects.prompt(prompt.id),
        person_id=prompt.person_id, round=1 + (tat.scalar(told) or 0), prompt_id=prompt.id,
        plan_id=prompt.plan_id, urgency=urgency_of_handed(rules.rule(prompt.kind, prompt.variant)),
    )  # fmt: skip


def _entry(prompt: Prompt, now: datetime) -> ledger.Entry:
    return ledger.Entry(
        at=now, actor=ledger.SOFTWARE, act="asked somebody more", subject=prompt.subject,
        plan_id=prompt.plan_id, plan_version=prompt.plan_version,
        details={"prompt": prompt.id, "kind": prompt.kind, "person": prompt.person_id,
                 "due_on": prompt.due_on.isoformat()},
    )  # fmt: skip
