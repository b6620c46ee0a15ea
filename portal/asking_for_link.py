"""Mail somebody the link to all that is theirs, when they ask on the front page; not too often."""

from datetime import timedelta

import sqlalchemy as sa

from config.vocabulary import Purpose
from portal.context import Portal
from portal.limits import Limit
from tat import notices
from tat.database import write
from tat.notices import Owed
from tat.schema import Cycle, Notice, Person, Step
from tat.statuses import NoticeState

PER_CLIENT = Limit(most=20, within=timedelta(hours=1))
"""An office behind one address may ask some times; a program that tries addresses may not."""

PER_ADDRESS = timedelta(minutes=10)
"""Within which time a second mail to the same person would say nothing new."""


def owe_own_link(portal: Portal, address: str, *, client: str) -> None:
    """Owe the person of an address a mail with their link, at once.

    Whoever asks learns nothing of whether it was owed.
    """
    now = portal.now()
    if not PER_CLIENT.takes(client, now=now) or len(address) > 254:
        return
    with write(portal.surroundings.tracker) as tat:
        person_id = tat.scalar(
            sa.select(Person.id).where(sa.func.lower(Person.address) == address.strip().lower())
        )
        cycle = tat.scalar(sa.select(Cycle.name).order_by(Cycle.starts_on.desc()).limit(1))
        if person_id is None or cycle is None:
            return
        known = tat.scalars(
            sa.select(Notice)
            .where(Notice.purpose == Purpose.OWN_LINK, Notice.person_id == person_id)
            .order_by(Notice.round)
        ).all()
        is_fresh = bool(known) and known[-1].due_at > now - PER_ADDRESS
        if is_fresh or any(one.state == NoticeState.WAITING for one in known):
            return
        rule = portal.surroundings.declared_for(cycle).rules.notice[Purpose.OWN_LINK]
        first_step = tat.scalar(sa.select(sa.func.min(Step.number)).where(Step.cycle == cycle))
        owed = Owed(
            purpose=Purpose.OWN_LINK, step=first_step or 1, subject="own link",
            person_id=person_id, urgency=rule.urgency, round=len(known) + 1,
        )  # fmt: skip
        notices.owe(tat, cycle, [owed], now=now)
