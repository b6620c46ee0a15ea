"""Sign-on with an agency by OpenID Connect, against a real provider on loopback."""

import os
import re
import socket
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from portal.app import make_app
from tasks.surroundings import real_clock
from tat import ended_sessions
from tat.database import write
from tat.schema import Answer, Assignment, EndedSession, LedgerEntry
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, agency_on
from tests.pages import SECRET, Pages

DOES_NOT_HOLD = "its statement does not hold"
NOT_VOUCHED = "it does not vouch for your mail address"
NOT_BEGUN = "The sign-on was not begun here"
NOT_TAKEN = "it did not take the way back"

BACK = "http://testserver/sign-on/back"


@pytest.fixture(autouse=True, scope="module")
def plain_http_on_loopback():
    before = os.environ.get("AUTHLIB_INSECURE_TRANSPORT")
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    yield
    if before is None:
        del os.environ["AUTHLIB_INSECURE_TRANSPORT"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def served():
    with agency_on(free_port(), BACK) as agency:
        yield agency


@pytest.fixture
def agency(served):
    served.lies, served.is_verified, served.signs_with = {}, True, None
    return served


@pytest.fixture
def officer(cycle_at, agency):
    """Pages where officers sign on; the FPO of ECQA is signed on at the agency."""
    pages = pages_with(cycle_at("submitted").at("2016-12-08 10:00"), agency.issuer)
    pages.prompt = pages.cycle.prompts("approval")[0]
    agency.email = pages.prompt.address
    return pages


def pages_with(cycle, issuer, **settings):
    return Pages(
        cycle, officers_sign_on="openid", openid_issuer=issuer, openid_client_id=CLIENT_ID,
        openid_client_secret=CLIENT_SECRET, **{"public_address": "http://testserver", **settings},
    )  # fmt: skip


def at_agency(pages, path="/sign-on") -> str:
    """Go to the agency; gives the address by which it sends one back."""
    sent = pages.get(path)
    assert sent.status_code == 303
    return httpx.get(sent.headers["location"]).headers["location"]


def sign_on(pages, path="/sign-on"):
    return pages.get(at_agency(pages, path))


def test_an_officer_signs_on_from_the_question_and_decides_there(officer):
    path = officer.link_of(officer.prompt)
    page = officer.get(path).text
    assert ("Sign on to decide" in page, "Record my answer" in page) == (True, False)
    way = re.search(r'href="(/sign-on\?next=[^"]+)"', page)[1]
    landed = sign_on(officer, way)
    assert landed.status_code == 303
    assert landed.headers["location"] == way.removeprefix("/sign-on?next=")
    question = officer.get(landed.headers["location"])
    assert ("(signed on)" in question.text, "Record my answer" in question.text) == (True, True)


@pytest.mark.process("5.3", "8.4", "rule federal")
def test_a_decision_of_who_signed_on_is_on_record_as_their_own_on_the_page(officer, agency):
    """Uma Madrone, COR of ECQA, approves what is proposed for Colorado."""
    cycle = officer.cycle
    prompt = cycle.prompt("approval", state="CO", role="cor")
    agency.email = prompt.address
    page = sign_on(officer, f"/sign-on?next=/me/prompt/{prompt.id}").headers["location"]
    name = officer.name(officer.get(page).text)
    answered = officer.send(page, rest_accepted="yes", name=name)
    assert answered.status_code == 303
    entry = cycle.rows(LedgerEntry, LedgerEntry.act == "answered: accepted")[-1]
    assert (name, prompt.role) == ("Uma Madrone", "cor")
    assert (entry["actor"], entry["on_behalf_of"], entry["channel"], entry["plan_version"]) == (
        f"person {cycle.person_id(prompt.address)}", None, "page", prompt.plan_version,
    )  # fmt: skip
    assert (entry["details"]["kind"], entry["details"]["prompt"]) == ("approval", prompt.id)
    receipt = officer.get(answered.headers["location"]).text
    assert f"<dt>By</dt><dd>{name}</dd>" in receipt


def test_the_same_pages_are_there_below_me(officer):
    sign_on(officer)
    for page in ("/me/mine", "/me/status", "/me/messages", "/me/step/5",
                 "/me/cycle/2016-2018/status", "/me/cycle/2016-2018/mine"):  # fmt: skip
        assert officer.get(page).status_code == 200, page
        assert "/l/" not in officer.get(page).text, page


def test_cookies_hold_no_token_and_no_script_reads_them(officer):
    path = officer.link_of(officer.prompt)
    way = re.search(r'href="(/sign-on\?next=[^"]+)"', officer.get(path).text)[1]
    sent = officer.get(way)
    landed = sign_on(officer, way)
    token = path.removeprefix("/l/")
    for cookie in sent.headers.get_list("set-cookie") + landed.headers.get_list("set-cookie"):
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
        assert token not in cookie
    assert "secure" not in landed.headers["set-cookie"].lower()


def test_cookies_are_secure_where_the_pages_are(cycle_at, agency):
    pages = pages_with(cycle_at("submitted"), agency.issuer, public_address="https://plans.example")
    [cookie] = pages.get("/sign-on").headers.get_list("set-cookie")
    assert "secure" in cookie.lower()


def test_who_is_asked_is_sent_with_state_nonce_and_challenge(officer):
    asked = parse_qs(urlsplit(officer.get("/sign-on").headers["location"]).query)
    assert sorted(asked) == [
        "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri",
        "response_type", "scope", "state",
    ]  # fmt: skip
    assert asked["code_challenge_method"] == ["S256"]


@pytest.mark.parametrize("lie", [
    {"nonce": "another"}, {"aud": ["somebody else"]}, {"iss": "https://another.example"},
    {"exp": int(time.time()) - 3600}, {"exp": None},
])  # fmt: skip
def test_a_statement_that_does_not_hold_signs_nobody_on(officer, agency, lie):
    agency.lies = lie
    assert_not_signed_on(officer, sign_on(officer), DOES_NOT_HOLD)


def test_a_statement_that_another_key_signed_signs_nobody_on(officer, agency):
    agency.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert_not_signed_on(officer, sign_on(officer), DOES_NOT_HOLD)


@pytest.mark.parametrize("is_verified", [False, None, "true"])
def test_an_address_for_which_the_agency_does_not_vouch_signs_nobody_on(
    officer, agency, is_verified
):
    agency.is_verified = is_verified
    assert_not_signed_on(officer, sign_on(officer), NOT_VOUCHED)


def assert_not_signed_on(pages, landed, because):
    assert (landed.status_code, "session=" in str(landed.headers)) == (403, False)
    assert because in landed.text
    assert pages.get("/me/mine").status_code == 303


def test_an_address_that_nobody_has_is_told_what_to_do(officer, agency):
    agency.email = "nobody@agency.example"
    landed = sign_on(officer)
    assert landed.status_code == 403
    assert "nobody who takes part has it" in landed.text
    assert officer.get("/me/mine").status_code == 303


def test_the_way_back_counts_once(officer):
    back = at_agency(officer)
    kept = officer.client.cookies["sign-on"]
    assert officer.get(back).status_code == 303
    officer.client.cookies.clear()
    assert_not_signed_on(officer, officer.get(back), NOT_BEGUN)
    officer.client.cookies.set("sign-on", kept)
    assert_not_signed_on(officer, officer.get(back), NOT_TAKEN)


def test_the_way_back_of_another_attempt_signs_nobody_on(officer):
    back = at_agency(officer)
    officer.get("/sign-on")
    assert_not_signed_on(officer, officer.get(back), NOT_BEGUN)


def test_a_tampered_cookie_is_none(officer):
    sign_on(officer)
    kept = officer.client.cookies["session"]
    assert officer.get("/me/mine").status_code == 200
    officer.client.cookies.clear()
    officer.client.cookies.set("session", "x" + kept)
    assert officer.get("/me/mine").status_code == 303


@pytest.mark.parametrize(("age_hours", "status"), [(7.9, 200), (8.1, 303)])
def test_a_session_lasts_eight_hours(officer, age_hours, status):
    class Earlier(TimestampSigner):
        def get_timestamp(self):
            return int(time.time() - age_hours * 3600)

    signed = URLSafeTimedSerializer(SECRET.encode(), salt="tacycle session 1", signer=Earlier)
    person_id = officer.cycle.person_id(officer.prompt.address)
    cookie = signed.dumps({"person_id": person_id, "key": "any"})
    officer.client.cookies.set("session", cookie)
    assert officer.get("/me/mine").status_code == status


@pytest.mark.parametrize("path", [
    "https://evil.example/me/mine", "//evil.example", "/me//evil.example", "/me/../l/x", "/l/token",
    "/me/mine%0d%0aX:1", "\\\\evil.example", "/mean",
])  # fmt: skip
def test_one_lands_on_pages_of_ones_own_alone(officer, path):
    landed = sign_on(officer, f"/sign-on?next={path}")
    assert landed.headers["location"] == "/me/mine"


def test_who_has_left_is_not_signed_on_any_more(officer):
    sign_on(officer)
    assert officer.get("/me/mine").status_code == 200
    person_id = officer.cycle.person_id(officer.prompt.address)
    with write(officer.cycle.tracker) as tat:
        for role in tat.query(Assignment).filter_by(person_id=person_id):
            role.ended_at = officer.cycle.now
    assert officer.get("/me/mine").status_code == 303


def test_a_form_needs_the_key_of_the_session(officer):
    sign_on(officer)
    path = f"/me/prompt/{officer.prompt.id}"
    name = officer.name(officer.get(path).text)
    before = len(officer.cycle.rows(Answer))
    for key in ("", "another"):
        assert officer.send(path, form_key=key, name=name).status_code == 403
    officer.client.cookies.clear()
    assert officer.client.post(path, data={"name": name}).status_code == 403
    assert len(officer.cycle.rows(Answer)) == before


def test_who_signs_off_is_signed_off(officer):
    sign_on(officer)
    assert officer.client.post("/sign-off", data={"form_key": "another"}).status_code == 403
    key = dict(officer.fields("/me/mine"))["form_key"]
    assert officer.client.post("/sign-off", data={"form_key": key}).status_code == 200
    assert officer.get("/me/mine").status_code == 303


def test_a_cookie_that_was_copied_opens_nothing_once_its_owner_has_signed_off(officer):
    sign_on(officer)
    copied = officer.client.cookies["session"]
    key = dict(officer.fields("/me/mine"))["form_key"]
    officer.client.post("/sign-off", data={"form_key": key})
    officer.client.cookies.clear()
    stolen = {"cookie": f"session={copied}"}
    assert officer.client.get("/me/mine", headers=stolen).status_code == 303
    started_anew = make_app(officer.cycle.surroundings, officer.app.state.portal.settings)
    client = TestClient(started_anew, follow_redirects=False)
    assert client.get("/me/mine", headers=stolen).status_code == 303
    [ended] = officer.cycle.rows(EndedSession)
    assert timedelta(hours=7, minutes=59) < ended["expires_at"] - real_clock()
    with write(officer.cycle.tracker) as tat:  # and the next morning it is forgotten
        next_day = ended["expires_at"]
        ended_sessions.end(tat, "another", expires_at=next_day + timedelta(hours=8), now=next_day)
    assert len(officer.cycle.rows(EndedSession)) == 1


def test_below_a_path_one_is_sent_back_and_lands_there(cycle_at):
    public = "https://plans.example/ta"
    with agency_on(free_port(), f"{public}/sign-on/back") as agency:
        pages = pages_with(cycle_at("submitted"), agency.issuer, public_address=public)
        agency.email = pages.cycle.prompts("approval")[0].address
        assert pages.get("/me/status").headers["location"] == "/ta/sign-on?next=/me/status"
        sent = pages.get("/sign-on?next=/me/status")
        back = httpx.get(sent.headers["location"]).headers["location"]
        assert back.startswith(f"{public}/sign-on/back?")
        [begun] = sent.headers.get_list("set-cookie")
        landed = pages.client.get(
            back.removeprefix(public), headers={"cookie": begun.partition(";")[0]}
        )
    assert (landed.status_code, landed.headers["location"]) == (303, "/ta/me/status")
    paths = [re.search(r"(?i)(sign-on|session)=.*; path=([^;]+)", cookie).group(1, 2)
             for cookie in [begun, *landed.headers.get_list("set-cookie")]]  # fmt: skip
    assert sorted(paths) == [
        ("session", "/ta"), ("sign-on", "/ta/sign-on"), ("sign-on", "/ta/sign-on")
    ]  # fmt: skip


def test_without_a_provider_there_is_no_sign_on(cycle_at):
    pages = Pages(cycle_at("submitted"))
    answered = [pages.get(path).status_code for path in ("/sign-on", "/sign-on/back", "/me/mine")]
    assert answered == [404, 404, 404]


def test_a_provider_that_is_silent_gets_a_page(cycle_at):
    pages = pages_with(cycle_at("submitted"), f"http://127.0.0.1:{free_port()}")
    page = pages.get("/sign-on")
    assert page.status_code == 503
    assert "does not answer" in page.text
