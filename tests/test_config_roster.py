"""The roster: what is read, every fault, what nobody has, and the example."""

from collections import Counter

import pytest

from cli.roster import check, example
from config.declared import load
from config.errors import BadInput
from config.example_roster import example_roster
from config.further import FurtherConfirmation, Protocol
from config.people import Assignment, Person, RosterRow
from config.places import copied
from config.roster import make_roster, missing_roles, read_roster
from config.vocabulary import Role

HEADING = "person,address,role,scope"


@pytest.fixture(scope="module")
def declared():
    return load("2016-2018")


@pytest.fixture
def read(declared, tmp_path):
    """Reads a roster of some lines under the usual heading, or of other bytes."""

    def read_lines(*lines, data=None, heading=HEADING):
        path = tmp_path / "roster.csv"
        text = "\n".join((heading, *lines)) + "\n"
        path.write_bytes(text.encode() if data is None else data)
        return read_roster(path, declared.jurisdictions, declared.centers, regions=declared.regions)

    return read_lines


@pytest.fixture
def complaint(read, tmp_path):
    """Gives what is said about a bad roster, without the folder that it is in."""

    def complain(*lines, **changes):
        with pytest.raises(BadInput) as caught:
            read(*lines, **changes)
        return str(caught.value).replace(f"{tmp_path}/", "").splitlines()

    return complain


def test_a_row_of_each_scope(read):
    roster = read(
        "Ada Alder,ada@occ.example,occ,nation",
        "Bela Birch,bela@r8.example,regional-manager,region 8",
        "Cora Cedar,cora@co.example,administrator,CO",
        "Dale Dove,dale@ncsia.example,center-lead,NCCCSIA",
    )
    assert roster.assignments == (
        Assignment("ada@occ.example", Role.OCC, "nation"),
        Assignment("bela@r8.example", Role.REGIONAL_MANAGER, "region 8"),
        Assignment("cora@co.example", Role.ADMINISTRATOR, "CO"),
        Assignment("dale@ncsia.example", Role.CENTER_LEAD, "NCSIA"),
    )
    assert [held.scope_kind for held in roster.assignments] == [
        "nation",
        "region",
        "jurisdiction",
        "center",
    ]
    assert list(roster.people.values()) == [
        Person("Ada Alder", "ada@occ.example", "America/New_York"),
        Person("Bela Birch", "bela@r8.example", "America/Denver"),
        Person("Cora Cedar", "cora@co.example", "America/Denver"),
        Person("Dale Dove", "dale@ncsia.example", "America/New_York"),
    ]


def test_a_specialist_of_a_region_has_its_states(read):
    roster = read("Elsa Elm,elsa@scbc.example,specialist,region 8")
    assert [held.scope for held in roster.assignments] == ["CO", "MT", "ND", "SD", "UT", "WY"]
    assert roster.holders[Role.SPECIALIST, "WY"] == ("elsa@scbc.example",)
    assert roster.people["elsa@scbc.example"].time_zone == "America/Denver"


def test_case_and_spaces_do_not_matter_but_the_scope_is_put_right(read):
    roster = read(" Ada   Alder , ADA@VI.example ,administrator, vi ")
    assert roster.rows == (
        RosterRow(person="Ada Alder", address="ada@vi.example", role="administrator", scope="VI"),
    )
    assert roster.people["ada@vi.example"].time_zone == "America/St_Thomas"


def test_one_person_may_have_several_roles_and_a_time_zone_of_their_own(read):
    roster = read(
        "Ada Alder,ada@gu.example,administrator,GU,",
        "Ada Alder,ada@gu.example,licensing-director,GU,Pacific/Honolulu",
        heading=f"{HEADING},time_zone",
    )
    assert roster.people == {
        "ada@gu.example": Person("Ada Alder", "ada@gu.example", "Pacific/Honolulu")
    }
    assert len(roster.assignments) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_files_as_excel_saves_them_are_read(read, encoding):
    text = f"{HEADING}\r\nJosé Ábalos,jose@pr.example,administrator,PR\r\n\r\n"
    assert read(data=text.encode(encoding)).rows[0].person == "José Ábalos"


