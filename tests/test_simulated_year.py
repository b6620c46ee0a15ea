"""A year of mornings: the sweep ran, did not run, ran twice, ran at odd hours.

Every date below is counted by hand from the rules of this test: six business days for an answer,
reminders 3 and 1 before, the Specialist told 1 and the manager 3 after, OCC from 5 after in its
weekly mail. Mail leaves at 08:00 in Washington, on federal business days.

Holidays: Labor Day 5 September, Columbus Day 10 October (not in Guam), Veterans Day 11 November,
Thanksgiving 24 November, Christmas on Monday 26 December, New Year on Monday 2 January; Citizenship
Day 4 November and Election Day 8 November in the Northern Marianas; Three Kings 6 January in the
Virgin Islands; Guam Discovery Day 6 March; Washington's Birthday 21 February 2028.
"""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from config.rules import Escalation
from config.vocabulary import Channel, PromptKind, Purpose, Role
from flows.sweep import sweep
from tasks.delegating import delegate
from tasks.surroundings import use
from tat import people, prompts, reading
from tat.answers import Reply, give
from tat.database import read, write
from tat.delegating import Wanted
from tat.prompts import Asking, Question
from tat.schema import Message, Notice, Person, Plan, Prompt, Sweep
from tests.small_cycle import NEW_YORK, SmallCycle

ADMINISTRATOR = {
    "AS": "joan.finch@as.example",
    "CO": "lars.godwit@co.example",
    "GU": "nina.hickory@gu.example",
    "MP": "omar.jacana@mp.example",
    "PR": "quin.killdeer@pr.example",
    "VI": "vera.magpie@vi.example",
}
DELEGATE = "sela.tern@mp.example"
SPECIALIST_2, MANAGER_2 = "elsa.catalpa@region2.scbc.example", "asa.beech@region2.example"
SPECIALIST_9, MANAGER_9 = "jed.falcon@region9.scbc.example", "hal.dogwood@region9.example"
ADA = "ada.alder@occ.example"
LEVELS = (
    Escalation(after_days=1, to=Role.SPECIALIST),
    Escalation(after_days=3, to=Role.REGIONAL_MANAGER),
    Escalation(after_days=5, to=Role.OCC),
)

# When the sweep runs, where it is not once at 07:30 of a federal business day.
ODD_DAYS = {
    "2016-11-08": [],  # PR's first reminder is caught up on the 9th
    "2016-11-23": ["05:00"],  # in Pago Pago it is 23:00 of the 22nd: nobody is late there
    "2016-11-28": ["07:30", "07:45", "16:00"],
    "2016-12-28": [],
    "2016-12-29": [],
    "2016-12-30": [],
    "2017-01-04": ["07:30", "07:31"],
    "2017-03-09": ["20:00"],  # in Guam the 10th, 11:00
    "2017-03-13": ["03:00", "07:30"],
}


def asks(state):
    def act(year):
        with write(year.tracker) as tat:
            plans = reading.load_plans(tat, year.cycle)
            plan = next(one for one in plans.values() if one.jurisdiction == state)
            number = 1 + (tat.scalar(sa.select(sa.func.count()).select_from(Prompt)) or 0)
            question = Question(PromptKind.CONFIRMATION, f"plan {plan.id}", round=number, plan=plan)
            asking = Asking(
                year.cycle, 4, year.declared.rules, people.directory(tat), year.now, last_day=None
            )
            prompts.ask(tat, [question], asking)

    return act


def open_of(year, state):
    [prompt] = year.prompts("confirmation", state=state)
    return prompt.id


def answers(state):
    return lambda year: year.answer_prompt(open_of(year, state), {"confirms": True})


def answers_by_phone(state, recorder):
    def act(year):
        year.answer_prompt(
            open_of(year, state), {"confirms": True}, by=recorder, channel=Channel.PHONE
        )

    return act


def answers_as_delegate(state, address):
    def act(year):
        with write(year.tracker) as tat:
            person = year.person_id(address)
            reply = Reply(open_of(year, state), {"confirms": True}, person, Channel.PAGE)
            give(tat, reply, now=year.now)

    return act


def is_withdrawn(state):
    def act(year):
        with write(year.tracker) as tat:
            prompt = tat.get_one(Prompt, open_of(year, state))
            prompts.withdraw(tat, [prompt], because="its step has ended", now=year.now)

    return act


def delegates(state, address, starts_on, ends_on):
    def act(year):
        year.join(address, "licensing-director", state)
        of, to = year.person_id(ADMINISTRATOR[state]), year.person_id(address)
        days = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
        delegate(year.surroundings, Wanted(of, to, *days, "On leave", of))

    return act


