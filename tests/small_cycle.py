"""A cycle of a few states on a real database; its steps' texts run here, without Prefect.

A test arranges with `reach`, acts with `at`, `run` and `answer`, and asks the record.
"""

import inspect
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from config.declared import EMBEDDED, Declared, load
from config.errors import Problem
from config.example_roster import example_roster
from config.resources import load_resources
from config.roster import make_roster
from config.rules import load_rules
from config.vocabulary import Channel, PromptKind, Purpose, Role
from flows.cycle import STEP_FLOWS
from portal.office import PostOffice
from portal.postman import post
from rehearsal.inbox import Inbox
from tasks import leases, steps
from tasks.closing import withdraw_what_ends_with_step
from tasks.cycles import start_cycle
from tasks.delegating import tell_delegates
from tasks.escalations import escalate_silence
from tasks.reminders import remind_people
from tasks.surroundings import Surroundings, use
from tasks.sweeps import begin_sweep
from tasks.weekly import tell_of_week
from tat import answers, lines, prompts, reading
from tat.answer_models.parts import NeedDraft
from tat.answers import Receipt, Reply
from tat.database import open_tracker, read, upgrade, write
from tat.facts import PlanFacts
from tat.lines import Author
from tat.people import Enrolment, directory, enrol
from tat.schema import Assignment, Notice, Person, Plan, Prompt
from tat.statuses import PromptState
from tests.example_plan import MEMO
from tests.playing import Playing

NEW_YORK = ZoneInfo("America/New_York")
CYCLE = "2016-2018"
STATES = ("CO", "MT", "VT")
"""Colorado and Montana are in region 8 and share a Specialist; Vermont is in region 1."""


def documents_with(mail: EmailMessage) -> list[EmailMessage]:
    """What is attached to a mail beside the entries for its reader's calendar."""
    return [one for one in mail.iter_attachments() if one.get_content_subtype() != "calendar"]


