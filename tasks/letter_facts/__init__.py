"""What a letter says of each notice: plain values for the templates."""

from typing import Any

from config.vocabulary import Purpose
from tasks.background import Background
from tasks.letter_facts.questions import OF_KIND
from tasks.letter_facts.tellings import OF_PURPOSE
from tat.schema import Notice, Prompt


def item_facts(notice: Notice, prompt: Prompt | None, background: Background) -> dict[str, Any]:
    """What is known of one notice: by its purpose, or by the kind of prompt that it asks."""
    if notice.purpose == Purpose.ASK and prompt is not None:
        of_kind = OF_KIND.get(prompt.kind)
        return of_kind(prompt, background) if of_kind else {}
    of_purpose = OF_PURPOSE.get(notice.purpose)
    return of_purpose(notice, background) if of_purpose else dict(notice.details)
