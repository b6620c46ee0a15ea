"""Somebody leaves: their roles end, and what they were asked goes to who has the role now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.rules import Rules
from config.vocabulary import CONTRACTORS, FEDERAL, Purpose, Role
from tat import delegating, handing, links, meetings, people, prompts, subjects
from tat.database import Tat
from tat.decisions import Decided, decide
from tat.people import Directory, Holder
from tat.refusals import Refused
from tat.schema import Assignment, Decision, Invitee, Link, Meeting, Notice, Prompt
from tat.statuses import DecisionKind, NoticeState, PromptState


@dataclass(frozen=True)
class Leaving:
    """Who leaves what, and who comes after them."""

    person_id: int
    successor_id: int | None
    reason: str
    by_person_id: int
    role: Role | None = None
    """Only this role; None for all."""
    scope_key: str | None = None
    """Only for this region, state or center; None for all."""


def roles_to_end(tat: Tat, leaving: Leaving) -> Sequence[Assignment]:
    """The roles that somebody would leave. Raises: Refused, where there is none."""
    held = sa.select(Assignment).where(
        Assignment.person_id == leaving.person_id, Assignment.ended_at.is_(None)
    )
    if leaving.role is not None:
        held = held.where(Assignment.role == leaving.role)
    if leaving.scope_key is not None:
        held = held.where(Assignment.scope_key == leaving.scope_key)
    found = tat.scalars(held.order_by(Assignment.id)).all()
    if not found:
        raise Refused("Nobody has left: the person has no such role; see the roster.")
    return found


def who_left(tat: Tat) -> set[int]:
    """Everybody who had roles and has none any more."""
    rows = (
        sa.select(Assignment.person_id)
        .group_by(Assignment.person_id)
        .having(sa.func.count() == sa.func.count(Assignment.ended_at))
    )
    return set(tat.scalars(rows))


def check(tat: Tat, leaving: Leaving, ending: Sequence[Assignment]) -> None:
    """Refuse a leaving that is not theirs to arrange, or a successor who may not have the roles."""
    directory = people.directory(tat)
    delegating.check_may_arrange(directory, leaving.person_id, leaving.by_person_id)
    if not leaving.reason.strip():
        raise Refused("Nobody has left: say why.")
    if leaving.successor_id is None:
        return
    name = directory.people[leaving.successor_id].name
    if leaving.successor_id == leaving.person_id:
        raise Refused(f"{name} has not left: somebody else must come after them.")
    held = directory.roles_of.get(leaving.successor_id, frozenset())
    if {one.role for one in ending} & set(FEDERAL) and held & set(CONTRACTORS):
        raise Refused(
            f"{name} does not come after them: no contractor makes a federal decision; name "
            "somebody of the federal staff."
        )


def leave(
    tat: Tat, cycle: str, leaving: Leaving, rules: Mapping[str, Rules], *, now: datetime
) -> Decision:
    """End somebody's roles, give them to the successor, and hand on what waits.

    Their answers stay theirs. Whether the last holder of a role may go is asked before.

    Args:
        cycle: in which the decision is put on record.
        rules: of every cycle on record.
    Raises:
        Refused: a question waits that nobody else may answer. Nothing is to be kept then.
    """
    ending = roles_to_end(tat, leaving)
    roles = [f"{one.role} {one.scope_key}" for one in ending]
    for one in ending:
        one.ended_at = now
        if leaving.successor_id is not None:
            people.assign(tat, leaving.successor_id, one.role, one.scope_key)
    tat.flush()
    directory = people.directory(tat)
    handed = [
        prompt_id
        for name, of_cycle in rules.items()
        for prompt_id in _hand_on(tat, name, leaving, of_cycle, directory, now=now)
    ]
    for name, of_cycle in rules.items():
        _hand_on_seats(tat, name, leaving, of_cycle, directory, now=now)
    if not directory.roles_of.get(leaving.person_id):
        _close_accounts(tat, leaving, now=now)
    decided = Decided(
        DecisionKind.LEFT, subjects.person(leaving.person_id), leaving.reason, leaving.by_person_id,
        {"roles": roles, "successor": leaving.successor_id, "prompts": handed},
    )  # fmt: skip
    return decide(tat, cycle, decided, now=now)


def _hand_on(
    tat: Tat, cycle: str, leaving: Leaving, rules: Rules, directory: Directory, *, now: datetime
) -> list[int]:
    """Withdraw what waits for the person in the roles that ended, and ask who has them now."""
    waiting = [
        prompt
        for prompt in prompts.open_prompts(tat, cycle)
        if prompt.person_id == leaving.person_id and not _still_has(tat, prompt, directory)
    ]
    able = handing.able(tat, waiting, rules, directory)
    name = directory.people[leaving.person_id].name
    handed: list[tuple[Prompt, Holder]] = []
    for prompt in waiting:
        successors = _successors(able[prompt.id], leaving)
        if not successors:
            raise Refused(
                f"{name} has not left: nobody else may answer {prompt.kind} {prompt.subject}, "
                "which waits; name a successor who may."
            )
        handed += [(prompt, holder) for holder in successors]
    prompts.withdraw(tat, waiting, because=f"{name} has left", now=now)
    _revoke(tat, waiting, leaving.person_id, now=now)
    return [one.id for one in handing.hand_on(tat, handed, rules, directory, now=now)]


def _hand_on_seats(
    tat: Tat, cycle: str, leaving: Leaving, rules: Rules, directory: Directory, *, now: datetime
) -> None:
    """Have the successor invited to the meetings ahead to which nothing brings the leaver now."""
    has_role = bool(directory.roles_of.get(leaving.person_id))
    rows = (
        sa.select(Meeting, Invitee)
        .join(Invitee, Invitee.meeting_id == Meeting.id)
        .where(
            Meeting.cycle == cycle, Meeting.held_on.is_(None),
            sa.or_(Meeting.starts_at.is_(None), Meeting.starts_at > now),
            Invitee.person_id == leaving.person_id,
        )
    )  # fmt: skip
    for meeting, seat in tat.execute(rows).all():
        rule = rules.meeting.get(meeting.kind)
        by_rule = meetings.whom_to_invite(directory, rule.invited, meeting.region) if rule else []
        is_invited = any(one.id == leaving.person_id for one in by_rule)
        if is_invited or (rule is None and has_role):
            continue
        tat.delete(seat)
        if leaving.successor_id is not None:
            meetings.invite(tat, meeting, [leaving.successor_id])
    tat.flush()


def _still_has(tat: Tat, prompt: Prompt, directory: Directory) -> bool:
    return any(
        directory.has(prompt.person_id, prompt.role, key)
        for key in handing.scopes_of(tat, prompt, prompt.role)
    )


def _successors(able: Sequence[Holder], leaving: Leaving) -> Sequence[Holder]:
    """Who is asked instead: the successor where they may answer, else all others who may."""
    others = [holder for holder in able if holder.person.id != leaving.person_id]
    named = [holder for holder in others if holder.person.id == leaving.successor_id]
    return named or others


def _revoke(tat: Tat, waiting: Sequence[Prompt], person_id: int, *, now: datetime) -> None:
    """Make worthless the person's links to what was handed on."""
    sheets = {one.sheet_id for one in waiting if one.sheet_id is not None}
    busy = sa.select(Prompt.sheet_id).where(
        Prompt.sheet_id.in_(sheets), Prompt.state == PromptState.OPEN
    )
    over = sheets - set(tat.scalars(busy))
    rows = sa.select(Link).where(
        Link.person_id == person_id,
        sa.or_(Link.prompt_id.in_([one.id for one in waiting]), Link.sheet_id.in_(over)),
    )
    for link in tat.scalars(rows):
        links.revoke(tat, link, now)


