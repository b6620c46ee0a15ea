"""What the mails know that ask nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from config.vocabulary import PromptKind, Purpose, Role
from config.workdays import business_days_between, holidays_for
from tasks.background import Background
from tasks.letter_facts import overlaps
from tasks.letter_facts.conflicts import conflict, said
from tasks.letter_facts.meetings import invitation, notes, with_title
from tasks.letter_facts.weekly import overview
from tasks.letter_facts.wishes import wishes_of
from tat import subjects
from tat.schema import Notice, Prompt
from templates.words import ASKED_TO, ROLE_NAMES


def _announcement(_notice: Notice, background: Background) -> dict[str, Any]:
    steps = background.calendar.steps
    return {
        "steps": [
            {"number": step.number, "name": step.name, "starts_on": step.starts_on,
             "ends_on": step.ends_on}
            for step in steps
        ]
    }  # fmt: skip


def _script_back(notice: Notice, background: Background) -> dict[str, Any]:
    answer = background.answers[_answer_id(notice)]
    return {
        "title": notice.details["title"],
        "who": background.people[answer.said_by_id].name,
        "role": ROLE_NAMES[background.prompts_of_answers[answer.id].role],
        "reason": answer.content["reason"],
    }


def _nobody(notice: Notice, _background: Background) -> dict[str, Any]:
    roles = [ROLE_NAMES[Role(role)] for role in notice.details["roles"]]
    return {
        "roles": roles,
        "about": notice.details["about"],
        "barred": notice.details.get("barred", []),
        "is_too_few": notice.details.get("is_too_few", False),
    }


def _pack(notice: Notice, background: Background) -> dict[str, Any]:
    clocks = {
        "zone": background.people[notice.person_id].time_zone,
        "state_zone": background.zone_of(notice.plan_id or 0),
    }
    if "reason" in notice.details:
        by = background.people[notice.details["by"]].name
        return dict(notice.details) | clocks | {"by": by, "documents": []}
    documents = background.documents_for(notice.details["to"])
    titles = [
        background.declared.resources[name].title if name in background.declared.resources
        else "Draft initial plan"
        for name in documents
    ]  # fmt: skip
    return dict(notice.details) | clocks | {"documents": titles}


def _held(notice: Notice, background: Background) -> dict[str, Any]:
    waiting = [
        f"the {ROLE_NAMES[prompt.role]} to {ASKED_TO[prompt.kind]}"
        for prompt in background.open_of_plan.get(notice.plan_id or 0, ())
    ]
    return {
        "status": background.plans[notice.plan_id or 0].status,
        "waiting_for": "; ".join(dict.fromkeys(waiting)) or _missing(notice),
    }


def _missing(notice: Notice) -> str:
    """Where nobody is asked anything about a held plan: what it lacks."""
    return "; ".join(notice.details.get("missing", ())) or "the next step to take it up"


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
    return {
        "who": background.people[answer.said_by_id].name,
        "what": "dropped the change"
        if notice.details.get("is_dropped")
        else said(background.prompts_of_answers[answer.id].kind, answer.verdict),
        "wishes": wishes_of(answer, background.line_names),
        "is_dealt_with": notice.details.get("is_dealt_with", False),
        "is_dropped": notice.details.get("is_dropped", False),
    }


def _reply(notice: Notice, background: Background) -> dict[str, Any]:
    """What somebody wrote about a question, or how they answered it without effect."""
    prompt = background.prompts.get(notice.prompt_id or 0)
    kind = prompt.kind if prompt else PromptKind(notice.details["kind"])
    return dict(notice.details) | {"asked_to": ASKED_TO[kind]}


def _reminder(notice: Notice, background: Background) -> dict[str, Any]:
    """The days left are counted when the letter is made: it may leave later than was meant."""
    prompt = background.prompts[notice.prompt_id or 0]
    today = background.today_of(notice.person_id)
    days_left = business_days_between(today, prompt.due_on, _code_of(prompt, background))
    return with_title(notice, background) | {
        "days_left": days_left,
        "is_last_day": today == prompt.due_on,
    }


def _escalation(notice: Notice, background: Background) -> dict[str, Any]:
    details = dict(notice.details)
    for day in ("asked_on", "due_on"):
        details[day] = date.fromisoformat(details[day])
    details.setdefault("delegate", None)
    prompt = background.prompts[notice.prompt_id or 0]
    today = background.today_of(prompt.person_id)
    code = _code_of(prompt, background)
    return (
        with_title(notice, background)
        | details
        | {
            "role": ROLE_NAMES[Role(details["role"])],
            "days_late": business_days_between(details["due_on"], today, code),
        }
    )


def _code_of(prompt: Prompt, background: Background) -> str | None:
    plan = background.plans.get(prompt.plan_id or 0)
    return holidays_for(prompt.role, plan.jurisdiction if plan else None)


def _all_hands(notice: Notice, _background: Background) -> dict[str, Any]:
    days = {name: date.fromisoformat(notice.details[name]) for name in ("starts_on", "ends_on")}
    return dict(notice.details) | days


def _missed(notice: Notice, _background: Background) -> dict[str, Any]:
    return {"last_on": date.fromisoformat(notice.details["last_on"])}


def _moved(notice: Notice, background: Background) -> dict[str, Any]:
    details = dict(notice.details)
    if "due_before" in details:
        details["due_before"] = date.fromisoformat(details["due_before"])
    is_window = details["window"] is not None
    return details | {
        "title": details["name"] if is_window else f"Step {details['step']}, {details['name']}",
        "before": _as_dates(details["before"]),
        "after": _as_dates(details["after"]),
        "follow": [
            one | {"starts_on": date.fromisoformat(one["starts_on"])} for one in details["follow"]
        ],
        "by": background.people[details["by"]].name if details["by"] else "The calendar",
        "calls": details.get("calls", []),
        "zone": background.people[notice.person_id].time_zone,
    }


def _as_dates(days: Mapping[str, str]) -> dict[str, date]:
    return {name: date.fromisoformat(day) for name, day in days.items()}


def _answer_id(notice: Notice) -> int:
    return subjects.id_of(notice.subject, "answer")


OF_PURPOSE: Mapping[Purpose, Callable[[Notice, Background], dict[str, Any]]] = {
    Purpose.ANNOUNCEMENT: _announcement,
    Purpose.REMINDER: _reminder,
    Purpose.MEETING_INVITATION: invitation,
    Purpose.MEETING_NOTES: notes,
    Purpose.NOBODY_TO_ASK: _nobody,
    Purpose.SCRIPT_SENT_BACK: _script_back,
    Purpose.CALL_PACK: _pack,
    Purpose.PLAN_HELD: _held,
    Purpose.OVERLAPS: overlaps.told,
    Purpose.APPROVALS_RETURNED: _returned,
    Purpose.ANSWER_RECEIVED: _received,
    Purpose.ANSWER_CONFLICT: conflict,
    Purpose.REPLY_RECEIVED: _reply,
    Purpose.ANSWER_ON_PAGE: _reply,
    Purpose.ESCALATION: _escalation,
    Purpose.DATES_MOVED: _moved,
    Purpose.SWEEP_MISSED: _missed,
    Purpose.ALL_HANDS_PACK: _all_hands,
    Purpose.WEEKLY_OVERVIEW: overview,
}
"""What the other mails know; a purpose that is not here tells what its act has noted."""
