"""Tell of moved days: once, the newest, and nobody of their own act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from config.rules import Rules
from config.vocabulary import Purpose, Role, Urgency
from tasks.moved_calls import calls_outside
from tasks.moved_prompts import MovedPrompt
from tat import moves, notices, people, subjects
from tat.calendar import CalendarDays, WindowDays, days_of
from tat.database import Tat
from tat.moves import Move, span_of
from tat.notices import Owed
from tat.schema import Decision, Notice, Prompt
from tat.statuses import NoticeState, PromptState

ALWAYS_TOLD = (Role.SPECIALIST, Role.REGIONAL_MANAGER, Role.OCC)
"""Who is told of every move, whether anything is asked of them or not."""


@dataclass(frozen=True)
class Told:
    """A move that was decided, as its mails tell of it."""

    rules: Rules
    before: CalendarDays
    after: CalendarDays
    move: Move
    prompts: Sequence[MovedPrompt]
    decision: Decision

    @property
    def by_id(self) -> int | None:
        """Who decided."""
        return self.decision.by_person_id


def tell_of_move(tat: Tat, told: Told, *, now: datetime) -> int:
    """Owe the notices of a move; returns how many.

    What waits to be said of an earlier move of the same days is taken back: this one tells of
    both, from the days that its reader knows.
    """
    waiting = _waiting(tat, told)
    for one in waiting.values():
        one.state = NoticeState.CANCELLED
    tat.flush()
    owed = [*_to_all(tat, told, waiting, now=now), *_to_asked(tat, told, waiting)]
    return notices.owe(tat, told.after.name, owed, now=now)


def _waiting(tat: Tat, told: Told) -> dict[tuple[int, int | None], Notice]:
    """What nobody has read yet of these days, by person and prompt."""
    rows = sa.select(Notice).where(
        Notice.cycle == told.after.name,
        Notice.purpose == Purpose.DATES_MOVED,
        Notice.step == told.move.step,
        Notice.state == NoticeState.WAITING,
    )
    return {
        (one.person_id, one.prompt_id): one
        for one in tat.scalars(rows)
        if one.details["window"] == told.move.window
    }


def _to_all(
    tat: Tat, told: Told, waiting: Mapping[tuple[int, int | None], Notice], *, now: datetime
) -> Iterator[Owed]:
    directory = people.directory(tat)
    calls = {}
    if told.move.window is None:
        step = told.after.step(told.move.step)
        calls = calls_outside(tat, told.after.name, step, told.rules, directory, now=now)
    always = (
        person.id
        for (role, _scope), holders in directory.holders.items()
        if role in ALWAYS_TOLD
        for person in holders
    )
    for person_id in dict.fromkeys([*always, *calls]):
        if person_id == told.by_id:
            continue
        days = _days(told, waiting.get((person_id, None)))
        if days["before"] != days["after"] or days["at_once"]:
            details = days | {"calls": calls.get(person_id, [])}
            yield _owed(told, person_id, told.move.subject, details)


def _to_asked(
    tat: Tat, told: Told, waiting: Mapping[tuple[int, int | None], Notice]
) -> Iterator[Owed]:
    """Who has been asked, and has another due date than the one that they know."""
    moved = {one.prompt.id: one for one in told.prompts}
    unread = _not_yet_asked(tat, moved)
    known = {prompt_id: one for (_person, prompt_id), one in waiting.items() if prompt_id}
    for prompt in _open(tat, {*moved, *known}):
        was = (
            known[prompt.id].details["due_before"]
            if prompt.id in known
            else (moved[prompt.id].was.isoformat())
        )
        is_news = was != prompt.due_on.isoformat() and prompt.id not in unread
        if is_news and prompt.person_id != told.by_id:
            details = _days(told, known.get(prompt.id)) | {"due_before": was}
            yield _owed(told, prompt.person_id, subjects.prompt(prompt.id), details, prompt=prompt)


def _owed(
    told: Told,
    person_id: int,
    subject: str,
    details: dict[str, Any],
    *,
    prompt: Prompt | None = None,
) -> Owed:
    return Owed(
        purpose=Purpose.DATES_MOVED, step=told.move.step, subject=subject, person_id=person_id,
        round=told.decision.id, prompt_id=prompt.id if prompt else None,
        plan_id=prompt.plan_id if prompt else None, details=details,
        urgency=_urgency(told.rules, details, prompt),
    )  # fmt: skip


def _urgency(rules: Rules, details: dict[str, Any], prompt: Prompt | None) -> Urgency:
    """What comes earlier than its reader thinks is told with the day's mail; the rest can wait."""
    before, after = details["before"], details["after"]
    pairs = [(before[name], after[name]) for name in before]
    if prompt is not None:
        pairs = [(details["due_before"], prompt.due_on.isoformat())]
    is_earlier = any(is_now < was for was, is_now in pairs)
    return Urgency.DAILY if is_earlier else rules.notice[Purpose.DATES_MOVED].urgency


def _days(told: Told, unread: Notice | None) -> dict[str, Any]:
    """The days that the reader knows, those that hold now, and who says so why."""
    before, after = span_of(told.before, told.move), span_of(told.after, told.move)
    step = told.after.step(told.move.step)
    return {
        "step": step.number,
        "name": after.title if isinstance(after, WindowDays) else step.name,
        "window": told.move.window,
        "before": unread.details["before"] if unread else days_of(before),
        "after": days_of(after),
        "at_once": told.move.at_once,
        "follow": [
            {"step": one.number, "name": one.name, "starts_on": one.starts_on.isoformat()}
            for one in moves.following(told.before, told.after, told.move)
        ],
        "reason": told.decision.reason,
        "by": told.by_id,
    }


def _not_yet_asked(tat: Tat, prompt_ids: Mapping[int, MovedPrompt]) -> set[int | None]:
    """Prompts whose question has not left: it will say the new date by itself."""
    rows = sa.select(Notice.prompt_id).where(
        Notice.prompt_id.in_(prompt_ids),
        Notice.purpose == Purpose.ASK,
        Notice.state == NoticeState.WAITING,
    )
    return set(tat.scalars(rows))


def _open(tat: Tat, prompt_ids: set[int]) -> Sequence[Prompt]:
    rows = sa.select(Prompt).where(Prompt.id.in_(prompt_ids), Prompt.state == PromptState.OPEN)
    return tat.scalars(rows.order_by(Prompt.id)).all()
