"""All pages of the handbook, by their place below docs/."""

import json
from collections.abc import Mapping

from cli.handbook import documents, glossary, people_pages, questions, settings, statuses, tellings
from config.declared import load
from portal.exports.shapes import Export

FOLDER = "docs"

EXAMPLE = "2016-2018"
"""The cycle whose rules the tables show: those that come with the software."""

NOTE = "<!-- Made by `make docs` from the code: change that, not this page. -->\n\n"

START = """# The process as the software runs it

| page | what it says |
|---|---|
| [statuses.md](statuses.md) | the four statuses of a plan, and what each change needs |
| [questions.md](questions.md) | who is asked what, in which step, by when |
| [notices.md](notices.md) | who is told what, and when it leaves |
| [documents.md](documents.md) | which documents go to whom, with which mail |
| [glossary.md](glossary.md) | every word of the process and of the record, one sentence each |
"""


def pages() -> Mapping[str, str]:
    """The text of every page, by its place below docs/."""
    declared = load(EXAMPLE)
    rules = declared.rules
    made = {
        "process/README.md": START,
        "process/statuses.md": statuses.page(),
        "process/questions.md": questions.page(rules),
        "process/notices.md": tellings.page(rules),
        "process/documents.md": documents.page(declared),
        "process/glossary.md": glossary.page(),
        "settings.md": settings.page(),
        "pages.md": people_pages.page(),
    }
    schema = json.dumps(Export.model_json_schema(), indent=1, sort_keys=True)
    return {name: NOTE + text for name, text in made.items()} | {
        "export.schema.json": f"{schema}\n"
    }
