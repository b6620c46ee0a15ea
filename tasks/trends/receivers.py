"""Who gets which documents of the trends, by the packs of the rules: each in their edition."""

from collections.abc import Iterator, Mapping

from config.declared import Declared
from config.packs import DocumentOccasion, Pack
from config.vocabulary import SCOPE_OF, Role, Scope
from tat.people import Directory, Somebody

Receivers = Mapping[int | None, Mapping[Somebody, Pack]]
"""Who gets which pack, by the region of the edition; None is the nation's."""


def receivers_of_packs(
    directory: Directory, declared: Declared, occasion: DocumentOccasion
) -> Receivers:
    """Who gets which edition: those of a region and its states theirs, the others the nation's.

    Somebody who is named by several packs gets the first.
    """
    found: dict[int | None, dict[Somebody, Pack]] = {}
    for pack in declared.rules.packs_for(occasion):
        for region, person in _named_by(pack, directory, declared):
            found.setdefault(region, {}).setdefault(person, pack)
    return found


def names_in(receivers: Receivers) -> set[str]:
    """The names of all documents that somebody gets."""
    packs = (pack for of_edition in receivers.values() for pack in of_edition.values())
    return {name for pack in packs for name in pack.documents}


def _named_by(
    pack: Pack, directory: Directory, declared: Declared
) -> Iterator[tuple[int | None, Somebody]]:
    roles = [Role(role) for role in pack.to]
    of_region = [role for role in roles if SCOPE_OF[role] in (Scope.REGION, Scope.JURISDICTION)]
    of_nation = [role for role in roles if SCOPE_OF[role] == Scope.NATION]
    of_center = [role for role in roles if SCOPE_OF[role] == Scope.CENTER]
    for region in directory.states_of:
        yield from ((region, one.person) for one in directory.in_region(of_region, region))
    yield from ((None, one.person) for one in directory.holding(of_nation))
    for center in declared.centers:
        yield from ((None, one.person) for one in directory.holding(of_center, center=center))
