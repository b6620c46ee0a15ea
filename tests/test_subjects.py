"""What stands on record is found again by the words of its subject."""

import pytest

from tat import subjects


@pytest.mark.parametrize(
    ("subject", "word", "found"),
    [
        ("answer 12", "answer", 12),
        ("activity 3 of CO", "activity", 3),
        ("plan 3 center HW", "plan", 3),
        ("plan 3 center HW", "center", None),
        ("plan CO", "plan", None),
        ("answer 12x", "answer", None),
        ("TAT", "person", None),
        ("", "person", None),
    ],
)
def test_the_id_in_a_subject(subject, word, found):
    assert subjects.id_in(subject, word) == found


def test_a_subject_of_something_else_has_no_id():
    with pytest.raises(ValueError, match=r"^'nation' does not start with the number of a person$"):
        subjects.id_of("nation", "person")


def test_questions_of_a_sheet_are_answered_on_it():
    assert (subjects.asked_at(12, 3), subjects.asked_at(12, None)) == ("sheet 3", "prompt 12")
