"""A postman that is killed at any boundary loses nothing, and repeats only what it must."""

import subprocess
import sys

KILLS = 50


def test_a_killed_postman_loses_nothing_and_repeats_only_what_was_not_recorded(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_postman", str(tmp_path), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "0 lost" in done.stdout) == (0, True), done.stdout + done.stderr
    print(done.stdout)
