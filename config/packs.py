"""Which documents go to whom for which occasion: for an event, with a question, with a notice."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from config.declaration import Declaration, PositiveCount, Words
from config.errors import Faults, Problem
from config.vocabulary import MeetingKind, Occasion, PromptKind, Purpose, Role

DocumentOccasion = Occasion | MeetingKind | PromptKind | Purpose

EVERYBODY = "everybody"
"""Whoever is asked the question, or told by the notice."""

INVITEES = "invitees"
"""Everybody invited to a state's call whom no other pack of it names."""

PLAN = "plan"
"""The plan that a question or notice is about, as it reads when the letter is made."""

DRAFT_PLAN = "draft-plan"

PLAN_TABLES = "plan-tables"
"""All plans that a mail shares, as one workbook to read: one table of needs, one of activities."""

PLAN_WORKBOOK = "plan-workbook"
"""What is asked, about which lines of the plan, as a workbook to fill in: made by the pages."""

ANSWERED_BY_WORKBOOK = (
    PromptKind.WORKSHEET,
    PromptKind.ACCURACY,
    PromptKind.CENTER_REVIEW,
    PromptKind.APPROACHES,
    PromptKind.ENTRY,
    PromptKind.CONFIRMATION,
    PromptKind.REVISION,
    PromptKind.CHANGE_AGREEMENT,
    PromptKind.FINAL_REVIEW,
    PromptKind.PACKAGE,
    PromptKind.REWORK,
    PromptKind.FINAL_AGREEMENT,
    PromptKind.PROGRESS,
    PromptKind.REVIEW,
    PromptKind.RECORD_CHECK,
)
"""The questions with whose mail a workbook can go. None asks a federal officer: no file that is
sent out is a way to approve."""

SLIDES = "trend-slides"
"""The charts of the trends as pictures, in one zip file."""

TREND_DOCUMENTS = (
    "trend-page", "trend-workbook", SLIDES, "needs-by-topic", "requests", "activities",
)  # fmt: skip
"""The trends of the nation or of a region, as they are when the notice is written."""

OF_TRENDS = (Occasion.ALL_HANDS, Purpose.TRENDS, MeetingKind.REGIONAL_CONFERENCE)
"""For these each pack names the roles that get it, in the edition of their region or the nation."""

MADE_DOCUMENTS: Mapping[DocumentOccasion, frozenset[str]] = {
    Occasion.STAKEHOLDER_CALL: frozenset({DRAFT_PLAN}),
    **dict.fromkeys(OF_TRENDS, frozenset(TREND_DOCUMENTS)),
    **dict.fromkeys(
        (
            Purpose.DRAFT_SHARED,
            Purpose.INITIAL_SHARED,
            Purpose.INTERMEDIATE_SHARED,
            Purpose.FINAL_SENT,
            Purpose.CHANGE_ADOPTED,
            PromptKind.AFFIRMATION,
        ),
        frozenset({PLAN, PLAN_TABLES}),
    ),
    **dict.fromkeys(ANSWERED_BY_WORKBOOK, frozenset({PLAN_WORKBOOK})),
    **dict.fromkeys(
        (PromptKind.ACCURACY, PromptKind.CONFIRMATION, PromptKind.FINAL_REVIEW),
        frozenset({PLAN, PLAN_WORKBOOK}),
    ),
}
"""Documents that are made for each plan or region: no file in resources/ has them."""

MADE_NAMES = frozenset(name for names in MADE_DOCUMENTS.values() for name in names)

_NO_PACK = (Purpose.ASK, Purpose.CALL_PACK, Purpose.ALL_HANDS_PACK)
"""A question goes by its kind, and these two notices by their event."""


MEGABYTE = 1_000_000


class Attached(Declaration):
    """Up to which size documents are attached to a mail; larger ones are linked."""

    each_mb: PositiveCount
    together_mb: PositiveCount

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.together_mb < self.each_mb:
            cause = f"all together ({self.together_mb}) are less than one alone ({self.each_mb})"
            raise Faults([Problem("", "attached.together_mb", cause, "put them in order")])
        return self


def _occasion(given: Any) -> Any:
    if given == MeetingKind.REGIONAL_CONFERENCE:
        return MeetingKind.REGIONAL_CONFERENCE
    for words in (Occasion, PromptKind, Purpose):
        if given in [*words] and words(given) not in _NO_PACK:
            return words(given)
    raise ValueError(
        'should be "stakeholder call", "all-hands", "regional-conference", a kind of question or '
        "the purpose of a notice"
    )


def _receivers(given: Any) -> Any:
    known = {*Role}
    is_roles = isinstance(given, list | tuple) and given and known >= {*given}
    if given in (INVITEES, EVERYBODY) or is_roles:
        return given
    raise ValueError('should be "everybody", "invitees" or a list of roles')


class Pack(Declaration):
    """Documents for one occasion and the roles that get them."""

    occasion: Annotated[DocumentOccasion, BeforeValidator(_occasion)]
    to: Annotated[tuple[Role, ...] | Literal["invitees", "everybody"], BeforeValidator(_receivers)]
    documents: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _for_whom_there_is(self) -> Self:
        place = f"pack {self.occasion}.to"
        if self.to == INVITEES and self.occasion is not Occasion.STAKEHOLDER_CALL:
            cause = '"invitees" are those of a stakeholder call'
            raise Faults([Problem("", place, cause, "name the roles")])
        if self.to == EVERYBODY and self.occasion in (*Occasion, *OF_TRENDS):
            cause = '"everybody" is who gets the mail of a question or notice'
            raise Faults([Problem("", place, cause, "name the roles")])
        return self

    def is_for(self, roles: Collection[Role]) -> bool:
        """Whether somebody in the roles gets it with the mail of a question or notice."""
        return self.to == EVERYBODY or not {*self.to}.isdisjoint(roles)
