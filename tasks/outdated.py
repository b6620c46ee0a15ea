"""Take back open questions about what has changed since they were asked."""

from collections.abc import Mapping

from config.vocabulary import PromptKind
from tasks.steps import StepRef
from tat import prompts
from tat.database import Tat
from tat.facts import Facts
from tat.schema import Prompt


def withdraw_changed(
    tat: Tat,
    step: StepRef,
    known: Facts,
    kind: PromptKind,
    now_shown: Mapping[str, Mapping[int, int]],
) -> bool:
    """Withdraw the open prompts of a kind that show something else than there is now.

    Args:
        now_shown: revision of each line that a question would show today, by subject. A subject
            that is not there is asked about no more.
    Returns: whether anything was withdrawn; then the facts are to be read again.
    """
    changed = {
        (round_.subject, round_.number)
        for round_ in known.of_kind(kind)
        if round_.is_open and round_.shown != now_shown.get(round_.subject)
    }
    if not changed:
        return False
    found = [
        prompt for prompt in prompts.open_prompts(tat, step.cycle) if _key(prompt, kind) in changed
    ]
    prompts.withdraw(tat, found, because="the plan has changed since", now=step.now)
    return True


def _key(prompt: Prompt, kind: PromptKind) -> tuple[str, int] | None:
    return (prompt.subject, prompt.round) if prompt.kind == kind else None
