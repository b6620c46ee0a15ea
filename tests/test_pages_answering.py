"""Where the link of a mail leads: the question, its form, the answer, the receipt."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.vocabulary import PromptKind, Purpose
from portal.asking.may_open import open_prompt
from portal.asking.questions import read_questions
from portal.refusing import NotThere
from portal.visitors import by_link, form_key
from tat.answer_models import MODELS
from tat.answer_models.decisions import LineVerdicts
from tat.database import read, write
from tat.schema import Answer, Line, Notice, Person, Prompt
from tests.example_plan import BACKGROUND_CHECKS
from tests.happenings import HAPPENINGS
from tests.happenings_of_staff import HAPPENINGS_OF_STAFF
from tests.pages import SECRET, Pages, filled_in
from tests.playing import STAGES
from tests.record import difference, entered_steps, whole_record
from tests.sayings import sayings
from tests.test_overlaps import mapped


@pytest.fixture
def asked(cycle_at):
    cycle = cycle_at("asked")
    return Pages(cycle.at("2016-11-22 10:00"))


def test_the_link_of_a_mail_opens_its_question(asked):
    page = asked.get(asked.link_of(asked.cycle.prompt("confirmation", state="CO")))
    assert page.status_code == 200
    assert "<h1>Please confirm the TA plan for Colorado by" in page.text
    assert "Need 1: Help with background checks" in page.text
    assert "Activity 1: Coaching of licensing staff" in page.text
    assert "Nothing is approved by silence" in page.text


@pytest.mark.process("4.1")
def test_an_administrator_confirms_on_the_page(asked):
    prompt = asked.cycle.prompt("confirmation", state="CO")
    path = asked.link_of(prompt)
    name = asked.name(asked.get(path).text)
    answered = asked.send(path, confirms="yes", name=name)
    assert answered.status_code == 303
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (answer["content"], answer["channel"], answer["verdict"]) == (
        {"confirms": True, "wishes": []}, "page", "accepted",
    )  # fmt: skip
    receipt = asked.get(answered.headers["location"])
    assert receipt.status_code == 200
    assert "Colorado" in receipt.text
    assert "On record already" in asked.get(path).text


def page_answers(cycle, prompt, content):
    """Answer on the page; gives the status and what went on record."""
    pages = Pages(cycle)
    path = pages.link_of(prompt)
    with read(cycle.tracker) as tat:
        portal = pages.app.state.portal
        zone = ZoneInfo(tat.get_one(Person, prompt.person_id).time_zone)
        [question] = read_questions(tat, portal, [tat.get_one(Prompt, prompt.id)]).questions
    sent = dict(pages.fields(path)) | filled_in(question.parts, content, zone)
    sent |= {"name": pages.name(pages.get(path).text), "submits": "yes"}
    answered = pages.client.post(path, data=sent)
    recorded = cycle.rows(Answer, Answer.prompt_id == prompt.id)
    return answered.status_code, recorded[-1]["content"] if recorded else answered.text


def given_content(kind, content, shown):
    """What the record holds of an answer that was given without a page."""
    taken = MODELS[kind].model_validate(content)
    if isinstance(taken, LineVerdicts):
        taken = taken.spelled_out(shown)
    return taken.model_dump(mode="json")


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_is_said_to_a_question_can_be_said_on_its_page(cycle_at, stage):
    """Each saying of every kind that waits at a stage, typed into the form and sent."""
    first = cycle_at(stage)
    kinds = {row.kind: row for row in open_prompts(first)}
    for kind, row in kinds.items():
        for content in sayings(first, row):
            cycle = cycle_at(stage)
            prompt = next(one for one in open_prompts(cycle) if one.id == row.id)
            status, recorded = page_answers(cycle, prompt, content)
            expected = given_content(kind, content, cycle.shown(row.id))
            assert (status, plain(recorded)) == (303, plain(expected)), (kind, content)


def both_offices_serve_a_topic(cycle_at):
    """OCC and OHS are asked about Colorado's activities on one topic (5.2)."""
    yield mapped(cycle_at)


def plain(content):
    """The same as a page puts it: moments by the clock of its reader, documents in its order."""
    if isinstance(content, dict) and content.get("documents"):
        return content | {"documents": sorted(content["documents"], key=str)}
    if isinstance(content, dict) and content.get("starts_at"):
        at = datetime.fromisoformat(content["starts_at"]).astimezone(UTC)
        return content | {"starts_at": at.isoformat()}
    return content


