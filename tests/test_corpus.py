"""Files as people send them back: each is read as it was meant, or refused with a sentence."""

import json

import pytest

from tat.schema import Answer, Plan
from tests.corpus import FILES, outcome_of

CASES = sorted(path.name for path in FILES.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("name", CASES)
def test_a_file_is_read_as_it_was_meant_or_refused_with_a_sentence(pages_of, name):
    expected = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    pages = pages_of(expected.pop("of"))
    before = pages.cycle.rows(Answer), pages.cycle.rows(Plan)
    assert outcome_of(pages.app.state.portal, pages.cycle.tracker, name) == expected
    assert (pages.cycle.rows(Answer), pages.cycle.rows(Plan)) == before