def _close_accounts(tat: Tat, leaving: Leaving, *, now: datetime) -> None:
    """Of who has no role any more: no link opens anything, nobody answers for them, no mail."""
    for link in tat.scalars(sa.select(Link).where(Link.person_id == leaving.person_id)):
        links.revoke(tat, link, now)
    for one in delegating.standing(tat, [leaving.person_id], today=now.date()):
        delegating.end(tat, one, by_person_id=leaving.by_person_id, now=now)
    waiting = sa.select(Notice).where(
        Notice.person_id == leaving.person_id, Notice.state == NoticeState.WAITING
    )
    for notice in tat.scalars(waiting).all():
        asks = notice.purpose in (Purpose.ASK, Purpose.REMINDER)
        heir_id = leaving.successor_id
        if asks or heir_id is None or _is_told(tat, notice, heir_id):
            notice.state = NoticeState.CANCELLED
        else:
            notice.person_id = heir_id
    tat.flush()


def _is_told(tat: Tat, notice: Notice, person_id: int) -> bool:
    """Whether somebody is owed the same."""
    same = sa.select(Notice.id).where(
        Notice.cycle == notice.cycle, Notice.step == notice.step,
        Notice.purpose == notice.purpose, Notice.subject == notice.subject,
        Notice.person_id == person_id, Notice.round == notice.round,
    )  # fmt: skip
    return tat.scalar(same) is not None
