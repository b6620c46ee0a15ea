"""What is said about the call of a state with its stakeholders (2.1, 2.6)."""

from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from config.people import MailAddress, PersonName
from tat.answer_models.parts import Content, Day, NeedChange, NeedDraft, Part, Remark, Words
from tat.statuses import Verdict

CALL_MINUTES = 120
"""A state's call lasts at most two hours (2.1)."""


class NamedLead(Part):
    """2.2: somebody who is not on the roster: what they lead, as the Administrator names them."""

    name: PersonName
    address: MailAddress
    leads: Words


class CallProposal(Content):
    """2.1: when the call could be, and who is invited."""

    starts_at: AwareDatetime
    minutes: Annotated[int, Field(ge=15, le=CALL_MINUTES)]
    invitee_ids: tuple[int, ...]
    others: tuple[NamedLead, ...] = ()


class CallAgreement(Content):
    """2.1: the Administrator agrees with date and invitees, or says what should change."""

    agrees: bool
    wishes: Remark = ""
    others: tuple[NamedLead, ...] = ()
    """Whom the Administrator wants invited too."""

    @model_validator(mode="after")
    def _a_no_says_what(self) -> "CallAgreement":
        if not self.agrees and not self.wishes.strip():
            raise ValueError("say which date or which invitees would suit")
        return self

    @property
    def verdict(self) -> Verdict:
        """Accepted, or changes asked."""
        return Verdict.ACCEPTED if self.agrees else Verdict.CHANGES_ASKED


class CallRecord(Content):
    """2.6: what the call confirmed, changed and added."""

    held_on: Day
    changed: tuple[NeedChange, ...] = ()
    added: tuple[NeedDraft, ...] = ()
    withdrawn: tuple[int, ...] = ()
