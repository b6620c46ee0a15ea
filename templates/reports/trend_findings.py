"""What the trends say, in sentences made by rule: never more than the figures."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from config.vocabulary import Requirement
from templates.filters import plural
from templates.reports.findings import NO_NEED, first_few
from templates.words import REQUIREMENT_NAMES


class Place(NamedTuple):
    """The nation or a region: which of its states answered."""

    n_states: int
    silent: Sequence[str]
    """Names of the states that have not answered."""

    @property
    def n_answered(self) -> int:
        """How many did."""
        return self.n_states - len(self.silent)


class AskedTopic(NamedTuple):
    """A topic, and for how many states it is asked."""

    topic: str
    n_states: int


class OnlyOne(NamedTuple):
    """A topic that only one state asks for."""

    topic: str
    state: str


def of_answers(place: Place, n_needs: int) -> str:
    """Who has answered, and how many needs they name."""
    needs = f"{place.n_answered:,} of {_states(place.n_states)} have answered"
    if place.n_states and not place.silent:
        all_of = "The one" if place.n_states == 1 else f"All {place.n_states:,}"
        verb = "state or territory has" if place.n_states == 1 else "states and territories have"
        needs = f"{all_of} {verb} answered"
    silent = f"; not yet: {first_few(place.silent)}" if place.silent else ""
    return f"{needs} and named {plural(n_needs, 'need')}{silent}."


def of_small(place: Place, *, below: int) -> str:
    """That few have answered; empty where enough have, or nobody has."""
    if not 0 < place.n_answered < below:
        return ""
    return f"These are small numbers: fewer than {below:,} states and territories have answered."


def of_most(topics: Sequence[AskedTopic], place: Place) -> str:
    """What is asked for most."""
    if not topics:
        return NO_NEED
    most = max(one.n_states for one in topics)
    top = [one.topic for one in topics if one.n_states == most]
    by = f"{most:,} of the {place.n_answered:,} that answered"
    if place.n_answered == 1:
        by = "the one that answered"
    if len(top) == 1:
        return f"Most asked for, by {by}: {top[0]}."
    return f"{len(top):,} topics are asked for most, each by {by}: {first_few(top)}."


def of_common(common: Sequence[AskedTopic], topics: Sequence[AskedTopic], *, percent: int) -> str:
    """What a good part of the states that answered have in common."""
    if not topics:
        return ""
    part = f"at least {part_of(percent)} of those that answered"
    if not common:
        return f"No topic is common to {part}."
    named = first_few([f"{one.topic} ({one.n_states:,})" for one in common])
    if len(common) == 1:
        return f"One topic is common to {part}: {named}."
    return f"{len(common):,} topics are each common to {part}: {named}."


def part_of(percent: int) -> str:
    """ "half", "a quarter", or so many percent."""
    return {50: "half", 25: "a quarter"}.get(percent, f"{percent} percent")


def of_unique(unique: Sequence[OnlyOne], topics: Sequence[AskedTopic], *, is_region: bool) -> str:
    """What only one state asks for: in the nation, or in its region."""
    if not topics:
        return ""
    one = f"only one state or territory{' of the region' if is_region else ''}"
    if not unique:
        return f"No topic is asked for by {one}."
    named = first_few([f"{topic} ({state})" for topic, state in unique])
    if len(unique) == 1:
        return f"One topic is asked for by {one}: {named}."
    return f"{len(unique):,} topics are each asked for by {one}: {named}."


def of_left(n_left: int, n_needs: int, n_activities: int) -> str:
    """How many needs no center has taken up."""
    if not n_needs:
        return ""
    if not n_activities:
        return "No center has proposed an activity for any of these needs yet."
    if not n_left:
        return f"A center has proposed an activity for {_each(n_needs)}."
    have = "has" if n_left == 1 else "have"
    return f"{n_left:,} of {plural(n_needs, 'need')} {have} no activity of a center yet."


def of_activities(n_activities: int, n_centers: int, n_entered: int) -> str:
    """What the centers have proposed so far."""
    if not n_activities:
        return ""
    stand = "stands" if n_entered == 1 else "stand"
    return (
        f"{plural(n_activities, 'activity', 'activities')} of {plural(n_centers, 'center')} "
        f"{'is' if n_activities == 1 else 'are'} proposed so far; {n_entered:,} of them {stand} in "
        "a plan."
    )


def of_requirement(counts: Mapping[Requirement, int]) -> str:
    """How many needs the law asks for."""
    n = sum(counts.values())
    if not n:
        return ""
    law = counts[Requirement.CCDBG]
    return (
        f"Of {plural(n, 'need')}, {law:,} {'is' if law == 1 else 'are'} "
        f"{REQUIREMENT_NAMES[Requirement.CCDBG]}; {n - law:,} "
        f"{'goes' if n - law == 1 else 'go'} beyond compliance."
    )


def of_priority(counts: Mapping[int, int]) -> str:
    """How many needs are the most urgent."""
    n = sum(counts.values())
    if not n:
        return ""
    have = "has" if counts[1] == 1 else "have"
    return f"{counts[1]:,} of {plural(n, 'need')} {have} the highest priority, 1 of 5."


def _states(n: int) -> str:
    return plural(n, "state or territory", "states and territories")


def _each(n_needs: int) -> str:
    return "the one need" if n_needs == 1 else f"each of the {n_needs:,} needs"
