"""The trends as a page: what each choice counts, worked out by hand; what each role may choose."""

import io
import re
from zipfile import ZipFile

import openpyxl
import pytest

from tasks.repeatable import RepeatableTask
from tests.cycle_fixtures import Stages
from tests.example_plan import COACHING
from tests.pages import Pages
from tests.record import difference, whole_record
from tests.small_cycle import SmallCycle

HEALTH = {"topic": "health-and-safety", "text": "New rules", "priority": 2, "requirement": "ccdbg"}
TRAINING = {**COACHING, "title": "A day of training", "intensity": "brief", "forms": ["training"]}

# Colorado and Montana are region 8, Vermont is region 1. What they ask for, with the priority, and
# the center that has proposed an activity. SA goes beyond compliance, the others are CCDBG.
BACKGROUND, SCHOOL, SAFETY = (
    "Comprehensive background checks", "School-age, afterschool and summer care",
    "Health and safety standards and training",
)  # fmt: skip
CO_BC = ("Colorado", BACKGROUND)  # 1, ECQA: intensive coaching and consultation
CO_SA = ("Colorado", SCHOOL)  # 3, nobody
CO_HS = ("Colorado", SAFETY)  # 2, nobody
MT_BC = ("Montana", BACKGROUND)  # 1, nobody
VT_SA = ("Vermont", SCHOOL)  # 3, NCASE: brief training
PROPOSED = (("ECQA", "CO", 1, COACHING), ("NCASE", "VT", 6, TRAINING))


