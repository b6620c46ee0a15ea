"""The declared states, regions, centers, topics and texts, and what can be wrong with them."""

import shutil
from collections import Counter
from datetime import date
from hashlib import sha256

import pytest

from config.centers import find_center
from config.declared import EMBEDDED, load
from config.errors import BadInput
from config.places import copied, in_region
from config.tiles import PLACES
from config.vocabulary import Requirement

REGION_COUNTS = {1: 6, 2: 4, 3: 6, 4: 8, 5: 6, 6: 5, 7: 4, 8: 6, 9: 7, 10: 4}
CURRENT = ["DTL", "HW", "ECQA", "PFCE", "PMFO", "NCASE", "NCSIA", "SCBC", "NCTECD", "EHSCCP"]


@pytest.fixture(scope="module")
def declared():
    return load("2016-2018")


@pytest.fixture
def folder(tmp_path):
    """A copy of what is declared, to be spoiled."""
    copy = tmp_path / "declared"
    shutil.copytree(EMBEDDED, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def spoil(folder, name, before, after):
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    (folder / name).write_text(text.replace(before, after), encoding="utf-8")


def complaint(folder, cycle="2016-2018"):
    with pytest.raises(BadInput) as caught:
        load(cycle, folder)
    return str(caught.value)


def test_there_are_56_jurisdictions_in_ten_regions(declared):
    assert len(declared.jurisdictions) == 56
    assert Counter(place.region for place in declared.jurisdictions.values()) == REGION_COUNTS
    assert list(declared.regions) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_the_virgin_islands_are_in_region_2(declared):
    islands = declared.jurisdictions["VI"]
    assert (islands.name, islands.region) == ("U.S. Virgin Islands", 2)
    assert (islands.regional_office, islands.time_zone) == ("New York", "America/St_Thomas")


def test_region_8_has_its_six_states(declared):
    codes = [place.code for place in in_region(declared.jurisdictions, 8)]
    assert codes == ["CO", "MT", "ND", "SD", "UT", "WY"]


def test_every_state_and_territory_has_a_tile_of_its_own(declared):
    assert sorted(PLACES) == sorted(declared.jurisdictions)
    assert len(set(PLACES.values())) == 56
    assert (PLACES["AK"], PLACES["ME"], PLACES["VI"]) == ((0, 0), (10, 0), (10, 8))


def test_copies_stay_in_their_region(declared):
    copies = copied(declared.jurisdictions, 10)
    assert len(copies) == 560
    assert (copies["CO.10"].name, copies["CO.10"].region) == ("Colorado 10", 8)
    assert copied(declared.jurisdictions, 1) == declared.jurisdictions


def test_ten_centers_have_their_current_short_names(declared):
    assert list(declared.centers) == CURRENT


@pytest.mark.parametrize(
    ("former", "current"), [("NCCCSIA", "NCSIA"), ("TCC", "NCTECD"), ("NCASE", "NCASE")]
)
def test_a_former_short_name_finds_the_same_center(declared, former, current):
    assert find_center(declared.centers, former) is declared.centers[current]


def test_an_unknown_short_name_finds_nothing(declared):
    assert find_center(declared.centers, "XYZ") is None


@pytest.mark.parametrize(
    ("day", "short_name"),
    [
        (date(2014, 1, 1), "NCCCSIA"),
        (date(2016, 12, 31), "NCCCSIA"),
        (date(2017, 1, 1), "NCSIA"),
        (date(2018, 9, 30), "NCSIA"),
    ],
)
def test_a_center_has_the_name_of_the_year(declared, day, short_name):
    assert declared.centers["NCSIA"].name_on(day).short_name == short_name


def test_who_funds_a_center(declared):
    assert declared.centers["HW"].funded_by == ("OHS", "OCC", "MCHB")


def test_topics_cover_the_eight_sections_and_both_requirements(declared):
    topics = declared.topics.values()
    assert len(topics) == 28
    assert {topic.section for topic in topics} == {1, 2, 3, 4, 5, 6, 7, 8}
    assert Counter(topic.requirement for topic in topics) == {
        Requirement.CCDBG: 20,
        Requirement.BEYOND: 8,
    }


def test_every_center_could_lead_some_topic(declared):
    leads = {key for topic in declared.topics.values() for key in topic.centers}
    assert leads == set(CURRENT)


def test_a_topic_in_full(declared):
    topic = declared.topics["background-checks"]
    assert (topic.title, topic.section) == ("Comprehensive background checks", 5)
    assert topic.section_title == (
        "Establish Standards and Monitoring Processes to Ensure the Health and Safety of "
        "Child Care Settings"
    )
    assert (topic.centers, topic.confirmed) == (("ECQA", "SCBC"), False)


def test_only_headings_that_were_read_are_confirmed(declared):
    confirmed = [topic.key for topic in declared.topics.values() if topic.confirmed]
    assert confirmed == [
        "partner-coordination",
        "resource-and-referral",
        "emergency-preparedness",
        "assistance-information",
        "consumer-education",
        "consumer-website",
    ]


def test_the_texts_of_the_call(declared):
    titles = {name: resource.title for name, resource in declared.resources.items()}
    assert titles == {
        "agenda": "Agenda of the stakeholder call",
        "call-script": "Script of the stakeholder call",
        "center-scopes": "What the National Centers work on",
        "process-description": "How technical assistance is planned for 2016 to 2018",
    }
    agenda = declared.resources["agenda"]
    data = (EMBEDDED / "resources" / "agenda.md").read_bytes()
    assert (agenda.text, agenda.sha256) == (data.decode(), sha256(data).hexdigest())


FAULTS = {
    "region": (
        ("jurisdictions.csv", "Virgin Islands,territory,2,", "Virgin Islands,territory,4,"),
        "jurisdictions.csv, line 11, regional_office: the office of U.S. Virgin Islands is "
        "New York, but region 4 has its office in Atlanta; correct the region or the office",
    ),
    "region out of range": (
        ("jurisdictions.csv", "Virgin Islands,territory,2,", "Virgin Islands,territory,eleven,"),
        'jurisdictions.csv, line 11, acf_region: "eleven" should be a whole number; '
        "correct the value",
    ),
    "region left out": (
        ("regions.csv", "8,Denver,America/Denver\n", ""),
        "\n".join(
            f"jurisdictions.csv, line {line}, acf_region: region 8 of {name} is not in "
            "regions.csv; correct the region or declare it"
            for line, name in enumerate(
                ["Colorado", "Montana", "North Dakota", "South Dakota", "Utah", "Wyoming"],
                start=41,
            )
        ),
    ),
    "time zone": (
        ("jurisdictions.csv", "Pacific/Pago_Pago", "Pacific/Pago"),
        'jurisdictions.csv, line 47, timezone_of_capital: "Pacific/Pago" should be the name of '
        "a time zone, such as America/Chicago; correct the value",
    ),
    "jurisdiction twice": (
        ("jurisdictions.csv", "\nME,Maine,", "\nCT,Maine,"),
        "jurisdictions.csv, line 3: CT Maine is there twice; remove one of the rows",
    ),
    "column": (
        ("jurisdictions.csv", "code,name,kind", "code,title,kind"),
        'jurisdictions.csv, line 1: the column "name" is missing; add it\n'
        'jurisdictions.csv, line 1: "title" is not a known column; '
        "correct its spelling or remove it",
    ),
    "center twice": (
        ("centers.csv", "\nHW,", "\nDTL,"),
        "centers.csv, line 3: DTL is there twice; remove one of the rows\n"
        + "\n".join(
            f"topics.toml, topic {topic}.centers: HW is not the short name of a center; "
            "correct it or declare the center"
            for topic in ("emergency-preparedness", "health-and-safety", "social-emotional-health")
        ),
    ),
    "former name": (
        ("centers.csv", "2017,,TCC,", "2017,,TTC,"),
        "centers.csv, line 12, renamed_from: TTC, the former name of NCTECD, has no row; "
        "add the row or correct the name",
    ),
    "former name not older": (
        (
            "centers.csv",
            "NCTECD,National Center on Tribal Early Childhood Development,OCC,2017",
            "NCTECD,National Center on Tribal Early Childhood Development,OCC,2015",
        ),
        "centers.csv, line 12, renamed_from: NCTECD was renamed from TCC, which is not older; "
        "correct the years or the name",
    ),
    "two successors": (
        ("centers.csv", "2017,,TCC,", "2017,,NCCCSIA,"),
        "centers.csv, line 12, renamed_from: NCCCSIA was renamed to NCSIA and to NCTECD; "
        "keep one successor",
    ),
    "topic's center": (
        ("topics.toml", 'centers = ["NCASE"]', 'centers = ["NCASSE"]'),
        "topics.toml, topic school-age-care.centers: NCASSE is not the short name of a center; "
        "correct it or declare the center",
    ),
    "topic without center": (
        ("topics.toml", 'centers = ["NCASE"]', "centers = []"),
        "topics.toml, topic school-age-care.centers: should have at least 1 item, "
        "not 0; correct the value",
    ),
    "topic's center twice": (
        ("topics.toml", 'centers = ["NCSIA", "PMFO"]', 'centers = ["NCSIA", "NCCCSIA"]'),
        "topics.toml, topic program-integrity.centers: NCSIA is there twice; remove one",
    ),
    "topic's section": (
        ("topics.toml", "number = 8\n", "number = 9\n"),
        "topics.toml, topic program-integrity.section: section 8 is not declared; "
        "declare or correct it",
    ),
    "topic twice": (
        ("topics.toml", 'key = "payment-rates"', 'key = "care-supply"'),
        "topics.toml, topic care-supply: is declared twice; remove one of them",
    ),
    "requirement": (
        ("topics.toml", 'key = "licensing"', 'key = "licensing"\nlead = "ECQA"'),
        "topics.toml, topic licensing.lead: is not a known setting; "
        "correct its spelling or remove it",
    ),
    "window of the all-hands meetings": (
        ("cycles/2016-2018.toml", 'name = "all-hands"', 'name = "hands"'),
        'rules.toml, meeting.all-hands.window: step 3 of the calendar has no window "all-hands"; '
        "declare the window, or correct its name\n"
        'rules.toml, pack all-hands: step 3 of the calendar has no window "all-hands", on whose '
        "first day it leaves; declare the window",
    ),
    "a plan with a notice that is about none": (
        ("rules.toml", 'documents = ["process-description"]', 'documents = ["plan"]'),
        'rules.toml, pack protocol: the document "plan" is not made for this occasion; '
        "take it out of the pack",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_place_cause_and_act(folder, fault):
    change, message = FAULTS[fault]
    spoil(folder, *change)
    assert complaint(folder) == message


def test_a_document_that_cannot_be_sent_is_named_and_the_rest_is_declared(folder):
    resources = folder / "resources"
    (resources / "agenda.md").write_bytes(b"")
    (resources / "call-script.md").write_bytes(b"# Caf\xe9\n")
    (resources / "center-scopes.md").unlink()
    (resources / "extra.md").write_text("Extra\n")
    (resources / "process-description.md").unlink()
    (resources / "process-description.md").mkdir()
    (resources / "title.md").write_text("# A title\n\n")
    declared = load("2016-2018", folder)
    faults = {name: str(one) for name, one in declared.document_faults.items()}
    assert (declared.resources, faults) == (
        {},
        {
            "agenda": 'resources/agenda.md, line 1: is empty; begin with "# " and the title',
            "call-script": "resources/call-script.md: is not text in UTF-8; save it as UTF-8",
            "center-scopes": "resources/center-scopes.md: the file is missing; write it, or "
            "correct its name in the pack of rules.toml",
            "extra": "resources/extra.md, line 1: does not begin with a title; "
            'begin with "# " and the title',
            "process-description": "resources/process-description.md: is a folder; name a file",
            "title": "resources/title.md: has a title and nothing below it; write the text",
        },
    )  # fmt: skip
    shutil.rmtree(resources)
    assert load("2016-2018", folder).resources == {}


def test_a_former_short_name_in_a_topic_is_read_as_the_current_one(folder):
    spoil(folder, "topics.toml", 'centers = ["NCTECD", "SCBC"]', 'centers = ["TCC", "SCBC"]')
    assert load("2016-2018", folder).topics["tribal-coordination"].centers == ("NCTECD", "SCBC")


def test_an_unknown_cycle_names_those_that_there_are(folder):
    assert complaint(folder, "../2016-2018") == (
        'cycles: there is no cycle "../2016-2018"; declare it or choose one of: 2016-2018'
    )


def test_the_problems_of_all_files_come_at_once(folder):
    spoil(folder, "cycles/2016-2018.toml", "number = 4", "number 4")
    spoil(folder, "jurisdictions.csv", "\nCO,Colorado,", "\nCol,Colorado,")
    spoil(folder, "topics.toml", 'key = "licensing"', "key = licensing")
    spoil(folder, "rules.toml", "draft-shared = 3", 'draft-shared = "three"')
    (folder / "centers.csv").unlink()
    (folder / "regions.csv").write_bytes(b"number,office,time_zone\n")
    message = complaint(folder)
    assert message.splitlines() == [
        "cycles/2016-2018.toml, line 59: Expected '=' after a key in a key/value pair; "
        "correct the line",
        "regions.csv: the file has no rows; add a heading line and rows",
        'jurisdictions.csv, line 41, code: "Col" should be two capital letters such as CO; '
        "correct the value",
        "centers.csv: the file is missing; create it or correct its name",
        "topics.toml, line 181: Invalid value; correct the line",
        'rules.toml, gather.draft-shared: "three" should be a whole number; correct the value',
    ]
    assert str(folder) not in message


def test_a_file_that_is_not_utf_8_is_named(folder):
    (folder / "topics.toml").write_bytes(b'title = "caf\xe9"\n')
    assert complaint(folder) == "topics.toml: is not text in UTF-8; save it as UTF-8"
