"""Texts that people are sent: agenda, description of the process, scopes of centers, script."""

from hashlib import sha256
from pathlib import Path

from config.declaration import Declaration, Words
from config.errors import Problem
from config.reading import read_bytes

FOLDER = "resources"


class Resource(Declaration):
    """A text in Markdown: its first heading as title, the SHA-256 of the file's bytes in hex."""

    name: Words
    title: Words
    text: str
    sha256: Words


def load_resources(folder: Path) -> tuple[dict[str, Resource], dict[str, Problem]]:
    """Read every .md file of a folder, by its name without .md.

    Returns also what is wrong with those that cannot be sent: that stops the mails that need them,
    and nothing else.
    """
    resources: dict[str, Resource] = {}
    faults: dict[str, Problem] = {}
    for path in sorted(folder.glob("*.md")):
        problems: list[Problem] = []
        resource = _read(path, file=f"{FOLDER}/{path.name}", problems=problems)
        if resource:
            resources[resource.name] = resource
        else:
            faults[path.stem] = problems[0]
    return resources, faults


def _read(path: Path, *, file: str, problems: list[Problem]) -> Resource | None:
    data = read_bytes(path, file=file, problems=problems)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(file, "", "is not text in UTF-8", "save it as UTF-8"))
        return None
    first, _line, rest = text.partition("\n")
    title = first.strip().removeprefix("# ").strip()
    if not title or not first.startswith("# "):
        cause = "does not begin with a title" if text.strip() else "is empty"
        problems.append(Problem(file, "line 1", cause, 'begin with "# " and the title'))
        return None
    if not rest.strip():
        problems.append(Problem(file, "", "has a title and nothing below it", "write the text"))
        return None
    return Resource(name=path.stem, title=title, text=text, sha256=sha256(data).hexdigest())
