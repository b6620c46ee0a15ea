"""The page of documents: what goes to whom, for which occasion."""

from cli.handbook.glossary import sentence
from cli.handbook.markdown import table
from config.declared import Declared
from config.packs import DRAFT_PLAN, PLAN, PLAN_TABLES, PLAN_WORKBOOK, Pack
from config.vocabulary import MeetingKind, PromptKind, Purpose
from templates.words import ROLE_NAMES

INTRODUCTION = """# Which documents go to whom

Declared in the `[[pack]]` tables of `config/rules.toml`, in this order: where several name somebody
for one occasion, the first counts. A mail that carries several questions and notices has each
document once. The words of documents that are kept as files are in `config/resources/`.
"""

MADE = {
    PLAN: "the plan as it reads then",
    DRAFT_PLAN: "the draft initial plan",
    PLAN_TABLES: "all plans of the mail in one workbook to read",
    PLAN_WORKBOOK: "the workbook to answer with",
    "trend-page": "the page of the trends",
    "trend-workbook": "the workbook with the figures",
    "trend-slides": "the slides of its charts",
    "needs-by-topic": "table of needs by topic",
    "requests": "table of the requests",
    "activities": "table of the activities",
}
"""Documents that are made for each plan or region."""

KINDS = {PromptKind: "question", Purpose: "notice", MeetingKind: "invitation"}
""""Event" is everything else."""


def page(declared: Declared) -> str:
    """The page of documents."""
    rows = [
        [_occasion(pack), _receivers(pack), _titles(pack, declared)]
        for pack in declared.rules.packs
    ]
    return "\n".join([INTRODUCTION, table(["with", "to", "documents"], rows)])


def _occasion(pack: Pack) -> str:
    kind = KINDS.get(type(pack.occasion), "event")
    return f"{kind} `{pack.occasion}`: {sentence(pack.occasion)}"


def _receivers(pack: Pack) -> str:
    if isinstance(pack.to, str):
        return pack.to
    return ", ".join(ROLE_NAMES[role] for role in pack.to)


def _titles(pack: Pack, declared: Declared) -> str:
    return ", ".join(
        declared.resources[name].title if name in declared.resources else MADE[name]
        for name in pack.documents
    )