def open_prompts(cycle):
    return [row for kind in PromptKind for row in cycle.prompts(kind)]


def test_every_kind_of_question_has_a_form_that_takes_its_answer(cycle_at):
    """The kinds that wait only when something happens beside everybody agreeing, too."""
    seen = set()
    for happening in (*HAPPENINGS, *HAPPENINGS_OF_STAFF, both_offices_serve_a_topic):
        for cycle in happening(cycle_at):
            for number in entered_steps(cycle):
                cycle.run(number)
            new = {row.kind: row for row in open_prompts(cycle) if row.kind not in seen}
            for kind, row in new.items():
                if not any(one.id == row.id for one in open_prompts(cycle)):
                    continue  # another answer has settled it
                seen.add(kind)
                content = sayings(cycle, row)[0]
                expected = given_content(kind, content, cycle.shown(row.id))
                status, recorded = page_answers(cycle, row, content)
                assert (status, plain(recorded)) == (303, plain(expected)), (kind, content)
            if new:
                break  # what was answered is no part of what happens
    of_stages = {PromptKind.ENTRY, PromptKind.OFFICER_CONFIRMATION}  # in the test above
    assert set(PromptKind) - seen - of_stages == set()


# --- what is wrong is said beside its field, and nothing typed is lost


def test_an_answer_without_a_choice_says_what_to_do_beside_the_field(asked):
    path = asked.link_of(asked.cycle.prompt("confirmation", state="CO"))
    before = whole_record(asked.cycle)
    answered = asked.send(path, name=asked.name(asked.get(path).text))
    assert answered.status_code == 422
    assert '<li><a href="#confirms">Answer this.</a></li>' in answered.text
    assert '<span class="fault" id="fault-confirms">Answer this.</span>' in answered.text
    assert difference(before, whole_record(asked.cycle)) == {}


@pytest.mark.parametrize("name", ["", "Somebody Else", "Ida"])
def test_who_decides_types_their_own_name(asked, name):
    prompt = asked.cycle.prompt("confirmation", state="CO")
    answered = asked.send(asked.link_of(prompt), confirms="yes", name=name)
    assert answered.status_code == 422
    assert "Type your name as it stands at the head of this page" in answered.text
    assert asked.cycle.rows(Answer, Answer.prompt_id == prompt.id) == []


def test_what_was_typed_stands_there_again_after_a_fault(asked):
    path = asked.link_of(asked.cycle.prompt("confirmation", state="CO"))
    wish = {"wishes.7.text": "A <b>second</b> visit & more"}
    answered = asked.client.post(path, data=dict(asked.fields(path)) | wish | {"confirms": "yes"})
    assert answered.status_code == 422
    assert "A &lt;b&gt;second&lt;/b&gt; visit &amp; more</textarea>" in answered.text
    assert "Confirm the plan, or suggest modifications: not both." in answered.text
    assert 'value="yes" checked' in answered.text


def test_a_row_more_is_asked_for_without_recording_anything(asked):
    path = asked.link_of(asked.cycle.prompt("confirmation", state="CO"))
    before = whole_record(asked.cycle)
    assert 'name="wishes.new0.text"' not in asked.get(path).text
    more = asked.client.post(path, data=dict(asked.fields(path)) | {"add": "wishes"})
    assert more.status_code == 200
    assert 'name="wishes.new0.text"' in more.text
    assert difference(before, whole_record(asked.cycle)) == {}


@pytest.mark.parametrize("key", ["", "0" * 64, "é"])
def test_a_form_of_another_page_is_refused(asked, key):
    path = asked.link_of(asked.cycle.prompt("confirmation", state="CO"))
    before = whole_record(asked.cycle)
    answered = asked.send(path, confirms="yes", name=asked.name(asked.get(path).text), form_key=key)
    assert (answered.status_code, difference(before, whole_record(asked.cycle))) == (403, {})
    assert "Nothing was recorded" in answered.text


