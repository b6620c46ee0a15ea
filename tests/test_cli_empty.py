"""What a command says where no cycle is on record."""

import pytest

from cli.acting import made_record
from cli.status import status
from tat.refusals import Refused


def refused(monkeypatch, folder) -> str:
    monkeypatch.setenv("TACYCLE_DATA_FOLDER", str(folder))
    with pytest.raises(Refused) as refusal:
        status()
    return str(refusal.value)


def test_without_a_tracker_the_first_command_is_named_and_nothing_is_made(monkeypatch, tmp_path):
    assert refused(monkeypatch, tmp_path / "data") == (
        f"Nothing was done: there is no tracker at sqlite:///{tmp_path}/data/tacycle.db; put a "
        "cycle on record with tacycle schedule CYCLE --roster FILE."
    )
    assert list(tmp_path.iterdir()) == []


def test_an_empty_record_names_the_same_command(monkeypatch, tmp_path):
    made_record(f"sqlite:///{tmp_path}/tacycle.db").engine.dispose()
    assert refused(monkeypatch, tmp_path) == (
        "Nothing was done: no cycle is on record; put a cycle on record with tacycle schedule "
        "CYCLE --roster FILE."
    )
