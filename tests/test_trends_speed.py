"""A million needs are counted right, in little memory, and not at a snail's pace."""

import pytest

from benchmarks import trends


@pytest.mark.process("3.2")
def test_a_million_needs_are_counted_as_pandas_and_duckdb_count_them():
    """The goal is 1.5 on a quiet machine, by `python -m benchmarks.trends`; here many work."""
    found = trends.measure(trends.N_NEEDS, n_rounds=1)
    assert found.time_ratio < 4
    assert found.memory_ratio <= trends.MEMORY_GOAL


def test_tables_that_differ_are_noticed(monkeypatch):
    monkeypatch.setattr(trends, "count_with_duckdb", lambda _needs: [[("other", 1)]])
    with pytest.raises(AssertionError, match="not equal"):
        trends._time(1000, 1)
