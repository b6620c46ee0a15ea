"""Whatever people do, in any order, at any time: what was promised holds.

`make explore N=500` tries that many histories by chance; a run of all tests a fixed few.
"""

import os
import shutil
import sqlite3
from collections import Counter
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from config.vocabulary import FEDERAL, Channel
from tasks.agenda import next_turn
from tasks.repeatable import RepeatableTask
from tasks.runs import steps_with_unseen_answers
from tat.database import read
from tat.refusals import Refused
from tat.schema import Person, Plan, Prompt
from tests import promises, promises_of_authority
from tests.arrangements import ARRANGEMENTS, Arrangement, may_stand_in, somebody
from tests.cycle_fixtures import twin
from tests.happenings_of_staff import DECLARED
from tests.promises import Record
from tests.promises_of_authority import Declared
from tests.record import difference, entered_steps, whole_record
from tests.sayings import sayings
from tests.small_cycle import CYCLE, SmallCycle

N_EXPLORED = int(os.environ.get("TACYCLE_EXPLORE", "0"))

COMMON = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
FIXED = settings(
    COMMON, max_examples=10, stateful_step_count=10, derandomize=True, phases=[Phase.generate]
)
BY_CHANCE = settings(
    COMMON, max_examples=max(N_EXPLORED, 1), stateful_step_count=40,
    phases=[Phase.generate, Phase.shrink],
)  # fmt: skip

ANY = st.integers(min_value=0, max_value=10_000)
CHANNELS = st.sampled_from([Channel.PAGE, Channel.PHONE, Channel.EMAIL, Channel.MEMO])
CHANCE = st.sampled_from(range(1000)).map(Random)  # st.randoms would have nearly all agree


