"""Answers that wait at the same moment share a transaction; each stands or falls by itself."""

import time
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

import pytest
import sqlalchemy as sa

from portal.answer_line import AnswerLine
from tat.database import Tracker, open_tracker, read, upgrade, write
from tat.people import directory
from tat.schema import Person
from tat.together import write_together
from tests.pages import Pages


def adding(name: str):
    def job(tat):
        tat.add(Person(name=name, address=f"{name}@state.example", time_zone="America/Chicago"))
        tat.flush()
        return f"{name} is on record"

    return job


def adding_and_failing(tat):
    adding("bo")(tat)
    directory(tat)  # remembers somebody who will not have been there
    raise ZeroDivisionError


def names(tracker: Tracker) -> list[str]:
    with read(tracker) as tat:
        return list(tat.scalars(sa.select(Person.name).order_by(Person.name)))


def test_who_fails_leaves_nothing_behind_and_the_others_stand(tracker):
    seen = []

    def looking(tat):
        seen.append([one.name for one in directory(tat).people.values()])

    done = write_together(
        tracker, [adding("ada"), adding_and_failing, looking, adding("cy"), adding("ada")]
    )
    assert [one.told for one in done] == ["ada is on record", None, None, "cy is on record", None]
    assert [type(one.fault) for one in done] == [
        type(None), ZeroDivisionError, type(None), type(None), sa.exc.IntegrityError,
    ]  # fmt: skip
    assert seen == [["ada"], ["ada"]]  # done once more when another has failed after it
    assert names(tracker) == ["ada", "cy"]


@pytest.fixture
def on_sqlite(tmp_path):
    tracker = open_tracker(f"sqlite:///{tmp_path / 'tat.db'}")
    upgrade(tracker)
    yield tracker
    tracker.engine.dispose()


def only(job):
    """Nothing is to be read: a job alone."""
    return lambda _tat: (None, [job])


def breaking_the_commit(tat):
    tat.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
    tat.execute(sa.text("INSERT INTO link (id, person_id, token_sha256) VALUES (1, 99, 'x')"))


def test_where_the_commit_fails_nobody_is_told_that_anything_is_on_record(on_sqlite):
    line = AnswerLine(on_sqlite)
    with write(on_sqlite):
        first = line.taken(only(adding("di")))
        time.sleep(0.2)  # so it is taken by itself, and waits for the pen
        jobs = (adding("ada"), breaking_the_commit, adding("bo"))
        futures = [line.taken(only(job)) for job in jobs]
    assert first.result(timeout=60)[1][0].result() == "di is on record"
    faults = [one.result(timeout=60)[1][0].fault for one in futures]
    assert [type(one) for one in faults] == [sa.exc.IntegrityError] * 3
    assert names(on_sqlite) == ["di"]
    assert line.written(adding("cy")) == "cy is on record"


def test_where_the_pen_is_not_to_be_had_those_in_line_are_told(on_sqlite, monkeypatch):
    monkeypatch.setattr("tat.database.BUSY_SECONDS", 0.2)
    line = AnswerLine(on_sqlite)
    with write(on_sqlite):
        futures = [line.taken(only(adding(name))) for name in ("ada", "bo")]
        faults = [one.result(timeout=60)[1][0].fault for one in futures]
    assert [str(one.orig) for one in faults] == ["database is locked"] * 2
    assert names(on_sqlite) == []


def test_those_who_wait_share_a_commit_and_none_is_told_before_it(on_sqlite):
    line, commits, told = AnswerLine(on_sqlite), [], []
    sa.event.listen(on_sqlite.engine, "commit", lambda _connection: commits.append(len(told)))
    with write(on_sqlite):  # somebody has the pen
        futures = [line.taken(only(adding("p00")))]
        time.sleep(0.2)  # so it is taken by itself, and waits for the pen
        futures += [line.taken(only(adding(f"p{number:02}"))) for number in range(1, 18)]
        for one in futures:
            one.add_done_callback(told.append)
        time.sleep(0.2)
        assert told == []
    wait(futures, timeout=60)
    assert names(on_sqlite) == [f"p{number:02}" for number in range(18)]
    assert commits == [0, 0, 1, 17]  # of whoever had the pen, of the first, of sixteen, of the last


def test_who_has_nothing_to_write_is_told_while_somebody_has_the_pen(on_sqlite):
    line = AnswerLine(on_sqlite)
    with write(on_sqlite):
        told = line.taken(lambda _tat: ("this is missing", [])).result(timeout=60)
    assert told == ("this is missing", [])


def test_what_cannot_be_read_takes_nobody_along_who_was_read_with_it(tracker):
    line, is_free = AnswerLine(tracker), Event()

    def failing(tat):
        tat.execute(sa.text("SELECT nothing FROM nowhere"))

    def counting(tat):
        n_people = tat.scalar(sa.select(sa.func.count()).select_from(Person))
        return n_people, [adding("ada")]

    first = line.taken(lambda _tat: (is_free.wait(60), []))
    failed, read_with_it = line.taken(failing), line.taken(counting)
    is_free.set()
    assert first.result(timeout=60) == (True, [])
    assert isinstance(failed.exception(timeout=60), sa.exc.DBAPIError)
    n_people, [done] = read_with_it.result(timeout=60)
    assert (n_people, done.result()) == (0, "ada is on record")


def test_a_page_opens_while_32_answers_wait_for_the_pen(cycle_at):
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"))
    path = pages.link_of(pages.cycle.prompt("confirmation", state="CO"))
    page = pages.get(path)
    form = dict(pages.fields(path)) | {"confirms": "yes", "name": pages.name(page.text)}

    def answer(_number):
        return pages.client.post(path, data=form)

    with ThreadPoolExecutor(32) as people:
        with write(pages.cycle.tracker):
            waiting = [people.submit(answer, number) for number in range(32)]
            time.sleep(0.5)
            assert pages.get(path).text == page.text
            assert [one for one in waiting if one.done()] == []
        answers = {one.result().headers["location"] for one in waiting}
    assert len(answers) == 1  # all said the same: it is on record once
