"""Who answers: the name that they type, how they heard it, and who says that it is them."""

from collections.abc import Sequence

from config.vocabulary import STAKEHOLDERS, Channel, Role
from portal.asking.blanks import Blank
from portal.context import Form, Portal
from portal.forms.faults import Fault
from portal.visitors import Visitor

STATES = (Role.ADMINISTRATOR, *STAKEHOLDERS)
"""Whose forms are a collection of information from the public, with an OMB control number."""


def name_faults(visitor: Visitor, form: Form) -> list[Fault]:
    """Whoever decides types their name: a scanner that sends the form as it is does not."""
    if _letters(form.get("name", "")) == _letters(visitor.name):
        return []
    return [Fault("name", f"Type your name as it stands at the head of this page: {visitor.name}.")]


def channel_of(form: Form, *, is_heard: bool) -> tuple[Channel, list[Fault]]:
    """How an answer came: on the page, or as the Specialist says who was told it."""
    if not is_heard:
        return Channel.PAGE, []
    said = form.get("channel", "")
    if said not in (Channel.PHONE, Channel.EMAIL):
        fault = Fault("channel", "Say whether it was told by phone or by email.")
        return Channel.PHONE, [fault]
    return Channel(said), []


def is_of_state(asked: Sequence[Blank]) -> bool:
    """Whether somebody of a state is asked, on a form that carries the control number."""
    return any(blank.plan_id is not None and blank.role in STATES for blank in asked)


def must_sign_on(portal: Portal, visitor: Visitor, asked: Sequence[Blank]) -> bool:
    """Whether the visitor's agency has to say who they are before they decide here."""
    is_officer = any(blank.role in (Role.COR, Role.FPO) for blank in asked)
    is_asked = portal.settings.officers_sign_on == "openid"
    return is_officer and is_asked and not visitor.is_signed_on


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
