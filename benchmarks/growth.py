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

COPIES = (1, 2, 10)
FLOOR, GOAL = 9, 11


def main() -> int:
    """Rehearse with each number of copies; returns 1 when the growth misses the goal."""
    with tempfile.TemporaryDirectory() as folder:
        cpu = {copies: _cpu_seconds(Path(folder), copies) for copies in COPIES}
    growth = (cpu[10] - cpu[1]) / (cpu[2] - cpu[1])
    print(f"growth {growth:.1f} (floor {FLOOR}, goal at most {GOAL})")
    return int(growth > GOAL)


def _cpu_seconds(folder: Path, copies: int) -> float:
    out = folder / f"copies-{copies}"
    command = [sys.executable, "-m", "cli.main", "rehearse", "--copies", str(copies)]
    subprocess.run([*command, "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    seconds = json.loads((out / "summary.json").read_text())["seconds"]
    print(f"{copies:>3} copies: {seconds['wall']:7.1f} s wall, {seconds['cpu']:7.1f} s CPU")
    return float(seconds["cpu"])


if __name__ == "__main__":
    sys.exit(main())
