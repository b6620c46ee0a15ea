"""The page of statuses: a diagram and a table made from the table of changes."""

from dataclasses import fields

from cli.handbook.glossary import GUARDS, sentence, sentences
from cli.handbook.markdown import table
from tat.statuses import TRANSITIONS, Guards, Status

INTRODUCTION = """# The statuses of a plan

Each state has one plan in a cycle. Its status changes only as drawn here, when all that the change
needs is there. Nothing is approved by silence: what is missing is shown, and the plan stays.
"""

AFTER = """A final plan stays final. A change to it is an amendment, which goes through the
confirmations that it needs and is then adopted as a whole: see [glossary.md](glossary.md).
"""


def page() -> str:
    """The page of statuses."""
    changes = [
        [f"{before} to {after}", "; ".join(_in_words(guards))]
        for (before, after), guards in TRANSITIONS.items()
    ]
    meanings = [[f"**{status}**", sentence(status)] for status in Status]
    return "\n".join(
        [
            INTRODUCTION,
            _diagram(),
            table(["status", "meaning"], meanings),
            table(["change", "needs"], changes),
            AFTER,
        ]
    )


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{status}" as {_key(status)}' for status in Status]
    lines.append(f"    [*] --> {_key(next(iter(Status)))}")
    for (before, after), guards in TRANSITIONS.items():
        why = "<br/>".join(_in_words(guards))
        lines.append(f"    {_key(before)} --> {_key(after)}: {why}")
    return "\n".join([*lines, "```", ""])


def _key(status: Status) -> str:
    return status.replace(" ", "_")


def _in_words(guards: Guards) -> list[str]:
    return [sentences()[GUARDS][one.name] for one in fields(guards) if getattr(guards, one.name)]
