"""How a page says no: each has a page of its own with what to do now."""


class NotThere(Exception):
    """There is no such page for this visitor: an unknown or revoked link, or not theirs to see."""

    def __init__(self, what: str = "page") -> None:
        super().__init__(what)
        self.what = what
        """`link`, `own pages` or `page`."""


class SignOnFirst(Exception):
    """The page is for who has signed on; nobody has here, or too long ago."""


class WrongForm(Exception):
    """A form that our pages did not send, or sent half; nothing was recorded."""


class TooLarge(Exception):
    """More than any form of ours sends; nothing was recorded."""
