"""The measure of how fast mail leaves counts every mail, and is not far below the bare session."""

import os

import pytest

from benchmarks import mail_speed
from benchmarks.cores import Cores, kept_to
from tasks.mail_server import Security


@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS])
def test_every_mail_arrives_once_and_not_at_a_snails_pace(cycle_at, tmp_path, security):
    """The goal is 0.8 on a quiet machine, by `python -m benchmarks.mail_speed`; here many work."""
    cycle = cycle_at("confirmed")
    rates = mail_speed.measure(str(cycle.tracker.url), tmp_path, security, 40)
    assert rates.ratio > 0.1


def test_who_is_kept_to_a_core_may_use_all_again_afterwards():
    before = os.sched_getaffinity(0)
    core = min(before)
    with kept_to(core), kept_to(Cores().ours):
        assert os.sched_getaffinity(0) == {core}
    assert os.sched_getaffinity(0) == before
