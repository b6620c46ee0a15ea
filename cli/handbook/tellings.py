"""The page of notices: who is told what, and when it leaves."""

import re
from pathlib import Path

import templates
from cli.handbook.glossary import lines_of, sentence
from cli.handbook.markdown import table
from config.rules import Rules
from config.vocabulary import Purpose

INTRODUCTION = """# Who is told what

A notice is written down together with the act that makes it due, once for each person, and leaves
in a mail: "at once" in a mail of its own, "daily" with the mail of the day, "weekly" with the next
mail that goes, at the latest on Friday, "with the next" never by itself. Whenever a mail goes to a
person, it takes along all that waits for them. Nobody is told of their own act. Questions are in
[questions.md](questions.md).
"""

READER = re.compile(r"\{# To (.*?)(?:,? [1-8]\.\d+[^.]*(?:\.\d+[^.]*)*)?\.\s+Given", re.DOTALL)
"""What a template says first, without the lines of the process that end it."""


def page(rules: Rules) -> str:
    """The page of notices."""
    told = [purpose for purpose in Purpose if purpose is not Purpose.ASK]
    rows = [
        [
            lines_of(purpose),
            sentence(purpose),
            reader(purpose),
            rules.notice[purpose].urgency,
            f"`{purpose}`",
        ]
        for purpose in told
    ]
    return "\n".join([INTRODUCTION, table(["line", "what", "to", "leaves", "purpose"], rows)])


def reader(purpose: Purpose) -> str:
    """To whom a notice goes, by the first line of its template; empty where it does not say."""
    path = Path(templates.__file__).parent / "email" / f"{purpose}.md.j2"
    found = READER.match(path.read_text(encoding="utf-8"))
    return found[1] if found else ""
