"""What a mail lacks that cannot be made: a document that is not there, or its own words."""

from dataclasses import dataclass

import sqlalchemy as sa
from jinja2 import TemplateError

from config.errors import Problem
from tat.schema import Notice, Prompt


class Lacking(Exception):
    """A document that a mail needs is missing."""

    def __init__(self, name: str, cause: str, act: str) -> None:
        """Name it as the rules do; say why it is missing, and what mends that."""
        super().__init__(cause)
        self.name, self.cause, self.act = name, cause, act


CANNOT_BE_MADE = (
    Lacking, TemplateError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    RuntimeError, OSError, sa.exc.NoResultFound,
)  # fmt: skip
"""What one mail's words, figures or documents raise: they alone are at fault. What the database
raises is not here: that ends the turn, and everything waits for the next."""

TELL = "tell who runs this service what stands here"


@dataclass(frozen=True)
class Lack:
    """What is missing, by a key that is the same for all mails that lack it."""

    key: str
    """`document agenda`, `words confirmation`."""
    cause: str
    act: str

    @property
    def name(self) -> str:
        """The name of the document, in rules.toml and resources/; of words, whose."""
        return self.key.partition(" ")[2]

    @property
    def is_document(self) -> bool:
        """Whether it is a document; else the words of the mail."""
        return self.key.startswith("document ")


def lack_of(error: Exception, notice: Notice, prompt: Prompt | None) -> Lack:
    """What is missing, by what was raised while a mail of a notice was made."""
    if isinstance(error, Lacking):
        return Lack(f"document {error.name}", error.cause, error.act)
    whose = prompt.kind if prompt else notice.purpose
    return Lack(f"words {whose}", f"cannot be put together ({in_short(error)})", TELL)


def not_made(name: str, error: Exception) -> Lacking:
    """A document that could not be made, because of what was raised."""
    return Lacking(name, f"could not be made ({in_short(error)})", TELL)


def by_problem(name: str, problem: Problem | None) -> Lacking:
    """A document whose file cannot be sent, because of what is wrong with it."""
    if problem is None:
        return Lacking(name, "is not declared", f"write resources/{name}.md")
    place = f", {problem.place}" if problem.place else ""
    return Lacking(name, f"{problem.cause} ({problem.file}{place})", problem.act)


def in_short(error: Exception) -> str:
    """KeyError: 'trend-page', in one line."""
    said = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
