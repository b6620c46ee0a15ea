"""How many mails the people of each role were sent, beside the limits of the rules."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from config.vocabulary import Role
from tat.database import Tat
from tat.schema import Assignment, Message, Notice
from tat.statuses import MessageState

LAST_LIMITED_STEP = 5
"""The limits on mails hold over steps 1 to 5."""


@dataclass(frozen=True)
class MailsOfRole:
    """The most mails that one person of a role was sent in steps 1 to 5, for all their roles."""

    role: str
    most: int
    limit: int | None
    """None where the rules set none."""
    states: int | None
    """For Specialists: how many states the one with the most mails has."""


def mails_by_role(tat: Tat, cycle: str, limits: Mapping[Role, int]) -> list[MailsOfRole]:
    """The roles that have a limit first, in the order of the rules; then every role held."""
    step = steps_of_messages(cycle)
    sent = (
        sa.select(Message.person_id, sa.func.count())
        .join(step, step.c.message_id == Message.id)
        .where(Message.state == MessageState.SENT, step.c.step <= LAST_LIMITED_STEP)
        .group_by(Message.person_id)
    )
    n_mails = dict(tat.execute(sent).all())
    held = sa.select(Assignment.role, Assignment.person_id, sa.func.count())
    n_scopes: dict[Role, dict[int, int]] = {}
    for role, person_id, n in tat.execute(held.group_by(Assignment.role, Assignment.person_id)):
        n_scopes.setdefault(role, {})[person_id] = n
    others = [role for role in Role if role in n_scopes and role not in limits]
    return [
        _mails_of(role, n_scopes.get(role, {}), n_mails, limit=limits.get(role))
        for role in (*limits, *others)
    ]


def steps_of_messages(cycle: str) -> sa.Subquery:
    """The first step that each message of a cycle speaks of: `message_id`, `step`."""
    rows = sa.select(Notice.message_id, sa.func.min(Notice.step).label("step"))
    ours = rows.where(Notice.cycle == cycle, Notice.message_id.is_not(None))
    return ours.group_by(Notice.message_id).subquery()


def _mails_of(
    role: Role, n_scopes: Mapping[int, int], n_mails: Mapping[int, int], *, limit: int | None
) -> MailsOfRole:
    """Of people with equally many mails the one with the fewest scopes is named."""
    most, states = max(
        ((n_mails.get(person_id, 0), -n) for person_id, n in n_scopes.items()), default=(0, 0)
    )
    is_specialist = role is Role.SPECIALIST and n_scopes
    return MailsOfRole(role.value, most, limit, -states if is_specialist else None)
