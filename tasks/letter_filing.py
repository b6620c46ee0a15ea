"""What the mail of a letter is filed under: its thread, and the question that a reply is about."""

from collections.abc import Sequence

from config.vocabulary import Purpose
from tasks.background import Background
from tat import links
from tat.database import Tat
from tat.schema import Link, Notice

ASKING = (Purpose.ASK, Purpose.REMINDER, Purpose.DATES_MOVED)
"""The purposes that ask the reader something: such a section has the way to the answer."""


def thread_of(owed: Sequence[Notice], background: Background) -> str | None:
    """What all of a letter is about: one plan or one center's work in one step.

    Such as "step 4 plan CO". None where it is about several, or about no step.
    """
    found = {_thread(notice, background) for notice in owed}
    return found.pop() if len(found) == 1 else None


def reply_link(tat: Tat, owed: Sequence[Notice], background: Background) -> Link | None:
    """The link that a reply to a letter stands for; None where the letter asks nothing.

    It leads to the question or the sheet, if there is one; else to all that is the reader's.
    """
    asked = [
        (notice.person_id, prompt)
        for notice in owed
        if notice.purpose in ASKING and (prompt := background.prompts.get(notice.prompt_id or 0))
    ]
    places = {
        (person_id, None if prompt.sheet_id else prompt.id, prompt.sheet_id)
        for person_id, prompt in asked
    }
    if not places:
        return None
    person_id, prompt_id, sheet_id = places.pop()
    if places:
        return links.link_for(tat, person_id)
    return links.link_for(tat, person_id, prompt_id=prompt_id, sheet_id=sheet_id)


def _thread(notice: Notice, background: Background) -> str | None:
    if notice.step == 0:
        return None
    plan = background.plans.get(notice.plan_id or 0)
    prompt = background.prompts.get(notice.prompt_id or 0)
    if plan is not None:
        return f"step {notice.step} plan {plan.jurisdiction}"
    if prompt is not None and prompt.center is not None:
        return f"step {notice.step} center {prompt.center}"
    return f"step {notice.step}"
