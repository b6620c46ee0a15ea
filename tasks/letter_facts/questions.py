"""What the mail of each kind of question knows beyond state, date and link."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from config.vocabulary import PromptKind, Role
from tasks.background import Background
from tasks.letter_facts import overlaps
from tasks.letter_facts.meetings import meeting_date, meeting_record
from tasks.letter_facts.wishes import Wish, wishes_of
from tat.schema import Prompt
from tat.statuses import Status
from templates.words import ROLE_NAMES, WORKSHEET_PARTS


def _worksheet(prompt: Prompt, background: Background) -> dict[str, Any]:
    """What is to be looked at, and what was done earlier and is not asked."""
    listed = set(prompt.why.get("documents", ()))
    return {
        "documents": [
            f"{one.name} ({one.note})" if one.note else one.name
            for one in background.declared.documents
            if one.name in listed
        ],
        "done": [WORKSHEET_PARTS[line] for line in prompt.why.get("done", ())],
        "carried": [one["text"] for one in prompt.why.get("carried", ())],
    }


def _script(prompt: Prompt, _background: Background) -> dict[str, Any]:
    return {"title": prompt.why["title"]}


def _proposal(prompt: Prompt, background: Background) -> dict[str, Any]:
    """Whom to consider (2.2), and what did not suit in an earlier proposal."""
    plan_id = prompt.plan_id or 0
    answer = background.answers.get(prompt.why.get("answer", 0))
    return {
        "candidates": [
            _with_roles(person_id, plan_id, background)
            for person_id in prompt.why.get("candidates", ())
        ],
        "nobody": [ROLE_NAMES[Role(role)] for role in prompt.why.get("nobody", ())],
        "wishes": answer.content["wishes"] if answer else "",
    }


def _agreement(prompt: Prompt, background: Background) -> dict[str, Any]:
    plan_id = prompt.plan_id or 0
    return dict(prompt.why) | {
        "zone": background.people[prompt.person_id].time_zone,
        "state_zone": background.zone_of(plan_id),
        "invitees": [
            _with_roles(person_id, plan_id, background)
            for person_id in background.invitees.get(plan_id, ())
        ],
    }


def _with_roles(person_id: int, plan_id: int, background: Background) -> str:
    """Sam Field, licensing director; of who was named for the call, what they lead."""
    roles = " and ".join(ROLE_NAMES[role] for role in background.roles.get(person_id, ()))
    leads = background.named_leads.get(plan_id, {}).get(person_id)
    named = f"{background.people[person_id].name}, {roles}"
    return f"{named} ({leads})" if leads else named


def _record(prompt: Prompt, background: Background) -> dict[str, Any]:
    call = background.plans[prompt.plan_id or 0].call
    held = call.starts_at.isoformat() if call else ""
    return {
        "held": held,
        "zone": background.people[prompt.person_id].time_zone,
        "state_zone": background.zone_of(prompt.plan_id or 0),
    }


def _lines(prompt: Prompt, background: Background) -> dict[str, Any]:
    """The needs and activities that the prompt shows."""
    shown = background.shown.get(prompt.id, {})
    return {
        "needs": [background.need_texts[line_id] for line_id in shown
                  if line_id in background.need_texts],
        "activities": [background.activity_titles[line_id] for line_id in shown
                       if line_id in background.activity_titles],
    }  # fmt: skip


def _approaches(prompt: Prompt, background: Background) -> dict[str, Any]:
    officers = background.officers.get(prompt.center or "", ())
    lines = _lines(prompt, background)
    along = prompt.why.get("along", {})
    texts = background.need_texts
    needs = [
        f"{texts[line_id]} (a meeting suggests to work with {' and '.join(along[str(line_id)])})"
        if str(line_id) in along
        else texts[line_id]
        for line_id in background.shown.get(prompt.id, {})
        if line_id in texts
    ]
    return lines | {"needs": needs, "officers": [officer.name for officer in officers]}


def _counts(prompt: Prompt, background: Background) -> dict[str, Any]:
    lines = _lines(prompt, background)
    return {"n_needs": len(lines["needs"]), "n_activities": len(lines["activities"])}


def _revision(prompt: Prompt, background: Background) -> dict[str, Any]:
    plan = background.plans[prompt.plan_id or 0]
    return _asked_by(prompt, background) | {
        "is_final": plan.status == Status.FINAL,
        "is_change": "amendment" in prompt.why,
    }


def _asked_by(prompt: Prompt, background: Background) -> dict[str, Any]:
    """Who suggests a revision: an answer, a meeting, or the Specialists themselves."""
    why = prompt.why
    if "answer" in why:
        answer = background.answers[why["answer"]]
        by = background.people[answer.said_by_id].name
        return {"by": by, "wishes": wishes_of(answer, background.line_names)}
    if "meeting" in why:
        held_on = date.fromisoformat(why["held_on"])
        by = f"The {why['meeting'].replace('-', ' ')} of {held_on:%B} {held_on.day}"
        return {"by": by, "wishes": [Wish("", text) for text in why["wishes"]]}
    return {"by": "", "wishes": []}


def _change(prompt: Prompt, _background: Background) -> dict[str, Any]:
    """What would change in a final plan, in place of its lines."""
    return {"needs": [], "activities": [], "changes": prompt.why["changes"], "is_change": True}


def _agreement_to_change(prompt: Prompt, background: Background) -> dict[str, Any]:
    if "amendment" in prompt.why:
        return _change(prompt, background)
    return _lines(prompt, background) | {"changes": [], "is_change": False}


def _change_agreement(prompt: Prompt, background: Background) -> dict[str, Any]:
    titles = background.withdrawn_titles
    shown = background.shown.get(prompt.id, {})
    withdrawn = [titles[line_id] for line_id in shown if line_id in titles]
    return _agreement_to_change(prompt, background) | {"withdrawn": withdrawn}


def _final_review(prompt: Prompt, background: Background) -> dict[str, Any]:
    if "amendment" in prompt.why:
        return _change(prompt, background)
    changes = background.changes.get(prompt.id, [])
    return _lines(prompt, background) | {"changes": changes, "is_change": False}


def _package(prompt: Prompt, background: Background) -> dict[str, Any]:
    return _lines(prompt, background) | {"supplementary": prompt.why["supplementary"]}


def _approval(prompt: Prompt, background: Background) -> dict[str, Any]:
    return _agreement_to_change(prompt, background) | {
        "supplementary": prompt.why["supplementary"],
        "again": prompt.why["again"],
        "overlaps": overlaps.found_with(prompt.plan_id or 0, prompt.center or "", background),
    }


def _rework(prompt: Prompt, background: Background) -> dict[str, Any]:
    titles = {**background.withdrawn_titles, **background.activity_titles}
    reasons = prompt.why["reasons"].items()
    return {
        "returned": [{"title": titles[int(line_id)], "reason": why} for line_id, why in reasons]
    }


def _progress(prompt: Prompt, background: Background) -> dict[str, Any]:
    return {
        "n_activities": len(background.shown.get(prompt.id, ())),
        "n_plans": prompt.why["n_plans"],
    }


def _further(prompt: Prompt, background: Background) -> dict[str, Any]:
    return _lines(prompt, background) | {
        "title": prompt.why["title"],
        "question": prompt.why["question"],
        "is_of_center": prompt.center is not None,
    }


def _final_agreement(prompt: Prompt, background: Background) -> dict[str, Any]:
    return _lines(prompt, background) | {"is_final": prompt.why.get("status") != "intermediate"}


def _record_check(prompt: Prompt, _background: Background) -> dict[str, Any]:
    return {"found": list(prompt.why["found"].values())}


OF_KIND: Mapping[PromptKind, Callable[[Prompt, Background], dict[str, Any]]] = {
    PromptKind.MEETING_DATE: meeting_date,
    PromptKind.MEETING_RECORD: meeting_record,
    PromptKind.WORKSHEET: _worksheet,
    PromptKind.SCRIPT_APPROVAL: _script,
    PromptKind.CALL_PROPOSAL: _proposal,
    PromptKind.CALL_AGREEMENT: _agreement,
    PromptKind.CALL_RECORD: _record,
    PromptKind.ACCURACY: _lines,
    PromptKind.CENTER_REVIEW: _lines,
    PromptKind.APPROACHES: _approaches,
    PromptKind.OFFICER_CONFIRMATION: _lines,
    PromptKind.ENTRY: _lines,
    PromptKind.AFFIRMATION: _counts,
    PromptKind.CONFIRMATION: _lines,
    PromptKind.REVISION: _revision,
    PromptKind.CHANGE_AGREEMENT: _change_agreement,
    PromptKind.FINAL_REVIEW: _final_review,
    PromptKind.PACKAGE: _package,
    PromptKind.MAPPING: overlaps.mapping,
    PromptKind.APPROVAL: _approval,
    PromptKind.REWORK: _rework,
    PromptKind.FINAL_AGREEMENT: _final_agreement,
    PromptKind.FURTHER_CONFIRMATION: _further,
    PromptKind.PROGRESS: _progress,
    PromptKind.RECORD_CHECK: _record_check,
}
"""What the mail of each kind of prompt knows beyond state, date and link."""
