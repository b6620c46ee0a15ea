"""What a letter says of each notice: plain values for the templates."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from config.vocabulary import PromptKind, Purpose, Role
from tasks.background import Background
from tat.schema import Notice, Prompt
from tat.statuses import Verdict
from templates.words import ASKED_TO, ROLE_NAMES


def item_facts(notice: Notice, prompt: Prompt | None, background: Background) -> dict[str, Any]:
    """What is known of one notice: by its purpose, or by the kind of prompt that it asks."""
    if notice.purpose == Purpose.ASK and prompt is not None:
        of_kind = OF_KIND.get(prompt.kind)
        return of_kind(prompt, background) if of_kind else {}
    of_purpose = OF_PURPOSE.get(notice.purpose)
    return of_purpose(notice, background) if of_purpose else dict(notice.details)


def _script(prompt: Prompt, _background: Background) -> dict[str, Any]:
    return {"title": prompt.why["title"]}


def _proposal(prompt: Prompt, background: Background) -> dict[str, Any]:
    answer = background.answers.get(prompt.why.get("answer", 0))
    return {"wishes": answer.content["wishes"]} if answer else {}


def _agreement(prompt: Prompt, background: Background) -> dict[str, Any]:
    plan_id = prompt.plan_id or 0
    return dict(prompt.why) | {
        "zone": background.zone_of(plan_id),
        "invitees": [
            f"{background.people[person_id].name}, {_roles(person_id, background)}"
            for person_id in background.invitees.get(plan_id, ())
        ],
    }


def _roles(person_id: int, background: Background) -> str:
    return " and ".join(ROLE_NAMES[role] for role in background.roles.get(person_id, ()))


def _record(prompt: Prompt, background: Background) -> dict[str, Any]:
    call = background.plans[prompt.plan_id or 0].call
    held = call.starts_at.isoformat() if call else ""
    return {"held": held, "zone": background.zone_of(prompt.plan_id or 0)}


def _lines(prompt: Prompt, background: Background) -> dict[str, Any]:
    """The needs and activities that the prompt shows."""
    shown = background.shown.get(prompt.id, {})
    return {
        "needs": [background.need_texts[line_id] for line_id in shown
                  if line_id in background.need_texts],
        "activities": [background.activity_titles[line_id] for line_id in shown
                       if line_id in background.activity_titles],
    }  # fmt: skip


def _counts(prompt: Prompt, background: Background) -> dict[str, Any]:
    lines = _lines(prompt, background)
    return {"n_needs": len(lines["needs"]), "n_activities": len(lines["activities"])}


def _revision(prompt: Prompt, background: Background) -> dict[str, Any]:
    answer = background.answers[prompt.why["answer"]]
    return {
        "by": background.people[answer.said_by_id].name,
        "wishes": wishes_of(answer.content),
    }


def wishes_of(content: Mapping[str, Any]) -> list[str]:
    """What an answer suggests or objects to, in the words of its author."""
    wishes = [wish["text"] for wish in content.get("wishes", ()) if isinstance(wish, dict)]
    reasons = [line["reason"] for line in content.get("lines", ()) if not line["accepts"]]
    return wishes + reasons


def _final_review(prompt: Prompt, background: Background) -> dict[str, Any]:
    return _lines(prompt, background) | {"changes": background.changes.get(prompt.id, [])}


def _package(prompt: Prompt, background: Background) -> dict[str, Any]:
    return _lines(prompt, background) | {"supplementary": prompt.why["supplementary"]}


def _approval(prompt: Prompt, background: Background) -> dict[str, Any]:
    return _lines(prompt, background) | {
        "supplementary": prompt.why["supplementary"],
        "again": prompt.why["again"],
    }


def _rework(prompt: Prompt, background: Background) -> dict[str, Any]:
    titles = background.activity_titles
    reasons = prompt.why["reasons"].items()
    return {
        "returned": [{"title": titles[int(line_id)], "reason": why} for line_id, why in reasons]
    }


OF_KIND: Mapping[PromptKind, Callable[[Prompt, Background], dict[str, Any]]] = {
    PromptKind.SCRIPT_APPROVAL: _script,
    PromptKind.CALL_PROPOSAL: _proposal,
    PromptKind.CALL_AGREEMENT: _agreement,
    PromptKind.CALL_RECORD: _record,
    PromptKind.ACCURACY: _lines,
    PromptKind.CENTER_REVIEW: _lines,
    PromptKind.APPROACHES: _lines,
    PromptKind.OFFICER_CONFIRMATION: _lines,
    PromptKind.ENTRY: _lines,
    PromptKind.AFFIRMATION: _counts,
    PromptKind.CONFIRMATION: _lines,
    PromptKind.REVISION: _revision,
    PromptKind.CHANGE_AGREEMENT: _lines,
    PromptKind.FINAL_REVIEW: _final_review,
    PromptKind.PACKAGE: _package,
    PromptKind.APPROVAL: _approval,
    PromptKind.REWORK: _rework,
    PromptKind.FINAL_AGREEMENT: _lines,
}
"""What the mail of each kind of prompt knows beyond state, date and link."""


def _announcement(_notice: Notice, background: Background) -> dict[str, Any]:
    steps = background.declared.calendar.steps
    return {
        "steps": [
            {"number": step.number, "name": step.name, "starts_on": step.starts_on,
             "ends_on": step.ends_on}
            for step in steps
        ]
    }  # fmt: skip


def _nobody(notice: Notice, _background: Background) -> dict[str, Any]:
    roles = [ROLE_NAMES[Role(role)] for role in notice.details["roles"]]
    return {"roles": roles, "about": notice.details["about"]}


def _pack(notice: Notice, background: Background) -> dict[str, Any]:
    documents = background.documents_for(notice.details["to"])
    titles = [
        background.declared.resources[name].title if name in background.declared.resources
        else "Draft initial plan"
        for name in documents
    ]  # fmt: skip
    return dict(notice.details) | {
        "zone": background.zone_of(notice.plan_id or 0),
        "documents": titles,
    }


def _held(notice: Notice, background: Background) -> dict[str, Any]:
    waiting = [
        f"the {ROLE_NAMES[prompt.role]} to {ASKED_TO[prompt.kind]}"
        for prompt in background.open_of_plan.get(notice.plan_id or 0, ())
    ]
    return {
        "status": background.plans[notice.plan_id or 0].status,
        "waiting_for": "; ".join(dict.fromkeys(waiting)) or "the next step to take it up",
    }


def _returned(notice: Notice, background: Background) -> dict[str, Any]:
    answer = background.answers[_answer_id(notice)]
    titles = background.activity_titles
    lines = answer.content["lines"]
    return {
        "approved": sum(line["accepts"] for line in lines),
        "returned": [
            {"title": titles.get(line["line_id"], "an activity"), "reason": line["reason"]}
            for line in lines
            if not line["accepts"]
        ],
    }


def _received(notice: Notice, background: Background) -> dict[str, Any]:
    answer = background.answers[_answer_id(notice)]
    accepted, other = SAID[background.prompts_of_answers[answer.id].kind]
    return {
        "who": background.people[answer.said_by_id].name,
        "what": accepted if answer.verdict == Verdict.ACCEPTED else other,
        "wishes": wishes_of(answer.content),
    }


def _escalation(notice: Notice, _background: Background) -> dict[str, Any]:
    details = dict(notice.details)
    for day in ("asked_on", "due_on"):
        details[day] = date.fromisoformat(details[day])
    return details | {"role": ROLE_NAMES[Role(details["role"])]}


def _missed(notice: Notice, _background: Background) -> dict[str, Any]:
    return {"last_on": date.fromisoformat(notice.details["last_on"])}


def _answer_id(notice: Notice) -> int:
    return int(notice.subject.removeprefix("answer "))


SAID: Mapping[PromptKind, tuple[str, str]] = {
    PromptKind.CALL_AGREEMENT: ("agreed to the call", "asked for another date or other invitees"),
    PromptKind.ACCURACY: ("said that the plan is accurate", "named corrections"),
    PromptKind.AFFIRMATION: ("affirmed the plan", "suggested modifications"),
    PromptKind.CONFIRMATION: ("confirmed the plan", "suggested modifications"),
    PromptKind.FINAL_REVIEW: ("confirmed the modified plan", "suggested further modifications"),
}
"""How an answer is told to the Specialist: when it accepts, and when not."""

OF_PURPOSE: Mapping[Purpose, Callable[[Notice, Background], dict[str, Any]]] = {
    Purpose.ANNOUNCEMENT: _announcement,
    Purpose.NOBODY_TO_ASK: _nobody,
    Purpose.CALL_PACK: _pack,
    Purpose.PLAN_HELD: _held,
    Purpose.APPROVALS_RETURNED: _returned,
    Purpose.ANSWER_RECEIVED: _received,
    Purpose.ESCALATION: _escalation,
    Purpose.SWEEP_MISSED: _missed,
}
"""What the other mails know; a purpose that is not here tells what its act has noted."""
