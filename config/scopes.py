"""What a role is held for, in the words of the roster: "nation", "region 8", "CO", "NCASE"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from config.centers import Center, find_center
from config.places import Jurisdiction, Region
from config.vocabulary import SCOPE_OF, Role, Scope

NATION = "nation"

_FORMS = {
    Scope.NATION: '"nation"',
    Scope.REGION: 'a region such as "region 8"',
    Scope.JURISDICTION: 'a state or territory such as "CO"',
    Scope.CENTER: 'a center such as "NCASE"',
}


def region_scope(number: int | None) -> str:
    """Give the scope of a region, "region 8"; of None that of the nation."""
    return NATION if number is None else f"region {number}"


def region_number(scope: str) -> int | None:
    """Give the number of a region's scope, None for every other scope."""
    found = re.fullmatch(r"region (\d{1,2})", scope)
    return int(found[1]) if found else None


def by_region(jurisdictions: Mapping[str, Jurisdiction]) -> dict[int, list[str]]:
    """Give the codes of every region's jurisdictions, regions ascending."""
    codes: dict[int, list[str]] = {}
    for code, jurisdiction in jurisdictions.items():
        codes.setdefault(jurisdiction.region, []).append(code)
    return dict(sorted(codes.items()))


@dataclass(frozen=True)
class Places:
    """All that a role can be held for. `time_zone` is the cycle's."""

    jurisdictions: Mapping[str, Jurisdiction]
    centers: Mapping[str, Center]
    regions: Mapping[int, Region]
    time_zone: str

    @cached_property
    def codes_by_region(self) -> dict[int, list[str]]:
        """The codes of every region's jurisdictions."""
        return by_region(self.jurisdictions)

    def canonical(self, text: str) -> str:
        """Give a scope with spaces and case put right and a center's current short name."""
        words = " ".join(text.split())
        if words.casefold() == NATION or words.casefold().startswith("region"):
            return words.casefold()
        center = find_center(self.centers, words.upper())
        return center.key if center else words.upper()

    def scopes_held(self, role: Role, scope: str) -> tuple[str, ...]:
        """Give what a row stands for: one scope, or for a Specialist's region all its states.

        Args:
            scope: as `canonical` gives it.
        Raises:
            ValueError: saying what is wrong with the scope.
        """
        number = region_number(scope)
        if role is Role.SPECIALIST and number in self.codes_by_region:
            return tuple(self.codes_by_region[number])
        kind = self._kind_of(scope)
        if kind is None:
            raise ValueError("is not a region, state, territory or center")
        if kind is not SCOPE_OF[role]:
            raise ValueError(f"does not fit {role}, which is held for {_FORMS[SCOPE_OF[role]]}")
        return (scope,)

    def zone_of(self, scope: str) -> str:
        """Give the time zone of a state, else of a region's office, else of the cycle."""
        if scope in self.jurisdictions:
            return self.jurisdictions[scope].time_zone
        region = self.regions.get(region_number(scope) or 0)
        return region.time_zone if region else self.time_zone

    def _kind_of(self, scope: str) -> Scope | None:
        if scope == NATION:
            return Scope.NATION
        if region_number(scope) in self.codes_by_region:
            return Scope.REGION
        if scope in self.jurisdictions:
            return Scope.JURISDICTION
        return Scope.CENTER if scope in self.centers else None
