"""What every answer reads and writes is asked in the same words on both kinds of database."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from config.vocabulary import Role, Scope
from tat.database import change, insert_one, look_up, read, write
from tat.people import directory
from tat.schema import Assignment, Person

PERSON, HELD = Person.__table__, Assignment.__table__
JOINS = sa.insert(Person.metadata.tables["person"])
HOLDS = sa.insert(Assignment.metadata.tables["assignment"])
NAMED = sa.select(PERSON.c.id, PERSON.c.name).where(
    PERSON.c.name.in_(sa.bindparam("names", expanding=True))
)
HELD_BY = sa.select(HELD.c.role, HELD.c.ended_at).where(
    HELD.c.person_id == sa.bindparam("person_id"), HELD.c.scope == Scope.JURISDICTION
)
RENAMED = (
    sa.update(Person.metadata.tables["person"])
    .where(PERSON.c.name.in_(sa.bindparam("names", expanding=True)))
    .values(name=sa.bindparam("to"))
)
NOON = datetime(2016, 9, 12, 12, tzinfo=UTC)


def person(name):
    return {"name": name, "address": f"{name}@co.example", "time_zone": "America/Denver"}


def role(person_id, ended_at):
    return {
        "person_id": person_id, "role": Role.ADMINISTRATOR, "scope": Scope.JURISDICTION,
        "scope_key": "CO", "ended_at": ended_at,
    }  # fmt: skip


def test_what_is_written_is_read_in_the_words_of_the_vocabulary(tracker):
    with write(tracker) as tat:
        ids = [insert_one(tat, JOINS, person(name)) for name in ("ada", "bo")]
        assert change(tat, HOLDS, [role(ids[0], NOON), role(ids[1], None)]) == 2
    with read(tracker) as tat:
        found = look_up(tat, NAMED, names=["bo", "nobody"])
        assert [(row.id, row.name) for row in found] == [(ids[1], "bo")]
        assert [tuple(row) for row in look_up(tat, NAMED, names=[])] == []
        held = [tuple(look_up(tat, HELD_BY, person_id=one)[0]) for one in ids]
    assert held == [(Role.ADMINISTRATOR, NOON), (Role.ADMINISTRATOR, None)]


def test_what_was_remembered_is_forgotten_by_a_change(tracker):
    with write(tracker) as tat:
        change(tat, JOINS, [person("ada"), person("bo")])
        assert [one.name for one in directory(tat).people.values()] == ["ada", "bo"]
        assert change(tat, RENAMED, [{"names": ["ada", "bo"], "to": "cy"}]) == 2
        assert [one.name for one in directory(tat).people.values()] == ["cy", "cy"]


def test_a_reader_changes_nothing(tracker):
    refused = pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only")
    with refused, read(tracker) as tat:
        change(tat, JOINS, [person("ada"), person("bo")])
    with read(tracker) as tat:
        assert look_up(tat, NAMED, names=["ada", "bo"]) == []


def test_what_the_tables_refuse_is_said_as_elsewhere(tracker):
    with pytest.raises(sa.exc.IntegrityError), write(tracker) as tat:
        change(tat, JOINS, [person("ada"), person("ada")])
    with read(tracker) as tat:
        assert look_up(tat, NAMED, names=["ada"]) == []
