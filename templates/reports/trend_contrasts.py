"""What sets a region, a cycle or an office apart, in sentences made by rule from the figures.

They set counts beside each other and say nothing of why they differ.
"""

from collections.abc import Sequence
from typing import NamedTuple

from templates.filters import plural
from templates.reports.findings import first_few

NO_CYCLE_BEFORE = "No earlier cycle is on record, so nothing is said of change."


class Cluster(NamedTuple):
    """A topic that a region asks for far oftener than the states elsewhere."""

    topic: str
    region: int
    n_states: int
    n_answered: int
    n_elsewhere: int
    n_answered_elsewhere: int
    is_small: bool
    """Whether few states of the region have answered."""


class Changed(NamedTuple):
    """A topic, and who newly asks or asks no longer of those that answered both times."""

    topic: str
    n_newly: int
    n_no_longer: int


class BothOffices(NamedTuple):
    """A topic, and in how many states centers of both offices work on it."""

    topic: str
    n_states: int


def of_clusters(clusters: Sequence[Cluster], *, times: int, is_region: bool) -> str:
    """What is asked for in one region by a far larger share than elsewhere; empty where none is."""
    if not clusters:
        return ""
    where = "the region" if is_region else "one region"
    share = "twice the share" if times == 2 else f"{times:,} times the share"
    named = first_few([_cluster(one, is_region=is_region) for one in clusters])
    return f"Asked for in {where} by at least {share} elsewhere: {named}."


def of_change(changed: Sequence[Changed], *, before: str, n_both: int) -> str:
    """What is newly asked for, the most first; of those that answered in this cycle and before."""
    if not n_both:
        return f"Nobody answered in {before} and in this cycle, so nothing is said of change."
    of_both = f"Of the {n_both:,} that answered in {before} and in this cycle"
    if n_both == 1:
        of_both = f"Of the one that answered in {before} and in this cycle"
    if not changed:
        return f"{of_both}, none newly asks for a topic or asks for one no longer."
    return f"{of_both}: {first_few([_changed(one) for one in changed])}."


def of_overlaps(overlaps: Sequence[BothOffices], *, n_states: int, n_served: int) -> str:
    """Where centers of both offices work on the same topic; empty without activities.

    Args:
        n_states: in how many states they do, on whatever topic.
        n_served: how many states have any activity, proposed or in a plan.
    """
    if not n_served:
        return ""
    of_served = plural(n_served, "state or territory", "states and territories")
    named = first_few([f"{one.topic} ({one.n_states:,})" for one in overlaps])
    return (
        f"In {n_states:,} of {of_served} with activities, centers of OCC and of OHS work on the "
        f"same topic{': ' if named else ''}{named}."
    )


def _cluster(one: Cluster, *, is_region: bool) -> str:
    small = ", a small number" if one.is_small else ""
    here = f"{one.n_states:,} of {one.n_answered:,} that answered{small}"
    where = "" if is_region else f"Region {one.region}: "
    elsewhere = f"elsewhere {one.n_elsewhere:,} of {one.n_answered_elsewhere:,}"
    return f"{one.topic} ({where}{here}; {elsewhere})"


def _changed(one: Changed) -> str:
    newly = f"{one.n_newly:,} newly {'asks' if one.n_newly == 1 else 'ask'}"
    no_longer = f"{one.n_no_longer:,} no longer"
    return f"{one.topic} ({newly}, {no_longer})"
