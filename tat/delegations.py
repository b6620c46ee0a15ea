"""Delegations: somebody answers in the place of somebody else for some days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import Rules
from config.vocabulary import Purpose
from tat import authors, notices, subjects, who_may
from tat.database import Tat
from tat.due_days import urgency_of_handed
from tat.notices import Owed
from tat.people import Directory, Somebody
from tat.schema import Delegation, Notice, Person, Prompt
from tat.statuses import NoticeState, PromptState


@dataclass(frozen=True)
class Delegate:
    """Who answers in the place of somebody, and until when."""

    person: Somebody
    delegation_id: int
    ends_on: date


def holds(delegation: Delegation, *, zone: str, now: datetime) -> bool:
    """Whether a delegation holds: its days are counted where the one who delegates lives."""
    if delegation.ended_at is not None and delegation.ended_at <= now:
        return False
    return delegation.starts_on <= now.astimezone(ZoneInfo(zone)).date() <= delegation.ends_on


def newest(tat: Tat, person_id: int, to_person_id: int) -> Delegation | None:
    """The delegation from one person to another that begins last."""
    rows = sa.select(Delegation).where(
        Delegation.person_id == person_id, Delegation.to_person_id == to_person_id
    )
    return tat.scalars(rows.order_by(Delegation.starts_on.desc(), Delegation.id.desc())).first()


def is_delegate(tat: Tat, person_id: int, to_person_id: int, *, now: datetime) -> bool:
    """Whether one person answers in the place of another now."""
    zone = tat.get_one(Person, person_id).time_zone
    rows = sa.select(Delegation).where(
        Delegation.person_id == person_id, Delegation.to_person_id == to_person_id
    )
    return any(holds(one, zone=zone, now=now) for one in tat.scalars(rows))


def delegates(
    tat: Tat, prompts: Sequence[Prompt], directory: Directory, *, now: datetime
) -> dict[int, Delegate]:
    """Who may answer some open prompts in the place of the person asked, by prompt id.

    Left out is who would approve their own work, may not decide on it, or is asked the same.
    """
    held = _holding(tat, directory, now=now)
    theirs = [one for one in prompts if one.person_id in held]
    if not theirs:
        return {}
    asked = _asked_themselves(tat, {one.person.id for one in held.values()})
    found = {}
    for prompt, matter in zip(theirs, authors.of_prompts(tat, theirs), strict=True):
        delegate = held[prompt.person_id]
        roles = directory.roles_of.get(delegate.person.id, frozenset())
        is_barred = who_may.why_not(prompt.kind, delegate.person.id, roles, matter)
        may_not = who_may.why_not_in_place([prompt.role], roles)
        if not is_barred and not may_not and (delegate.person.id, _question(prompt)) not in asked:
            found[prompt.id] = delegate
    return found


def owe_delegates(
    tat: Tat, cycle: str, found: Mapping[int, Delegate], rules: Rules, *, now: datetime
) -> int:
    """Owe each delegate the question; who was told under this delegation is not told again."""
    if not found:
        return 0
    prompts = tat.scalars(sa.select(Prompt).where(Prompt.id.in_(found)).order_by(Prompt.id))
    owed = [
        Owed(
            purpose=Purpose.ASK, step=prompt.step, subject=subjects.prompt(prompt.id),
            person_id=found[prompt.id].person.id, round=found[prompt.id].delegation_id,
            urgency=urgency_of_handed(rules.rule(prompt.kind, prompt.variant)), prompt_id=prompt.id,
            plan_id=prompt.plan_id,
        )
        for prompt in prompts
    ]  # fmt: skip
    return notices.owe(tat, cycle, owed, now=now)


def cancel_ended(tat: Tat, cycle: str, found: Mapping[int, Delegate]) -> None:
    """Take back what waits to be sent to people who are nobody's delegates any more."""
    rows = (
        sa.select(Notice)
        .join(Prompt, Prompt.id == Notice.prompt_id)
        .where(
            Notice.cycle == cycle, Notice.state == NoticeState.WAITING,
            Notice.purpose.in_((Purpose.ASK, Purpose.REMINDER)),
            Notice.person_id != Prompt.person_id,
        )
    )  # fmt: skip
    for notice in tat.scalars(rows):
        delegate = found.get(notice.prompt_id or 0)
        if delegate is None or delegate.person.id != notice.person_id:
            notice.state = NoticeState.CANCELLED
    tat.flush()


def _holding(tat: Tat, directory: Directory, *, now: datetime) -> dict[int, Delegate]:
    """The delegate of everybody who has one now, by the id of who delegates."""
    live = sa.select(Delegation).where(
        sa.or_(Delegation.ended_at.is_(None), Delegation.ended_at > now)
    )
    return {
        one.person_id: Delegate(directory.people[one.to_person_id], one.id, one.ends_on)
        for one in tat.scalars(live.order_by(Delegation.id))
        if holds(one, zone=directory.people[one.person_id].time_zone, now=now)
    }


Question = tuple[str, str, str, int]


def _question(prompt: Prompt) -> Question:
    return prompt.cycle, prompt.kind, prompt.subject, prompt.round


def _asked_themselves(tat: Tat, person_ids: Iterable[int]) -> set[tuple[int, Question]]:
    """What delegates are asked, or have answered, in a role of their own."""
    rows = sa.select(Prompt).where(
        Prompt.person_id.in_(person_ids), Prompt.state != PromptState.WITHDRAWN
    )
    return {(prompt.person_id, _question(prompt)) for prompt in tat.scalars(rows)}
