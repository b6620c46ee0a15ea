"""The pages of where things stand, opened by real requests: what each role finds, and not."""

import re

import pytest
import sqlalchemy as sa

from config.vocabulary import STAKEHOLDERS, Role
from tasks.repeatable import RepeatableTask
from tasks.surroundings import use
from tat.database import read
from tat.schema import Attachment, Notice, Prompt
from tests.cycle_fixtures import Stages
from tests.pages import Pages
from tests.record import difference, whole_record
from tests.small_cycle import SmallCycle

PAGES = (
    "status", "step/5", "plan/CO", "plan/VT", "plan/CO/versions", "plan/VT/versions",
    "plan/CO/ledger", "plan/VT/ledger", "messages", "plan/WY", "step/9",
    "document/CO", "trends", "trends/workbook?region=8",
)  # fmt: skip

# Colorado is in region 8, Vermont in region 1; the centers have activities in both, HW in none.
# The document is Colorado's plan as it was sent to its Administrator to be checked,
# and the same day to the region's partners.
FOUND = """
occ                            nation    y y y y y y y y y - - y y y
ohs                            nation    y y y y y y y y y - - y y y
regional-manager               region 8  y y y - y - y - y - - y y y
regional-staff                 region 1  y y - y - y - y y - - - y -
specialist                     CO        y y y - y - y - y - - y y y
infant-toddler-specialist      region 8  y y y - y - y - y - - y y y
regional-center-representative region 1  y y - y - y - y y - - - y -
regional-partner               region 8  y y y - - - - - y - - y y y
administrator                  CO        y y y - y - y - y - - y y -
administrator                  VT        y y - y - y - y y - - - y -
center-lead                    ECQA      y y y y - - - - y - - - y y
center-lead                    HW        y y - - - - - - y - - - y y
project-lead                   NCASE     y y y y - - - - y - - - y y
cor                            ECQA      y y y y - - - - y - - - y -
fpo                            NCASE     y y y y - - - - y - - - y -
"""
STAKEHOLDER = "y y y - - - - - y - - - y -"


def cases() -> list[tuple[str, str, list[bool]]]:
    found = []
    for line in FOUND.strip().splitlines():
        role, scope, row = re.fullmatch(r"(\S+) +(\S+(?: \d)?) {2,}([y -]+)", line).groups()
        found.append((role, scope, [word == "y" for word in row.split()]))
    return found + [
        (str(role), "CO", [word == "y" for word in STAKEHOLDER.split()]) for role in STAKEHOLDERS
    ]


@pytest.fixture(scope="module")
def final(stages: Stages, tmp_path_factory) -> SmallCycle:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RepeatableTask, "__call__", lambda self, ref: self.fn(ref))
        cycle = stages.copy("final", tmp_path_factory.mktemp("final"))
    for role in Role:  # a role that nobody of the example roster has for Colorado
        if role in STAKEHOLDERS and not cycle.holders(role, "CO"):
            cycle.join(f"{role}@state.example", role, "CO")
    if not cycle.holders("project-lead", "NCASE"):
        cycle.join("project@ncase.example", "project-lead", "NCASE")
    return cycle


def addresses(cycle: SmallCycle) -> list[str]:
    """Where the pages are: that of the document has a part of its hash."""
    rows = (
        sa.select(Attachment.sha256)
        .join(Notice, Notice.message_id == Attachment.message_id)
        .join(Prompt, Prompt.id == Notice.prompt_id)
        .where(
            Prompt.kind == "accuracy",
            Notice.purpose == "ask",
            Prompt.plan_id == cycle.plan("CO").id,
            Attachment.name.startswith("TA plan Colorado"),
        )
    )
    with read(cycle.tracker) as tat:
        [digest] = tat.scalars(rows)
    return [page.replace("document/CO", f"document/{digest[:16]}") for page in PAGES]


@pytest.fixture(scope="module")
def pages(final) -> Pages:
    return Pages(final)


@pytest.mark.parametrize(("role", "scope", "found"), cases())
def test_each_role_finds_the_pages_that_are_theirs_and_404_elsewhere(
    final, pages, role, scope, found
):
    own = pages.link(final.holders(role, scope)[0])
    answers = [pages.get(f"{own}/{page}").status_code for page in addresses(final)]
    assert answers == [200 if is_found else 404 for is_found in found]


def test_every_role_is_tried():
    assert {role for role, _scope, _found in cases()} == {str(role) for role in Role}