def test_an_answer_about_what_has_changed_is_kept_without_effect(asked):
    """Asked of the old plan: what the Administrator sends from the open page comes too late."""
    cycle = asked.cycle
    prompt = cycle.prompt("confirmation", state="CO")
    path = asked.link_of(prompt)
    fields = dict(asked.fields(path)) | {"confirms": "yes"}
    name = asked.name(asked.get(path).text)
    cycle.add_need("CO", BACKGROUND_CHECKS)
    with write(cycle.tracker) as tat:
        tat.get_one(Line, 7).revision = 2
    answered = asked.client.post(path, data=fields | {"name": name})
    assert answered.status_code == 303
    [answer] = cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert answer["is_outdated"] is True
    assert (
        "It is kept on record but changes nothing" in asked.get(answered.headers["location"]).text
    )


# --- a sheet: many questions on one page


@pytest.fixture
def affirming(cycle_at):
    return Pages(cycle_at("entered").at("2016-11-01 10:00"))


def sheet_of(pages, kind, **where):
    prompts = pages.cycle.prompts(kind, **where)
    [first] = [row for row in prompts if row.jurisdiction == "CO"]
    return first, pages.link(first.address, sheet_id=first.sheet_id)


@pytest.mark.process("3.7")
def test_a_manager_affirms_a_region_in_one_act(affirming):
    _first, path = sheet_of(affirming, "affirmation")
    page = affirming.get(path).text
    assert "I affirm every plan that I have left open above" in page
    answered = affirming.send(path, all_the_rest="yes", name=affirming.name(page))
    assert answered.status_code == 303
    region_8 = affirming.cycle.prompts("affirmation", stands="answered")
    assert sorted(row.jurisdiction for row in region_8) == ["CO", "MT"]
    receipt = affirming.get(answered.headers["location"]).text
    assert ("Colorado" in receipt, "Montana" in receipt) == (True, True)


def test_of_a_sheet_each_answer_counts_and_what_is_left_open_stays_open(affirming):
    first, path = sheet_of(affirming, "affirmation")
    values = {f"p{first.id}-confirms": "yes", "name": affirming.name(affirming.get(path).text)}
    assert affirming.send(path, **values).status_code == 303
    assert [row.jurisdiction for row in affirming.cycle.prompts("affirmation")] == ["VT", "MT"][
        ::-1
    ]


def test_of_a_sheet_what_is_whole_is_recorded_and_what_has_a_fault_is_said(affirming):
    first, path = sheet_of(affirming, "affirmation")
    [other] = affirming.cycle.prompts("affirmation", state="MT")
    values = {f"p{first.id}-confirms": "yes", f"p{other.id}-confirms": "no"}
    answered = affirming.send(path, **values, name=affirming.name(affirming.get(path).text))
    assert answered.status_code == 422
    assert "<p>Colorado.</p>" in answered.text  # on record now
    said = f'<a href="#q{other.id}">Montana: Say which modifications you suggest.</a>'
    assert said in answered.text
    states = [row.jurisdiction for row in affirming.cycle.prompts("affirmation", stands="answered")]
    assert states == ["CO"]


@pytest.mark.process("5.3")
def test_an_officer_sends_one_item_back_and_approves_the_rest(cycle_at):
    pages = Pages(cycle_at("submitted").at("2016-12-07 10:00"))
    first, path = sheet_of(pages, "approval", center="ECQA")
    no = {f"p{first.id}-lines.7.accepts": "no", f"p{first.id}-lines.7.reason": "Which agency?"}
    page = pages.get(path).text
    sent = dict(pages.fields(path)) | no | {"all_the_rest": "yes", "name": pages.name(page)}
    assert pages.client.post(path, data=sent).status_code == 303
    [answer] = pages.cycle.rows(Answer, Answer.prompt_id == first.id)
    assert answer["content"]["lines"] == [
        {"line_id": 7, "accepts": False, "reason": "Which agency?"}
    ]
    assert pages.cycle.prompts("approval", center="ECQA") == []


# --- whose page it is


def test_a_link_of_one_question_opens_nothing_else(asked):
    ours = asked.cycle.prompt("confirmation", state="CO")
    theirs = asked.cycle.prompt("confirmation", state="VT")
    path = asked.link_of(ours)
    for below in ("/mine", f"/prompt/{ours.id}", f"/prompt/{theirs.id}", "/status"):
        assert asked.get(path + below).status_code == 404, below


