"""What should fail on the pages, and does: with a page that says so, and nothing on record."""

import time
from datetime import timedelta

import pytest

from config.vocabulary import Purpose
from portal.headers import HEADERS
from tat.schema import Answer, Notice
from tests.pages import SECRET, Pages
from tests.record import difference, whole_record
from tests.scanning import Scanner

FORM = {"confirms": "yes", "name": "Hal Dogwood", "act": "answer"}
SPECIALIST = "greta.cypress@region8.scbc.example"
ADMINISTRATOR = "hal.dogwood@co.example"


@pytest.fixture
def pages(cycle_at):
    """Step 4 has asked the Administrators of three states."""
    return Pages(cycle_at("asked").at("2016-11-22 10:00"))


@pytest.fixture
def unchanged(pages):
    """Holds that the test changed nothing on record; call it when all links are made."""
    before = []
    yield lambda: before.append(whole_record(pages.cycle))
    assert difference(before[0], whole_record(pages.cycle)) == {}


def confirmation(pages, state="CO"):
    return pages.cycle.prompt("confirmation", state=state)


def key_of(pages, path):
    return dict(pages.fields(path))["form_key"]


def test_a_scanner_on_everybodys_own_pages_changes_nothing(pages, unchanged):
    people = [SPECIALIST, ADMINISTRATOR, pages.cycle.holders("occ", "nation")[0]]
    links = [pages.link(address) for address in people]
    unchanged()
    scanner = Scanner(pages)
    scanner.scan(links, is_deep=True)
    assert scanner.worst == 422
    assert (len(scanner.seen) > 30, scanner.n_sent > 3) == (True, True)


NO_LINKS = (
    "/l/", "/l/x", "/l/" + "A" * 43, "/l/%00", "/l/..%2f..%2fetc%2fpasswd", "/../etc/passwd",
    "/l/x/mine", "/l/" + "x" * 5000, "/style.css/x", "/l/%ff%fe", "/openapi.json", "/docs",
)  # fmt: skip


@pytest.mark.parametrize("path", NO_LINKS)
def test_what_is_no_link_is_a_page_that_says_what_to_do(pages, unchanged, path):
    unchanged()
    for method in ("GET", "HEAD", "POST"):
        response = pages.client.request(method, path)
        assert response.status_code in (404, 405)
        assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("page", ["prompt", "sheet", "step", "messages", "receipt", "plan"])
def test_ids_that_are_none_are_not_there(pages, unchanged, page):
    base = pages.link(ADMINISTRATOR)
    unchanged()
    for number in ("-1", "0", "9" * 10, "9" * 20, "1e3", "\u0663\u0663", "x", "1%00", "%00", "co"):
        assert (number, pages.get(f"{base}/{page}/{number}").status_code) == (number, 404)


def test_what_is_anothers_is_not_there_below_ones_own_link(pages, unchanged):
    prompt, base = confirmation(pages, "MT"), pages.link(ADMINISTRATOR)
    form = FORM | {"form_key": key_of(pages, f"{base}/prompt/{confirmation(pages).id}")}
    unchanged()
    path = f"{base}/prompt/{prompt.id}"
    assert [pages.get(path).status_code, pages.client.post(path, data=form).status_code] == [
        404,
        404,
    ]
    assert pages.get(f"{base}/plan/MT").status_code == 404
    assert "Montana" not in pages.get(f"{base}/status").text


def test_the_link_of_one_prompt_opens_nothing_else(pages, unchanged):
    base = pages.link_of(confirmation(pages))
    unchanged()
    below = ("mine", "status", "messages", "step/4", "plan/CO", f"prompt/{confirmation(pages).id}")
    assert [pages.get(f"{base}/{page}").status_code for page in below] == [404] * 6


@pytest.mark.parametrize("key", [None, "", "0" * 64, "of another", "\x00", "ü"])
def test_a_form_without_the_key_of_its_page_is_not_taken(pages, unchanged, key):
    path, other = pages.link_of(confirmation(pages)), pages.link_of(confirmation(pages, "MT"))
    given = key_of(pages, other) if key == "of another" else key
    unchanged()
    form = FORM | ({} if given is None else {"form_key": given})
    response = pages.client.post(path, data=form)
    assert (response.status_code, "Nothing was recorded" in response.text) == (403, True)


def test_the_same_form_sent_again_is_one_answer(pages):
    path = pages.link_of(confirmation(pages))
    name = pages.name(pages.get(path).text)
    first, again = (pages.send(path, confirms="yes", name=name) for _ in range(2))
    assert (first.status_code, again.headers["location"]) == (303, first.headers["location"])
    rows = pages.cycle.rows(Answer, Answer.prompt_id == confirmation_id(path, pages))
    assert len(rows) == 1


