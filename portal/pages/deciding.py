"""What the pages share on which somebody of a role decides about mail."""

from collections.abc import Callable

from fastapi.responses import RedirectResponse, Response

from portal.context import Form, Portal, check_form
from portal.refusing import NotThere
from portal.visitors import Visitor
from portal.who_sees import Act, may
from tat.database import Tat, write
from tat.refusals import Refused


def check_may(visitor: Visitor, act: Act) -> None:
    """Raises: NotThere, to anybody whose roles do not do this."""
    if not may((role for role, _scope in visitor.roles), act):
        raise NotThere


def decided(
    portal: Portal,
    visitor: Visitor,
    form: Form,
    *,
    page: str,
    act: Act,
    fault_in: Callable[[Form], str],
    do: Callable[[Tat], None],
    show: Callable[[str], Response],
) -> Response:
    """Do what a form says, and lead back to its page; or show the page with what is wrong.

    Args:
        page: its name below the visitor's own link.
        fault_in: what to correct in the form; empty where nothing is.
        do: puts it on record; a Refused from there is said on the page.
        show: the page with a fault.
    """
    check_may(visitor, act)
    check_form(form, visitor)
    if fault := fault_in(form) or _refused(portal, do):
        return show(fault)
    return RedirectResponse(f"{visitor.base}/{page}", status_code=303)


def _refused(portal: Portal, do: Callable[[Tat], None]) -> str:
    """Put it on record; gives why the record refuses."""
    try:
        with write(portal.surroundings.tracker) as tat:
            do(tat)
    except Refused as refusal:
        return str(refusal)
    return ""


def number_in(text: str) -> int | None:
    """A number as a form sends it; None of anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
