"""What the end of a step means for what it asked."""

from tasks.steps import StepRef
from tat import prompts
from tat.database import write


def withdraw_what_ends_with_step(step: StepRef) -> None:
    """Withdraw the open prompts that do not stay open beyond their step."""
    with write(step.tracker) as tat:
        rules = step.declared.rules
        ended = [
            prompt
            for prompt in prompts.open_prompts(tat, step.cycle, step=step.number)
            if not rules.rule(prompt.kind, prompt.variant).stays_open
        ]
        prompts.withdraw(tat, ended, because="its step has ended", now=step.now)
