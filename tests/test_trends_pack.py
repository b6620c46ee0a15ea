"""The pack of the all-hands meetings (3.9): whom it reaches, once, and what stands in it."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from cli.trends import trends
from config.packs import Pack
from config.vocabulary import Occasion, Role
from tasks.surroundings import use
from tasks.trends import conference
from tasks.trends.edition import editions, region_edition
from tat.database import read
from tat.refusals import Refused
from tat.schema import File, Notice, Person, Window
from templates.reports.bar_charts import BarRow, bars
from tests.example_plan import COACHING
from tests.pages import SECRET, Pages
from tests.small_cycle import CYCLE, documents_with

OF_REGION_1 = [
    "asa.beech@region1.example",  # the manager
    "bela.birch@region1.example",  # staff
    "cleo.bittern@region1.example",
    "dora.bunting@region1.example",  # partners
    "edna.buckeye@region1.example",
    "elsa.catalpa@region1.scbc.example",  # the Specialist
]
LEADS = [
    "ada.ash@pmfo.example", "anna.basswood@ncase.example", "bela.bittern@ncsia.example",
    "dale.bunting@scbc.example", "elsa.cedar@nctecd.example", "ezra.cormorant@ehsccp.example",
    "rhea.kinglet@dtl.example", "saul.larch@hw.example", "theo.locust@ecqa.example",
    "vera.magpie@pfce.example",
]  # fmt: skip
OCC_AND_OHS = [
    "ada.alder@occ.example", "alma.ash@occ.example", "amos.aspen@occ.example",
    "anna.avocet@ohs.example", "arlo.basswood@ohs.example",
]  # fmt: skip
SPECIALIST_8 = "greta.cypress@region8.scbc.example"


def aligning(cycle_at):
    """Step 3 is open; what was due before the window has been sent."""
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    cycle.at("2016-10-24 08:00").mails()
    cycle.at("2016-11-11 18:00").run(3).mails()
    return cycle


def proposing(cycle_at, *needs):
    """As `aligning`, and a center has proposed an activity for each of some needs."""
    cycle = aligning(cycle_at)
    for row in cycle.prompts("approaches"):
        shown = [need for need in cycle.shown(row.id) if need in needs]
        if shown:
            proposed = [{"need_id": need, "activity": COACHING} for need in shown]
            cycle.answer_prompt(row.id, {"proposed": proposed})
    return cycle


def move_window(cycle, starts_on: str, ends_on: str):
    with cycle.tracker.engine.begin() as connection:
        connection.execute(
            sa.update(Window).values(
                starts_on=date.fromisoformat(starts_on), ends_on=date.fromisoformat(ends_on)
            )
        )
    return cycle


def page(cycle, region) -> str:
    with read(cycle.tracker) as tat:
        edition = region_edition(tat, CYCLE, cycle.declared, region, on=date(2016, 11, 14))
    return edition.documents["trend-page"].content.decode()


def rows(html: str, section: str) -> list[list[str]]:
    """The words in each row of the tables of a section of the page."""
    whole = html.split(f'<section aria-labelledby="{section}">')[1].split("</section>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", re.sub(r"<svg.*?</svg>", "", whole, flags=re.S), re.S)
    return [
        [
            re.sub(r"<[^>]*>", "", cell).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        for row in found
    ]


# --- whom it reaches


@pytest.mark.process("3.9")
def test_each_region_gets_its_edition_and_the_nation_its_own(cycle_at):
    told = aligning(cycle_at).at("2016-11-14 07:30").run(3).told("all-hands-pack")
    of_nation = [address for subject, address in told if subject == "nation"]
    of_region_1 = [address for subject, address in told if subject == "region 1"]
    assert (of_region_1, of_nation) == (OF_REGION_1, sorted(LEADS + OCC_AND_OHS))
    assert {subject for subject, _address in told} == {"nation", "region 1", "region 8"}
    assert ("region 8", SPECIALIST_8) in told


@pytest.mark.process("3.9")
@pytest.mark.parametrize(
    ("moment", "n_told"),
    [
        ("2016-11-13 23:59", 0),
        ("2016-11-14 00:01", 27),
        ("2016-11-18 23:59", 27),
        ("2016-11-19 07:00", 0),  # the meetings are over
    ],
)
def test_it_leaves_while_the_window_is_open_by_the_clocks_of_washington(cycle_at, moment, n_told):
    cycle = aligning(cycle_at).at(moment).run(3)
    assert len(cycle.told("all-hands-pack")) == n_told


@pytest.mark.process("3.9")
def test_it_is_sent_once(cycle_at):
    cycle = aligning(cycle_at).at("2016-11-14 07:30").run(3)
    before = cycle.told("all-hands-pack")
    cycle.join("new.person@region8.example", "regional-partner", "region 8")
    assert cycle.run(3).at("2016-11-16 07:30").run(3).told("all-hands-pack") == before


@pytest.mark.process("3.9")
def test_a_window_that_was_moved_is_a_window(cycle_at):
    cycle = move_window(aligning(cycle_at), "2016-11-16", "2016-11-17")
    assert cycle.at("2016-11-14 07:30").run(3).told("all-hands-pack") == []
    assert len(cycle.at("2016-11-16 07:30").run(3).told("all-hands-pack")) == 27
    move_window(cycle, "2016-11-17", "2016-11-18")
    assert len(cycle.at("2016-11-17 07:30").run(3).told("all-hands-pack")) == 27


@pytest.mark.process("3.9")
def test_who_gets_which_documents_is_declared(cycle_at):
    cycle = aligning(cycle_at)
    calls = cycle.declared.rules.packs_for(Occasion.STAKEHOLDER_CALL)
    pack = Pack(occasion=Occasion.ALL_HANDS, to=[Role.OHS], documents=["requests", "agenda"])
    cycle.with_rules(packs=(*calls, pack)).at("2016-11-14 07:30").run(3)
    mails = cycle.at("2016-11-14 08:00").mails()
    assert [
        (mail["To"].addresses[0].addr_spec, [one.get_filename() for one in documents_with(mail)])
        for mail in mails
    ] == [
        ("anna.avocet@ohs.example", ["Agenda of the stakeholder call.txt", "Requests.csv"]),
        ("arlo.basswood@ohs.example", ["Agenda of the stakeholder call.txt", "Requests.csv"]),
    ]


@pytest.mark.process("3.2", "3.3")
def test_who_gets_the_trends_and_what_comes_with_a_conference_is_declared(cycle_at):
    cycle = cycle_at("accurate")
    cycle.with_rules(
        packs=(
            *cycle.declared.rules.packs_for(Occasion.STAKEHOLDER_CALL),
            Pack(occasion="trends", to=[Role.REGIONAL_PARTNER], documents=["requests", "agenda"]),
            Pack(occasion="regional-conference", to=[Role.CENTER_LEAD], documents=["activities"]),
        )
    )
    conferring(lambda _stage: cycle)
    files = {
        (row["purpose"], *(one["name"] for one in row["details"]["files"]))
        for row in cycle.rows(Notice)
        if "files" in row["details"]
    }
    assert files == {
        ("trends", "Requests Region 1.csv", "Agenda of the stakeholder call.txt"),
        ("trends", "Requests Region 8.csv", "Agenda of the stakeholder call.txt"),
        ("meeting-invitation", "Activities.csv"),  # a center's edition is the nation's
    }


@pytest.mark.process("3.9")
def test_the_mail_says_what_the_figures_of_the_region_say_and_brings_the_pack(cycle_at):
    cycle = proposing(cycle_at, 1, 3).at("2016-11-14 07:30").run(3)
    [mail] = cycle.at("2016-11-14 08:00").mails_to(SPECIALIST_8)
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "from Monday, November 14 to Friday, November 18, 2016" in text
    assert "All 2 states and territories have answered and named 4 needs." in text
    assert "2 of 4 needs have no activity of a center yet." in text
    assert [one.get_filename() for one in documents_with(mail)] == [
        "Figures of TA needs and trends Region 8.xlsx",
        "TA needs and trends Region 8.html",
    ]


@pytest.mark.process("3.9")
def test_who_speaks_of_the_nation_is_led_to_its_slides_which_no_region_waits_for(cycle_at):
    cycle = proposing(cycle_at, 1).at("2016-11-14 07:30").run(3)
    cycle.office = replace(cycle.office, secret=SECRET.encode())
    [mail] = cycle.at("2016-11-14 08:00").mails_to(LEADS[0])
    assert [one.get_filename() for one in documents_with(mail)] == [
        "Figures of TA needs and trends.xlsx", "TA needs and trends.html",
    ]  # fmt: skip
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    [link] = re.findall(
        r"Open Slides of TA needs and trends\.zip \(\d\.\d MB\), which mail programs would hold "
        r"back: https://tacycle\.example(\S+)", text,
    )  # fmt: skip
    got = Pages(cycle).get(link)
    assert (got.status_code, got.headers["content-type"]) == (200, "application/zip")
    assert ZipFile(BytesIO(got.content)).namelist() == [
        "Slide 01 Topics.png", "Slide 02 Topics by region.png", "Slide 03 Map of needs.png",
        "Slide 04 Map of a topic.png", "Slide 05 Without a center.png",
        "Slide 06 Needs and centers.png", "Slide 07 Activities by center.png",
        "Slide 08 What the cycle is for.png",
    ]  # fmt: skip


@pytest.mark.process("3.9")
def test_who_has_two_regions_gets_both_editions_in_one_letter(cycle_at):
    cycle = aligning(cycle_at)
    cycle.join(SPECIALIST_8, "specialist", "VT")
    [mail] = cycle.at("2016-11-14 07:30").run(3).at("2016-11-14 08:00").mails_to(SPECIALIST_8)
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert ("The figures of Region 1 say:" in text, "The figures of Region 8 say:" in text) == (
        True,
        True,
    )
    assert len(list(documents_with(mail))) == 4


def test_that_nothing_is_due_is_known_without_reading_the_needs(cycle_at):
    cycle = aligning(cycle_at).at("2016-11-14 07:30").run(3)
    asked: list[str] = []
    sa.event.listen(
        cycle.tracker.engine, "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: asked.append(statement),
    )  # fmt: skip
    cycle.at("2016-11-15 07:30").run(3)
    reading = [
        one for one in asked if "need_revision.text" in one or "need_revision.outcome" in one
    ]
    assert (len(asked) > 10, reading) == (True, [])


# --- what stands in it


@pytest.mark.process("3.9")
def test_the_page_shows_the_nation_and_each_region(cycle_at):
    assert rows(page(proposing(cycle_at, 1), None), "topics")[1:] == [
        ["1", "8"],
        ["Comprehensive background checks", "3", "100%", "3", "1", "2"],
        ["School-age, afterschool and summer care", "3", "100%", "3", "1", "2"],
        ["States and territories that answered", "3", "", "", "1", "2"],
    ]


@pytest.mark.process("3.9")
def test_the_edition_of_a_region_shows_its_own_states(cycle_at):
    html = page(proposing(cycle_at, 1), 8)
    assert rows(html, "region") == [
        ["Topic", "States", "Share", "CO", "MT"],
        ["Comprehensive background checks", "2", "100%", "1", "1"],
        ["School-age, afterschool and summer care", "2", "100%", "1", "1"],
        ["Has answered", "2", "", "yes", "yes"],
    ]
    assert [row[0] for row in rows(html, "states")[1:]] == ["Colorado", "Montana"]


@pytest.mark.process("3.2", "3.9")
def test_the_maps_show_each_state_with_its_needs_and_whether_it_asks(cycle_at):
    cycle = cycle_at("calls").at("2016-09-21 07:30").run(2)
    needs = {"added": [], "held_on": "2016-09-20"}
    cycle.answer("call-record", needs, state="CO")
    html = page(cycle.run(2), None)
    assert rows(html, "states") == [
        ["State or territory", "Region", "Needs", "Asks for: Comprehensive background checks",
         "Topics"],
        ["Colorado", "8", "2", "yes",
         "Comprehensive background checks; School-age, afterschool and summer care"],
        ["Montana", "8", "-", "-", "Has not answered."],
        ["Vermont", "1", "-", "-", "Has not answered."],
    ]  # fmt: skip
    drawn = {
        name: re.findall(r"(CO|MT|VT)</text>\s*<text[^>]*>([^<]*)</text>", svg)
        for name, svg in re.findall(r'aria-labelledby="(\w+-map)-title"(.*?)</svg>', html, re.S)
    }
    silent = [("MT", "silent"), ("VT", "silent")]
    assert {name: sorted(found) for name, found in drawn.items()} == {
        "needs-map": [("CO", "2"), *silent],
        "topic-map": [("CO", "asks"), *silent],
    }
    assert "Colorado named the most needs, 2. 2 of 3 have not answered." in html


@pytest.mark.process("3.9")
def test_the_page_shows_what_is_common_and_what_is_unique(cycle_at):
    html = page(aligning(cycle_at), 1)
    assert rows(html, "common") == []
    assert rows(html, "unique")[1:] == [
        ["Vermont", "Comprehensive background checks", "Help with background checks", "1",
         "Required by the CCDBG reauthorization of 2014", "All ages", "no"],
        ["Vermont", "School-age, afterschool and summer care", "More school-age care", "3",
         "Beyond compliance", "School age", "no"],
    ]  # fmt: skip
    assert rows(page(aligning(cycle_at), None), "common")[1:] == [
        ["Comprehensive background checks", "3", "100%", "Colorado, Montana, Vermont"],
        ["School-age, afterschool and summer care", "3", "100%", "Colorado, Montana, Vermont"],
    ]


@pytest.mark.process("3.9")
def test_the_page_shows_the_needs_that_no_center_has_taken_up(cycle_at):
    html = page(proposing(cycle_at, 1, 3, 4), 8)
    assert rows(html, "left") == [
        ["Topic", "Without a center", "Needs"],
        ["School-age, afterschool and summer care", "1", "2"],
        ["Comprehensive background checks", "0", "2"],
        ["State or territory", "Topic", "Need", "Priority", "What it comes from", "Setting"],
        ["Colorado", "School-age, afterschool and summer care", "More school-age care", "3",
         "Beyond compliance", "School age"],
    ]  # fmt: skip


@pytest.mark.process("3.9")
def test_the_page_shows_the_activities_proposed_so_far(cycle_at):
    assert rows(page(proposing(cycle_at, 1, 3, 4), 8), "centers")[1:] == [
        # center, activities, in a plan, needs, states, works along
        ["ECQA", "2", "0", "2", "2", "0"],
        ["NCASE", "1", "0", "1", "1", "0"],
    ]


@pytest.mark.process("3.2", "3.3", "3.9")
def test_the_page_shows_which_center_takes_up_which_needs_and_what_is_left(cycle_at):
    html = page(proposing(cycle_at, 1, 3, 4), 8)
    assert rows(html, "taken") == [
        ["Topic", "All", "ECQA", "NCASE", "No center"],
        ["Comprehensive background checks", "2", "2", "0", "0"],
        ["School-age, afterschool and summer care", "2", "0", "1", "1"],
        ["All topics", "4", "2", "1", "1"],
    ]
    assert (
        "ECQA takes up the most needs, 2 of 4; 1 has no center yet: School-age, afterschool and "
        "summer care." in html
    )
    assert "No center has taken up a need yet." in page(aligning(cycle_at), 8)


@pytest.mark.process("3.2", "3.9", "5.2")
def test_the_page_shows_what_stands_out(cycle_at):
    cycle = proposing(cycle_at, 1, 3)
    lower = {"cluster_states": 1, "cluster_times": 1}
    cycle.with_rules(trends=cycle.declared.rules.trends.model_copy(update=lower))
    html = page(cycle, 1)
    assert rows(html, "contrasts") == [
        ["Region", "Topic", "Ask", "Share", "Answered", "In the cycle", "Small number",
         "Ask elsewhere", "Answered elsewhere", "Share elsewhere"],
        ["1", "Comprehensive background checks", "1", "100%", "1", "1", "yes", "2", "2", "100%"],
        ["1", "School-age, afterschool and summer care", "1", "100%", "1", "1", "yes", "2", "2",
         "100%"],
    ]  # fmt: skip
    assert "No earlier cycle is on record, so nothing is said of change." in html
    html = page(cycle, 8)
    assert "of those with any activity on it. 1 topic on which there is none is left out." in html


@pytest.mark.process("3.9", "5.2")
def test_where_the_offices_overlap_is_shown_and_the_other_topics_are_counted(cycle_at):
    cycle = proposing(cycle_at, 1, 2, 3, 4)
    with cycle.tracker.engine.begin() as connection:
        second = "UPDATE line SET center = 'PMFO', need_id = 1 WHERE need_id = 2"
        connection.execute(sa.text(second))  # for Colorado's first need, beside ECQA's
    html = page(cycle, 8)
    assert rows(html, "contrasts") == [
        ["Topic", "Both offices", "With activities", "Share", "Where"],
        ["Comprehensive background checks", "1", "2", "50%", "Colorado (ECQA, PMFO)"],
    ]
    assert "1 topic on which there is none is left out." in html


@pytest.mark.process("3.9")
def test_the_charts_show_the_same_numbers(cycle_at):
    cycle = proposing(cycle_at, 1, 3, 4).at("2016-11-10 18:00").run(3)
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    cycle.run(3).answer("entry", cycle.accept_lines(cycle.prompt("entry", state="CO")), state="CO")
    html = page(cycle, 8)
    drawn = {
        name: re.findall(r"<text[^>]*>(\D+|\d+ of \d+)</text>", svg)
        for name, svg in re.findall(r'aria-labelledby="(\w+)-title"(.*?)</svg>', html, re.S)
    }
    assert (drawn["region"], drawn["left"], drawn["centers"]) == (
        [
            "states and territories that ask, of those that answered",
            "Comprehensive background checks", "2 of 2",
            "School-age, afterschool and summer care", "2 of 2",
        ],
        [
            "needs without a center, of all needs on the topic",
            "School-age, afterschool and summer care", "1 of 2",
            "Comprehensive background checks", "0 of 2",
        ],
        [
            "activities that stand in a plan, of those that the center leads",
            "ECQA", "1 of 2", "NCASE", "0 of 1",
        ],
    )  # fmt: skip


@pytest.mark.process("3.9", "8.3")
def test_the_page_shows_what_the_cycle_is_for_by_nation_region_and_state(cycle_at):
    found = rows(page(proposing(cycle_at, 1, 3, 6), 8), "purposes")
    assert found == [
        ["Place", "All", "What they come from", "Priority, 1 the most urgent",
         "Child age and setting"],
        ["The CCDBG reauthorization of 2014", "Beyond compliance", "1", "2", "3", "4", "5",
         "Infant and toddler", "Preschool", "School age", "All ages"],
        ["Nation", "6", "3", "3", "3", "0", "3", "0", "0", "0", "0", "3", "3"],
        ["Region 8", "4", "2", "2", "2", "0", "2", "0", "0", "0", "0", "2", "2"],
        ["Colorado", "2", "1", "1", "1", "0", "1", "0", "0", "0", "0", "1", "1"],
        ["Montana", "2", "1", "1", "1", "0", "1", "0", "0", "0", "0", "1", "1"],
        ["Place", "All", "Type", "Approach", "Forms"],
        ["Brief", "Intensive", "State", "Regional", "National", "Consultation", "Coaching",
         "Training", "Peer-to-peer learning", "Other"],
        ["Nation", "3", "0", "3", "3", "0", "0", "3", "3", "0", "0", "0"],
        ["Region 8", "2", "0", "2", "2", "0", "0", "2", "2", "0", "0", "0"],
        ["Colorado", "1", "0", "1", "1", "0", "0", "1", "1", "0", "0", "0"],
        ["Montana", "1", "0", "1", "1", "0", "0", "1", "1", "0", "0", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize("region", [None, 1])
@pytest.mark.parametrize("stage", ["announced", "accurate"])
def test_the_page_stands_alone_and_each_chart_has_its_table(cycle_at, stage, region):
    html = page(cycle_at(stage), region)
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"|url\((?!#)|@import|<script|<link', html) == []
    assert html.count('class="chart"') <= html.count('class="table"')
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert {name[1:] for name in re.findall(r'href="(#[^"]*)"', html)} - set(ids) == set()


def test_what_a_state_wrote_stays_words_in_the_page(cycle_at):
    cycle = aligning(cycle_at)
    with cycle.tracker.engine.begin() as connection:
        connection.execute(sa.text("UPDATE need_revision SET text = '<script>alert(1)</script>'"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(cycle, 8)


# --- the bars


def test_bars_are_an_image_with_their_finding_as_title():
    svg = bars([BarRow("A & B", 2, 3), BarRow("C", 1)], key="left", title="Less < more", words="n")
    assert svg.startswith("<svg ")
    assert 'role="img" aria-labelledby="left-title"' in svg
    assert '<title id="left-title">Less &lt; more</title>' in svg
    assert re.findall(r"<text[^>]*>([^<]*)</text>", svg) == [
        "0", "1", "2", "3", "n", "A &amp; B", "2 of 3", "C", "1",
    ]  # fmt: skip


def test_a_bar_is_as_long_as_its_number():
    svg = bars([BarRow("A", 2, 4), BarRow("B", 1)], key="left", title="", words="")
    assert [float(width) for width in re.findall(r'<rect [^>]*" width="([\d.]+)"', svg)] == [
        316.0, 158.0, 79.0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("farthest", "marks"), [(0, 2), (1, 2), (6, 7), (7, 4), (12, 7), (13, 3), (274, 6)]
)
def test_the_axis_has_few_round_marks(farthest, marks):
    svg = bars([BarRow("A", farthest)], key="left", title="", words="")
    assert svg.count("<path") == marks


# --- with the invitation to the regional conference call

CONFERENCE = {
    "starts_at": "2016-10-27T13:00:00-06:00", "minutes": 120, "place": "https://c.example/8",
}  # fmt: skip
LATER = {**CONFERENCE, "starts_at": "2016-10-28T13:00:00-06:00"}


def conferring(cycle_at):
    """Step 3 has opened, and the Specialist of region 8 has set the date of its conference call."""
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    [asked] = [row for row in cycle.prompts("meeting-date") if row.subject.endswith("region 8")]
    cycle.answer_prompt(asked.id, CONFERENCE)
    return cycle.run(3)


def invitations(cycle) -> dict[str, list[list[str]]]:
    """Names of the files that go with each round of an invitation, by person."""
    address = {row["id"]: row["address"] for row in cycle.rows(Person)}
    found: dict[str, list[list[str]]] = {}
    for row in cycle.rows(Notice, Notice.purpose == "meeting-invitation"):
        names = [one["name"] for one in row["details"].get("files", ())]
        found.setdefault(address[row["person_id"]], []).append(names)
    return found


@pytest.mark.process("3.3")
def test_the_invitation_brings_the_figures_of_the_region_to_its_own_people(cycle_at):
    found = invitations(conferring(cycle_at))
    page_of_8 = [["TA needs and trends Region 8.html"]]
    assert {address: files for address, files in found.items() if files != [[]]} == {
        "fay.cormorant@region8.example": page_of_8,
        "flora.crane@region8.example": page_of_8,
        "gil.curlew@region8.example": page_of_8,
        "finn.cottonwood@region8.example": page_of_8,
    }
    assert sorted(address for address, files in found.items() if files == [[]]) == sorted(LEADS)


@pytest.mark.process("3.3")
def test_the_pages_are_made_once_and_while_others_can_write(cycle_at, monkeypatch):
    made = []

    def editions_beside_a_writer(trends, regions, names):
        with closing(sqlite3.connect(cycle.tracker.engine.url.database, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.rollback()
        made.append((list(regions), sorted(names)))
        return editions(trends, regions, names)

    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    monkeypatch.setattr(conference, "editions", editions_beside_a_writer)
    [asked] = [row for row in cycle.prompts("meeting-date") if row.subject.endswith("region 8")]
    cycle.answer_prompt(asked.id, CONFERENCE)
    cycle.run(3).run(3)
    assert made == [([8], ["trend-page"])]


@pytest.mark.process("3.3")
def test_a_new_date_is_told_once_and_brings_nothing_again(cycle_at):
    cycle = conferring(cycle_at)
    cycle.run(3).at("2016-10-24 09:00").mails()
    [asked] = cycle.prompts("meeting-date", stands="answered")
    cycle.answer_prompt(asked.id, LATER)
    cycle.run(3).run(3)
    assert invitations(cycle)["flora.crane@region8.example"] == [
        ["TA needs and trends Region 8.html"],
        [],
    ]


@pytest.mark.process("3.3")
def test_a_new_date_before_the_mail_has_left_keeps_the_figures_with_it(cycle_at):
    cycle = conferring(cycle_at)
    [asked] = cycle.prompts("meeting-date", stands="answered")
    cycle.answer_prompt(asked.id, LATER)
    cycle.run(3)
    assert invitations(cycle)["flora.crane@region8.example"] == [
        ["TA needs and trends Region 8.html"]
    ]


# --- written at any time


@pytest.mark.process("3.2", "3.9")
def test_the_command_writes_the_same_pack(cycle_at, tmp_path, capsys):
    cycle = proposing(cycle_at, 1).at("2016-11-14 07:30")
    with use(cycle.surroundings):
        assert trends(region=8, out=tmp_path / "pack", database=cycle.tracker.url) == 0
    cycle.run(3)
    [notice, *_] = cycle.rows(
        Notice, Notice.purpose == "all-hands-pack", Notice.subject == "region 8"
    )
    with read(cycle.tracker) as tat:
        sent = {
            one["name"]: tat.get_one(File, one["sha256"]).content
            for one in notice["details"]["files"]
        }
    written = {file.name: file.read_bytes() for file in (tmp_path / "pack").iterdir()}
    assert {name: content for name, content in written.items() if name in sent} == sent
    assert sorted(written.keys() - sent.keys()) == [
        "Activities Region 8.csv", "Needs by topic.csv", "Requests Region 8.csv",
        "Slide 01 Topics Region 8.png", "Slide 02 Topics by region Region 8.png",
        "Slide 03 Topics of the region Region 8.png", "Slide 04 Map of needs Region 8.png",
        "Slide 05 Map of a topic Region 8.png", "Slide 06 Without a center Region 8.png",
        "Slide 07 Needs and centers Region 8.png", "Slide 08 Activities by center Region 8.png",
        "Slide 09 What the cycle is for Region 8.png",
    ]  # fmt: skip
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "All 2 states and territories have answered and named 4 needs."
    assert sorted(printed[-14:]) == sorted(str(tmp_path / "pack" / name) for name in written)


def test_the_command_refuses_a_region_that_has_no_states(cycle_at, tmp_path):
    cycle = cycle_at("accurate")
    with use(cycle.surroundings), pytest.raises(Refused) as refused:
        trends(region=11, out=tmp_path / "pack", database=cycle.tracker.url)
    assert str(refused.value) == (
        "No pack was written: the cycle 2016-2018 has no states in a region 11; choose one of 1, 8."
    )
    assert not (tmp_path / "pack").exists()
