"""What all declared models have in common: frozen, no unknown keys, exact types."""

import re
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints


class Declaration(BaseModel):
    """A part of what staff declare."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("should be the name of a time zone, such as America/Chicago") from None
    return name


def matching(pattern: str, meaning: str) -> AfterValidator:
    """Make a check of a text against a pattern that speaks of its meaning instead."""

    def match(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"should be {meaning}")
        return text

    return AfterValidator(match)


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Count = Annotated[int, Field(strict=True, ge=0)]
PositiveCount = Annotated[int, Field(strict=True, ge=1)]
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Day = Annotated[date, Field(strict=True)]
YesNo = StrictBool
TimeZone = Annotated[str, AfterValidator(_known_zone)]
