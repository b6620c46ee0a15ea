"""The documents of mails that only the pages can make: the workbook of a question."""

from collections.abc import Mapping
from functools import partial

import sqlalchemy as sa

from config.packs import PLAN_WORKBOOK
from portal.asking.questions import Asked, read_in, told_by, written_from
from portal.workbooks.making import workbook_of
from tasks.background import Background
from tasks.letter_documents import MAKERS, Maker
from tat import subjects
from tat.database import Tat
from tat.messages import Document
from tat.schema import Notice, Prompt
from tat.statuses import PromptState
from templates.workbooks import name_of_workbook


def all_makers(omb: str) -> Mapping[str, Maker]:
    """How every document is made that goes with a mail, by its name in rules.toml.

    Args:
        omb: what every form that a state fills in must say.
    """
    return {**MAKERS, PLAN_WORKBOOK: partial(_workbook, omb=omb)}


def _workbook(tat: Tat, notice: Notice, background: Background, *, omb: str) -> Document:
    """The workbook of the question that a notice asks, or of the sheet on which it stands."""
    prompt = background.prompts[notice.prompt_id or 0]
    place = subjects.asked_at(prompt.id, prompt.sheet_id)
    asked = _asked(tat, prompt, notice, background)
    reader = background.people[notice.person_id].name
    content = workbook_of(asked, reader=reader, place=place, omb=omb, now=background.now)
    is_alone = prompt.sheet_id is None and prompt.plan_id is not None
    about = background.plans[prompt.plan_id or 0].name if is_alone else ""
    name = name_of_workbook(about, prompt.kind, place)
    plan_id = prompt.plan_id if is_alone else None
    return Document(name, content, plan_id=plan_id, is_to_fill_in=True)


def _asked(tat: Tat, prompt: Prompt, notice: Notice, background: Background) -> Asked:
    """What is asked there. A sheet may hold more than its letter brings: then it is read anew."""
    if prompt.sheet_id is None:
        return written_from(tat, [prompt], {prompt.id: notice}, background, has_prefix=False)
    rows = sa.select(Prompt).where(
        Prompt.sheet_id == prompt.sheet_id, Prompt.state == PromptState.OPEN
    )
    waiting = tat.scalars(rows.order_by(Prompt.id)).all()
    if all(one.id in background.prompts for one in waiting):
        told = told_by(tat, waiting)
        return written_from(tat, waiting, told, background, has_prefix=True)
    return read_in(tat, background.declared, waiting, now=background.now, has_prefix=True)
