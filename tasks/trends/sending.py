"""Send the trends to the centers as step 3 opens (3.2)."""

from typing import Any

from config.vocabulary import Purpose, Role
from tasks.asking import notice, owe, today
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.trends.record import Trends, read_trends
from tasks.trends.sentences import what_is_asked
from tasks.trends.tables import requests_csv, topics_csv
from tat import messages, notices, people
from tat.database import Tat, read, write
from tat.notices import Owed
from tat.people import Somebody

RECEIVERS = (Role.CENTER_LEAD, Role.PROJECT_LEAD)


@repeatable_task
def send_trends_to_centers(step: StepRef) -> int:
    """Send each center what the states ask for, as step 3 opens (3.2)."""
    with read(step.tracker) as tat:
        receivers = _receivers(tat, step)
        if not receivers:
            return 0
        trends = read_trends(tat, step.cycle, step.declared, on=today(step))
    with write(step.tracker) as tat:
        return owe(tat, step, _notices(tat, step, trends, receivers))


def _receivers(tat: Tat, step: StepRef) -> list[Somebody]:
    """Who is to get the trends; nobody once anybody was told."""
    if notices.told_subjects(tat, step.cycle, Purpose.TRENDS):
        return []
    directory = people.directory(tat)
    return [
        holder.person
        for center in step.declared.centers
        for holder in directory.holding(RECEIVERS, center=center)
    ]


def _notices(tat: Tat, step: StepRef, trends: Trends, receivers: list[Somebody]) -> list[Owed]:
    details: dict[str, Any] = {
        "n_states": int(trends.states["has_answered"].sum()),
        "n_needs": len(trends.needs),
        "sentences": what_is_asked(trends),
        "files": messages.keep(tat, [topics_csv(trends), requests_csv(trends)]),
    }
    return [notice(step, Purpose.TRENDS, person, "cycle", **details) for person in receivers]
