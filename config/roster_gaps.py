"""Roles that the rules ask and that nobody holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from config.centers import Center
from config.further import FurtherConfirmation, Protocol
from config.places import Jurisdiction
from config.rules import PromptRule, Rules
from config.scopes import NATION, by_region, region_number, region_scope
from config.titles import TITLE_OF
from config.vocabulary import SCOPE_OF, Role, Scope

Holders = Mapping[tuple[Role, str], tuple[str, ...]]
Asking = PromptRule | FurtherConfirmation | Protocol


@dataclass(frozen=True)
class MissingRole:
    """Roles of which one is needed, or more, for a scope, and a sentence that says so."""

    roles: tuple[Role, ...]
    scope: str
    text: str

    def __str__(self) -> str:
        return self.text


def find_gaps(
    holders: Holders,
    rules: Rules,
    jurisdictions: Mapping[str, Jurisdiction],
    centers: Mapping[str, Center],
) -> list[MissingRole]:
    """Give every role and scope that a rule asks and that too few people hold, each once."""
    scopes = {
        Scope.NATION: [NATION],
        Scope.REGION: [region_scope(number) for number in by_region(jurisdictions)],
        Scope.JURISDICTION: list(jurisdictions),
        Scope.CENTER: list(centers),
    }
    asking: list[Asking] = [*rules.prompt.values(), *rules.confirmations]
    needed = dict.fromkeys(
        (roles, scope, n_people)
        for rule in asking
        for roles, n_people in _needs(rule)
        for scope in scopes[SCOPE_OF[roles[0]]]
    )
    needed |= dict.fromkeys(
        (roles, protocol.center, n_people)
        for protocol in rules.protocols
        if protocol.center in centers
        for roles, n_people in _needs(protocol)
    )
    found: list[MissingRole] = []
    for roles, scope, n_people in needed:
        n_held = len({address for role in roles for address in holders.get((role, scope), ())})
        if n_held < n_people:
            who = _who(roles, n_held, n_people)
            text = f"{who} of {_place(scope, jurisdictions, centers)}"
            found.append(MissingRole(roles, scope, text))
    return found


def _needs(rule: Asking) -> Iterator[tuple[tuple[Role, ...], int]]:
    if rule.sufficient in ("all", "one of each"):
        yield from (((role,), 1) for role in rule.asked)
        return
    n_people = 1 if rule.sufficient == "any" else int(rule.sufficient)
    for kind in dict.fromkeys(SCOPE_OF[role] for role in rule.asked):
        yield tuple(role for role in rule.asked if SCOPE_OF[role] is kind), n_people


def _who(roles: Iterable[Role], n_held: int, n_people: int) -> str:
    titles = " or ".join(TITLE_OF[role] for role in roles)
    if n_people == 1:
        return f"nobody is {titles}"
    return f"{n_people} people are needed, but {n_held} have the role: {titles}"


def _place(
    scope: str, jurisdictions: Mapping[str, Jurisdiction], centers: Mapping[str, Center]
) -> str:
    if scope in jurisdictions:
        return jurisdictions[scope].name
    if scope in centers or region_number(scope):
        return scope
    return f"the {scope}"
