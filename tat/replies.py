"""What somebody says to a prompt, before it is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.vocabulary import Channel


@dataclass(frozen=True)
class Reply:
    """Somebody's answer to one prompt, before it is recorded."""

    prompt_id: int
    content: Mapping[str, Any]
    """As the answer model of the prompt's kind takes it."""
    recorded_by_id: int
    channel: Channel
    said_by_id: int | None = None
    """Who said it, where somebody else records it (by phone, through the Specialist)."""
    memo: bytes | None = None
    """The signed memo, as a PDF, that proves a federal decision."""
