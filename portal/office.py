"""How mail leaves this installation, and in whose name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from email.utils import parseaddr
from functools import cached_property

from portal.mail_documents import all_makers
from portal.postman_name import own_name
from tasks.letter_documents import Maker
from tasks.ways import Way
from templates.workbooks import omb_words

NO_OMB = omb_words("", None, "")
"""What the forms of states say before OMB has given them a number."""


@dataclass(frozen=True)
class PostOffice:
    """How mail leaves, and in whose name."""

    way: Way
    mail_from: str
    public_address: str
    secret: bytes
    reply_address: str = ""
    """To which answers to mails go; empty for the address of the sender."""
    daily_at: time = time(8)
    """When the mail of the day leaves, in the cycle's time zone."""
    name: str = field(default_factory=own_name)
    """Under which it claims messages; no two postmen share it."""
    makers: Mapping[str, Maker] = field(default_factory=lambda: all_makers(NO_OMB))
    """How documents are made on the way, by their names in rules.toml."""
    is_holding: bool = False
    """Whether nothing leaves until somebody releases it."""
    a_minute: int | None = None
    """How many messages leave in a minute at most; None for as many as the way takes."""
    n_a_commit: int = 40
    """After how many messages is recorded what became of them: more may leave again in a crash."""
    stale_after: timedelta = timedelta(minutes=15)
    """After which a claim counts as abandoned, if its postman is not known to have ended."""

    @cached_property
    def answers_go_to(self) -> str:
        """The address to which answers to mails go."""
        return self.reply_address or parseaddr(self.mail_from)[1]

    @property
    def longest_batch(self) -> timedelta:
        """How long one batch may last. No message, with all its timeouts, lasts twice as long."""
        return self.stale_after / 3
