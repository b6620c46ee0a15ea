"""What the worksheet of a state writes into its plan (1.6 to 1.8)."""

from tat import lines
from tat.answer_models.preparation import Worksheet
from tat.effects.given import Given
from tat.schema import ContextFactor


def write_worksheet(given: Given, content: Worksheet) -> None:
    """What the check-in call named as most urgent stands with the context: 2.6 comes back to it."""
    call = f"status check-in call of {content.check_in_held_on}"
    urgent = [(f"High priority: {need}", call) for need in content.high_priority_needs]
    given.tat.add_all(
        ContextFactor(
            plan_id=given.plan_id, text=text, document=document,
            by_person_id=given.by.person_id, at=given.by.at,
        )
        for text, document in [*((one.text, one.document) for one in content.factors), *urgent]
    )  # fmt: skip
    lines.add_needs(given.tat, given.plan_id, content.needs, given.by)
    given.write_version("draft from the worksheet")