ROLES = (
    "'occ', 'ohs', 'regional-manager', 'regional-staff', 'specialist', "
    "'infant-toddler-specialist', 'regional-center-representative', 'regional-partner', "
    "'administrator', 'advisory-council-chair', 'head-start-collaboration-director', "
    "'licensing-director', 'resource-and-referral-lead', 'local-initiative-lead', 'health-lead', "
    "'school-age-lead', 'infant-toddler-lead', 'prekindergarten-lead', "
    "'professional-development-lead', 'quality-rating-lead', 'other-state-lead', 'center-lead', "
    "'project-lead', 'cor' or 'fpo'"
)
GOOD = "Ada Alder,ada@co.example,administrator,CO"
SCOPE = "correct the scope or the role"
FAULTS = {
    "unknown role": (
        ["Ada Alder,ada@co.example,governor,CO"],
        [f'line 2, role: "governor" should be {ROLES}; correct the value'],
    ),
    "unknown state": (
        ["Ada Alder,ada@co.example,administrator,ZZ"],
        [f'line 2, scope: "ZZ" is not a region, state, territory or center; {SCOPE}'],
    ),
    "unknown region": (
        ["Ada Alder,ada@co.example,regional-manager,Region 11"],
        [f'line 2, scope: "region 11" is not a region, state, territory or center; {SCOPE}'],
    ),
    "administrator of a region": (
        ["Ada Alder,ada@co.example,administrator,region 8"],
        [
            'line 2, scope: "region 8" does not fit administrator, which is held for a state or '
            f'territory such as "CO"; {SCOPE}'
        ],
    ),
    "manager of a state": (
        ["Ada Alder,ada@co.example,regional-manager,CO"],
        [
            'line 2, scope: "CO" does not fit regional-manager, which is held for a region such '
            f'as "region 8"; {SCOPE}'
        ],
    ),
    "lead of the nation": (
        ["Ada Alder,ada@co.example,center-lead,nation"],
        [
            'line 2, scope: "nation" does not fit center-lead, which is held for a center such as '
            f'"NCASE"; {SCOPE}'
        ],
    ),
    "OCC of a center": (
        ["Ada Alder,ada@co.example,occ,NCASE"],
        [f'line 2, scope: "NCASE" does not fit occ, which is held for "nation"; {SCOPE}'],
    ),
    "bad addresses": (
        [
            "Ada Alder,ada.co.example,administrator,CO",
            "Bela Birch,bela@co,licensing-director,CO",
            '"Cora Cedar","cora@co.example, cora@home.example",health-lead,CO',
            "Dale Dove,=?utf-8?q?x?=@co.example,school-age-lead,CO",
        ],
        [
            'line 2, address: "ada.co.example" is not a mail address; correct the value',
            'line 3, address: "bela@co" is not a mail address; correct the value',
            'line 4, address: "cora@co.example, cora@home.example" is not a mail address; '
            "correct the value",
            'line 5, address: "=?utf-8?q?x?=@co.example" is not a mail address; correct the value',
        ],
    ),
    "a name that would begin a header": (
        ['"Ada=?utf-8?q?=0d?=",ada@co.example,administrator,CO'],
        ['line 2, person: "Ada=?utf-8?q?=0d?=" is not a name; correct the value'],
    ),
    "one address, two names": (
        [GOOD, "Bela Birch,ADA@co.example,licensing-director,CO"],
        [
            "line 3, address: ada@co.example belongs to Ada Alder on line 2, to Bela Birch here; "
            "give everyone an address of their own"
        ],
    ),
    "duplicate row": (
        [GOOD, "", GOOD],
        ["line 4: Ada Alder is Administrator of CO already, on line 2; remove one of the rows"],
    ),
    "a state that the region includes": (
        ["Ada Alder,ada@x.example,specialist,region 8", "Ada Alder,ada@x.example,specialist,MT"],
        [
            "line 3: Ada Alder is State Systems Specialist of MT already, on line 2; "
            "remove one of the rows"
        ],
    ),
    "a cell of two lines": (
        ['"Ada\nAlder",ada@co.example,administrator,CO', "Bela Birch,bela,administrator,CO"],
        [
            'line 2, person: "Ada Alder" is not a name; correct the value',
            'line 4, address: "bela" is not a mail address; correct the value',
        ],
    ),
    "cell left empty": (
        ["Ada Alder,,administrator,CO"],
        ["line 2, address: is missing; add it"],
    ),
    "comma too many": (
        ["Alder, Ada,ada@co.example,administrator,CO"],
        [
            "line 2: the row has 5 cells, but there are 4 columns; "
            "put a cell that contains a comma in quotes"
        ],
    ),
    "only a heading": ([], ["the file has no rows; add a heading line and rows"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_line_cause_and_act(complaint, fault):
    lines, expected = FAULTS[fault]
    said = complaint(*lines)
    assert said == [f"roster.csv{',' if s.startswith('line') else ':'} {s}" for s in expected]


def test_all_faults_come_at_once_in_the_order_of_the_lines(complaint):
    said = complaint(
        "Ada Alder,ada@co.example,administrator,ZZ", "Bela Birch,bela,occ,nation", GOOD
    )
    assert [line[: line.index(": ")] for line in said] == [
        "roster.csv, line 2, scope",
        "roster.csv, line 3, address",
    ]


def test_two_time_zones_of_one_person(complaint):
    said = complaint(
        "Ada Alder,ada@gu.example,administrator,GU,Pacific/Guam",
        "Ada Alder,ada@gu.example,health-lead,GU,Pacific/Honolulu",
        "Bela Birch,bela@gu.example,licensing-director,GU,Guam time",
        heading=f"{HEADING},time_zone",
    )
    assert said == [
        "roster.csv, line 3, time_zone: Ada Alder has the time zone Pacific/Guam on line 2, "
        "Pacific/Honolulu here; keep one of them",
        'roster.csv, line 4, time_zone: "Guam time" should be the name of a time zone, such as '
        "America/Chicago; correct the value",
    ]


HEADING_FAULTS = {
    "missing": ("person,address,role", ['line 1: the column "scope" is missing; add it']),
    "misspelt": (
        "person,adress,role,scope",
        [
            'line 1: the column "address" is missing; add it',
            'line 1: "adress" is not a known column; correct its spelling or remove it',
        ],
    ),
    "twice": (
        "person,address,role,scope,scope",
        ['line 1: the column "scope" is there 2 times; keep one of them'],
    ),
    "nameless": (
        "person,address,role,scope,",
        ["line 1: a column has no heading; correct its spelling or remove it"],
    ),
}


@pytest.mark.parametrize("fault", HEADING_FAULTS)
def test_a_fault_of_the_heading_is_named(complaint, fault):
    heading, expected = HEADING_FAULTS[fault]
    assert complaint(GOOD, heading=heading) == [f"roster.csv, {line}" for line in expected]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "roster.csv: the file has no rows; add a heading line and rows"),
        (HEADING.encode("utf-16"), 'roster.csv: is not text; save it as "CSV UTF-8"'),
        (
            f'{HEADING}\n"Ada Alder,ada@co.example'.encode(),
            'roster.csv: cannot be read as CSV (unexpected end of data); save it as "CSV UTF-8"',
        ),
    ],
)
def test_what_is_not_csv_is_refused(complaint, data, said):
    assert complaint(data=data) == [said]


