"""Delivery of 2016-2018 and planning of 2018-2020 in one tracker: neither touches the other."""

from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa

from portal.postman import post_all
from tasks import agenda
from tasks.cycles import cycles_on_record
from tasks.dates import move_days
from tasks.surroundings import use
from tat.database import read
from tat.moves import Move
from tat.schema import Base, Message, MessageBody, Prompt
from tests.small_cycle import CYCLE, NEW_YORK, STATES, SmallCycle
from tests.two_cycles import NEXT

ADMINISTRATOR = "hal.dogwood@co.example"

SHARED = {
    "person", "assignment", "delegation", "jurisdiction", "center", "center_name", "file",
    "mailbox_read", "ended_session",
}  # fmt: skip
"""Tables of people, places and sign-ons, and of the one mailbox: both cycles have the same."""
LEDGER = {"ledger", "ledger_head"}


def belongings(cycle: SmallCycle, name: str) -> dict[str, list]:
    """Every row of every table that belongs to a cycle."""
    found: dict[str, list] = {}
    with read(cycle.tracker) as tat:
        for table in Base.metadata.sorted_tables:
            if table.name in SHARED | LEDGER:
                continue
            rows = sa.select(table).where(_belongs(table, name)).order_by(*table.primary_key)
            found[table.name] = [tuple(row) for row in tat.execute(rows)]
    return found


def _belongs(table: sa.Table, name: str):
    """Whether a row is of a cycle: it says so, or what it hangs on is."""
    if table.name == "cycle":
        return table.c.name == name
    if "cycle" in table.c:
        return table.c.cycle == name
    parents = [
        column.in_(sa.select(key.column).where(_belongs(key.column.table, name)))
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name not in SHARED | LEDGER | {table.name}
    ]
    assert parents, f"say of which cycle a row of {table.name} is"
    return sa.or_(*parents)


def subjects_of_ledger(cycle: SmallCycle, since: int) -> tuple[int, set[int]]:
    """The length of the ledger, and the plans that its newer entries are about."""
    ledger = Base.metadata.tables["ledger"]
    with read(cycle.tracker) as tat:
        rows = tat.execute(sa.select(ledger.c.seq, ledger.c.plan_id).where(ledger.c.seq > since))
        entries = rows.all()
    return since + len(entries), {plan_id for _seq, plan_id in entries if plan_id is not None}


def plan_ids(cycle: SmallCycle, name: str) -> set[int]:
    return {row[0] for row in belongings(cycle, name)["plan"]}


class Apart:
    """Lets one cycle act, and sees that nothing of the other changed."""

    def __init__(self, *cycles: SmallCycle) -> None:
        self.other = {one.cycle: name for one, name in zip(cycles, [NEXT, CYCLE], strict=True)}
        self.n_acts = 0
        self.n_entries, _ = subjects_of_ledger(cycles[0], 0)

    def __call__(self, cycle: SmallCycle, act) -> None:
        other = self.other[cycle.cycle]
        before = belongings(cycle, other)
        own = belongings(cycle, cycle.cycle)
        act(cycle)
        assert belongings(cycle, other) == before
        self.n_acts += belongings(cycle, cycle.cycle) != own
        self.n_entries, plans = subjects_of_ledger(cycle, self.n_entries)
        assert plans <= plan_ids(cycle, cycle.cycle)


PLANNED = [
    ("announced", "2018-08-01 18:00"), ("drafted", "2018-09-03 08:00"),
    ("calls", "2018-09-07 07:30"), ("initial", "2018-09-20 07:30"),
    ("accurate", "2018-10-20 08:00"), ("proposed", "2018-10-25 08:00"),
    ("entered", "2018-10-31 08:00"), ("affirmed", "2018-11-17 08:00"),
    ("intermediate", "2018-12-01 08:00"), ("approved", "2018-12-20 07:30"),
    ("final", "2018-12-21 08:00"),
]  # fmt: skip
"""The stages of the second cycle, and a moment after each at which the first one acts."""


