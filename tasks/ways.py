"""How a mail leaves: what every way does, and how it says that it could not."""

from collections.abc import Callable
from typing import Protocol

from tasks.compose import Mail


def nothing() -> None:
    """What there is to do while a mail is read, where there is nothing."""


class Way(Protocol):
    """How a mail leaves. One for one thread.

    An OSError that is none of the faults below says that the way broke in the middle: nobody
    knows whether this mail was accepted, and it is delivered again under the same `Message-ID`.
    """

    def deliver(self, mail: Mail, meanwhile: Callable[[], None] = nothing, /) -> None:
        """Hand a mail over. Returns once it is accepted.

        Args:
            meanwhile: what can be done while a server reads the mail. A way without a server does
                not call it.
        Raises: NotNow, NeverTaken, Unreached, or another OSError.
        """

    def close(self) -> None:
        """End the connection after a batch, if there is one."""


class Unreached(OSError):
    """No connection could be made: no mail was handed over, and none is to blame."""


class NotNow(Exception):
    """The server takes this mail later, perhaps: it answered with a code of 400 to 499."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"{code} {said}")
        self.code = code
        self.said = said


class NeverTaken(Exception):
    """The server does not take this mail: it answered with a code of 500 to 599."""

    def __init__(self, code: int, said: str, *, is_address: bool) -> None:
        super().__init__(f"{code} {said}")
        self.code = code
        self.said = said
        self.is_address = is_address
        """Whether it was the address that was refused, not the content."""