def test_a_missing_file_is_named(declared, tmp_path):
    path = tmp_path / "none.csv"
    with pytest.raises(BadInput) as caught:
        read_roster(path, declared.jurisdictions, declared.centers)
    assert str(caught.value) == f"{path}: the file is missing; create it or correct its name"


def example_rows(declared):
    return example_roster(declared.jurisdictions, declared.centers)


def gaps(declared, rows, rules=None):
    roster = make_roster(rows, declared.jurisdictions, declared.centers)
    rules = rules or declared.rules
    found = missing_roles(roster, rules, declared.jurisdictions, declared.centers)
    return [str(gap) for gap in found]


def without(rows, *held):
    return [row for row in rows if (row.role, row.scope) not in held]


def test_nobody_is_missing_from_the_example(declared):
    assert gaps(declared, example_rows(declared)) == []


def test_what_nobody_has_is_said_once(declared):
    rows = without(
        example_rows(declared),
        (Role.ADMINISTRATOR, "OR"),
        (Role.OHS, "nation"),
        (Role.REGIONAL_MANAGER, "region 3"),
        (Role.SPECIALIST, "region 10"),
        (Role.CENTER_LEAD, "NCASE"),
        (Role.COR, "DTL"),
    )
    assert sorted(gaps(declared, rows)) == [
        "nobody is Administrator of Oregon",
        "nobody is COR or FPO of DTL",
        "nobody is Regional Program Manager of region 3",
        "nobody is State Systems Specialist of Alaska",
        "nobody is State Systems Specialist of Idaho",
        "nobody is State Systems Specialist of Oregon",
        "nobody is State Systems Specialist of Washington",
        "nobody is center lead of NCASE",
        "nobody is program staff of the Office of Head Start of the nation",
    ]


