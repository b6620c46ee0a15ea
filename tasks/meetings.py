"""Have meetings called and invite to them (1.2, 1.3, 3.3, 7.1).

Each task can stand in the text of any step: the rules say which meetings are that step's.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from config.rules import MeetingRule
from config.vocabulary import MeetingKind, PromptKind, Purpose
from config.workdays import business_days_after
from tasks.asking import ask, notice, today
from tasks.meeting_days import Due, days_of_steps, in_time, meetings_due
from tasks.repeatable import repeatable_task
from tasks.steps import StepRef
from tasks.trends.conference import editions_to_bring, with_region_trends
from tat import done, meetings, notices, people, prompts, reading, subjects
from tat.database import Tat, read, write
from tat.facts import Facts
from tat.notices import Owed
from tat.people import Directory
from tat.prompts import Question
from tat.schema import Meeting


@repeatable_task
def ask_for_meeting_dates(step: StepRef) -> int:
    """Ask those who call the step's meetings when they are; some before their step opens."""
    if step.is_late or step.is_closing:
        return 0
    with write(step.tracker) as tat:
        known = reading.load(tat, step.cycle, PromptKind.MEETING_DATE)
        on_record = meetings.by_key(tat, step.cycle)
        earlier = done.load(tat, step.cycle)
        steps = days_of_steps(tat, step.cycle, step.declared.calendar)
        come = [
            due
            for due in meetings_due(step.declared, steps)
            if _is_to_call(step, due, before=steps[due.rule.step][0])
        ]
        newest = {(due.rule.kind, due.region): due for due in come}
        _withdraw_earlier(tat, step, newest)
        questions = [
            _when(known, due)
            for due in newest.values()
            if due.key not in on_record
            and not earlier.covers(due.rule.line, region=due.region)
            and is_unanswered(known, PromptKind.MEETING_DATE, due.key.subject)
        ]  # fmt: skip
        return ask(tat, step, questions)


@repeatable_task
def invite_to_meetings(step: StepRef) -> int:
    """Invite to every meeting that has a date, and tell again when it changes.

    Whoever calls a meeting is not told of it. A meeting of the next step is told as that step
    opens, with all that goes out then, if that is soon enough. The pages of the regions are made
    before anything is written: that takes seconds, and nobody else could write meanwhile.
    """
    with read(step.tracker) as tat:
        made = editions_to_bring(tat, step, _to_tell(tat, step), people.directory(tat))
    with write(step.tracker) as tat:
        directory = people.directory(tat)
        told = notices.told_subjects(tat, step.cycle, Purpose.MEETING_INVITATION)
        owed: list[Owed] = []
        for meeting in meetings.by_key(tat, step.cycle).values():
            rule = step.declared.rules.meeting.get(meeting.kind)
            if rule is None:
                continue
            if _is_to_tell(tat, step, rule, meeting):
                invite_by_rule(tat, rule, meeting, directory)
                owed += _invitations(tat, step, meeting, directory)
            elif meetings.is_dropped(meeting) and subjects.meeting(meeting.id) in told:
                owed += _invitations(tat, step, meeting, directory)
        owed = with_region_trends(tat, step, owed, directory, made)
        return notices.owe_news(tat, step.cycle, owed, now=step.now)


def _to_tell(tat: Tat, step: StepRef) -> list[tuple[MeetingRule, Meeting]]:
    """The meetings to whose date people are to be invited now, each with its rule."""
    return [
        (rule, meeting)
        for meeting in meetings.by_key(tat, step.cycle).values()
        if (rule := step.declared.rules.meeting.get(meeting.kind)) is not None
        and _is_to_tell(tat, step, rule, meeting)
    ]


def invite_by_rule(tat: Tat, rule: MeetingRule, meeting: Meeting, directory: Directory) -> None:
    """Invite everybody who has the roles of the rule now."""
    everybody = meetings.whom_to_invite(directory, rule.invited, meeting.region)
    meetings.invite(tat, meeting, [person.id for person in everybody])


def is_unanswered(known: Facts, kind: PromptKind, subject: str) -> bool:
    """Whether a question was never asked, or is neither open nor answered: then it is asked."""
    last = known.last(kind, subject)
    return last is None or not (last.is_open or last.said)


def _is_to_call(step: StepRef, due: Due, *, before: date) -> bool:
    """Whether its date is to be asked for in this step: its own, or the one before."""
    is_come = due.asked_on <= today(step)
    if due.rule.step == step.number:
        return is_come
    is_ahead = due.rule.step == step.number + 1 and due.rule.asked_before > 0
    return is_come and is_ahead and today(step) < before


def _withdraw_earlier(
    tat: Tat, step: StepRef, newest: Mapping[tuple[MeetingKind, int | None], Due]
) -> None:
    """Nobody need call a meeting of an interval that is over."""
    past = [
        prompt
        for prompt in prompts.open_prompts(tat, step.cycle, step=step.number)
        if prompt.kind == PromptKind.MEETING_DATE
        and (due := newest.get((MeetingKind(prompt.variant), prompt.region)))
        and prompt.why["number"] < due.round
    ]
    prompts.withdraw(tat, past, because="its interval is over", now=step.now)


def _when(known: Facts, due: Due) -> Question:
    subject = due.key.subject
    return Question(
        PromptKind.MEETING_DATE, subject, variant=due.rule.kind, region=due.region,
        round=known.next_round(PromptKind.MEETING_DATE, subject),
        why={
            "number": due.round,
            "first_on": due.first_on.isoformat(),
            "last_on": due.last_on.isoformat(),
        },
    )  # fmt: skip


def _is_to_tell(tat: Tat, step: StepRef, rule: MeetingRule, meeting: Meeting) -> bool:
    """Whether its invitations are due: not before its step opens, unless that were too late."""
    if meeting.starts_at is None or meeting.starts_at <= step.now:
        return False
    if rule.step <= step.number:
        return True
    opens_on = days_of_steps(tat, step.cycle, step.declared.calendar)[rule.step][0]
    meeting_on = meeting.starts_at.astimezone(_zone(step)).date()
    return meeting_on <= business_days_after(opens_on, 1, None)


def _invitations(tat: Tat, step: StepRef, meeting: Meeting, directory: Directory) -> Iterator[Owed]:
    usual = step.declared.rules.notice[Purpose.MEETING_INVITATION].urgency
    if meeting.starts_at is not None:
        usual = in_time(usual, meeting.starts_at.astimezone(_zone(step)).date(), today(step))
    for person_id in meetings.invitees(tat, [meeting.id])[meeting.id]:
        if person_id != meeting.by_person_id and person_id in directory.people:
            yield notice(
                step, Purpose.MEETING_INVITATION, directory.people[person_id],
                subjects.meeting(meeting.id), urgency=usual, **_facts(meeting),
            )  # fmt: skip


def _facts(meeting: Meeting) -> dict[str, Any]:
    """What an invitation says; who is told of other facts is told anew."""
    return {
        "kind": meeting.kind,
        "region": meeting.region,
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "by": meeting.by_person_id,
        "not_held": meeting.outcome.get(meetings.NOT_HELD, ""),
    }


def _zone(step: StepRef) -> ZoneInfo:
    return ZoneInfo(step.declared.calendar.time_zone)
