"""What of the trends somebody chooses to look at: a place, some needs, some activities."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np
import pandas as pd

from config.vocabulary import Form, Intensity, Requirement
from tasks.trends.contrasts import funded_by
from tasks.trends.frames import rows_of
from tasks.trends.record import LastCycle, Trends
from tat.figures import PRIORITIES
from templates.words import REQUIREMENT_NAMES

OFFICES = ("OCC", "OHS")
"""The program offices that fund centers."""


class Filter(StrEnum):
    """By what one chooses; its word stands in the address."""

    REGION = "region"
    STATE = "state"
    TOPIC = "topic"
    PRIORITY = "priority"
    REQUIREMENT = "requirement"
    TYPE = "type"
    FORM = "form"
    CENTER = "center"
    OFFICE = "office"


OF_PLACES = (Filter.REGION, Filter.STATE)
OF_NEEDS = (Filter.TOPIC, Filter.PRIORITY, Filter.REQUIREMENT)
OF_ACTIVITIES = (Filter.TYPE, Filter.FORM, Filter.CENTER, Filter.OFFICE)

Choice = Mapping[Filter, str]
"""What is chosen, each as it stands in the address; what is not chosen is not in it."""

Options = Mapping[Filter, Mapping[str, str]]
"""What can be chosen, as it stands in the address, with its name."""


def options(trends: Trends) -> Options:
    """All that can be chosen, topics and centers also where nobody asks or proposes yet."""
    states, declared = rows_of(trends.states), trends.declared
    regions = sorted({state.region for state in states})
    topics = dict.fromkeys([*declared.topics, *trends.needs["topic"]])
    return {
        Filter.REGION: {str(region): f"Region {region}" for region in regions},
        Filter.STATE: _by_name({state.jurisdiction: state.state for state in states}),
        Filter.TOPIC: _by_name({key: trends.topic_title(key) for key in topics}),
        Filter.PRIORITY: {str(one): str(one) for one in PRIORITIES},
        Filter.REQUIREMENT: {str(one): REQUIREMENT_NAMES[one] for one in Requirement},
        Filter.TYPE: {str(one): str(one) for one in Intensity},
        Filter.FORM: {str(one): str(one) for one in Form},
        Filter.CENTER: _by_name({key: trends.center_name(key) for key in declared.centers}),
        Filter.OFFICE: {office: office for office in OFFICES},
    }


def is_by_activity(choice: Choice) -> bool:
    """Whether needs are chosen by what is proposed for them."""
    return any(one in choice for one in OF_ACTIVITIES)


def is_comparable(choice: Choice) -> bool:
    """Whether it can be set beside the cycle before: a place or a topic can.

    A need that is more urgent now than it was is not newly asked for.
    """
    return not any(one in choice for one in Filter if one not in (*OF_PLACES, Filter.TOPIC))


def region_of(trends: Trends, code: str) -> int:
    """The region of a state of the cycle."""
    return int(trends.states.set_index("jurisdiction")["region"][code])


def choose(trends: Trends, choice: Choice) -> Trends:
    """Leave of the needs and activities those that fit; of the states none is left out.

    An activity fits with its need, and where it is chosen by activities a need with one that fits.
    Of the cycle before only the topic is chosen: see `is_comparable`.
    """
    if not any(one in choice for one in (*OF_NEEDS, *OF_ACTIVITIES)):
        return trends
    needs, before = _needs(trends.needs, choice), trends.before
    activities = trends.activities[trends.activities["need_id"].isin(needs["need_id"])]
    if is_by_activity(choice):
        activities = _activities(trends, activities, choice)
        needs = needs[needs["need_id"].isin(activities["need_id"])]
    return replace(
        trends,
        needs=needs,
        activities=activities,
        before=before and replace(before, needs=_needs(before.needs, _topic_of(choice))),
    )


def in_state(trends: Trends, code: str) -> Trends:
    """Leave of everything but the questions what is of one state."""
    before = trends.before
    return replace(
        trends,
        states=_of(trends.states, code),
        needs=_of(trends.needs, code),
        activities=_of(trends.activities, code),
        before=before
        and LastCycle(before.cycle, _of(before.states, code), _of(before.needs, code)),
    )


def _of(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    return frame[frame["jurisdiction"] == code]


def _topic_of(choice: Choice) -> Choice:
    return {one: value for one, value in choice.items() if one is Filter.TOPIC}


def _needs(needs: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    for one in OF_NEEDS:
        if one in choice:
            needs = needs[needs[str(one)].astype(str) == choice[one]]
    return needs


def _activities(trends: Trends, activities: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """A center's are those that it leads and those on which it works along; an office's are those
    that a center leads which it funds."""
    of, funds = choice.get, funded_by(trends)
    type_, form, center, office = (of(one) for one in OF_ACTIVITIES)
    fits = [
        type_ in (None, one.intensity)
        and (form is None or form in one.forms)
        and (center is None or center in (one.center, *one.collaborators))
        and (office is None or office in funds[one.center])
        for one in rows_of(activities)
    ]
    return activities[np.array(fits, dtype=bool)]


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda one: one[1]))
