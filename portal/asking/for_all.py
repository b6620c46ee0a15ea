"""One tick at the foot of a sheet that answers every question on it that was left open."""

from collections.abc import Mapping
from typing import Any

from config.vocabulary import PromptKind

ALL_THE_REST = "all_the_rest"
"""The tick that gives the same answer to every question of a sheet that is left open."""

WAITED = "waited-"
"""How the field begins by which a page says that a question waited when it was shown."""

FOR_ALL: Mapping[PromptKind, tuple[str, dict[str, Any]]] = {
    PromptKind.ACCURACY: ("I confirm every plan that I have left open above", {"confirms": True}),
    PromptKind.AFFIRMATION: ("I affirm every plan that I have left open above", {"confirms": True}),
    PromptKind.CONVERSION: ("Convert every plan that I have left open above", {"converts": True}),
    PromptKind.FINALIZATION: ("Convert every plan that I have left open above", {"converts": True}),
    PromptKind.FINAL_AGREEMENT: (
        "I approve every plan that I have left open above", {"approves": True},
    ),
    PromptKind.APPROVAL: ("I approve every item that I have left open above",
                          {"rest_accepted": True}),
    PromptKind.OFFICER_CONFIRMATION: ("I confirm every item that I have left open above",
                                      {"rest_accepted": True}),
    PromptKind.ENTRY: ("I enter every item that I have left open above", {"rest_accepted": True}),
    PromptKind.PACKAGE: ("I submit every plan that I have left open above", {}),
    PromptKind.CENTER_REVIEW: ("We have nothing to add to the plans left open above", {}),
    PromptKind.PROGRESS: ("Nothing has changed in the plans left open above", {}),
    PromptKind.REVIEW: ("No change is needed in the plans left open above",
                        {"needs_change": False}),
}  # fmt: skip
"""What one tick at the foot of a sheet says, and the answer that it gives."""
