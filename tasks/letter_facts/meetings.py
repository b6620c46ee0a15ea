"""What the mails know of meetings: their dates, records, invitations and notes."""

from typing import Any

from config.vocabulary import MeetingKind, PromptKind
from tasks.background import Background
from tat.schema import Notice, Prompt
from templates.words import MEETING_NAMES, ROLE_NAMES

ABOUT_MEETINGS = (PromptKind.MEETING_DATE, PromptKind.MEETING_RECORD)


def meeting_date(prompt: Prompt, background: Background) -> dict[str, Any]:
    """Which meeting is to be called, on which days it is best held, and who is invited."""
    rule = background.declared.rules.meeting[MeetingKind(prompt.variant)]
    return {
        "title": meeting_title(prompt.variant, prompt.region),
        "first_on": prompt.why["first_on"],
        "last_on": prompt.why["last_on"],
        "invited": [ROLE_NAMES[role] for role in rule.invited],
    }


def meeting_record(prompt: Prompt, _background: Background) -> dict[str, Any]:
    """Which meeting is over, and for which day it was set."""
    return {
        "title": meeting_title(prompt.variant, prompt.region),
        "held_on": prompt.why["held_on"],
        "is_conference": prompt.variant == MeetingKind.REGIONAL_CONFERENCE,
    }


def invitation(notice: Notice, background: Background) -> dict[str, Any]:
    """When a meeting is by the reader's clock, where, and who calls it."""
    details = notice.details
    caller = background.people.get(details["by"] or 0)
    return {
        "title": meeting_title(details["kind"], details["region"]),
        "starts_at": details["starts_at"],
        "minutes": details["minutes"],
        "place": details["place"],
        "zone": background.people[notice.person_id].time_zone,
        "by": caller.name if caller else "",
        "is_changed": notice.round > 1,
        "not_held": details["not_held"],
    }


def notes(notice: Notice, background: Background) -> dict[str, Any]:
    """What came of a meeting, with needs and centers by their names."""
    details = notice.details
    texts, centers = background.need_texts, background.center_name
    return {
        "title": meeting_title(details["kind"], details["region"]),
        "held_on": details["held_on"],
        "notes": details["notes"],
        "leads": [
            {"need": texts.get(lead["need_id"], "a need"), "center": centers(lead["center"]),
             "collaborators": [centers(key) for key in lead["collaborators"]]}
            for lead in details["leads"]
        ],
        "wishes": [wish["text"] for wish in details["wishes"]],
        "is_corrected": notice.round > 1,
    }  # fmt: skip


def with_title(notice: Notice, background: Background) -> dict[str, Any]:
    """What the act has noted; questions about a meeting are told apart by its title."""
    prompt = background.prompts.get(notice.prompt_id or 0)
    if prompt is None or prompt.kind not in ABOUT_MEETINGS:
        return dict(notice.details)
    return dict(notice.details) | {"title": meeting_title(prompt.variant, prompt.region)}


def meeting_title(kind: str, region: int | None) -> str:
    """What a meeting is called: "regional ECTTAS conference of region 8"."""
    name = MEETING_NAMES[MeetingKind(kind)]
    return f"{name} of region {region}" if region else name
