"""What the fields of a form show: what was sent, else what they say at first."""

from collections.abc import Sequence

from portal.context import Form
from portal.forms.reading import keyed, says_nothing
from portal.forms.shapes import Given, Part, Rows


class Values:
    """The values of the fields of a page."""

    def __init__(self, parts: Sequence[Part], form: Form | None = None, add: str = "") -> None:
        """Take what was sent, or nothing.

        Args:
            add: the list to which somebody wants one row more.
        """
        self._form = form
        self._add = add
        self._initial: dict[str, str | Sequence[str]] = {}
        for part in parts:
            if isinstance(part, Rows):
                for given in part.given or ():
                    for name, value in given.values.items():
                        self._initial[f"{part.name}.{given.key}.{name}"] = value

    def get(self, name: str, default: str = "") -> str:
        """The value of a field that has one."""
        if self._form is not None:
            return self._form.get(name, default)
        value = self._initial.get(name, default)
        return value if isinstance(value, str) else default

    def all(self, name: str) -> list[str]:
        """The values of a field that may have several."""
        if self._form is not None:
            return self._form.all(name)
        value = self._initial.get(name, ())
        return [value] if isinstance(value, str) else list(value)

    def is_touched(self, part: Rows, given: Given, at: str) -> bool:
        """Whether somebody filled in the row of a line, beyond what it says at first."""
        return self._form is not None and not says_nothing(part.parts, given, self._form, at)

    def rows(self, part: Rows, name: str) -> list[tuple[str, Given | None]]:
        """The rows that a list shows, each with the key in its fields' names."""
        return keyed(part, self._form, name, n_more=int(self._add == name))
