"""The documents that go with a letter: those of the rules' packs, files kept for its notices."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from config.declared import Declared
from config.packs import DRAFT_PLAN, MADE_NAMES, OF_TRENDS, PLAN, PLAN_TABLES, PLAN_WORKBOOK
from config.vocabulary import Purpose
from tasks.background import Background
from tasks.lacking import CANNOT_BE_MADE, TELL, Lacking, by_problem, not_made
from tasks.plan_tables import plan_tables
from tat.database import Tat
from tat.messages import Document
from tat.schema import Notice, Prompt
from tat.statuses import PromptState
from templates.render import render_document

Maker = Callable[[Tat, Notice, Background], Document]
"""Makes a document as its letter is made."""


def documents_of(
    tat: Tat, owed: Iterable[Notice], background: Background, makers: Mapping[str, Maker]
) -> list[Document]:
    """What goes with a letter, each document once. Raises: Lacking, where one is missing."""
    shared: dict[int, None] = {}
    sheets: set[int] = set()
    documents: dict[str, Document] = {}
    for notice in owed:
        names = list(_wanted(notice, background, sheets))
        if PLAN_TABLES in names:
            shared[notice.plan_id or 0] = None
        found = [
            _made(tat, name, notice, background, makers.get(name))
            if name in MADE_NAMES
            else _resource(name, background)
            for name in names
            if name != PLAN_TABLES
        ]
        documents |= {one.name: one for one in (*found, *_kept_for(notice, background))}
    tables = [_tables(list(shared), background)] if shared else []
    return [*documents.values(), *tables]


def _wanted(notice: Notice, background: Background, sheets: set[int]) -> Iterator[str]:
    """Names of what goes with one notice.

    Args:
        sheets: those whose workbook goes with the letter already.
    """
    prompt = background.prompts.get(notice.prompt_id or 0)
    if notice.purpose != Purpose.CALL_PACK and prompt and "amendment" in prompt.why:
        return  # its mail says what would change; the plan reads as before
    for name in _names(notice, prompt, background):
        if name != PLAN_WORKBOOK or _needs_workbook(prompt, sheets):
            yield name


def _kept_for(notice: Notice, background: Background) -> Iterator[Document]:
    """The files that were kept for a notice when it was written."""
    if lacking := notice.details.get("lacking"):
        raise Lacking(lacking["name"], lacking["cause"], lacking["act"])
    for kept in notice.details.get("files", ()):
        yield _kept(kept["name"], kept["sha256"], background)


def _tables(plan_ids: Sequence[int], background: Background) -> Document:
    try:
        return plan_tables(plan_ids, background)
    except CANNOT_BE_MADE as error:
        raise not_made(PLAN_TABLES, error) from error


def _needs_workbook(prompt: Prompt | None, sheets: set[int]) -> bool:
    """Whether a question waits for whose sheet no workbook goes with the letter yet."""
    if prompt is None or prompt.state != PromptState.OPEN or prompt.sheet_id in sheets:
        return False
    if prompt.sheet_id is not None:
        sheets.add(prompt.sheet_id)
    return True


def _made(
    tat: Tat, name: str, notice: Notice, background: Background, maker: Maker | None
) -> Document:
    if maker is None:
        raise Lacking(name, "is made nowhere here", "take it out of its pack in rules.toml")
    try:
        document = maker(tat, notice, background)
    except CANNOT_BE_MADE as error:
        raise not_made(name, error) from error
    return _with_content(name, document)


def _kept(name: str, digest: str, background: Background) -> Document:
    if digest not in background.files:
        raise Lacking(name, "is not among the files on record any more", TELL)
    return _with_content(name, Document(name, background.files[digest]))


def _with_content(name: str, document: Document) -> Document:
    if not document.content:
        raise Lacking(name, "is empty", TELL)
    return document


def _names(notice: Notice, prompt: Prompt | None, background: Background) -> Sequence[str]:
    """What the rules have go along: by the event, by the question's kind, or by the purpose."""
    rules = background.declared.rules
    if notice.purpose == Purpose.CALL_PACK:
        if "reason" in notice.details:
            return ()  # the call was moved or called off: the documents have been sent
        return background.documents_for(notice.details["to"])
    if notice.purpose in OF_TRENDS:
        return ()  # made as the notice was written, and kept for it
    asked = prompt if prompt and notice.purpose == Purpose.ASK else None
    packs = rules.packs_for(asked.kind if asked else notice.purpose)
    roles = [asked.role] if asked else background.roles.get(notice.person_id, ())
    return next((pack.documents for pack in packs if pack.is_for(roles)), ())


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
    name = f"TA plan {plan.name} version {plan.version}.txt"
    return Document(name, text.encode(), plan_id=plan_id)


def _resource(name: str, background: Background) -> Document:
    return resource_document(name, background.declared)


def resource_document(name: str, declared: Declared) -> Document:
    """A text of resources/. Raises: Lacking, with what is wrong with its file."""
    resource = declared.resources.get(name)
    if resource is None:
        raise by_problem(name, declared.document_faults.get(name))
    return Document(f"{resource.title}.txt", resource.text.encode())


def _plan(_tat: Tat, notice: Notice, background: Background) -> Document:
    return plan_document(notice.plan_id or 0, background)


MAKERS: Mapping[str, Maker] = {PLAN: _plan, DRAFT_PLAN: _plan}
"""How documents are made that need only what letters are written from. The postman may bring more
(`PostOffice.makers`); config/packs.py says for which occasions each is made."""
