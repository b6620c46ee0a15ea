"""Which center takes up how many needs of which topic, as rows of the pack."""

from tasks.trends.coverage import needs_by_center, without_center_by_topic
from tasks.trends.frames import in_region, rows_of
from tasks.trends.record import Trends
from templates.reports import trend_pictures
from templates.reports.center_charts import Taken, TakenRow


def taken_up(trends: Trends, region: int | None) -> Taken:
    """The topics of the nation or a region, and what each center takes up; the most needs first."""
    needs, activities = in_region(trends.needs, region), in_region(trends.activities, region)
    counts = needs_by_center(needs, activities)
    totals = counts.groupby("center")["n_needs"].sum()
    ranked = sorted(totals.index, key=lambda center: (-totals[center], center))
    each: dict[str, dict[str, int]] = {}
    for row in rows_of(counts):
        each.setdefault(row.topic, {})[trends.center_name(row.center)] = row.n_needs
    topics = without_center_by_topic(needs, activities)
    order = topics.sort_values(["n_needs", "topic"], ascending=[False, True])
    return Taken(
        [trends.center_name(center) for center in ranked],
        [
            TakenRow(
                trends.topic_title(row.topic), row.n_needs, each.get(row.topic, {}), row.n_without
            )
            for row in rows_of(order)
        ],
    )


def taken_told(of: Taken) -> str:
    """Which center takes up the most needs, and where needs are left."""
    most_left = max(of.rows, key=lambda row: row.n_without, default=None)
    left = (most_left.topic, most_left.n_without) if most_left and most_left.n_without else None
    return trend_pictures.of_taken(
        of.totals, n_needs=of.n_needs, n_without=of.n_without, most_left=left
    )
