"""What the mail about an answer without effect knows: what was said, and what stands instead."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from config.vocabulary import PromptKind, Role
from tasks.background import Background
from tasks.letter_facts.wishes import Wish, wishes_of
from tat import subjects
from tat.schema import Answer, Notice
from tat.statuses import Verdict
from templates.words import ASKED_TO

SAID: Mapping[PromptKind, tuple[str, str]] = {
    PromptKind.CALL_AGREEMENT: ("agreed to the call", "asked for another date or other invitees"),
    PromptKind.ACCURACY: ("said that the plan is accurate", "named corrections"),
    PromptKind.AFFIRMATION: ("affirmed the plan", "suggested modifications"),
    PromptKind.CONFIRMATION: ("confirmed the plan", "suggested modifications"),
    PromptKind.FINAL_REVIEW: ("confirmed the modified plan", "suggested further modifications"),
    PromptKind.REVISION: ("dealt with the suggestion", "dealt with the suggestion"),
    PromptKind.SCRIPT_APPROVAL: ("approved the script", "sent the script back"),
    PromptKind.OFFICER_CONFIRMATION: ("confirmed the activities", "sent activities back"),
    PromptKind.CHANGE_AGREEMENT: ("agreed to the changes", "did not agree to the changes"),
    PromptKind.APPROVAL: ("approved the items", "sent items back"),
    PromptKind.FINAL_AGREEMENT: ("approved the final plan", "did not approve the final plan"),
    PromptKind.CONVERSION: ("ordered the conversion", "did not order the conversion"),
    PromptKind.FINALIZATION: ("ordered the conversion", "did not order the conversion"),
}
"""How an answer is told: when it accepts, and when not."""


def said(kind: PromptKind, verdict: Verdict) -> str:
    """What somebody did by an answer, as it follows their name."""
    accepted, other = SAID.get(kind, ("answered", "answered"))
    return accepted if verdict == Verdict.ACCEPTED else other


def conflict(notice: Notice, background: Background) -> dict[str, Any]:
    """What a notice of an answer without effect says."""
    answer = background.answers[subjects.id_of(notice.subject, "answer")]
    kind = background.prompts_of_answers[answer.id].kind
    standing_id = notice.details["standing"]
    zone = ZoneInfo(background.people[notice.person_id].time_zone)
    standing = background.answers[standing_id] if standing_id else None
    return {
        "question": ASKED_TO[kind],
        "is_yours": notice.person_id in (answer.said_by_id, answer.person_id),
        "why": notice.details["why"],
        "because": notice.details["because"],
        "is_revised": notice.details.get("is_revised", False),
        "status": background.plans[notice.plan_id].status if notice.plan_id else None,
        "can_revise": Role.SPECIALIST in background.roles.get(notice.person_id, ()),
        "standing": _told(standing, kind, background, zone) if standing else None,
        **_told(answer, kind, background, zone),
    }


def _told(
    answer: Answer, kind: PromptKind, background: Background, zone: ZoneInfo
) -> dict[str, str | date | list[Wish]]:
    return {
        "who": background.people[answer.said_by_id].name,
        "on": answer.at.astimezone(zone).date(),
        "said": said(kind, answer.verdict),
        "wishes": wishes_of(answer, background.line_names),
    }