def test_my_prompts_list_mine_and_open_them_and_nobody_elses(asked):
    ours = asked.cycle.prompt("confirmation", state="CO")
    theirs = asked.cycle.prompt("confirmation", state="VT")
    own = asked.link(ours.address)
    assert asked.get(own).headers["location"] == f"{own}/mine"
    mine = asked.get(f"{own}/mine").text
    assert (f"/prompt/{ours.id}" in mine, f"/prompt/{theirs.id}" in mine) == (True, False)
    assert asked.get(f"{own}/prompt/{ours.id}").status_code == 200
    assert asked.get(f"{own}/prompt/{theirs.id}").status_code == 404


@pytest.mark.process("4.1")
def test_a_specialist_records_what_an_administrator_said_by_phone(asked):
    prompt = asked.cycle.prompt("confirmation", state="CO")
    [specialist] = asked.cycle.holders("specialist", "CO")
    path = f"{asked.link(specialist)}/prompt/{prompt.id}"
    page = asked.get(path).text
    name = asked.name(page)
    assert "what you were told by" in page
    assert asked.send(path, confirms="yes", name=name).status_code == 422  # how was it told?
    assert asked.send(path, confirms="yes", name=name, channel="phone").status_code == 303
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert (answer["channel"], answer["person_id"], answer["said_by_id"]) == (
        "phone", asked.cycle.person_id(specialist), prompt.person_id,
    )  # fmt: skip


def test_nobody_records_a_federal_decision_for_another(affirming):
    prompt = affirming.cycle.prompt("affirmation", state="CO")
    [specialist] = affirming.cycle.holders("specialist", "CO")
    assert affirming.get(f"{affirming.link(specialist)}/prompt/{prompt.id}").status_code == 404


def test_an_officer_who_must_sign_on_reads_but_does_not_decide_by_link(cycle_at):
    pages = Pages(cycle_at("submitted").at("2016-12-07 10:00"), officers_sign_on="openid",
                  openid_issuer="https://agency.example", openid_client_id="tacycle",
                  openid_client_secret="known to both")  # fmt: skip
    first, path = sheet_of(pages, "approval", center="ECQA")
    page = pages.get(path).text
    assert ("Coaching of licensing staff" in page or "Colorado" in page, "<form" in page) == (
        True, False,
    )  # fmt: skip
    key = pages.app.state.portal.secret
    token = path.removeprefix("/l/")
    sent = {"form_key": form_key(key, token), "all_the_rest": "yes", "name": pages.name(page)}
    answered = pages.client.post(path, data=sent)
    assert (answered.status_code, pages.cycle.rows(Answer, Answer.prompt_id == first.id)) == (
        409, [],
    )  # fmt: skip
    assert "sign on with your agency" in answered.text


# --- what every page brings along


def test_every_answer_carries_the_headers_that_keep_it_private(asked):
    path = asked.link_of(asked.cycle.prompt("confirmation", state="CO"))
    for page in (asked.get(path), asked.get("/l/" + "x" * 43), asked.get("/"), asked.get("/none")):
        headers = {name: page.headers[name] for name in ("referrer-policy", "x-robots-tag",
                   "x-content-type-options", "cache-control")}  # fmt: skip
        assert headers == {
            "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow",
            "x-content-type-options": "nosniff", "cache-control": "no-store",
        }  # fmt: skip
        policy = page.headers["content-security-policy"]
        assert ("default-src 'none'" in policy, "frame-ancestors 'none'" in policy) == (True, True)


@pytest.mark.parametrize("path", ["/l/" + "x" * 43, "/l/short", "/l/%00", "/none"])
def test_what_leads_nowhere_says_so(asked, path):
    page = asked.get(path)
    assert page.status_code == 404
    assert "<h1>" in page.text


def test_forms_of_states_carry_the_control_number(cycle_at):
    numbers = {"omb_number": "0970-0000", "omb_expires_on": "2027-06-30",
               "burden_statement": "It takes 15 minutes."}  # fmt: skip
    pages = Pages(cycle_at("asked").at("2016-11-22 10:00"), **numbers)
    page = pages.get(pages.link_of(pages.cycle.prompt("confirmation", state="CO"))).text
    words = "OMB control number: 0970-0000, expires Wednesday, June 30, 2027. It takes 15 minutes."
    assert words in page


# --- asking for one's own link


def owed_links(cycle):
    return cycle.rows(Notice, Notice.purpose == Purpose.OWN_LINK)


