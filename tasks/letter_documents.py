"""The documents that go with a letter: packs of a call, plans, files kept for its notices."""

from collections.abc import Iterable, Iterator

from config.vocabulary import PromptKind, Purpose
from tasks.background import Background
from tat.messages import Document
from tat.schema import Notice
from templates.render import render_document

WITH_PLAN = (
    Purpose.DRAFT_SHARED,
    Purpose.INITIAL_SHARED,
    Purpose.INTERMEDIATE_SHARED,
    Purpose.FINAL_SENT,
    Purpose.CHANGE_ADOPTED,
)
"""The notices that share a plan bring it along."""

ASKED_WITH_PLAN = (
    PromptKind.ACCURACY,
    PromptKind.AFFIRMATION,
    PromptKind.CONFIRMATION,
    PromptKind.FINAL_REVIEW,
)
"""The questions about a whole plan bring it along."""


def documents_of(owed: Iterable[Notice], background: Background) -> list[Document]:
    """What is attached to a letter, each document once."""
    documents = {
        document.name: document for notice in owed for document in _documents(notice, background)
    }
    return list(documents.values())


def _documents(notice: Notice, background: Background) -> Iterator[Document]:
    prompt = background.prompts.get(notice.prompt_id or 0)
    asked = prompt.kind if prompt and notice.purpose == Purpose.ASK else None
    if notice.purpose == Purpose.CALL_PACK:
        yield from _pack(notice, background)
    elif prompt and "amendment" in prompt.why:
        return  # its mail says what would change; the plan reads as before
    elif notice.purpose in WITH_PLAN or asked in ASKED_WITH_PLAN:
        yield plan_document(notice.plan_id or 0, background)
    elif asked == PromptKind.SCRIPT_APPROVAL:
        yield _resource("call-script", background)
    elif notice.purpose == Purpose.PROTOCOL:
        yield _resource("process-description", background)
    elif asked == PromptKind.APPROACHES:
        yield _resource("center-scopes", background)
    for kept in notice.details.get("files", ()):
        yield Document(kept["name"], background.files[kept["sha256"]])


def plan_document(plan_id: int, background: Background) -> Document:
    """A plan as it reads now."""
    plan, content = background.plans[plan_id], background.contents[plan_id]
    numbers = {need.line_id: need.number for need in content.needs}
    topics = background.declared.topics
    notes = {one.name: one.note for one in background.declared.documents}
    text = render_document(
        "plan.txt",
        plan={
            "state": plan.name,
            "cycle": background.cycle,
            "status": plan.status,
            "version": plan.version,
            "printed_on": background.today,
            "documents": [
                {"name": one.document, "note": notes.get(one.document, ""),
                 "is_available": one.is_available, "says": one.says, "by": one.by}
                for one in content.documents
            ],
            "factors": content.factors,
            "needs": [
                {"number": need.number, "topic": topics[need.topic].title, "text": need.text,
                 "outcome": need.outcome, "priority": need.priority,
                 "requirement": need.requirement, "setting": need.setting,
                 "carried_from": need.carried_from}
                for need in content.needs
            ],
            "activities": [
                {"number": one.number, "need_number": numbers.get(one.need_id or 0),
                 "title": one.title, "description": one.description,
                 "center": background.center_name(one.center), "intensity": one.intensity,
                 "forms": one.forms, "approach": one.approach, "workplan": one.workplan,
                 "collaborators": [background.center_name(key) for key in one.collaborators]}
                for one in content.activities
            ],
        },
    )  # fmt: skip
    return Document(f"TA plan {plan.name} version {plan.version}.txt", text.encode())


def _pack(notice: Notice, background: Background) -> Iterator[Document]:
    for name in background.documents_for(notice.details["to"]):
        if name == "draft-plan":
            yield plan_document(notice.plan_id or 0, background)
        else:
            yield _resource(name, background)


def _resource(name: str, background: Background) -> Document:
    resource = background.declared.resources[name]
    return Document(f"{resource.title}.txt", resource.text.encode())