def confirmation_id(path, pages):
    [row] = pages.cycle.prompts("confirmation", state="CO", stands="answered")
    return row.id


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"name=" + b"x" * 10_000_000, 413),
        (b"&".join(b"f%d=1" % number for number in range(30_000)), 403),
        (b"name=%00", 403),
        (b"name=\xff\xfe", 403),
        (b"name=%ff", 403),
        (b"\x00" * 100, 403),
        ('{"name": "ü"}'.encode("utf-16"), 403),
        (b"", 403),
    ],
)
def test_bodies_that_no_page_sends_are_not_taken(pages, unchanged, body, status):
    path = pages.link_of(confirmation(pages))
    unchanged()
    response = pages.client.post(
        path, content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert (response.status_code, "Nothing was recorded" in response.text) == (status, True)


def test_too_many_and_odd_fields_beside_the_right_ones_do_no_harm(pages, unchanged):
    path = pages.link_of(confirmation(pages))
    form = {f"wishes.{number}.text": "x" for number in range(10_000)}
    form |= {"wishes.n": "-1", "wishes.new99999999999.text": "x", "form_key": key_of(pages, path)}
    unchanged()
    assert pages.client.post(path, data=form).status_code == 422


def test_a_comment_that_is_too_long_is_said_to_be(pages, unchanged):
    path = pages.link_of(confirmation(pages))
    name = pages.name(pages.get(path).text)
    unchanged()
    sent = {"wishes.n": "1", "wishes.new0.text": "x" * 1_000_000}
    response = pages.client.post(
        path, data=dict(pages.fields(path)) | sent | {"confirms": "no", "name": name}
    )
    assert (response.status_code, "Shorten this" in response.text) == (422, True)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused_by_a_page(pages, unchanged, method):
    path = pages.link_of(confirmation(pages))
    unchanged()
    response = pages.client.request(method, path)
    assert (response.status_code, "<h1>" in response.text) == (405, True)


def test_the_headers_are_on_every_answer(pages):
    path = pages.link_of(confirmation(pages))
    got = [pages.get(path), pages.get("/"), pages.get("/nothing"), pages.client.put(path),
           pages.client.post(path), pages.client.head(path), pages.get(pages.link(SPECIALIST)),
           pages.client.post(path, content=b"x" * 3_000_000), pages.get("/healthz")]  # fmt: skip
    assert [one.headers["cache-control"] for one in got] == ["no-store"] * 9
    style = pages.get("/style.css")
    assert style.headers.get_list("cache-control") == ["max-age=3600"]
    for response in [*got, style]:
        shown = {name: response.headers[name] for name in HEADERS if name != "Cache-Control"}
        assert shown == {name: value for name, value in HEADERS.items() if name != "Cache-Control"}


def owed(pages):
    return len(pages.cycle.rows(Notice, Notice.purpose == Purpose.OWN_LINK))


def ask(pages, address):
    return pages.client.post("/", data={"address": address})


def test_known_and_unknown_addresses_get_the_same_reply_byte_for_byte(pages):
    known, unknown, odd = (ask(pages, one) for one in (SPECIALIST, "nobody@x.example", "x" * 999))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert (known.content, dict(known.headers)) == (odd.content, dict(odd.headers))
    assert owed(pages) == 1


def test_the_time_of_the_reply_does_not_tell_either(pages):
    """Within a factor of ten: who asks over a network sees less than that."""

    def seconds(addresses):
        begun = time.perf_counter()
        for address in addresses:
            ask(pages, address)
        return time.perf_counter() - begun

    seconds(["first@x.example"])
    known, unknown = seconds([SPECIALIST] * 6), seconds([f"{n}@x.example" for n in range(6)])
    assert 0.1 < known / unknown < 10


def test_who_asks_for_links_the_21st_time_within_an_hour_owes_nothing(pages):
    first = ask(pages, "nobody0@x.example").content
    for number in range(1, 20):
        ask(pages, f"nobody{number}@x.example")
    assert (ask(pages, SPECIALIST).content, owed(pages)) == (first, 0)
    pages.cycle.now += timedelta(minutes=61)
    ask(pages, SPECIALIST)
    assert owed(pages) == 1


def test_no_page_shows_the_secret_or_a_trace(pages):
    path = pages.link_of(confirmation(pages))
    shown = [pages.get(one).text for one in (path, "/", "/nothing", "/healthz")]
    assert [one for one in shown if SECRET in one or "Traceback" in one] == []
