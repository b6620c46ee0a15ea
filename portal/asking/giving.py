"""Take what a page's form says: one answer for each question in it, each whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from config.vocabulary import STAKEHOLDERS, Channel, PromptKind, Purpose, Role, Urgency
from portal.asking.questions import SUBMITS, Question
from portal.context import Form, Portal
from portal.forms.faults import Fault, faults_of
from portal.forms.reading import read_form
from portal.forms.values import Values
from portal.visitors import Visitor
from tat import answers, notices
from tat.answer_models import MODELS
from tat.answers import Receipt, Reply
from tat.database import Tat, write
from tat.notices import Owed
from tat.refusals import Refused
from tat.schema import Answer, Prompt
from tat.statuses import Verdict
from templates.words import ASKED_TO

ALL_THE_REST = "all_the_rest"
"""The tick that gives the same answer to every question of a sheet that is left open."""

WAITED = "waited-"
"""How the field begins by which a page says that a question waited when it was shown."""

FOR_ALL: Mapping[PromptKind, tuple[str, dict[str, Any]]] = {
    PromptKind.ACCURACY: ("I confirm every plan that I have left open above", {"confirms": True}),
    PromptKind.AFFIRMATION: ("I affirm every plan that I have left open above", {"confirms": True}),
    PromptKind.CONVERSION: ("Convert every plan that I have left open above", {"converts": True}),
    PromptKind.FINALIZATION: ("Convert every plan that I have left open above", {"converts": True}),
    PromptKind.FINAL_AGREEMENT: (
        "I approve every plan that I have left open above", {"approves": True},
    ),
    PromptKind.APPROVAL: ("I approve every item that I have left open above",
                          {"rest_accepted": True}),
    PromptKind.OFFICER_CONFIRMATION: ("I confirm every item that I have left open above",
                                      {"rest_accepted": True}),
    PromptKind.ENTRY: ("I enter every item that I have left open above", {"rest_accepted": True}),
    PromptKind.PACKAGE: ("I submit every plan that I have left open above", {}),
    PromptKind.CENTER_REVIEW: ("We have nothing to add to the plans left open above", {}),
    PromptKind.PROGRESS: ("Nothing has changed in the plans left open above", {}),
    PromptKind.REVIEW: ("No change is needed in the plans left open above",
                        {"needs_change": False}),
}  # fmt: skip
"""What one tick at the foot of a sheet says, and the answer that it gives."""


@dataclass
class Given:
    """What came of one form."""

    receipts: dict[int, Receipt] = field(default_factory=dict)
    """Of each question that was answered, by prompt."""
    faults: list[Fault] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Why the record does not take an answer."""


def give_answers(
    portal: Portal,
    visitor: Visitor,
    questions: Sequence[Question],
    form: Form,
    *,
    is_sheet: bool = False,
    is_heard: bool = False,
) -> Given:
    """Record what a form says of each question; what has a fault is left out, and said.

    Args:
        is_sheet: whether questions may be left open; those that are answered are recorded each.
        is_heard: whether a Specialist records what somebody else said.
    """
    given = Given()
    channel = _channel(form, given) if is_heard else Channel.PAGE
    _check_name(visitor, form, given)
    _check_signed_on(portal, visitor, questions, given)
    is_barred = bool(given.faults or given.refused)
    n_said = 0
    for question in questions:
        said = _said(visitor, question, form, is_sheet=is_sheet)
        if said is None:
            continue
        n_said += 1
        content, faults = said
        given.faults += _placed(faults, question) if is_sheet else faults
        if not faults and not is_barred:
            _give(portal, visitor, question, content, channel, form, given, is_heard=is_heard)
    if not n_said:
        given.faults.append(Fault("", "Nothing is answered yet: choose an answer first."))
    return given


def faults_in(visitor: Visitor, question: Question, form: Form, *, is_sheet: bool) -> list[Fault]:
    """What is wrong with what a form says of one question, without recording anything."""
    said = _said(visitor, question, form, is_sheet=is_sheet)
    faults = said[1] if said else []
    return _placed(faults, question) if is_sheet else faults


def _placed(faults: Sequence[Fault], question: Question) -> list[Fault]:
    """The faults of one question of a sheet, with its state; of all of it: at its heading."""
    head = f"q{question.prompt_id}"
    return [replace(one, place=one.place or head, about=question.state) for one in faults]


def _said(
    visitor: Visitor, question: Question, form: Form, *, is_sheet: bool
) -> tuple[dict[str, Any], list[Fault]] | None:
    """The content of the answer to one question, and what is wrong with it; None: left open."""
    prefix, model = question.prefix, MODELS[question.kind]
    is_for_all = is_sheet and question.kind in FOR_ALL and _is_of_the_rest(question, form)
    if is_sheet and not _is_touched(form, question):
        return (dict(FOR_ALL[question.kind][1]), []) if is_for_all else None
    tick = next((part for part in question.parts if part.name == prefix + SUBMITS), None)
    filled = read_form(
        [part for part in question.parts if part is not tick], form,
        zone=ZoneInfo(visitor.time_zone), prefix=prefix,
        is_rest=is_for_all and "rest_accepted" in model.model_fields,
    )  # fmt: skip
    if filled.is_rest:
        filled.content["rest_accepted"] = True
    faults = faults_of(model, filled)
    if tick is not None and form.get(tick.name) != "yes" and not is_for_all:
        faults.append(Fault(tick.name, "Tick this if it is your answer."))
    return filled.content, faults


