"""What a mail server answers, and whose fault it is: the reader's, the mail's, or ours.

The library's errors are OSErrors. They are told apart by what they carry, not by their names:
nothing here imports smtplib.
"""

import re
from typing import Any

from tasks.ways import NeverTaken, NotNow

TRY_LATER, GOES_AWAY, NEVER = 400, 421, 500
"""Codes: 400 to 499 later, above never; 421 says that the server ends the connection."""

OK, FORWARDS, GO_AHEAD = 250, 251, 354
"""What it answers to what it takes; the last before it reads a mail."""

ADDRESS_AT_FAULT = frozenset({550, 551, 553})
"""After RCPT TO these say that there is no such reader, where no closer code says otherwise."""

WHO_ARE_YOU = frozenset({530, 535, 538})
"""It wants us to sign on, or by a safer way."""

OF_ONE_MAIL = re.compile(r"5\.[36]\.\d{1,3}\b")
"""RFC 3463: what is refused after MAIL FROM for the size or the letters of this mail alone."""

TOO_BIG, LETTERS_REFUSED = 552, 553

NO_SUCH_LETTERS = "5.6.7 This mail server takes no address with letters other than a to z"
NO_ADDRESS = "5.1.3 This is not one mail address"
"""What we say of a mail in the place of a server that could not be asked."""

CLOSER_CODE = re.compile(r"5\.(\d{1,3})\.\d{1,3}\b")
"""RFC 3463: 5.1 is about the address, 5.2 about its mailbox; 5.7 says that we are not let."""

AN_ADDRESS = re.compile(r"\S+@\S+")

NOT_LET_US = re.compile(r"\brelay|\bsend ?as", re.IGNORECASE)
"""Servers have no code of their own for: we do not know you, or you may not write in this name."""


def is_of_sender(code: int, said: str) -> bool:
    """Whether the answer to MAIL FROM refuses us, whatever is in the mail, whoever it goes to."""
    return code >= NEVER and code != TOO_BIG and not OF_ONE_MAIL.match(said)


def is_of_set_up(code: int, said: str) -> bool:
    """Whether the answer to an address or a mail is about us: each other mail would get it too."""
    if code < NEVER:
        return False
    closer = CLOSER_CODE.match(said)
    is_of_reader = closer is not None and closer[1] == "1"
    words = AN_ADDRESS.sub("", said)
    return code in WHO_ARE_YOU or (not is_of_reader and NOT_LET_US.search(words) is not None)


def of_reader(code: int, said: str) -> NotNow | NeverTaken:
    """What the answer to RCPT TO means."""
    closer = CLOSER_CODE.match(said)
    is_address = closer[1] in ("1", "2") if closer else code in ADDRESS_AT_FAULT
    return _sorted(code, said, is_address=is_address)


def of_mail(code: int, said: str) -> NotNow | NeverTaken:
    """What the answer to anything else means."""
    return _sorted(code, said, is_address=False)


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
    return text(getattr(error, "smtp_error", b""))


def text(said: Any) -> str:
    """What a server said, as words."""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
