"""Whose answer it is, and whether they may give it: by the record."""

from collections.abc import Mapping

import sqlalchemy as sa

from config.vocabulary import FEDERAL, Channel, Role
from tat import authors, people, who_may
from tat.authors import Shown
from tat.database import Tat
from tat.refusals import Refused
from tat.replies import Reply
from tat.schema import Answer, Assignment, Person, Plan, Prompt

PHONE_CHANNELS = (Channel.PHONE, Channel.EMAIL)
"""How an answer reaches the Specialist who records it for somebody."""


def who_says(tat: Tat, prompt: Prompt, reply: Reply, shown: Mapping[int, int]) -> int:
    """The person whose answer it is.

    Raises:
        Refused: in one sentence why this person may not answer this, or not record it.
    """
    said_by_id = reply.said_by_id or reply.recorded_by_id
    name = tat.get_one(Person, prompt.person_id).name
    if said_by_id != prompt.person_id:
        raise Refused(f"This was asked of {name}: only {name} can answer it.")
    if reply.recorded_by_id != said_by_id:
        _check_recorder(tat, prompt, reply, name)
    if reply.channel not in PHONE_CHANNELS:
        _check_one_voice(tat, prompt, reply.recorded_by_id)
    _check_own_work(tat, prompt, said_by_id, shown)
    return said_by_id


def _check_recorder(tat: Tat, prompt: Prompt, reply: Reply, name: str) -> None:
    """A contractor records no federal decision for anybody."""
    if prompt.role in FEDERAL:
        raise Refused(
            f"This is a federal decision of {name}: nobody records it on their behalf. "
            "Ask them to answer from the link in their mail."
        )
    if reply.channel not in PHONE_CHANNELS or not _is_specialist_for(tat, prompt, reply):
        raise Refused(
            f"Only the Specialist of the state records what {name} said by phone or email."
        )


def _check_own_work(tat: Tat, prompt: Prompt, person_id: int, shown: Mapping[int, int]) -> None:
    if prompt.kind not in who_may.APPROVING:
        return
    of_prompt = Shown(prompt.center, shown, prompt.why.get("amendment"))
    roles = people.roles_of(tat, person_id)
    if why := who_may.why_not(prompt.kind, person_id, roles, authors.matters(tat, [of_prompt])[0]):
        name = tat.get_one(Person, person_id).name
        raise Refused(f"{name} cannot answer this: {why}.")


def _check_one_voice(tat: Tat, prompt: Prompt, person_id: int) -> None:
    """Where several must answer, nobody counts twice: not in another role, not for another."""
    if prompt.sufficient == "any":
        return
    said = (
        sa.select(Answer.id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.cycle == prompt.cycle, Prompt.kind == prompt.kind,
            Prompt.subject == prompt.subject, Prompt.round == prompt.round,
            Prompt.id != prompt.id, Answer.person_id == person_id,
            Answer.is_outdated.is_(False), Answer.channel.not_in(PHONE_CHANNELS),
        )
    )  # fmt: skip
    if tat.scalar(said) is not None:
        raise Refused(
            "You have answered this question already, and more than one person must: "
            "somebody else has to answer here."
        )


def _is_specialist_for(tat: Tat, prompt: Prompt, reply: Reply) -> bool:
    if prompt.plan_id is None:
        return False
    code = tat.get_one(Plan, prompt.plan_id).jurisdiction
    held = sa.select(Assignment.id).where(
        Assignment.person_id == reply.recorded_by_id,
        Assignment.role == Role.SPECIALIST,
        Assignment.scope_key == code,
        Assignment.ended_at.is_(None),
    )
    return tat.scalar(held) is not None