def test_the_link_of_one_prompt_opens_no_other_page(cycle_at):
    cycle = cycle_at("asked")
    pages = Pages(cycle)
    link = pages.link_of(cycle.prompt("confirmation", state="CO"))
    there = addresses(cycle)
    assert [pages.get(f"{link}/{page}").status_code for page in there] == [404] * len(PAGES)


def test_looking_changes_nothing(final, pages):
    own = pages.link(final.holders("occ", "nation")[0])
    before = whole_record(final)
    for page in addresses(final) * 2:
        pages.get(f"{own}/{page}")
        pages.client.head(f"{own}/{page}")
    assert difference(before, whole_record(final)) == {}


SHOWN_TO_OCC = (
    "status", "status?overdue=yes&sort=waiting", "step/1", "plan/CO", "plan/CO/versions", "trends",
    "plan/CO/ledger", "messages",
)  # fmt: skip


def test_the_pages_are_the_same_on_both_databases(small_cycle_on_both):
    cycle = small_cycle_on_both.reach("drafted")
    cycle.mails()
    pages = Pages(cycle)
    own = pages.link(cycle.holders("occ", "nation")[0])
    assert [pages.get(f"{own}/{page}").status_code for page in SHOWN_TO_OCC] == [200] * 8
    assert "all are as they were written" in text_of(pages, f"{own}/plan/CO/ledger")
    assert "Activity" not in pages.get(f"{own}/plan/CO/versions").text


def text_of(pages: Pages, address: str) -> str:
    """The words of a page, in one line."""
    html = pages.get(address).text
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def rows_of(pages: Pages, address: str) -> list[str]:
    """The words of each row of the page's table."""
    html = pages.get(address).text
    body = html[html.index("<tbody") : html.index("</tbody>")]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def test_the_status_page_says_who_has_the_ball_and_for_how_long(cycle_at):
    cycle = cycle_at("asked").at("2016-12-02 12:00")
    pages = Pages(cycle)
    own = pages.link(cycle.holders("occ", "nation")[0])
    assert rows_of(pages, f"{own}/status")[0] == (
        "Colorado CO 8 Initial version 3 Its Administrator&#39;s confirmation "
        "Hal Dogwood, Administrator: to confirm the plan. "
        "Overdue by 2 days (was due Wednesday, November 30, 2016), waiting 11 days"
    )


def test_a_closed_step_names_the_plans_that_it_left_behind_and_what_they_wait_for(cycle_at):
    cycle = cycle_at("asked").at("2016-12-03 07:00").run(4)
    pages = Pages(cycle)
    html = pages.get(f"{pages.link(cycle.holders('administrator', 'VT')[0])}/step/4").text
    held = re.findall(r"<li><a href=[^>]*/plan/\w+\">(.*)</li>", html)
    assert [one.replace("&#39;", "'") for one in held] == [
        "Vermont</a>, initial: it waits for the Administrator's answer: confirm the plan, since "
        "Monday, November 21, 2016."
    ]


def test_the_status_page_is_chosen_from_by_its_address(cycle_at):
    cycle = cycle_at("asked").at("2016-12-02 12:00")
    cycle.answer("confirmation", {"confirms": True}, state="CO")
    pages = Pages(cycle)
    own = pages.link(cycle.holders("occ", "nation")[0])
    asked = ["region=8", "overdue=yes", "sort=region", "status=initial&sort=waiting", "region=x"]
    assert [
        [row.split()[0] for row in rows_of(pages, f"{own}/status?{query}")] for query in asked
    ] == [
        ["Colorado", "Montana"],
        ["Montana", "Vermont"],
        ["Vermont", "Colorado", "Montana"],
        ["Montana", "Vermont", "Colorado"],
        ["Colorado", "Montana", "Vermont"],
    ]


def test_the_map_says_each_status_by_a_letter_and_in_its_title(cycle_at):
    cycle = cycle_at("asked").at("2016-12-01 01:00")  # the 30th has ended in Vermont alone
    pages = Pages(cycle)
    html = pages.get(f"{pages.link(cycle.holders('occ', 'nation')[0])}/status").text
    drawn = html[html.index("<svg") : html.index("</svg>")]
    assert re.findall(r"<title[^>]*>([^<]*)<", drawn) == [
        "Map of 3 plans by status: 3 initial; an answer is overdue in 1 state or territory"
    ]
    assert sorted(re.findall(r">([A-Z!]+)</text>", drawn)) == ["!", "CO", "I", "I", "I", "MT", "VT"]
    assert 'role="img"' in drawn