class AnyHistory(RuleBasedStateMachine):
    """A small cycle to which anything may happen."""

    def __init__(self, cycle: SmallCycle, folder: Path, declared: Declared) -> None:
        super().__init__()
        self.cycle = cycle
        self.declared = declared
        self.folder = folder
        self.watch = sqlite3.connect(folder / "tat.db")
        self.read_at = -1
        self.numbers = count()
        self.is_settled = False
        """Whether every step's text has run since anything else happened."""
        record = self.record()
        self.given = [dict(row) | {"content": {}} for row in record.rows["answer"]]
        self.delivered = Counter(
            row["message_id"] for row in record.rows["message"] if row["state"] == "sent"
        )

    def teardown(self) -> None:
        self.watch.close()
        self.cycle.tracker.engine.dispose()
        shutil.rmtree(self.folder)

    # --- what people do

    @rule(which=ANY, how=ANY, is_by_phone=st.booleans())
    def answer_what_waits(self, which: int, how: int, is_by_phone: bool) -> None:
        if waiting := self.asked(is_open=True):
            self.answer(waiting[which % len(waiting)], how, is_by_phone=is_by_phone)

    @rule(which=ANY, how=ANY)
    def answer_what_is_over(self, which: int, how: int) -> None:
        """Twice, contradicting, late, or where somebody else was faster."""
        if over := self.asked(is_open=False):
            self.answer(over[-1 - which % min(len(over), 12)], how, is_by_phone=False)

    @rule(chance=CHANCE, agreeing=st.sampled_from([0.3, 0.6, 0.9]), days=st.sampled_from([4, 2, 1]))
    def answer_for_some_days(self, chance: Random, agreeing: float, days: int) -> None:
        """Most people answer, more or fewer of them agree; the steps work each evening."""
        for _day in range(days):
            for row in self.asked(is_open=True):
                if chance.random() < 0.8:
                    how = 0 if chance.random() < agreeing else chance.randrange(100)
                    self.answer(row, how, is_by_phone=chance.random() < 0.1)
            self.cycle.now += timedelta(days=1)
            self.work()

    @rule(which=ANY, who=ANY)
    def answer_for_somebody_else(self, which: int, who: int) -> None:
        """Refused, and nothing is written."""
        if not (asked := self.asked(is_open=True)):
            return
        row = asked[which % len(asked)]
        able = {row.person_id, *may_stand_in(self.cycle)}
        others = sa.select(Person.address).where(Person.id.not_in(able))
        with read(self.cycle.tracker) as tat:
            addresses = list(tat.scalars(others.order_by(Person.id)))
        content, by = sayings(self.cycle, row)[0], addresses[who % len(addresses)]
        written = self.written()
        with pytest.raises(Refused):
            self.cycle.answer_prompt(row.id, content, by=by)
        assert self.written() == written

    @rule(which=ANY, how=ANY, channel=CHANNELS, chance=CHANCE)
    def answer_by_whatever_hand(self, which: int, how: int, channel: Channel, chance: Random):
        """By delegates and by others, on the page, by phone, by memo: refused, or lawful."""
        if asked := self.asked(is_open=True):
            row = asked[which % len(asked)]
            able = sorted(may_stand_in(self.cycle)) if chance.random() < 0.6 else []
            by_id = chance.choice(able) if able else somebody(self.cycle, chance)
            self.answer(row, how, is_by_phone=False, by=self.cycle.address(by_id), channel=channel)

    @rule(arrangement=st.sampled_from(ARRANGEMENTS), chance=CHANCE)
    def arrange_something(self, arrangement: Arrangement, chance: Random) -> None:
        """Revisions unasked, delegations, leavers, newcomers, moved dates."""
        written = self.written()
        try:
            arrangement(self.cycle, chance)
        except Refused:
            assert self.written() == written
        self.is_settled = False

    # --- what goes on by itself

    @rule(days=st.sampled_from([1, 0, 2, 5, 14]), hours=st.integers(1, 12))
    def let_time_pass(self, days: int, hours: int) -> None:
        """The sweep and the post come with it, the waker does not."""
        self.cycle.now += timedelta(days=days, hours=hours)
        self.is_settled = False
        self.cycle.sweep()
        self.delivered.update(mail["Message-ID"] for mail in self.cycle.mails())

    @rule()
    def go_to_the_next_step(self) -> None:
        """The step ends, and the next one opens."""
        if (turn := next_turn(self.cycle.surroundings, CYCLE)) is not None:
            self.cycle.now = turn
            self.work()

    @rule(which=ANY, how=st.sampled_from(["twice", "beside a copy"]))
    def run_a_step(self, which: int, how: str) -> None:
        """Once more changes nothing; what is due follows from record and clock alone."""
        numbers = entered_steps(self.cycle)
        number = numbers[which % len(numbers)]
        if how == "twice":
            self.run(number)
            before = whole_record(self.cycle)
        else:
            other = twin(self.cycle, self.folder / f"twin-{next(self.numbers)}.db")
            other.run(number)
            before = whole_record(other)
            other.tracker.engine.dispose()
        self.run(number)
        assert difference(before, whole_record(self.cycle)) == {}

    # --- what holds

    @invariant()
    def nothing_is_broken(self) -> None:
        record = self.record()
        assert promises.broken_at_any_moment(record) == []
        assert list(promises_of_authority.silent_consents(record)) == []
        assert list(promises.lost_answers(record, self.given)) == []
        assert list(promises.lost_or_doubled_mails(record, self.delivered)) == []

    @precondition(lambda self: self.is_settled)
    @invariant()
    def nobody_is_asked_in_vain(self) -> None:
        assert list(promises.prompts_that_should_not_wait(self.record())) == []

    # --- how

    def record(self) -> Record:
        """The record as it stands, read once after each writing."""
        if self.read_at != (written := self.written()):
            self.read_at, self.read = written, Record(self.watch)
        return self.read

    def asked(self, *, is_open: bool) -> list[sa.Row]:
        """Every prompt that waits, or that waits no more."""
        rows = (
            sa.select(Prompt.__table__, Plan.jurisdiction)
            .outerjoin_from(Prompt, Plan, Plan.id == Prompt.plan_id)
            .order_by(Prompt.id)
        )
        with read(self.cycle.tracker) as tat:
            return [row for row in tat.execute(rows) if (row.state == "open") == is_open]

    def answer(
        self,
        row: sa.Row,
        how: int,
        *,
        is_by_phone: bool,
        by: str | None = None,
        channel: Channel = Channel.PAGE,
    ) -> None:
        """Give one of the answers that a prompt may get, and note it where it was taken."""
        found = sayings(self.cycle, row)
        content = found[how % len(found)]
        if is_by_phone and row.plan_id and row.role not in FEDERAL:
            by = self.cycle.holders("specialist", row.jurisdiction)[0]
            channel = Channel.PHONE
        written, before = self.written(), self.record()
        try:
            receipt = self.cycle.answer_prompt(row.id, content, by=by, channel=channel)
        except Refused:
            assert self.written() == written
            return
        if not receipt.is_new:
            assert self.written() == written
            return
        self.is_settled = False
        assert list(promises_of_authority.unlawful_answers(before, self.record())) == []
        self.given.append(
            {
                "id": receipt.answer_id,
                "prompt_id": row.id,
                "person_id": self.cycle.person_id(by) if by else row.person_id,
                "said_by_id": row.person_id,
                "channel": str(channel),
                "content": content,
            }
        )

    def run(self, number: int) -> None:
        """Run a step's text; what it makes of the plans must follow from what was there."""
        before = self.record()
        self.cycle.run(number)
        after = self.record()
        assert list(promises.broken_status_changes(before, after)) == []
        assert list(promises_of_authority.broken_adoptions(before, after)) == []
        undeclared = promises_of_authority.undeclared_finals(before, after, self.declared)
        assert list(undeclared) == []

    def work(self) -> None:
        """Run what the waker and the calendar would: open steps, and those with new answers."""
        ended = {row["number"] for row in self.record().rows["step"] if row["state"] == "closed"}
        answered = set(steps_with_unseen_answers(self.cycle.surroundings, CYCLE))
        for number in entered_steps(self.cycle):
            if number not in ended - answered:
                self.run(number)
        self.is_settled = True

    def written(self) -> int:
        """A number that changes whenever anybody writes to the record."""
        found: tuple[int] = self.watch.execute("PRAGMA data_version").fetchone()
        return found[0]


STAGES_TRIED = ["announced", "calls", "accurate", "entered", "asked", "submitted", "delivery"]
NOTHING_MORE = Declared()
MORE = Declared(
    of_centers_before_approval=("scope-check",),
    of_plans_before_final=("legal-review",),
    voices_before_final=(("NCASE", 2),),
)
"""What `DECLARED` says, without the confirmation that blocks nothing."""


@pytest.mark.process("5.4", "5.6", "rule own work", "rule federal", "rule silence")
@pytest.mark.parametrize(
    ("stage", "declared"),
    [*((stage, NOTHING_MORE) for stage in STAGES_TRIED), ("intermediate", MORE)],
    ids=[*STAGES_TRIED, "more is declared"],
)
def test_whatever_happens_the_promises_hold(stages, tmp_path, monkeypatch, stage, declared):
    monkeypatch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
    numbers = count()

    def begin() -> AnyHistory:
        folder = tmp_path / f"history-{next(numbers)}"
        folder.mkdir()
        cycle = stages.copy(stage, folder)
        if declared is MORE:
            cycle.with_toml(DECLARED)
        return AnyHistory(cycle, folder, declared)

    run_state_machine_as_test(begin, settings=BY_CHANCE if N_EXPLORED else FIXED)
