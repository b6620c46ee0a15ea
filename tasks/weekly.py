"""Tell OCC once a week of all that is overdue, with the head of the ledger to keep."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import PromptRule, Rules
from config.scopes import NATION
from config.vocabulary import Purpose, Role
from config.workdays import business_days_between, last_week_end, week_end
from tasks.escalations import Silence, escalation_days, question_of, read_silence, told_of
from tasks.reminders import code_of
from tasks.repeatable import repeatable_task
from tasks.sweeps import SWEEPS_AT, SweepRef
from tat import ledger, notices, prompts
from tat.database import Tat, write
from tat.facts import PlanFacts
from tat.notices import Owed
from tat.schema import Cycle, Notice, Prompt, Step
from tat.statuses import StepState


@dataclass(frozen=True)
class _Late:
    """A question that is overdue: everybody of one role who has not answered it."""

    person_ids: frozenset[int]
    """They, and who answers in their place."""
    names: Mapping[int, str]
    says: Mapping[str, Any]


@repeatable_task
def tell_of_week(sweep: SweepRef) -> int:
    """Owe OCC the overview of the week that is over, where it brings news; once for each week."""
    with write(sweep.tracker) as tat:
        return notices.owe(tat, sweep.cycle, overviews_due(tat, sweep), now=sweep.now)


def overviews_due(tat: Tat, sweep: SweepRef) -> list[Owed]:
    """The overview of the newest week that is over, for each of OCC. Writes nothing.

    It is news of what had happened by the last business morning of that week: so a week whose
    morning went by without a sweep is caught up, and none is told twice.
    """
    ended_on = last_week_end(sweep.today)
    held = tat.get_one(Cycle, sweep.cycle)
    if not held.starts_on <= ended_on <= week_end(held.ends_on):
        return []
    by = datetime.combine(ended_on, SWEEPS_AT, ZoneInfo(held.time_zone))
    waiting = prompts.open_prompts(tat, sweep.cycle)
    known = read_silence(tat, sweep, waiting)
    days = news_days(sweep.declared.rules, waiting, known.plans)
    if not _has_news(tat, sweep.cycle, days, by=by, ended_on=ended_on):
        return []
    late = list(_late(sweep, waiting, known))
    n_entries, head = ledger.head(tat)
    return [
        Owed(
            purpose=Purpose.WEEKLY_OVERVIEW, step=_step(tat, sweep.cycle),
            subject=f"week to {ended_on}", person_id=reader.id,
            urgency=sweep.declared.rules.notice[Purpose.WEEKLY_OVERVIEW].urgency,
            details={
                "ended_on": ended_on.isoformat(), "on": sweep.today.isoformat(),
                "entries": n_entries, "head": head, "late": list(_for(reader.id, late)),
            },
        )
        for reader in known.directory.holders.get((Role.OCC, NATION), ())
    ]  # fmt: skip


def news_days(rules: Rules, waiting: Iterable[Prompt], plans: dict[int, PlanFacts]) -> set[date]:
    """The days on which open prompts become overdue, and those on which they come to OCC."""
    days = {prompt.due_on + timedelta(days=1) for prompt in waiting}
    for prompt in waiting:
        rule = rules.rule(prompt.kind, prompt.variant)
        days |= set(_days_of_occ(rule, prompt, code_of(prompt, plans)))
    return days


def overview_days(
    tat: Tat, cycle: str, news: set[date], *, now: datetime, today: date
) -> set[date]:
    """The days on which an overview is owed, as far as is known now; past ones too.

    Args:
        news: see `news_days`.
    """
    this_week, next_week = week_end(today), week_end(today + timedelta(days=1))
    told = {
        day for day in (this_week, next_week) if _has_news(tat, cycle, news, by=now, ended_on=day)
    }
    return told | {week_end(day) for day in news}


def _has_news(tat: Tat, cycle: str, news: set[date], *, by: datetime, ended_on: date) -> bool:
    """Whether a silence is news since the last overview, or anything but mail went on record."""
    rows = sa.select(Notice.details).where(
        Notice.cycle == cycle, Notice.purpose == Purpose.WEEKLY_OVERVIEW
    )
    last = tat.scalars(rows.order_by(Notice.id.desc()).limit(1)).first()
    if last is None:
        return True
    since = date.fromisoformat(last["ended_on"])
    if since >= ended_on:
        return False
    is_news = any(since < day <= ended_on for day in news)
    return is_news or ledger.has_acts(tat, after=last["entries"], before=by)


def _days_of_occ(rule: PromptRule, prompt: Prompt, code: str | None) -> list[date]:
    days = escalation_days(rule, prompt, code)
    return [days[one.after_days] for one in rule.escalates if one.to == Role.OCC]


def _late(sweep: SweepRef, waiting: Sequence[Prompt], known: Silence) -> Iterator[_Late]:
    """What is overdue where the person asked is, the longest first."""

    def together(prompt: Prompt) -> tuple[date, str, str, int, str]:
        return prompt.due_on, *question_of(prompt), prompt.role

    late = [one for one in waiting if one.due_on < _today(sweep, one, known)]
    for _key, group in groupby(sorted(late, key=together), key=together):
        of_question = list(group)
        in_place = [known.in_place[one.id] for one in of_question if one.id in known.in_place]
        names = {one.person_id: known.directory.people[one.person_id].name for one in of_question}
        delegates = {delegate.person.id for delegate in in_place}
        says = _says(sweep, of_question, known)
        yield _Late(frozenset(names) | delegates, names, says)


def _today(sweep: SweepRef, prompt: Prompt, known: Silence) -> date:
    zone = known.directory.people[prompt.person_id].time_zone
    return sweep.now.astimezone(ZoneInfo(zone)).date()


def _says(sweep: SweepRef, of_question: Sequence[Prompt], known: Silence) -> dict[str, Any]:
    first = of_question[0]
    plan = known.plans.get(first.plan_id or 0)
    code, today = code_of(first, known.plans), _today(sweep, first, known)
    rule = sweep.declared.rules.rule(first.kind, first.variant)
    told = [told_of(prompt, known) for prompt in of_question]
    return {
        "kind": first.kind, "variant": first.variant, "role": first.role,
        "state": plan.jurisdiction if plan else None,
        "region": first.region, "center": first.center,
        "delegate": next((one["delegate"] for one in told if one["delegate"]), None),
        "due_on": first.due_on.isoformat(),
        "days_late": business_days_between(first.due_on, today, code),
        "tried": list(dict.fromkeys(said for one in told for said in one["tried"])),
        "is_for_occ": any(day <= today for day in _days_of_occ(rule, first, code)),
    }  # fmt: skip


def _for(reader: int, late: Sequence[_Late]) -> Iterator[dict[str, Any]]:
    """What one reader is told: nobody of their own silence."""
    for one in late:
        others = [name for person_id, name in one.names.items() if person_id != reader]
        is_in_place = reader in one.person_ids and reader not in one.names
        if others and not is_in_place:
            yield {**one.says, "who": others}


def _step(tat: Tat, cycle: str) -> int:
    """The newest step that has opened; 0 before the first."""
    rows = sa.select(sa.func.max(Step.number))
    return tat.scalar(rows.where(Step.cycle == cycle, Step.state != StepState.AHEAD)) or 0
