"""What of a cycle somebody sees on a page: by the table of roles, and by the record."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from config.scopes import region_number, region_scope
from config.vocabulary import Role
from portal.who_sees import OF_WORDS, READS_DRAFTS, Page, Reach, reach
from tat.database import Tat
from tat.schema import ActivityRevision, Jurisdiction, Line, Plan, Prompt
from tat.statuses import LineState, Status

Held = tuple[Role, str]
"""A role and what it is held for: `nation`, `region 8`, `CO`, `NCASE`."""


@dataclass(frozen=True)
class Sight:
    """What somebody sees of a cycle on one page."""

    whole: frozenset[int] = frozenset()
    """Ids of the plans of which they see everything."""
    parts: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Of other plans, by id: the centers whose activities they see."""
    regions: frozenset[int] = frozenset()
    """Regions that they see whole."""
    centers: frozenset[str] = frozenset()
    """Centers that they see whole."""
    is_nation: bool = False
    """Whether they see everything."""

    @property
    def plan_ids(self) -> frozenset[int]:
        """Every plan of which they see something."""
        return self.whole | frozenset(self.parts)

    def centers_of(self, plan_id: int) -> frozenset[str] | None:
        """The centers whose activities they see in a plan; None where they see all of it."""
        return None if plan_id in self.whole else self.parts.get(plan_id, frozenset())

    @property
    def is_nothing(self) -> bool:
        """Whether the page is not there for them."""
        return not (self.is_nation or self.plan_ids or self.regions or self.centers)


def sight(tat: Tat, cycle: str, held: Iterable[Held], page: Page) -> Sight:
    """Find what somebody with some roles sees on a page."""
    plans = tat.execute(_plans(cycle)).all()
    reaches = {}
    for role, scope in held:
        how = reach(role, page)
        reaches[role, _place(scope, how, plans)] = how
    whole = {plan.id for plan in plans for one in reaches.items() if _is_theirs(plan, *one, page)}
    centers = frozenset(scope for (_, scope), how in reaches.items() if how is Reach.CENTER)
    readable = {plan.id for plan in plans if not _is_hidden(plan, Role.CENTER_LEAD, page)}
    parts = _parts(tat, cycle, centers) if centers else {}
    regions = {region_number(scope) for (_, scope), how in reaches.items() if how is Reach.REGION}
    return Sight(
        frozenset(whole),
        {one: frozenset(of) for one, of in parts.items() if one in readable - whole},
        frozenset(region for region in regions if region is not None),
        centers,
        Reach.NATION in reaches.values(),
    )


def _place(scope: str, how: Reach, plans: Sequence[Any]) -> str:
    """For what a role counts: who sees a region and holds a state, for the state's region."""
    if how is not Reach.REGION:
        return scope
    return next((region_scope(one.region) for one in plans if one.jurisdiction == scope), scope)


def _is_theirs(plan: Any, held: Held, how: Reach, page: Page) -> bool:
    role, scope = held
    place = {
        Reach.NATION: scope,
        Reach.REGION: region_scope(plan.region),
        Reach.STATE: plan.jurisdiction,
    }
    return place.get(how) == scope and not _is_hidden(plan, role, page)


def _is_hidden(plan: Any, role: Role, page: Page) -> bool:
    is_draft = plan.status == Status.DRAFT_INITIAL
    return is_draft and page in OF_WORDS and role not in READS_DRAFTS


def _plans(cycle: str) -> sa.Select[*tuple[Any, ...]]:
    rows = sa.select(Plan.id, Plan.jurisdiction, Plan.status, Jurisdiction.region)
    of_places = rows.join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
    return of_places.where(Plan.cycle == cycle)


def _parts(tat: Tat, cycle: str, centers: Collection[str]) -> dict[int, set[str]]:
    """The plans in which centers lead or join an activity, or were asked about one."""
    found: dict[int, set[str]] = defaultdict(set)
    asked = sa.select(Prompt.plan_id, Prompt.center).where(
        Prompt.cycle == cycle, Prompt.plan_id.is_not(None), Prompt.center.in_(centers)
    )
    for plan_id, center in tat.execute(asked.distinct()):
        found[plan_id or 0].add(center or "")
    activities = (
        sa.select(Line.plan_id, Line.center, ActivityRevision.collaborators)
        .join(Plan, Plan.id == Line.plan_id)
        .join(
            ActivityRevision,
            sa.and_(
                ActivityRevision.line_id == Line.id, ActivityRevision.revision == Line.revision
            ),
        )
        .where(Plan.cycle == cycle, Line.state != LineState.WITHDRAWN)
    )
    for plan_id, center, others in tat.execute(activities):
        if theirs := {center, *others} & set(centers):
            found[plan_id] |= theirs
    return found
