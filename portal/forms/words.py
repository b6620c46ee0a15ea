"""What each field of an answer is called on a page: in the words of busy people."""

from collections.abc import Mapping

# Label, and a hint where the label alone leaves a question.
_WORDS: Mapping[str, tuple[str, str]] = {
    "ActivityChange.activity": ("The activity now", ""),
    "ActivityChange.line_id": ("Which activity", ""),
    "ActivityDraft.approach": ("For whom", ""),
    "ActivityDraft.collaborators": ("Centers that work along", ""),
    "ActivityDraft.description": ("What is done", "How often, with whom, to what end."),
    "ActivityDraft.forms": ("In which forms", "Choose all that apply."),
    "ActivityDraft.intensity": ("How intensive", ""),
    "ActivityDraft.title": ("Title", "A few words."),
    "ActivityDraft.workplan": ("Where it stands in the center's workplan", ""),
    "ActivityProgress.expected_on": ("Expected on", "Where it is not done yet."),
    "ActivityProgress.note": ("Note", ""),
    "ActivityProgress.on": ("Since", ""),
    "ActivityProgress.progress": ("How far it has come", ""),
    "Approaches.out_of_scope": (
        "Needs that are not your center's",
        "Say why, and which center could take the need up.",
    ),
    "Approaches.proposed": (
        "Need by need",
        "Propose an activity for each need, or say below that it is not yours.",
    ),
    "Approved.approves": ("Do you approve?", ""),
    "Approved.reason": ("Reason", "Needed where you do not approve."),
    "CallAgreement.agrees": ("Do you agree with the date and the invitees?", ""),
    "CallAgreement.others": ("Others whom you want invited", ""),
    "CallAgreement.wishes": ("What should change", "Needed where you do not agree."),
    "CallProposal.invitee_ids": ("Whom to invite", "Those whom the roster names for this state."),
    "CallProposal.minutes": ("Minutes", "At most two hours."),
    "CallProposal.others": ("Others, who are not on the roster", ""),
    "CallProposal.starts_at": ("When it begins", "By your own clock."),
    "CallRecord.added": ("Needs that the call added", ""),
    "CallRecord.changed": (
        "Needs that the call changed",
        "Change the words; leave the rest as it is.",
    ),
    "CallRecord.held_on": ("On which day the call was held", ""),
    "CallRecord.withdrawn": ("Needs that the call dropped", ""),
    "CarriedNeed.carries": ("Does the need go on?", ""),
    "CarriedNeed.need": ("Its words now", "Leave empty to keep those that it had."),
    "CarriedNeed.reason": ("Reason", "Needed where it is dropped."),
    "CenterReview.collaboration": ("Where you see chances to work together", ""),
    "CenterReview.known": (
        "Need by need",
        "Which activities do you know of already? Nothing to add is an answer too.",
    ),
    "Factor.document": ("Where it comes from", ""),
    "Factor.text": ("What it is", ""),
    "KnownActivity.activity": ("The activity", ""),
    "KnownActivity.need_id": ("For which need", ""),
    "LineVerdict.accepts": ("Your answer", ""),
    "LineVerdict.reason": ("Reason", "Needed where you do not accept."),
    "LineVerdicts.lines": ("Item by item", ""),
    "LineVerdicts.rest_accepted": (
        "I accept every item that I have not answered above",
        "Your yes covers every other item of this plan, as it reads here.",
    ),
    "LookedAt.document": ("Which document", ""),
    "LookedAt.by_id": ("Who looked at it", "Where it was not you."),
    "LookedAt.is_available": ("Is the document available?", ""),
    "LookedAt.says": ("What it says", "Needed where it is available."),
    "Mapped.overlaps": ("Topic by topic", ""),
    "MeetingDate.held_on": ("Or: it was held already, on", "Then write its notes below."),
    "MeetingDate.is_not_held": ("Or: it is not held", ""),
    "MeetingDate.minutes": ("Minutes", ""),
    "MeetingDate.notes": ("Notes", "Of a meeting that was held already."),
    "MeetingDate.place": ("Where", "Address of the web conference, telephone number or room."),
    "MeetingDate.reason": ("Why it is not held", ""),
    "MeetingDate.starts_at": ("When it begins", "By your own clock."),
    "MeetingRecord.attendee_ids": ("Who was there", ""),
    "MeetingRecord.held_on": ("On which day it was held", ""),
    "MeetingRecord.leads": ("Which center could lead on a need", ""),
    "MeetingRecord.notes": ("Notes", ""),
    "MeetingRecord.wishes": ("Changes to plans that the meeting suggests", ""),
    "NamedLead.address": ("Mail address", ""),
    "NamedLead.leads": ("What they lead", ""),
    "NamedLead.name": ("Name", ""),
    "NeedChange.line_id": ("Which need", ""),
    "NeedChange.need": ("The need now", ""),
    "NeedDraft.outcome": ("What shall come of it", ""),
    "NeedDraft.priority": ("Priority", "From 1, the highest, to 5."),
    "NeedDraft.requirement": ("Is it about what the law requires?", ""),
    "NeedDraft.setting": ("Of which age", ""),
    "NeedDraft.text": ("What is needed", ""),
    "NeedDraft.topic": ("Topic", ""),
    "NewActivity.activity": ("The activity", ""),
    "NewActivity.added_need": ("For which of the added needs", "1 for the first one below."),
    "NewActivity.center": ("Which center leads", ""),
    "NewActivity.need_id": ("For which need of the plan", ""),
    "Order.converts": ("Convert the plan now?", ""),
    "Order.reason": ("Reason", "If you want to say why not."),
    "OutOfScope.need_id": ("Which need", ""),
    "OutOfScope.reason": ("Why it is not your center's", ""),
    "OutOfScope.suggested_center": ("Which center could take it up", ""),
    "Overlap.note": ("Note", ""),
    "Overlap.says": ("What do you think of it?", ""),
    "Package.note": ("Note to the officer", "If you want to add one."),
    "PlanVerdict.confirms": ("Your answer", ""),
    "PlanVerdict.wishes": (
        "The plan, line by line",
        "Where something should change, say so there, or for the plan as a whole below.",
    ),
    "PlanWish.line_id": ("Which line", "Leave open for the plan as a whole."),
    "PlanWish.plan_id": ("Which plan", ""),
    "PlanWish.text": ("What should change", ""),
    "ProgressReport.marks": (
        "Activity by activity",
        "Fill in only what has changed; no change is an answer too.",
    ),
    "ProgressReport.note": ("Note", ""),
    "RecordCheck.is_accurate": ("Are the records accurate?", ""),
    "RecordCheck.note": ("Note", "Needed where they are not."),
    "Review.needs_change": ("Does the plan need a change?", ""),
    "Review.note": ("What should change", "Needed where it does."),
    "Revision.activities": ("Activities", "Change the words; leave the rest as it is."),
    "Revision.added": ("Needs to add", ""),
    "Revision.drops": ("Give the change on its way up as a whole", ""),
    "Revision.needs": ("Needs", "Change the words; leave the rest as it is."),
    "Revision.note": ("Note to those who asked", "What you changed, or why you did not."),
    "Revision.proposed": ("Activities to add", ""),
    "Revision.restored": ("Withdrawn activities that stand again", ""),
    "Revision.taken_back": ("Lines that stay as they are", "Of the change that is on its way."),
    "Revision.withdrawn": ("Lines to withdraw", ""),
    "Rework.items": ("Item by item", "Make each clear, change it, or withdraw it."),
    "ReworkedItem.changed": ("The activity now", "Only where you change it: fill in all of it."),
    "ReworkedItem.clarification": ("What makes it clear", ""),
    "ReworkedItem.withdraws": ("Withdraw it", ""),
    "SuggestedLead.center": ("Which center could lead", ""),
    "SuggestedLead.collaborators": ("Which centers could work along", ""),
    "SuggestedLead.need_id": ("Which need", ""),
    "Wish.line_id": ("Which line", "Leave open for the plan as a whole."),
    "Wish.text": ("What should change", "Leave it empty where all is right."),
    "Worksheet.carried": ("Needs of the last cycle that are still open", ""),
    "Worksheet.check_in_attendee_ids": ("Who took part in the check-in call", ""),
    "Worksheet.check_in_held_on": ("On which day the status check-in call was held", ""),
    "Worksheet.check_in_notes": ("Notes of the call", ""),
    "Worksheet.documents": ("Documents", "What each says, or that it is not available."),
    "Worksheet.factors": ("Contextual factors", "Each names the document that it comes from."),
    "Worksheet.high_priority_needs": (
        "Needs of high priority, as the call named them",
        "One a line.",
    ),
    "Worksheet.needs": ("Needs for the draft plan", ""),
}

