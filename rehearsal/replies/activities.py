"""What simulated people say about activities: reviews, approaches, revisions, rework."""

from typing import Any

from config.vocabulary import Approach, Form, Intensity
from rehearsal import phrases
from rehearsal.replies.needs import as_need_draft
from rehearsal.replies.page import Page
from tat.content import ActivityContent, NeedContent
from tat.statuses import Status


def center_review(page: Page) -> dict[str, Any]:
    """One center in five knows of an activity already."""
    known = page.needs[:1] if page.chance.random() < 0.2 else []
    return {
        "known": [
            {"need_id": need.line_id, "activity": new_activity(page, need)} for need in known
        ],
        "collaboration": "",
    }


def approaches(page: Page) -> dict[str, Any]:
    """One activity for each need; what a state asks for twice is shared with another center."""
    shared = _asked_again(page)
    return {
        "proposed": [
            {"need_id": need.line_id, "activity": new_activity(page, need)}
            for need in page.needs
            if need not in shared
        ],
        "out_of_scope": [
            {
                "need_id": need.line_id, "reason": phrases.SHARED,
                "suggested_center": _others_on(page, need)[0],
            }
            for need in shared
        ],
    }  # fmt: skip


def _asked_again(page: Page) -> list[NeedContent]:
    """The needs on a topic that comes before on the page, and that another center could serve."""
    topics = [need.topic for need in page.needs]
    return [
        need
        for place, need in enumerate(page.needs)
        if need.topic in topics[:place] and _others_on(page, need)
    ]


def _others_on(page: Page, need: NeedContent) -> list[str]:
    topic = page.declared.topics[need.topic]
    return [center for center in topic.centers if center != page.prompt.center]


def revision(page: Page) -> dict[str, Any]:
    """The Specialist makes an activity clearer, or the first need where there is none.

    Of a change that was refused it is what was refused; of an own revision before the plan is
    final, a need.
    """
    is_own = page.prompt.subject.startswith("own ") and page.state.status != Status.FINAL
    for activity in [] if is_own else _refused_first(page)[:1]:
        words = as_activity_draft(activity)
        words["description"] += f" {phrases.ADJUSTMENT}"
        change = {"line_id": activity.line_id, "activity": words}
        return {"activities": [change], "note": f"{activity.title}: {phrases.ADJUSTED}"}
    need = page.needs[0]
    words = as_need_draft(need) | {"text": f"{need.text} {phrases.ADJUSTMENT}"}
    return {"needs": [{"line_id": need.line_id, "need": words}], "note": phrases.ADJUSTED}


def _refused_first(page: Page) -> list[ActivityContent]:
    """The activities, first those that would read otherwise with the change that is shown."""
    return sorted(page.activities, key=lambda one: page.shown[one.line_id] == one.revision)


def rework(page: Page) -> dict[str, Any]:
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


def new_activity(page: Page, need: NeedContent) -> dict[str, Any]:
    """An activity for a need, in the center's way."""
    topic = page.declared.topics[need.topic]
    others = _others_on(page, need)
    intensity = page.chance.choice(list(Intensity))
    forms = page.chance.sample([form for form in Form if form != Form.OTHER], 2)
    return {
        "title": phrases.title(topic.title, intensity, page.chance),
        "description": phrases.description(intensity, page.chance),
        "intensity": intensity,
        "forms": forms,
        "approach": page.chance.choices(list(Approach), weights=[6, 3, 1])[0],
        "collaborators": others[:1],
        "workplan": phrases.workplan(page.chance),
    }


def as_activity_draft(activity: ActivityContent) -> dict[str, Any]:
    """The words of an activity, to be changed."""
    return {
        "title": activity.title, "description": activity.description,
        "intensity": activity.intensity, "forms": list(activity.forms),
        "approach": activity.approach, "collaborators": list(activity.collaborators),
        "workplan": activity.workplan,
    }  # fmt: skip
