"""What an answer costs: on the last day everybody answers at once."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.pages import Pages


@contextmanager
def statements(cycle):
    """Every statement that the record is sent meanwhile."""
    sent = []

    def hear(_connection, _cursor, statement, *_more):
        sent.append(statement)

    sa.event.listen(cycle.tracker.engine, "after_cursor_execute", hear)
    yield sent
    sa.event.remove(cycle.tracker.engine, "after_cursor_execute", hear)


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
