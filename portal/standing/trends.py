"""What of the trends somebody may choose: by the table of roles, and by the record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.standing.looking import Look
from portal.standing.sight import Sight
from tasks.trends.choice import Choice, Filter, Options, region_of
from tasks.trends.record import Trends
from tat.schema import Jurisdiction, Plan
from templates.reports import trend_choices


@dataclass(frozen=True)
class Open:
    """What of the trends is open to somebody; to whom the nation is, all of it."""

    is_nation: bool
    regions: tuple[str, ...]
    states: tuple[str, ...]
    """Those of which they see everything."""
    centers: tuple[str, ...]
    """Those of whose work they see everything, in whatever state."""
    among: Mapping[Filter, frozenset[str]]
    """The places and centers that can be chosen at all, in whatever combination."""

    editions: frozenset[str]
    """The regions whose edition they may have, "" for the nation's."""

    def narrowed(self, options: Options) -> Options:
        """What of some options they can choose."""
        if self.is_nation:
            return options
        return {
            one: {key: name for key, name in names.items() if key in self.among[one]}
            if one in self.among
            else names
            for one, names in options.items()
        }

    def completed(self, choice: Choice) -> Choice | None:
        """A choice that is open to them: this one, or with the first place or center of theirs.

        None, where no such addition opens it.
        """
        return next((one for one in self._ways(choice) if self._is_open(one)), None)

    def _ways(self, choice: Choice) -> Iterator[Choice]:
        yield choice
        if not any(one in choice for one in (Filter.REGION, Filter.STATE)):
            yield from ({**choice, Filter.REGION: one} for one in self.regions)
            yield from ({**choice, Filter.STATE: one} for one in self.states)
        if Filter.CENTER not in choice:
            yield from ({**choice, Filter.CENTER: one} for one in self.centers)

    def _is_open(self, choice: Choice) -> bool:
        if self.is_nation or choice.get(Filter.STATE) in self.states:
            return True
        is_of_region = Filter.STATE not in choice and choice.get(Filter.REGION) in self.regions
        return is_of_region or choice.get(Filter.CENTER) in self.centers


def plans_of(here: Look) -> Sequence[Any]:
    """Every plan of the cycle, by state: `id`, `jurisdiction`, `region`."""
    rows = (
        sa.select(Plan.id, Plan.jurisdiction, Jurisdiction.region)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Plan.cycle == here.cycle.name)
        .order_by(Plan.jurisdiction)
    )
    return here.tat.execute(rows).all()


def open_to(plans: Sequence[Any], seen: Sight) -> Open:
    """Find what is open to who sees so much on the page, or of its files."""
    regions = tuple(str(region) for region in sorted(seen.regions))
    of_parts = {str(plan.region) for plan in plans if plan.id in seen.parts}
    among = {
        Filter.REGION: frozenset({*regions, *of_parts}),
        Filter.STATE: frozenset(one.jurisdiction for one in plans if one.id in seen.plan_ids),
    }
    if not seen.whole:
        among[Filter.CENTER] = seen.centers
    return Open(
        is_nation=seen.is_nation,
        regions=regions,
        states=tuple(one.jurisdiction for one in plans if one.id in seen.whole),
        centers=tuple(sorted(seen.centers)),
        among=among,
        editions=frozenset(
            {"", *(str(one.region) for one in plans)} if seen.is_nation else regions
        ),
    )


def read_choice(
    given: Mapping[str, str], possible: Options, trends: Trends
) -> tuple[Choice, list[str]]:
    """Read what an address chooses: what can be chosen, and a sentence for each that cannot.

    Args:
        given: values by the names of filters; an empty one chooses nothing.
    """
    choice: dict[Filter, str] = {}
    faults = []
    for one in Filter:
        value = given.get(one, "").strip()
        if value and value not in possible[one]:
            faults.append(trend_choices.no_such(one, value, list(possible[one])))
        elif value:
            choice[one] = value
    state, region = choice.get(Filter.STATE), choice.get(Filter.REGION)
    if state and region and region != str(of := region_of(trends, state)):
        faults.append(trend_choices.elsewhere(possible[Filter.STATE][state], of, region))
    return choice, faults
