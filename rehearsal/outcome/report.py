"""The report of a rehearsal: a page for the browser, and what fits a terminal's screen."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rehearsal.outcome import report_rows as rows
from rehearsal.outcome.story import Story
from rehearsal.outcome.summary import Summary
from tat.statuses import Status
from templates import charts
from templates.filters import plural
from templates.reports import calendar_charts, findings, topic_charts
from templates.reports.page import render_report

REPORT_FILE = "report.html"

N_HELD_SHOWN = 3
"""How many held plans the screen names before it counts the rest."""

N_LETTERS_HELD = 180
"""How much it says of each: two lines."""


def write_report(summary: Summary, story: Story, folder: Path) -> Path:
    """Write report.html into the folder; returns the file."""
    spans, days = rows.spans(story), rows.days_shown(story)
    waiting = [(day.day, day.waiting) for day in days]
    statuses = [(day.day, day.plans) for day in days]
    waits, mails, needs = rows.waits(story), rows.mails(summary), rows.needs(story)
    purposes = rows.purposes(summary)
    page = render_report(
        "rehearsal",
        summary=summary,
        story=story,
        sentences=rows.what_happened(summary, story),
        steps=list(zip(summary.steps, story.steps, strict=True)),
        weeks=rows.weeks(days),
        held=[(story.names[one.jurisdiction], one) for one in summary.held],
        mails=rows.mail_table(summary),
        events=rows.events_by_kind(story),
        purposes=rows.purpose_table(purposes),
        findings={
            "timeline": findings.of_timeline(spans, waiting),
            "statuses": findings.of_statuses(statuses, Status.FINAL),
            "waits": findings.of_waits(waits),
            "mails": findings.of_mails(mails),
            "needs": findings.of_needs(needs, summary.jurisdictions),
            "purposes": findings.of_purposes(purposes),
        },
        charts={
            "timeline": calendar_charts.timeline(spans, waiting, until=rows.horizon(story)),
            "statuses": calendar_charts.statuses(statuses),
            "waits": charts.waits(waits),
            "mails": charts.mails(mails),
            "needs": topic_charts.needs(needs, n_in_region=story.n_in_region),
            "purposes": topic_charts.purposes(purposes),
        },
    )
    file = folder / REPORT_FILE
    file.write_text(page, encoding="utf-8")
    return file


def screen(summary: Summary, folder: Path | None = None) -> RenderableType:
    """The summary for a terminal: at most 23 lines at 100 columns.

    Args:
        folder: where the report is; None for the folder that a rehearsal writes by default.
    """
    report = (folder or Path("out", "rehearsal", summary.cycle)) / REPORT_FILE
    n_final, n_plans = summary.plans[Status.FINAL], sum(summary.plans.values())
    tables = Table.grid(padding=(0, 6))
    tables.add_row(_plans(summary), _mails(summary))
    prompts, messages = summary.prompts, summary.messages
    state = "intact" if summary.ledger.intact else "BROKEN"
    return Group(
        Text(f"Rehearsal of {summary.cycle}: {n_final} of {n_plans} plans are final", "bold"),
        Text(),
        tables,
        Text(),
        *_held(summary),
        Text(
            f"Questions {prompts.opened:,}: {prompts.answered:,} answered ({prompts.late:,} late), "
            f"{prompts.withdrawn:,} withdrawn, {prompts.open:,} open"
        ),
        Text(
            f"Messages  {messages.sent:,} sent, {messages.queued:,} queued, "
            f"{messages.failed:,} failed"
        ),
        Text(f"Ledger    {plural(summary.ledger.entries, 'entry', 'entries')}, {state}"),
        Text(
            f"Time      {summary.seconds.wall:,.0f} s by the clock, "
            f"{summary.seconds.cpu:,.0f} s of computing"
        ),
        Text(f"Report    {report}", overflow="fold"),
    )


def _plans(summary: Summary) -> Table:
    table = Table("Plans", box=None, pad_edge=False)
    table.add_column(justify="right")
    for status, n in summary.plans.items():
        table.add_row(status, f"{n:,}")
    return table


def _mails(summary: Summary) -> Table:
    table = Table("Most mails to one person, steps 1 to 5", box=None, pad_edge=False)
    table.add_column("sent", justify="right")
    table.add_column("limit", justify="right")
    table.add_column()
    for row in rows.mails(summary):
        if row.limit is not None:
            over = "over the limit" if row.most > row.limit else ""
            table.add_row(row.role, f"{row.most:,}", f"{row.limit:,}", over)
    return table


def _held(summary: Summary) -> Iterator[Text]:
    for held in summary.held[:N_HELD_SHOWN]:
        since = f" since {held.since}" if held.since else ""
        text = f"Held: {held.jurisdiction}, {held.status},{since} waits for {held.waiting_for}"
        yield Text(text if len(text) <= N_LETTERS_HELD else f"{text[: N_LETTERS_HELD - 4]} ...")
    if len(summary.held) > N_HELD_SHOWN:
        yield Text(f"Held: {len(summary.held) - N_HELD_SHOWN:,} more; the report names them")
    if summary.held:
        yield Text()
