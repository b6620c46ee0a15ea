"""One question as a page shows it: its words, its lines, its form, what is on record already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from markupsafe import Markup

from config.declared import Declared
from config.vocabulary import Purpose
from portal.asking.blanks import Blank, blank_of
from portal.asking.lines import ShownLine
from portal.asking.lines_of_prompts import lines_and_since
from portal.asking.may_open import Destination, Opened, open_there
from portal.asking.on_record import OnRecord, read_on_record
from portal.context import Portal
from portal.forms.shapes import Rows
from tasks.background import Background, read_background
from tasks.letters import item
from tat.database import Tat
from tat.schema import Notice, Prompt
from tat.statuses import PromptState
from templates.message import Item, Section
from templates.pages import safe
from templates.render import asked_on_page
from templates.words import ROLE_NAMES


@dataclass(frozen=True)
class Question(Blank):
    """One prompt on a page: its form, and what stands around it."""

    asked_of: str
    due_on: date
    is_late: bool
    minutes: int | None
    lines: Sequence[ShownLine]
    closed_because: str
    answers: Sequence[OnRecord]

    @property
    def role_name(self) -> str:
        """In which role the person is asked."""
        return ROLE_NAMES[self.role]

    @property
    def lines_apart(self) -> Sequence[ShownLine]:
        """The lines, where the form itself does not show each of them."""
        is_shown = any(isinstance(part, Rows) and part.given for part in self.parts)
        return () if is_shown else self.lines


@dataclass(frozen=True)
class Asked:
    """Everything on one page: a question, or the sheet of several."""

    heading: str
    words: Markup
    questions: Sequence[Question]
    """Those that are open first."""


def open_page(tat: Tat, portal: Portal, here: Destination) -> tuple[Opened, Asked]:
    """Read a question or a sheet whole, as its page shows it. Raises: NotThere."""
    opened = open_there(tat, here, now=portal.now())
    return opened, read_questions(tat, portal, opened.prompts, has_prefix=here.is_sheet)


def read_questions(
    tat: Tat, portal: Portal, asked: Sequence[Prompt], *, has_prefix: bool = False
) -> Asked:
    """Read several prompts of one cycle for a page.

    Args:
        has_prefix: whether the names of fields begin with the prompt, as on a sheet.
    """
    if not asked:
        return Asked("Nothing waits here", safe(""), [])
    declared = portal.surroundings.declared_for(asked[0].cycle)
    return read_in(tat, declared, asked, now=portal.now(), has_prefix=has_prefix)


def read_in(
    tat: Tat, declared: Declared, asked: Sequence[Prompt], *, now: datetime, has_prefix: bool
) -> Asked:
    """The same, of what is declared for their cycle."""
    notices = told_by(tat, asked)
    owed = list(notices.values())
    background = read_background(tat, asked[0].cycle, declared, owed, now=now)
    return written_from(tat, asked, notices, background, has_prefix=has_prefix)


def written_from(
    tat: Tat,
    asked: Sequence[Prompt],
    notices: Mapping[int, Notice],
    background: Background,
    *,
    has_prefix: bool,
) -> Asked:
    """The same, of a background that is read already.

    Args:
        notices: by which notice each prompt was told to the person asked.
    """
    on_record = read_on_record(tat, [prompt.id for prompt in asked])
    items = {one.id: _item(one, notices[one.id], background, background.now) for one in asked}
    questions = [
        _question(tat, one, items[one.id], background, on_record.get(one.id, ()),
                  has_prefix=has_prefix)
        for one in asked
    ]  # fmt: skip
    waiting = [items[one.id] for one in asked if one.state == PromptState.OPEN]
    about = Section(Purpose.ASK, asked[0].kind, waiting or list(items.values()), link=None)
    heading, words = asked_on_page(about, asked[0].cycle)
    questions.sort(key=lambda question: not question.is_open)
    return Asked(heading, safe(words), questions)


def _item(prompt: Prompt, notice: Notice, background: Background, now: datetime) -> Item:
    """What the mail knows of the prompt; once it is answered nobody is late with it."""
    asked = item(notice, background, now, link=None)
    return asked if prompt.state == PromptState.OPEN else replace(asked, is_late=False)


def _question(
    tat: Tat,
    prompt: Prompt,
    asked: Item,
    background: Background,
    answers: Sequence[OnRecord],
    *,
    has_prefix: bool,
) -> Question:
    lines = lines_and_since(tat, prompt, background)
    blank = blank_of(
        tat, prompt, lines, background.declared, state=asked.state or "", has_prefix=has_prefix
    )
    return Question(
        **vars(blank), asked_of=background.people[prompt.person_id].name, due_on=prompt.due_on,
        is_late=asked.is_late, minutes=asked.minutes, lines=lines,
        closed_because=prompt.closed_because or "", answers=answers,
    )  # fmt: skip


def told_by(tat: Tat, asked: Sequence[Prompt]) -> dict[int, Notice]:
    """By which notice each prompt was first told to the person asked."""
    rows = sa.select(Notice).where(
        Notice.prompt_id.in_([prompt.id for prompt in asked]), Notice.purpose == Purpose.ASK
    )
    of = {prompt.id: prompt.person_id for prompt in asked}
    return {
        one.prompt_id: one
        for one in tat.scalars(rows.order_by(Notice.id.desc()))
        if one.prompt_id is not None and one.person_id == of[one.prompt_id]
    }