def test_asking_for_a_link_owes_it_and_says_the_same_to_everybody(asked):
    [known] = asked.cycle.holders("administrator", "CO")
    replies = [asked.client.post("/", data={"address": one}).text
               for one in (known.upper(), "nobody@nowhere.example")]  # fmt: skip
    assert replies[0] == replies[1]
    [owed] = owed_links(asked.cycle)
    assert (owed["person_id"], owed["urgency"]) == (asked.cycle.person_id(known), "at once")


def test_a_second_asking_soon_after_owes_no_second_mail(asked):
    [known] = asked.cycle.holders("administrator", "CO")
    for _ in range(3):
        asked.client.post("/", data={"address": known})
    assert len(owed_links(asked.cycle)) == 1
    asked.cycle.mails()
    asked.client.post("/", data={"address": known})
    assert len(owed_links(asked.cycle)) == 1
    asked.cycle.now += timedelta(minutes=11)
    asked.client.post("/", data={"address": known})
    assert len(owed_links(asked.cycle)) == 2


def test_the_mail_that_was_asked_for_leads_to_all_that_waits(asked):
    [known] = asked.cycle.holders("administrator", "CO")
    asked.cycle.mails()
    asked.client.post("/", data={"address": known})
    [mail] = asked.cycle.mails_to(known)
    assert mail["Subject"] == "Your link to the technical assistance planning"
    [*found] = re.findall(r"/l/[\w-]{43}", mail.get_body(("plain",)).get_content())
    assert len(set(found)) == 1
    opened = asked.get(found[0])
    assert (opened.status_code, opened.headers["location"]) == (303, f"{found[0]}/mine")
    assert "Waiting for you" in asked.get(opened.headers["location"]).text


# --- receipts


def test_a_receipt_is_owed_with_the_next_mail_or_at_once_on_request(asked):
    for state, asks in (("CO", {}), ("VT", {"receipt": "yes"})):
        path = asked.link_of(asked.cycle.prompt("confirmation", state=state))
        name = asked.name(asked.get(path).text)
        assert asked.send(path, confirms="yes", name=name, **asks).status_code == 303
    rows = asked.cycle.rows(Notice, Notice.purpose == Purpose.RECEIPT)
    assert [row["urgency"] for row in rows] == ["with the next", "at once"]


@pytest.mark.process("4.2")
def test_an_administrator_suggests_modifications_line_by_line_and_for_the_whole(asked):
    prompt = asked.cycle.prompt("confirmation", state="CO")
    path = asked.link_of(prompt)
    page = asked.get(path).text
    sent = dict(asked.fields(path)) | {
        "confirms": "no", "wishes.7.text": "Two visits, please",
        "wishes.n": "1", "wishes.new0.text": "Name the months", "name": asked.name(page),
    }  # fmt: skip
    assert asked.client.post(path, data=sent).status_code == 303
    [answer] = asked.cycle.rows(Answer, Answer.prompt_id == prompt.id)
    assert answer["content"]["wishes"] == [
        {"text": "Two visits, please", "line_id": 7},
        {"text": "Name the months", "line_id": None},
    ]


def test_a_link_opens_no_other_prompt_even_where_a_page_would_ask_for_it(asked):
    ours = asked.cycle.prompt("confirmation", state="CO")
    theirs = asked.cycle.prompt("confirmation", state="VT")
    token = asked.link_of(ours).removeprefix("/l/")
    with read(asked.cycle.tracker) as tat:
        visitor = by_link(tat, token, secret=SECRET.encode())
        now = asked.cycle.now
        assert open_prompt(tat, visitor, ours.id, now=now).prompts[0].id == ours.id
        with pytest.raises(NotThere):
            open_prompt(tat, visitor, theirs.id, now=now)


@pytest.mark.parametrize(("asks", "n_mails"), [({"receipt": "yes"}, 1), ({}, 0)])
def test_a_receipt_leaves_at_once_on_request_and_never_alone_else(asked, asks, n_mails):
    prompt = asked.cycle.prompt("confirmation", state="VT")
    asked.cycle.mails()
    path = asked.link_of(prompt)
    name = asked.name(asked.get(path).text)
    assert asked.send(path, confirms="yes", name=name, **asks).status_code == 303
    mails = asked.cycle.mails_to(prompt.address)
    assert len(mails) == n_mails
    for mail in mails:
        assert "Your answer is on record" in mail["Subject"]
        assert "You were asked to" in mail.get_body(("plain",)).get_content()