@pytest.fixture(scope="module")
def cycle(stages: Stages, tmp_path_factory) -> SmallCycle:
    """Step 3 is open, and two activities are proposed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
        cycle = stages.copy("calls", tmp_path_factory.mktemp("trends"))
        cycle.at("2016-09-21 07:30").run(2)
        said = {"CO": {"added": [HEALTH]}, "MT": {"withdrawn": [4]}, "VT": {"withdrawn": [5]}}
        for state, record in said.items():
            cycle.answer("call-record", {"held_on": "2016-09-20", **record}, state=state)
        cycle.run(2).at("2016-10-24 07:00").run(3)
        for center, state, need, activity in PROPOSED:
            proposed = {"proposed": [{"need_id": need, "activity": activity}]}
            cycle.answer("approaches", proposed, center=center, state=state)
    return cycle


@pytest.fixture(scope="module")
def pages(cycle) -> Pages:
    return Pages(cycle)


def own(pages: Pages, role: str, scope: str) -> str:
    return pages.link(pages.cycle.holders(role, scope)[0])


@pytest.fixture(scope="module")
def occ(pages) -> str:
    return own(pages, "occ", "nation")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#39;", "'").split())


def section(html: str, name: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def needs(html: str, name: str = "needs") -> list[tuple[str, str]]:
    """State and topic of each need in the list of a section."""
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", section(html, name), re.DOTALL)
    cells = [re.split(r"</?t[hd][^>]*>", row) for row in rows]
    return [(words(row[0]), words(row[2])) for row in cells if len(row) > 6]


def findings(html: str) -> list[str]:
    box = section(html, "says").partition("<details>")[0]
    return [words(one) for one in re.findall(r"<p>(.*?)</p>", box, re.DOTALL)]


CHOICES = [
    ("region=8", [CO_BC, CO_SA, CO_HS, MT_BC]),
    ("region=1", [VT_SA]),
    ("state=CO", [CO_BC, CO_SA, CO_HS]),
    ("topic=background-checks", [CO_BC, MT_BC]),
    ("priority=2", [CO_HS]),
    ("requirement=beyond+compliance", [VT_SA, CO_SA]),
    ("type=brief", [VT_SA]),
    ("type=intensive", [CO_BC]),
    ("form=consultation", [CO_BC]),
    ("form=training", [VT_SA]),
    ("center=NCASE", [VT_SA]),
    ("office=OHS", [CO_BC]),
    ("office=OCC", [VT_SA, CO_BC]),
    # two at once, and more
    ("region=8&requirement=beyond+compliance", [CO_SA]),
    ("state=MT&priority=1", [MT_BC]),
    ("region=8&state=MT", [MT_BC]),
    ("office=OCC&type=brief", [VT_SA]),
    ("topic=background-checks&region=8&priority=1&form=coaching&center=ECQA", [CO_BC]),
]


@pytest.mark.process("3.2")
@pytest.mark.parametrize(("query", "expected"), CHOICES)
def test_a_choice_in_the_address_lists_the_needs_that_fit(pages, occ, query, expected):
    assert needs(pages.get(f"{occ}/trends?{query}").text) == expected


NOTHING = ["priority=5", "state=VT&topic=health-and-safety", "center=DTL", "form=other&region=1"]


@pytest.mark.parametrize("query", NOTHING)
def test_where_nothing_fits_the_page_says_so(pages, occ, query):
    answer = pages.get(f"{occ}/trends?{query}")
    assert (answer.status_code, findings(answer.text)[-1]) == (
        200, "Nothing matches. Choose less, or show all .",
    )  # fmt: skip


TITLES = [
    ("", "the nation"),
    ("region=8", "Region 8"),
    ("region=8&state=CO&priority=1", "Colorado, priority 1"),
    ("topic=health-and-safety&requirement=ccdbg", "the nation, Health and safety standards and "
     "training, required by the CCDBG"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "where"), TITLES)
def test_the_title_of_the_page_says_what_is_chosen(pages, occ, query, where):
    html = pages.get(f"{occ}/trends?{query}").text
    assert re.search("<title>(.*?)</title>", html)[1] == (
        f"TA needs and trends: {where} - TA planning"
    )


WRONG = [
    ("region=99", 'For "region" there is no "99" to choose here; possible: 1, 8.'),
    ("region=eight", 'For "region" there is no "eight" to choose here; possible: 1, 8.'),
    ("state=XX", 'For "state or territory" there is no "XX" to choose here; possible: CO, MT, VT.'),
    ("type=%00", 'For "type of activity" there is no "\x00" to choose here; possible: brief, '
     "intensive."),
    ("office=ACF", 'For "program office" there is no "ACF" to choose here; possible: OCC, OHS.'),
    ("region=1&state=CO", "Colorado is in Region 8, not in Region 1: choose one of the two."),
    ("priority=" + "9" * 500, f'For "priority" there is no "{"9" * 40} ..." to choose here; '
     "possible: 1, 2, 3, 4, 5."),
]  # fmt: skip


@pytest.mark.parametrize(("query", "said"), WRONG)
def test_a_value_that_is_none_is_one_sentence_with_what_is_possible(pages, occ, query, said):
    answer = pages.get(f"{occ}/trends?{query}")
    box = re.search(r'role="alert".*?</div>', answer.text, re.DOTALL)[0]
    told = [words(one).replace("&#34;", '"') for one in re.findall("<p>(.*?)</p>", box, re.DOTALL)]
    assert (answer.status_code, told) == (422, [said])
    assert "What the figures say" not in answer.text


@pytest.mark.process("3.3")
def test_the_sentences_speak_of_what_is_chosen_and_of_no_more(pages, occ):
    html = pages.get(f"{occ}/trends?region=8&priority=1").text
    assert findings(html) == [
        "2 of 4 needs of Region 8 are chosen; 2 of the 2 that answered have such a need.",
        "These are small numbers: fewer than 5 states and territories have answered.",
        "Most asked for, by 2 of the 2 that answered: Comprehensive background checks.",
        "One topic is common to at least a quarter of those that answered: Comprehensive "
        "background checks (2).",
        "Of 2 needs, 2 are required by the CCDBG reauthorization of 2014; 0 go beyond compliance.",
        "1 activity of 1 center is proposed so far; 0 of them stand in a plan.",
        "1 of 2 needs has no activity of a center yet.",
        "In 0 of 1 state or territory with activities, centers of OCC and of OHS work on the same "
        "topic.",
    ]


def test_what_only_one_asks_for_is_so_whatever_is_chosen(pages, occ):
    """In region 8 two ask for background checks, though only one of them has an activity."""
    html = pages.get(f"{occ}/trends?region=8").text
    assert needs(html, "unique") == [CO_SA, CO_HS]
    chosen = pages.get(f"{occ}/trends?region=8&center=ECQA").text
    assert needs(chosen, "unique") == []
    assert [one for one in findings(chosen) if "only one" in one] == []
    nation = pages.get(f"{occ}/trends?requirement=ccdbg").text
    assert [one for one in findings(nation) if "only one" in one] == [
        "One topic of these is asked for by only one state or territory, whatever is chosen: "
        "Health and safety standards and training (Colorado)."
    ]


@pytest.mark.process("3.2")
def test_topics_stand_in_a_table_with_who_answered_beside_the_chart(pages, occ):
    html = section(pages.get(f"{occ}/trends").text, "topics")
    assert html.count("<svg") == 1
    rows = [words(row) for row in re.findall("<tr>(.*?)</tr>", html, re.DOTALL)]
    assert rows == [
        "Topic Ask Share Requests Region",
        "1 8",
        "Comprehensive background checks 2 67% 2 0 2",
        "School-age, afterschool and summer care 2 67% 2 1 1",
        "Health and safety standards and training 1 33% 1 0 1",
        "Answered 3 1, few 2, few",
    ]


@pytest.mark.process("3.9")
def test_what_is_left_and_who_waits_for_whom_stand_with_their_denominators(pages, occ):
    html = pages.get(f"{occ}/trends?region=8").text
    assert needs(html, "left") == [MT_BC, CO_HS, CO_SA]  # the most urgent first
    left = [words(row) for row in re.findall("<tr>(.*?)</tr>", section(html, "left"), re.DOTALL)]
    assert left[1:4] == [
        "Comprehensive background checks 1 2 50%",
        "Health and safety standards and training 1 1 100%",
        "School-age, afterschool and summer care 1 1 100%",
    ]
    pace = words(section(html, "pace"))
    assert "Of all questions of the cycle about plans and meetings of Region 8" in pace
    # Asked at 7:30 on 21 September, and still open as 24 October ends.
    assert "Administrator State Systems Specialist 2 1.0 1.0 2 33.7" in pace


# Role and what for, what the address chooses, what the title names, whose needs are listed.
SEES = [
    ("ohs", "nation", "state=VT", "Vermont", [VT_SA]),
    ("center-lead", "HW", "region=1", "Region 1", [VT_SA]),
    ("project-lead", "NCASE", "priority=2", "the nation, priority 2", [CO_HS]),
    ("regional-manager", "region 8", "", "Region 8", [CO_BC, CO_SA, CO_HS, MT_BC]),
    ("regional-partner", "region 1", "priority=3", "Region 1, priority 3", [VT_SA]),
    ("specialist", "CO", "", "Region 8", [CO_BC, CO_SA, CO_HS, MT_BC]),
    ("specialist", "CO", "state=MT", "Montana", [MT_BC]),
    ("regional-staff", "region 8", "region=1", None, []),
    ("infant-toddler-specialist", "region 1", "state=CO", None, []),
    ("administrator", "CO", "", "Colorado", [CO_BC, CO_SA, CO_HS]),
    ("administrator", "VT", "topic=school-age-care", "Vermont, " + SCHOOL, [VT_SA]),
    ("administrator", "VT", "state=CO", None, []),
    ("administrator", "VT", "region=1", None, []),
    ("advisory-council-chair", "MT", "", "Montana", [MT_BC]),
    ("cor", "ECQA", "", "the nation, ECQA", [CO_BC]),
    ("fpo", "NCASE", "state=VT", "Vermont, NCASE", [VT_SA]),
    ("fpo", "NCASE", "center=ECQA", None, []),
]  # fmt: skip


@pytest.mark.parametrize(("role", "scope", "query", "where", "listed"), SEES)
def test_each_role_chooses_among_what_is_open_to_it(pages, role, scope, query, where, listed):
    html = pages.get(f"{own(pages, role, scope)}/trends?{query}").text
    title = re.search("<title>TA needs and trends: (.*?) - TA", html)
    assert (title and title[1], needs(html)) == (where, listed)


def test_a_state_sees_itself_and_how_many_others_ask_and_nobody_by_name(pages):
    html = pages.get(f"{own(pages, 'administrator', 'CO')}/trends").text
    rows = [words(row) for row in re.findall("<tr>(.*?)</tr>", section(html, "topics"), re.DOTALL)]
    assert rows == [
        "Topic Requests Most urgent, 1 to 5 Region 8 Nation",
        "Comprehensive background checks 1 1 2 of 2 2 of 3",
        "Health and safety standards and training 1 2 1 of 2 1 of 3",
        "School-age, afterschool and summer care 1 3 1 of 2 2 of 3",
    ]
    assert "The region's are small numbers: fewer than 5 of it have answered." in words(html)
    assert [one for one in ("Montana", "Vermont", "Who waits") if one in html] == []


def test_an_officer_sees_nothing_of_what_other_centers_do(pages):
    html = pages.get(f"{own(pages, 'fpo', 'NCASE')}/trends").text
    # Colorado can be chosen, with nothing there: NCASE was asked about its need.
    assert [one for one in ("ECQA", "Montana") if one in words(html)] == []


@pytest.mark.parametrize(("role", "led"), [("center-lead", ["/plan/VT"]), ("occ", ["/plan/VT"])])
def test_a_need_leads_to_its_plan_where_the_reader_may_open_it(pages, role, led):
    scope = {"center-lead": "NCASE", "occ": "nation"}[role]
    html = section(pages.get(f"{own(pages, role, scope)}/trends?region=1").text, "needs")
    assert [one.partition("/trends")[0][-8:] for one in re.findall('href="([^"]*)"', html)] == led
    other = pages.get(f"{own(pages, 'center-lead', 'HW')}/trends?region=1").text
    assert "/plan/" not in section(other, "needs")


def test_a_state_leads_to_the_same_choice_of_that_state_alone(pages, occ):
    html = section(pages.get(f"{occ}/trends?region=8&priority=1").text, "states")
    led = [one.replace("&amp;", "&") for one in re.findall(r'href="[^"]*/trends([^"]*)"', html)]
    assert led == ["?priority=1&state=CO", "?priority=1&state=MT"]


FILES = [
    ("occ", "nation", "", "Figures of TA needs and trends"),
    ("specialist", "CO", "region=8", "Figures of TA needs and trends Region 8"),
    ("specialist", "CO", "", None),
    ("regional-partner", "region 1", "region=8", None),
    ("center-lead", "ECQA", "region=1", "Figures of TA needs and trends Region 1"),
    ("administrator", "CO", "region=8", None),
    ("cor", "ECQA", "", None),
    ("occ", "nation", "region=7", None),
]


@pytest.mark.process("3.9")
@pytest.mark.parametrize(("role", "scope", "query", "name"), FILES)
def test_the_workbook_of_an_edition_is_there_for_whom_its_pack_is(pages, role, scope, query, name):
    answer = pages.get(f"{own(pages, role, scope)}/trends/workbook?{query}")
    if name is None:
        assert answer.status_code == 404
    else:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        there = answer.headers["content-disposition"].replace("%20", " ")
        assert (f"''{name}.xlsx" in there, "Topics" in book.sheetnames) == (True, True)


def test_the_page_leads_to_the_files_of_the_place_that_is_chosen(pages, occ):
    html = pages.get(f"{occ}/trends?state=VT&priority=3").text
    led = re.findall(r'href="[^"]*/trends/([^"]*)"', html)
    assert led == ["workbook?region=1", "page?region=1", "slides?region=1"]
    page = pages.get(f"{occ}/trends/page?region=1")
    assert "<title>TA needs and trends: Region 1</title>" in page.text
    assert page.headers["content-disposition"].startswith("attachment")
    slides = pages.get(f"{occ}/trends/slides?region=1")
    assert slides.headers["content-type"] == "application/zip"
    names = ZipFile(io.BytesIO(slides.content)).namelist()
    assert names[0] == "Slide 01 Topics Region 1.png"


@pytest.mark.process("3.2", "3.3")
def test_maps_and_what_each_center_takes_up_stand_there_unless_some_needs_are_chosen(pages, occ):
    html = pages.get(f"{occ}/trends").text
    assert "Colorado named the most needs, 3." in words(section(html, "states"))
    tiles = re.findall(r">(CO|MT|VT)</text>\s*<text[^>]*>([^<]*)</text>", section(html, "states"))
    assert sorted(tiles) == [
        ("CO", "3"), ("CO", "asks"), ("MT", "1"), ("MT", "asks"), ("VT", ""), ("VT", "1"),
    ]  # fmt: skip
    taken = words(section(html, "taken"))
    assert "2 centers take up the most needs, 1 of 5 each; 3 have no center yet" in taken
    assert f"{BACKGROUND} ECQA 1 2 50%" in taken
    chosen = pages.get(f"{occ}/trends?priority=1").text
    assert ("map-title" in html, "map-title" in chosen) == (True, False)
    assert 'id="taken"' not in chosen


@pytest.mark.parametrize("page", ["status", "step/3"])
def test_where_things_stand_and_step_3_lead_to_the_trends(pages, occ, page):
    assert f'href="{occ}/trends"' in pages.get(f"{occ}/{page}").text
    assert f'href="{occ}/trends"' not in pages.get(f"{occ}/step/2").text


def test_looking_at_trends_changes_nothing(pages, occ):
    before = whole_record(pages.cycle)
    for path in ("trends", "trends?region=8", "trends?region=x", "trends/workbook"):
        pages.get(f"{occ}/{path}")
        pages.client.head(f"{occ}/{path}")
    assert difference(before, whole_record(pages.cycle)) == {}


@pytest.mark.process("3.2")
def test_a_choice_is_set_beside_the_same_choice_of_the_last_cycle(both_cycles):
    first, second = both_cycles
    second.reach("initial")
    second.add_need("VT", HEALTH)
    pages = Pages(first)
    base = f"{own(pages, 'occ', 'nation')}/cycle/{second.cycle}"
    for query in ("", "?topic=health-and-safety"):
        html = pages.get(f"{base}/trends{query}").text
        assert [one for one in findings(html) if "newly" in one] == [
            "Of the 3 that answered in 2016-2018 and in this cycle: Health and safety standards "
            "and training (1 newly asks, 0 no longer)."
        ]
    table = section(html, "contrasts").partition("Change since")[2]
    rows = [words(row) for row in re.findall("<tr>(.*?)</tr>", table, re.DOTALL)]
    assert rows[1] == "Health and safety standards and training 1 3 0 3 3 0 1 0"
    # What has another priority now, or another center, is not newly asked for.
    for query in ("?priority=2", "?office=OCC"):
        html = pages.get(f"{base}/trends{query}").text
        assert ("newly" in html, "Change since" in html) == (False, False)
