"""Who plays in a rehearsal, as config/rehearsal.toml declares it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import time
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Annotated

from pydantic import Field

from config.declaration import Count, Day, Declaration, PositiveCount, Words
from config.declared import EMBEDDED, Declared
from config.done_earlier import DoneEarlier
from config.errors import BadInput, Problem
from config.further import FurtherConfirmation, Protocol, declared_twice
from config.reading import check, read_toml
from config.scopes import NATION, by_region, region_number, region_scope
from config.vocabulary import SCOPE_OF, PromptKind, Role, Scope

FILE = "rehearsal.toml"


class Part(StrEnum):
    """Whose behaviour a special describes."""

    ADMINISTRATOR = "administrator"
    CENTER_LEAD = "center-lead"
    OFFICER = "officer"
    REGION = "region"  # whoever records its meetings


class How(StrEnum):
    """What a special does."""

    NEVER_ANSWERS = "never answers"
    MODIFIES = "asks for modifications"
    MODIFIES_TWICE = "asks for modifications twice"
    BY_PHONE = "answers by phone"
    AFTER_DUE_DATE = "confirms after the due date"
    AFTER_STEP = "confirms after the step"
    CONTRADICTS = "contradicts themselves"
    OUT_OF_SCOPE = "finds one need out of scope"
    SUGGESTS_LEAD = "suggests another lead"
    SENDS_BACK = "sends two items back"
    WISHES_CHANGE = "wishes a change in the first review"
    SENDS_CHANGE_BACK = "sends the first change back"
    FILES_MEMO = "signs a memo"
    AT_ONCE = "answers together with a colleague"
    DROPS = "asks to leave an activity out"
    ADDS = "asks for one more need"


class Special(Declaration):
    """Some people who behave differently: Administrators by state, others by center or region."""

    who: Part
    how: How
    of: tuple[str, ...]


class MovedDays(Declaration):
    """A step or a window that OCC moves on some day."""

    on: Day
    step: PositiveCount
    window: Words | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    reason: Words


class RevisedPlan(Declaration):
    """A plan that its Specialist revises on some day without having been asked."""

    on: Day
    of: Words


class PartnerMeeting(Declaration):
    """A meeting with one partner, recorded on its day by the Specialist of the region."""

    on: Day
    region: PositiveCount


class StaffChange(Declaration):
    """What changes on some day for the holder of a role, or for a new one."""

    on: Day
    role: Role
    of: Words


class JoinedPerson(StaffChange):
    """Somebody joins, and has the role from then on."""

    name: Words


class LeftRole(StaffChange):
    """The holder leaves, and somebody comes after them."""

    successor: Words
    reason: Words


class DelegatedDays(StaffChange):
    """The holder, of a state, is away for some days: who has another role there answers."""

    to: Role
    starts_on: Day
    ends_on: Day
    reason: Words


class Cast(Declaration):
    """The whole cast."""

    seed: int
    wake_at: time
    pace: Mapping[PromptKind, Annotated[tuple[Count, ...], Field(min_length=1)]]
    specials: tuple[Special, ...] = Field(alias="special")
    moved: tuple[MovedDays, ...] = ()
    revised: tuple[RevisedPlan, ...] = ()
    done_earlier: tuple[DoneEarlier, ...] = ()
    """Said by the region's Specialist before the cycle begins."""
    partner_meetings: tuple[PartnerMeeting, ...] = Field(default=(), alias="partner_meeting")
    joined: tuple[JoinedPerson, ...] = ()
    left: tuple[LeftRole, ...] = ()
    delegated: tuple[DelegatedDays, ...] = ()
    confirmations: tuple[FurtherConfirmation, ...] = Field(default=(), alias="confirmation")
    protocols: tuple[Protocol, ...] = Field(default=(), alias="protocol")
    """Both as in rules.toml, and added to what stands there."""

    @cached_property
    def _behaviour(self) -> dict[tuple[Part, str], How]:
        return {(one.who, key): one.how for one in self.specials for key in one.of}

    def how(self, part: Part, key: str) -> How | None:
        """How the Administrator of a state, or somebody of a center, behaves; None: as all do.

        Copies of a state behave like the state.
        """
        return self._behaviour.get((part, key.partition(".")[0]))

    def declared_with(self, declared: Declared) -> Declared:
        """The declarations with the confirmations and protocols that only a rehearsal has."""
        rules = declared.rules
        both = {
            "confirmations": (*rules.confirmations, *self.confirmations),
            "protocols": (*rules.protocols, *self.protocols),
        }
        return replace(declared, rules=rules.model_copy(update=both))

    def chance(self, *about: object) -> Random:
        """Chance for one matter: the same seed and matter always give the same."""
        return Random(" ".join(str(part) for part in (self.seed, *about)))


