"""Have recorded what came of meetings, and send their notes (1.2, 1.3, 3.3, 3.9, 7.1).

Each task can stand in the text of any step: it looks at the meetings of that step and before.
"""

from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.rules import MeetingRule
from config.scopes import by_region
from config.vocabulary import SCOPE_OF, Gathered, MeetingKind, PromptKind, Purpose, Scope
from tasks import opening
from tasks.asking import ask, is_released, notice, today
from tasks.meetings import invite_by_rule, is_unanswered
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tat import leaving, meetings, notices, people, prompts, reading, subjects
from tat.database import Tat, write
from tat.facts import Facts
from tat.prompts import Question
from tat.schema import Meeting, Window


@repeatable_task
def open_window_meetings(step: StepRef) -> int:
    """Put on record the meetings that have the days of a window, as it begins (3.9)."""
    with write(step.tracker) as tat:
        on_record = meetings.by_key(tat, step.cycle)
        directory = people.directory(tat)
        n_new = 0
        for rule in _rules_until(step):
            if not rule.window or today(step) < _window(tat, step, rule).starts_on:
                continue
            for region in sorted(directory.states_of):
                key = meetings.region_key(rule.kind, region)
                if key not in on_record:
                    meeting = meetings.put_on_record(tat, step.cycle, key, region=region)
                    invite_by_rule(tat, rule, meeting, directory)
                    n_new += 1
        return n_new


@repeatable_task
def ask_for_meeting_records(step: StepRef) -> int:
    """Ask what came of each meeting that is over; no more where its date was moved."""
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.MEETING_RECORD)
        over = [
            meeting
            for meeting in meetings.by_key(tat, step.cycle).values()
            if _is_to_record(tat, step, meeting)
        ]
        subjects = {meetings.key_of(meeting).subject for meeting in over}
        _withdraw_records(tat, step, all_but=subjects)
        invited = meetings.invitees(tat, [meeting.id for meeting in over])
        questions = [
            _what_came(tat, step, known, meeting, list(invited[meeting.id]))
            for meeting in over
            if is_unanswered(known, PromptKind.MEETING_RECORD, meetings.key_of(meeting).subject)
        ]
        return ask(tat, step, questions)


@repeatable_task
def send_meeting_notes(step: StepRef) -> int:
    """Send the notes of each meeting to those invited, but for who wrote them."""
    with write(step.tracker) as tat:
        noted = _noted(tat, step)
        directory = people.directory(tat)
        gone = leaving.who_left(tat)
        invited = meetings.invitees(tat, [meeting.id for meeting in noted])
        owed = [
            notice(
                step, Purpose.MEETING_NOTES, directory.people[person_id],
                subjects.meeting(meeting.id), **_facts(meeting),
            )
            for meeting in noted
            for person_id in invited[meeting.id]
            if person_id != meeting.by_person_id and person_id not in gone
        ]  # fmt: skip
        return notices.owe_news(tat, step.cycle, owed, now=step.now)


def _rules_until(step: StepRef) -> list[MeetingRule]:
    """The rules of the meetings of this step and of those before: what came late is among them."""
    rules = step.declared.rules.meeting.values()
    return [rule for rule in rules if rule.step <= step.number]


def _window(tat: Tat, step: StepRef, rule: MeetingRule) -> Window:
    return opening.window(tat, step.cycle, rule.step, rule.window)


def _is_to_record(tat: Tat, step: StepRef, meeting: Meeting) -> bool:
    rule = step.declared.rules.meeting.get(meeting.kind)
    is_ours = rule is not None and rule.step <= step.number
    is_known = meetings.is_dropped(meeting) or meetings.is_recorded(meeting)
    if rule is None or not is_ours or is_known or "done_earlier" in meeting.outcome:
        return False
    if rule.window:
        return today(step) > _window(tat, step, rule).ends_on
    ended_at = meetings.ends_at(meeting)
    return meeting.held_on is not None or (ended_at is not None and ended_at <= step.now)


