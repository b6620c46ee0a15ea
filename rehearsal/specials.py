"""How those behave who do not simply answer in time; see config/rehearsal.toml."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from config.vocabulary import MeetingKind, PromptKind
from rehearsal import phrases
from rehearsal.cast import How
from rehearsal.replies import meetings, reply
from rehearsal.replies.needs import new_need
from rehearsal.replies.page import Page
from tat.answers import SOMEBODY_ELSE
from tat.database import Tat
from tat.schema import Answer, LineAnswer, Link, Prompt, PromptLine
from tat.statuses import PromptState, Verdict

WISHING = {
    How.MODIFIES: ((PromptKind.CONFIRMATION, 1),),
    How.MODIFIES_TWICE: ((PromptKind.CONFIRMATION, 1), (PromptKind.FINAL_REVIEW, 1)),
    How.DROPS: ((PromptKind.CONFIRMATION, 1),),
    How.ADDS: ((PromptKind.CONFIRMATION, 1),),
}
"""At which askings an Administrator suggests modifications."""

CARRIED_OUT = (How.DROPS, How.ADDS)
"""What an Administrator asks for that their Specialist's revision does to the letter."""

PROMPT_ONES = (How.MODIFIES, How.MODIFIES_TWICE, *CARRIED_OUT)
"""Who answers at once: else the step would end before their modifications are through."""


def special_reply(tat: Tat, how: How | None, page: Page, *, n_th: int) -> dict[str, Any]:
    """What somebody special answers; where their turn has not come, what everybody would.

    Args:
        n_th: 1 for the first answer to a prompt, 2 for one that contradicts it.
    """
    if how in WISHING and (page.prompt.kind, page.prompt.round) in WISHING[how]:
        return _wish(page, how)
    if how in CARRIED_OUT and page.prompt.kind == PromptKind.REVISION and page.prompt.round == 1:
        return _carried_out(page, how)
    if how == How.CONTRADICTS and page.prompt.kind == PromptKind.CONFIRMATION and n_th == 1:
        return _wish(page, how)
    if how == How.OUT_OF_SCOPE and page.prompt.kind == PromptKind.APPROACHES:
        return _one_out_of_scope(tat, page)
    if how == How.SENDS_BACK and page.prompt.kind == PromptKind.APPROVAL:
        return _two_back(tat, page)
    if how == How.SUGGESTS_LEAD and page.prompt.variant == MeetingKind.REGIONAL_CONFERENCE:
        return _conference(tat, page)
    is_first_review = page.prompt.kind == PromptKind.REVIEW and page.prompt.round == 1
    if how == How.WISHES_CHANGE and is_first_review:
        return {"needs_change": True, "note": phrases.CHANGE}
    if how == How.SENDS_CHANGE_BACK and "amendment" in page.prompt.why:
        return _change_back(tat, page)
    return reply(page)


def meeting_at(tat: Tat, prompt: Prompt, received_at: datetime) -> datetime:
    """When two colleagues answer what both were asked: an hour after their mail, a minute apart."""
    theirs = sa.select(Prompt.person_id).where(
        Prompt.cycle == prompt.cycle, Prompt.kind == prompt.kind,
        Prompt.subject == prompt.subject, Prompt.round == prompt.round,
    )  # fmt: skip
    place = sorted(tat.scalars(theirs)).index(prompt.person_id)
    return received_at + timedelta(hours=1, minutes=place)


def together(tat: Tat, link: Link) -> list[Prompt]:
    """What somebody still has before them though their colleague has just answered it."""
    taken = sa.select(Prompt).where(
        Prompt.sheet_id == link.sheet_id, Prompt.kind == PromptKind.PACKAGE,
        Prompt.closed_because == SOMEBODY_ELSE,
        ~sa.exists().where(Answer.prompt_id == Prompt.id),
    )  # fmt: skip
    return list(tat.scalars(taken.order_by(Prompt.id)))


def _wish(page: Page, how: How | None) -> dict[str, Any]:
    if how == How.ADDS:
        return {"confirms": False, "wishes": [{"text": phrases.ONE_MORE_NEED}]}
    line_id = page.activities[0].line_id if page.activities else page.needs[0].line_id
    text = phrases.WISH if page.prompt.kind == PromptKind.CONFIRMATION else phrases.SECOND_WISH
    text = phrases.LEAVE_OUT if how == How.DROPS else text
    return {"confirms": False, "wishes": [{"text": text, "line_id": line_id}]}


