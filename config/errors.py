"""What is wrong with something that staff declared, in words that say what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the file, the line or key in it, the cause, the next act.

    `file` is empty while a model checks itself: it does not know where it came from.
    """

    file: str
    place: str
    cause: str
    act: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        return f"{where}: {self.cause}; {self.act}" if where else f"{self.cause}; {self.act}"


class BadInput(Exception):
    """Everything that is wrong with what was declared, one problem a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Faults(ValueError):
    """Raised inside a model's own check, so that one check can name several problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
