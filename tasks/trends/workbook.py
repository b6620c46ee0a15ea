"""Write the figures of an edition as a workbook: one sheet a table, each with its denominators."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from tasks.trends.record import Trends
from tasks.trends.sheets import Sheet, sheets
from tat.messages import Document
from templates.reports import trend_sheets as words
from templates.reports.trend_findings import part_of
from templates.reports.trend_sheets import Shown
from templates.table_book import Table, table_book

NUMBERS = {Shown.COUNT: "#,##0", Shown.SHARE: "0%", Shown.DAYS: "#,##0.0"}


def workbook(trends: Trends, region: int | None) -> Document:
    """Make the workbook of the nation, or of a region; of the same figures the same bytes."""
    title = f"TA needs and trends: {trends.place_name(region)}"
    about = Sheet(words.ABOUT, list(_about(trends, title)))
    content = table_book(
        title,
        [_table(sheet) for sheet in (about, *sheets(trends, region))],
        made_at=datetime.combine(trends.on, time()),
        subject=trends.declared.calendar.title,
    )
    where = "" if region is None else f" Region {region}"
    return Document(f"Figures of TA needs and trends{where}.xlsx", content)


def _about(trends: Trends, title: str) -> Iterable[Sequence[Any]]:
    rule = trends.declared.rules.trends
    n_answered = int(trends.states["has_answered"].sum())
    yield "Title", title
    yield "Cycle", trends.declared.calendar.title
    yield "From the plans as they stood on", trends.on.isoformat()
    yield "States and territories that answered", f"{n_answered} of {len(trends.states)}"
    yield (
        words.TOPICS.heads[-1].words,
        words.common_note(rule.common_states, part_of(rule.common_percent)),
    )
    yield words.CLUSTERS.name, words.cluster_note(rule.cluster_states, rule.cluster_times)
    yield words.SMALL, words.small_note(rule.small_below)


def _table(sheet: Sheet) -> Table:
    heads = sheet.words.heads
    is_words = [head.shown is Shown.WORDS for head in heads]
    return Table(
        name=sheet.words.name,
        says=sheet.words.says,
        heads=[head.words for head in heads],
        rows=[
            [
                str(value) if is_word and value is not None else value
                for value, is_word in zip(row, is_words, strict=True)
            ]
            for row in sheet.rows
        ],
        numbers={at: NUMBERS[head.shown] for at, head in enumerate(heads) if head.shown in NUMBERS},
        empty=sheet.empty,
    )
