"""Many people answer at the same moment, some twice, some against themselves."""

from benchmarks.storm import check, storm
from config.vocabulary import PromptKind
from tat.schema import Answer


def test_nothing_is_lost_or_done_twice_when_all_answer_at_once(cycle_at):
    """Ten more speak for each state, so that 33 answer the same question in one moment."""
    cycle = cycle_at("affirmed")
    for state in ("CO", "MT", "VT"):
        for number in range(10):
            cycle.join(f"a{number}@{state}.example".lower(), "administrator", state)
    cycle.at("2016-11-21 07:00").run(4)
    assert len(cycle.prompts("confirmation")) == 33
    n_before = len(cycle.rows(Answer))
    sent = storm(cycle.tracker.url, "2016-11-22T10:00:00-05:00", PromptKind.CONFIRMATION).sent
    assert (len(sent), {one.status for one in sent}) == (39, {303})  # 33, 4 twice, 2 also no
    assert check(cycle.tracker.url, sent) == ""
    assert len(cycle.rows(Answer)) - n_before == 35
