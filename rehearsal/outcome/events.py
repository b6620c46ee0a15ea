"""What did not go the straight way: late and corrected answers, phone calls, items sent back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.titles import TITLE_OF
from config.vocabulary import Channel, PromptKind, Role
from rehearsal.outcome.summary import is_first_answer
from tasks.letter_facts.wishes import wishes_of
from tat.database import Tat
from tat.named_lines import LineNames, read_line_names
from tat.schema import Answer, Jurisdiction, Line, LineAnswer, Person, Plan, Prompt
from tat.statuses import Verdict
from templates.reports.findings import short_day
from templates.words import ASKED_TO, CHANNEL_NAMES

N_PLACES = 3
"""How many places an event names before it counts the rest."""


class EventKind(StrEnum):
    """What was out of the ordinary."""

    RECORDED = "answer that somebody else put on record"
    LATE = "late answer"
    CORRECTED = "corrected answer"
    OUTDATED = "answer kept without effect"
    MODIFICATIONS = "modifications suggested"
    SENT_BACK = "item sent back"
    OUT_OF_SCOPE = "need out of a center's scope"
    SUPPLEMENTARY = "supplementary package"


@dataclass(frozen=True)
class Event:
    """One such thing; many plans on one sheet are one event."""

    kind: EventKind
    on: date
    where: str
    """Names of the jurisdictions, at most three of them; empty where it is about none."""
    who: str
    what: str
    detail: str


@dataclass(frozen=True)
class _Found:
    at: datetime
    kind: EventKind
    where: str
    who: str
    what: str
    detail: str


def events(tat: Tat, cycle: str, zone: ZoneInfo) -> list[Event]:
    """Everything out of the ordinary, in order of time."""
    found = [*_answers(tat, cycle), *_lines(tat, cycle), *_supplementary(tat, cycle)]
    groups: dict[tuple[date, EventKind, str, str, str], list[str]] = {}
    for one in sorted(found, key=lambda one: (one.at, one.kind, one.who, one.what, one.where)):
        day = one.at.astimezone(zone).date()
        places = groups.setdefault((day, one.kind, one.who, one.what, one.detail), [])
        places += [one.where] if one.where and one.where not in places else []
    return [
        Event(kind, on, _places(places), who, what, detail)
        for (on, kind, who, what, detail), places in groups.items()
    ]


def _answers(tat: Tat, cycle: str) -> Iterator[_Found]:
    recorder = aliased(Person)
    is_recorded = Answer.person_id != Answer.said_by_id
    is_late = sa.and_(Answer.is_late, is_first_answer())
    changes = Answer.verdict == Verdict.CHANGES_ASKED
    rows = (
        sa.select(
            Answer, is_late.label("is_late"), Prompt.due_on, Prompt.kind, Prompt.role,
            Prompt.center, Jurisdiction.name.label("place"), Person.name.label("person"),
            recorder.name.label("recorder"), is_recorded.label("is_recorded"),
        )
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Person, Person.id == Answer.said_by_id)
        .join(recorder, recorder.id == Answer.person_id)
        .outerjoin(Plan, Plan.id == Prompt.plan_id)
        .outerjoin(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Prompt.cycle == cycle)
        .where(
            sa.or_(
                is_recorded, is_late, changes, Answer.is_outdated, Answer.corrects_id.is_not(None)
            )
        )
        .order_by(Answer.id)
    )  # fmt: skip
    found = tat.execute(rows).all()
    names = read_line_names(tat, [row.Answer for row in found])
    for row in found:
        who, what = _who(row.person, row.role, row.center), ASKED_TO[row.kind]
        for kind, detail in _of_answer(row, names):
            yield _Found(row.Answer.at, kind, row.place or "", who, what, detail)


def _of_answer(row: Any, names: LineNames) -> Iterator[tuple[EventKind, str]]:
    """What is out of the ordinary about one answer, each with what there is to say of it."""
    answer: Answer = row.Answer
    if row.is_recorded:
        how = CHANNEL_NAMES[Channel(answer.channel)]
        yield EventKind.RECORDED, f"given {how}, recorded by {row.recorder}"
    if row.is_late:
        yield EventKind.LATE, f"due {short_day(row.due_on)}"
    if answer.corrects_id is not None:
        yield EventKind.CORRECTED, f"now: {answer.verdict}"
    if answer.is_outdated:
        yield EventKind.OUTDATED, "what it was about had been answered or changed before"
    if answer.verdict == Verdict.CHANGES_ASKED:
        yield EventKind.MODIFICATIONS, _wishes(answer, names)


def _wishes(answer: Answer, names: LineNames) -> str:
    of_a_call = answer.content.get("wishes", "")
    if of_a_call and isinstance(of_a_call, str):
        return of_a_call
    return "; ".join(
        f"{wish.line}: {wish.text}" if wish.line else wish.text for wish in wishes_of(answer, names)
    )


def _lines(tat: Tat, cycle: str) -> Iterator[_Found]:
    rows = (
        sa.select(
            Answer.at, LineAnswer.verdict, LineAnswer.reason, Line.kind, Line.number, Prompt.role,
            Prompt.center, Jurisdiction.name.label("place"), Person.name.label("person"),
        )
        .join(Answer, Answer.id == LineAnswer.answer_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Person, Person.id == Answer.said_by_id)
        .join(Line, Line.id == LineAnswer.line_id)
        .join(Plan, Plan.id == Line.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Prompt.cycle == cycle)
        .where(LineAnswer.verdict.in_((Verdict.SENT_BACK, Verdict.OUT_OF_SCOPE)))
        .order_by(LineAnswer.answer_id, LineAnswer.line_id)
    )  # fmt: skip
    kinds = {
        Verdict.SENT_BACK: EventKind.SENT_BACK,
        Verdict.OUT_OF_SCOPE: EventKind.OUT_OF_SCOPE,
    }
    for row in tat.execute(rows):
        who = _who(row.person, row.role, row.center)
        what = f"{row.kind} {row.number}"
        yield _Found(row.at, kinds[row.verdict], row.place, who, what, row.reason)


def _supplementary(tat: Tat, cycle: str) -> Iterator[_Found]:
    rows = (
        sa.select(Prompt.asked_at, Prompt.role, Prompt.center, Prompt.why, Jurisdiction.name)
        .add_columns(Person.name.label("person"))
        .join(Person, Person.id == Prompt.person_id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(Prompt.cycle == cycle, Prompt.kind == PromptKind.PACKAGE)
        .order_by(Prompt.id)
    )
    for row in tat.execute(rows):
        if row.why.get("supplementary"):
            who, what = _who(row.person, row.role, row.center), ASKED_TO[PromptKind.PACKAGE]
            detail = "after the packages of the other plans"
            yield _Found(row.asked_at, EventKind.SUPPLEMENTARY, row.name, who, what, detail)


def _who(person: str, role: Role, center: str | None) -> str:
    return f"{person}, {center} {TITLE_OF[role]}" if center else f"{person}, {TITLE_OF[role]}"


def _places(places: list[str]) -> str:
    if len(places) <= N_PLACES:
        return ", ".join(places)
    return f"{', '.join(places[: N_PLACES - 1])} and {len(places) - N_PLACES + 1} more"