HAPPENINGS = {
    "2016-08-29 07:00": asks("GU"),  # due Wednesday 7 September: Labor Day lies between
    "2016-09-16 10:00": answers("GU"),
    "2016-10-03 06:00": asks("GU"),  # due Tuesday 11 October: Columbus Day counts in Guam
    "2016-10-03 07:00": asks("VI"),  # due Wednesday 12 October
    "2016-10-07 10:00": answers_by_phone("VI", SPECIALIST_2),
    "2016-10-12 09:00": answers("GU"),
    "2016-11-03 06:00": asks("PR"),  # due Monday 14 November; clocks change on the 6th
    "2016-11-03 07:00": asks("MP"),  # due Wednesday 16 November: two holidays of its own
    "2016-11-03 07:30": delegates("MP", DELEGATE, "2016-11-07", "2016-11-18"),
    "2016-11-14 06:00": answers("PR"),
    "2016-11-14 07:00": asks("AS"),  # due Tuesday 22 November
    "2016-11-15 10:00": answers_as_delegate("MP", DELEGATE),
    "2016-11-21 07:00": asks("CO"),  # due Wednesday 30 November
    "2016-11-25 07:45": answers("CO"),  # between the sweep that reminds and the mail
    "2016-12-22 06:00": asks("PR"),  # due Tuesday 3 January
    "2016-12-22 07:00": asks("VI"),  # due Tuesday 3 January
    "2017-01-03 10:00": is_withdrawn("PR"),
    "2017-03-01 07:00": asks("GU"),  # due Friday 10 March; clocks change on the 12th
    "2017-03-14 10:00": answers("GU"),
}

LETTERS = [
    # GU, due 7 September
    ("2016-09-01", "reminder", 3, "GU", ADMINISTRATOR["GU"]),
    ("2016-09-06", "reminder", 1, "GU", ADMINISTRATOR["GU"]),
    ("2016-09-08", "escalation", 1, "GU", SPECIALIST_9),
    ("2016-09-12", "escalation", 3, "GU", MANAGER_9),
    # GU, due 11 October: on the 10th, a federal holiday, no sweep runs
    ("2016-10-06", "reminder", 3, "GU", ADMINISTRATOR["GU"]),
    ("2016-10-06", "reminder", 3, "VI", ADMINISTRATOR["VI"]),
    ("2016-10-11", "reminder", 1, "GU", ADMINISTRATOR["GU"]),
    ("2016-10-12", "escalation", 1, "GU", SPECIALIST_9),
    # PR, due 14 November, and MP, due 16 November, with a delegate
    ("2016-11-09", "reminder", 3, "PR", ADMINISTRATOR["PR"]),
    ("2016-11-10", "reminder", 1, "PR", ADMINISTRATOR["PR"]),
    ("2016-11-10", "reminder", 3, "MP", ADMINISTRATOR["MP"]),
    ("2016-11-10", "reminder", 3, "MP", DELEGATE),
    ("2016-11-15", "reminder", 1, "MP", ADMINISTRATOR["MP"]),
    ("2016-11-15", "reminder", 1, "MP", DELEGATE),
    # AS, due 22 November, silent for the rest of the year
    ("2016-11-17", "reminder", 3, "AS", ADMINISTRATOR["AS"]),
    ("2016-11-21", "reminder", 1, "AS", ADMINISTRATOR["AS"]),
    ("2016-11-25", "escalation", 1, "AS", SPECIALIST_9),
    ("2016-11-28", "escalation", 3, "AS", MANAGER_9),
    # PR and VI, due 3 January: of the reminders of 28 and 30 December the newer is caught up
    ("2017-01-03", "reminder", 1, "PR", ADMINISTRATOR["PR"]),
    ("2017-01-03", "reminder", 1, "VI", ADMINISTRATOR["VI"]),
    ("2017-01-04", "escalation", 1, "VI", SPECIALIST_2),
    ("2017-01-09", "escalation", 3, "VI", MANAGER_2),
    # GU, due 10 March
    ("2017-03-07", "reminder", 3, "GU", ADMINISTRATOR["GU"]),
    ("2017-03-10", "reminder", 1, "GU", ADMINISTRATOR["GU"]),
    ("2017-03-13", "escalation", 1, "GU", SPECIALIST_9),
]

WEEKS = [
    "2016-08-26",  # the first: the cycle has begun
    "2016-09-02",
    "2016-09-09",
    "2016-09-16",
    "2016-09-23",  # GU answered after the mail of the 16th
    "2016-10-07",
    "2016-10-14",
    "2016-11-04",
    "2016-11-18",
    "2016-11-25",
    "2016-12-02",
    "2016-12-23",
    "2017-01-06",
    "2017-01-13",
    "2017-03-03",
    "2017-03-17",
]

LEAP_HAPPENINGS = {
    "2028-02-18 07:00": asks("AS"),  # due Tuesday 29 February
    "2028-02-22 07:00": asks("CO"),  # due Wednesday 1 March
    "2028-03-01 09:00": answers("CO"),
}
LEAP_LETTERS = [
    ("2028-02-24", "reminder", 3, "AS", ADMINISTRATOR["AS"]),
    ("2028-02-25", "reminder", 3, "CO", ADMINISTRATOR["CO"]),
    ("2028-02-28", "reminder", 1, "AS", ADMINISTRATOR["AS"]),
    ("2028-02-29", "reminder", 1, "CO", ADMINISTRATOR["CO"]),
    ("2028-03-01", "escalation", 1, "AS", SPECIALIST_9),
    ("2028-03-03", "escalation", 3, "AS", MANAGER_9),
]