def test_a_quorum_counts_people(declared):
    prompt = dict(declared.rules.prompt)
    rule = prompt["script-approval"]
    prompt["script-approval"] = rule.model_copy(update={"sufficient": 6})
    rules = declared.rules.model_copy(update={"prompt": prompt})
    assert gaps(declared, example_rows(declared), rules) == [
        "6 people are needed, but 5 have the role: program staff of the Office of Child Care or "
        "program staff of the Office of Head Start of the nation"
    ]


def test_the_example_has_everybody_whom_the_process_names(declared):
    rows = example_rows(declared)
    assert Counter(row.role for row in rows) == {
        "occ": 3,
        "ohs": 2,
        "regional-manager": 10,
        "regional-staff": 20,
        "infant-toddler-specialist": 10,
        "regional-center-representative": 10,
        "regional-partner": 20,
        "specialist": 8 + 8 + 7,  # eight regions; regions 4 and 9, state by state
        "administrator": 56,
        "advisory-council-chair": 56,
        "head-start-collaboration-director": 56,
        "licensing-director": 56,
        "resource-and-referral-lead": 56,
        "school-age-lead": 56,
        "infant-toddler-lead": 56,
        "prekindergarten-lead": 56,
        "professional-development-lead": 56,
        "quality-rating-lead": 56,
        "health-lead": 56,
        "center-lead": 10,
        "project-lead": 10,
        "cor": 5,
        "fpo": 5,
    }


def test_no_specialist_of_the_example_has_more_than_six_states(declared):
    roster = make_roster(example_rows(declared), declared.jurisdictions, declared.centers)
    states = Counter(held.address for held in roster.assignments if held.role is Role.SPECIALIST)
    # Regions 1 to 10; 4 has eight states and 9 has seven, so each has two Specialists.
    assert list(states.values()) == [6, 4, 6, 4, 4, 6, 5, 4, 6, 3, 4, 4]


@pytest.mark.parametrize("code", ["AS", "GU", "MP", "VI"])
def test_in_a_small_territory_the_administrator_has_other_roles(declared, code):
    rows = [row for row in example_rows(declared) if row.scope == code]
    administrator = next(row.address for row in rows if row.role is Role.ADMINISTRATOR)
    assert [row.role for row in rows if row.address == administrator] == [
        "administrator",
        "licensing-director",
        "quality-rating-lead",
    ]
    assert len({row.address for row in rows if row.role is not Role.SPECIALIST}) == 4


