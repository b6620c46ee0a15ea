"""Notices: what is owed to a person, written in the transaction of the act that made it due."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from config.vocabulary import Purpose, Urgency
from tat.database import Tat, change, insert_new
from tat.schema import Notice, Person
from tat.statuses import NoticeState

ALONG = ("files", "lacking")
"""What the details of a notice say of documents: those kept for it, and those not made yet."""


@dataclass(frozen=True)
class Owed:
    """Something that a person should be told. Owed once for each purpose, subject and round."""

    purpose: Purpose
    step: int
    subject: str
    person_id: int
    urgency: Urgency
    round: int = 1
    prompt_id: int | None = None
    plan_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


def owe(tat: Tat, cycle: str, owed: Iterable[Owed], *, now: datetime) -> int:
    """Write notices; what is owed already is left as it is. Returns how many are new."""
    rows = [
        {
            "cycle": cycle, "step": one.step, "purpose": one.purpose, "subject": one.subject,
            "person_id": one.person_id, "round": one.round, "prompt_id": one.prompt_id,
            "plan_id": one.plan_id, "details": one.details, "urgency": one.urgency,
            "due_at": now, "state": NoticeState.WAITING, "message_id": None,
        }
        for one in owed
    ]  # fmt: skip
    return insert_new(tat, Notice, rows)


def not_owed_yet(tat: Tat, cycle: str, owed: Iterable[Owed]) -> list[Owed]:
    """Give those that `owe` would write: what nobody has been owed under the same key."""
    owed = list(owed)
    rows = sa.select(Notice.step, Notice.purpose, Notice.subject, Notice.person_id, Notice.round)
    ours = rows.where(Notice.cycle == cycle, Notice.purpose.in_({one.purpose for one in owed}))
    known = {tuple(row) for row in tat.execute(ours)}
    return [
        one
        for one in owed
        if (one.step, one.purpose, one.subject, one.person_id, one.round) not in known
    ]


def owe_newest(tat: Tat, cycle: str, owed: Iterable[Owed], *, now: datetime) -> int:
    """Owe notices of which the newest round says it all; an older one that waits is taken back.

    Returns how many are new.
    """
    new = not_owed_yet(tat, cycle, owed)
    for one in new:
        tat.execute(
            sa.update(Notice)
            .where(
                Notice.cycle == cycle, Notice.purpose == one.purpose,
                Notice.subject == one.subject, Notice.person_id == one.person_id,
                Notice.state == NoticeState.WAITING,
            )
            .values(state=NoticeState.CANCELLED)
        )  # fmt: skip
    return owe(tat, cycle, new, now=now)


def told(tat: Tat, cycle: str, purpose: Purpose) -> set[tuple[str, int, int]]:
    """Subject, person and round of every notice of a purpose that was ever owed."""
    rows = sa.select(Notice.subject, Notice.person_id, Notice.round)
    ours = rows.where(Notice.cycle == cycle, Notice.purpose == purpose)
    return {(subject, person_id, number) for subject, person_id, number in tat.execute(ours)}


def told_subjects(tat: Tat, cycle: str, purpose: Purpose, *, step: int | None = None) -> set[str]:
    """Every subject of which anybody was owed a notice of the purpose; by one step or by any."""
    rows = sa.select(Notice.subject).where(Notice.cycle == cycle, Notice.purpose == purpose)
    if step is not None:
        rows = rows.where(Notice.step == step)
    return set(tat.scalars(rows.distinct()))


def cancel_for_prompts(tat: Tat, prompt_ids: Collection[int]) -> None:
    """Take back what still waits to be sent about prompts that need no answer any more."""
    if prompt_ids:
        change(tat, _CANCEL, [{"prompt_ids": list(prompt_ids)}])


_NOTICE = Notice.metadata.tables[Notice.__tablename__]
_CANCEL = (
    sa.update(_NOTICE)
    .where(
        _NOTICE.c.prompt_id.in_(sa.bindparam("prompt_ids", expanding=True)),
        _NOTICE.c.state == NoticeState.WAITING,
    )
    .values(state=NoticeState.CANCELLED)
)


def cancel_subject(tat: Tat, purpose: Purpose, subject: str) -> None:
    """Take back what still waits to be sent about one subject: its reader knows it already."""
    ours = (Notice.purpose == purpose, Notice.subject == subject)
    waits = Notice.state == NoticeState.WAITING
    tat.execute(sa.update(Notice).where(*ours, waits).values(state=NoticeState.CANCELLED))


def cancel_waiting(
    tat: Tat, cycle: str, purpose: Purpose, *, person_ids: Collection[int] | None = None
) -> None:
    """Take back what still waits to be sent for a purpose, for some people or for all."""
    ours = [Notice.cycle == cycle, Notice.purpose == purpose, Notice.state == NoticeState.WAITING]
    if person_ids is not None:
        ours.append(Notice.person_id.in_(person_ids))
    tat.execute(sa.update(Notice).where(*ours).values(state=NoticeState.CANCELLED))


def owe_news(tat: Tat, cycle: str, owed: Iterable[Owed], *, now: datetime) -> int:
    """Owe notices whose details say something else than the newest about their subject said.

    What still waits gets the new words; what has left is followed by a next round. Documents that
    go along are no news, and stay with what waits. Returns how many are new or have new words.
    """
    owed = list(owed)
    newest = _newest(tat, cycle, {one.purpose for one in owed})
    due: list[Owed] = []
    n_reworded = 0
    for one in owed:
        last = newest.get((one.purpose, one.subject, one.person_id))
        if last is None:
            due.append(one)
        elif _words(last.details) == _words(one.details):
            continue
        elif last.state == NoticeState.WAITING:
            last.details, last.urgency = _along(last.details) | one.details, one.urgency
            n_reworded += 1
        else:
            due.append(replace(one, round=last.round + 1))
    tat.flush()
    return n_reworded + owe(tat, cycle, due, now=now)


def _along(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in details.items() if name in ALONG}


def _words(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in details.items() if name not in ALONG}


def _newest(
    tat: Tat, cycle: str, purposes: Collection[Purpose]
) -> dict[tuple[Purpose, str, int], Notice]:
    rows = sa.select(Notice).where(Notice.cycle == cycle, Notice.purpose.in_(purposes))
    found = tat.scalars(rows.order_by(Notice.round))
    return {(one.purpose, one.subject, one.person_id): one for one in found}


def waiting(tat: Tat, cycle: str, *, now: datetime | None = None) -> Sequence[Notice]:
    """Everything owed and not yet in an envelope, by person.

    What is owed to somebody whose address takes no mail gathers until the address is mended. What
    is stalled comes once it is to be tried again; without `now` it is left out.
    """
    is_to_try = Notice.try_at <= now if now is not None else sa.false()
    rows = (
        sa.select(Notice)
        .join(Person, Person.id == Notice.person_id)
        .where(
            Notice.cycle == cycle,
            Notice.state == NoticeState.WAITING,
            Person.address_fault.is_(None),
            sa.or_(Notice.try_at.is_(None), is_to_try),
        )
    )
    return tat.scalars(rows.order_by(Notice.person_id, Notice.id)).all()


def forget_waiting(tat: Tat, prompt_ids: Collection[int]) -> None:
    """Owe no longer what waits to be said of some prompts' old due dates: nobody has read it.

    The rows go, so that the same can be owed again on its day.
    """
    if prompt_ids:
        tat.execute(
            sa.delete(Notice).where(
                Notice.prompt_id.in_(prompt_ids),
                Notice.state == NoticeState.WAITING,
                Notice.purpose.in_((Purpose.REMINDER, Purpose.ESCALATION)),
            )
        )
