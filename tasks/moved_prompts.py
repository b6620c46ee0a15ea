"""What a moved step means for what it has asked: other due dates, where the old ones came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.rules import PromptRule, Rules
from config.workdays import business_days_after
from tasks.reminders import code_of
from tat import notices, people, prompts, reading
from tat.calendar import CalendarDays
from tat.database import Tat
from tat.due_days import due_day
from tat.schema import Prompt


@dataclass(frozen=True)
class MovedPrompt:
    """An open prompt that has another due date."""

    prompt: Prompt
    was: date
    now: date


def move_due_dates(
    tat: Tat, rules: Rules, before: CalendarDays, after: CalendarDays, *, now: datetime
) -> list[MovedPrompt]:
    """Give the open prompts of moved steps the due dates that the new last days ask for.

    A reminder or escalation that waits to be sent spoke of the old date: it is owed anew on its
    day. One that was sent is not sent again for the same distance.
    """
    moved = list(_moved(tat, rules, before, after, now=now))
    for one in moved:
        one.prompt.due_on = one.now
    tat.flush()
    notices.forget_waiting(tat, [one.prompt.id for one in moved])
    return moved


def moved_due_on(
    prompt: Prompt,
    rule: PromptRule,
    *,
    last_days: tuple[date, date],
    now: datetime,
    zone: str,
    code: str | None,
) -> date:
    """The due date of an open prompt once the last day of its step has moved.

    Counted anew from the moment of asking. Only what the last day had shortened becomes later;
    what becomes earlier leaves one business day from now.

    Args:
        last_days: of the step, before and after.
        zone, code: of the person asked, as when it was asked.
    """
    was, is_now = (
        due_day(rule, prompt.asked_at, last_day=day, zone=zone, code=code) for day in last_days
    )
    if was == is_now:
        return prompt.due_on
    if last_days[1] > last_days[0]:
        return max(prompt.due_on, is_now)
    soonest = business_days_after(now.astimezone(ZoneInfo(zone)).date(), 1, code)
    return min(prompt.due_on, max(is_now, soonest))


def _moved(
    tat: Tat, rules: Rules, before: CalendarDays, after: CalendarDays, *, now: datetime
) -> Iterator[MovedPrompt]:
    plans = reading.load_plans(tat, after.name)
    zones = {one.id: one.time_zone for one in people.directory(tat).people.values()}
    for was, step in zip(before.steps, after.steps, strict=True):
        if was.ends_on == step.ends_on:
            continue
        for prompt in prompts.open_prompts(tat, after.name, step=step.number):
            due_on = moved_due_on(
                prompt, rules.rule(prompt.kind, prompt.variant),
                last_days=(was.ends_on, step.ends_on), now=now,
                zone=zones[prompt.person_id], code=code_of(prompt, plans),
            )  # fmt: skip
            if due_on != prompt.due_on:
                yield MovedPrompt(prompt, prompt.due_on, due_on)
