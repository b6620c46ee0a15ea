"""The simulated people: they read their mail, follow its links, and answer in their own time."""

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.declared import Declared
from config.vocabulary import Channel, PromptKind, Role
from config.workdays import business_days_after
from rehearsal import phrases
from rehearsal.cast import Cast, How, Part
from rehearsal.replies.page import Page
from rehearsal.specials import CARRIED_OUT, PROMPT_ONES, meeting_at, special_reply, together
from tasks.compose import Mail
from tat import answers, links, prompts
from tat.answers import Reply
from tat.content import contents
from tat.database import Tat, Tracker, read, write
from tat.delegations import delegates
from tat.people import Directory, directory
from tat.reading import load_plans
from tat.schema import Link, Plan, Prompt, Step
from tat.statuses import PromptState

ANSWER = b"/l/"
SOFT_BREAK = b"=\r\n"
"""Quoted-printable breaks long lines with it, in the middle of an address too."""
LINK = re.compile(r"/l/([A-Za-z0-9_-]{43})")
FIRST_HOUR, LAST_HOUR = 9, 16
"""When people answer, by the clock on their wall."""

OFFICERS = (Role.COR, Role.FPO)
SECOND_THOUGHT = timedelta(hours=2)


@dataclass(order=True)
class Act:
    """Somebody will answer what a link of theirs leads to."""

    at: datetime
    number: int
    link_id: int = field(compare=False)
    how: How | None = field(compare=False)
    n_th: int = field(compare=False, default=1)


