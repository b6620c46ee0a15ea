"""Workbooks that came attached to a mail: each goes through the door, once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from config.vocabulary import Entrance
from portal.context import Portal
from portal.door.arriving import Sent
from portal.door.intake import Outcome, take_in
from tasks.incoming.parsing import parse
from tat.database import Tat, read
from tat.schema import IncomingFile, Received
from tat.statuses import ReceivedKind

ENDINGS = (".xlsx", ".csv", ".xlsm", ".xls", ".ods")
"""How the names of workbooks end, also of those that are refused with a sentence; a picture in
the foot of a mail is nobody's answer."""

FROM_PEOPLE = (ReceivedKind.LETTER, ReceivedKind.FORWARD)


@dataclass(frozen=True)
class _Mail:
    id: int
    sha256: str
    address: str
    person_id: int | None
    n_taken: int


def take_mailed(portal: Portal) -> list[Outcome]:
    """Take every workbook of the mails that came in and whose files were not taken yet."""
    with read(portal.surroundings.tracker) as tat:
        mails = list(_with_files(tat))
    return [outcome for mail in mails for outcome in _take(portal, mail)]


def is_workbook(name: str) -> bool:
    """Whether a file of a mail is taken for a workbook."""
    return name.casefold().endswith(ENDINGS)


def _with_files(tat: Tat) -> Iterator[_Mail]:
    """The mails of people that bring more workbooks than were taken from them."""
    taken = Counter(
        tat.scalars(
            sa.select(IncomingFile.received_id).where(IncomingFile.received_id.is_not(None))
        )
    )
    rows = sa.select(Received).where(Received.kind.in_(FROM_PEOPLE)).order_by(Received.id)
    for row in tat.scalars(rows):
        n_files = sum(is_workbook(one["name"]) for one in row.files)
        if n_files > taken[row.id]:
            person_id = row.forwarded_by_id or row.person_id
            yield _Mail(row.id, row.sha256, row.address, person_id, taken[row.id])


def _take(portal: Portal, mail: _Mail) -> Iterator[Outcome]:
    content = portal.files.read(mail.sha256)
    if content is None:
        return
    enclosed = [one for one in parse(content).files if is_workbook(one.name)]
    for one in enclosed[mail.n_taken :]:
        yield take_in(
            portal,
            Sent(one.content, one.name, Entrance.MAIL, mail.person_id, mail.address, mail.id),
        )
