"""The plain text part: Markdown source in lines that fit a window, headings underlined."""

import re
from collections.abc import Iterator

from templates.escaping import NO_START

WIDTH = 76

_START = re.compile(r"(\s*(?:- |\d+\. ))")


def reflow(source: str) -> str:
    """Put Markdown source into lines of at most `WIDTH`; a longer word stays whole."""
    lines = _without_double_blanks(_lines(source))
    return "\n".join(lines).strip("\n").replace(NO_START, "") + "\n"


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """A paragraph in lines of at most `WIDTH`, the first and the others with their prefixes."""
    lines: list[str] = []
    line = first
    is_empty = True
    for word in text.split():
        if not is_empty and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line, is_empty = rest, True
        line = f"{line}{word}" if is_empty else f"{line} {word}"
        is_empty = False
    lines.append(line.rstrip())
    return lines


def _lines(source: str) -> Iterator[str]:
    first, rest, paragraph = "", "", ""
    for line in [*source.split("\n"), ""]:
        start = _START.match(line)
        is_alone = line.startswith((">", "## ", "\ue000")) or not line.strip()
        if (start or is_alone) and paragraph:
            yield from wrapped(paragraph, first, rest)
            paragraph = ""
        if is_alone:
            yield from _alone(line)
        elif start:
            first, rest, paragraph = start[1], " " * len(start[1]), line[start.end() :]
        elif paragraph:
            paragraph = f"{paragraph} {line}"
        else:
            first, rest, paragraph = "", "", line


def _alone(line: str) -> list[str]:
    if line.startswith("## "):
        title = wrapped(line[3:])
        return [*title, "-" * max(map(len, title))]
    if line.startswith(">"):
        return wrapped(line[1:], "> ", "> ")
    return [line.strip()]


def _without_double_blanks(lines: Iterator[str]) -> Iterator[str]:
    was_blank = True
    for line in lines:
        if line or not was_blank:
            yield line
        was_blank = not line
