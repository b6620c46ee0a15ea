"""What simulated people say about needs: worksheets and calls."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.vocabulary import STAKEHOLDERS, Role, Setting
from config.workdays import business_days_after
from rehearsal import phrases
from rehearsal.replies.page import Page
from tat.content import NeedContent

ONE_IN_EIGHT = 1 / 8


def worksheet(page: Page) -> dict[str, Any]:
    """All documents, one not available; two factors, three to six needs."""
    n_needs = page.chance.choice([3, 4, 4, 5, 6])
    topics = phrases.wanted_topics(page.declared, page.chance, n_needs)
    needs = [new_need(page, topic) for topic in topics]
    if "1.7" in page.prompt.why["done"]:
        call: dict[str, Any] = {}
    else:
        call = _check_in(page, [need["text"] for need in needs[:2]])
    documents = _documents(page)
    read = {one["document"] for one in documents if one["is_available"]}
    available = [factor for factor in phrases.FACTORS if not documents or factor[1] in read]
    return call | {
        "documents": documents,
        "factors": [
            {"text": text, "document": document}
            for text, document in page.chance.sample(available, 2)
        ],
        "needs": needs,
        "carried": [
            {"need_id": one["need_id"], "carries": True}
            for one in page.prompt.why.get("carried", ())
        ],
    }


def _check_in(page: Page, urgent: list[str]) -> dict[str, Any]:
    """Held with the Administrator, the manager and the Infant/Toddler Specialist."""
    roles = (Role.ADMINISTRATOR, Role.REGIONAL_MANAGER, Role.INFANT_TODDLER_SPECIALIST)
    there = page.directory.holding(
        roles, jurisdiction=page.state.jurisdiction, region=page.state.region
    )
    return {
        "check_in_held_on": page.now.date().isoformat(),
        "check_in_attendee_ids": [page.prompt.person_id, *(one.person.id for one in there)],
        "high_priority_needs": urgent,
    }


def _documents(page: Page) -> list[dict[str, Any]]:
    """Every listed document says something but one; the center representative read the first."""
    listed = page.prompt.why["documents"]
    missing = page.chance.choice(listed) if listed else None
    representatives = page.directory.holding(
        [Role.REGIONAL_CENTER_REPRESENTATIVE], region=page.state.region
    )
    factors = {document: text for text, document in phrases.FACTORS}
    looked_at = [
        {"document": one, "is_available": one != missing,
         "says": "" if one == missing else factors.get(one, phrases.NOTHING_NEW)}
        for one in listed
    ]  # fmt: skip
    for one, holder in zip(looked_at, representatives[:1], strict=False):
        one["by_id"] = holder.person.id
    return looked_at


def call_proposal(page: Page) -> dict[str, Any]:
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


def call_agreement(_page: Page) -> dict[str, Any]:
    """Yes."""
    return {"agrees": True}


def call_record(page: Page) -> dict[str, Any]:
    """Every need gets its draft outcome; half of the calls bring one more need, and one in eight
    asks a second time for something that more than one center could serve."""
    call = page.state.call
    changed = [
        {"line_id": need.line_id, "need": as_need_draft(need) | {"outcome": phrases.OUTCOME}}
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
        "added": [
            *(new_need(page, topic, outcome=phrases.OUTCOME) for topic in added),
            *_second_need(page),
        ],
    }


def _second_need(page: Page) -> list[dict[str, Any]]:
    """A second need on the first topic of the state that more than one center could serve."""
    could = [need for need in page.needs if len(page.declared.topics[need.topic].centers) > 1]
    if not could or page.chance.random() >= ONE_IN_EIGHT:
        return []
    title = page.declared.topics[could[0].topic].title
    second = new_need(page, could[0].topic, outcome=phrases.OUTCOME)
    return [second | {"text": f"{phrases.SECOND_NEED}: {title}."}]


def new_need(page: Page, topic: str, *, outcome: str = "") -> dict[str, Any]:
    """A need on a topic."""
    return {
        "topic": topic,
        "text": phrases.need(page.declared.topics[topic].title, page.chance),
        "outcome": outcome,
        "priority": page.chance.randint(1, 5),
        "requirement": page.declared.topics[topic].requirement,
        "setting": page.chance.choice(list(Setting)),
    }


def as_need_draft(need: NeedContent) -> dict[str, Any]:
    """The words of a need, to be changed."""
    return {
        "topic": need.topic, "text": need.text, "outcome": need.outcome,
        "priority": need.priority, "requirement": need.requirement, "setting": need.setting,
    }  # fmt: skip
