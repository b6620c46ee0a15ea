"""What waits for a person: theirs, those delegated to them, those of their states' people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.vocabulary import FEDERAL, Role
from portal.visitors import Visitor
from tasks.letter_facts.meetings import ABOUT_MEETINGS, meeting_title
from tat import delegations
from tat.database import Tat
from tat.incoming import waiting_by_place
from tat.inherited import inherited
from tat.schema import Delegation, Jurisdiction, Person, Plan, Prompt
from tat.statuses import PromptState
from templates.words import ASKED_TO

Asked = tuple[Prompt, str, str | None]
"""A prompt, of whom it is asked, and the name of its state."""

MOST_ANSWERED = 50
"""How many answered questions the page lists, the newest first."""


@dataclass(frozen=True)
class Waiting:
    """One line of the list: a question, or a sheet of several."""

    asked_to: str
    about: Sequence[str]
    """Names of the states; or of the meeting, or of the center."""
    due_on: date
    is_late: bool
    asked_of: str
    address: str
    """Of its page, below the visitor's base."""
    n: int
    cycle: str
    file_id: int | None = None
    """Of a file that came for it, and waits to be confirmed."""


@dataclass(frozen=True)
class Mine:
    """The lists of the page."""

    own: Sequence[Waiting]
    delegated: Sequence[Waiting]
    heard: Sequence[Waiting]
    """Of the people of the Specialist's states, who may tell it by phone."""
    answered: Sequence[Waiting]
    inherited: Sequence[Waiting]
    """What was answered by those who had the visitor's roles before, and have left."""

    @property
    def has_several_cycles(self) -> bool:
        """Whether a reader must be told to which cycle a line belongs."""
        lines = (*self.own, *self.delegated, *self.heard, *self.answered, *self.inherited)
        return len({line.cycle for line in lines}) > 1


def read_waiting(tat: Tat, visitor: Visitor, *, now: datetime) -> Mine:
    """Read everything that a person may answer."""
    today = now.astimezone(ZoneInfo(visitor.time_zone)).date()
    is_open = Prompt.state == PromptState.OPEN
    own = _rows(tat, is_open, Prompt.person_id == visitor.person_id)
    absent = _absent(tat, visitor, now=now)
    delegated = _rows(tat, is_open, Prompt.person_id.in_(absent))
    codes = [scope for role, scope in visitor.roles if role is Role.SPECIALIST]
    heard = _rows(
        tat, is_open, Plan.jurisdiction.in_(codes), Prompt.role.not_in(FEDERAL),
        Prompt.person_id != visitor.person_id,
    )  # fmt: skip
    answered = _rows(
        tat, Prompt.state == PromptState.ANSWERED, Prompt.person_id == visitor.person_id
    )
    before = [prompt.id for prompt in inherited(tat, visitor.person_id)[:MOST_ANSWERED]]
    newest = sorted(answered, key=lambda row: row[0].closed_at or now, reverse=True)
    files = waiting_by_place(tat)
    return Mine(
        own=_with_files(_lines(own, today), files),
        delegated=_with_files(_lines(delegated, today), files),
        heard=_with_files(_lines(heard, today, has_sheets=False), files),
        answered=_with_files(_lines(newest[:MOST_ANSWERED], today, is_sorted=False), files),
        inherited=_lines(
            _rows(tat, Prompt.id.in_(before)) if before else (), today, has_sheets=False
        ),
    )


def _rows(tat: Tat, *where: sa.ColumnElement[bool]) -> Sequence[Asked]:
    rows = (
        sa.select(Prompt, Person.name, Jurisdiction.name)
        .join(Person, Person.id == Prompt.person_id)
        .outerjoin(Plan, Plan.id == Prompt.plan_id)
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(*where)
        .order_by(Prompt.due_on, Jurisdiction.name, Prompt.id)
    )
    return [(prompt, name, state) for prompt, name, state in tat.execute(rows)]


def _absent(tat: Tat, visitor: Visitor, *, now: datetime) -> list[int]:
    rows = sa.select(Delegation.person_id).where(Delegation.to_person_id == visitor.person_id)
    found = dict.fromkeys(tat.scalars(rows))
    return [one for one in found
            if delegations.is_delegate(tat, one, visitor.person_id, now=now)]  # fmt: skip


def _lines(
    rows: Iterable[Asked],
    today: date,
    *,
    has_sheets: bool = True,
    is_sorted: bool = True,
) -> list[Waiting]:
    """One line for each question; those of one sheet are one line."""
    gathered: dict[str, list[Asked]] = {}
    for row in rows:
        prompt = row[0]
        on_sheet = prompt.sheet_id is not None and has_sheets
        address = f"sheet/{prompt.sheet_id}" if on_sheet else f"prompt/{prompt.id}"
        gathered.setdefault(address, []).append(row)
    found = [_line(address, group, today) for address, group in gathered.items()]
    return sorted(found, key=lambda one: one.due_on) if is_sorted else found


def _with_files(lines: Sequence[Waiting], files: Mapping[str, int]) -> list[Waiting]:
    """The lines, each with the file that waits for it."""
    return [replace(one, file_id=files.get(one.address.replace("/", " "))) for one in lines]


def _about(group: Sequence[Asked]) -> list[str]:
    first = group[0][0]
    if first.kind in ABOUT_MEETINGS:
        return [meeting_title(first.variant, first.region)]
    states = [row[2] for row in group if row[2]]
    return states or [center for center in [first.center] if center]


def _line(address: str, group: Sequence[Asked], today: date) -> Waiting:
    first = group[0][0]
    due_on = min(row[0].due_on for row in group)
    is_late = first.state == PromptState.OPEN and due_on < today
    return Waiting(
        ASKED_TO[first.kind], _about(group), due_on, is_late,
        group[0][1], address, len(group), first.cycle,
    )  # fmt: skip
