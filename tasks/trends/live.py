"""The trends as a page shows them live: the figures of what somebody has chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tasks.trends import pack_rows
from tasks.trends.choice import Choice, Filter, choose, in_state, is_by_activity, is_comparable
from tasks.trends.choice_told import findings_of, findings_of_state
from tasks.trends.contrasts import all_findings
from tasks.trends.coverage import needs_without_center
from tasks.trends.frames import in_region, rows_of
from tasks.trends.live_sheets import live_sheets
from tasks.trends.pack_rows import Request, StateLine, TopicLine
from tasks.trends.pictures import live_pictures
from tasks.trends.record import Trends
from tasks.trends.sheets import Sheet
from tasks.trends.topics import answered_by_region, unique_needs


class Compared(NamedTuple):
    """A topic of a state, beside its region and the nation."""

    title: str
    n_needs: int
    priority: int
    """Of the most urgent request."""
    n_in_region: int
    n_in_nation: int


@dataclass(frozen=True)
class Live:
    """What is shown of a choice; what there is nothing of is empty."""

    region: int | None
    """The region that is shown; None where it is the nation or a state."""
    state: Any
    """The state that is shown, its columns by name; None where it is the nation or a region."""
    is_by_activity: bool
    """Whether needs were chosen by what is proposed for them."""
    is_comparable: bool
    """Whether it can be set beside the cycle before."""
    is_part: bool
    """Whether needs or activities were chosen, not all of a place."""
    findings: Sequence[str]
    of_nation: Sequence[str]
    """What the nation's figures say, beside all those of a region."""
    answered: Mapping[int, int]
    """States that answered, by region."""
    small_below: int
    """Of fewer that answered figures are small numbers."""
    topics: Sequence[TopicLine]
    """Of the nation or the region."""
    in_nation: Mapping[str, int]
    """How many states of the nation ask for each topic, by its title."""
    compared: Sequence[Compared]
    """The topics of the state."""
    members: Sequence[Any]
    """The states of the region, each with its columns by name."""
    needs: Sequence[Request]
    unique: Sequence[Request]
    left: Sequence[Request]
    states: Sequence[StateLine]
    sheets: Mapping[str, Sheet]
    charts: Mapping[str, str]
    """Inline SVGs, by what they are about."""
    told: Mapping[str, str]
    """What each of them shows, in a sentence."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no need of which to show anything."""
        return not self.needs


def live(trends: Trends, choice: Choice) -> Live:
    """Work out what is shown of a choice: of all needs and activities, or of those that fit."""
    chosen = choose(trends, choice)
    code, region = choice.get(Filter.STATE), _region(choice)
    ours = chosen if code is None else in_state(chosen, code)
    is_whole = chosen is trends and code is None
    answered = answered_by_region(trends.states)["n_answered"]
    needs, every = in_region(ours.needs, region), in_region(trends.needs, region)
    left = needs_without_center(needs, ours.activities)
    lines, drawn = pack_rows.state_lines(ours, region), live_pictures(ours, region)
    return Live(
        region=region,
        state=rows_of(ours.states)[0] if code else None,
        is_by_activity=is_by_activity(choice),
        is_comparable=is_comparable(choice),
        is_part=chosen is not trends,
        findings=findings_of_state(trends, chosen, choice, code)
        if code
        else findings_of(trends, chosen, choice, region),
        of_nation=all_findings(trends) if region and chosen is trends else [],
        answered=dict(zip(answered.index.tolist(), answered.tolist(), strict=True)),
        small_below=trends.declared.rules.trends.small_below,
        topics=[] if code else _topics(chosen, region),
        in_nation={chosen.topic_title(row.topic): row.n_states for row in rows_of(chosen.by_topic)},
        compared=_compared(chosen, ours) if code else [],
        members=rows_of(in_region(trends.states, region)) if region else [],
        needs=pack_rows.requests(trends, rows_of(needs)),
        unique=pack_rows.requests(
            trends, rows_of(needs[needs["need_id"].isin(unique_needs(every)["need_id"])])
        ),
        left=pack_rows.requests(trends, rows_of(left)),
        states=lines if is_whole else [one for one in lines if one.n_needs],
        sheets=live_sheets(trends, ours, region, is_state=code is not None),
        charts={one.key: one.drawn() for one in drawn},
        told={one.key: one.title for one in drawn},
    )


def _region(choice: Choice) -> int | None:
    """The region whose figures are shown: a state stands for itself."""
    if Filter.STATE in choice or Filter.REGION not in choice:
        return None
    return int(choice[Filter.REGION])


def _topics(chosen: Trends, region: int | None) -> list[TopicLine]:
    if region is None:
        return pack_rows.national_topics(chosen)
    return pack_rows.region_topics(chosen, region)


def _compared(chosen: Trends, ours: Trends) -> list[Compared]:
    """The topics of one state, the most urgent first, with how many others ask for them too."""
    [state] = rows_of(ours.states)
    nation = {row.topic: row.n_states for row in rows_of(chosen.by_topic)}
    of_region = in_region(chosen.by_region, state.region)
    region = {row.topic: row.n_states for row in rows_of(of_region)}
    return [
        Compared(
            chosen.topic_title(row.topic),
            row.n_needs,
            row.priority,
            region[row.topic],
            nation[row.topic],
        )
        for row in rows_of(ours.by_state)
    ]