class SmallCycle(Playing):
    """The cycle of 2016-2018 for a few states."""

    cycle = CYCLE

    def __init__(
        self, url: str, folder: Path, states: tuple[str, ...] = STATES, *, is_protocol_due=False
    ) -> None:
        whole = load(CYCLE)
        if is_protocol_due:  # the embedded calendar says that line 1.1 was done earlier
            calendar = whole.calendar.model_copy(update={"done_earlier": ()})
            whole = replace(whole, calendar=calendar)
        chosen = {code: whole.jurisdictions[code] for code in states}
        self.declared: Declared = replace(whole, jurisdictions=chosen)
        self.now = datetime(2016, 8, 1, 7, tzinfo=NEW_YORK)
        self.folder = folder
        tracker = open_tracker(url)
        upgrade(tracker)
        self.tracker = tracker
        self.surroundings = Surroundings(
            tracker=tracker, now=lambda: self.now, declared=self.declared
        )
        self.inbox = Inbox(folder / "mailbox")
        self.office = PostOffice(
            way=self.inbox,
            mail_from="TA planning <ta-planning@tacycle.example>",
            public_address="https://tacycle.example",
            secret=b"a secret for tests",
        )
        rows = example_roster(self.declared.jurisdictions, self.declared.centers)
        roster = make_roster(
            rows,
            self.declared.jurisdictions,
            self.declared.centers,
            regions=self.declared.regions,
            time_zone="America/New_York",
        )
        start_cycle(self.surroundings, self.declared, roster)

    # --- acting

    def at(self, moment: str) -> "SmallCycle":
        """Set the clock: "2016-09-06 07:00", in Washington."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=NEW_YORK)
        return self

    def run(self, number: int) -> "SmallCycle":
        """Run a step's text once, as an execution of its run would."""
        with use(self.surroundings):
            entry = leases.enter(
                self.surroundings,
                cycle=self.cycle,
                number=number,
                run_id=f"run {number}",
                holder="test",
            )
            assert entry is leases.Entry.ENTERED, entry
            step = steps.look(self.surroundings, cycle=self.cycle, number=number, holder="test")
            text_of(number)(step)
            leases.mark_seen(step, step.unseen)
            if step.is_closing:
                withdraw_what_ends_with_step(step)
                leases.close_step(step)
            leases.release_lease(self.surroundings, cycle=self.cycle, number=number, holder="test")
        return self

    def answer(
        self,
        kind: str,
        content: dict,
        *,
        state: str | None = None,
        center: str | None = None,
        role: str | None = None,
        by: str | None = None,
        channel: Channel = Channel.PAGE,
    ) -> Receipt:
        """Answer the one open prompt that fits; `by` is the address of who records it."""
        prompt = self.prompt(kind, state=state, center=center, role=role)
        return self.answer_prompt(prompt.id, content, by=by, channel=channel)

    def answer_prompt(
        self, prompt_id: int, content: dict, *, by: str | None = None, channel=Channel.PAGE
    ) -> Receipt:
        """Answer a prompt by its id; without `by` the person asked answers."""
        with write(self.tracker) as tat:
            person_id = tat.get_one(Prompt, prompt_id).person_id
            recorder = self.person_id(by) if by else person_id
            memo = MEMO if channel == Channel.MEMO else None
            reply = Reply(prompt_id, content, recorder, channel, said_by_id=person_id, memo=memo)
            return answers.give(tat, reply, now=self.now)

    def mails(self) -> list[EmailMessage]:
        """Post what is due; gives the mails that left, in the order in which they left."""
        with use(self.surroundings):
            post(self.surroundings, self.cycle, self.office)
        return [message_from_bytes(one.content, policy=default) for one in self.inbox.collect()]

    def sweep(self) -> tuple[int, int]:
        """Do what the morning's sweep does but wake; gives how many are reminded and told of."""
        with use(self.surroundings):
            ref = begin_sweep(self.cycle)
            if not ref.is_due:
                return 0, 0
            tell_delegates.fn(ref)
            n_new = remind_people.fn(ref), escalate_silence.fn(ref)
            tell_of_week.fn(ref)
            return n_new

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Post what is due; gives the mails that left for one person."""
        return [mail for mail in self.mails() if mail["To"].addresses[0].addr_spec == address]

    def with_rules(self, **changes) -> "SmallCycle":
        """Declare other rules: with_rules(promotion=Promotion.AUTOMATIC)."""
        rules = self.declared.rules.model_copy(update=changes)
        self.declared = replace(self.declared, rules=rules)
        self.surroundings = replace(self.surroundings, declared=self.declared)
        return self

    def with_rule(self, kind: str, **changes) -> "SmallCycle":
        """Declare another rule for one kind of prompt: with_rule("approval", sufficient="all")."""
        known = self.declared.rules.prompt
        rule = known[PromptKind(kind)].model_copy(update=changes)
        return self.with_rules(prompt={**known, PromptKind(kind): rule})

    def with_toml(self, text: str) -> "SmallCycle":
        """Declare more in rules.toml: with_toml("[[protocol]] ..."), and nothing else."""
        problems: list[Problem] = []
        path = self.folder / "rules.toml"
        path.write_text((EMBEDDED / "rules.toml").read_text() + text)
        rules = load_rules(path, file="rules.toml", problems=problems)
        assert problems == []
        self.declared = replace(self.declared, rules=rules)
        self.surroundings = replace(self.surroundings, declared=self.declared)
        return self

    def with_text(self, name: str, text: str | None) -> "SmallCycle":
        """Declare another text in resources/; without one, its file is missing."""
        folder = self.folder / "resources"
        folder.mkdir(exist_ok=True)
        if text is not None:
            (folder / f"{name}.md").write_text(text)
        found, _faults = load_resources(folder)
        others = {key: one for key, one in self.declared.resources.items() if key != name}
        missing = Problem(f"resources/{name}.md", "", "the file is missing", "write it")
        faults = {} if name in found else {name: missing}
        self.declared = replace(
            self.declared, resources={**others, **found}, document_faults=faults
        )
        self.surroundings = replace(self.surroundings, declared=self.declared)
        return self

    def with_script(self, **changes) -> "SmallCycle":
        """Declare another script of the calls: with_script(sha256="0" * 64)."""
        script = self.declared.resources["call-script"].model_copy(update=changes)
        resources = {**self.declared.resources, "call-script": script}
        self.declared = replace(self.declared, resources=resources)
        self.surroundings = replace(self.surroundings, declared=self.declared)
        return self

    def add_need(self, state: str, need: dict) -> int:
        """Enter one more need in a state's plan; gives the id of its line."""
        plan_id = self.plan(state).id
        with write(self.tracker) as tat:
            by = Author(tat.scalars(sa.select(Person.id)).first(), self.now)
            [line_id] = lines.add_needs(tat, plan_id, [NeedDraft(**need)], by)
        return line_id

    def join(self, address: str, role: str, scope: str) -> None:
        """Give somebody a role; who is not known yet is called New Person."""
        row = Enrolment("New Person", address, "America/New_York", Role(role), scope)
        with write(self.tracker) as tat:
            enrol(tat, [row])

    def leave(self, role: str, scope: str) -> None:
        """Take a role from everybody who has it in a scope."""
        gone = sa.delete(Assignment).where(
            Assignment.role == Role(role), Assignment.scope_key == scope
        )
        with write(self.tracker) as tat:
            tat.execute(gone)

    # --- asking the record

    def prompts(self, kind: str, *, state=None, center=None, role=None, stands="open") -> list:
        """The prompts of a kind as rows with id, subject, round, person_id, due_on, why, ..."""
        rows = (
            sa.select(Prompt.__table__, Plan.jurisdiction, Person.address)
            .select_from(Prompt)
            .outerjoin(Plan, Plan.id == Prompt.plan_id)
            .join(Person, Person.id == Prompt.person_id)
            .where(
                Prompt.cycle == self.cycle,
                Prompt.kind == PromptKind(kind),
                Prompt.state == PromptState(stands),
            )
            .order_by(Prompt.id)
        )
        with read(self.tracker) as tat:
            return [
                row
                for row in tat.execute(rows).all()
                if state in (None, row.jurisdiction)
                and center in (None, row.center)
                and role in (None, row.role)
            ]

    def prompt(self, kind: str, **where) -> sa.Row:
        """The one open prompt that fits."""
        found = self.prompts(kind, **where)
        assert len(found) == 1, [(row.subject, row.address) for row in found]
        return found[0]

    def plan(self, state: str) -> PlanFacts:
        """A state's plan as it stands."""
        with read(self.tracker) as tat:
            plans = reading.load_plans(tat, self.cycle)
        return next(plan for plan in plans.values() if plan.jurisdiction == state)

    def statuses(self) -> dict[str, str]:
        """Status of every plan, by state."""
        with read(self.tracker) as tat:
            plans = reading.load_plans(tat, self.cycle).values()
        return {plan.jurisdiction: str(plan.status) for plan in plans}

    def shown(self, prompt_id: int) -> dict[int, int]:
        """Revision of each line that a prompt shows."""
        with read(self.tracker) as tat:
            return prompts.shown_lines(tat, [prompt_id])[prompt_id]

    def told(self, purpose: str) -> list[tuple[str, str]]:
        """Subject and address of every notice of a purpose, sorted."""
        rows = (
            sa.select(Notice.subject, Person.address)
            .join(Person, Person.id == Notice.person_id)
            .where(Notice.cycle == self.cycle, Notice.purpose == Purpose(purpose))
        )
        with read(self.tracker) as tat:
            return sorted((subject, address) for subject, address in tat.execute(rows))

    def holders(self, role: str, scope: str) -> list[str]:
        """Addresses of everybody who has a role in a scope: ("administrator", "CO")."""
        with read(self.tracker) as tat:
            return [one.address for one in directory(tat).holders.get((role, scope), ())]

    def person_id(self, address: str) -> int:
        """The id of a person."""
        with read(self.tracker) as tat:
            return tat.scalars(sa.select(Person.id).where(Person.address == address)).one()

    def address(self, person_id: int) -> str:
        """The mail address of a person."""
        with read(self.tracker) as tat:
            return tat.get_one(Person, person_id).address

    def rows(self, table, *where) -> list[dict]:
        """All columns of the rows of a table, as dicts, by primary key."""
        query = sa.select(table.__table__).where(*where).order_by(*table.__table__.primary_key)
        with read(self.tracker) as tat:
            return [dict(row) for row in tat.execute(query).mappings()]


def text_of(number: int):
    """The text of a step, without the execution around it."""
    return inspect.getclosurevars(STEP_FLOWS[number].fn).nonlocals["text"]
