"""Charts of waits, mails and needs: plain rows in, an inline SVG with its finding as title out."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from templates.reports import findings
from templates.reports.drawing import (
    ALERT,
    DARK,
    INK,
    LIGHT,
    MIDDLE,
    PALE,
    QUIET,
    RULE,
    WIDTH,
    as_svg,
    canvas,
    grid,
    plain,
    style,
    two_lines,
)
from templates.reports.findings import MailRow, ShareRow, TopicRow, WaitRow


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


def needs(
    rows: Sequence[TopicRow], *, n_in_region: Mapping[int, int], title: str | None = None
) -> str:
    """What is asked for: ranked over the nation, and by region as shares of the region's states.

    Args:
        n_in_region: of how many states each region's share is.
        title: what it shows, where that is not what is asked for most of all these states.
    """
    regions = sorted(n_in_region)
    with style():
        figure = canvas(WIDTH + 0.6, 1.1 + 0.33 * max(len(rows), 1))
        bars, heat = figure.subplots(1, 2, sharey=True, width_ratios=[1, 2])
        most = max((row.total for row in rows), default=0) or 1
        for place, row in enumerate(rows):
            bars.barh(place, row.total, height=0.62, color=LIGHT, edgecolor=INK, linewidth=0.7)
            bars.text(row.total + most * 0.04, place, str(row.total), va="center")
        _heat(heat, rows, n_in_region)
        bars.set_xlim(0, most * 1.22)
        bars.set_xticks([])
        bars.set_yticks(range(len(rows)), [two_lines(row.topic) for row in rows])
        bars.set_title("states and territories", loc="left", fontsize=9)
        heat.set_title("by region; the darker, the larger its share", loc="left", fontsize=9)
        heat.set_xticks(range(len(regions)), [str(region) for region in regions])
        heat.xaxis.tick_top()
        heat.set_xlim(-0.5, max(len(regions), 1) - 0.5)
        heat.set_ylim(max(len(rows), 1) - 0.5, -0.5)
        plain(bars, "left")
        plain(heat)
        told = title or findings.of_needs(rows, sum(n_in_region.values()))
        return as_svg(figure, key="needs", title=told)


def purposes(rows: Sequence[ShareRow]) -> str:
    """What the plans ask for and offer: each row one bar that its words share."""
    fills = (DARK, MIDDLE, LIGHT, PALE, "white")
    with style():
        figure = canvas(WIDTH, 0.4 + 0.75 * max(len(rows), 1))
        axes = figure.subplots()
        for place, row in enumerate(rows):
            done = 0.0
            for (word, n), fill in zip(row.counts.items(), fills, strict=False):
                share = n / row.total if row.total else 0.0
                axes.barh(
                    place, share, left=done, height=0.4, color=fill, edgecolor=INK, linewidth=0.7
                )
                if share > NARROW:
                    ink = "white" if fill in (DARK, MIDDLE) else INK
                    axes.text(done + 0.008, place, f"{n:,}", va="center", color=ink)
                    axes.text(done + 0.003, place - 0.33, word, va="center", fontsize=8)
                done += share
        axes.set_yticks(range(len(rows)), [two_lines(row.title) for row in rows])
        axes.set_ylim(max(len(rows), 1) - 0.6, -0.7)
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        plain(axes)
        return as_svg(figure, key="purposes", title=findings.of_purposes(rows))


NARROW = 0.09
"""A share below this has no room for its word in the chart; the table has it."""


def _heat(axes: Axes, rows: Sequence[TopicRow], n_in_region: Mapping[int, int]) -> None:
    """Numbers on fills that go from white to dark with the share of the region's states."""
    regions = sorted(n_in_region)
    for place, row in enumerate(rows):
        for column, region in enumerate(regions):
            n = row.regions.get(region, 0)
            share = n / n_in_region[region] if n_in_region[region] else 0.0
            cell = Rectangle((column - 0.5, place - 0.5), 1, 1, facecolor=_shade(share))
            cell.set(edgecolor=RULE, linewidth=0.5)
            axes.add_artist(cell).set_clip_on(False)
            color = QUIET if n == 0 else "white" if share > 0.5 else INK
            axes.text(column, place, str(n), ha="center", va="center", color=color)


def _shade(share: float) -> tuple[float, float, float]:
    white, dark = (1.0, 1.0, 1.0), to_rgb(DARK)
    red, green, blue = (w + (d - w) * share for w, d in zip(white, dark, strict=True))
    return red, green, blue


def _title(party: str) -> str:
    return party[:1].upper() + party[1:]


def _wait_label(row: WaitRow) -> str:
    still = f"; {row.n_open} not answered" if row.n_open else ""
    if row.longest is None:
        return still.removeprefix("; ")
    return f"{row.median:,.1f} / {row.longest:,.1f}{still}"


def _mail_label(row: MailRow) -> str:
    return f"{row.most}" if row.limit is None else f"{row.most} of {row.limit}"