@pytest.fixture
def year(small_cycle_of):
    return small_cycle_of(*ADMINISTRATOR)


@pytest.fixture
def year_with_prefect(tmp_path, prefect_server, quick_executions) -> SmallCycle:
    return SmallCycle(f"sqlite:///{tmp_path / 'tat.db'}", tmp_path, tuple(ADMINISTRATOR))


def live(year, first: str, last: str, happenings) -> None:
    """Live through the days: what people do, the sweep, and the mail of the morning and later."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        moments = {f"{day} {at}": sweeps for at in ODD_DAYS.get(str(day), ["07:30"])}
        moments[f"{day} 08:00"] = posts
        if str(day) in ODD_DAYS:
            moments[f"{day} 21:00"] = posts
        acts = [(moment, act) for moment, act in happenings.items() if moment[:10] == str(day)]
        for moment, act in sorted([*moments.items(), *acts], key=lambda one: one[0]):
            act(year.at(moment))
        day += timedelta(days=1)


def sweeps(year) -> None:
    year.sweep()


def posts(year) -> None:
    year.mails()


def letters(year) -> list[tuple]:
    """Which reminders and escalations stood in which letter: day in Washington, level, reader."""
    rows = (
        sa.select(Message.made_at, Notice.purpose, Notice.round, Plan.jurisdiction, Person.address)
        .join(Notice, Notice.message_id == Message.id)
        .join(Person, Person.id == Message.person_id)
        .join(Prompt, Prompt.id == Notice.prompt_id)
        .join(Plan, Plan.id == Prompt.plan_id)
        .where(Notice.purpose.in_([Purpose.REMINDER, Purpose.ESCALATION]))
    )
    with read(year.tracker) as tat:
        return [
            (str(made_at.astimezone(NEW_YORK).date()), str(purpose), *rest)
            for made_at, purpose, *rest in tat.execute(rows)
        ]


def weeks(year) -> list[str]:
    mine = year.rows(
        Notice, Notice.purpose == Purpose.WEEKLY_OVERVIEW, Notice.person_id == year.person_id(ADA)
    )
    return [row["subject"].removeprefix("week to ") for row in mine]


def daily_mails(year) -> list[tuple[int, date]]:
    """Who got a letter at 08:00 or later on which day."""
    return [
        (row["person_id"], row["made_at"].astimezone(NEW_YORK).date())
        for row in year.rows(Message)
        if row["made_at"].astimezone(NEW_YORK).hour >= 8
    ]


@pytest.mark.process("rule few mails", "rule silence")
def test_a_year_of_mornings_tells_everybody_everything_once_and_on_its_day(year):
    year = year.with_rule("confirmation", days=6, reminders=(3, 1), escalates=LEVELS)
    live(year, "2016-08-26", "2017-08-25", HAPPENINGS)
    assert sorted(letters(year)) == sorted(LETTERS)
    assert weeks(year) == WEEKS
    assert len(daily_mails(year)) == len(set(daily_mails(year)))


def test_through_the_flow_the_same_is_told(year_with_prefect):
    """Three mornings before the first step opens; the second one goes by without a sweep."""
    year = year_with_prefect.with_rule("confirmation", days=6, reminders=(3, 1), escalates=LEVELS)
    asks("VI")(year.at("2016-07-11 07:00"))  # due Tuesday 19 July
    year.at("2016-07-11 08:00").mails()
    for moment in ("2016-07-14 07:30", "2016-07-18 07:30", "2016-07-18 15:00", "2016-07-22 07:30"):
        with use(year.at(moment).surroundings):
            sweep(year.cycle)
        year.at(f"{moment[:10]} 21:00").mails()
    assert sorted(letters(year)) == [
        ("2016-07-14", "reminder", 3, "VI", ADMINISTRATOR["VI"]),
        ("2016-07-18", "reminder", 1, "VI", ADMINISTRATOR["VI"]),
        ("2016-07-22", "escalation", 1, "VI", SPECIALIST_2),
        ("2016-07-22", "escalation", 3, "VI", MANAGER_2),
    ]
    assert [(row["n_reminders"], row["n_escalations"]) for row in year.rows(Sweep)] == [
        (1, 0),
        (1, 0),
        (0, 0),
        (0, 2),
    ]


def test_a_leap_day_is_a_day(year):
    year = year.with_rule("confirmation", days=6, reminders=(3, 1), escalates=LEVELS)
    live(year, "2028-02-18", "2028-03-10", LEAP_HAPPENINGS)
    assert sorted(letters(year)) == sorted(LEAP_LETTERS)
