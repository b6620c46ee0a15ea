"""The trends as csv files: needs by topic, every single request, every activity."""

from collections.abc import Iterator, Sequence

import pandas as pd

from config.vocabulary import Requirement
from tasks.trends.frames import in_region, rows_of
from tasks.trends.record import Trends
from tasks.trends.topics import answered_by_region
from tat.messages import Document
from templates.csv_text import csv_file
from templates.words import REQUIREMENT_NAMES

REQUEST_COLUMNS = (
    "State", "Region", "Topic", "Need", "Outcome", "Priority", "Requirement", "Setting",
    "Taken up by",
)  # fmt: skip
ACTIVITY_COLUMNS = (
    "State", "Region", "Topic", "Center", "Works along", "Activity", "Type", "Approach", "Forms",
    "In the plan",
)  # fmt: skip
ANSWERED = "States and territories that answered"


def topics_csv(trends: Trends) -> Document:
    """How many states ask for each topic: a row for each topic, the most asked for first.

    Columns for the nation and every region hold counts of states; one for every state that
    answered holds 1 or 0, one for a silent state is empty. The last row counts who answered.
    """
    answered = answered_by_region(trends.states)["n_answered"]
    asked = trends.by_region
    of_region = {(row.topic, row.region): row.n_states for row in rows_of(asked)}
    regions, states = list(answered.index), rows_of(trends.states)
    columns = [
        "Topic", "Nation", *(f"Region {region}" for region in regions),
        *(state.jurisdiction for state in states),
    ]  # fmt: skip
    rows: list[Sequence[object]] = [
        [
            trends.topic_title(row.topic),
            row.n_states,
            *(of_region.get((row.topic, region), 0) for region in regions),
            *(
                int(state.jurisdiction in row.asking) if state.has_answered else None
                for state in states
            ),
        ]
        for row in rows_of(trends.by_topic)
    ]
    each = [int(state.has_answered) for state in states]
    rows.append([ANSWERED, sum(each), *(int(answered[region]) for region in regions), *each])
    return Document("Needs by topic.csv", csv_file(columns, rows))


def requests_csv(trends: Trends, region: int | None = None) -> Document:
    """Every single need of the nation or of a region, as the state worded it."""
    return Document(
        _name("Requests", region), csv_file(REQUEST_COLUMNS, request_rows(trends, region))
    )


def activities_csv(trends: Trends, region: int | None = None) -> Document:
    """Every activity that is proposed or stands in a plan, of the nation or of a region."""
    rows = activity_rows(trends, region)
    return Document(_name("Activities", region), csv_file(ACTIVITY_COLUMNS, rows))


def centers_of_needs(activities: pd.DataFrame) -> dict[int, list[str]]:
    """Keys of the centers that have an activity for a need, by need, each once."""
    centers: dict[int, list[str]] = {}
    for need_id, center in zip(activities["need_id"], activities["center"], strict=True):
        if center not in centers.setdefault(need_id, []):
            centers[need_id].append(center)
    return centers


def request_rows(trends: Trends, region: int | None) -> Iterator[Sequence[object]]:
    """The rows of `requests_csv`."""
    centers = centers_of_needs(trends.activities)
    for need in rows_of(in_region(trends.needs, region)):
        yield (
            need.state, need.region, trends.topic_title(need.topic), need.text, need.outcome,
            need.priority, REQUIREMENT_NAMES[Requirement(need.requirement)], need.setting,
            ", ".join(trends.center_name(key) for key in centers.get(need.need_id, ())),
        )  # fmt: skip


def activity_rows(trends: Trends, region: int | None) -> Iterator[Sequence[object]]:
    """The rows of `activities_csv`."""
    for one in rows_of(in_region(trends.activities, region)):
        yield (
            one.state, one.region, trends.topic_title(one.topic), trends.center_name(one.center),
            ", ".join(trends.center_name(key) for key in one.collaborators), one.title,
            one.intensity, one.approach, ", ".join(one.forms), "yes" if one.stands else "proposed",
        )  # fmt: skip


def _name(what: str, region: int | None) -> str:
    return f"{what}.csv" if region is None else f"{what} Region {region}.csv"
