"""How the cost of a rehearsal grows with the number of states: copies 1, 2 and 10 in one run.

    python -m benchmarks.growth

Floor: cost in proportion to the states is a factor of 9 between (10 copies less 1) and (2 copies
less 1). The goal is at most 11.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

# What a second copy adds is a quarter of one run, no more than what a run varies by where
# something else works beside it. Other work only ever adds: the least of several runs is nearest
# to the truth. The few copies are run most, in turn, for their difference is what is divided by.
ROUNDS = ((1, 2), (1, 2), (10,), (1, 2))
FLOOR, GOAL = 9, 11


def main() -> int:
    """Rehearse with each number of copies; returns 1 when the growth misses the goal."""
    runs: dict[int, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, copies in enumerate(copies for turn in ROUNDS for copies in turn):
            runs.setdefault(copies, []).append(_cpu_seconds(Path(folder, str(number)), copies))
    least = {copies: min(seconds) for copies, seconds in runs.items()}
    growth = (least[10] - least[1]) / (least[2] - least[1])
    print(f"growth {growth:.1f} (floor {FLOOR}, goal at most {GOAL})")
    return int(growth > GOAL)


def _cpu_seconds(out: Path, copies: int) -> float:
    command = [sys.executable, "-m", "cli.main", "rehearse", "--copies", str(copies)]
    subprocess.run([*command, "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    seconds = json.loads((out / "summary.json").read_text())["seconds"]
    print(
        f"{copies:>3} copies: {seconds['wall']:7.1f} s wall, {seconds['cpu']:7.1f} s CPU",
        flush=True,
    )
    return float(seconds["cpu"])


if __name__ == "__main__":
    sys.exit(main())