def test_a_state_sees_itself_alone_and_no_map(cycle_at):
    cycle = cycle_at("asked")
    pages = Pages(cycle)
    own = pages.link(cycle.holders("administrator", "VT")[0])
    assert [row.split()[0] for row in rows_of(pages, f"{own}/status")] == ["Vermont"]
    assert "<svg" not in pages.get(f"{own}/status").text


def test_a_center_sees_of_a_state_only_its_own_questions(cycle_at):
    cycle = cycle_at("submitted")
    pages = Pages(cycle)
    said = text_of(pages, f"{pages.link(cycle.holders('center-lead', 'ECQA')[0])}/status")
    assert "Uma Madrone, ECQA COR: to approve the package" in said
    assert "NCASE FPO" not in said


def test_a_center_sees_of_a_plan_what_it_does_itself(final, pages):
    own = pages.link(final.holders("center-lead", "ECQA")[0])
    html = pages.get(f"{own}/plan/CO").text
    assert re.findall(r"<h[34]>([^<]+)", html) == [
        "Need 1: Comprehensive background checks", "Activity 1: Coaching of licensing staff",
    ]  # fmt: skip
    assert "NCASE" not in html
    assert "Hal Dogwood" not in html  # what its Administrator answered


def test_a_plan_says_who_approved_what_when_on_which_version(final, pages):
    rows = rows_of(pages, f"{pages.link(final.holders('administrator', 'CO')[0])}/plan/CO")
    assert [row for row in rows if "confirm the plan" in row.lower()] == [
        "Hal Dogwood Administrator Confirm the plan Yes "
        "Tuesday, November 22, 2016, 8:00 AM MST, on the page 3"
    ]
    assert [row for row in rows if "Approve the package" in row] == [
        f"{officer} Approve the package Yes Wednesday, December 7, 2016, 8:00 AM MST, on the page 3"
        for officer in ("Uma Madrone ECQA COR", "Asa Birch NCASE FPO")
    ]


def test_versions_say_what_changed_between_two(final, pages):
    own = pages.link(final.holders("administrator", "CO")[0])
    html = pages.get(f"{own}/plan/CO/versions?before=1&after=3").text
    assert re.findall(r"<h4>([^<]+)", html) == [
        "Activity 1, Coaching of licensing staff: new",
        "Activity 2, Coaching of licensing staff: new",
    ]


@pytest.mark.process("8.4")
def test_the_story_of_a_plan_is_told_on_a_page_with_each_entry_checked(final, pages):
    said = text_of(pages, f"{pages.link(final.holders('administrator', 'CO')[0])}/plan/CO/ledger")
    assert "81 acts on record, the newest last. Each was held against its hash" in said
    assert (
        "Tuesday, November 22, 2016, 8:00 AM MST Hal Dogwood, Administrator, answered the request "
        "to confirm the plan: yes. On version 3. On the page. Entry 177: ✓ as written"
    ) in said
    assert said.count("✓ as written") == 61
    assert "Licensing Director. Entries 23 to 26: ✓ as written" in said


def test_a_message_is_shown_as_it_was_sent_but_for_its_links(final, pages):
    own = pages.link(final.holders("administrator", "CO")[0])
    listed = re.findall(r'href="[^"]*/messages/(\d+)">([^<]+)<', pages.get(f"{own}/messages").text)
    number = next(one for one, subject in listed if "Please check" in subject)
    said = pages.get(f"{own}/messages/{number}").text
    assert "Dear Hal Dogwood" in said
    assert "[[link" not in said
    assert "(a link for its reader alone)" in said
    [document] = re.findall(r'href="([^"]*)">TA plan Colorado', said)
    assert pages.get(document).text.startswith("Technical assistance (TA) plan for Colorado")


READERS = [
    ("occ", "nation", 200), ("specialist", "CO", 200), ("specialist", "VT", 404),
    ("ohs", "nation", 404), ("administrator", "VT", 404), ("administrator", "CO", 200),
]  # fmt: skip


@pytest.mark.parametrize(("role", "scope", "status"), READERS)
def test_messages_of_others_are_for_occ_and_for_the_specialist_of_their_state(
    final, pages, role, scope, status
):
    whose = final.person_id(final.holders("administrator", "CO")[0])
    own = pages.link(final.holders(role, scope)[0])
    listed = pages.get(f"{own}/messages?person={whose}")
    assert listed.status_code == status
    theirs = pages.link(final.holders("administrator", "CO")[0])
    number = re.search(r"/messages/(\d+)", pages.get(f"{theirs}/messages").text)[1]
    assert pages.get(f"{own}/messages/{number}").status_code == status


# --- what OCC decides


