"""What the figures of a choice say, in sentences: never more than those of the whole would bear."""

from tasks.trends.choice import (
    OF_ACTIVITIES,
    OF_NEEDS,
    Choice,
    Filter,
    Options,
    in_state,
    is_by_activity,
    is_comparable,
)
from tasks.trends.contrasts import all_findings, change_told, clusters_told, overlaps_told
from tasks.trends.frames import in_region, rows_of
from tasks.trends.record import Trends
from tasks.trends.sentences import (
    activities_told,
    asked_topics,
    common,
    figures_of,
    left_told,
    most_told,
    place_of,
)
from tasks.trends.topics import unique_needs
from templates.reports import trend_choices, trend_findings


def title_of(choice: Choice, options: Options) -> str:
    """What is chosen, as it stands in a title; a state's region is not said again."""
    names = [one for one in Filter if one in choice]
    if Filter.STATE in names:
        names = [one for one in names if one is not Filter.REGION]
    told = [trend_choices.said(one, choice[one], options[one][choice[one]]) for one in names]
    if Filter.STATE in names or Filter.REGION in names:
        return ", ".join(told)
    return ", ".join(["the nation", *told])


def findings_of(
    trends: Trends, chosen: Trends, choice: Choice, region: int | None = None
) -> list[str]:
    """What the figures of the nation or a region say of what is chosen there.

    Args:
        trends: all of them.
        chosen: what `choose` leaves of them.
    """
    if not any(one in choice for one in (*OF_NEEDS, *OF_ACTIVITIES)):
        return all_findings(trends, region)
    place, rule = place_of(trends, region), trends.declared.rules.trends
    needs = in_region(chosen.needs, region)
    told = [
        trend_choices.of_chosen(
            len(needs),
            len(in_region(trends.needs, region)),
            where=trends.place_name(region),
            n_states=needs["jurisdiction"].nunique(),
            n_answered=place.n_answered,
        )
    ]
    if len(needs):
        told += [trend_findings.of_small(place, below=rule.small_below)]
        told += _asked_told(trends, chosen, choice, region) + _kinds_told(chosen, choice, region)
        told += _activities_told(chosen, choice, region)
    return [sentence for sentence in told if sentence]


def findings_of_state(trends: Trends, chosen: Trends, choice: Choice, code: str) -> list[str]:
    """What the figures of a state say of what is chosen there."""
    of_state, ours = in_state(trends, code), in_state(chosen, code)
    [state] = rows_of(of_state.states)
    n_all = len(of_state.needs) if state.has_answered else None
    told = [trend_choices.of_state(state.state, n_all)]
    if chosen is not trends and n_all:
        n = len(ours.needs)
        told = [trend_choices.of_chosen(n, n_all, where=state.state, n_states=0, n_answered=1)]
    if len(ours.needs):
        told += _kinds_told(ours, choice, None) + _activities_told(ours, choice, None)
    return [sentence for sentence in told if sentence]


def _asked_told(trends: Trends, chosen: Trends, choice: Choice, region: int | None) -> list[str]:
    """What is asked for most and in common; of one topic alone that says nothing."""
    needs, every = in_region(chosen.needs, region), in_region(trends.needs, region)
    is_only_one = needs["need_id"].isin(unique_needs(every)["need_id"])
    pairs = dict.fromkeys(zip(needs["topic"], needs["state"], strict=True))
    alone = set(needs.loc[is_only_one, "topic"])
    only_one = trend_choices.of_only_one(
        [f"{trends.topic_title(topic)} ({state})" for topic, state in pairs if topic in alone],
        is_region=region is not None,
    )
    if Filter.TOPIC in choice:
        return [only_one]
    percent = trends.declared.rules.trends.common_percent
    return [
        most_told(chosen, region),
        trend_findings.of_common(
            common(chosen, region), asked_topics(chosen, region), percent=percent
        ),
        only_one,
    ]


def _kinds_told(chosen: Trends, choice: Choice, region: int | None) -> list[str]:
    figures, told = figures_of(chosen, region), []
    if Filter.REQUIREMENT not in choice:
        told += [trend_findings.of_requirement(figures.needs_by_requirement)]
    if Filter.PRIORITY not in choice:
        told += [trend_findings.of_priority(figures.needs_by_priority)]
    return told


def _activities_told(chosen: Trends, choice: Choice, region: int | None) -> list[str]:
    """Chosen by activities, every need has one: that says nothing."""
    is_state = Filter.STATE in choice
    told = [activities_told(chosen, region)]
    if not is_by_activity(choice):
        told += [left_told(chosen, region)]
        told += [] if is_state else [clusters_told(chosen, region)]
    if is_comparable(choice):
        told += [change_told(chosen, region)]
    return told if is_state else [*told, overlaps_told(chosen, region)]
