"""Which documents of a mail are attached, and which are linked: large ones, and zip files."""

from collections.abc import Sequence
from dataclasses import replace

from config.packs import MEGABYTE, Attached
from tat.messages import Document


def attached_or_linked(documents: Sequence[Document], limits: Attached) -> list[Document]:
    """Mark the documents that are linked: each that is too large, then the largest of the rest.

    Zip files are linked whatever their size.
    """
    attached = [
        one
        for one in documents
        if len(one.content) <= limits.each_mb * MEGABYTE and not is_held_back(one)
    ]
    attached.sort(key=lambda one: len(one.content))
    while sum(len(one.content) for one in attached) > limits.together_mb * MEGABYTE:
        attached.pop()
    return [replace(one, is_linked=one not in attached) for one in documents]


def is_held_back(document: Document) -> bool:
    """Whether many mail programs hold such a file back."""
    return document.name.lower().endswith(".zip")


def why_linked(document: Document) -> str:
    """Why a document is not attached, to go after its name."""
    if is_held_back(document):
        return "which mail programs would hold back"
    return "which is too large to be attached"


def in_words(document: Document) -> str:
    """12 MB, 5.3 MB: never 0 MB, and never less than it is."""
    tenths = -(-len(document.content) * 10 // MEGABYTE)
    return f"{-(-tenths // 10)} MB" if tenths >= 100 else f"{tenths / 10:.1f} MB"
