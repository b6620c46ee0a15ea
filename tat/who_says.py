"""Whose answer it is, and whether they may give it: by the record."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.vocabulary import CONTRACTORS, FEDERAL, Channel, Role
from tat import authors, delegations, inherited, people, who_may
from tat.authors import Shown
from tat.database import Tat
from tat.people import Somebody
from tat.prompt_rows import Around
from tat.refusals import Refused
from tat.replies import Reply
from tat.schema import Answer, Assignment, Person, Plan, Prompt

PHONE_CHANNELS = (Channel.PHONE, Channel.EMAIL)
"""How an answer reaches the Specialist who records it for somebody."""

FILING = (Role.OCC, Role.OHS)
"""Whose staff file the signed memo of somebody else."""


def who_says(tat: Tat, around: Around, reply: Reply, *, now: datetime) -> int:
    """The person whose answer it is: the one who was asked, whoever records it.

    What somebody answered who has left is corrected by whoever has the role now, as their own.

    Raises:
        Refused: in one sentence why this person may not answer this, or not record it.
    """
    prompt, asked, shown = around.prompt, around.asked, around.shown
    recorder_id = reply.recorded_by_id
    if _comes_after(tat, prompt, reply):
        _check_one_voice(tat, prompt, recorder_id)
        _check_own_work(tat, prompt, recorder_id, shown)
        return recorder_id
    _check_has_not_left(tat, prompt, asked)
    if reply.channel == Channel.MEMO or reply.memo is not None:
        _check_memo(tat, prompt, reply, asked.name)
    if reply.said_by_id not in (None, asked.id):
        raise Refused(f"This was asked of {asked.name}: only {asked.name} can answer it.")
    if recorder_id == asked.id or not _only_records(tat, prompt, reply):
        if recorder_id != asked.id:
            _check_delegate(tat, prompt, reply, asked, now=now)
            _check_own_work(tat, prompt, recorder_id, shown)
        _check_one_voice(tat, prompt, recorder_id)
    _check_own_work(tat, prompt, asked.id, shown)
    return asked.id


def _comes_after(tat: Tat, prompt: Prompt, reply: Reply) -> bool:
    """Whether somebody corrects, in a role that they have now, the answer of who left it."""
    is_own = reply.said_by_id in (None, reply.recorded_by_id) and reply.channel != Channel.MEMO
    return is_own and inherited.comes_after(tat, prompt, reply.recorded_by_id)


def _check_has_not_left(tat: Tat, prompt: Prompt, asked: Somebody) -> None:
    """Refuse an answer of somebody whose role is somebody else's now; it stays where it is."""
    if not inherited.has_left(tat, prompt, asked.id):
        return
    have = (
        sa.select(Person.name)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.ended_at.is_(None), *inherited.of_role(tat, prompt))
    )
    names = " and ".join(tat.scalars(have.order_by(Assignment.id)))
    raise Refused(
        f"{asked.name} has left: {names or 'nobody'} "
        f"{'answers' if ' and ' not in names else 'answer'} this now."
    )


def _only_records(tat: Tat, prompt: Prompt, reply: Reply) -> bool:
    """Whether somebody puts on record what another decided: on the phone, or in a memo."""
    if reply.channel == Channel.MEMO:
        return reply.recorded_by_id != prompt.person_id
    is_heard = reply.channel in PHONE_CHANNELS and prompt.role not in FEDERAL
    return is_heard and _is_specialist_for(tat, prompt, reply)


def _check_memo(tat: Tat, prompt: Prompt, reply: Reply, name: str) -> None:
    """A memo proves a federal decision, and no contractor files it."""
    if reply.memo is None or reply.channel != Channel.MEMO:
        raise Refused("An answer by memo needs the memo: tacycle memo FILE.pdf --prompt NUMBER.")
    if prompt.role not in FEDERAL:
        raise Refused(
            f"The memo was not filed: this is no federal decision; {name} answers from the link in "
            "their mail, by phone or by email."
        )
    roles = people.roles_of(tat, reply.recorded_by_id)
    is_theirs = reply.recorded_by_id == prompt.person_id
    if set(roles) & set(CONTRACTORS) or not (is_theirs or set(roles) & set(FILING)):
        raise Refused(
            f"The memo was not filed: {name} files it, or staff of OCC or OHS; a contractor never."
        )


def _check_delegate(
    tat: Tat, prompt: Prompt, reply: Reply, asked: Somebody, *, now: datetime
) -> None:
    """Refuse who answers for somebody else and is not their delegate, today, for this."""
    given = delegations.newest(tat, asked.id, reply.recorded_by_id)
    if given is None:
        raise Refused(_refusal(prompt, reply, asked.name))
    delegate = tat.get_one(Person, reply.recorded_by_id).name
    if not delegations.is_delegate(tat, asked.id, reply.recorded_by_id, now=now):
        is_ahead = now.astimezone(ZoneInfo(asked.time_zone)).date() < given.starts_on
        if is_ahead and given.ended_at is None:
            raise Refused(
                f"{delegate} answers for {asked.name} from {_day(given.starts_on)} on: "
                f"until then {asked.name} does."
            )
        raise Refused(
            f"{delegate} does not answer for {asked.name} any more: "
            f"{asked.name} does, or delegates again."
        )
    roles = people.roles_of(tat, reply.recorded_by_id)
    if why := who_may.why_not_in_place([prompt.role], roles):
        raise Refused(f"{delegate} cannot answer this for {asked.name}: {why}.")


def _refusal(prompt: Prompt, reply: Reply, name: str) -> str:
    if prompt.role in FEDERAL and reply.said_by_id is not None:
        return (
            f"This is a federal decision of {name}: nobody records it on their behalf. Ask them to "
            "sign on and answer from the link in their mail, or have staff of OCC or OHS file "
            f"their signed memo: tacycle memo FILE.pdf --prompt {prompt.id}."
        )
    if reply.said_by_id is not None:
        return f"Only the Specialist of the state records what {name} said by phone or email."
    return f"This was asked of {name}: only {name} can answer it."


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


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
    rows = (
        sa.select(Answer)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(
            Prompt.cycle == prompt.cycle, Prompt.kind == prompt.kind,
            Prompt.subject == prompt.subject, Prompt.round == prompt.round,
            Prompt.id != prompt.id, Answer.person_id == person_id, Answer.is_outdated.is_(False),
        )
    )  # fmt: skip
    if any(_is_own_voice(tat, answer) for answer in tat.scalars(rows)):
        raise Refused(
            "You have answered this question already, and more than one person must: "
            "somebody else has to answer here."
        )


def _is_own_voice(tat: Tat, answer: Answer) -> bool:
    """Whether who recorded an answer decided it too, for themselves or as a delegate."""
    is_delegate = delegations.newest(tat, answer.said_by_id, answer.person_id) is not None
    return answer.person_id == answer.said_by_id or is_delegate


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
