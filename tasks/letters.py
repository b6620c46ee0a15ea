"""Gather what is owed to each person into one letter, when it is time for it to leave."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from config.declared import Declared
from config.vocabulary import Purpose, Urgency
from tasks.background import Background, read_background
from tasks.calendar_entries import entries_of
from tasks.calendar_files import Sender, files_of
from tasks.document_sizes import attached_or_linked, in_words, why_linked
from tasks.lacking import CANNOT_BE_MADE
from tasks.letter_documents import MAKERS, Maker, documents_of
from tasks.letter_facts import item_facts
from tasks.letter_filing import ASKING, reply_link, thread_of
from tasks.mail_times import ripe_letters
from tasks.stalling import Written, stall, write_all
from tasks.surroundings import Surroundings
from tasks.trends.late import make_late
from tat import links, messages
from tat.calendar_entries import news
from tat.database import Tat, read, write
from tat.messages import Document, Envelope
from tat.schema import Notice, Prompt
from templates.message import Item, Letter, LinkedDocument, Section
from templates.render import render
from templates.words import ROLE_NAMES

AT_MOST = 200
"""How many letters are written in one transaction: others wait for the pen meanwhile."""


@dataclass(frozen=True)
class Desk:
    """With what letters are written, whoever they go to."""

    public_address: str
    sender: Sender
    makers: Mapping[str, Maker]


def make_messages(
    surroundings: Surroundings,
    cycle: str,
    *,
    public_address: str,
    mail_from: str,
    daily_at: time,
    makers: Mapping[str, Maker] = MAKERS,
) -> int:
    """Write a letter to everybody for whom something is ripe; returns how many.

    Args:
        mail_from: "Name <address>" of the sender.
        makers: how documents are made on the way, by their names in rules.toml.
    """
    now = surroundings.now()
    declared = surroundings.declared_for(cycle)
    zone = ZoneInfo(declared.calendar.time_zone)
    n_letters = 0
    while True:
        with write(surroundings.tracker) as tat:
            ripe = ripe_letters(tat, cycle, now=now, zone=zone, daily_at=daily_at)
            letters = ripe[:AT_MOST]
            if not letters:
                return n_letters
            desk = Desk(public_address, Sender(mail_from, now), makers)
            written = _written(tat, cycle, declared, letters, desk)
            messages.enclose(tat, cycle, written.envelopes, host=desk.sender.host, now=now)
            stall(tat, cycle, declared.rules, written.stalled, now=now)
            n_letters += len(written.envelopes)


def _written(
    tat: Tat, cycle: str, declared: Declared, letters: Sequence[Sequence[Notice]], desk: Desk
) -> Written:
    """Write letters from one background; where it cannot be read, each from its own."""
    owed = [notice for letter in letters for notice in letter]
    make_late(tat, cycle, declared, owed, now=desk.sender.now)

    def background_of(some: Sequence[Notice]) -> Background:
        return read_background(tat, cycle, declared, some, now=desk.sender.now)

    shared: Background | None = None
    with suppress(*CANNOT_BE_MADE):
        shared = background_of(owed)

    def write_one(some: Sequence[Notice]) -> Envelope:
        return _envelope(tat, some, shared or background_of(some), desk)

    return write_all(letters, write_one, lambda notice: tat.get(Prompt, notice.prompt_id or 0))


def n_leaving_today(surroundings: Surroundings, cycle: str, *, daily_at: time) -> int:
    """How many letters leave by the end of the day, by what is owed now and what is queued."""
    zone = ZoneInfo(surroundings.declared_for(cycle).calendar.time_zone)
    today = surroundings.now().astimezone(zone).date()
    end = datetime.combine(today, time.max, zone)
    with read(surroundings.tracker) as tat:
        ripe = ripe_letters(tat, cycle, now=end, zone=zone, daily_at=daily_at)
        n_made = sum(any(notice.lacks is None for notice in letter) for letter in ripe)
        return n_made + messages.n_queued(tat, cycle)


def _envelope(tat: Tat, owed: Sequence[Notice], background: Background, desk: Desk) -> Envelope:
    public_address, sender = desk.public_address, desk.sender
    person = background.people[owed[0].person_id]
    sections = _sections(tat, owed, background, public_address, sender.now)
    entries = news(tat, person.id, entries_of(tat, owed, background, host=sender.host))
    of_packs = documents_of(tat, owed, background, desk.makers)
    documents = [
        *attached_or_linked(of_packs, background.declared.rules.attached),
        *files_of(entries, sender, person),
    ]
    rendered = render(
        Letter(
            reader=person.name,
            roles=[ROLE_NAMES[role] for role in background.roles.get(person.id, ())],
            cycle=background.cycle,
            sections=sections,
            attachments=[one.name for one in documents if not one.is_linked],
            linked=_linked(tat, person.id, documents, public_address),
            n_workbooks=sum(one.is_to_fill_in for one in documents),
            own_link=_own_link(tat, owed, public_address),
            is_one_of_several=background.is_one_of_several,
        )
    )
    reply_to = reply_link(tat, owed, background)
    return Envelope(
        person_id=person.id, notice_ids=[notice.id for notice in owed],
        subject=rendered.subject, text=rendered.text, html=rendered.html, documents=documents,
        is_urgent=any(notice.urgency == Urgency.AT_ONCE for notice in owed),
        is_required=reply_to is not None, thread=thread_of(owed, background),
        reply_link_id=reply_to.id if reply_to else None, entries=entries,
    )  # fmt: skip


def _linked(
    tat: Tat, person_id: int, documents: Sequence[Document], public_address: str
) -> list[LinkedDocument]:
    """Where the reader finds what is not attached: below their own link."""
    linked = [one for one in documents if one.is_linked]
    if not linked:
        return []
    own = f"{public_address}/l/{links.mask(links.link_for(tat, person_id))}"
    return [
        LinkedDocument(
            one.name,
            in_words(one),
            why_linked(one),
            f"{own}/document/{messages.document_key(one)}",
        )
        for one in linked
    ]


def _own_link(tat: Tat, owed: Sequence[Notice], public_address: str) -> str | None:
    """The way to all that waits for the reader: for the foot, unless the mail brings just that."""
    if any(notice.purpose == Purpose.OWN_LINK for notice in owed):
        return None
    return f"{public_address}/l/{links.mask(links.link_for(tat, owed[0].person_id))}"


def _sections(
    tat: Tat, owed: Sequence[Notice], background: Background, public_address: str, now: datetime
) -> list[Section]:
    """Notices of one purpose and kind, on one sheet where there is one, make one section."""

    def place(notice: Notice) -> tuple[str, str, int, int]:
        prompt = background.prompts.get(notice.prompt_id or 0)
        if prompt is None or notice.purpose not in ASKING:
            return (notice.purpose, prompt.kind if prompt else "", 0, 0)
        is_own = notice.person_id == prompt.person_id
        in_place_of = 0 if is_own else prompt.person_id
        return (notice.purpose, prompt.kind, prompt.sheet_id or 0, in_place_of)

    sections = []
    for (purpose, _kind, sheet_id, in_place_of), group in groupby(
        sorted(owed, key=place), key=place
    ):
        of_section = list(group)
        prompt = background.prompts.get(of_section[0].prompt_id or 0)
        link = None
        if sheet_id:
            row = links.link_for(tat, of_section[0].person_id, sheet_id=sheet_id)
            link = f"{public_address}/l/{links.mask(row)}"
        sections.append(
            Section(
                purpose=Purpose(purpose),
                kind=prompt.kind if prompt else None,
                items=[
                    item(
                        notice,
                        background,
                        now,
                        link=None if sheet_id else _link(tat, notice, background, public_address),
                    )
                    for notice in of_section
                ],
                link=link,
                instead_of=background.people[in_place_of].name if in_place_of else None,
                until=background.delegated_until.get((in_place_of, of_section[0].person_id)),
            )
        )
    return sections


def _link(tat: Tat, notice: Notice, background: Background, public_address: str) -> str | None:
    if notice.purpose == Purpose.OWN_LINK:
        return f"{public_address}/l/{links.mask(links.link_for(tat, notice.person_id))}"
    if notice.purpose == Purpose.REPLY_RECEIVED:
        own = links.mask(links.link_for(tat, notice.person_id))
        return f"{public_address}/l/{own}/replies"
    if notice.purpose == Purpose.FILE_RECEIVED and notice.prompt_id is not None:
        own = links.mask(links.link_for(tat, notice.person_id))
        return f"{public_address}/l/{own}/file/{notice.details['file']}"
    prompt = background.prompts.get(notice.prompt_id or 0)
    if prompt is None or notice.purpose not in ASKING:
        return None
    row = links.link_for(tat, notice.person_id, prompt_id=prompt.id)
    return f"{public_address}/l/{links.mask(row)}"


def item(notice: Notice, background: Background, now: datetime, *, link: str | None) -> Item:
    """What is said of one notice, in a letter or on the page to which the letter leads."""
    prompt = background.prompts.get(notice.prompt_id or 0)
    rules = background.declared.rules
    plan = background.plans.get(notice.plan_id or 0)
    center = prompt.center if prompt else notice.details.get("center")
    zone = ZoneInfo(background.people[notice.person_id].time_zone)
    return Item(
        state=plan.name if plan else None,
        center=background.center_name(center) if center else None,
        due_on=prompt.due_on if prompt else None,
        link=link,
        minutes=rules.rule(prompt.kind, prompt.variant).minutes if prompt else None,
        n_lines=len(background.shown.get(prompt.id, ())) if prompt else 0,
        is_late=prompt is not None and prompt.due_on < now.astimezone(zone).date(),
        facts=item_facts(notice, prompt, background),
    )
