"""The frames that trends are counted from: their columns, and what is missing from one."""

from collections import namedtuple
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

NEEDS = (
    "need_id", "jurisdiction", "state", "region", "topic", "text", "outcome", "priority",
    "requirement", "setting",
)  # fmt: skip
"""One row per need: id of its line (int), USPS code (str), name of the state (str), region 1-10
(int), key of config/topics.toml (str), the request and its draft outcome in the state's words
(str), 1 for the most urgent to 5 (int), "ccdbg" or "beyond compliance" (str), setting (str)."""

STATES = ("jurisdiction", "state", "region", "has_answered")
"""One row per state of the cycle: USPS code (str), name (str), region 1-10 (int), whether its call
has been held (bool): it may have named no need, which is an answer too."""

ACTIVITIES = (
    "activity_id", "need_id", "jurisdiction", "state", "region", "topic", "center", "title",
    "intensity", "approach", "forms", "collaborators", "stands",
)  # fmt: skip
"""One row per activity: id of its line (int), that of the need it answers (int), the need's state,
region and topic, key of the center that leads it (str), title (str), "brief" or "intensive" (str),
for whom it is designed (str), forms (tuple of str), keys of the centers that work along (tuple of
str), whether it stands in the plan or is only proposed (bool)."""


WAITS = (
    "step", "party", "waiting", "person_id", "person", "where", "region", "asked_at", "answered_at",
)  # fmt: skip
"""One row per question that was answered or still waits: number of the step (int), who was asked
and who waits for it (str, by role), id and name of the person asked (int, str), what their role is
held for (str), region 1-10 or none (Int64), moments in UTC; no `answered_at` while it waits."""

STEPS = ("step", "name", "starts_on", "ends_on", "opened_on", "closed_on")
"""One row per step: number (int), name (str), first and last day as planned, the days on which it
did open and close (date, or None)."""


class MissingColumns(Exception):
    """A frame lacks what should be counted."""


class MissingValues(Exception):
    """A row of a frame lacks what it should be counted by."""


def check_columns(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise `MissingColumns`, naming every column that is missing."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise MissingColumns(f"The frame has no column {', '.join(missing)}; it is not counted.")


def in_region(frame: pd.DataFrame, region: int | None) -> pd.DataFrame:
    """The rows of one region, or all of them where there is none."""
    return frame if region is None else frame[frame["region"] == region]


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame, each with its columns by name."""
    row = _row(tuple(frame.columns))
    columns = [frame[one].tolist() for one in row._fields]
    return [row._make(values) for values in zip(*columns, strict=True)]


@cache
def _row(columns: tuple[str, ...]) -> Any:
    """What a row is, by its columns: making it costs more than most frames have rows."""
    return namedtuple("Row", columns)
