"""Charts of waits and mails: plain rows in, an inline SVG with its finding as title out."""

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from templates.reports import findings
from templates.reports.drawing import (
    ALERT,
    INK,
    LIGHT,
    MIDDLE,
    WIDTH,
    as_svg,
    canvas,
    grid,
    plain,
    style,
)
from templates.reports.findings import MailRow, WaitRow


def waits(rows: Sequence[WaitRow]) -> str:
    """Who kept whom waiting: the median and the longest days from asked to answered."""
    with style():
        figure = canvas(WIDTH, 0.7 + 0.3 * max(len(rows), 1))
        axes = figure.subplots()
        farthest = max((row.longest or 0 for row in rows), default=0) or 1
        for place, row in enumerate(rows):
            longest, median = row.longest or 0, row.median or 0
            axes.barh(place, median, height=0.55, color=MIDDLE, edgecolor=INK, linewidth=0.7)
            axes.hlines(place, median, longest, color=INK, linewidth=1.2)
            axes.plot([longest], [place], marker="|", markersize=9, color=INK)
            axes.text(longest + farthest * 0.015, place, _wait_label(row), va="center")
        axes.set_yticks(
            range(len(rows)), [f"{_title(row.who)} → {_title(row.whom)}" for row in rows]
        )
        axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        axes.set_xlim(0, farthest * (1.5 if any(row.n_open for row in rows) else 1.25))
        axes.set_xlabel("days from asked to answered: bar to the median, line to the longest")
        plain(axes, "left")
        grid(axes)
        return as_svg(figure, key="waits", title=findings.of_waits(rows))


def mails(rows: Sequence[MailRow]) -> str:
    """The most mails that one person of each role was sent, beside the limits."""
    with style():
        figure = canvas(WIDTH, 0.7 + 0.27 * max(len(rows), 1))
        axes = figure.subplots()
        farthest = max((max(row.most, row.limit or 0) for row in rows), default=0) or 1
        for place, row in enumerate(rows):
            is_over = row.limit is not None and row.most > row.limit
            axes.barh(
                place, row.most, height=0.55, facecolor=ALERT if is_over else LIGHT,
                hatch="xxx" if is_over else "", edgecolor=INK, linewidth=0.7,
            )  # fmt: skip
            if row.limit is not None:
                axes.vlines(row.limit, place - 0.4, place + 0.4, color=INK, linewidth=2.6)
            end = max(row.most, row.limit or 0)
            axes.text(end + farthest * 0.015, place, _mail_label(row), va="center")
        axes.set_yticks(range(len(rows)), [row.role for row in rows])
        axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        axes.set_xlim(0, farthest * 1.22)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.set_xlabel("most mails to one person in steps 1 to 5; thick mark: the limit")
        plain(axes, "left")
        grid(axes)
        return as_svg(figure, key="mails", title=findings.of_mails(rows))


def _title(party: str) -> str:
    return party[:1].upper() + party[1:]


def _wait_label(row: WaitRow) -> str:
    still = f"; {row.n_open} not answered" if row.n_open else ""
    if row.longest is None:
        return still.removeprefix("; ")
    return f"{row.median:,.1f} / {row.longest:,.1f}{still}"


def _mail_label(row: MailRow) -> str:
    return f"{row.most}" if row.limit is None else f"{row.most} of {row.limit}"
