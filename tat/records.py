"""Which records are stale or incomplete (7.2): found from what stands on record, and the day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from config.titles import TITLE_OF
from config.vocabulary import Progress, Role
from tat.facts import LineFacts, PlanFacts
from tat.statuses import Status

WANTED = (
    Role.SPECIALIST,
    Role.ADMINISTRATOR,
    Role.HEAD_START_COLLABORATION_DIRECTOR,
    Role.ADVISORY_COUNCIL_CHAIR,
    Role.LICENSING_DIRECTOR,
)
"""The roles without which a state cannot be asked or told what the process asks and tells it."""

OVER = (Progress.DONE, Progress.DROPPED)
"""After these nothing more is expected of an activity."""


@dataclass(frozen=True)
class Mark:
    """The newest word on the delivery of an activity."""

    progress: Progress
    expected_on: date | None
    said_on: date


@dataclass(frozen=True)
class PlanRecord:
    """What stands on record about one plan, as far as it can be stale or incomplete."""

    plan: PlanFacts
    says: Mapping[int, str]
    """The text of each need and the title of each activity, by line id."""
    marks: Mapping[int, Mark]
    final_on: date | None
    missing_roles: Sequence[Role]
    """Those of WANTED that nobody has in its state."""


@dataclass(frozen=True)
class Finding:
    """Something stale or incomplete."""

    key: str
    """The same as long as nothing about it has changed."""
    says: str


def find(record: PlanRecord, *, today: date, stale_after_months: int) -> list[Finding]:
    """Everything stale or incomplete about a plan; empty when its record is as it should be."""
    found = [
        Finding(f"role {role}", f"Nobody on record is {TITLE_OF[role]}")
        for role in record.missing_roles
    ]
    plan = record.plan
    if plan.status != Status.FINAL:
        found.append(Finding(f"status {plan.status}", f"The plan is still {plan.status}"))
    else:
        found += _of_activities(record, today, stale_after_months)
    if plan.status != Status.DRAFT_INITIAL:
        found += _of_needs(record)
    return found


def _of_activities(record: PlanRecord, today: date, months: int) -> Iterator[Finding]:
    for line in record.plan.activities:
        mark = record.marks.get(line.id)
        if mark is not None and mark.progress in OVER:
            continue
        name = f"Activity {line.number}, {record.says[line.id]}"
        if mark is not None and mark.expected_on is not None and mark.expected_on < today:
            day = mark.expected_on
            yield Finding(
                f"overdue {line.id} {day}", f"{name}: was expected by {_day(day)}, and is not done"
            )
            continue
        since = mark.said_on if mark else record.final_on
        n_times = _n_times(since, today, months)
        if since is not None and n_times:
            yield Finding(
                f"unmarked {line.id} {since} {n_times}",
                f"{name}: no word on it since {_day(since)}",
            )


def _of_needs(record: PlanRecord) -> Iterator[Finding]:
    answering: dict[int | None, list[LineFacts]] = defaultdict(list)
    for line in record.plan.activities:
        answering[line.need_id].append(line)
    for need in record.plan.needs:
        name = f"Need {need.number}, {record.says[need.id]}"
        activities = answering[need.id]
        come = [record.marks[one.id].progress for one in activities if one.id in record.marks]
        if not activities:
            yield Finding(f"unanswered {need.id}", f"{name}: no activity answers it")
        elif len(come) == len(activities) and set(come) <= set(OVER):
            if Progress.DONE in come:
                yield Finding(
                    f"delivered {need.id}", f"{name}: all is delivered, and the need still stands"
                )
            else:
                yield Finding(f"dropped {need.id}", f"{name}: every activity for it was dropped")


def _n_times(since: date | None, today: date, months: int) -> int:
    """How many times the months have passed since a day: a record grows stale again."""
    n_times = 0
    while since is not None and since + relativedelta(months=(n_times + 1) * months) <= today:
        n_times += 1
    return n_times


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
