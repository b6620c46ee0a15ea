"""Lines of step 1 that were done before the software began: on record, and not asked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from config.done_earlier import DoneEarlier
from config.scopes import region_number, region_scope
from config.vocabulary import MeetingKind, PromptKind, Purpose, Scope
from tat import decisions, meetings, notices, prompts, who_may
from tat.database import Tat
from tat.decisions import Decided
from tat.refusals import Refused
from tat.schema import Assignment, Jurisdiction, Person, Plan, Prompt
from tat.statuses import DecisionKind

MEETING_OF: Mapping[str, MeetingKind] = {
    "1.1": MeetingKind.NATIONAL_MEETING,
    "1.2": MeetingKind.MANAGERS_CALL,
    "1.3": MeetingKind.REGIONAL_START,
}
"""The meeting at which each of these lines is done."""

SENT: Mapping[str, Purpose] = {"1.1": Purpose.PROTOCOL, "1.4": Purpose.ANNOUNCEMENT}
"""What is sent for each of these lines."""

OF_WORKSHEET = ("1.5", "1.6", "1.7", "1.8")
"""The lines that the worksheet of a state asks about."""


@dataclass(frozen=True)
class Done:
    """What was done earlier."""

    subjects: frozenset[str]

    def covers(self, line: str, *, region: int | None = None, code: str = "") -> bool:
        """Whether a line was done: everywhere, in the region, or for the state."""
        found = {f"line {line}", f"line {line} region {region}", f"line {line} {code}"}
        return not self.subjects.isdisjoint(found)

    def of_worksheet(self, *, region: int, code: str) -> list[str]:
        """The lines of a state's worksheet that were done."""
        return [line for line in OF_WORKSHEET if self.covers(line, region=region, code=code)]


def load(tat: Tat, cycle: str) -> Done:
    """Read what was done earlier."""
    found = decisions.decisions(tat, cycle, DecisionKind.DONE_EARLIER)
    return Done(frozenset(one.subject for one in found))


def record(
    tat: Tat, cycle: str, one: DoneEarlier, *, by_person_id: int | None, now: datetime
) -> None:
    """Put on record that a line was done, and take back what asks or tells it.

    Raises: Refused, when it is on record already, or is not theirs to say.
    """
    if by_person_id is not None:
        _check_author(tat, one, by_person_id)
    if decisions.decisions(tat, cycle, DecisionKind.DONE_EARLIER, subject=one.subject):
        raise Refused(f"{one.subject} is on record as done earlier already; nothing was changed.")
    decided = Decided(
        DecisionKind.DONE_EARLIER, one.subject, one.note, by_person_id, details={"on": one.on}
    )
    decisions.decide(tat, cycle, decided, now=now)
    if one.line in MEETING_OF:
        _record_meetings(tat, cycle, one, by_person_id)
    if one.line in SENT:
        notices.cancel_waiting(tat, cycle, SENT[one.line], person_ids=_told(tat, one))
    about = [prompt for prompt in prompts.open_prompts(tat, cycle) if _is_about(tat, prompt, one)]
    prompts.withdraw(tat, about, because=f"{one.subject} was done earlier", now=now)


def _check_author(tat: Tat, one: DoneEarlier, person_id: int) -> None:
    """Refuse who has nothing to do with what was done; a Specialist speaks for their region."""
    of_states = sa.select(Jurisdiction.code, Jurisdiction.region)
    regions = {row[0]: row[1] for row in tat.execute(of_states)}
    rows = sa.select(Assignment.role, Assignment.scope_key).where(
        Assignment.person_id == person_id, Assignment.ended_at.is_(None)
    )
    held = {(role, key) for role, key in tat.execute(rows)}
    held |= {(role, region_scope(regions[key])) for role, key in held if key in regions}
    region = region_scope(regions[one.scope]) if one.scope in regions else one.scope
    if why := who_may.why_not_say_done(held, one.scope, region):
        name = tat.get_one(Person, person_id).name
        raise Refused(
            f"{name} cannot say that {one.subject} was done: {why}; ask OCC, or who has the "
            "region's plans."
        )


def _record_meetings(tat: Tat, cycle: str, one: DoneEarlier, by_person_id: int | None) -> None:
    kind = MEETING_OF[one.line]
    region = region_number(one.scope)
    regions: list[int | None] = [region]
    if kind == MeetingKind.REGIONAL_START and region is None:
        rows = sa.select(Jurisdiction.region).distinct().order_by(Jurisdiction.region)
        regions = list(tat.scalars(rows))
    for number in regions:
        key = meetings.region_key(kind, number)
        meeting = meetings.put_on_record(tat, cycle, key, region=number)
        meeting.held_on, meeting.notes = one.day, one.note
        meeting.outcome = {"done_earlier": one.on}
        meeting.by_person_id = by_person_id


def _told(tat: Tat, one: DoneEarlier) -> set[int] | None:
    """Whom the notice of a line need not reach any more; None: nobody of all."""
    if not one.scope:
        return None
    region = region_number(one.scope)
    of_scope = Jurisdiction.code == one.scope if region is None else Jurisdiction.region == region
    codes = set(tat.scalars(sa.select(Jurisdiction.code).where(of_scope)))
    states_of: dict[int, set[str]] = {}
    held = sa.select(Assignment.person_id, Assignment.scope_key).where(
        Assignment.scope == Scope.JURISDICTION, Assignment.ended_at.is_(None)
    )
    for person_id, code in tat.execute(held):
        states_of.setdefault(person_id, set()).add(code)
    return {person_id for person_id, states in states_of.items() if states <= codes}


def _is_about(tat: Tat, prompt: Prompt, one: DoneEarlier) -> bool:
    """Whether an open question asks for what was done."""
    if one.line in OF_WORKSHEET:
        return prompt.kind == PromptKind.WORKSHEET and _is_in_scope(tat, prompt, one)
    asks = (PromptKind.MEETING_DATE, PromptKind.MEETING_RECORD)
    is_of_meeting = prompt.kind in asks and prompt.variant == MEETING_OF.get(one.line)
    return is_of_meeting and _is_in_scope(tat, prompt, one)


def _is_in_scope(tat: Tat, prompt: Prompt, one: DoneEarlier) -> bool:
    number = region_number(one.scope)
    if not one.scope or number is not None:
        return number in (None, prompt.region)
    plan = tat.get(Plan, prompt.plan_id) if prompt.plan_id else None
    return plan is not None and plan.jurisdiction == one.scope
