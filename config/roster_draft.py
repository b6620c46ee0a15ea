"""A roster while its rows are read and compared with each other."""

from config.errors import Problem
from config.people import Assignment, Person, Roster, RosterRow
from config.scopes import Places
from config.titles import TITLE_OF
from config.vocabulary import Role


class RosterDraft:
    """Takes rows one by one and remembers where it has seen what."""

    def __init__(self, places: Places, *, file: str, problems: list[Problem]) -> None:
        self._places = places
        self._file = file
        self._problems = problems
        self._rows: list[RosterRow] = []
        self._named_at: dict[str, tuple[str, str]] = {}
        self._held_at: dict[Assignment, str] = {}
        self._zone_at: dict[str, tuple[str, str]] = {}

    def add(self, at: str, row: RosterRow) -> None:
        """Take a row; what is wrong with it is added to the problems.

        Args:
            at: how the row is called in problems: "line 7".
        """
        row = row.model_copy(update={"scope": self._places.canonical(row.scope)})
        scopes = self._scopes(at, row)
        if not self._is_same_person(at, row) or not self._is_same_zone(at, row):
            return
        new = [Assignment(row.address, row.role, scope) for scope in scopes]
        known = next((held for held in new if held in self._held_at), None)
        if known:
            where = self._held_at[known]
            cause = f"{row.person} is {TITLE_OF[row.role]} of {known.scope} already, on {where}"
            self._problem(at, cause, "remove one of the rows")
            return
        self._held_at.update(dict.fromkeys(new, at))
        self._rows.append(row)

    def finish(self) -> Roster:
        """Give the roster of all rows that were taken without a problem."""
        people: dict[str, Person] = {}
        for row in self._rows:
            zone = self._zone_at.get(row.address, (self._places.zone_of(row.scope), ""))[0]
            people.setdefault(row.address, Person(row.person, row.address, zone))
        holders: dict[tuple[Role, str], tuple[str, ...]] = {}
        for held in self._held_at:
            key = held.role, held.scope
            holders[key] = (*holders.get(key, ()), held.address)
        return Roster(tuple(self._rows), people, tuple(self._held_at), holders)

    def _scopes(self, at: str, row: RosterRow) -> tuple[str, ...]:
        try:
            return self._places.scopes_held(row.role, row.scope)
        except ValueError as error:
            cause, act = f'"{row.scope}" {error}', "correct the scope or the role"
            self._problem(f"{at}, scope", cause, act)
            return ()

    def _is_same_person(self, at: str, row: RosterRow) -> bool:
        name, where = self._named_at.setdefault(row.address, (row.person, at))
        if name == row.person:
            return True
        cause = f"{row.address} belongs to {name} on {where}, to {row.person} here"
        self._problem(f"{at}, address", cause, "give everyone an address of their own")
        return False

    def _is_same_zone(self, at: str, row: RosterRow) -> bool:
        if row.time_zone is None:
            return True
        zone, where = self._zone_at.setdefault(row.address, (row.time_zone, at))
        if zone == row.time_zone:
            return True
        cause = f"{row.person} has the time zone {zone} on {where}, {row.time_zone} here"
        self._problem(f"{at}, time_zone", cause, "keep one of them")
        return False

    def _problem(self, place: str, cause: str, act: str) -> None:
        self._problems.append(Problem(self._file, place, cause, act))
