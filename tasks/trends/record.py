"""Read what trends are counted from: states, needs and activities, in a few queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from config.declared import Declared
from tasks.trends.clusters import regional_clusters
from tasks.trends.frames import ACTIVITIES, NEEDS, STATES
from tasks.trends.kinds import kinds_of_activities, kinds_of_needs
from tasks.trends.tally import tally
from tasks.trends.topics import needs_by_region, needs_by_state, needs_by_topic, unique_needs
from tasks.trends.waits import read_steps, read_waits
from tat.carried import last_cycle
from tat.database import Tat
from tat.remembered import remembered
from tat.schema import (
    ActivityRevision,
    CenterName,
    Jurisdiction,
    Line,
    NeedRevision,
    Plan,
)
from tat.statuses import LineKind, LineState, Status


@dataclass(frozen=True)
class Trends:
    """What stands on record on a day; the columns of the frames are named in `frames`."""

    cycle: str
    on: date
    declared: Declared
    states: pd.DataFrame
    needs: pd.DataFrame
    activities: pd.DataFrame
    before: "LastCycle | None"
    """The cycle before, where the tracker has one."""
    waits: pd.DataFrame
    steps: pd.DataFrame

    @cached_property
    def tally(self) -> pd.DataFrame:
        """As `tally` counts them; like the next ones it is asked for many times."""
        return tally(self.needs, self.states)

    @cached_property
    def by_topic(self) -> pd.DataFrame:
        """As `needs_by_topic` counts them."""
        return needs_by_topic(self.tally, self.states)

    @cached_property
    def by_region(self) -> pd.DataFrame:
        """As `needs_by_region` counts them."""
        return needs_by_region(self.tally, self.states)

    @cached_property
    def by_state(self) -> pd.DataFrame:
        """As `needs_by_state` counts them."""
        return needs_by_state(self.tally)

    @cached_property
    def kinds(self) -> pd.DataFrame:
        """As `kinds_of_needs` and `kinds_of_activities` count them."""
        counted = [
            kinds_of_needs(self.tally, self.states),
            kinds_of_activities(self.activities, self.states),
        ]
        return pd.concat(counted, ignore_index=True)

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """As `regional_clusters` finds them by the rules, of every region."""
        rule = self.declared.rules.trends
        return regional_clusters(
            self.by_topic, self.by_region, n_states=rule.cluster_states, times=rule.cluster_times
        )

    @cached_property
    def only_one(self) -> frozenset[int]:
        """The ids of the needs that `unique_needs` finds in the nation."""
        return frozenset(unique_needs(self.needs)["need_id"].tolist())

    @property
    def end_of_day(self) -> datetime:
        """The moment to which what is still open has waited."""
        zone = ZoneInfo(self.declared.calendar.time_zone)
        return datetime.combine(self.on + timedelta(days=1), datetime.min.time(), zone)

    def is_small(self, n_answered: int) -> bool:
        """Whether a figure of so many that answered is a small number, by the rules."""
        return n_answered < self.declared.rules.trends.small_below

    def place_name(self, region: int | None) -> str:
        """What an edition is about: "the nation" or "Region 8"."""
        return "the nation" if region is None else f"Region {region}"

    def topic_title(self, key: str) -> str:
        """How a topic is called; a topic that is no longer declared goes by its key."""
        topic = self.declared.topics.get(key)
        return topic.title if topic else key

    def center_name(self, key: str) -> str:
        """The short name that a center has as the cycle begins."""
        first_day = self.declared.calendar.starts_on
        return self.declared.centers[key].name_on(first_day).short_name


@dataclass(frozen=True)
class LastCycle:
    """What stands on record of the cycle before."""

    cycle: str
    states: pd.DataFrame
    needs: pd.DataFrame


TABLES = (
    "activity_revision", "center_name", "cycle", "jurisdiction", "line", "need_revision", "person",
    "plan", "prompt", "step",
)  # fmt: skip
"""The tables from which all of it is read."""


def read_trends(tat: Tat, cycle: str, declared: Declared, *, on: date) -> Trends:
    """Read all that the trends of a cycle are counted from, as it stands now.

    What nobody has changed since it was last read is not read again: change nothing of it.

    Args:
        on: the day that it is, for those who read the figures later.
    """
    known = remembered(tat, *TABLES)
    found: Trends | None = known.get((cycle, "trends"))
    if found is None or found.on != on or found.declared is not declared:
        found = known[cycle, "trends"] = _read_trends(tat, cycle, declared, on=on)
    return found


def _read_trends(tat: Tat, cycle: str, declared: Declared, *, on: date) -> Trends:
    before = last_cycle(tat, cycle)
    return Trends(
        cycle=cycle,
        on=on,
        declared=declared,
        states=read_states(tat, cycle),
        needs=read_needs(tat, cycle),
        activities=read_activities(tat, cycle),
        before=LastCycle(before, read_states(tat, before), read_needs(tat, before))
        if before
        else None,
        waits=read_waits(tat, cycle, declared.rules),
        steps=read_steps(tat, cycle),
    )


def read_states(tat: Tat, cycle: str) -> pd.DataFrame:
    """Read which states take part in a cycle, by code, and which of them have answered."""
    rows = (
        sa.select(
            Plan.jurisdiction, Jurisdiction.name, Jurisdiction.region,
            Plan.status != Status.DRAFT_INITIAL,
        )
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Plan.cycle == cycle)
        .order_by(Plan.jurisdiction)
    )  # fmt: skip
    return _frame(tat, rows, STATES).astype({"has_answered": bool})


def read_needs(tat: Tat, cycle: str) -> pd.DataFrame:
    """Read every need that stands in a plan past its draft, by region and state."""
    rows = (
        sa.select(
            Line.id, Plan.jurisdiction, Jurisdiction.name, Jurisdiction.region, NeedRevision.topic,
            NeedRevision.text, NeedRevision.outcome, NeedRevision.priority,
            NeedRevision.requirement, NeedRevision.setting,
        )
        .join(Plan, Plan.id == Line.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .join(NeedRevision, _newest(NeedRevision))
        .where(
            Plan.cycle == cycle,
            Plan.status != Status.DRAFT_INITIAL,
            Line.kind == LineKind.NEED,
            Line.state == LineState.ENTERED,
        )
        .order_by(Jurisdiction.region, Plan.jurisdiction, Line.number)
    )  # fmt: skip
    return _frame(tat, rows, NEEDS)


def read_activities(tat: Tat, cycle: str) -> pd.DataFrame:
    """Read every activity that a center has proposed, or that stands in a plan past its draft.

    A former short name of a center among those that work along is read as its key: a renamed
    center stays one.
    """
    need = sa.orm.aliased(Line)
    rows = (
        sa.select(
            Line.id, Line.need_id, Plan.jurisdiction, Jurisdiction.name, Jurisdiction.region,
            NeedRevision.topic, Line.center, ActivityRevision.title, ActivityRevision.intensity,
            ActivityRevision.approach, ActivityRevision.forms, ActivityRevision.collaborators,
            Line.state == LineState.ENTERED,
        )
        .join(Plan, Plan.id == Line.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .join(ActivityRevision, _newest(ActivityRevision))
        .join(need, need.id == Line.need_id)
        .join(
            NeedRevision,
            sa.and_(NeedRevision.line_id == need.id, NeedRevision.revision == need.revision),
        )
        .where(
            Plan.cycle == cycle,
            Plan.status != Status.DRAFT_INITIAL,
            Line.state != LineState.WITHDRAWN,
            need.state == LineState.ENTERED,
        )
        .order_by(Jurisdiction.region, Plan.jurisdiction, Line.number)
    )  # fmt: skip
    found = _frame(tat, rows, ACTIVITIES).astype({"stands": bool})
    keys = _keys_of_names(tat)
    found["forms"] = found["forms"].map(tuple)
    found["collaborators"] = found["collaborators"].map(
        lambda names: tuple(dict.fromkeys(keys.get(name, name) for name in names))
    )
    return found


def _newest(revisions: type[NeedRevision] | type[ActivityRevision]) -> sa.ColumnElement[bool]:
    return sa.and_(revisions.line_id == Line.id, revisions.revision == Line.revision)


def _keys_of_names(tat: Tat) -> Mapping[str, str]:
    """Key of each center by every short name that it has or had."""
    rows = sa.select(CenterName.short_name, CenterName.center)
    return dict(tat.execute(rows).all())


def _frame(
    tat: Tat, rows: sa.Select[*tuple[object, ...]], columns: tuple[str, ...]
) -> pd.DataFrame:
    """Rows as a frame. Words are plain strings: an enum would print as its name."""
    return pd.DataFrame(
        [[_plain(value) for value in row] for row in tat.execute(rows)], columns=list(columns)
    )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value
