"""Many people answer at the same moment, some twice, some against themselves."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from benchmarks.storm import SECRET, Sent, check, filled_in, links_of, serving, storm
from config.vocabulary import PromptKind
from tat import ledger
from tat.database import read
from tat.schema import Answer
from tests.pages import Pages

MOMENT = "2016-11-22T10:00:00-05:00"


@pytest.fixture
def cycle(cycle_at):
    """Ten more speak for each state, so that 33 are asked the same question."""
    cycle = cycle_at("affirmed")
    for state in ("CO", "MT", "VT"):
        for number in range(10):
            cycle.join(f"a{number}@{state}.example".lower(), "administrator", state)
    cycle.at("2016-11-21 07:00").run(4)
    assert len(cycle.prompts("confirmation")) == 33
    return cycle


def test_nothing_is_lost_or_done_twice_when_all_answer_at_once(cycle):
    n_before = len(cycle.rows(Answer))
    sent = storm(cycle.tracker.url, MOMENT, PromptKind.CONFIRMATION).sent
    assert (len(sent), {one.status for one in sent}) == (39, {303})  # 33, 4 twice, 2 also no
    assert check(cycle.tracker.url, sent) == ""
    assert len(cycle.rows(Answer)) - n_before == 35


def test_killed_in_the_middle_the_pages_have_lost_nothing_that_they_acknowledged(cycle):
    n_before = len(cycle.rows(Answer))
    links = links_of(cycle.tracker.url, PromptKind.CONFIRMATION)
    with serving("pages", cycle.tracker.url, MOMENT) as server:
        forms = [job for job in filled_in(server, links) if job[1]["confirms"] == "yes"]
        acknowledged = list(filter(None, sent_at_once(server, forms, kill_after=12)))
    assert 12 <= len(acknowledged) < len(forms)
    assert check(cycle.tracker.url, acknowledged) == ""
    pages = Pages(cycle, secret=SECRET)  # started anew; and everybody sends once more
    again = [pages.client.post(path, data=form).status_code for path, form in forms]
    assert again == [303] * 37  # 33, 4 twice
    assert len(cycle.rows(Answer)) - n_before == 33
    with read(cycle.tracker) as tat:
        assert ledger.verify(tat).is_intact


def sent_at_once(server, forms, *, kill_after):
    """What came back for each form; None where nothing did, as the process was killed."""
    back = []

    def send(job):
        path, form = job
        try:
            got = httpx.post(server.address + path, data=form, timeout=60, trust_env=False)
        except httpx.TransportError:
            return None
        back.append(got)
        if len(back) == kill_after:
            server.process.kill()
        return Sent(path, form, got.status_code, got.headers["location"])

    with ThreadPoolExecutor(32) as people:
        return list(people.map(send, forms))
