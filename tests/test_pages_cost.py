"""What an answer costs: on the last day everybody answers at once."""

import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import sqlalchemy as sa

from config.declared import load
from portal.asking.choices import choices_of
from portal.asking.lines_of_prompts import lines_without_words
from tasks.surroundings import Surroundings
from tasks.trends.live import live
from tasks.trends.record import read_trends
from tat.database import read
from tat.prompt_rows import read_prompt
from tat.schema.base import Base
from tests.pages import Pages
from tests.small_cycle import CYCLE


@contextmanager
def statements(cycle):
    """Every statement that SQLite itself is sent meanwhile, but for the ends of transactions."""
    sent, heard = [], []

    def hear(statement):
        if statement not in ("COMMIT", "ROLLBACK"):
            sent.append(statement)

    def listen(connection, *_more):
        connection.set_trace_callback(hear)
        heard.append(connection)

    sa.event.listen(cycle.tracker.engine, "checkout", listen)
    yield sent
    sa.event.remove(cycle.tracker.engine, "checkout", listen)
    for connection in heard:
        connection.set_trace_callback(None)


@pytest.fixture
def asked(cycle_at):
    """The confirmation of Colorado's plan, filled in: its page and what is sent."""
    pages = Pages(cycle_at("affirmed").at("2016-11-21 07:00").run(4))
    path = pages.link_of(pages.cycle.prompt("confirmation", state="CO"))
    name = pages.name(pages.get(path).text)
    return pages, path, dict(pages.fields(path)) | {"name": name, "confirms": "yes"}


def test_an_answer_that_is_taken_reads_only_what_it_is_checked_by(asked):
    """Not the words of the page, the calendar, and all that is said of the plan elsewhere."""
    pages, path, form = asked
    with statements(pages.cycle) as sent:
        assert pages.client.post(path, data=form).status_code == 303
    assert len(sent) <= 24, "\n".join(sent)
    assert [one for one in sent if " FROM window" in one or " FROM meeting" in one] == []


def test_an_answer_that_is_taken_makes_no_object_of_what_it_reads(asked):
    pages, path, form = asked
    made = []

    def hear(target, _context):
        made.append(type(target).__name__)

    sa.event.listen(Base, "load", hear, propagate=True)
    try:
        assert pages.client.post(path, data=form).status_code == 303
        assert made == []
        assert pages.get(path).status_code == 200
        assert "Prompt" in made  # what a page shows is read so: the ear hears
    finally:
        sa.event.remove(Base, "load", hear)


def test_for_an_answer_the_declared_files_are_looked_at_once(asked, monkeypatch):
    pages, path, form = asked
    looked, look = [], Surroundings.declared_for

    def looking(surroundings, cycle):
        looked.append(cycle)
        return look(surroundings, cycle)

    monkeypatch.setattr(Surroundings, "declared_for", looking)
    assert pages.client.post(path, data=form).status_code == 303
    assert looked == [CYCLE]


def test_of_all_that_forms_offer_only_what_the_question_asks_for_is_made(asked):
    pages, _path, _form = asked
    cycle = pages.cycle
    with read(cycle.tracker) as tat:
        prompt = read_prompt(tat, cycle.prompt("confirmation", state="CO").id)
        lines = lines_without_words(tat, [prompt])[prompt.id]
        choices = choices_of(tat, prompt, lines, cycle.declared)
    assert (list(choices.options), list(choices.given)) == (["line_id"], ["PlanVerdict.wishes"])


@pytest.fixture
def proposed(cycle_at):
    return cycle_at("proposed").at("2016-11-14 10:00")


def test_the_trends_are_read_once_until_somebody_changes_something(proposed):
    pages = Pages(proposed)
    own = pages.link(proposed.holders("occ", "nation")[0])
    with statements(proposed) as first:
        pages.get(f"{own}/trends")
    with statements(proposed) as again:
        pages.get(f"{own}/trends?region=8&priority=1")
    assert [sum("need_revision" in one for one in sent) for sent in (first, again)] == [2, 0]
    assert len(again) <= 10, "\n".join(again)


def of_56_states(trends):
    """The same with Colorado's needs and activities for each of the 56."""
    everywhere = load(CYCLE).jurisdictions.values()
    states = pd.DataFrame(
        [(one.code, one.name, one.region, True) for one in everywhere],
        columns=trends.states.columns,
    )

    def for_each(frame, *ids):
        ours = frame[frame["jurisdiction"] == "CO"]
        copies = [
            ours.assign(
                jurisdiction=one.jurisdiction, state=one.state, region=one.region,
                **{name: ours[name] + 1000 * place for name in ids},
            )
            for place, one in enumerate(states.itertuples())
        ]  # fmt: skip
        return pd.concat(copies, ignore_index=True)

    return replace(
        trends,
        states=states,
        needs=for_each(trends.needs, "need_id"),
        activities=for_each(trends.activities, "need_id", "activity_id"),
        waits=pd.concat([trends.waits] * 20, ignore_index=True),
    )


def test_the_trends_of_56_states_are_worked_out_without_much_cpu(proposed):
    """On a quiet machine 0.05 s, measured by `python -m benchmarks.trends_page`; here many work."""
    with read(proposed.tracker) as tat:
        trends = read_trends(tat, CYCLE, proposed.declared, on=date(2016, 11, 14))
    found = []
    for _ in range(3):
        whole = of_56_states(trends)
        begun = time.process_time()
        shown = live(whole, {})
        found.append(time.process_time() - begun)
    assert (len(shown.states), len(shown.needs)) == (56, 112)
    assert min(found) < 0.5