DECISION = {"decision": "move", "ends_on": "2016-12-01", "reason": "Thanksgiving", "name": "A"}


@pytest.fixture
def step_4(cycle_at):
    cycle = cycle_at("asked")
    with use(cycle.surroundings):
        yield cycle


def send(cycle: SmallCycle, role="occ", scope="nation", **typed):
    pages = Pages(cycle)
    address = f"{pages.link(cycle.holders(role, scope)[0])}/step/4"
    key = re.search(r'name="form_key" value="([^"]+)"', pages.get(address).text)
    return pages.client.post(address, data={"form_key": key[1] if key else "", **DECISION, **typed})


def days_of(cycle: SmallCycle) -> list[str]:
    pages = Pages(cycle)
    said = text_of(pages, f"{pages.link(cycle.holders('occ', 'nation')[0])}/step/4")
    return re.findall(r"\w+, \w+ \d+, 2016", said)[:2]


def test_occ_gives_a_step_another_last_day_and_the_page_says_who_decided_and_why(step_4):
    assert send(step_4).status_code == 303
    assert days_of(step_4) == ["Monday, November 21, 2016", "Thursday, December 1, 2016"]
    pages = Pages(step_4)
    said = text_of(pages, f"{pages.link(step_4.holders('administrator', 'VT')[0])}/step/4")
    assert (
        "Step 4: Monday, November 21, 2016 to Friday, December 2, 2016 became Monday, November 21, "
        "2016 to Thursday, December 1, 2016. Ada Alder, Monday, November 21, 2016, 7:00 AM EST: "
        "Thanksgiving"
    ) in said


def test_occ_closes_a_step_early(step_4):
    step_4.at("2016-11-29 10:00")
    assert send(step_4, decision="close").status_code == 303
    assert days_of(step_4) == ["Monday, November 21, 2016", "Tuesday, November 29, 2016"]


def test_a_step_that_has_not_begun_can_be_moved_and_is_not_offered_to_be_closed(step_4):
    pages = Pages(step_4)
    own = pages.link(step_4.holders("occ", "nation")[0])
    offered = [
        re.findall(r'name="decision" value="(\w+)"', pages.get(f"{own}/step/{number}").text)
        for number in (4, 5)
    ]
    assert offered == [["move", "close"], ["move"]]


def test_the_map_of_three_states_far_apart_is_three_tiles_close_together(step_4):
    pages = Pages(step_4)
    html = pages.get(f"{pages.link(step_4.holders('occ', 'nation')[0])}/status").text
    drawn = re.search('<svg class="map" width="96" viewBox="-2 -2 96 144".*?</svg>', html, re.S)
    assert len(re.findall('<rect [^>]*width="44"', drawn[0])) == 3


LACKING = [
    ({"decision": ""}, "Choose whether to give the step another last day or to close it now."),
    ({"ends_on": "soon"}, "Say the new last day, such as 2016-12-09."),
    ({"reason": " "}, "Say why: it stands in the mails."),
    ({"name": ""}, "Type your name, "),
    ({"ends_on": "2016-11-20"}, "Step 4 stays"),
]


@pytest.mark.parametrize(("typed", "said"), LACKING)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(step_4, typed, said):
    before = whole_record(step_4)
    answer = send(step_4, **typed)
    assert (answer.status_code, said in answer.text) == (422, True)
    kept = (DECISION | typed)["reason"]
    assert f"{kept}</textarea>" in answer.text
    assert difference(before, without_links(step_4, before)) == {}


def without_links(cycle: SmallCycle, before) -> dict:
    """The record but for the links by which the test looked."""
    return whole_record(cycle) | {"link": before["link"]}


def test_the_form_as_it_is_found_decides_nothing(step_4):
    pages = Pages(step_4)
    address = f"{pages.link(step_4.holders('occ', 'nation')[0])}/step/4"
    before = whole_record(step_4)
    assert pages.client.post(address, data=dict(pages.fields(address))).status_code == 422
    assert difference(before, whole_record(step_4)) == {}


def test_a_form_from_elsewhere_is_refused(step_4):
    before = whole_record(step_4)
    assert send(step_4, form_key="guessed").status_code == 403
    assert difference(before, without_links(step_4, before)) == {}


@pytest.mark.parametrize(("role", "scope"), [("ohs", "nation"), ("administrator", "CO")])
def test_nobody_else_decides_about_a_step(step_4, role, scope):
    before = whole_record(step_4)
    assert send(step_4, role, scope).status_code == 404
    assert difference(before, without_links(step_4, before)) == {}
