"""How fast a million needs are counted, beside a plain groupby of pandas and beside DuckDB.

    python -m benchmarks.trends [N_NEEDS]

All three count the same arrays in one process, by turns: needs by topic in the nation, the regions
and the states, and by requirement, priority and setting; their tables must be equal. The goal is
at most 1.5 times the time of the faster of the other two. Another process counts once, and its
peak of memory must be at most 3 times the data.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pandas as pd

from tasks.trends.kinds import OF_NEEDS, kinds_of_needs
from tasks.trends.tally import tally
from tasks.trends.topics import needs_by_region, needs_by_state, needs_by_topic

N_NEEDS, N_ROUNDS = 1_000_000, 7
TIME_GOAL, MEMORY_GOAL = 1.5, 3.0
N_STATES, N_REGIONS, N_TOPICS = 56, 10, 30
SEED = 2016
KILOBYTE = 1024

Tables = list[list[tuple[object, ...]]]
"""Rows of each table, in one order."""


@dataclass(frozen=True)
class Measured:
    """Seconds for all tables; the peak of memory while they are counted, and the data, in bytes."""

    ours: float
    pandas: float
    duckdb: float
    peak: int
    data: int

    @property
    def time_ratio(self) -> float:
        """Our time by that of the faster of the others."""
        return self.ours / min(self.pandas, self.duckdb)

    @property
    def memory_ratio(self) -> float:
        """The peak, the data in it, by the data."""
        return self.peak / self.data


def main() -> int:
    """Measure; returns 1 when a goal is missed."""
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else N_NEEDS)
    print(
        f"ours {found.ours * 1000:.1f} ms, pandas {found.pandas * 1000:.1f} ms, "
        f"DuckDB {found.duckdb * 1000:.1f} ms: ratio {found.time_ratio:.2f} "
        f"(goal at most {TIME_GOAL})\n"
        f"peak {found.peak / 1e6:.1f} MB for {found.data / 1e6:.1f} MB of data: ratio "
        f"{found.memory_ratio:.2f} (goal at most {MEMORY_GOAL})"
    )
    return int(found.time_ratio > TIME_GOAL or found.memory_ratio > MEMORY_GOAL)


def measure(n_needs: int, *, n_rounds: int = N_ROUNDS) -> Measured:
    """Measure times and memory, each in a process of its own.

    Raises: AssertionError, when the tables are not equal.
    """
    ours, pandas, duck = _child("time", n_needs, n_rounds)
    peak, data = _child("memory", n_needs, 1)
    return Measured(ours, pandas, duck, peak=int(peak), data=int(data))


def make_needs(n_needs: int) -> pd.DataFrame:
    """Needs by chance, the same for the same number: words as categories, numbers as small ones."""
    chance = np.random.default_rng(SEED)

    def words(column: list[str]) -> "pd.Categorical[str]":
        codes = chance.integers(0, len(column), n_needs, dtype=np.int8)
        return pd.Categorical.from_codes(codes, categories=pd.Index(column))

    states = [f"S{n:02}" for n in range(N_STATES)]
    needs = pd.DataFrame({"jurisdiction": words(states)})
    needs["region"] = region_of(needs["jurisdiction"].cat.codes.to_numpy())
    needs["topic"] = words([f"topic-{n:02}" for n in range(N_TOPICS)])
    needs["priority"] = chance.integers(1, 6, n_needs, dtype=np.int8)
    needs["requirement"] = words([str(word) for word in OF_NEEDS["requirement"]])
    needs["setting"] = words([str(word) for word in OF_NEEDS["setting"]])
    return needs


def region_of(state: np.ndarray) -> np.ndarray:
    """The region 1-10 of each state, by its number."""
    return (state % N_REGIONS + 1).astype(np.int8)


def make_states() -> pd.DataFrame:
    """All states have answered."""
    codes = [f"S{n:02}" for n in range(N_STATES)]
    region = region_of(np.arange(N_STATES)).astype(int)
    rows = {"jurisdiction": codes, "state": codes, "region": region, "has_answered": True}
    return pd.DataFrame(rows)


def count_ours(needs: pd.DataFrame, states: pd.DataFrame) -> Tables:
    """All tables, as the trends count them."""
    counted = tally(needs, states)
    kinds = kinds_of_needs(counted, states)
    of_nation = kinds[kinds["place"] == "nation"]
    return [
        _rows(needs_by_topic(counted, states)[["topic", "n_states", "n_needs"]]),
        _rows(needs_by_region(counted, states)[["region", "topic", "n_states", "n_needs"]]),
        _rows(needs_by_state(counted)[["jurisdiction", "topic", "priority", "n_needs"]]),
        *(_rows(of_nation.loc[of_nation["kind"] == kind, ["word", "n"]]) for kind in OF_NEEDS),
    ]


def count_with_pandas(needs: pd.DataFrame) -> Tables:
    """The same tables, each by a groupby over all needs."""

    def grouped(*by: str, **what: tuple[str, str]) -> pd.DataFrame:
        return needs.groupby(list(by), observed=True).agg(**what).reset_index()

    n_states, n_needs = ("jurisdiction", "nunique"), ("setting", "size")
    return [
        _rows(grouped("topic", n_states=n_states, n_needs=n_needs)),
        _rows(grouped("region", "topic", n_states=n_states, n_needs=n_needs)),
        _rows(grouped("jurisdiction", "topic", priority=("priority", "min"), n_needs=n_needs)),
        *(_rows(grouped(kind, n_needs=("topic", "size"))) for kind in OF_NEEDS),
    ]


def count_with_duckdb(needs: pd.DataFrame) -> Tables:
    """The same tables, each by a query on the frame."""
    session = duckdb.connect()
    session.register("needs", needs)
    wanted = [
        "topic, count(DISTINCT jurisdiction), count(*)",
        "region, topic, count(DISTINCT jurisdiction), count(*)",
        "jurisdiction, topic, min(priority), count(*)",
        *(f"{kind}, count(*)" for kind in OF_NEEDS),
    ]
    queries = [f"SELECT {columns} FROM needs GROUP BY ALL" for columns in wanted]  # noqa: S608 -- no word in them comes from outside
    return [sorted(session.execute(query).fetchall()) for query in queries]


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return sorted(frame.itertuples(index=False, name=None))


def _child(what: str, n_needs: int, n_rounds: int) -> list[float]:
    numbers = [str(n_needs), str(n_rounds)]
    command = [sys.executable, "-m", "benchmarks.trends", f"--{what}", *numbers]
    where = Path(__file__).parent.parent
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=where)
    return [float(number) for number in said.stdout.split()]


def _time(n_needs: int, n_rounds: int) -> list[float]:
    """Median seconds of ours, of pandas, of DuckDB; by turns, so that all have the same weather."""
    needs, states = make_needs(n_needs), make_states()
    ways: list[Callable[[], Tables]] = [
        lambda: count_ours(needs, states),
        lambda: count_with_pandas(needs),
        lambda: count_with_duckdb(needs),
    ]
    first, *others = [way() for way in ways]
    assert [table == first for table in others] == [True, True], "the tables are not equal"
    seconds: list[list[float]] = [[], [], []]
    for _round in range(n_rounds):
        for found, way in zip(seconds, ways, strict=True):
            began = time.perf_counter()
            way()
            found.append(time.perf_counter() - began)
    return [median(found) for found in seconds]


def _memory(n_needs: int) -> list[float]:
    """Bytes at the peak beyond what Python and its libraries take, and those of the data."""
    states = make_states()
    count_ours(make_needs(1000), states)
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    needs = make_needs(n_needs)
    count_ours(needs, states)
    return [_status("VmHWM") - before, int(needs.memory_usage(deep=True).sum())]


def _status(name: str) -> int:
    """One line of what Linux says of this process, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith(f"{name}:"))
    return int(found.split()[1]) * KILOBYTE


if __name__ == "__main__":
    if sys.argv[1:2] in (["--time"], ["--memory"]):
        n_needs, n_rounds = int(sys.argv[2]), int(sys.argv[3])
        is_time = sys.argv[1] == "--time"
        print(*(_time(n_needs, n_rounds) if is_time else _memory(n_needs)))
    else:
        sys.exit(main())
