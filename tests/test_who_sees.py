"""Who sees what: each cell of the table by hand, and what it comes to on a record."""

import pytest

from config.vocabulary import STAKEHOLDERS, Role
from portal.standing.sight import sight
from portal.who_sees import Act, Page, may, reach
from tat.database import read
from tests.small_cycle import CYCLE

PAGES = (
    "status", "step", "plan", "versions", "ledger", "messages", "document", "trends", "trend files",
)  # fmt: skip

TABLE = """
occ                            nation nation nation nation nation nation nation nation nation
ohs                            nation nation nation nation nation -      nation nation nation
regional-manager               region region region region region -      region region region
regional-staff                 region region region region region -      region region region
specialist                     state  state  state  state  state  state  state  region region
infant-toddler-specialist      region region region region region -      region region region
regional-center-representative region region region region region -      region region region
regional-partner               region region region -      -      -      -      region region
administrator                  state  state  state  state  state  -      state  state  -
center-lead                    center center center -      -      -      -      nation nation
project-lead                   center center center -      -      -      -      nation nation
cor                            center center center -      -      -      -      center -
fpo                            center center center -      -      -      -      center -
"""
STAKEHOLDER = ("state",) * 3 + ("nothing",) * 4 + ("state", "nothing")

NOTHING = {"-": "nothing"}
ROWS = {
    role: tuple(NOTHING.get(one, one) for one in row)
    for role, *row in (line.split() for line in TABLE.strip().splitlines())
}
ROWS |= {str(role): STAKEHOLDER for role in STAKEHOLDERS}
CELLS = [
    (role, page, how) for role, row in ROWS.items() for page, how in zip(PAGES, row, strict=True)
]


@pytest.mark.parametrize(("role", "page", "how"), CELLS)
def test_each_role_sees_on_each_page_what_the_table_says(role, page, how):
    assert str(reach(Role(role), Page(page))) == how


def test_every_role_and_every_page_is_in_the_table():
    assert {(role, page) for role, page, _how in CELLS} == {
        (str(role), str(page)) for role in Role for page in Page
    }


@pytest.mark.parametrize("role", Role)
def test_only_occ_moves_a_step(role):
    assert may([role], Act.MOVE_STEP) is (role == "occ")


@pytest.mark.parametrize("role", Role)
def test_only_occ_releases_mail(role):
    assert may([role], Act.RELEASE_MAIL) is (role == "occ")


@pytest.mark.parametrize("role", Role)
def test_only_occ_sorts_mail_and_only_a_specialist_takes_a_reply(role):
    assert may([role], Act.SORT_MAIL) is (role == "occ")
    assert may([role], Act.TAKE_REPLY) is (role == "specialist")


def seen(cycle, page: str, *held: tuple[str, str]) -> tuple[str, str]:
    """The states of which somebody sees everything, and of which only what a center does."""
    roles = [(Role(role), scope) for role, scope in held]
    with read(cycle.tracker) as tat:
        found = sight(tat, CYCLE, roles, Page(page))
    codes = {cycle.plan(state).id: state for state in ("CO", "MT", "VT")}
    whole = " ".join(sorted(codes[one] for one in found.whole))
    return whole, " ".join(sorted(codes[one] for one in found.parts))


# CO and MT are in region 8, VT is in region 1. ECQA and NCASE have activities in all three.
FINAL = [
    (("occ", "nation"), "plan", ("CO MT VT", "")),
    (("ohs", "nation"), "ledger", ("CO MT VT", "")),
    (("regional-manager", "region 8"), "plan", ("CO MT", "")),
    (("regional-manager", "region 1"), "status", ("VT", "")),
    (("regional-manager", "region 2"), "status", ("", "")),
    (("regional-partner", "region 8"), "plan", ("CO MT", "")),
    (("regional-partner", "region 8"), "ledger", ("", "")),
    (("specialist", "CO"), "versions", ("CO", "")),
    (("administrator", "VT"), "ledger", ("VT", "")),
    (("licensing-director", "VT"), "plan", ("VT", "")),
    (("licensing-director", "VT"), "versions", ("", "")),
    (("center-lead", "ECQA"), "plan", ("", "CO MT VT")),
    (("center-lead", "HW"), "plan", ("", "")),
    (("fpo", "NCASE"), "status", ("", "CO MT VT")),
    (("fpo", "NCASE"), "ledger", ("", "")),
    (("specialist", "CO"), "trends", ("CO MT", "")),
    (("regional-partner", "region 1"), "trends", ("VT", "")),
    (("administrator", "MT"), "trends", ("MT", "")),
    (("center-lead", "HW"), "trends", ("CO MT VT", "")),
    (("fpo", "NCASE"), "trends", ("", "CO MT VT")),
    (("fpo", "NCASE"), "trend files", ("", "")),
]


@pytest.mark.parametrize(("held", "page", "expected"), FINAL)
def test_somebody_sees_the_plans_of_what_their_role_is_held_for(cycle_at, held, page, expected):
    assert seen(cycle_at("final"), page, held) == expected


def test_who_has_several_roles_sees_what_each_shows(cycle_at):
    held = [("center-lead", "ECQA"), ("administrator", "MT")]
    assert seen(cycle_at("final"), "plan", *held) == ("MT", "CO VT")


DRAFT = [
    (("regional-manager", "region 8"), "plan", "CO MT"),
    (("regional-staff", "region 8"), "plan", ""),
    (("regional-staff", "region 8"), "status", "CO MT"),
    (("regional-partner", "region 8"), "plan", ""),
    (("licensing-director", "CO"), "plan", ""),
    (("administrator", "CO"), "plan", "CO"),
]


@pytest.mark.process("1.8")
@pytest.mark.process("2.4")
@pytest.mark.parametrize(("held", "page", "whole"), DRAFT)
def test_a_draft_initial_plan_is_read_only_by_those_with_whom_it_is_shared(
    cycle_at, held, page, whole
):
    assert seen(cycle_at("drafted"), page, held) == (whole, "")
