"""What simulated people say: the content of an answer to each kind of prompt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from config.declared import Declared
from config.vocabulary import (
    STAKEHOLDERS,
    Approach,
    Form,
    Intensity,
    PromptKind,
    Setting,
)
from config.workdays import business_days_after
from rehearsal import phrases
from tat.content import ActivityContent, NeedContent, PlanContent
from tat.facts import PlanFacts
from tat.people import Directory
from tat.schema import Prompt


@dataclass(frozen=True)
class Page:
    """What somebody who answers a prompt has before them."""

    prompt: Prompt
    plan: PlanFacts | None
    content: PlanContent | None
    shown: Mapping[int, int]
    declared: Declared
    directory: Directory
    chance: Random
    now: datetime

    @property
    def needs(self) -> Sequence[NeedContent]:
        """The needs that the prompt shows."""
        return [need for need in self._content.needs if need.line_id in self.shown]

    @property
    def activities(self) -> Sequence[ActivityContent]:
        """The activities that the prompt shows."""
        both = (*self._content.activities, *self._content.proposed)
        return [activity for activity in both if activity.line_id in self.shown]

    @property
    def state(self) -> PlanFacts:
        """The plan that is asked about."""
        if self.plan is None:
            raise ValueError(f"prompt {self.prompt.id} is about no plan")
        return self.plan

    @property
    def _content(self) -> PlanContent:
        if self.content is None:
            raise ValueError(f"prompt {self.prompt.id} is about no plan")
        return self.content


def reply(page: Page) -> dict[str, Any]:
    """Give what an ordinary person answers to a prompt."""
    return REPLIES[page.prompt.kind](page)


def _worksheet(page: Page) -> dict[str, Any]:
    n_needs = page.chance.choice([3, 4, 4, 5, 6])
    topics = phrases.wanted_topics(page.declared, page.chance, n_needs)
    needs = [_need(page, topic) for topic in topics]
    return {
        "check_in_held_on": page.now.date().isoformat(),
        "factors": [
            {"text": text, "document": document}
            for text, document in page.chance.sample(phrases.FACTORS, 2)
        ],
        "high_priority_needs": [need["text"] for need in needs[:2]],
        "needs": needs,
    }


def _need(page: Page, topic: str, *, outcome: str = "") -> dict[str, Any]:
    return {
        "topic": topic,
        "text": phrases.need(page.declared.topics[topic].title, page.chance),
        "outcome": outcome,
        "priority": page.chance.randint(1, 5),
        "requirement": page.declared.topics[topic].requirement,
        "setting": page.chance.choice(list(Setting)),
    }


def _yes(_page: Page) -> dict[str, Any]:
    return {"approves": True}


def _call_proposal(page: Page) -> dict[str, Any]:
    """A call in two to four weeks, at two in the afternoon where the state is."""
    code = page.state.jurisdiction
    zone = ZoneInfo(page.declared.jurisdictions[code].time_zone)
    today = page.now.astimezone(zone).date()
    day = business_days_after(today, page.chance.choice([7, 8, 10, 12]), code)
    holders = page.directory.holding(STAKEHOLDERS, jurisdiction=code)
    return {
        "starts_at": datetime.combine(day, phrases.AFTERNOON, zone).isoformat(),
        "minutes": page.chance.choice([90, 120]),
        "invitee_ids": list(dict.fromkeys(holder.person.id for holder in holders)),
    }


def _call_agreement(_page: Page) -> dict[str, Any]:
    return {"agrees": True}


def _call_record(page: Page) -> dict[str, Any]:
    """Every need gets its draft outcome; half of the calls bring one more need."""
    call = page.state.call
    changed = [
        {"line_id": need.line_id, "need": _as_draft(need) | {"outcome": phrases.OUTCOME}}
        for need in page.needs
    ]
    asked = {need.topic for need in page.needs}
    further = [key for key in page.declared.topics if key not in asked]
    added = page.chance.sample(further, page.chance.choice([0, 1]))
    zone = ZoneInfo(page.declared.jurisdictions[page.state.jurisdiction].time_zone)
    held = call.starts_at.astimezone(zone).date() if call else page.now.date()
    return {
        "held_on": held.isoformat(),
        "changed": changed,
        "added": [_need(page, topic, outcome=phrases.OUTCOME) for topic in added],
    }


def _as_draft(need: NeedContent) -> dict[str, Any]:
    return {
        "topic": need.topic, "text": need.text, "outcome": need.outcome,
        "priority": need.priority, "requirement": need.requirement, "setting": need.setting,
    }  # fmt: skip


def _confirms(_page: Page) -> dict[str, Any]:
    return {"confirms": True}


def _center_review(page: Page) -> dict[str, Any]:
    """One center in five knows of an activity already."""
    known = page.needs[:1] if page.chance.random() < 0.2 else []
    return {
        "known": [{"need_id": need.line_id, "activity": _activity(page, need)} for need in known],
        "collaboration": "",
    }


def _approaches(page: Page) -> dict[str, Any]:
    return {
        "proposed": [
            {"need_id": need.line_id, "activity": _activity(page, need)} for need in page.needs
        ]
    }


def _activity(page: Page, need: NeedContent) -> dict[str, Any]:
    topic = page.declared.topics[need.topic]
    others = [center for center in topic.centers if center != page.prompt.center]
    intensity = page.chance.choice(list(Intensity))
    forms = page.chance.sample([form for form in Form if form != Form.OTHER], 2)
    return {
        "title": phrases.title(topic.title, intensity, page.chance),
        "description": phrases.description(intensity, page.chance),
        "intensity": intensity,
        "forms": forms,
        "approach": page.chance.choices(list(Approach), weights=[6, 3, 1])[0],
        "collaborators": others[:1],
    }


def _accepts_all(page: Page) -> dict[str, Any]:
    return {"lines": [{"line_id": line_id, "accepts": True} for line_id in page.shown]}


def _revision(page: Page) -> dict[str, Any]:
    """The Specialist makes the first activity clearer, or the first need where there is none."""
    for activity in page.activities[:1]:
        words = as_activity_draft(activity)
        words["description"] += f" {phrases.ADJUSTMENT}"
        change = {"line_id": activity.line_id, "activity": words}
        return {"activities": [change], "note": f"{activity.title}: {phrases.ADJUSTED}"}
    need = page.needs[0]
    words = _as_draft(need) | {"text": f"{need.text} {phrases.ADJUSTMENT}"}
    return {"needs": [{"line_id": need.line_id, "need": words}], "note": phrases.ADJUSTED}


def as_activity_draft(activity: ActivityContent) -> dict[str, Any]:
    """The words of an activity, to be changed."""
    return {
        "title": activity.title, "description": activity.description,
        "intensity": activity.intensity, "forms": list(activity.forms),
        "approach": activity.approach, "collaborators": list(activity.collaborators),
    }  # fmt: skip


def _orders(_page: Page) -> dict[str, Any]:
    return {"converts": True}


def _submits(_page: Page) -> dict[str, Any]:
    return {"note": ""}


def _rework(page: Page) -> dict[str, Any]:
    """Of the items that came back, the first is made clear, the others are changed."""
    items: list[dict[str, Any]] = []
    for activity in page.activities:
        if not items:
            items.append({"line_id": activity.line_id, "clarification": phrases.CLARIFICATION})
            continue
        words = as_activity_draft(activity)
        words["description"] += f" {phrases.ADJUSTMENT}"
        items.append({"line_id": activity.line_id, "changed": words})
    return {"items": items}


def _review(_page: Page) -> dict[str, Any]:
    return {"needs_change": False, "note": ""}


def _meeting_date(page: Page) -> dict[str, Any]:
    """In three or four business days, at two in the afternoon where the person is."""
    person = page.directory.people[page.prompt.person_id]
    zone = ZoneInfo(person.time_zone)
    day = business_days_after(page.now.astimezone(zone).date(), page.chance.choice([3, 4]), None)
    starts_at = datetime.combine(day, phrases.AFTERNOON, zone)
    return {"starts_at": starts_at.isoformat(), "minutes": 90, "place": phrases.WEB_CONFERENCE}


def _meeting_record(page: Page) -> dict[str, Any]:
    return {"held_on": page.prompt.why["held_on"], "notes": phrases.NOTES}


def _maps(page: Page) -> dict[str, Any]:
    return {
        "overlaps": [{"topic": topic, "says": "separate"} for topic in page.prompt.why["topics"]]
    }


def _progress(_page: Page) -> dict[str, Any]:
    return {"marks": [], "note": ""}


def _record_check(_page: Page) -> dict[str, Any]:
    return {"is_accurate": True}


REPLIES: Mapping[PromptKind, Callable[[Page], dict[str, Any]]] = {
    PromptKind.MEETING_DATE: _meeting_date,
    PromptKind.MEETING_RECORD: _meeting_record,
    PromptKind.WORKSHEET: _worksheet,
    PromptKind.SCRIPT_APPROVAL: _yes,
    PromptKind.CALL_PROPOSAL: _call_proposal,
    PromptKind.CALL_AGREEMENT: _call_agreement,
    PromptKind.CALL_RECORD: _call_record,
    PromptKind.ACCURACY: _confirms,
    PromptKind.CENTER_REVIEW: _center_review,
    PromptKind.APPROACHES: _approaches,
    PromptKind.OFFICER_CONFIRMATION: _accepts_all,
    PromptKind.ENTRY: _accepts_all,
    PromptKind.AFFIRMATION: _confirms,
    PromptKind.CONFIRMATION: _confirms,
    PromptKind.REVISION: _revision,
    PromptKind.CHANGE_AGREEMENT: _accepts_all,
    PromptKind.FINAL_REVIEW: _confirms,
    PromptKind.CONVERSION: _orders,
    PromptKind.PACKAGE: _submits,
    PromptKind.MAPPING: _maps,
    PromptKind.APPROVAL: _accepts_all,
    PromptKind.REWORK: _rework,
    PromptKind.FINALIZATION: _orders,
    PromptKind.FINAL_AGREEMENT: _yes,
    PromptKind.FURTHER_CONFIRMATION: _yes,
    PromptKind.PROGRESS: _progress,
    PromptKind.REVIEW: _review,
    PromptKind.RECORD_CHECK: _record_check,
}
"""What an ordinary person answers to each kind of prompt."""
