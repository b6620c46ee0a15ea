"""Links in a mail: kept out of the Markdown while it is rendered, so that they stay as they are."""

import html
import re

from templates.escaping import Safe, one_line

_PLACE = re.compile("\ue000(\\d+)\ue001")

_BUTTON = (
    "display:inline-block;padding:12px 20px;background-color:#005ea2;color:#ffffff;"
    "font-weight:bold;text-decoration:none;border-radius:4px"
)
_ANCHOR = "color:#005ea2;text-decoration:underline"
_QUIET = "color:#565c65;text-decoration:underline"


class Links:
    """The links of one part of one letter, in the order in which its templates wrote them."""

    def __init__(self) -> None:
        self._made: list[tuple[str, str, str]] = []

    def button(self, address: str | None, label: str) -> Safe:
        """A link in a paragraph of its own; nothing where there is no address."""
        return self._place(address, label, _BUTTON) if address else Safe()

    def anchor(self, address: str, label: str) -> Safe:
        """A link inside a line."""
        return self._place(address, label, _ANCHOR)

    def quiet(self, address: str, label: str) -> Safe:
        """A link in a paragraph of its own that does not compete with the button."""
        return self._place(address, label, _QUIET)

    def put_into_text(self, text: str) -> str:
        """Write the addresses into the plain text part."""
        return _PLACE.sub(lambda place: self._as_text(int(place[1])), text)

    def put_into_html(self, text: str) -> str:
        """Write the addresses into the HTML part."""
        return _PLACE.sub(lambda place: self._as_html(int(place[1])), text)

    def _place(self, address: str, label: str, style: str) -> Safe:
        self._made.append((address, one_line(label), style))
        return Safe(f"\ue000{len(self._made) - 1}\ue001")

    def _as_text(self, number: int) -> str:
        address, label, style = self._made[number]
        return address if style == _ANCHOR else f"{label}:\n{address}"

    def _as_html(self, number: int) -> str:
        address, label, style = self._made[number]
        return f'<a href="{html.escape(address)}" style="{style}">{html.escape(label)}</a>'
