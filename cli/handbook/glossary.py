"""The glossary: every word that the record or the rules know, and the process's own."""

import inspect
import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache

from cli.handbook.markdown import table
from config import rules, vocabulary
from config.declared import EMBEDDED
from tat import statuses

PROCESS = "process"
GUARDS = "Guards"

LINES = re.compile(r"[1-8]\.\d+(?:(?:, | and | to )[1-8]\.\d+)*")
"""Lines of the process: `4.1`, or `1.5 to 1.8`."""


def page() -> str:
    """The glossary's page."""
    parts = ["# Glossary\n", "## The process\n", _words(PROCESS)]
    for kind in vocabularies():
        parts += [f"## {inspect.getdoc(kind)}\n", _words(kind.__name__)]
    return "\n".join(parts)


def vocabularies() -> Iterator[type[StrEnum]]:
    """Every enumeration of the project's own words, in the order in which they are defined."""
    for module in (statuses, vocabulary, rules):
        for value in vars(module).values():
            is_ours = inspect.isclass(value) and value.__module__ == module.__name__
            if is_ours and issubclass(value, StrEnum):
                yield value


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """The sentence of every word, by the name of its vocabulary and by the word."""
    return tomllib.loads((EMBEDDED / "glossary.toml").read_text(encoding="utf-8"))


def sentence(word: StrEnum) -> str:
    """What a word means. Raises: KeyError, when config/glossary.toml does not say it."""
    return sentences()[type(word).__name__][word]


def lines_of(word: StrEnum) -> str:
    """The lines of the process that a word belongs to, by the comment beside it."""
    source = inspect.getsource(type(word))
    comment = re.search(rf'^    {word.name} = "[^"]*"  # (.*)$', source, re.MULTILINE)
    lines = LINES.search(comment[1]) if comment else None
    return lines[0] if lines else ""


def _words(section: str) -> str:
    return table(["word", "meaning"], ([f"**{word}**", is_] for word, is_ in _sorted(section)))


def _sorted(section: str) -> list[tuple[str, str]]:
    words = list(sentences()[section].items())
    return sorted(words) if section == PROCESS else words
