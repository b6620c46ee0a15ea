"""What letters are written from, read once for many of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.declared import Declared
from config.vocabulary import MeetingKind, Occasion, PromptKind, Purpose, Role
from tat import people, reading, subjects
from tat.calendar import CalendarDays, read_calendar
from tat.content import PlanContent, contents, withdrawn_titles
from tat.database import Tat
from tat.facts import PlanFacts
from tat.guards import CONFIRMING, NEVER_HOLDING
from tat.mapped import OfficeSaid, said_of_overlaps
from tat.named_lines import LineNames, read_line_names
from tat.people import Somebody
from tat.prompts import shown_lines
from tat.schema import (
    Answer,
    Cycle,
    Delegation,
    File,
    Invitee,
    Line,
    Meeting,
    Notice,
    PlanVersion,
    Prompt,
)
from tat.statuses import PromptState

OFFICERS = (Role.COR, Role.FPO)
"""A center has one or the other."""

ABOUT_ANSWERS = (
    Purpose.ANSWER_RECEIVED,
    Purpose.APPROVALS_RETURNED,
    Purpose.ANSWER_CONFLICT,
    Purpose.SCRIPT_SENT_BACK,
)


@dataclass(frozen=True)
class Background:
    """Everything that some letters speak of, by id."""

    cycle: str
    is_one_of_several: bool
    """Another cycle goes on today as well."""
    calendar: CalendarDays
    """By the record, with what was moved."""
    now: datetime
    declared: Declared
    people: Mapping[int, Somebody]
    roles: Mapping[int, Sequence[Role]]
    prompts: Mapping[int, Prompt]
    shown: Mapping[int, Mapping[int, int]]
    """Revision of each line shown, by prompt and line."""
    plans: Mapping[int, PlanFacts]
    contents: Mapping[int, PlanContent]
    need_texts: Mapping[int, str]
    activity_titles: Mapping[int, str]
    said_of_overlaps: Mapping[int, Mapping[str, Sequence[OfficeSaid]]]
    """What OCC and OHS said of activities on one topic (5.2), by plan and topic."""
    withdrawn_titles: Mapping[int, str]
    """Of activities that stand in their plan no more."""
    answers: Mapping[int, Answer]
    prompts_of_answers: Mapping[int, Prompt]
    line_names: LineNames
    """How the lines are called that the answers name."""
    invitees: Mapping[int, Sequence[int]]
    """People invited to the call of a plan."""
    named_leads: Mapping[int, Mapping[int, str]]
    """What those lead who were named for the call of a plan, by plan and person."""
    changes: Mapping[int, Sequence[str]]
    """Why the plan was changed since its Administrator last answered, by prompt."""
    open_of_plan: Mapping[int, Sequence[Prompt]]
    officers: Mapping[str, Sequence[Somebody]]
    """The COR or FPO of each center."""
    files: Mapping[str, bytes]
    """Content of the files that were kept for the notices, by hash."""
    delegated_until: Mapping[tuple[int, int], date]
    """The last day of the newest delegation from one person to another."""

    @property
    def today(self) -> date:
        """Which day it is in the cycle's zone."""
        return self.now.astimezone(ZoneInfo(self.declared.calendar.time_zone)).date()

    def today_of(self, person_id: int) -> date:
        """Which day it is where a person is."""
        return self.now.astimezone(ZoneInfo(self.people[person_id].time_zone)).date()

    def zone_of(self, plan_id: int) -> str:
        """The time zone of a plan's state."""
        return self.declared.jurisdictions[self.plans[plan_id].jurisdiction].time_zone

    def center_name(self, key: str) -> str:
        """How a center is called when the cycle begins, with its short name."""
        name = self.declared.centers[key].name_on(self.declared.calendar.starts_on)
        return f"{name.name} ({name.short_name})"

    def documents_for(self, to: str) -> Sequence[str]:
        """Names of the documents of a call's pack: for the Administrator, or for `invitees`."""
        for pack in self.declared.rules.packs_for(Occasion.STAKEHOLDER_CALL):
            if to == pack.to or to in pack.to:
                return pack.documents
        raise KeyError(to)


def read_background(
    tat: Tat, cycle: str, declared: Declared, owed: Sequence[Notice], *, now: datetime
) -> Background:
    """Read what letters about some notices are written from."""
    prompts = _prompts(tat, {notice.prompt_id for notice in owed if notice.prompt_id})
    answer_ids = {
        subjects.id_of(notice.subject, "answer")
        for notice in owed
        if notice.purpose in ABOUT_ANSWERS
    }
    answer_ids |= {notice.details["standing"] for notice in owed if notice.details.get("standing")}
    answer_ids |= {prompt.why["answer"] for prompt in prompts.values() if "answer" in prompt.why}
    answers = _by_id(tat, Answer, answer_ids)
    of_answers = _prompts(tat, {answer.prompt_id for answer in answers.values()})
    plan_ids = {notice.plan_id for notice in owed if notice.plan_id}
    plan_ids |= {prompt.plan_id for prompt in prompts.values() if prompt.plan_id}
    known = contents(tat, plan_ids | _plans_spoken_of(tat, owed))
    directory = people.directory(tat)
    today = now.astimezone(ZoneInfo(declared.calendar.time_zone)).date()
    return Background(
        cycle=cycle,
        is_one_of_several=_n_cycles(tat, today) > 1,
        calendar=read_calendar(tat, declared.calendar),
        now=now,
        declared=declared,
        people=directory.people,
        roles=_roles(directory),
        prompts=prompts,
        shown=shown_lines(tat, prompts),
        plans=reading.load_plans(tat, cycle, only=plan_ids),
        contents=known,
        need_texts={need.line_id: need.text for one in known.values() for need in one.needs},
        activity_titles={
            activity.line_id: activity.title
            for one in known.values()
            for activity in (*one.activities, *one.proposed)
        },
        said_of_overlaps=said_of_overlaps(tat, plan_ids),
        withdrawn_titles=withdrawn_titles(tat, plan_ids),
        answers=answers,
        prompts_of_answers={answer.id: of_answers[answer.prompt_id] for answer in answers.values()},
        line_names=read_line_names(tat, answers.values()),
        invitees=_invitees(tat, plan_ids),
        named_leads=_named_leads(tat, plan_ids),
        changes=_changes(tat, prompts),
        open_of_plan=_open_of_plan(tat, owed),
        officers={
            center: [holder.person for holder in directory.holding(OFFICERS, center=center)]
            for center in declared.centers
        },
        files=_files(tat, owed),
        delegated_until=_delegated_until(tat, {notice.person_id for notice in owed}),
    )


