"""The measure of how fast mail leaves counts every mail, and is not far below the bare session."""

import pytest

from benchmarks import mail_speed
from tasks.mail_server import Security


@pytest.mark.parametrize("security", [Security.NONE, Security.STARTTLS])
def test_every_mail_arrives_once_and_not_at_a_snails_pace(cycle_at, tmp_path, security):
    """The goal is 0.8 on a quiet machine, by `python -m benchmarks.mail_speed`; here many work."""
    cycle = cycle_at("confirmed")
    rates = mail_speed.measure(str(cycle.tracker.url), tmp_path, security, 40)
    assert rates.ratio > 0.1
