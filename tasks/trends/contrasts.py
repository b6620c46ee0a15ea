"""What sets a region, this cycle or the two offices apart: figures, and sentences about them."""

import pandas as pd

from tasks.trends.change import change_by_topic
from tasks.trends.frames import in_region, rows_of
from tasks.trends.offices import office_overlaps, overlaps_by_topic
from tasks.trends.record import Trends
from tasks.trends.sentences import what_is_asked, what_is_offered
from tasks.trends.tally import tally
from tat.overlaps import FundedBy
from templates.reports import trend_contrasts
from templates.reports.trend_contrasts import BothOffices, Changed, Cluster


def all_findings(trends: Trends, region: int | None = None) -> list[str]:
    """All that the figures say: what is asked, what is offered, what stands out."""
    return [
        *what_is_asked(trends, region),
        *what_is_offered(trends, region),
        *what_stands_out(trends, region),
    ]


def what_stands_out(trends: Trends, region: int | None = None) -> list[str]:
    """What a region asks for far oftener than others, what changed, where the offices overlap."""
    told = [
        clusters_told(trends, region),
        change_told(trends, region),
        overlaps_told(trends, region),
    ]
    return [sentence for sentence in told if sentence]


def clusters_of(trends: Trends, region: int | None) -> pd.DataFrame:
    """As `regional_clusters`, by the rules: of every region, or of one."""
    return in_region(trends.clusters, region)


def change_of(trends: Trends, region: int | None) -> pd.DataFrame | None:
    """As `change_by_topic`, of the nation or a region; None where no cycle came before."""
    if trends.before is None:
        return None
    states = in_region(trends.before.states, region)
    return change_by_topic(
        in_region(trends.tally, region),
        in_region(trends.states, region),
        tally_before=tally(in_region(trends.before.needs, region), states),
        states_before=states,
    )


def funded_by(trends: Trends) -> FundedBy:
    """The offices that fund each center."""
    return {key: center.funded_by for key, center in trends.declared.centers.items()}


def clusters_told(trends: Trends, region: int | None) -> str:
    """What is asked for in a region far oftener than elsewhere; empty where nothing is."""
    rule = trends.declared.rules.trends
    ranked = clusters_of(trends, region).sort_values(
        ["share", "share_elsewhere", "region", "topic"], ascending=[False, True, True, True]
    )
    clusters = [
        Cluster(
            trends.topic_title(row.topic), row.region, row.n_states, row.n_answered,
            row.n_elsewhere, row.n_answered_elsewhere, trends.is_small(row.n_answered),
        )
        for row in rows_of(ranked)
    ]  # fmt: skip
    is_region = region is not None
    return trend_contrasts.of_clusters(clusters, times=rule.cluster_times, is_region=is_region)


def change_told(trends: Trends, region: int | None) -> str:
    """Who newly asks for what, and who asks no longer, since the cycle before."""
    found = change_of(trends, region)
    if found is None or trends.before is None:
        return trend_contrasts.NO_CYCLE_BEFORE
    moved = found[(found["n_newly"] > 0) | (found["n_no_longer"] > 0)]
    order = ["n_newly", "n_no_longer", "topic"]
    ranked = moved.sort_values(order, ascending=[False, False, True])
    changed = [
        Changed(trends.topic_title(row.topic), row.n_newly, row.n_no_longer)
        for row in rows_of(ranked)
    ]
    return trend_contrasts.of_change(
        changed, before=trends.before.cycle, n_both=_n_both(trends, region)
    )


def overlaps_told(trends: Trends, region: int | None) -> str:
    """Where centers of OCC and of OHS work on the same topic; empty without activities."""
    activities = in_region(trends.activities, region)
    counts = overlaps_by_topic(activities, funded_by(trends))
    overlaps = [
        BothOffices(trends.topic_title(row.topic), row.n_overlaps)
        for row in rows_of(counts[counts["n_overlaps"] > 0])
    ]
    where = office_overlaps(activities, funded_by(trends))
    return trend_contrasts.of_overlaps(
        overlaps,
        n_states=where["jurisdiction"].nunique(),
        n_served=activities["jurisdiction"].nunique(),
    )


def _n_both(trends: Trends, region: int | None) -> int:
    """How many states have answered in this cycle and in the one before."""
    if trends.before is None:
        return 0
    now, before = (
        set(states.loc[states["has_answered"], "jurisdiction"])
        for states in (in_region(trends.states, region), in_region(trends.before.states, region))
    )
    return len(now & before)
