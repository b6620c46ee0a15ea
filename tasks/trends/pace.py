"""The pace of a cycle: who waited for whom, person by person and step by step, in calendar days."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

import pandas as pd

from tasks.trends.frames import STEPS, WAITS, check_columns, rows_of

N_PEOPLE = 15
"""How many people a report names."""

SECONDS_A_DAY = 86_400


def waits_by_roles(waits: pd.DataFrame, *, until: datetime) -> pd.DataFrame:
    """Count how long the people of each role kept those of each other role waiting.

    Args:
        waits: as in `frames`.
        until: the moment to which what is still open has waited.
    Returns:
        One row per pair of roles, the longest answered wait first, then by name: `party` (who was
        asked), `waiting` (who waited), `n_answered` (count), `median_days` and `longest_days` (from
        asked to answered, of the answered ones, to one decimal; None where none is), `n_open`
        (count), `open_days` (of the oldest one that is open; None where none is).
    Raises:
        MissingColumns: naming every column that is missing.
    """
    found = _waited(waits, ["party", "waiting"], until=until)
    longest = found["longest_days"].map(lambda days: -(days or 0.0))
    ranked = found.assign(rank=longest).sort_values(["rank", "party", "waiting"], ignore_index=True)
    return ranked.drop(columns="rank")


def waits_by_person(waits: pd.DataFrame, *, until: datetime) -> pd.DataFrame:
    """The people who kept others waiting longest, counting what still waits.

    Args:
        waits, until: as for `waits_by_roles`.
    Returns:
        At most `N_PEOPLE` rows, one per person, role and what it is held for: `person`, `party`,
        `where`, and as `waits_by_roles`.
    Raises:
        MissingColumns: naming every column that is missing.
    """
    found = _waited(waits, ["person_id", "person", "party", "where"], until=until)
    found["rank"] = [
        -max(longest or 0.0, still or 0.0)
        for longest, still in zip(found["longest_days"], found["open_days"], strict=True)
    ]
    ranked = found.sort_values(["rank", "person", "party", "where"], ignore_index=True)
    return ranked.drop(columns=["rank", "person_id"]).head(N_PEOPLE)


def days_by_step(steps: pd.DataFrame, waits: pd.DataFrame, *, until: datetime) -> pd.DataFrame:
    """Set the days of each step, planned and taken, beside how long its questions waited.

    Args:
        steps, waits: as in `frames`.
        until: as for `waits_by_roles`.
    Returns:
        One row per step, ascending: the columns of `steps`, `days_planned` (first and last day
        included), `days_taken` (from opening to closing; None before it has closed), and as
        `waits_by_roles` of the questions that were asked in it.
    Raises:
        MissingColumns: naming every column that is missing.
    """
    check_columns(steps, STEPS)
    waited = _waited(waits, ["step"], until=until).set_index("step")
    planned = [(row.ends_on - row.starts_on).days + 1 for row in rows_of(steps)]
    taken = [
        (row.closed_on - row.opened_on).days if row.closed_on and row.opened_on else None
        for row in rows_of(steps)
    ]
    days = pd.DataFrame(
        {"days_planned": planned, "days_taken": taken}, index=steps.index, dtype=object
    )
    return _counted_as_none(steps.join(days).join(waited, on="step"))


def _counted_as_none(found: pd.DataFrame) -> pd.DataFrame:
    """A step in which nothing was asked has 0 answers, and no days."""
    counts = {name: found[name].fillna(0).astype(int) for name in ("n_answered", "n_open")}
    found = found.assign(**counts)
    for name in ("median_days", "longest_days", "open_days"):
        found[name] = _or_none(found[name])
    return found


def _waited(waits: pd.DataFrame, by: Sequence[str], *, until: datetime) -> pd.DataFrame:
    check_columns(waits, WAITS)
    waited = waits["answered_at"].fillna(pd.Timestamp(until)) - waits["asked_at"]
    days = (waited.dt.total_seconds() / SECONDS_A_DAY).tolist()
    keys = zip(*(waits[one].tolist() for one in by), strict=True)
    found: dict[tuple[Any, ...], tuple[list[float], list[float]]] = {}
    for key, n_days, is_open in zip(keys, days, waits["answered_at"].isna().tolist(), strict=True):
        found.setdefault(key, ([], []))[is_open].append(n_days)
    rows = [
        (
            *key, len(answered), median(answered) if answered else None,
            max(answered, default=None), len(still), max(still, default=None),
        )
        for key, (answered, still) in sorted(found.items())
    ]  # fmt: skip
    columns = [*by, "n_answered", "median_days", "longest_days", "n_open", "open_days"]
    frame = pd.DataFrame(rows, columns=columns)
    for name in ("median_days", "longest_days", "open_days"):
        frame[name] = _or_none(frame[name].astype(float).round(1))
    return frame


def _or_none(days: pd.Series) -> pd.Series:
    """None in place of not-a-number: nothing was measured."""
    return days.astype(object).where(days.notna(), None)
