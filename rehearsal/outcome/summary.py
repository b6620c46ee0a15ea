"""What came out of a rehearsed cycle, in figures, read from the tracker: summary.json."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.declared import Declared
from portal.standing.held import Held, held_plans
from rehearsal.outcome.mails import MailsOfRole, mails_by_role, steps_of_messages
from tat import ledger
from tat.database import Tat
from tat.figures import Figures, read_figures
from tat.schema import Answer, Message, Plan, Prompt, Step
from tat.statuses import MessageState, PromptState, Status

SUMMARY_FILE = "summary.json"


@dataclass(frozen=True)
class Seconds:
    """How long the rehearsal took."""

    wall: float
    cpu: float
    """Of all processes, Prefect's server included."""


@dataclass(frozen=True)
class StepResult:
    """How one step went. Dates are days in the cycle's time zone."""

    number: int
    opened_on: date | None
    closed_on: date | None
    wakes: int
    prompts: int
    """Asked in this step."""
    messages: int
    """Made for this step; one that also speaks of later steps counts once, here."""


@dataclass(frozen=True)
class PromptCounts:
    """What became of the questions. `opened` is all of them; `late` is part of `answered`."""

    opened: int
    answered: int
    late: int
    """First answered after the due date."""
    withdrawn: int
    open: int


@dataclass(frozen=True)
class MessageCounts:
    """What became of the messages. One that is claimed for sending still counts as queued."""

    queued: int
    sent: int
    failed: int


@dataclass(frozen=True)
class LedgerState:
    """How long the ledger is, and whether every entry is as it was written."""

    entries: int
    intact: bool


@dataclass(frozen=True)
class Summary:
    """All of summary.json; the fields are its keys."""

    cycle: str
    jurisdictions: int
    plans: Mapping[str, int]
    """How many plans have each status."""
    held: Sequence[Held]
    what_for: Figures
    """What the plans ask for and offer (8.3)."""
    steps: Sequence[StepResult]
    prompts: PromptCounts
    messages: MessageCounts
    mails_by_role: Sequence[MailsOfRole]
    ledger: LedgerState
    seconds: Seconds


def collect(tat: Tat, declared: Declared, seconds: Seconds) -> Summary:
    """Read the results of the declared cycle from its tracker."""
    cycle = declared.calendar.name
    check = ledger.verify(tat)
    plans = _plans(tat, cycle)
    return Summary(
        cycle=cycle,
        jurisdictions=sum(plans.values()),
        plans={status.value: plans[status] for status in Status},
        held=held_plans(tat, cycle, declared.rules, zone=declared.calendar.time_zone),
        what_for=read_figures(tat, cycle),
        steps=_steps(tat, cycle, zone=ZoneInfo(declared.calendar.time_zone)),
        prompts=_prompts(tat, cycle),
        messages=_messages(tat, cycle),
        mails_by_role=mails_by_role(tat, cycle, declared.rules.mail_limits),
        ledger=LedgerState(check.n_entries, check.is_intact),
        seconds=seconds,
    )


def write_summary(summary: Summary, folder: Path) -> Path:
    """Write summary.json into the folder; returns the file."""
    file = folder / SUMMARY_FILE
    text = json.dumps(asdict(summary), indent=2, ensure_ascii=False, default=date.isoformat)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def day_of(moment: datetime | None, zone: ZoneInfo) -> date | None:
    """The day of a moment in a time zone."""
    return None if moment is None else moment.astimezone(zone).date()


def is_first_answer() -> sa.ColumnElement[bool]:
    """Whether an answer is the first to its prompt: a correction of one in time is not late."""
    earlier = aliased(Answer)
    before = sa.and_(earlier.prompt_id == Answer.prompt_id, earlier.id < Answer.id)
    return ~sa.exists().where(before)


def _plans(tat: Tat, cycle: str) -> Counter[Status]:
    rows = sa.select(Plan.status, sa.func.count()).where(Plan.cycle == cycle)
    return Counter(dict(tat.execute(rows.group_by(Plan.status)).all()))


def _steps(tat: Tat, cycle: str, *, zone: ZoneInfo) -> list[StepResult]:
    asked = sa.select(Prompt.step, sa.func.count()).where(Prompt.cycle == cycle)
    n_prompts = dict(tat.execute(asked.group_by(Prompt.step)).all())
    of_messages = steps_of_messages(cycle)
    made = sa.select(of_messages.c.step, sa.func.count()).group_by(of_messages.c.step)
    n_messages: dict[int, int] = dict(tat.execute(made).all())
    rows = sa.select(Step.number, Step.opened_at, Step.closed_at, Step.n_wakes)
    return [
        StepResult(
            number=number,
            opened_on=day_of(opened_at, zone),
            closed_on=day_of(closed_at, zone),
            wakes=n_wakes,
            prompts=n_prompts.get(number, 0),
            messages=n_messages.get(number, 0),
        )
        for number, opened_at, closed_at, n_wakes in tat.execute(
            rows.where(Step.cycle == cycle).order_by(Step.number)
        )
    ]


def _prompts(tat: Tat, cycle: str) -> PromptCounts:
    rows = sa.select(Prompt.state, sa.func.count()).where(Prompt.cycle == cycle)
    n = Counter(dict(tat.execute(rows.group_by(Prompt.state)).all()))
    late = (
        sa.select(sa.func.count())
        .select_from(Answer)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(Prompt.cycle == cycle, Prompt.state == PromptState.ANSWERED)
        .where(Answer.is_late, is_first_answer())
    )
    return PromptCounts(
        opened=sum(n.values()),
        answered=n[PromptState.ANSWERED],
        late=tat.scalar(late) or 0,
        withdrawn=n[PromptState.WITHDRAWN],
        open=n[PromptState.OPEN],
    )


def _messages(tat: Tat, cycle: str) -> MessageCounts:
    rows = sa.select(Message.state, sa.func.count()).where(Message.cycle == cycle)
    n = Counter(dict(tat.execute(rows.group_by(Message.state)).all()))
    return MessageCounts(
        queued=n[MessageState.QUEUED] + n[MessageState.CLAIMED],
        sent=n[MessageState.SENT],
        failed=n[MessageState.FAILED],
    )
