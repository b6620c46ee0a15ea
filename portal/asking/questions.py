"""One question as a page shows it: its words, its lines, its form, what is on record already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from markupsafe import Markup

from config.declared import Declared
from config.vocabulary import Channel, PromptKind, Purpose, Role
from portal.asking.choices import choices_of
from portal.asking.lines import ShownLine, shown_lines
from portal.context import Portal
from portal.forms.describing import describe
from portal.forms.shapes import Field, Part, Rows, Shape
from tasks.background import Background, read_background
from tasks.letter_facts.conflicts import said as said_of
from tasks.letter_facts.questions import wishes_of
from tasks.letters import item
from tat import prompts as record
from tat.answer_models import MODELS
from tat.content import contents
from tat.database import Tat
from tat.schema import Answer, Jurisdiction, Line, Notice, Person, Plan, Prompt
from tat.shown_words import as_shown
from tat.statuses import PromptState
from templates.message import Item, Section
from templates.pages import safe
from templates.render import asked_on_page
from templates.words import ROLE_NAMES

SUBMITS = "submits"
"""The tick by which an answer that may be empty is given all the same."""


@dataclass(frozen=True)
class OnRecord:
    """An answer that was given before."""

    by: str
    recorded_by: str
    at: datetime
    channel: Channel
    said: str
    """What they did by it, as it follows a name: "confirmed the plan"."""
    wishes: Sequence[str]
    """What they suggested or objected to, in their own words."""
    is_late: bool
    is_outdated: bool
    is_corrected: bool


@dataclass(frozen=True)
class Question:
    """One prompt on a page."""

    prompt_id: int
    kind: PromptKind
    role: Role
    asked_of: str
    asked_of_id: int
    state: str
    """Name of the state or territory; empty where it is about no plan."""
    plan_id: int | None
    due_on: date
    is_late: bool
    minutes: int | None
    lines: Sequence[ShownLine]
    parts: Sequence[Part]
    prefix: str
    is_open: bool
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


def read_questions(
    tat: Tat, portal: Portal, asked: Sequence[Prompt], *, has_prefix: bool = False
) -> Asked:
    """Read several prompts of one cycle for a page.

    Args:
        has_prefix: whether the names of fields begin with the prompt, as on a sheet.
    """
    if not asked:
        return Asked("Nothing waits here", safe(""), [])
    now = portal.now()
    declared = portal.surroundings.declared_for(asked[0].cycle)
    notices = _notices(tat, asked)
    background = read_background(tat, asked[0].cycle, declared, list(notices.values()), now=now)
    on_record = _answers(tat, [prompt.id for prompt in asked])
    items = {one.id: _item(one, notices[one.id], background, now) for one in asked}
    questions = [
        _question(tat, one, items[one.id], background, on_record.get(one.id, ()),
                  prefix=f"p{one.id}-" if has_prefix else "")
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
    prefix: str,
) -> Question:
    shown = background.shown.get(prompt.id) or record.shown_lines(tat, [prompt.id])[prompt.id]
    lines = _lines(tat, prompt, shown, background)
    return Question(
        prompt_id=prompt.id, kind=prompt.kind, role=prompt.role,
        asked_of=background.people[prompt.person_id].name, asked_of_id=prompt.person_id,
        state=asked.state or "", plan_id=prompt.plan_id, due_on=prompt.due_on,
        is_late=asked.is_late,
        minutes=asked.minutes, lines=lines,
        parts=_parts(tat, prompt, lines, background, prefix), prefix=prefix,
        is_open=prompt.state == PromptState.OPEN, closed_because=prompt.closed_because or "",
        answers=answers,
    )  # fmt: skip


def _lines(
    tat: Tat, prompt: Prompt, shown: Mapping[int, int], background: Background
) -> Sequence[ShownLine]:
    """The lines that a prompt shows: of its plan, or of every plan that it speaks of."""
    if prompt.plan_id is None:
        return _lines_of_plans(tat, shown, background.declared)
    content = background.contents.get(prompt.plan_id)
    amendment: int | None = prompt.why.get("amendment")
    gone = "Withdrawn" if prompt.kind == PromptKind.CHANGE_AGREEMENT else ""
    if amendment is not None:
        gone = "To be withdrawn"
        content = contents(tat, [prompt.plan_id], amended_by=amendment)[prompt.plan_id]
    then = as_shown(tat, content, shown)
    return shown_lines(then, content, background.declared, gone=gone)


def _lines_of_plans(tat: Tat, shown: Mapping[int, int], declared: Declared) -> list[ShownLine]:
    rows = (
        sa.select(Line.id, Plan.id, Jurisdiction.name)
        .join(Plan, Plan.id == Line.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Line.id.in_(shown))
        .order_by(Jurisdiction.name, Line.id)
    )
    of_plan: dict[tuple[int, str], dict[int, int]] = {}
    for line_id, plan_id, name in tat.execute(rows) if shown else ():
        of_plan.setdefault((plan_id, name), {})[line_id] = shown[line_id]
    known = contents(tat, [plan_id for plan_id, _name in of_plan])
    return [
        replace(line, title=f"{name}, {line.title[:1].lower()}{line.title[1:]}")
        for (plan_id, name), theirs in of_plan.items()
        for line in shown_lines(as_shown(tat, known[plan_id], theirs), known[plan_id], declared)
    ]


def _parts(
    tat: Tat, prompt: Prompt, lines: Sequence[ShownLine], background: Background, prefix: str
) -> Sequence[Part]:
    model = MODELS[prompt.kind]
    parts = describe(model, choices_of(tat, prompt, lines, background.declared), prefix)
    if any(one.is_required() for one in model.model_fields.values()) or _has_items(prompt.kind):
        return parts
    words = SUBMITTED.get(prompt.kind, "Yes, this is our answer")
    return (*parts, Field(prefix + SUBMITS, Shape.TICK, words))


def _has_items(kind: PromptKind) -> bool:
    """Whether each line has an answer of its own to choose."""
    return "lines" in MODELS[kind].model_fields


SUBMITTED: Mapping[PromptKind, str] = {
    PromptKind.PACKAGE: "I submit these activities to the officer",
    PromptKind.CENTER_REVIEW: "This is our review; where nothing stands, we have nothing to add",
    PromptKind.APPROACHES: "These are our proposals",
    PromptKind.PROGRESS: "This is how far we are; where nothing stands, nothing has changed",
    PromptKind.WORKSHEET: "This is the worksheet",
    PromptKind.MEETING_DATE: "This is what was arranged",
}
"""What is chosen where an answer may say nothing more than that it is one."""


def _notices(tat: Tat, asked: Sequence[Prompt]) -> dict[int, Notice]:
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


def _answers(tat: Tat, prompt_ids: Sequence[int]) -> dict[int, list[OnRecord]]:
    recorder = sa.orm.aliased(Person)
    rows = (
        sa.select(Answer, Prompt.kind, Person.name, recorder.name)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Person, Person.id == Answer.said_by_id)
        .join(recorder, recorder.id == Answer.person_id)
        .where(Answer.prompt_id.in_(prompt_ids))
        .order_by(Answer.id)
    )
    found: dict[int, list[OnRecord]] = {}
    for answer, kind, by, recorded_by in tat.execute(rows):
        found.setdefault(answer.prompt_id, []).append(
            OnRecord(
                by, recorded_by, answer.at, answer.channel, said_of(kind, answer.verdict),
                wishes_of(answer.content), answer.is_late, answer.is_outdated,
                answer.corrected_by_id is not None,
            )
        )  # fmt: skip
    return found
