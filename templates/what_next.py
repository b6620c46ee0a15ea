"""What happens next once a question is answered, in one sentence for each kind."""

from collections.abc import Mapping

from config.vocabulary import PromptKind

WHAT_NEXT: Mapping[PromptKind, str] = {
    PromptKind.MEETING_DATE: "Everybody invited gets the date in their own time zone; afterwards "
    "you are asked what came of the meeting.",
    PromptKind.MEETING_RECORD: "Your notes go to everybody who was invited; what the meeting "
    "suggests for a plan goes to its Specialist.",
    PromptKind.WORKSHEET: "Your draft goes to the Regional Program Manager and the Regional Center "
    "Representative; then comes the call with the stakeholders of the state.",
    PromptKind.SCRIPT_APPROVAL: "Once OCC and OHS have both approved, the documents for the calls "
    "go out; if you send the script back, staff of OCC read your reason at once.",
    PromptKind.CALL_PROPOSAL: "The Administrator is asked whether the date and the invitees suit.",
    PromptKind.CALL_AGREEMENT: "If they suit, everybody invited gets the documents before the "
    "call; if not, the Specialist proposes again.",
    PromptKind.CALL_RECORD: "The plan becomes the initial plan, and the Administrator is asked "
    "whether it is accurate.",
    PromptKind.ACCURACY: "If the plan is accurate, it goes on to the region and the National "
    "Centers; if not, the Specialist revises it and you are asked again.",
    PromptKind.CENTER_REVIEW: "The Specialists read what you know of beside their plans; in the "
    "next step you are asked what your center proposes.",
    PromptKind.APPROACHES: "Your COR or FPO is asked to confirm what you propose; what they "
    "confirm goes to the Specialists, who enter it in the plans.",
    PromptKind.OFFICER_CONFIRMATION: "What you confirm goes to the Specialists, who enter it in "
    "the plans; what you send back goes to the center with your reason.",
    PromptKind.ENTRY: "What you enter stands in the plan, and whoever must confirm the plan next "
    "is asked.",
    PromptKind.AFFIRMATION: "The regional partners are told which plans you affirm; where you "
    "suggest modifications, the Specialist revises the plan and you are asked again.",
    PromptKind.CONFIRMATION: "If you confirm the plan, it becomes the intermediate plan; if you "
    "suggest modifications, the Specialist revises it and you review it a final time.",
    PromptKind.REVISION: "The centers whose activities you changed are asked to agree, and whoever "
    "has to confirm the plan sees it again.",
    PromptKind.CHANGE_AGREEMENT: "Once all centers concerned agree, the Administrator reviews the "
    "changed plan a final time; what you do not agree to goes back to the Specialist.",
    PromptKind.FINAL_REVIEW: "If you confirm it, the changed plan goes on its way; if not, the "
    "Specialist revises it and you are asked once more.",
    PromptKind.CONVERSION: "The plans that you convert become intermediate within seconds and go "
    "to the region and to all centers.",
    PromptKind.PACKAGE: "Your COR or FPO is asked to approve the package, item by item.",
    PromptKind.MAPPING: "Leads and officers of the centers concerned are told what both offices "
    "say.",
    PromptKind.APPROVAL: "The center is told what you decided, item by item; what you send back "
    "comes to you again, alone, once it is reworked.",
    PromptKind.REWORK: "What you reworked goes back to your COR or FPO, alone.",
    PromptKind.FINALIZATION: "The plans that you convert become final within seconds and go to "
    "their Administrators.",
    PromptKind.FINAL_AGREEMENT: "Your approval stands on record with the plan; where you do not "
    "approve, the Specialist deals with your reason and you are asked again.",
    PromptKind.FURTHER_CONFIRMATION: "If you confirm the plan, it goes on its way; if not, the "
    "Specialist revises it and you are asked again.",
    PromptKind.PROGRESS: "Everybody who sees the plan sees how far it has come; you are asked "
    "again when some months have passed.",
    PromptKind.REVIEW: "If the plan needs a change, the Specialist works it out and those "
    "concerned confirm it; if not, it stays as it is until the next review.",
    PromptKind.RECORD_CHECK: "What you find right is not asked about again; you are asked when "
    "other records turn stale or incomplete.",
}
"""What follows from an answer, as its page says it before."""

_AFTER: Mapping[PromptKind, tuple[str, str]] = {
    PromptKind.SCRIPT_APPROVAL: (
        "Once OCC and OHS have both approved, the documents for the calls go out.",
        "Staff of OCC read your reason at once; you are asked again when the script is changed.",
    ),
    PromptKind.CALL_AGREEMENT: (
        "Everybody invited gets the documents before the call.",
        "The Specialist proposes again, and you are asked whether that suits.",
    ),
    PromptKind.ACCURACY: (
        "The plan goes on to the region and the National Centers.",
        "The Specialist revises the plan, and you are asked again whether it is accurate.",
    ),
    PromptKind.OFFICER_CONFIRMATION: (
        "What you confirmed goes to the Specialists, who enter it in the plans.",
        "What you sent back goes to the center with your reason; what you confirmed goes to the "
        "Specialists, who enter it in the plans.",
    ),
    PromptKind.AFFIRMATION: (
        "The regional partners are told that you affirmed the plan.",
        "The Specialist revises the plan, and you are asked again.",
    ),
    PromptKind.CONFIRMATION: (
        "The plan becomes the intermediate plan as soon as its Specialist has it converted.",
        "The Specialist revises the plan, and you review it a final time.",
    ),
    PromptKind.CHANGE_AGREEMENT: (
        "Once all centers concerned agree, the Administrator reviews the plan a final time.",
        "What you did not agree to goes back to the Specialist.",
    ),
    PromptKind.FINAL_REVIEW: (
        "The changed plan goes on its way.",
        "The Specialist revises the plan, and you are asked once more.",
    ),
    PromptKind.APPROVAL: (
        "The center is told that you approved.",
        "The center is told what you decided, item by item; what you sent back comes to you again, "
        "alone, once it is reworked.",
    ),
    PromptKind.FINAL_AGREEMENT: (
        "Your approval stands on record with the plan.",
        "The Specialist deals with your reason, and you are asked again.",
    ),
    PromptKind.FURTHER_CONFIRMATION: (
        "The plan goes on its way.",
        "The Specialist revises the plan, and you are asked again.",
    ),
    PromptKind.REVIEW: (
        "The plan stays as it is until the next review.",
        "The Specialist works out the change, and those concerned confirm it.",
    ),
}
"""Where an answer can be one of two: what follows from a yes, and from anything else."""


def what_follows(kind: PromptKind, *, is_yes: bool) -> str:
    """What follows from an answer that was given, in one sentence."""
    after_yes, after_other = _AFTER.get(kind, (WHAT_NEXT[kind], WHAT_NEXT[kind]))
    return after_yes if is_yes else after_other