ADD: Mapping[str, str] = {
    "Worksheet.documents": "Add another document",
    "Approaches.proposed": "Propose one activity more",
    "Approaches.out_of_scope": "Name a need that is not yours",
    "CallAgreement.others": "Name a person",
    "CallProposal.others": "Name a person",
    "CenterReview.known": "Add one activity more",
    "PlanVerdict.wishes": "Suggest something for the plan as a whole",
    "Revision.proposed": "Add an activity",
    "Worksheet.factors": "Add a factor",
}
"""What the button says that adds a row; elsewhere "Add a row"."""

YES_NO: Mapping[str, tuple[str, str]] = {
    "PlanVerdict.confirms": ("I confirm the plan as it is shown here", "I suggest modifications"),
    "LineVerdict.accepts": ("Yes, I accept it", "No, I send it back"),
    "LookedAt.is_available": ("Yes", "No, it is not available"),
    "CarriedNeed.carries": ("Yes, carry it on", "No, drop it"),
    "Review.needs_change": ("Yes, it needs a change", "No change"),
    "RecordCheck.is_accurate": ("Yes, they are", "No"),
    "Order.converts": ("Yes, convert it", "Not now"),
    "Approved.approves": ("Yes, I approve", "No"),
    "CallAgreement.agrees": ("Yes, I agree", "No"),
}
"""What the two answers say, where yes and no alone would leave a doubt."""

_OPTIONS: Mapping[str, str] = {
    "separate": "They serve different ends and stay as they are",
    "coordinate": "The centers should coordinate them",
    "merge": "They should become one activity",
    "ccdbg": "Yes: the CCDBG Act requires it",
    "beyond compliance": "No: it goes beyond what is required",
    "state": "For this state or territory",
    "brief": "Brief",
    "intensive": "Intensive",
}


def label_of(key: str) -> str:
    """The label of a field, `Model.field`. Raises: KeyError; a test names what has none."""
    return _WORDS[key][0]


def hint_of(key: str) -> str:
    """What helps to fill it in; mostly nothing."""
    return _WORDS[key][1]


def add_words(key: str) -> str:
    """What the button says that adds a row."""
    return ADD.get(key, "Add a row")


def yes_no_of(key: str) -> tuple[str, str]:
    """What yes and what no says."""
    return YES_NO.get(key, ("Yes", "No"))


def option_label(value: str) -> str:
    """How one of the words of a vocabulary reads."""
    return _OPTIONS.get(value, value.replace("-", " ").capitalize())