def _withdraw_records(tat: Tat, step: StepRef, *, all_but: set[str]) -> None:
    """Nobody need record a meeting that is not over, not held, or recorded elsewhere."""
    idle = [
        prompt
        for prompt in prompts.open_prompts(tat, step.cycle)
        if prompt.kind == PromptKind.MEETING_RECORD
        and step.declared.rules.meeting[prompt.variant].step <= step.number
        and prompt.subject not in all_but
    ]
    prompts.withdraw(tat, idle, because="there is nothing to record now", now=step.now)


def _what_came(
    tat: Tat, step: StepRef, known: Facts, meeting: Meeting, invited: list[int]
) -> Question:
    subject = meetings.key_of(meeting).subject
    return Question(
        PromptKind.MEETING_RECORD, subject, variant=meeting.kind, region=meeting.region,
        round=known.next_round(PromptKind.MEETING_RECORD, subject),
        why={
            "number": meeting.round, "meeting": meeting.id, "invitees": invited,
            "held_on": _day_of(tat, step, meeting),
        },
    )  # fmt: skip


def _day_of(tat: Tat, step: StepRef, meeting: Meeting) -> str:
    """The day for which it was set, where the region's office is; of a window, its last day."""
    if meeting.held_on is not None:
        return meeting.held_on.isoformat()
    if meeting.starts_at is None:
        rule = step.declared.rules.meeting[meeting.kind]
        return _window(tat, step, rule).ends_on.isoformat()
    region = step.declared.regions.get(meeting.region)
    zone = region.time_zone if region else step.declared.calendar.time_zone
    return meeting.starts_at.astimezone(ZoneInfo(zone)).date().isoformat()


def _noted(tat: Tat, step: StepRef) -> list[Meeting]:
    """The meetings with notes. To one that was held before anybody was invited, all are now."""
    rows = sa.select(Meeting).where(
        Meeting.cycle == step.cycle,
        Meeting.kind.not_in(meetings.WITHOUT_NOTES),
        Meeting.held_on.is_not(None),
        Meeting.notes != "",
    )
    rules = {rule.kind: rule for rule in _rules_until(step)}
    later = set(step.declared.rules.meeting) - set(rules)
    waiting = _kinds_that_wait(tat, step)
    noted = [
        meeting
        for meeting in tat.scalars(rows.order_by(Meeting.id))
        if meeting.kind not in later | waiting and "done_earlier" not in meeting.outcome
    ]
    invited = meetings.invitees(tat, [meeting.id for meeting in noted])
    for meeting in noted:
        if meeting.kind in rules and not invited.get(meeting.id):
            invite_by_rule(tat, rules[meeting.kind], meeting, people.directory(tat))
    return noted


def _kinds_that_wait(tat: Tat, step: StepRef) -> set[MeetingKind]:
    """The kinds of this step whose notes are gathered: people of the centers come to each region's.

    They wait until those of all regions are there, but not for ever.
    """
    kinds = {
        rule.kind
        for rule in step.declared.rules.meeting.values()
        if rule.step == step.number
        and rule.each == Scope.REGION
        and any(SCOPE_OF[role] == Scope.CENTER for role in rule.invited)
    }
    known = [one for one in meetings.by_key(tat, step.cycle).values() if one.kind in kinds]
    settled = [one for one in known if meetings.is_dropped(one) or meetings.is_recorded(one)]
    n_due = len(kinds) * len(by_region(step.declared.jurisdictions))
    is_all = len(settled) >= n_due
    return set() if is_released(step, Gathered.MEETING_NOTES, is_all_ready=is_all) else kinds


def _facts(meeting: Meeting) -> dict[str, Any]:
    return {
        "kind": meeting.kind,
        "region": meeting.region,
        "held_on": meeting.held_on.isoformat() if meeting.held_on else "",
        "notes": meeting.notes,
        "leads": meeting.outcome.get("leads", []),
        "wishes": meeting.outcome.get("wishes", []),
    }
