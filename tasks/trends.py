"""Find what the states ask for: counts of needs by topic, state, region and nation (3.2)."""

from typing import Any

import pandas as pd
import sqlalchemy as sa

from config.vocabulary import Purpose, Role
from tasks.asking import notice, owe
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import notices, people
from tat.database import Tat, write
from tat.schema import Jurisdiction, Line, NeedRevision, Plan
from tat.statuses import LineKind, LineState, Status

COLUMNS = ("jurisdiction", "region", "topic", "requirement", "priority")
N_TOP = 5
"""How many topics the mail names; the table has them all."""


@repeatable_task
def send_trends_to_centers(step: StepRef) -> int:
    """Send each center what the states ask for, as step 3 opens (3.2)."""
    with write(step.tracker) as tat:
        if notices.told_subjects(tat, step.cycle, Purpose.TRENDS):
            return 0
        needs = read_needs(tat, step.cycle)
        nation = needs_by_topic(needs)
        titles = {key: topic.title for key, topic in step.declared.topics.items()}
        details: dict[str, Any] = {
            "n_states": int(needs["jurisdiction"].nunique()),
            "n_needs": len(needs),
            "top": [
                f"{titles[row.topic]}: {row.n_jurisdictions} states"
                for row in nation.head(N_TOP).itertuples()
            ],
            "table": table(needs, titles),
        }
        directory = people.directory(tat)
        owed = [
            notice(step, Purpose.TRENDS, holder.person, "cycle", **details)
            for center in step.declared.centers
            for holder in directory.holding([Role.CENTER_LEAD, Role.PROJECT_LEAD], center=center)
        ]
        return owe(tat, step, owed)


def read_needs(tat: Tat, cycle: str) -> pd.DataFrame:
    """Read every need that stands in a plan of the cycle.

    Returns:
        One row per need: `jurisdiction` code (str), `region` 1-10 (int), `topic` key of
        config/topics.toml (str), `requirement` (str), `priority` 1-5 (int).
    """
    rows = (
        sa.select(
            Plan.jurisdiction, Jurisdiction.region, NeedRevision.topic, NeedRevision.requirement,
            NeedRevision.priority,
        )
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .join(Line, Line.plan_id == Plan.id)
        .join(
            NeedRevision,
            sa.and_(NeedRevision.line_id == Line.id, NeedRevision.revision == Line.revision),
        )
        .where(
            Plan.cycle == cycle,
            Plan.status != Status.DRAFT_INITIAL,
            Line.kind == LineKind.NEED,
            Line.state == LineState.ENTERED,
        )
        .order_by(Line.id)
    )  # fmt: skip
    return pd.DataFrame([tuple(row) for row in tat.execute(rows)], columns=list(COLUMNS))


def needs_by_topic(needs: pd.DataFrame) -> pd.DataFrame:
    """Count for each topic how many jurisdictions ask for it, in the nation.

    Args:
        needs: as `read_needs` gives them. Asking twice for a topic counts once.
    Returns:
        One row per topic that occurs, most asked first, then by key: `topic`, `n_jurisdictions`
        (count), `share` (fraction 0-1 of the jurisdictions that named any need).
    Source: process 3.2.
    """
    return _count(needs, [])


def needs_by_region(needs: pd.DataFrame) -> pd.DataFrame:
    """Count for each ACF region how many jurisdictions ask for each topic.

    Args:
        needs: as `read_needs` gives them. Asking twice for a topic counts once.
    Returns:
        One row per region and topic that occur together, region ascending, most asked first:
        `region`, `topic`, `n_jurisdictions` (count), `share` (fraction 0-1 of the region's
        jurisdictions that named any need). Empty in, empty out.
    Source: process 3.2.
    """
    return _count(needs, ["region"])


def table(needs: pd.DataFrame, titles: dict[str, str]) -> str:
    """The counts of the nation and of every region as one csv: a row for each topic.

    A column for each jurisdiction that asks for anything says for which topics: 1 or 0.
    """
    nation = needs_by_topic(needs).set_index("topic")["n_jurisdictions"]
    regions = needs_by_region(needs).pivot_table(
        index="topic", columns="region", values="n_jurisdictions", fill_value=0
    )
    whole = regions.astype(int).add_prefix("Region ")
    whole.insert(0, "Nation", nation)
    whole = whole.join(pd.crosstab(needs["topic"], needs["jurisdiction"]).clip(upper=1))
    whole = whole.sort_values(["Nation"], ascending=False, kind="stable")
    whole.index = pd.Index([titles[topic] for topic in whole.index], name="Topic")
    return whole.to_csv(lineterminator="\r\n")


def _count(needs: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    once = needs.drop_duplicates(["jurisdiction", "topic"])
    counts = once.groupby([*by, "topic"], as_index=False).agg(
        n_jurisdictions=("jurisdiction", "size")
    )
    if by:
        asking = needs.groupby(by)["jurisdiction"].nunique()
        counts["share"] = counts["n_jurisdictions"] / counts[by[0]].map(asking)
    else:
        counts["share"] = counts["n_jurisdictions"] / max(needs["jurisdiction"].nunique(), 1)
    order = [*by, "n_jurisdictions", "topic"]
    rising = [True] * len(by) + [False, True]
    return counts.sort_values(order, ascending=rising, ignore_index=True)