def load_cast(declared: Declared, *, seed: int | None = None, folder: Path | None = None) -> Cast:
    """Read the cast from a folder of declarations; None for the one that comes with the software.

    Raises: BadInput, naming everything that is wrong.
    """
    problems: list[Problem] = []
    data = read_toml((folder or EMBEDDED) / FILE, file=FILE, problems=problems)
    cast = check(Cast, data, file=FILE, problems=problems) if data is not None else None
    if cast is not None:
        problems += _unplayable(cast, declared)
    if cast is None or problems:
        raise BadInput(problems)
    return cast if seed is None else cast.model_copy(update={"seed": seed})


def everybody_agrees(cast: Cast) -> Cast:
    """The cast without anybody special, and without what was moved, handed on or done before."""
    return cast.model_copy(
        update={
            "specials": (), "moved": (), "revised": (), "done_earlier": (),
            "partner_meetings": (), "joined": (), "left": (), "delegated": (),
        }
    )  # fmt: skip


def _unplayable(cast: Cast, declared: Declared) -> Iterator[Problem]:
    """What fits no prompt, state or center."""
    missing = [kind for kind in PromptKind if kind not in cast.pace]
    if missing:
        cause = f"has no {', '.join(missing)}"
        yield Problem(FILE, "pace", cause, "give each its business days")
    for number, special in enumerate(cast.specials, start=1):
        kind, known, act = _known(special.who, declared)
        for key in special.of:
            if key not in known:
                yield Problem(FILE, f"special {number}, of", f'"{key}" is no {kind}', act)
    yield from _impossible_days(cast, declared)
    yield from _impossible_regions(cast, declared)
    yield from _unstaffable(cast, declared)
    for one in cast.protocols:
        if one.center not in declared.centers:
            yield Problem(
                FILE, "protocol", f'"{one.center}" is no center', "name one of centers.csv"
            )
    both = cast.declared_with(declared).rules
    for problem in declared_twice(both.confirmations, both.protocols):
        yield replace(problem, file=FILE)


def _impossible_days(cast: Cast, declared: Declared) -> Iterator[Problem]:
    """Moves and revisions of what is not there."""
    windows = {one.number: [w.name for w in one.windows] for one in declared.calendar.steps}
    for number, moved in enumerate(cast.moved, start=1):
        if moved.step not in windows:
            cause = f"the cycle has no step {moved.step}"
            yield Problem(FILE, f"moved {number}, step", cause, "name one of its steps")
        elif moved.window is not None and moved.window not in windows[moved.step]:
            cause = f'step {moved.step} has no window "{moved.window}"'
            yield Problem(FILE, f"moved {number}, window", cause, "name a window of the calendar")
    for number, revised in enumerate(cast.revised, start=1):
        if revised.of not in declared.jurisdictions:
            cause = f'"{revised.of}" is no state or territory'
            yield Problem(FILE, f"revised {number}, of", cause, "use a code of jurisdictions.csv")


def _impossible_regions(cast: Cast, declared: Declared) -> Iterator[Problem]:
    """Meetings in regions that are not there."""
    regions = by_region(declared.jurisdictions)
    for number, one in enumerate(cast.done_earlier, start=1):
        if region_number(one.scope) not in regions:
            cause = f'"{one.scope}" is no region'
            yield Problem(FILE, f"done_earlier {number}, scope", cause, 'use "region 1" to 10')
    for number, met in enumerate(cast.partner_meetings, start=1):
        if met.region not in regions:
            cause = f"there is no region {met.region}"
            yield Problem(FILE, f"partner_meeting {number}, region", cause, "use 1 to 10")


def _known(who: Part, declared: Declared) -> tuple[str, Container[str], str]:
    """What the people of a part are named by, which of those there are, and where they stand."""
    if who == Part.ADMINISTRATOR:
        act = "use a code of jurisdictions.csv"
        return "state or territory", declared.jurisdictions, act
    if who == Part.REGION:
        regions = {str(number) for number in by_region(declared.jurisdictions)}
        return "region", regions, "use a number of regions.csv"
    return "center", declared.centers, "use a code of centers.csv"


def _unstaffable(cast: Cast, declared: Declared) -> Iterator[Problem]:
    """Who joins, leaves or delegates where there is no such place."""
    known = {
        Scope.NATION: {NATION},
        Scope.REGION: {region_scope(one.region) for one in declared.jurisdictions.values()},
        Scope.JURISDICTION: set(declared.jurisdictions),
        Scope.CENTER: set(declared.centers),
    }
    rows: list[StaffChange] = [*cast.joined, *cast.left, *cast.delegated]
    for row in rows:
        if row.of not in known[SCOPE_OF[row.role]]:
            cause = f'"{row.of}" is nothing that the role {row.role} is held for'
            act = 'use "nation", "region 8", a state\'s code or a center\'s key'
            yield Problem(FILE, f"change of {row.on}, of", cause, act)
