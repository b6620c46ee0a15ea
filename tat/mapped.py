"""What OCC and OHS have said of the overlaps in plans (5.2)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from config.vocabulary import PromptKind, Role
from tat.database import Tat
from tat.schema import Answer, Prompt


@dataclass(frozen=True)
class OfficeSaid:
    """What one office says of the activities on one topic."""

    role: Role
    says: str
    note: str


def said_of_overlaps(
    tat: Tat, plan_ids: Collection[int]
) -> dict[int, Mapping[str, list[OfficeSaid]]]:
    """The newest that each office has said, by plan and topic; OCC first."""
    rows = (
        sa.select(Prompt.plan_id, Prompt.role, Answer.content)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.kind == PromptKind.MAPPING,
            Prompt.plan_id.in_(plan_ids),
            Answer.corrected_by_id.is_(None),
            Answer.is_outdated.is_(False),
        )
        .order_by(Answer.id)
    )
    newest: dict[tuple[int, str, Role], OfficeSaid] = {}
    for plan_id, role, content in tat.execute(rows):
        for one in content["overlaps"]:
            newest[plan_id, one["topic"], role] = OfficeSaid(role, one["says"], one["note"])
    said: dict[int, dict[str, list[OfficeSaid]]] = defaultdict(lambda: defaultdict(list))
    for (plan_id, topic, _role), one in sorted(newest.items()):
        said[plan_id][topic].append(one)
    return dict(said)