def _is_of_the_rest(question: Question, form: Form) -> bool:
    """Whether the tick for all the rest covers a question: one that waited on the page as it was
    seen, and waits still. What was answered meanwhile, or asked meanwhile, it does not cover."""
    was_waiting = form.get(f"{WAITED}{question.prompt_id}") == "yes"
    return form.get(ALL_THE_REST) == "yes" and was_waiting and question.is_open


def _is_touched(form: Form, question: Question) -> bool:
    """Whether somebody filled in anything, beyond what stood there at first."""
    first = Values(question.parts)
    return any(
        value.strip()
        and value.replace("\r\n", "\n") != first.get(name)
        and form.all(name) != first.all(name)
        for name, value in form.items()
        if name.startswith(question.prefix) and not name.endswith(".n")
    )


def _give(
    portal: Portal,
    visitor: Visitor,
    question: Question,
    content: dict[str, Any],
    channel: Channel,
    form: Form,
    given: Given,
    *,
    is_heard: bool,
) -> None:
    reply = Reply(
        question.prompt_id, content, visitor.person_id, channel,
        said_by_id=question.asked_of_id if is_heard else None,
    )  # fmt: skip
    try:
        with write(portal.surroundings.tracker) as tat:
            receipt = answers.give(tat, reply, now=portal.now())
            if receipt.is_new:
                _owe_receipt(tat, portal, visitor, question, receipt, form)
    except Refused as refused:
        given.refused.append(f"{question.state}: {refused}" if question.prefix else str(refused))
    else:
        given.receipts[question.prompt_id] = receipt


def _owe_receipt(
    tat: Tat,
    portal: Portal,
    visitor: Visitor,
    question: Question,
    receipt: Receipt,
    form: Form,
) -> None:
    """A receipt rides along with the next mail; at once where it is asked for."""
    prompt, answer = tat.get_one(Prompt, question.prompt_id), tat.get_one(Answer, receipt.answer_id)
    rule = portal.surroundings.declared_for(prompt.cycle).rules.notice[Purpose.RECEIPT]
    owed = Owed(
        purpose=Purpose.RECEIPT, step=prompt.step, subject=f"answer {answer.id}",
        person_id=visitor.person_id,
        urgency=Urgency.AT_ONCE if form.get("receipt") == "yes" else rule.urgency,
        plan_id=prompt.plan_id,
        details={
            "asked_to": ASKED_TO[prompt.kind], "said": SAID[answer.verdict],
            "at": answer.at.isoformat(), "zone": visitor.time_zone, "is_late": answer.is_late,
            "is_outdated": answer.is_outdated,
        },
    )  # fmt: skip
    notices.owe(tat, prompt.cycle, [owed], now=portal.now())


SAID: Mapping[Verdict, str] = {
    Verdict.ACCEPTED: "agreed, or answered as asked",
    Verdict.CHANGES_ASKED: "suggested changes",
    Verdict.SENT_BACK: "sent it back, in whole or in part",
}
"""What an answer said, as it reads after "you"."""


def _channel(form: Form, given: Given) -> Channel:
    """How the Specialist heard it."""
    said = form.get("channel", "")
    if said not in (Channel.PHONE, Channel.EMAIL):
        given.faults.append(Fault("channel", "Say whether it was told by phone or by email."))
        return Channel.PHONE
    return Channel(said)


def _check_name(visitor: Visitor, form: Form, given: Given) -> None:
    """Whoever decides types their name: a scanner that sends the form as it is does not."""
    if _letters(form.get("name", "")) != _letters(visitor.name):
        given.faults.append(
            Fault("name", f"Type your name as it stands at the head of this page: {visitor.name}.")
        )


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _check_signed_on(
    portal: Portal, visitor: Visitor, questions: Sequence[Question], given: Given
) -> None:
    if must_sign_on(portal, visitor, questions):
        given.refused.append(
            "This is a federal decision: sign on with your agency first, or have your signed memo "
            "filed. Nothing was recorded."
        )


STATES = (Role.ADMINISTRATOR, *STAKEHOLDERS)
"""Whose forms are a collection of information from the public, with an OMB control number."""


def is_of_state(questions: Sequence[Question]) -> bool:
    """Whether somebody of a state is asked, on a form that carries the control number."""
    return any(question.plan_id is not None and question.role in STATES for question in questions)


def must_sign_on(portal: Portal, visitor: Visitor, questions: Sequence[Question]) -> bool:
    """Whether the visitor's agency has to say who they are before they decide here."""
    is_officer = any(question.role in (Role.COR, Role.FPO) for question in questions)
    is_asked = portal.settings.officers_sign_on == "openid"
    return is_officer and is_asked and not visitor.is_signed_on
