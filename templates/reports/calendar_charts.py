"""Charts along the calendar: plain rows in, an inline SVG with its finding as title out."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from textwrap import wrap
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from templates.reports import findings
from templates.reports.drawing import (
    ALERT,
    DARK,
    INK,
    LIGHT,
    MIDDLE,
    PALE,
    WIDTH,
    as_svg,
    canvas,
    plain,
    style,
)
from templates.reports.findings import Span, Statuses, Waiting

T = TypeVar("T")

STATUS_FILLS = ((PALE, ""), (LIGHT, "\\\\"), (MIDDLE, "//"), (DARK, ""))
"""Fill and hatch of the statuses, from the first to the last."""

MOST_LABELS = 14
"""How many months are named on the axis; of more, only every third."""


def timeline(spans: Sequence[Span], waiting: Waiting, *, until: date) -> str:
    """Each step as planned, when it did open and close, and how many questions waited.

    Args:
        until: last day shown; a step that goes on is cut there, with an arrow.
    """
    with style():
        height = 0.34 * max(len(spans), 1)
        figure = canvas(WIDTH, 1.9 + height)
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[height, 1.3])
        for place, span in enumerate(spans):
            _bar_of_step(above, place, span, until)
        above.set_ylim(len(spans) - 0.4, -1.1)
        above.set_yticks(range(len(spans)), [_step_name(span) for span in spans])
        _key(above)
        plain(above)
        _steps_of_days(below, waiting)
        below.set_ylabel("questions\nwaiting", rotation=0, ha="right", va="center")
        first = min((span.starts_on for span in spans), default=until)
        _calendar_axis(below, first=first, last=until)
        return as_svg(figure, key="timeline", title=findings.of_timeline(spans, waiting))


def statuses(days: Statuses) -> str:
    """How many plans had each status at the end of each day, stacked."""
    names = list(days[-1][1]) if days else []
    with style():
        figure = canvas(WIDTH, 3.0)
        axes = figure.subplots()
        shown = _changes(days)
        dates = _numbers([day for day, _counts in shown])
        floor = [0] * len(shown)
        for name, (fill, hatch) in zip(names, STATUS_FILLS, strict=False):
            top = [low + counts[name] for low, (_day, counts) in zip(floor, shown, strict=True)]
            axes.fill_between(
                dates, floor, top, step="post", facecolor=fill, hatch=hatch, edgecolor="white",
                linewidth=0.4, label=name,
            )  # fmt: skip
            axes.step(dates, top, where="post", color=INK, linewidth=0.7)
            floor = top
        axes.set_ylim(0, max(floor, default=0) or 1)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.set_ylabel("plans", rotation=0, ha="right", va="center")
        if days:
            _calendar_axis(axes, first=days[0][0], last=days[-1][0])
        if names:
            figure.legend(loc="outside upper left", ncols=4, frameon=False, borderaxespad=0.2)
        plain(axes, "bottom", "left")
        title = findings.of_statuses(days, names[-1] if names else "")
        return as_svg(figure, key="statuses", title=title)


def _bar_of_step(axes: Axes, place: int, span: Span, until: date) -> None:
    start, end = span.starts_on.toordinal(), span.ends_on.toordinal() + 1
    limit = until.toordinal() + 1
    axes.barh(
        place, min(end, limit) - start, left=start, height=0.5, color=LIGHT, edgecolor=INK,
        linewidth=0.7,
    )  # fmt: skip
    if end > limit:
        words = f"until {findings.short_day(span.ends_on)}"
        axes.text(start - 2, place, words, ha="right", va="center")
        axes.plot([limit], [place], ">", color=INK, markersize=5, clip_on=False)
    if span.opened_on and span.opened_on <= until:
        axes.plot([span.opened_on.toordinal()], [place], "o", color=INK, markersize=6)
    if span.closed_on and span.closed_on <= until:
        axes.plot([span.closed_on.toordinal()], [place], "s", color=ALERT, markersize=6)


def _key(axes: Axes) -> None:
    planned = Patch(facecolor=LIGHT, edgecolor=INK, linewidth=0.7, label="planned")
    opened = Line2D([], [], marker="o", linestyle="", color=INK, label="opened")
    closed = Line2D([], [], marker="s", linestyle="", color=ALERT, label="closed")
    axes.legend(
        handles=[planned, opened, closed],
        loc="upper right",
        ncols=3,
        frameon=False,
        borderaxespad=0,
        handletextpad=0.5,
    )


def _steps_of_days(axes: Axes, waiting: Waiting) -> None:
    shown = _changes(waiting)
    dates, counts = _numbers([day for day, _n in shown]), [n for _day, n in shown]
    axes.fill_between(dates, counts, step="post", color=LIGHT, linewidth=0)
    axes.step(dates, counts, where="post", color=INK, linewidth=0.9)
    axes.set_ylim(0, max(counts, default=0) * 1.1 or 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    plain(axes, "bottom", "left")


def _calendar_axis(axes: Axes, *, first: date, last: date) -> None:
    axes.set_xlim(first.toordinal() - 1, last.toordinal() + 2)
    months = list(first_days(first, last))
    if len(months) > MOST_LABELS:
        months = [month for month in months if month.month % 3 == 1]
    labels = [
        f"{month:%b}\n{month.year}" if place == 0 or month.month == 1 else f"{month:%b}"
        for place, month in enumerate(months)
    ]
    axes.set_xticks([month.toordinal() for month in months], labels, ha="left")
    axes.tick_params(axis="x", length=4)


def first_days(first: date, last: date) -> Iterator[date]:
    """The first day of every month that begins in these days."""
    for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        month = date(n // 12, n % 12 + 1, 1)
        if first <= month <= last:
            yield month


def _changes(days: Sequence[tuple[date, T]]) -> list[tuple[date, T]]:
    """The days on which something changed, and the last one: they draw the same steps."""
    kept = [*days[:1], *(after for before, after in pairwise(days) if before[1] != after[1])]
    return kept if kept[-1:] == list(days[-1:]) else [*kept, days[-1]]


def _numbers(days: Sequence[date]) -> list[int]:
    return [day.toordinal() for day in days]


def _step_name(span: Span) -> str:
    return "\n".join(wrap(f"{span.number}  {span.name}", 34, max_lines=2, placeholder=" ..."))
