"""What mails say of activities on the same state and topic, and what OCC and OHS say of them."""

from collections.abc import Collection
from typing import Any

from tasks.background import Background
from tat.mapped import OfficeSaid
from tat.overlaps import overlaps
from tat.schema import Notice, Prompt
from templates.words import SAID_OF_OVERLAPS


def mapping(prompt: Prompt, background: Background) -> dict[str, Any]:
    """The activities that overlap, each with its topic and center."""
    topics = background.declared.topics
    content = background.contents[prompt.plan_id or 0]
    topic_of = {need.line_id: topics[need.topic].title for need in content.needs}
    shown = background.shown.get(prompt.id, {})
    return {
        "topics": [topics[key].title for key in prompt.why["topics"]],
        "activities": [
            f"{topic_of.get(one.need_id or 0, '')} ({one.center}): {one.title}"
            for one in content.activities
            if one.line_id in shown
        ],
    }


def told(notice: Notice, background: Background) -> dict[str, Any]:
    """What was said of the topics on which a center works with others."""
    found = found_with(
        notice.plan_id or 0, notice.details["center"], background, notice.details["topics"]
    )
    return {"overlaps": found}


def found_with(
    plan_id: int, center: str, background: Background, only: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Where a center overlaps with others in a plan: topic, the others, and what was said."""
    offices = {key: one.funded_by for key, one in background.declared.centers.items()}
    said = background.said_of_overlaps.get(plan_id, {})
    return [
        {
            "topic": background.declared.topics[one.topic].title,
            "others": [key for key in one.centers if key != center],
            "said": [_in_words(office) for office in said.get(one.topic, ())],
        }
        for one in overlaps(background.plans[plan_id], offices)
        if center in one.centers and (only is None or one.topic in only)
    ]


def _in_words(said: OfficeSaid) -> str:
    words = f"{said.role.upper()}: {SAID_OF_OVERLAPS[said.says]}"
    return f"{words} ({said.note})" if said.note.strip() else words
