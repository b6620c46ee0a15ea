"""The rows that the report shows, from the summary and the story."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from config.titles import TITLE_OF
from config.vocabulary import Role
from rehearsal.outcome.events import Event, EventKind
from rehearsal.outcome.mails import MailsOfRole
from rehearsal.outcome.story import DayCount, Story
from rehearsal.outcome.summary import Summary
from tasks.trends.purposes import share_rows
from tat.statuses import Status
from templates.filters import plural
from templates.reports import findings
from templates.reports.findings import MailRow, ShareRow, Span, TopicRow, WaitRow, short_day

LAST_PLANNING_STEP = 5
"""The charts along the calendar end after this step: delivery goes on for two years."""

DAYS_AFTER = timedelta(days=10)
"""How much they show after the last thing that happened to a plan's status."""

N_HELD_TOLD = 5
"""How many held plans the first box tells of; the table has all."""


def what_happened(summary: Summary, story: Story) -> list[str]:
    """What happened, in one sentence each."""
    prompts, messages = summary.prompts, summary.messages
    return [
        *_plans_told(summary, story),
        f"{plural(prompts.opened, 'question')} went out: {prompts.answered:,} were answered "
        f"({prompts.late:,} late), {prompts.withdrawn:,} withdrawn because no answer was needed "
        f"any more, {prompts.open:,} still open.",
        f"{plural(messages.sent, 'mail')} went out; {messages.queued:,} still queued, "
        f"{messages.failed:,} failed. {findings.of_mails(mails(summary))}",
        _ledger_told(summary),
    ]


def spans(story: Story) -> list[Span]:
    """The steps for the timeline."""
    return [
        Span(step.number, step.name, step.starts_on, step.ends_on, step.opened_on, step.closed_on)
        for step in story.steps
    ]


def horizon(story: Story) -> date:
    """The last day that the charts along the calendar show."""
    planned = [
        day
        for step in story.steps
        if step.number <= LAST_PLANNING_STEP
        for day in (step.ends_on, step.closed_on)
        if day
    ]
    changed = [day.day for before, day in pairwise(story.days) if before.plans != day.plans]
    return max([*planned, *changed], default=story.until) + DAYS_AFTER


def days_shown(story: Story) -> list[DayCount]:
    """The days on record up to the horizon."""
    last = horizon(story)
    return [day for day in story.days if day.day <= last]


def weeks(days: Sequence[DayCount]) -> list[DayCount]:
    """The last day of each week, Fridays, and the last day of all."""
    return [day for day in days if day.day.weekday() == 4 or day is days[-1]]


def waits(story: Story) -> list[WaitRow]:
    """Who kept whom waiting."""
    return [
        WaitRow(
            who=one.party,
            whom=one.waiting,
            median=one.median_days,
            longest=one.longest_days,
            n_open=one.n_open,
        )
        for one in story.waited
    ]


def mails(summary: Summary) -> list[MailRow]:
    """The most mails to one person of each role."""
    return [MailRow(_role(one), one.most, one.limit) for one in summary.mails_by_role]


def mail_table(summary: Summary) -> list[tuple[str, MailsOfRole]]:
    """Each role with its figures."""
    return [(_role(one), one) for one in summary.mails_by_role]


def needs(story: Story) -> list[TopicRow]:
    """What is asked for, by region."""
    return [TopicRow(one.topic, one.regions) for one in story.needs]


def purposes(summary: Summary) -> list[ShareRow]:
    """What the plans ask for, and how it is answered (8.3)."""
    return share_rows(summary.what_for)


def purpose_table(rows: Sequence[ShareRow]) -> list[tuple[str, str, int, str]]:
    """Title, word, count and share of each, for the table."""
    return [
        (row.title, word, n, f"{n / row.total:.0%}" if row.total else "-")
        for row in rows
        for word, n in row.counts.items()
    ]


def events_by_kind(story: Story) -> list[tuple[str, list[Event]]]:
    """What did not go the straight way, kind by kind; kinds that did not occur are left out."""
    kinds = {kind: [one for one in story.events if one.kind == kind] for kind in EventKind}
    return [(_first_upper(kind), found) for kind, found in kinds.items() if found]


def _plans_told(summary: Summary, story: Story) -> Iterator[str]:
    n_plans, n_final = sum(summary.plans.values()), summary.plans[Status.FINAL]
    n_held = len(summary.held)
    if n_final == n_plans:
        yield f"All {plural(n_plans, 'plan')} became final."
        return
    yield f"{n_final:,} of {plural(n_plans, 'plan')} became final{_held_told(n_held)}."
    for held in summary.held[:N_HELD_TOLD]:
        since = f" It has waited since {short_day(held.since)}" if held.since else " It waits"
        name = story.names[held.jurisdiction]
        yield f"{name}'s plan stays {held.status}.{since} for {held.waiting_for}."
    if n_held > N_HELD_TOLD:
        yield f"{n_held - N_HELD_TOLD:,} more plans are held; the table below names them all."
    if n_on_its_way := n_plans - n_final - n_held:
        yield f"{plural(n_on_its_way, 'plan')} on the way: the steps are not over."


def _held_told(n_held: int) -> str:
    return f"; {n_held:,} {'is' if n_held == 1 else 'are'} held" if n_held else ""


def _ledger_told(summary: Summary) -> str:
    entries = plural(summary.ledger.entries, "entry", "entries")
    if summary.ledger.intact:
        return f"The ledger has {entries}; every one is as it was written."
    return f"The ledger, {entries} long, is broken: find the first bad one with ledger verify."


def _role(one: MailsOfRole) -> str:
    title = _first_upper(TITLE_OF[Role(one.role)])
    return title if one.states is None else f"{title} with {plural(one.states, 'state')}"


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