def _carried_out(page: Page, how: How | None) -> dict[str, Any]:
    """The revision by which the Specialist does what was asked for."""
    if how == How.DROPS:
        return {"withdrawn": [page.activities[0].line_id], "note": phrases.LEFT_OUT}
    return {"added": [new_need(page, phrases.ONE_MORE_TOPIC)], "note": phrases.ADDED}


def _one_out_of_scope(tat: Tat, page: Page) -> dict[str, Any]:
    """The first need that the center is ever asked about; of the rest it proposes something."""
    answer = reply(page)
    if _n_said(tat, page, Verdict.OUT_OF_SCOPE):
        return answer
    need = page.needs[0]
    others = [key for key in page.declared.centers if key != page.prompt.center]
    led = [key for key in page.declared.topics[need.topic].centers if key != page.prompt.center]
    item = {
        "need_id": need.line_id, "reason": phrases.OUT_OF_SCOPE,
        "suggested_center": (led or others)[0],
    }  # fmt: skip
    rest = [one for one in answer["proposed"] if one["need_id"] != need.line_id]
    return {"proposed": rest, "out_of_scope": [item, *answer["out_of_scope"]]}


def _conference(tat: Tat, page: Page) -> dict[str, Any]:
    """On the first of the best days: while centers are still thinking about the needs."""
    if page.prompt.kind == PromptKind.MEETING_DATE:
        return meetings.on_day(page, date.fromisoformat(page.prompt.why["first_on"]))
    return reply(page) | {"leads": _another_lead(tat, page)}


def _another_lead(tat: Tat, page: Page) -> list[dict[str, Any]]:
    """For the first need of the region that a center is still asked about."""
    asked = sa.select(Prompt.center, PromptLine.line_id).join(
        PromptLine, PromptLine.prompt_id == Prompt.id
    )
    waiting = asked.where(
        Prompt.kind == PromptKind.APPROACHES,
        Prompt.state == PromptState.OPEN,
        Prompt.region == page.prompt.region,
    )
    for center, need_id in tat.execute(waiting.order_by(Prompt.id, PromptLine.line_id)).all()[:1]:
        other = next(key for key in page.declared.centers if key != center)
        return [{"need_id": need_id, "center": other, "collaborators": [center]}]
    return []


def _two_back(tat: Tat, page: Page) -> dict[str, Any]:
    """The first two items that the officer ever decides on."""
    left = 2 - _n_said(tat, page, Verdict.SENT_BACK)
    return {
        "lines": [
            {"line_id": line_id, "accepts": False, "reason": phrases.SENT_BACK}
            if place < left
            else {"line_id": line_id, "accepts": True}
            for place, line_id in enumerate(page.shown)
        ]
    }


def _change_back(tat: Tat, page: Page) -> dict[str, Any]:
    """The first change of a final plan that any officer decides on; asked again they agree."""
    rows = (
        sa.select(sa.func.count())
        .select_from(LineAnswer)
        .join(Answer, Answer.id == LineAnswer.answer_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.kind == PromptKind.APPROVAL, Prompt.subject.like("amendment %"),
            LineAnswer.verdict == Verdict.SENT_BACK,
        )
    )  # fmt: skip
    if tat.scalar(rows):
        return reply(page)
    back = {"accepts": False, "reason": phrases.CHANGE_SENT_BACK}
    return {"lines": [{"line_id": line_id, **back} for line_id in page.shown]}


def _n_said(tat: Tat, page: Page, verdict: Verdict) -> int:
    """How many lines of its center have had this verdict in this kind of prompt."""
    rows = (
        sa.select(sa.func.count())
        .select_from(LineAnswer)
        .join(Answer, Answer.id == LineAnswer.answer_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
    )
    ours = rows.where(
        LineAnswer.kind == page.prompt.kind,
        LineAnswer.verdict == verdict,
        Prompt.center == page.prompt.center,
    )
    return tat.scalar(ours) or 0
