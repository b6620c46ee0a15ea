"""The documents that are looked at before a state's draft is written (1.5)."""

from collections import Counter
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.declaration import Declaration, Words
from config.errors import Problem
from config.reading import check, read_toml


class ListedDocument(Declaration):
    """A document of the list, and what a reader should know about its name."""

    name: Words
    note: str = ""


class _Documents(Declaration):
    documents: Annotated[tuple[ListedDocument, ...], Field(alias="document", min_length=1)]


def load_documents(path: Path, *, file: str, problems: list[Problem]) -> tuple[ListedDocument, ...]:
    """Read documents.toml, in its order; what is wrong is added to the problems."""
    data = read_toml(path, file=file, problems=problems)
    found = check(_Documents, data, file=file, problems=problems) if data is not None else None
    documents = found.documents if found else ()
    for name, times in Counter(one.name.casefold() for one in documents).items():
        if times > 1:
            cause = f'"{name}" is listed {times} times'
            problems.append(Problem(file, f"document {name}", cause, "list it once"))
    return documents
