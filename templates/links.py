"""Links in a mail: kept out of the Markdown while it is rendered, so that they stay as they are."""

import html
import re
from enum import StrEnum

from templates.escaping import Safe, one_line

_PLACE = re.compile("\ue000(\\d+)\ue001")


class Look(StrEnum):
    """How a link looks; its name is its class, by which a dark page recolors it."""

    BUTTON = "button"
    ANCHOR = "link"
    QUIET = "quiet"


_STYLES = {
    Look.BUTTON: "display:inline-block;padding:12px 20px;background-color:#005ea2;color:#ffffff;"
    "font-weight:bold;text-decoration:none;border-radius:4px",
    Look.ANCHOR: "color:#005ea2;text-decoration:underline",
    Look.QUIET: "color:#565c65;text-decoration:underline",
}


class Links:
    """The links of one part of one letter, in the order in which its templates wrote them."""

    def __init__(self) -> None:
        self._made: list[tuple[str, str, Look]] = []

    def button(self, address: str | None, label: str) -> Safe:
        """A link in a paragraph of its own; nothing where there is no address."""
        return self._place(address, label, Look.BUTTON) if address else Safe()

    def anchor(self, address: str, label: str) -> Safe:
        """A link inside a line."""
        return self._place(address, label, Look.ANCHOR)

    def quiet(self, address: str, label: str) -> Safe:
        """A link in a paragraph of its own that does not compete with the button."""
        return self._place(address, label, Look.QUIET)

    def put_into_text(self, text: str) -> str:
        """Write the addresses into the plain text part."""
        return _PLACE.sub(lambda place: self._as_text(int(place[1])), text)

    def put_into_html(self, text: str) -> str:
        """Write the addresses into the HTML part."""
        return _PLACE.sub(lambda place: self._as_html(int(place[1])), text)

    def _place(self, address: str, label: str, look: Look) -> Safe:
        self._made.append((address, one_line(label), look))
        return Safe(f"\ue000{len(self._made) - 1}\ue001")

    def _as_text(self, number: int) -> str:
        address, label, look = self._made[number]
        return address if look is Look.ANCHOR else f"{label}:\n{address}"

    def _as_html(self, number: int) -> str:
        address, label, look = self._made[number]
        return (
            f'<a href="{html.escape(address)}" class="{look}" style="{_STYLES[look]}">'
            f"{html.escape(label)}</a>"
        )
