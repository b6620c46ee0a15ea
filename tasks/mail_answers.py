"""What a mail server answers, read from what the library raises.

smtplib's errors are OSErrors. They are told apart by what they carry, not by their names: nothing
here imports smtplib.
"""

import re
from typing import Any

from tasks.ways import NeverTaken, NotNow

TRY_LATER, GOES_AWAY, NEVER = 400, 421, 500
"""Codes: 400 to 499 later, above never; 421 says that the server ends the connection."""

ADDRESS_AT_FAULT = frozenset({550, 551, 553})
"""After RCPT TO these say that there is no such reader, where no closer code says otherwise."""

OF_ONE_MAIL = re.compile(r"5\.[36]\.\d{1,3}\b")
"""RFC 3463: what is refused after MAIL FROM for the size or the letters of this mail alone."""

TOO_BIG, LETTERS_REFUSED = 552, 553

NO_SUCH_LETTERS = "5.6.7 This mail server takes no address with letters other than a to z"
"""What we say of a mail in the place of a server that could not be asked."""

CLOSER_CODE = re.compile(r"5\.(\d{1,3})\.\d{1,3}\b")
"""RFC 3463: 5.1 is about the address, 5.2 about its mailbox; 5.7 says that we are not let."""


def is_of_sender(error: OSError) -> bool:
    """Whether the server takes no mail from us, whatever is in it and whoever it goes to."""
    code = code_of(error)
    if not hasattr(error, "sender") or code is None or code < NEVER:
        return False
    return code != TOO_BIG and not OF_ONE_MAIL.match(said_in(error))


def of_mail(error: OSError) -> NotNow | NeverTaken | None:
    """What the server said of the mail; None where it said nothing, and the way broke."""
    recipients: Any = getattr(error, "recipients", None)
    if isinstance(recipients, dict) and recipients:
        code, answer = next(iter(recipients.values()))
        said = _text(answer)
        return _sorted(code, said, is_address=_is_of_address(code, said))
    code = code_of(error)
    if code is None or code < TRY_LATER:
        return None
    return _sorted(code, said_in(error), is_address=False)


def _is_of_address(code: int, said: str) -> bool:
    closer = CLOSER_CODE.match(said)
    return closer[1] in ("1", "2") if closer else code in ADDRESS_AT_FAULT


def _sorted(code: int, said: str, *, is_address: bool) -> NotNow | NeverTaken:
    if code < NEVER:
        return NotNow(code, said)
    return NeverTaken(code, said, is_address=is_address)


def code_of(error: OSError) -> int | None:
    """The code that the server gave; None where it gave none."""
    code: Any = getattr(error, "smtp_code", None)
    return code if isinstance(code, int) else None


def said_in(error: OSError) -> str:
    """The words that came with the code."""
    return _text(getattr(error, "smtp_error", b""))


def _text(said: Any) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