def test_delivery_of_one_cycle_beside_the_planning_of_the_next(both_cycles):
    """Reviews of the first are asked in June and December 2018; some are answered in between."""
    first, second = both_cycles
    apart = Apart(first, second)
    apart(first, lambda one: one.at("2018-06-20 07:30").run(6).run(7))
    apart(first, lambda one: one.at("2018-06-20 08:00").mails())
    apart(first, lambda one: one.sweep())
    for stage, moment in PLANNED:
        apart(second, lambda one, stage=stage: one.reach(stage))
        apart(second, lambda one: one.mails())
        first.at(moment)
        apart(first, lambda one: one.sweep())
        apart(first, lambda one: one.run(6).run(7))
        apart(first, lambda one: _answer_one_review(one))
        apart(first, lambda one: one.mails())
        second.now = first.now
        apart(second, lambda one: one.sweep())
        apart(second, lambda one: one.mails())
    assert first.statuses() == second.statuses() == dict.fromkeys(STATES, "final")
    assert {row["cycle"] for row in first.rows(Prompt, Prompt.kind == "review")} == {CYCLE}
    assert apart.n_acts > 30


def _answer_one_review(cycle) -> None:
    for row in cycle.prompts("review")[:1]:
        cycle.answer_prompt(row.id, {"needs_change": False})


def test_a_step_of_one_cycle_that_is_moved_leaves_the_other_where_it_is(both_cycles):
    first, second = both_cycles
    apart = Apart(first, second)
    by_id = first.person_id("ada.alder@occ.example")
    moved = Move(5, ends_on=date(2018, 12, 21))
    apart(
        second,
        lambda one: move_days(one.surroundings, NEXT, moved, by_id=by_id, reason="Officers meet"),
    )
    assert apart.n_acts == 1


@pytest.fixture
def waiting(both_cycles):
    """On 20 December 2018 reviews of the first cycle wait, and the announcement of the second."""
    first, second = both_cycles
    first.at("2018-12-20 07:00").run(6)
    second.at("2016-08-01 07:00").run(1)
    second.now = first.now
    return first, second


def test_who_has_a_role_in_both_gets_one_letter_a_day_for_each_and_each_names_its_cycle(waiting):
    first, _second = waiting
    first.at("2018-12-20 08:00")
    with use(first.surroundings):
        post_all(first.surroundings, [CYCLE, NEXT], first.office)
    mails = [row for row in first.rows(Message) if row["made_at"] == first.now]
    of_administrator = [
        (row["cycle"], row["subject"])
        for row in mails
        if row["person_id"] == first.person_id(ADMINISTRATOR)
    ]
    assert of_administrator == [
        (CYCLE, "Please review the TA plan for Colorado by Monday, December 31 (2016-2018)"),
        (NEXT, "Technical assistance planning 2018-2020 begins"),
    ]
    says = {body["message_id"]: body["text"] for body in first.rows(MessageBody)}
    unnamed = [
        row["subject"]
        for row in mails
        if f"planning {row['cycle']}. Questions?" not in " ".join(says[row["id"]].split())
    ]
    assert unnamed == []


def test_both_cycles_go_on_and_the_next_moment_is_that_of_either(waiting):
    first, _second = waiting
    first.at("2018-12-20 08:00")
    assert cycles_on_record(first.surroundings) == [CYCLE, NEXT]
    moments = (
        agenda.next_turn(first.surroundings, CYCLE, NEXT),
        agenda.next_sweep(first.surroundings, CYCLE, NEXT),
        agenda.next_mail(first.surroundings, CYCLE, NEXT, daily_at=time(8)),
    )
    assert moments == (
        datetime(2019, 1, 1, 7, tzinfo=UTC),  # the first ends with 2018, last of all in Denver
        datetime(2018, 12, 21, 7, 30, tzinfo=NEW_YORK),  # the week's overview for OCC
        datetime(2018, 7, 30, 8, tzinfo=NEW_YORK),  # the second is announced
    )