def test_everybody_of_the_example_is_fictional_and_has_one_address(declared):
    rows = example_rows(declared)
    assert [row.address for row in rows if not row.address.endswith(".example")] == []
    assert len({row.address for row in rows}) == len({row.person for row in rows}) == 705
    assert rows[0] == RosterRow(
        person="Ada Alder", address="ada.alder@occ.example", role=Role.OCC, scope="nation"
    )
    assert rows == example_rows(declared)


def test_the_example_grows_with_the_copies(declared):
    places = copied(declared.jurisdictions, 10)
    rows = example_roster(places, declared.centers)
    roster = make_roster(rows, places, declared.centers, regions=declared.regions)
    assert missing_roles(roster, declared.rules, places, declared.centers) == []
    assert len({person.name for person in roster.people.values()}) == len(roster.people)
    states = Counter(held.address for held in roster.assignments if held.role is Role.SPECIALIST)
    assert (sum(states.values()), max(states.values())) == (560, 6)
    assert (
        roster.holders[Role.ADMINISTRATOR, "GU.10"]
        == roster.holders[Role.LICENSING_DIRECTOR, "GU.10"]
    )


def test_the_command_writes_an_example_that_it_finds_complete(tmp_path, capsys):
    path = tmp_path / "roster.csv"
    assert (example(out=path), check(path)) == (0, 0)
    assert capsys.readouterr().out == (
        f"{path} is written\n705 people, 777 roles, 0 roles missing\n"
    )


def test_the_command_prints_an_example(capsys):
    assert example() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"{HEADING},time_zone", "Ada Alder,ada.alder@occ.example,occ,nation,"]
    assert len(lines) == 745


def test_the_command_keeps_a_file_that_exists(tmp_path, capsys):
    path = tmp_path / "roster.csv"
    path.write_text("mine")
    assert (example(out=path), path.read_text()) == (1, "mine")
    assert capsys.readouterr().err == f"{path} exists already and is kept; name another file\n"


def test_the_command_says_what_is_wrong_and_what_is_missing(tmp_path, capsys):
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADING}\nAda Alder,ada,administrator,CO\n")
    with pytest.raises(BadInput) as bad:
        check(path)
    assert str(bad.value) == (
        f'{path}, line 2, address: "ada" is not a mail address; correct the value'
    )
    path.write_text(f"{HEADING}\n{GOOD}\n")
    assert check(path) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "1 people, 1 roles, 153 roles missing"
    assert "nobody is Administrator of Colorado" not in said


@pytest.mark.process("5.6")
def test_a_role_that_only_a_further_confirmation_asks_is_missed_too(declared):
    asked = FurtherConfirmation(
        key="health-review", line="5.6", title="Health review", question="Is it sound?", step=5,
        about="plan", status="intermediate", blocks="final", asked=(Role.HEALTH_LEAD,), days=3,
    )  # fmt: skip
    rules = declared.rules.model_copy(update={"confirmations": (asked,)})
    rows = [row for row in example_rows(declared) if row.role != "health-lead"]
    found = gaps(declared, rows, rules)
    assert (len(found), found[0]) == (56, "nobody is health lead of Connecticut")


@pytest.mark.process("5.4")
@pytest.mark.parametrize(
    ("sufficient", "missing"),
    [
        ("any", ["nobody is project lead of NCASE"]),
        (
            2,
            ["2 people are needed, but 0 have the role: project lead of NCASE"],
        ),
    ],
)
def test_a_role_that_only_a_centers_protocol_asks_is_missed_of_that_center(
    declared, sufficient, missing
):
    asked = Protocol(
        center="NCASE", when="before", asked=(Role.PROJECT_LEAD,), sufficient=sufficient
    )
    rules = declared.rules.model_copy(update={"protocols": (asked,)})
    rows = [row for row in example_rows(declared) if row.role != "project-lead"]
    assert gaps(declared, rows, rules) == missing