def _plans_spoken_of(tat: Tat, owed: Sequence[Notice]) -> set[int]:
    """The plans whose needs the notes of meetings name."""
    notes = [notice for notice in owed if notice.purpose == Purpose.MEETING_NOTES]
    need_ids = {lead["need_id"] for notice in notes for lead in notice.details["leads"]}
    return set(tat.scalars(sa.select(Line.plan_id).where(Line.id.in_(need_ids))))


def _n_cycles(tat: Tat, today: date) -> int:
    """How many cycles go on: one is delivered while the next is planned."""
    rows = sa.select(sa.func.count()).where(Cycle.starts_on <= today, Cycle.ends_on >= today)
    return tat.scalar(rows) or 0


def _delegated_until(tat: Tat, person_ids: Collection[int]) -> dict[tuple[int, int], date]:
    rows = sa.select(Delegation.person_id, Delegation.to_person_id, Delegation.ends_on)
    theirs = rows.where(Delegation.to_person_id.in_(person_ids)).order_by(Delegation.id)
    return {(of, to): ends_on for of, to, ends_on in tat.execute(theirs)}


def _by_id(tat: Tat, table: type[Answer], ids: Collection[int]) -> dict[int, Answer]:
    return {row.id: row for row in tat.scalars(sa.select(table).where(table.id.in_(ids)))}


def _prompts(tat: Tat, ids: Collection[int]) -> dict[int, Prompt]:
    return {row.id: row for row in tat.scalars(sa.select(Prompt).where(Prompt.id.in_(ids)))}


def _roles(directory: people.Directory) -> dict[int, list[Role]]:
    roles: dict[int, list[Role]] = defaultdict(list)
    for (role, _scope_key), holders in directory.holders.items():
        for person in holders:
            if role not in roles[person.id]:
                roles[person.id].append(role)
    return roles


def _invitees(tat: Tat, plan_ids: Collection[int]) -> dict[int, list[int]]:
    rows = (
        sa.select(Meeting.plan_id, Invitee.person_id)
        .join(Invitee, Invitee.meeting_id == Meeting.id)
        .where(Meeting.plan_id.in_(plan_ids), Meeting.kind == MeetingKind.STAKEHOLDER_CALL)
    )
    invitees: dict[int, list[int]] = defaultdict(list)
    for plan_id, person_id in tat.execute(rows):
        invitees[plan_id or 0].append(person_id)
    return invitees


def _named_leads(tat: Tat, plan_ids: Collection[int]) -> dict[int, dict[int, str]]:
    rows = sa.select(Meeting.plan_id, Meeting.outcome).where(
        Meeting.plan_id.in_(plan_ids), Meeting.kind == MeetingKind.STAKEHOLDER_CALL
    )
    return {
        plan_id or 0: {one["person_id"]: one["leads"] for one in outcome.get("others", ())}
        for plan_id, outcome in tat.execute(rows)
    }


def _changes(tat: Tat, prompts: Mapping[int, Prompt]) -> dict[int, list[str]]:
    """For final reviews: what was changed in the plan since its Administrator last answered."""
    reviews = [one for one in prompts.values() if one.kind == PromptKind.FINAL_REVIEW]
    changes: dict[int, list[str]] = {}
    for review in reviews:
        seen = sa.select(sa.func.max(Prompt.plan_version)).where(
            Prompt.plan_id == review.plan_id, Prompt.kind.in_(CONFIRMING), Prompt.id < review.id
        )
        rows = sa.select(PlanVersion.why).where(
            PlanVersion.plan_id == review.plan_id, PlanVersion.number > (tat.scalar(seen) or 0)
        )
        changes[review.id] = list(tat.scalars(rows.order_by(PlanVersion.number)))
    return changes


def _files(tat: Tat, owed: Sequence[Notice]) -> dict[str, bytes]:
    kept = {one["sha256"] for notice in owed for one in notice.details.get("files", ())}
    rows = sa.select(File.sha256, File.content).where(File.sha256.in_(kept))
    return dict(tat.execute(rows).all())


def _open_of_plan(tat: Tat, owed: Sequence[Notice]) -> dict[int, list[Prompt]]:
    held = {notice.plan_id for notice in owed if notice.purpose == Purpose.PLAN_HELD}
    rows = sa.select(Prompt).where(
        Prompt.plan_id.in_(held),
        Prompt.state == PromptState.OPEN,
        Prompt.kind.not_in(NEVER_HOLDING),
    )
    prompts: dict[int, list[Prompt]] = defaultdict(list)
    for prompt in tat.scalars(rows.order_by(Prompt.id)):
        prompts[prompt.plan_id or 0].append(prompt)
    return prompts
