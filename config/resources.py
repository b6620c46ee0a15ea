"""Texts that people are sent: agenda, description of the process, scopes of centers, script."""

from hashlib import sha256
from pathlib import Path

from config.declaration import Declaration, Words
from config.errors import Problem
from config.reading import read_bytes


class Resource(Declaration):
    """A text in Markdown: its first heading as title, the SHA-256 of the file's bytes in hex."""

    name: Words
    title: Words
    text: str
    sha256: Words


def load_resources(folder: Path, *, file: str, problems: list[Problem]) -> dict[str, Resource]:
    """Read every .md file of a folder, by its name without .md; problems are added.

    Args:
        file: how the folder is called in problems.
    """
    if not folder.is_dir():
        problems.append(Problem(file, "", "the folder is missing", "create it"))
        return {}
    resources: dict[str, Resource] = {}
    for path in sorted(folder.glob("*.md")):
        resource = _read(path, file=f"{file}/{path.name}", problems=problems)
        if resource:
            resources[resource.name] = resource
    return resources


def _read(path: Path, *, file: str, problems: list[Problem]) -> Resource | None:
    data = read_bytes(path, file=file, problems=problems)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(file, "", "is not text in UTF-8", "save it as UTF-8"))
        return None
    first = text.partition("\n")[0].strip()
    if not first.removeprefix("# ").strip() or not first.startswith("# "):
        cause = "does not begin with a title"
        problems.append(Problem(file, "line 1", cause, 'begin with "# " and the title'))
        return None
    title = first.removeprefix("# ").strip()
    digest = sha256(data).hexdigest()
    return Resource(name=path.stem, title=title, text=text, sha256=digest)
