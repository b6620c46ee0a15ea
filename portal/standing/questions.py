"""Who has the ball: the questions about plans that wait, of whom, since when and until when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.titles import TITLE_OF
from config.vocabulary import PromptKind
from tat.database import Tat
from tat.due_days import ZONE_OF_ASKED
from tat.schema import Jurisdiction, Person, Plan, Prompt
from tat.statuses import PromptState
from templates.words import ASKED_TO

AND = ("all", "one of each")
"""Where more than one answer is needed, each of the people asked has the ball."""


@dataclass(frozen=True)
class Waiting:
    """One question that waits for one of some people, or for several of them."""

    plan_id: int
    kind: PromptKind
    center: str | None
    names: str
    """ "Aria Oak", "Aria Oak or Ben Fir" where one answer suffices, else joined by "and"."""
    title: str
    """Their role: "Administrator", "NCASE center lead"."""
    asked_to: str
    asked_on: date
    due_on: date
    days: int
    """How long it waits, in whole days."""
    days_overdue: int
    """0 until the last day has ended where the person asked lives."""
    prompt_of: Mapping[int, int]
    """The prompt of each person asked."""


def waiting(
    tat: Tat, cycle: str, *, now: datetime, plan_id: int | None = None
) -> Mapping[int, Sequence[Waiting]]:
    """The open questions about each plan, the oldest first, by plan id."""
    rows = _open(cycle) if plan_id is None else _open(cycle).where(Prompt.plan_id == plan_id)
    rounds: dict[tuple[PromptKind, str, int], list[Any]] = defaultdict(list)
    for row in tat.execute(rows):
        rounds[row.kind, row.subject, row.round].append(row)
    days = {row.zone: _day(now, row.zone) for asked in rounds.values() for row in asked}
    found: dict[int, list[Waiting]] = defaultdict(list)
    for asked in rounds.values():
        found[asked[0].plan_id].append(_waiting(asked, days[asked[0].zone]))
    return found


def _open(cycle: str) -> sa.Select[*tuple[Any, ...]]:
    """Open prompts; the zone is the state's where its Administrator is asked, else the person's."""
    return (
        sa.select(
            Prompt.id, Prompt.person_id, Prompt.plan_id, Prompt.kind, Prompt.subject, Prompt.round,
            Prompt.role, Prompt.center, Prompt.sufficient, Prompt.asked_at, Prompt.due_on,
            Person.name, ZONE_OF_ASKED.label("zone"),
        )
        .join(Person, Person.id == Prompt.person_id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Prompt.cycle == cycle, Prompt.state == PromptState.OPEN)
        .order_by(Prompt.asked_at, Prompt.id)
    )  # fmt: skip


def _waiting(asked: Sequence[Any], today: date) -> Waiting:
    first = asked[0]
    asked_on = _day(first.asked_at, first.zone)
    last_day = max(row.due_on for row in asked)
    joined = " and " if first.sufficient in AND or first.sufficient.isdigit() else " or "
    return Waiting(
        plan_id=first.plan_id,
        kind=first.kind,
        center=first.center,
        names=joined.join(dict.fromkeys(row.name for row in asked)),
        title=" ".join(filter(None, (first.center, TITLE_OF[first.role]))),
        asked_to=ASKED_TO[first.kind],
        asked_on=asked_on,
        due_on=last_day,
        days=(today - asked_on).days,
        days_overdue=max((today - last_day).days, 0),
        prompt_of={row.person_id: row.id for row in asked},
    )


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
