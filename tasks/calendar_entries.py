"""What a letter puts into its reader's calendar: meetings, and when its questions are due."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import sqlalchemy as sa

from config.vocabulary import MeetingKind, PromptKind, Purpose
from tasks.background import Background
from tasks.letter_facts.meetings import meeting_title
from tasks.letter_filing import ASKING
from tat import subjects
from tat.calendar_entries import Entry
from tat.database import Tat
from tat.meetings import is_dropped
from tat.schema import Meeting, Notice, Plan, Prompt
from tat.statuses import PromptState
from templates.words import ASKED_TO


def entries_of(
    tat: Tat, owed: Sequence[Notice], background: Background, *, host: str
) -> list[Entry]:
    """The entries that the notices of one letter are about, and what its reader has called.

    Whoever calls a meeting is not told of it: its entry comes with whatever they are told next.

    Args:
        host: the part of each entry's UID after the @.
    """
    return [
        *_called(tat, owed[0].person_id, background, host),
        *_meetings(owed, background, host),
        *_due_dates(tat, owed, background, host),
    ]


def _called(tat: Tat, reader: int, background: Background, host: str) -> Iterator[Entry]:
    """The meetings to come that somebody has called, and those that they do not hold."""
    rows = (
        sa.select(Meeting, Plan.jurisdiction)
        .outerjoin(Plan, Plan.id == Meeting.plan_id)
        .where(
            Meeting.cycle == background.cycle,
            Meeting.by_person_id == reader,
            Meeting.held_on.is_(None),
        )
        .order_by(Meeting.id)
    )
    for meeting, code in tat.execute(rows):
        is_call = meeting.kind == MeetingKind.STAKEHOLDER_CALL
        region = None if is_call else meeting.region  # the state says it
        title, uid = _capital(meeting_title(meeting.kind, region)), _uid(meeting, host)
        if code is not None:
            title = f"{title} for {background.declared.jurisdictions[code].name}"
        if is_dropped(meeting):
            yield Entry(uid, {}, is_off=True, is_own=True)
        elif _is_set(meeting, background) and (meeting.agreed_at is not None or not is_call):
            facts = {
                "title": title,
                "starts_at": _utc(meeting.starts_at),
                "minutes": meeting.minutes,
                "place": "" if is_call else meeting.place,
            }
            yield Entry(uid, facts, is_own=True)


def _is_set(meeting: Meeting, background: Background) -> bool:
    return meeting.starts_at is not None and meeting.starts_at > background.now


def _uid(meeting: Meeting, host: str) -> str:
    if meeting.kind == MeetingKind.STAKEHOLDER_CALL:
        return f"call-{meeting.plan_id}@{host}"
    return f"{subjects.meeting(meeting.id).replace(' ', '-')}@{host}"


def _meetings(owed: Sequence[Notice], background: Background, host: str) -> Iterator[Entry]:
    for notice in owed:
        details = notice.details
        if notice.purpose == Purpose.CALL_PACK:
            state = background.plans[notice.plan_id or 0].name
            title = f"{_capital(meeting_title(MeetingKind.STAKEHOLDER_CALL, None))} for {state}"
            uid, is_off = f"call-{notice.plan_id}@{host}", bool(details.get("is_off"))
        elif notice.purpose == Purpose.MEETING_INVITATION:
            title = _capital(meeting_title(details["kind"], details["region"]))
            uid = f"{notice.subject.replace(' ', '-')}@{host}"
            is_off = bool(details["not_held"])
        else:
            continue
        facts = {
            "title": title,
            "starts_at": _utc(details["starts_at"]),
            "minutes": details["minutes"],
            "place": details.get("place", ""),
        }
        yield Entry(uid, facts, is_off)


def _utc(moment: datetime | str | None) -> str | None:
    """One moment is one text, by whatever clock it was said; None of what is not held."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return at.astimezone(UTC).isoformat() if at else None


def _due_dates(
    tat: Tat, owed: Sequence[Notice], background: Background, host: str
) -> Iterator[Entry]:
    """One for each question or sheet: the day by which the first of a sheet's questions is due."""
    asked = [
        (notice.person_id, prompt)
        for notice in owed
        if notice.purpose in ASKING and (prompt := background.prompts.get(notice.prompt_id or 0))
    ]
    first_due = _first_due(tat, {prompt.sheet_id for _reader, prompt in asked if prompt.sheet_id})
    for reader, prompt in asked:
        about = subjects.asked_at(prompt.id, prompt.sheet_id).replace(" ", "-")
        due_on = first_due.get(prompt.sheet_id or 0, prompt.due_on)
        facts = {"title": _due(prompt, background), "due_on": due_on.isoformat()}
        yield Entry(f"due-{about}-{reader}@{host}", facts)


def _due(prompt: Prompt, background: Background) -> str:
    """What is due, the same for all questions of a sheet."""
    plan = background.plans.get(prompt.plan_id or 0)
    kind = PromptKind(prompt.kind)
    where = f" for {plan.name}" if plan and not prompt.sheet_id else ""
    return f"TA planning, due: {ASKED_TO[kind]}{where}"


def _first_due(tat: Tat, sheet_ids: set[int]) -> dict[int, date]:
    rows = (
        sa.select(Prompt.sheet_id, sa.func.min(Prompt.due_on))
        .where(Prompt.sheet_id.in_(sheet_ids), Prompt.state == PromptState.OPEN)
        .group_by(Prompt.sheet_id)
    )
    return {sheet_id or 0: due_on for sheet_id, due_on in tat.execute(rows)} if sheet_ids else {}


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