class People:
    """Everybody in the cast. What they know of the cycle is what their mail says."""

    def __init__(self, tracker: Tracker, declared: Declared, cast: Cast) -> None:
        self._tracker = tracker
        self._declared = declared
        self._cast = cast
        self._acts: list[Act] = []
        self._n_acts = 0
        self._decided: set[int] = set()
        with read(tracker) as tat:
            self._directory: Directory = directory(tat)

    @property
    def next_at(self) -> datetime | None:
        """When somebody answers next; None when nobody has anything to answer."""
        return self._acts[0].at if self._acts else None

    def receive(self, mails: Sequence[Mail]) -> None:
        """Have people read mails and decide when they will answer."""
        with read(self._tracker) as tat:
            self._directory = directory(tat)  # people join and leave
            for mail in mails:
                self._read(tat, mail)

    def answer_next(self, now: datetime) -> int:
        """Have the next person answer; returns how many answers that gave."""
        act = heapq.heappop(self._acts)
        with write(self._tracker) as tat:
            link = tat.get_one(Link, act.link_id)
            if link.revoked_at is not None:
                return 0
            waiting = _waiting(tat, link, n_th=act.n_th)
            if act.how == How.AT_ONCE:
                waiting = together(tat, link) or waiting
            for page in self._pages(tat, waiting, now):
                self._answer(tat, page, act, link.person_id)
            return len(waiting)

    def _read(self, tat: Tat, mail: Mail) -> None:
        if ANSWER not in mail.content.replace(SOFT_BREAK, b""):
            return  # it asks nothing
        message = message_from_bytes(mail.content)
        received_at = parsedate_to_datetime(message["Date"])
        for token in dict.fromkeys(LINK.findall(_text_of(message))):
            link = links.find(tat, token)
            if link is None and links.is_revoked(tat, token):
                continue  # it was handed on since
            if link is None:
                raise LookupError(f"A link in the mail {mail.message_id} leads nowhere.")
            waiting = [one for one in _waiting(tat, link) if one.id not in self._decided]
            if waiting and not self._is_away(tat, link, waiting, received_at):
                self._decided |= {one.id for one in waiting}
                self._decide(tat, link, waiting, received_at)

    def _is_away(self, tat: Tat, link: Link, waiting: Sequence[Prompt], at: datetime) -> bool:
        """Whether the reader leaves it to somebody who answers in their place now."""
        found = delegates(tat, waiting, self._directory, now=at)
        return link.person_id == waiting[0].person_id and waiting[0].id in found

    def _decide(
        self, tat: Tat, link: Link, waiting: Sequence[Prompt], received_at: datetime
    ) -> None:
        """When somebody will answer, by who they are and how they are cast."""
        first = waiting[0]
        how = self._how(tat, first)
        if how == How.NEVER_ANSWERS:
            return
        at = self._when(tat, waiting, received_at, how)
        if how == How.AT_ONCE and first.kind == PromptKind.PACKAGE:
            at = meeting_at(tat, first, received_at)
        self._plan(at, link, how)
        if how == How.CONTRADICTS and first.kind == PromptKind.CONFIRMATION:
            self._plan(at + SECOND_THOUGHT, link, how, n_th=2)

    def _plan(self, at: datetime, link: Link, how: How | None, n_th: int = 1) -> None:
        self._n_acts += 1
        heapq.heappush(self._acts, Act(at, self._n_acts, link.id, how, n_th))

    def _how(self, tat: Tat, prompt: Prompt) -> How | None:
        if prompt.role == Role.ADMINISTRATOR:
            plan = tat.get_one(Plan, prompt.plan_id)
            return self._cast.how(Part.ADMINISTRATOR, plan.jurisdiction)
        if prompt.kind == PromptKind.REVISION:
            plan = tat.get_one(Plan, prompt.plan_id)
            asked_for = self._cast.how(Part.ADMINISTRATOR, plan.jurisdiction)
            return asked_for if asked_for in CARRIED_OUT else None
        if prompt.role == Role.CENTER_LEAD:
            return self._cast.how(Part.CENTER_LEAD, prompt.center or "")
        if prompt.kind in (PromptKind.MEETING_DATE, PromptKind.MEETING_RECORD):
            return self._cast.how(Part.REGION, str(prompt.region))
        if prompt.role in OFFICERS:
            return self._cast.how(Part.OFFICER, prompt.center or "")
        return None

    def _when(
        self, tat: Tat, waiting: Sequence[Prompt], received_at: datetime, how: How | None
    ) -> datetime:
        first = waiting[0]
        person = self._directory.people[first.person_id]
        zone = ZoneInfo(person.time_zone)
        chance = self._cast.chance(first.kind, first.subject, first.round, person.address, "when")
        local = received_at.astimezone(zone)
        n_days = chance.choice(self._cast.pace[first.kind])
        if how in PROMPT_ONES and first.kind == PromptKind.CONFIRMATION:
            n_days = 0
        if local.hour >= LAST_HOUR:
            n_days = max(n_days, 1)
        day = min(business_days_after(local.date(), n_days, None), min(p.due_on for p in waiting))
        day = self._special_day(tat, first, how) or max(day, local.date())
        hour, minute = chance.randint(FIRST_HOUR, LAST_HOUR), chance.randrange(60)
        at = datetime.combine(day, time(hour, minute), zone)
        return max(at, received_at + timedelta(minutes=chance.randint(20, 60)))

    def _special_day(self, tat: Tat, prompt: Prompt, how: How | None) -> date | None:
        """The day on which the late ones confirm."""
        if prompt.kind != PromptKind.CONFIRMATION:
            return None
        if how == How.AFTER_DUE_DATE:
            return business_days_after(prompt.due_on, 1, None)
        if how == How.AFTER_STEP:
            ours = (Step.cycle == prompt.cycle, Step.number == prompt.step)
            last_day = tat.scalars(sa.select(Step.ends_on).where(*ours)).one()
            return business_days_after(last_day, 2, None)
        return None

    def _pages(self, tat: Tat, waiting: Sequence[Prompt], at: datetime) -> Iterator[Page]:
        plan_ids = {prompt.plan_id for prompt in waiting if prompt.plan_id is not None}
        known = contents(tat, plan_ids)
        plans = load_plans(tat, waiting[0].cycle, only=plan_ids) if waiting else {}
        shown = prompts.shown_lines(tat, [prompt.id for prompt in waiting])
        for prompt in waiting:
            plan = plans.get(prompt.plan_id or 0)
            yield Page(
                prompt=prompt, plan=plan, content=known.get(prompt.plan_id or 0),
                shown=shown[prompt.id], declared=self._declared, directory=self._directory,
                chance=self._cast.chance(
                    prompt.kind, plan.jurisdiction if plan else prompt.subject, prompt.center,
                    prompt.round,
                ),
                now=at,
            )  # fmt: skip

    def _answer(self, tat: Tat, page: Page, act: Act, reader_id: int) -> None:
        prompt, memo = page.prompt, None
        recorded_by_id, channel = reader_id, Channel.PAGE
        if act.how == How.BY_PHONE and prompt.kind == PromptKind.CONFIRMATION:
            code = page.state.jurisdiction
            specialist = self._directory.holding([Role.SPECIALIST], jurisdiction=code)[0]
            recorded_by_id, channel = specialist.person.id, Channel.PHONE
        if act.how == How.FILES_MEMO and prompt.kind == PromptKind.APPROVAL:
            clerk = self._directory.holding([Role.OCC])[0]
            recorded_by_id, channel, memo = clerk.person.id, Channel.MEMO, phrases.MEMO
        answers.give(
            tat,
            Reply(
                prompt_id=prompt.id,
                content=special_reply(tat, act.how, page, n_th=act.n_th),
                recorded_by_id=recorded_by_id,
                channel=channel,
                said_by_id=prompt.person_id,
                memo=memo,
            ),
            now=page.now,
        )


def _text_of(message: Message) -> str:
    """The text that a reader sees: the first plain part."""
    parts = (part for part in message.walk() if part.get_content_type() == "text/plain")
    payload = next(parts).get_payload(decode=True)
    return payload.decode() if isinstance(payload, bytes) else ""


def _waiting(tat: Tat, link: Link, *, n_th: int = 1) -> list[Prompt]:
    """What a link leads to and is still to be answered; or, for a second thought, was answered.

    People answer from the link of a question: the one in the foot, to everything of theirs, gives
    nothing here.
    """
    if link.sheet_id is not None:
        return list(prompts.on_sheet(tat, link.sheet_id))
    if link.prompt_id is None:
        return []
    prompt = tat.get_one(Prompt, link.prompt_id)
    wanted = PromptState.OPEN if n_th == 1 else PromptState.ANSWERED
    return [prompt] if prompt.state == wanted else []
