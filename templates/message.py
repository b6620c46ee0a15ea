"""What a letter is before it has words: who reads it, and what it has to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.vocabulary import PromptKind, Purpose


@dataclass(frozen=True)
class Item:
    """One thing in a section: a prompt, a plan, an answer."""

    state: str | None
    """Name of the state or territory."""
    center: str | None
    """Full name of the center, its short name in parentheses."""
    due_on: date | None
    """Last day for the answer, in the reader's zone."""
    link: str | None
    """Address of the page; reaches both parts of the mail as it is."""
    minutes: int | None
    """How long answering takes."""
    n_lines: int
    """How many lines of the plan are shown."""
    is_late: bool
    """The due date has passed."""
    facts: Mapping[str, Any]
    """What the act knows; the head of each template names what it is given."""


@dataclass(frozen=True)
class Section:
    """What a letter has to say for one purpose."""

    purpose: Purpose
    kind: PromptKind | None
    """For questions, reminders and escalations: of the prompts in it."""
    items: Sequence[Item]
    link: str | None
    """Of the sheet on which all items are answered together."""
    instead_of: str | None = None
    """Name of the person in whose place the reader is asked, as a delegate."""
    until: date | None = None
    """The last day of that delegation."""


@dataclass(frozen=True)
class LinkedDocument:
    """A document that is not attached."""

    name: str
    size: str
    """12 MB."""
    why: str
    """Why it is not, to go after its name."""
    link: str
    """Address from which its reader downloads it."""


@dataclass(frozen=True)
class Letter:
    """Everything that leaves for one person at one time."""

    reader: str
    """Name of the person."""
    roles: Sequence[str]
    """Readable names of the person's roles."""
    cycle: str
    sections: Sequence[Section]
    attachments: Sequence[str]
    """Names of the files that go with it."""
    linked: Sequence[LinkedDocument] = ()
    """Documents that do not go with it."""
    n_workbooks: int = 0
    """How many of all these documents are workbooks by which the reader may answer."""
    own_link: str | None = None
    """Address of everything that waits for the reader: for the foot."""
    is_one_of_several: bool = False
    """Another cycle goes on at the same time: the subject names this one."""


@dataclass(frozen=True)
class Rendered:
    """A letter in words: the same in plain text and in HTML."""

    subject: str
    text: str
    html: str
